"""Where the documents of an invoice go: folders by the firm's pattern, names for every system."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from string import Formatter

from addin.billing.calendar import Month
from addin.billing.invoice import Invoice
from addin.documents.file_names import safe_name
from addin.errors import BillingError

FIELDS = ("year", "month", "number", "payer", "project")
"""What a pattern may name: year and month billed, number, buyer, and project or projects."""
USUAL_PATTERN = "{year}/{month}"
LONGEST_PATH = 240
"""In characters, from the drive on. Windows takes 259; Word needs some for its own files."""

# How much of a buyer's or a project's name is kept, in bytes, until the path is short enough.
_ROOM_BYTES = (100, 60, 30, 12)


class FolderPatternError(BillingError):
    """The pattern of the folders cannot be read."""

    code = "FOL-01"


class PathTooLongError(BillingError):
    """The folder of the invoices lies so deep that Windows would not open a document in it."""

    code = "DOC-10"


@dataclass(frozen=True, slots=True)
class FolderPattern:
    """The folders of a document, such as ``{year}/{month}/{number} {payer}``.

    Attributes:
        parts: One text for each folder, the outermost first.
    """

    parts: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "FolderPattern":
        r"""Read the setting; ``/`` or ``\`` goes down a folder.

        Raises:
            FolderPatternError: It names an unknown field, goes up a folder, or has a brace too
                many.

        >>> FolderPattern.parse(r"{year}\{number} {payer}").parts
        ('{year}', '{number} {payer}')
        """
        parts = tuple(text.strip().replace("\\", "/").strip("/").split("/"))
        for part in parts:
            if part.strip(" .") == "":
                raise FolderPatternError(pattern=text, found=part or "//", known=_known(FIELDS))
            for field in _fields(part, text):
                if field not in FIELDS:
                    nearest = get_close_matches(field, FIELDS) or FIELDS
                    found = f"{{{field}}}"
                    raise FolderPatternError(pattern=text, found=found, known=_known(nearest))
        return cls(parts)

    def folder(self, invoice: Invoice, month: Month, room_bytes: int = _ROOM_BYTES[0]) -> Path:
        """The folder of an invoice, from the firm's folder of invoices.

        A slash in a name makes no folder: it becomes a hyphen.

        Args:
            invoice: Whose documents lie in it.
            month: The month billed.
            room_bytes: How much of the buyer's name is kept, and of the projects' codes.
        """
        values = {
            "year": f"{month.year}",
            "month": f"{month.month:02}",
            "number": safe_name(invoice.number),
            "payer": safe_name(invoice.buyer.name, room_bytes),
            "project": safe_name(" ".join(invoice.projects), room_bytes),
        }
        return Path(*(safe_name(part.format_map(values)) for part in self.parts))


def document_name(invoice: Invoice, room_bytes: int = 120) -> str:
    """Number and buyer as the name of a Word document.

    Args:
        invoice: What is in it.
        room_bytes: The most that number and buyer may take together; the number always stays.
    """
    room = max(room_bytes, len(safe_name(invoice.number).encode()))
    return f"{safe_name(f'{invoice.number} {invoice.buyer.name}', room)}.docx"


def document_path(root: Path, pattern: FolderPattern, month: Month, invoice: Invoice) -> Path:
    """Where the Word document of an invoice goes; never over a file that is there already.

    A file of that name gets company: ``… (2).docx``. On a path that Windows would find too long,
    the buyer and the projects are cut; the number never is.

    Args:
        root: The firm's folder of invoices.
        pattern: Of the folders in it.
        month: The month billed.
        invoice: With its number.

    Raises:
        PathTooLongError: Even without the buyer's name it would be too long.
    """
    for path in _ever_shorter(root.absolute(), pattern, month, invoice):
        free = free_path(path)
        if len(str(free).encode("utf-16-le")) <= 2 * LONGEST_PATH:
            return free
    raise PathTooLongError(folder=str(root), longest=LONGEST_PATH, number=invoice.number)


def _ever_shorter(
    root: Path, pattern: FolderPattern, month: Month, invoice: Invoice
) -> Iterator[Path]:
    number = len(invoice.number.encode())
    for room in _ROOM_BYTES:
        name = document_name(invoice, number + 1 + room)
        yield root / pattern.folder(invoice, month, room) / name


def free_path(path: Path) -> Path:
    """The path itself, or the first one with a count behind the name that no file has."""
    free, count = path, 1
    while free.exists():
        count += 1
        free = path.with_name(f"{path.stem} ({count}){path.suffix}")
    return free


def _fields(part: str, pattern: str) -> list[str]:
    """The fields that a part names; a format or a conversion makes a field unknown."""
    try:
        pieces = list(Formatter().parse(part))
    except ValueError:
        raise FolderPatternError(pattern=pattern, found=part, known=_known(FIELDS)) from None
    return [
        field + (f"!{how}" if how else "") + (f":{shape}" if shape else "")
        for _, field, shape, how in pieces
        if field is not None
    ]


def _known(fields: Sequence[str]) -> str:
    return ", ".join(f"{{{field}}}" for field in fields)

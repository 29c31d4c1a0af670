"""The documents of an invoice, made in memory and proven before its number is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from addin.billing.calendar import Month
from addin.billing.invoice import Invoice
from addin.billing.money import from_cents
from addin.documents.invoices import expected_totals, read_totals
from addin.documents.output_folder import FolderPattern, document_path
from addin.documents.printed_rows import differing_rows
from addin.errors import BillingError
from addin.jobs.invoices.recovering import rendered
from addin.journal.records import DocumentFile

PROVEN = {
    "number": "number",
    "net": "net_cents",
    "VAT": "vat_cents",
    "gross": "gross_cents",
    "early payment": "early_cents",
}
"""What a document must show as it was computed, and where ``PrintedTotals`` has it."""

Figure = str | int | None


class FigureDifferenceError(BillingError):
    """The written document says another figure than the one computed."""

    code = "ISS-03"


@dataclass(frozen=True, slots=True)
class Prover:
    """Makes the documents of one run.

    Attributes:
        base: The workbook's folder.
        out: Where the documents are to lie.
        folders: Which folders inside it.
        month: That is billed.
    """

    base: Path
    out: Path
    folders: FolderPattern
    month: Month

    def prove(self, invoice: Invoice, into: dict[str, bytes]) -> list[DocumentFile]:
        """Write the document in memory, read it back, and compare to the cent.

        Args:
            invoice: With its number.
            into: Is given the bytes of each file, by its path as the journal is to name it.

        Raises:
            BillingError: It cannot be made, or it says something else (ISS-03).
        """
        document = rendered(invoice, self.base)
        for what, shown, computed in _differences(invoice, document):
            raise FigureDifferenceError(
                number=invoice.number,
                what=what,
                printed=_figure(shown),
                computed=_figure(computed),
            )
        place = document_path(self.out, self.folders, self.month, invoice)
        path = _from_folder(place, self.base)
        into[path] = document
        return [DocumentFile(path, sha256(document).hexdigest())]


def _differences(invoice: Invoice, document: bytes) -> Iterator[tuple[str, Figure, Figure]]:
    """What a document says otherwise: what it is about, as shown and as computed."""
    printed, due = read_totals(document), expected_totals(invoice)
    for what, field in PROVEN.items():
        shown, computed = getattr(printed, field), getattr(due, field)
        if shown != computed:
            yield what, shown, computed
    yield from differing_rows(invoice, document)


def _figure(value: Figure) -> str | Decimal:
    """A proven value as a sentence says it; a hyphen for what is not there."""
    if value is None:
        return "-"
    return value if isinstance(value, str) else from_cents(value)


def _from_folder(path: Path, base: Path) -> str:
    try:
        return path.resolve().relative_to(base.resolve()).as_posix()
    except ValueError:
        return path.resolve().as_posix()

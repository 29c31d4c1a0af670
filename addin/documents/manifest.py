"""The list of the documents in the folder of invoices: ``manifest.csv``, with their digests.

It is for people and for their archive: whoever has the folder can tell whether a file is the one
that was written. The list only ever grows; the last line of a file is the one that counts.
"""

import csv
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import StringIO
from pathlib import Path

from addin.errors import BillingError

NAME = "manifest.csv"
HEADINGS = ("number", "file", "sha256", "moment")
_MARK = b"\xef\xbb\xbf"  # by which Excel knows UTF-8


class ManifestNotWrittenError(BillingError):
    """The list of documents cannot be read or written, often because Excel has it open."""

    code = "DOC-11"


@dataclass(frozen=True, slots=True)
class Filed:
    """A file in the folder.

    Attributes:
        number: Of the invoice.
        file: From the folder of invoices, with forward slashes.
        sha256: Digest of its bytes, in 64 hexadecimal digits.
        moment: When it was listed, with its time zone.
    """

    number: str
    file: str
    sha256: str
    moment: datetime


def listed(folder: Path) -> Mapping[str, Filed]:
    """What the list says of each file; a line that was cut off by a power cut is left out.

    Raises:
        ManifestNotWrittenError: It cannot be read.
    """
    try:
        content = (folder / NAME).read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ManifestNotWrittenError(file=str(folder / NAME), reason=_reason(error)) from error
    whole = content[: content.rfind(b"\n") + 1].decode("utf-8-sig", "replace")
    return {one.file: one for row in csv.reader(StringIO(whole)) if (one := _filed(row))}


def enlist(folder: Path, files: Sequence[Filed]) -> None:
    """Put files on the list, below the others, all in one write; without files nothing is done.

    Raises:
        ManifestNotWrittenError: It cannot be written.
    """
    if not files:
        return
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # In binary, so that Windows does not end a line in its own way within one write.
        with path.open("ab", buffering=0) as opened:
            opened.write(_opening(path) + _lines(files))
    except OSError as error:
        raise ManifestNotWrittenError(file=str(path), reason=_reason(error)) from error


def differing(folder: Path) -> Iterator[Filed]:
    """The listed files that are gone, or are no longer what was written."""
    for one in listed(folder).values():
        path = folder / one.file
        if not path.is_file() or sha256(path.read_bytes()).hexdigest() != one.sha256:
            yield one


def _opening(path: Path) -> bytes:
    """What comes before new lines: the headings of a new list, the end of a line that was cut."""
    if path.stat().st_size == 0:
        return _MARK + ",".join(HEADINGS).encode() + b"\r\n"
    with path.open("rb") as opened:
        opened.seek(-1, os.SEEK_END)
        return b"" if opened.read() == b"\n" else b"\r\n"


def _lines(files: Sequence[Filed]) -> bytes:
    text = StringIO()
    writer = csv.writer(text)
    for one in files:
        moment = one.moment.isoformat(timespec="seconds")
        writer.writerow((one.number, one.file, one.sha256, moment))
    return text.getvalue().encode()


def _filed(row: Sequence[str]) -> Filed | None:
    """A line of the list; None for its headings, and for a line that is none of ours."""
    try:
        number, file, digest, moment = row
        return Filed(number, file, digest, datetime.fromisoformat(moment))
    except ValueError:
        return None


def _reason(error: OSError) -> str:
    return error.strerror or str(error)

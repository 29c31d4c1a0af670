"""The documents of an invoice, made in memory and proven before its number is kept."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath

from addin.billing.calendar import Month
from addin.billing.invoice import Invoice
from addin.documents.invoices import expected_totals, read_totals
from addin.documents.output_folder import FolderPattern, document_path, free_path
from addin.documents.printed_rows import differing_rows
from addin.jobs.invoices.differences import Difference, require_none
from addin.jobs.invoices.electronic import ENDING, ElectronicFiles
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


@dataclass(frozen=True, slots=True)
class Prover:
    """Makes the documents of one run.

    Attributes:
        base: The workbook's folder.
        out: Where the documents are to lie.
        folders: Which folders inside it.
        month: That is billed.
        electronic: Makes the electronic files, for the payers who want one.
    """

    base: Path
    out: Path
    folders: FolderPattern
    month: Month
    electronic: ElectronicFiles
    _known_folders: dict[str, str] = field(default_factory=dict)

    def prove(self, invoice: Invoice, into: dict[str, bytes]) -> list[DocumentFile]:
        """Write the documents in memory, read them back, and compare to the cent.

        The electronic file lies beside the Word document, under the same name.

        Args:
            invoice: With its number.
            into: Is given the bytes of each file, by its path as the journal is to name it.

        Raises:
            BillingError: One cannot be made, or it says something else (ISS-03), or the electronic
                file breaks rules (EIN-13).
        """
        document = self.word(invoice)
        place = document_path(self.out, self.folders, self.month, invoice)
        files = {self._name(place): document}
        xml = self.electronic.proven(invoice)
        if xml is not None:
            files[self._name(free_path(place.with_suffix(ENDING)))] = xml
        into |= files
        return [DocumentFile(path, sha256(made).hexdigest()) for path, made in files.items()]

    def _name(self, path: Path) -> str:
        """A file as the journal names it; where its folder really lies is looked up once."""
        folder, name = os.path.split(path)
        if folder not in self._known_folders:
            self._known_folders[folder] = _from_folder(Path(folder), self.base)
        return (PurePosixPath(self._known_folders[folder]) / name).as_posix()

    def word(self, invoice: Invoice) -> bytes:
        """The Word document, proven; see ``prove``."""
        document = rendered(invoice, self.base)
        require_none(invoice.number, _differences(invoice, document))
        return document


def _differences(invoice: Invoice, document: bytes) -> Iterator[Difference]:
    """What a document says otherwise: what it is about, as shown and as computed."""
    printed, due = read_totals(document), expected_totals(invoice)
    for what, place in PROVEN.items():
        shown, computed = getattr(printed, place), getattr(due, place)
        if shown != computed:
            yield what, shown, computed
    yield from differing_rows(invoice, document)


def _from_folder(path: Path, base: Path) -> str:
    try:
        return path.resolve().relative_to(base.resolve()).as_posix()
    except ValueError:
        return path.resolve().as_posix()

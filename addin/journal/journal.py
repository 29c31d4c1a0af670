"""The journal of issued invoices: numbers without a gap, and each invoice for good.

An invoice is issued in one transaction: its number is taken, it is built and its documents are
proven while the number can still be given back, and only then it is kept. Documents reach the disk
after that, from the proven bytes or, after a crash, made again from the journal.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from addin.billing.invoice import Invoice
from addin.errors import BillingError, Finding
from addin.journal.content import invoice_of
from addin.journal.issuing import free_number, keep, refuse_what_is_invoiced, series_counter
from addin.journal.models import AllocationRow, DocumentRow, InvoiceRow
from addin.journal.numbering import Series
from addin.journal.records import DocumentFile
from addin.journal.storage import PATIENCE_SECONDS, JournalDamagedError, Storage, storage
from addin.journal.verification import chain_findings, gap_findings, sound


class UnknownInvoiceError(BillingError):
    """The journal has no invoice of this number."""

    code = "JRN-12"


class ForeignJournalError(BillingError):
    """The workbook shows an invoice that this journal has not issued."""

    code = "JRN-17"


@dataclass(frozen=True, slots=True)
class Issued:
    """What the Invoices sheet shows of an issued invoice.

    Attributes:
        digest: SHA-256 of its canonical text.
        documents: Paths of its files, from the workbook's folder.
    """

    number: str
    series: str
    fiscal_year: int
    issue_date: date
    due_date: date
    payer: str
    projects: tuple[str, ...]
    net_cents: int
    vat_cents: int
    gross_cents: int
    currency: str
    reference: str
    digest: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MissingDocument:
    """A file that an issued invoice should have, and the digest it was proven with."""

    number: str
    file: DocumentFile


@dataclass(frozen=True, slots=True)
class Journal:
    """What was issued from one workbook. Reading never makes the file."""

    storage: Storage

    @classmethod
    def beside(
        cls, workbook: Path, url: str = "", patience_seconds: int = PATIENCE_SECONDS
    ) -> "Journal":
        """The journal of a workbook: ``Billing.xlsm`` has ``Billing.journal.sqlite``.

        Args:
            workbook: Path of the workbook.
            url: The setting ``journal_url``; empty for the file beside the workbook.
            patience_seconds: How long to wait for someone else who is issuing.

        Raises:
            BillingError: The address cannot be used (JRN-11).
        """
        return cls(storage(workbook.with_suffix(".journal.sqlite"), url, patience_seconds))

    def issue(
        self,
        series: Series,
        issue_date: date,
        *,
        draft: Callable[[str], Invoice],
        prove: Callable[[Invoice], Sequence[DocumentFile]],
        created_at: datetime,
    ) -> Invoice:
        """Take the next number, build the invoice, prove its documents and keep it, or nothing.

        Args:
            series: What the invoice is numbered within.
            issue_date: Not before that of the last invoice of the series and fiscal year.
            draft: Builds the invoice of a number.
            prove: Makes its documents in memory, compares their figures with the invoice, and
                tells which files they are to become. Others wait while it runs. Nothing is to be
                written by it: the number may still be given back.
            created_at: The moment, with its time zone.

        Returns:
            The invoice as kept. Its files are to be written now; see ``documents_missing``.

        Raises:
            BillingError: It cannot be issued (JRN-04 to JRN-10). Any exception of ``draft`` and
                ``prove`` comes through as it is. In each case the number is free again.
        """
        with self.storage.writing() as session:
            counter = series_counter(session, series, issue_date)
            number = free_number(session, series, counter.last_ordinal + 1)
            invoice = draft(number)
            assert (invoice.number, invoice.issue_date) == (number, issue_date)
            refuse_what_is_invoiced(session, invoice)
            keep(session, invoice, counter, prove(invoice), created_at)
        return invoice

    def documents_written(self, number: str, paths: Iterable[str]) -> None:
        """Note that files of an invoice have reached the disk.

        Raises:
            UnknownInvoiceError: No such file was proven for an invoice of this number.
        """
        with self.storage.writing() as session:
            for path in paths:
                row = session.get(DocumentRow, (number, path))
                if row is None:
                    raise UnknownInvoiceError(number=number, file=self.storage.name)
                row.written = True

    def next_numbers(self, series: Series, issue_date: date, count: int = 1) -> list[str]:
        """The numbers that the next invoices of a series would get, for a dry run.

        Raises:
            BillingError: The first of them would be refused (JRN-04, JRN-05).
        """
        with self.storage.reading() as session:
            first = series_counter(session, series, issue_date).last_ordinal + 1
            return [free_number(session, series, first + step) for step in range(count)]

    def issued_lines(self) -> Mapping[tuple[str, str], str]:
        """The number of the invoice of each prebilling line and payer."""
        with self.storage.reading() as session:
            rows = session.execute(
                select(AllocationRow.line, AllocationRow.payer, AllocationRow.invoice)
            )
            return {(line, payer): number for line, payer, number in rows}

    def issued_cents(self) -> Mapping[tuple[str, str], int]:
        """What each payer was invoiced for each prebilling line, without VAT."""
        with self.storage.reading() as session:
            rows = session.execute(
                select(AllocationRow.line, AllocationRow.payer, AllocationRow.net_cents)
            )
            return {(line, payer): cents for line, payer, cents in rows}

    def invoices(self, series: str = "", fiscal_year: int | None = None) -> list[Issued]:
        """What was issued, in the order of issue; all series and years unless they are named."""
        query = select(InvoiceRow).order_by(InvoiceRow.position)
        if series:
            query = query.where(InvoiceRow.series == series)
        if fiscal_year is not None:
            query = query.where(InvoiceRow.fiscal_year == fiscal_year)
        with self.storage.reading() as session:
            rows = session.scalars(query.options(selectinload(InvoiceRow.documents)))
            return [_issued(row) for row in rows]

    def invoice(self, number: str) -> Invoice:
        """An issued invoice, whole, as it was proven.

        Raises:
            BillingError: There is none of this number (JRN-12), or it cannot be read (JRN-08).
        """
        query = select(InvoiceRow.content).where(InvoiceRow.number == number)
        with self.storage.reading() as session:
            kept = session.scalar(query)
        if kept is None:
            raise UnknownInvoiceError(number=number, file=self.storage.name)
        try:
            return invoice_of(kept)
        except ValueError as error:
            raise JournalDamagedError(file=self.storage.name) from error

    def documents_missing(self, folder: Path) -> list[MissingDocument]:
        """The files that were proven but never noted as written, or are no longer there.

        Args:
            folder: The workbook's folder.
        """
        query = select(DocumentRow).join(InvoiceRow).order_by(InvoiceRow.position, DocumentRow.path)
        with self.storage.reading() as session:
            return [
                MissingDocument(row.invoice, DocumentFile(row.path, row.digest))
                for row in session.scalars(query)
                if not (row.written and (folder / row.path).is_file())
            ]

    def require(self, numbers: Iterable[str]) -> None:
        """Refuse to go on when the workbook shows an invoice that is not in this journal.

        That is so when the workbook was saved under another name, or its journal was lost:
        numbering would begin again at 1.

        Raises:
            ForeignJournalError: The first such number is named.
        """
        with self.storage.reading() as session:
            known = set(session.scalars(select(InvoiceRow.number)))
        for number in numbers:
            if number not in known:
                raise ForeignJournalError(number=number, file=self.storage.name)

    def gaps(self) -> list[Finding]:
        """Numbers that a series lacks, inside it or at its end (JRN-15, JRN-16)."""
        with self.storage.reading() as session:
            return list(gap_findings(session))

    def verify_chain(self) -> list[Finding]:
        """Invoices that were changed, removed or slipped in since (JRN-13, JRN-14).

        Raises:
            JournalDamagedError: The file itself is not whole.
        """
        with self.storage.reading() as session:
            if not sound(session):
                raise JournalDamagedError(file=self.storage.name)
            return list(chain_findings(session))


def _issued(row: InvoiceRow) -> Issued:
    return Issued(
        number=row.number,
        series=row.series,
        fiscal_year=row.fiscal_year,
        issue_date=row.issue_date,
        due_date=row.due_date,
        payer=row.payer,
        projects=tuple(row.projects),
        net_cents=row.net_cents,
        vat_cents=row.vat_cents,
        gross_cents=row.gross_cents,
        currency=row.currency,
        reference=row.reference,
        digest=row.digest,
        documents=tuple(document.path for document in row.documents),
    )

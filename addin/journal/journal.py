"""The journal of issued invoices: numbers without a gap, and each invoice for good.

An invoice is issued in one transaction, alone or with others: its number is taken, it is built and
its documents are proven while the number can still be given back, and only then it is kept.
Documents reach the disk after that, from the proven bytes or, after a crash, made again from the
journal. What becomes of it later is added as events.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select

from addin.billing.choices import InvoiceState
from addin.billing.invoice import DocumentKind, Invoice
from addin.errors import BillingError, Finding
from addin.journal.billed import standing_parts
from addin.journal.clerk import clerk
from addin.journal.crediting import Left
from addin.journal.events import append, event_findings, event_of, events_by_number, events_of
from addin.journal.issuing import free_numbers, series_counter
from addin.journal.kept import Kept, UnknownInvoiceError
from addin.journal.models import DocumentRow, EventRow, InvoiceRow
from addin.journal.numbering import Series
from addin.journal.records import DocumentFile
from addin.journal.states import Event, EventKind, Progress, progress
from addin.journal.storage import PATIENCE_SECONDS, JournalDamagedError, Storage, storage
from addin.journal.turn import Turn
from addin.journal.verification import chain_findings, gap_findings, sound
from addin.journal.written import note_written, paths_by_number

_SHOWN = [one for one in InvoiceRow.__table__.columns if one.key != "content"]  # that is long


class ForeignJournalError(BillingError):
    """The workbook shows an invoice that this journal has not issued."""

    code = "JRN-17"


@dataclass(frozen=True, slots=True)
class Issued:
    """What the Invoices sheet shows of an issued invoice.

    Attributes:
        digest: SHA-256 of its canonical text.
        documents: Paths of its files, from the workbook's folder.
        kind: Invoice or credit note. The amounts of a credit note are those that it prints, above
            zero; ``sign`` is -1 for it.
        preceding: Number of the invoice that a credit note takes back; else empty.
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
    kind: DocumentKind = DocumentKind.INVOICE
    preceding: str = ""
    state: InvoiceState = InvoiceState.ISSUED
    paid_cents: int = 0

    @property
    def sign(self) -> int:
        """What its amounts count with in a sum of what was billed."""
        return -1 if self.kind is DocumentKind.CREDIT_NOTE else 1


@dataclass(frozen=True, slots=True)
class ProvenDocument:
    """A file that an issued invoice has, and the digest it was proven with."""

    number: str
    file: DocumentFile


@dataclass(frozen=True, slots=True)
class Returned:
    """A number that was drafted and given back before anything was kept: why there is no gap.

    Attributes:
        number: What it would have been; the next invoice of its series got it.
        reason: Code and sentence of what stood in the way, or the name of the failure.
    """

    number: str
    series: str
    fiscal_year: int
    moment: datetime
    who: str
    reason: str


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
        with self.turn(created_at) as turn:
            return turn.issue(series, issue_date, draft=draft, prove=prove)

    @contextmanager
    def turn(self, moment: datetime) -> Iterator[Turn]:
        """One transaction for many invoices: it waits for the disk once, not for each.

        What ``Turn.issue`` raises may be caught inside it: only that number is given back. An
        exception that leaves the turn undoes all of it. Nothing is issued before the turn has
        ended, so no file of it is to be written before.

        Args:
            moment: With its time zone.

        Raises:
            BillingError: The journal cannot be used (JRN-07 to JRN-10).
        """
        turn = None
        try:
            with self.storage.writing() as session:
                turn = Turn(
                    session, self.storage.name, Event(EventKind.ISSUED, moment, who=clerk())
                )
                yield turn
                turn.end()
        except BaseException as failure:
            if turn is not None and (returned := turn.given_back(failure)):
                with suppress(BillingError), self.storage.writing() as session:
                    append(session, returned)
            raise

    def record(self, number: str, event: Event) -> bool:
        """Add something that happened to an invoice.

        Args:
            number: Of the invoice or credit note.
            event: That it was sent, is overdue, or was paid in part or in whole.

        Returns:
            Whether it was new: one of the same kind and source is taken once for an invoice.

        Raises:
            UnknownInvoiceError: There is none of this number.
        """
        with self.storage.writing() as session:
            return Turn(session, self.storage.name, event).record(number, event)

    def history(self, number: str) -> list[Event]:
        """What happened to an invoice, in the order in which the journal was told."""
        with self.storage.reading() as session:
            return [one for one in events_of(session, number) if one.kind is not EventKind.RETURNED]

    def progress(self, number: str) -> Progress:
        """How far an invoice has come.

        Raises:
            UnknownInvoiceError: There is none of this number.
        """
        with self.storage.reading() as session:
            query = select(InvoiceRow.gross_cents).where(InvoiceRow.number == number)
            gross_cents = session.scalar(query)
            if gross_cents is None:
                raise UnknownInvoiceError(number=number, file=self.storage.name)
            return progress(gross_cents, events_of(session, number))

    def left(self, number: str) -> Left:
        """What is left of an invoice to credit.

        Raises:
            UnknownInvoiceError: There is none of this number.
        """
        with self.storage.reading() as session:
            return Kept(session, self.storage.name).left(number)

    def credit_notes(self, number: str) -> list[Invoice]:
        """The credit notes of an invoice, in the order of issue."""
        with self.storage.reading() as session:
            return Kept(session, self.storage.name).credit_notes(number)

    def returned_numbers(self) -> list[Returned]:
        """The numbers that were drafted and given back, in that order: the journal of gaps."""
        query = select(EventRow).where(EventRow.kind == EventKind.RETURNED)
        with self.storage.reading() as session:
            query = query.order_by(EventRow.position)
            return [_returned(row.number, event_of(row)) for row in session.scalars(query)]

    def documents_written(self, number: str, paths: Iterable[str]) -> None:
        """Note that files of an invoice have reached the disk.

        Raises:
            UnknownInvoiceError: No such file was proven for an invoice of this number.
        """
        self.note_written({number: paths})

    def note_written(self, paths: Mapping[str, Iterable[str]]) -> None:
        """The same for many invoices, by their numbers, in one transaction.

        Raises:
            UnknownInvoiceError: One of the files was never proven.
        """
        files = [(number, path) for number, found in paths.items() for path in found]
        with self.storage.writing() as session:
            note_written(session, self.storage.name, files)

    def next_numbers(self, series: Series, issue_date: date, count: int = 1) -> list[str]:
        """The numbers that the next invoices of a series would get, for a dry run.

        Raises:
            BillingError: The first of them would be refused (JRN-04, JRN-05).
        """
        with self.storage.reading() as session:
            first = series_counter(session, series, issue_date).last_ordinal + 1
            return free_numbers(session, series, first, count)

    def issued_lines(self) -> Mapping[tuple[str, str], str]:
        """The number of the invoice of each prebilling line and payer.

        One that credit notes have opened again whole has none.
        """
        with self.storage.reading() as session:
            return {part: one.invoice for part, one in standing_parts(session).items()}

    def issued_cents(self) -> Mapping[tuple[str, str], int]:
        """What each payer was invoiced for each prebilling line, without VAT.

        What credit notes have opened again is taken off; a commercial credit is not.
        """
        with self.storage.reading() as session:
            return {part: one.net_cents for part, one in standing_parts(session).items()}

    def invoices(self, series: str = "", fiscal_year: int | None = None) -> list[Issued]:
        """What was issued, in the order of issue; all series and years unless they are named."""
        query = select(*_SHOWN).order_by(InvoiceRow.position)
        if series:
            query = query.where(InvoiceRow.series == series)
        if fiscal_year is not None:
            query = query.where(InvoiceRow.fiscal_year == fiscal_year)
        with self.storage.reading() as session:
            events, paths = events_by_number(session), paths_by_number(session)
            return [
                _issued(row, paths.get(row.number, ()), events.get(row.number, ()))
                for row in session.execute(query)
            ]

    def invoice(self, number: str) -> Invoice:
        """An issued invoice, whole, as it was proven.

        Raises:
            BillingError: There is none of this number (JRN-12), or it cannot be read (JRN-08).
        """
        with self.storage.reading() as session:
            return Kept(session, self.storage.name).invoice(number)

    def documents(self) -> list[ProvenDocument]:
        """Every file that was proven, whether it is there or not, in the order of issue."""
        return [one for one, _ in self._documents()]

    def documents_missing(self, folder: Path) -> list[ProvenDocument]:
        """The files that were proven but never noted as written, or are no longer there.

        Args:
            folder: The workbook's folder.
        """
        return [
            one
            for one, written in self._documents()
            if not (written and (folder / one.file.path).is_file())
        ]

    def _documents(self) -> list[tuple[ProvenDocument, bool]]:
        """All files, and whether each is known to have reached the disk."""
        query = select(DocumentRow).join(InvoiceRow).order_by(InvoiceRow.position, DocumentRow.path)
        with self.storage.reading() as session:
            return [
                (ProvenDocument(row.invoice, DocumentFile(row.path, row.digest)), row.written)
                for row in session.scalars(query)
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
        """What was changed, removed or slipped in since (JRN-13, JRN-14, JRN-20).

        Raises:
            JournalDamagedError: The file itself is not whole.
        """
        with self.storage.reading() as session:
            if not sound(session):
                raise JournalDamagedError(file=self.storage.name)
            found = [*chain_findings(session), *event_findings(session)]
            return [one for place, one in enumerate(found) if one not in found[:place]]


def _issued(row: Row[Any], paths: Sequence[str], events: Iterable[Event]) -> Issued:
    reached = progress(row.gross_cents, events)
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
        documents=tuple(paths),
        kind=DocumentKind(row.kind),
        preceding=row.preceding or "",
        state=reached.state,
        paid_cents=reached.paid_cents,
    )


def _returned(number: str, event: Event) -> Returned:
    detail = event.detail
    return Returned(
        number=number,
        series=detail["series"],
        fiscal_year=int(detail["fiscal_year"]),
        moment=event.moment,
        who=event.who,
        reason=detail["reason"],
    )

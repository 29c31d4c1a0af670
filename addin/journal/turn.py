"""What can be done with the journal while nobody else writes in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from addin.billing.invoice import DocumentKind, Invoice, billed_lines
from addin.errors import BillingError
from addin.journal.billed import Part, standing_parts
from addin.journal.clerk import clerk
from addin.journal.crediting import require_mirror
from addin.journal.events import append, events_of
from addin.journal.issuing import AlreadyInvoicedError, free_number, series_counter, used_among
from addin.journal.kept import Kept
from addin.journal.models import CounterRow
from addin.journal.numbering import Series
from addin.journal.records import DocumentFile
from addin.journal.states import RECORDED, WITH_ANNEX, Event, EventKind
from addin.journal.waiting import Waiting
from addin.words import Language

CREDITS = "credit"
"""Name of the series of credit notes."""
AHEAD = 100
"""How many numbers are looked up at once."""
AT_ONCE = 500
"""How many lines are: a database takes only so many values in one statement."""


@dataclass
class Turn(Kept):
    """One transaction of the journal.

    What it issues waits, and is written when the turn ends or when something of it is asked for.

    Attributes:
        told: When it is, and who is at work.
        issued: Series and numbers that this turn keeps if it comes to its end.
        returned: Numbers that it has given back.
    """

    told: Event
    issued: list[tuple[Series, str]] = field(default_factory=list)
    returned: list[tuple[str, Event]] = field(default_factory=list)
    _counters: dict[tuple[str, int], CounterRow] = field(default_factory=dict)
    _free: set[str] = field(default_factory=set)
    _looked_up: set[str] = field(default_factory=set)
    _billed: dict[Part, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._waiting = Waiting(self.session)

    def issue(
        self,
        series: Series,
        issue_date: date,
        *,
        draft: Callable[[str], Invoice],
        prove: Callable[[Invoice], Sequence[DocumentFile]],
        with_annex: bool = False,
    ) -> Invoice:
        """Take the next number for an invoice or a credit note, prove it and keep it.

        Args:
            series: What it is numbered within: ``credit`` for credit notes.
            issue_date: Not before that of the last one of the series and fiscal year.
            draft: Builds it, with its number.
            prove: Makes its documents in memory, and tells which files they are to become.
            with_annex: Whether the hours behind it are to go with it: a run that is cut short
                before they are filed leaves them to the next one.

        Raises:
            BillingError: It cannot be issued (JRN-04 to JRN-10, JRN-12, JRN-18, JRN-19). Any
                exception of ``draft`` and ``prove`` comes through. In each case the number is free
                again.
        """
        counter = self._counter(series, issue_date)
        number = self._free_number(series, counter.last_ordinal + 1)
        try:
            invoice = draft(number)
            assert (invoice.number, invoice.issue_date) == (number, issue_date)
            self._require(series, invoice)
            told = replace(self.told, detail=WITH_ANNEX) if with_annex else self.told
            self._waiting.keep(invoice, counter, prove(invoice), told)
        except BaseException as failure:
            self.returned.append((number, self._given_back(series, failure)))
            raise
        self.issued.append((series, number))
        self._note(invoice)
        return invoice

    def look_up(self, lines: Iterable[str]) -> None:
        """See who was invoiced for prebilling lines, all at once: it saves a look for each invoice.

        Args:
            lines: Keys of lines that this turn is to bill.
        """
        unknown = [line for line in dict.fromkeys(lines) if line not in self._looked_up]
        for start in range(0, len(unknown), AT_ONCE):
            some = unknown[start : start + AT_ONCE]
            standing = standing_parts(self.session, some)
            self._billed |= {part: one.invoice for part, one in standing.items()}
        self._looked_up.update(unknown)

    def write(self) -> None:
        """Write what was issued so far; the turn may still come to nothing."""
        self._waiting.write()

    def end(self) -> None:
        """Write what was issued, and which numbers were given back."""
        self._waiting.write(self.returned)

    def invoice(self, number: str) -> Invoice:
        """An issued invoice or credit note, of this turn too; see ``Kept``.

        Raises:
            BillingError: There is none of this number (JRN-12), or it cannot be read (JRN-08).
        """
        self.write()
        return super().invoice(number)

    def credit_notes(self, number: str) -> list[Invoice]:
        """The credit notes of an invoice, in the order of issue, with those of this turn.

        Raises:
            JournalDamagedError: One of them cannot be read.
        """
        self.write()
        return super().credit_notes(number)

    def record(self, number: str, event: Event) -> bool:
        """Add something that happened to an invoice; whether it was new.

        Raises:
            UnknownInvoiceError: There is none of this number.
        """
        assert event.kind in RECORDED, event.kind
        assert (event.kind is EventKind.PAYMENT) == bool(event.amount_cents), event
        self.invoice(number)  # after it, all is written
        known = events_of(self.session, number)
        if event.source and any(
            (one.kind, one.source) == (event.kind, event.source) for one in known
        ):
            return False
        append(self.session, [(number, replace(event, who=event.who or clerk()))])
        return True

    def given_back(self, failure: BaseException) -> list[tuple[str, Event]]:
        """All the numbers of a turn that came to nothing, those that it had kept first."""
        undone = [(number, self._given_back(series, failure)) for series, number in self.issued]
        return [*undone, *self.returned]

    def _require(self, series: Series, invoice: Invoice) -> None:
        assert invoice.kind is not DocumentKind.PRO_FORMA, invoice.number
        is_credit = invoice.kind is DocumentKind.CREDIT_NOTE
        assert is_credit == (series.name == CREDITS) == (invoice.preceding is not None), invoice
        if invoice.preceding is None:
            self._refuse_what_is_invoiced(invoice)
            return
        preceding = invoice.preceding.number
        require_mirror(self.invoice(preceding), self.credit_notes(preceding), invoice)

    def _refuse_what_is_invoiced(self, invoice: Invoice) -> None:
        """Make sure that its payer has not been invoiced for any of its lines.

        What credit notes have opened again whole may be invoiced again.

        Raises:
            AlreadyInvoicedError: The first such line is named.
        """
        payer, lines = invoice.buyer.key, billed_lines(invoice)
        self.look_up(lines)
        for line in lines:
            if number := self._billed.get((line, payer)):
                raise AlreadyInvoicedError(line=line, payer=payer, number=number)

    def _note(self, invoice: Invoice) -> None:
        """Know what is billed now; a credit note may have opened anything again."""
        self._free.discard(invoice.number)
        if invoice.kind is DocumentKind.CREDIT_NOTE:
            self.write()
            self._looked_up.clear()
            self._billed.clear()
            return
        payer = invoice.buyer.key
        self._billed |= {(line, payer): invoice.number for line in billed_lines(invoice)}

    def _counter(self, series: Series, issue_date: date) -> CounterRow:
        """How far a series has come, with what this turn has issued.

        Raises:
            EarlierDateError: The date lies before its last one.
        """
        key = (series.name, series.fiscal_year)
        counter = self._counters.get(key)
        if counter is None or issue_date < counter.last_date:
            self.write()
            counter = self._counters[key] = series_counter(self.session, series, issue_date)
        return counter

    def _free_number(self, series: Series, ordinal: int) -> str:
        """The number of an ordinal, once it is sure that nothing else has it.

        Raises:
            NumberUsedError: Another year or series has used it.
        """
        number = series.number(ordinal)
        if number not in self._free:
            ahead = {series.number(ordinal + step) for step in range(AHEAD)}
            self._free |= ahead - used_among(self.session, ahead)
        if number not in self._free or number in self._waiting.numbers:
            self.write()
            return free_number(self.session, series, ordinal)
        return number

    def _given_back(self, series: Series, failure: BaseException) -> Event:
        detail = {
            "series": series.name,
            "fiscal_year": str(series.fiscal_year),
            "reason": _reason(failure),
        }
        return replace(self.told, kind=EventKind.RETURNED, detail=detail)


def _reason(failure: BaseException) -> str:
    if isinstance(failure, BillingError):
        return f"{failure.code} {failure.sentence(Language.EN)}"
    return type(failure).__name__

"""What can be done with the journal while nobody else writes in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from addin.billing.invoice import DocumentKind, Invoice
from addin.errors import BillingError
from addin.journal.clerk import clerk
from addin.journal.crediting import require_mirror
from addin.journal.events import append, events_of
from addin.journal.issuing import free_number, keep, refuse_what_is_invoiced, series_counter
from addin.journal.kept import Kept
from addin.journal.numbering import Series
from addin.journal.records import DocumentFile
from addin.journal.states import RECORDED, Event, EventKind
from addin.words import Language

CREDITS = "credit"
"""Name of the series of credit notes."""


@dataclass
class Turn(Kept):
    """One transaction of the journal.

    Attributes:
        told: When it is, and who is at work.
        issued: Series and numbers that this turn keeps if it comes to its end.
        returned: Numbers that it has given back.
    """

    told: Event
    issued: list[tuple[Series, str]] = field(default_factory=list)
    returned: list[tuple[str, Event]] = field(default_factory=list)

    def issue(
        self,
        series: Series,
        issue_date: date,
        *,
        draft: Callable[[str], Invoice],
        prove: Callable[[Invoice], Sequence[DocumentFile]],
    ) -> Invoice:
        """Take the next number for an invoice or a credit note, prove it and keep it.

        Args:
            series: What it is numbered within: ``credit`` for credit notes.
            issue_date: Not before that of the last one of the series and fiscal year.
            draft: Builds it, with its number.
            prove: Makes its documents in memory, and tells which files they are to become.

        Raises:
            BillingError: It cannot be issued (JRN-04 to JRN-10, JRN-12, JRN-18, JRN-19). Any
                exception of ``draft`` and ``prove`` comes through. In each case the number is free
                again.
        """
        counter = series_counter(self.session, series, issue_date)
        number = free_number(self.session, series, counter.last_ordinal + 1)
        try:
            invoice = draft(number)
            assert (invoice.number, invoice.issue_date) == (number, issue_date)
            self._require(series, invoice)
            keep(self.session, invoice, counter, prove(invoice), self.told)
        except BaseException as failure:
            self.returned.append((number, self._given_back(series, failure)))
            raise
        self.issued.append((series, number))
        return invoice

    def record(self, number: str, event: Event) -> bool:
        """Add something that happened to an invoice; whether it was new.

        Raises:
            UnknownInvoiceError: There is none of this number.
        """
        assert event.kind in RECORDED, event.kind
        assert (event.kind is EventKind.PAYMENT) == bool(event.amount_cents), event
        self.invoice(number)
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
            refuse_what_is_invoiced(self.session, invoice)
            return
        preceding = invoice.preceding.number
        require_mirror(self.invoice(preceding), self.credit_notes(preceding), invoice)

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

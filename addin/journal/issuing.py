"""The steps of issuing one invoice, inside the transaction that holds its number."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from addin.billing.invoice import Invoice, billed_lines
from addin.errors import BillingError
from addin.journal.billed import standing_parts
from addin.journal.events import append, issued_event
from addin.journal.models import CounterRow, InvoiceRow
from addin.journal.numbering import Series
from addin.journal.records import (
    DocumentFile,
    Standing,
    allocation_rows,
    credit_rows,
    document_rows,
    invoice_row,
    line_rows,
)
from addin.journal.states import Event, EventKind


class EarlierDateError(BillingError):
    """The date lies before that of the last invoice of the series."""

    code = "JRN-04"


class NumberUsedError(BillingError):
    """The number is that of an invoice of another year or series."""

    code = "JRN-05"


class AlreadyInvoicedError(BillingError):
    """A payer would be invoiced twice for one line."""

    code = "JRN-06"


def series_counter(session: Session, series: Series, issue_date: date) -> CounterRow:
    """How far a series has come, once it is sure that the date may follow.

    Raises:
        EarlierDateError: It lies before the last one.
    """
    counter = session.get(CounterRow, (series.name, series.fiscal_year))
    if counter is None:
        return CounterRow(
            series=series.name, fiscal_year=series.fiscal_year, last_ordinal=0, last_date=issue_date
        )
    if issue_date < counter.last_date:
        last_number = session.scalar(
            select(InvoiceRow.number).where(
                InvoiceRow.series == series.name,
                InvoiceRow.fiscal_year == series.fiscal_year,
                InvoiceRow.ordinal == counter.last_ordinal,
            )
        )
        raise EarlierDateError(date=issue_date, number=last_number, last_date=counter.last_date)
    return counter


def free_number(session: Session, series: Series, ordinal: int) -> str:
    """The number of an ordinal, once it is sure that nothing else has it.

    Raises:
        NumberUsedError: Another year or series has used it.
    """
    number = series.number(ordinal)
    used = session.scalar(select(InvoiceRow).where(InvoiceRow.number == number))
    if used is not None:
        raise NumberUsedError(number=number, date=used.issue_date, pattern=series.pattern)
    return number


def refuse_what_is_invoiced(session: Session, invoice: Invoice) -> None:
    """Make sure that its payer has not been invoiced for any of its lines.

    What credit notes have opened again whole may be invoiced again.

    Raises:
        AlreadyInvoicedError: The first such line is named.
    """
    payer, lines = invoice.buyer.key, billed_lines(invoice)
    billed = standing_parts(session, lines, payer)
    for line in lines:
        if (line, payer) in billed:
            number = billed[line, payer].invoice
            raise AlreadyInvoicedError(line=line, payer=payer, number=number)


def keep(
    session: Session,
    invoice: Invoice,
    counter: CounterRow,
    documents: Sequence[DocumentFile],
    told: Event,
) -> None:
    """Write an invoice and all that hangs on it, and move its counter on.

    Args:
        session: In the transaction.
        invoice: Numbered.
        counter: Of its series.
        documents: Its files.
        told: When it is issued, and by whom.
    """
    counter.last_ordinal, counter.last_date = counter.last_ordinal + 1, invoice.issue_date
    session.add(counter)
    session.add(invoice_row(invoice, _standing(session, counter), told.moment))
    session.flush()
    session.add_all([*line_rows(invoice), *allocation_rows(invoice), *credit_rows(invoice)])
    session.add_all(document_rows(invoice.number, documents))
    session.flush()
    gross_cents = invoice.totals.gross_cents
    events = [(invoice.number, issued_event(gross_cents, documents, told))]
    if invoice.preceding is not None:
        credited = replace(
            told,
            kind=EventKind.CREDITED,
            amount_cents=gross_cents,
            detail={"credit_note": invoice.number},
        )
        events.append((invoice.preceding.number, credited))
    append(session, events)


def _standing(session: Session, counter: CounterRow) -> Standing:
    columns = (InvoiceRow.position, InvoiceRow.seal)
    last = session.execute(select(*columns).order_by(InvoiceRow.position.desc()).limit(1)).first()
    return Standing(
        series=counter.series,
        fiscal_year=counter.fiscal_year,
        ordinal=counter.last_ordinal,
        position=1 if last is None else last.position + 1,
        previous_seal="" if last is None else last.seal,
    )

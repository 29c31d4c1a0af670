"""The steps of issuing one invoice, inside the transaction that holds its number."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from addin.billing.invoice import Invoice, billed_lines
from addin.errors import BillingError
from addin.journal.models import AllocationRow, CounterRow, InvoiceRow
from addin.journal.numbering import Series
from addin.journal.records import (
    DocumentFile,
    Standing,
    allocation_rows,
    document_rows,
    invoice_row,
    line_rows,
)


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

    Raises:
        AlreadyInvoicedError: The first such line is named.
    """
    payer = invoice.buyer.key
    for line in billed_lines(invoice):
        billed = session.get(AllocationRow, (line, payer))
        if billed is not None:
            raise AlreadyInvoicedError(line=line, payer=payer, number=billed.invoice)


def keep(
    session: Session,
    invoice: Invoice,
    counter: CounterRow,
    documents: Iterable[DocumentFile],
    created_at: datetime,
) -> None:
    """Write an invoice and all that hangs on it, and move its counter on."""
    counter.last_ordinal, counter.last_date = counter.last_ordinal + 1, invoice.issue_date
    session.add(counter)
    session.add(invoice_row(invoice, _standing(session, counter), created_at))
    session.flush()
    session.add_all([*line_rows(invoice), *allocation_rows(invoice)])
    session.add_all(document_rows(invoice.number, documents))


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

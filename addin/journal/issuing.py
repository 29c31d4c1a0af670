"""Which number comes next, and what stands in its way."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from addin.errors import BillingError
from addin.journal.models import CounterRow, InvoiceRow
from addin.journal.numbering import Series


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


def used_among(session: Session, numbers: Iterable[str]) -> frozenset[str]:
    """Those of some numbers that an invoice has."""
    query = select(InvoiceRow.number).where(InvoiceRow.number.in_(list(numbers)))
    return frozenset(session.scalars(query))

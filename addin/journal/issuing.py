"""Which number comes next, and what stands in its way."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from addin.errors import BillingError
from addin.journal.models import Base, CounterRow, InvoiceRow
from addin.journal.numbering import Series

AT_ONCE = 500
"""How many numbers are asked for at once: a database takes only so many values in one statement."""
_NUMBER = Base.metadata.tables[InvoiceRow.__tablename__].c.number
_USED = select(_NUMBER).where(_NUMBER.in_(bindparam("numbers", expanding=True)))


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


def free_numbers(session: Session, series: Series, first: int, count: int) -> list[str]:
    """The numbers of ordinals that follow each other, once it is sure that nothing else has them.

    Raises:
        NumberUsedError: Another year or series has used one of them; the first is named.
    """
    numbers = [series.number(first + step) for step in range(count)]
    used = used_among(session, numbers)
    for step, number in enumerate(numbers if used else ()):
        if number in used:
            free_number(session, series, first + step)
    return numbers


def used_among(session: Session, numbers: Iterable[str]) -> frozenset[str]:
    """Those of some numbers that an invoice has."""
    asked, connection = list(numbers), session.connection()
    return frozenset(
        number
        for start in range(0, len(asked), AT_ONCE)
        for number in connection.scalars(_USED, {"numbers": asked[start : start + AT_ONCE]})
    )

"""Proof that nobody has changed, removed or slipped in an invoice since it was issued."""

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from sqlalchemy import select, text
from sqlalchemy.orm import DeclarativeBase, Session, selectinload

from addin.errors import Finding, Place
from addin.journal.content import digest_of, invoice_of
from addin.journal.models import CounterRow, InvoiceRow
from addin.journal.records import Row, allocation_rows, line_rows, repeated, seal

WORKBOOK = Place()
BATCH = 500  # invoices held in memory at once


def sound(session: Session) -> bool:
    """Whether the file of the database is whole; a database server answers for itself."""
    if session.connection().dialect.name != "sqlite":
        return True
    return session.scalars(text("PRAGMA quick_check(1)")).all() == ["ok"]


def chain_findings(session: Session) -> Iterator[Finding]:
    """Invoices that are not as they were issued (JRN-13) or follow another than before (JRN-14)."""
    hanging = (selectinload(InvoiceRow.lines), selectinload(InvoiceRow.allocations))
    query = select(InvoiceRow).options(*hanging).order_by(InvoiceRow.position)
    position, previous_seal = 0, ""
    for row in session.scalars(query.execution_options(yield_per=BATCH)):
        if (row.position, row.previous_seal) != (position + 1, previous_seal):
            yield Finding("JRN-14", WORKBOOK, {"number": row.number})
        if not _unchanged(row):
            yield Finding("JRN-13", WORKBOOK, {"number": row.number})
        position, previous_seal = row.position, row.seal


def gap_findings(session: Session) -> Iterator[Finding]:
    """Numbers that are missing inside a series (JRN-15) or at its end (JRN-16)."""
    columns = (InvoiceRow.series, InvoiceRow.fiscal_year, InvoiceRow.ordinal, InvoiceRow.number)
    rows = session.execute(select(*columns).order_by(*columns[:3])).all()
    last_number: dict[tuple[str, int], tuple[int, str]] = {}
    for key, issued in groupby(rows, key=lambda row: (row.series, row.fiscal_year)):
        numbers = [(0, ""), *((row.ordinal, row.number) for row in issued)]
        for (before, after_number), (ordinal, number) in pairwise(numbers):
            if ordinal != before + 1:
                values = {"before": after_number, "after": number, "count": ordinal - before - 1}
                yield Finding("JRN-15", WORKBOOK, {"series": key[0], **values})
        last_number[key] = numbers[-1]
    for counter in session.scalars(select(CounterRow)):
        key = (counter.series, counter.fiscal_year)
        ordinal, number = last_number.get(key, (0, ""))
        if ordinal != counter.last_ordinal:
            yield _end_finding(counter, ordinal, number)


def _end_finding(counter: CounterRow, ordinal: int, number: str) -> Finding:
    values = {
        "series": counter.series,
        "fiscal_year": counter.fiscal_year,
        "number": number,
        "found": ordinal,
        "expected": counter.last_ordinal,
    }
    return Finding("JRN-16", WORKBOOK, values)


def _unchanged(row: InvoiceRow) -> bool:
    if digest_of(row.content) != row.digest or seal(columns_of(row)) != row.seal:
        return False
    try:
        invoice = invoice_of(row.content)
    except ValueError:
        return False
    columns = repeated(invoice)
    return (
        all(getattr(row, name) == value for name, value in columns.items())
        and _values(map(columns_of, row.lines)) == _values(line_rows(invoice))
        and _values(map(columns_of, row.allocations)) == _values(allocation_rows(invoice))
    )


def columns_of(row: DeclarativeBase) -> Row:
    """A row of the journal by column, without what hangs on it."""
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def _values(rows: Iterable[Row]) -> list[list[str]]:
    """The columns of rows, in one order; decimals by their text, because 1.50 is not 1.5 here."""
    return sorted([str(row[name]) for name in sorted(row)] for row in rows)

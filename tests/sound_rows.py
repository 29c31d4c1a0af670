"""Random rows that nothing is wrong with, for every table, and the cells that hold them."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from addin.billing.calendar import Month
from addin.tables import kinds
from addin.tables.cells import ERROR_VALUES
from addin.tables.columns import Column, TableSpec, Writer
from addin.tables.editing import cell_of
from addin.tables.grid import Cell, Grid
from addin.tables.kinds import Kind
from addin.tables.reading import folded_key
from addin.tables.sheets.client_form import FORM
from addin.tables.sheets.settings import Firm, Setting
from addin.words import Language

FEWER = settings(max_examples=max(settings().max_examples // 4, 1))
"""For a property that is tried on every table."""
LANGUAGES = st.sampled_from(Language)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn"))
    | st.sampled_from("\n=+-@'\";,|"),
    max_size=40,
).filter(lambda text: text == text.strip() != "" and text not in ERROR_VALUES)


def decimals(places: int, digits: int = 14) -> st.SearchStrategy[Decimal]:
    """Numbers of at most so many digits, so many of them decimals: a cell keeps them all."""
    largest = 10 ** min(digits, places + 11)
    return st.integers(-largest, largest).map(lambda units: Decimal(units).scaleb(-places))


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXTS,
    "unit": st.sampled_from(("hour", "h:mm", "payslip", "pallet", "Karton 12")),
    "amount": decimals(2),
    "price": decimals(4),
    "quantity": decimals(4),
    "share": decimals(6),
    "percentage": decimals(4),
    "VAT rate": st.integers(0, 9_999).map(lambda units: Decimal(units).scaleb(-4)),
    "whole number": st.integers(-(10**12) + 1, 10**12 - 1),
    "date": st.dates(date(1900, 3, 1)),
    "month": st.builds(Month, st.integers(1900, 9998), st.integers(1, 12)),
    "time of day": st.times().map(lambda clock: clock.replace(microsecond=0)),
    "yes or no": st.booleans(),
}
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        kinds.TEXT,
        kinds.UNIT,
        *kinds.NUMBERS,
        kinds.DAY,
        kinds.MONTH,
        kinds.CLOCK,
        kinds.YES_NO,
    )
}


def values(column: Column) -> st.SearchStrategy[Any]:
    """What a filled cell of a column may hold."""
    if column.kind.choices is not None:
        return st.sampled_from(column.kind.choices)
    return VALUES[column.kind.name]


def as_excel(cell: Cell) -> Cell:
    """A cell as Excel hands back what was put into it: binary floats, dates with a time."""
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime.combine(cell, time())
    if isinstance(cell, int) and not isinstance(cell, bool):
        return float(cell)
    return cell


@st.composite
def rows(draw: st.DrawFn, spec: TableSpec[Any], most: int = 4) -> list[dict[str, Any]]:
    """Rows of a table by field, each with a key of its own; None where a cell is empty."""
    drawn: dict[tuple[object, ...], dict[str, Any]] = {}
    for _ in range(draw(st.integers(1, most))):
        row = {column.name: draw(_value(column)) for column in spec.columns}
        key = folded_key(row[column.name] for column in spec.keys) or (len(drawn),)
        if any(part != "" for part in key):
            drawn.setdefault(key, row)
    if spec is Setting.spec:
        for row in drawn.values():
            column = Firm.spec.column(row["setting"])
            row["value"] = cell_of(column, draw(values(column)), Language.EN)
    return list(drawn.values())


def _value(column: Column) -> st.SearchStrategy[Any]:
    if column.writer is Writer.FORMULA:
        return st.none()
    if column.kind.name == "setting":
        return st.sampled_from([one.name for one in Firm.spec.columns])
    if column.kind.name == "field of the form":
        return st.sampled_from(FORM)
    if column.kind.name == "value of the setting":
        return st.none()
    filled = values(column)
    is_needed = column.required or column.key
    return filled if is_needed else st.none() | filled


def expected(spec: TableSpec[Any], row: dict[str, Any]) -> dict[str, Any]:
    """The row as it is read: an empty cell has the default of its column."""
    return {
        column.name: column.default if row[column.name] is None else row[column.name]
        for column in spec.columns
    }


def grid_of(
    spec: TableSpec[Any],
    filled: Sequence[dict[str, Any]],
    language: Language = Language.EN,
    first_row: int = 5,
) -> Grid:
    """The cells of rows, as Excel hands them over."""
    columns = tuple(
        [as_excel(cell_of(column, row[column.name], language)) for row in filled]
        for column in spec.columns
    )
    formulas = frozenset(
        column.heading[language] for column in spec.columns if column.writer is Writer.FORMULA
    )
    headings = spec.headings(language)
    return Grid(spec.name, spec.sheet[language], first_row, headings, columns, formulas)

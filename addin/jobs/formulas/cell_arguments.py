"""What a cell formula is given: raw cells in, values of the core out.

An argument is a value, or rows of values. What cannot be used is named in words, in the language
of the machine.
"""
# ruff: noqa: ANN401 - a cell may hold anything

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from addin.billing.calendar import Month
from addin.jobs.formulas.answers import UnusableError
from addin.tables import kinds
from addin.tables.cells import shown
from addin.tables.grid import is_empty
from addin.tables.kinds import CellFault, Kind
from addin.words import label, system_language, text

ERROR_VALUES = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
    -2146826243: "#SPILL!",
    -2146826238: "#CALC!",
}
"""The error values of cells by the numbers that Excel hands over for them."""


def rows_of(given: Any) -> list[list[Any]]:
    """The rows of a range; one row of one cell for a value. An error is its text."""
    rows = given if isinstance(given, tuple | list) else (given,)
    return [
        [_readable(cell) for cell in (row if isinstance(row, tuple | list) else (row,))]
        for row in rows
    ]


def _readable(cell: Any) -> Any:
    return ERROR_VALUES.get(cell, cell) if isinstance(cell, int) else cell


def cells_of(given: Any) -> Iterator[Any]:
    """The cells of a range, row by row; or the one value given."""
    for row in rows_of(given):
        yield from row


def first_of(given: Any) -> Any:
    """The one cell that is meant, None for an empty one."""
    cell = next(cells_of(given), None)
    return None if is_empty(cell) else cell


def text_of(given: Any) -> str:
    """What is written in the one cell that is meant; empty for an empty one."""
    cell = first_of(given)
    try:
        return "" if cell is None else str(kinds.TEXT.from_cell(cell))
    except CellFault as fault:
        raise UnusableError.of(fault, system_language()) from None


def code_of(cell: Any) -> str:
    """A code as codes are compared: without regard to case."""
    return "" if is_empty(cell) else shown(cell).strip().lower()


def number_of(given: Any) -> Decimal:
    """The one number that is meant.

    Raises:
        UnusableError: The cell holds anything else, or nothing.
    """
    cell = first_of(given)
    try:
        return Decimal(kinds.QUANTITY.from_cell(cell))
    except CellFault as fault:
        raise _unusable(fault, "formula.not_number", cell) from None


def _unusable(fault: CellFault, key: str, cell: Any) -> UnusableError:
    """What is wrong with a cell: in short what it is not, where there is no more to say."""
    language = system_language()
    if fault.code in {"TAB-12", "TAB-21"}:
        return UnusableError.of(fault, language)
    seen = shown(cell) if isinstance(cell, float) else cell
    return UnusableError(text(key, language, value=seen))


def numbers_of(cells: Iterable[Any]) -> list[Decimal]:
    """The numbers of the cells that are not empty."""
    return [number_of(cell) for cell in cells if not is_empty(cell)]


def shares_of(given: Any) -> list[Decimal]:
    """One number per cell; an empty cell counts as 0, so that positions stay."""
    return [Decimal(0) if is_empty(cell) else number_of(cell) for cell in cells_of(given)]


def day_of(given: Any) -> date:
    """The one day that is meant; LibreOffice hands it over as its number."""
    cell = first_of(given)
    try:
        if isinstance(cell, float | int) and not isinstance(cell, bool):
            return kinds.day_of_serial(cell)
        day: date = kinds.DAY.from_cell(cell)
    except CellFault as fault:
        raise _unusable(fault, "formula.not_date", cell) from None
    return day


def month_of(given: Any) -> Month:
    """The one month that is meant: ``2026-03`` as a text, or any day in it."""
    cell = first_of(given)
    if not isinstance(cell, str):
        return Month.of(day_of(cell))
    try:
        month: Month = kinds.MONTH.from_cell(cell)
    except CellFault as fault:
        raise _unusable(fault, "formula.not_month", cell) from None
    return month


def choice_of(kind: Kind, given: Any) -> Any:
    """The one value of a list that is meant, in any of the languages."""
    cell = first_of(given)
    language = system_language()
    try:
        return kind.from_cell(cell)
    except CellFault as fault:
        if fault.code == "TAB-12":
            raise UnusableError.of(fault, language) from None
        yes_no = tuple(label("YesNo", key)[language] for key in ("yes", "no"))
        allowed = fault.values.get("allowed", yes_no)
        raise UnusableError(
            text("formula.not_choice", language, value=cell, allowed=allowed)
        ) from None

"""Numbers for time entries and expenses that were typed without one."""

import re
from collections.abc import Iterable, Iterator
from itertools import count

from addin.tables.reading import Table
from addin.tables.sheets.work import Expense, TimesheetEntry

LETTERS = {TimesheetEntry.spec.name: ("entry", "T"), Expense.spec.name: ("expense", "X")}
"""The column that numbers the rows of a table, and the letter that the numbers begin with."""


def next_keys(letter: str, known: Iterable[str | None]) -> Iterator[str]:
    """Numbers that none of these is, counting on from the highest."""
    numbered = re.compile(rf"{letter}-(\d+)", re.ASCII)
    found = (numbered.fullmatch(key) for key in known if key)
    highest = max((int(match[1]) for match in found if match), default=0)
    return (f"{letter}-{number:06}" for number in count(highest + 1))


def new_entry_keys(table: Table[TimesheetEntry]) -> dict[int, str]:
    """A key for each entry without one, by sheet row."""
    return _new_keys(table, ())


def new_expense_keys(table: Table[Expense], billed: Iterable[str]) -> dict[int, str]:
    """A key for each expense without one, by sheet row; ``billed`` are numbers that lines have."""
    return _new_keys(table, billed)


def _new_keys(
    table: Table[TimesheetEntry] | Table[Expense], taken: Iterable[str]
) -> dict[int, str]:
    column, letter = LETTERS[table.spec.name]
    keys = table.values[column]
    if None not in keys:
        return {}
    numbers = next_keys(letter, [*keys, *taken])
    return {
        table.sheet_row(position): next(numbers) for position, key in enumerate(keys) if key is None
    }

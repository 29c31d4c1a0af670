"""Numbers for time entries that were typed without one."""

import re
from collections.abc import Iterable, Iterator
from itertools import count

from addin.tables.reading import Table
from addin.tables.sheets.work import TimesheetEntry

NUMBERED = re.compile(r"T-(\d+)", re.ASCII)


def next_entry_keys(entries: Iterable[str | None]) -> Iterator[str]:
    """Keys that none of these entries has, counting on from the highest."""
    found = (NUMBERED.fullmatch(entry) for entry in entries if entry)
    highest = max((int(match[1]) for match in found if match), default=0)
    return (f"T-{number:06}" for number in count(highest + 1))


def new_entry_keys(table: Table[TimesheetEntry]) -> dict[int, str]:
    """A key for each entry without one, by sheet row."""
    entries = table.values["entry"]
    keys = next_entry_keys(entries)
    return {
        table.sheet_row(position): next(keys)
        for position, entry in enumerate(entries)
        if entry is None
    }

"""Whatever both sides do to the same entries, a merge is right, or refused with nothing written."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from staff_office import FIRM, StaffOffice

from addin.books.book import TableEdit
from addin.books.closed import open_book
from addin.errors import RefusedError

MINUTES, NOTES = st.sampled_from((None, 10, 20)), st.sampled_from((None, "mine", "yours"))
LOCKS: Mapping[str, Mapping[str, Any]] = {
    "": {},
    "SHR-11": {"invoice": "2026-00001"},
    "SHR-12": {"status": "approved"},
}
ROWS = 4


@dataclass(frozen=True, slots=True)
class Edited:
    """What both sides do to one entry; None where a cell is left as it is."""

    their_minutes: int | None
    their_note: str | None
    our_minutes: int | None
    our_note: str | None
    lock: str

    @property
    def theirs(self) -> dict[str, Any]:
        """What the person types."""
        return _typed(minutes=self.their_minutes, note=self.their_note)

    @property
    def ours(self) -> dict[str, Any]:
        """What the firm types."""
        return _typed(minutes=self.our_minutes, note=self.our_note)

    @property
    def news(self) -> dict[str, Any]:
        """What the person has typed that the firm does not have anyway."""
        return {name: cell for name, cell in self.theirs.items() if self.ours.get(name) != cell}

    @property
    def reasons(self) -> set[str]:
        """Why it cannot be taken."""
        conflicts = {"SHR-08" for name in self.news if name in self.ours}
        changes = self.news.keys() - self.ours.keys()
        return conflicts | ({self.lock} if changes and self.lock else set())


def _typed(**cells: Any) -> dict[str, Any]:
    return {name: cell for name, cell in cells.items() if cell is not None}


EDITS = st.lists(
    st.builds(Edited, MINUTES, NOTES, MINUTES, NOTES, st.sampled_from(["", "", *LOCKS])),
    min_size=ROWS,
    max_size=ROWS,
)


@settings(max_examples=10)
@given(EDITS, st.integers(0, 2))
def test_a_merge_takes_all_changes_once_or_none(edits: list[Edited], new: int) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        _merge_and_check(_office(folder, edits, new), edits, new)
    finally:
        shutil.rmtree(folder)


def _office(folder: Path, edits: list[Edited], new: int) -> StaffOffice:
    entries = [
        {**FIRM["Timesheets"][0], "entry": f"T-{row:06}", "minutes": 60, "note": "as shared"}
        for row in range(ROWS)
    ]
    office = StaffOffice(folder, {**FIRM, "Timesheets": entries})
    office.share("AN")
    updates = {
        row: {name.capitalize(): cell for name, cell in one.theirs.items()}
        for row, one in enumerate(edits)
        if one.theirs
    }
    row = {"Date": entries[0]["date"], "Project": "P-C", "Service": "ACC", "Minutes": 33}
    added = [{**row, "Date": 46_300 + at // 2} for at in range(new)]
    if updates or added:
        open_book(office.copy).write([TableEdit("Timesheets", updates, added=added)])
    for at, one in enumerate(edits):
        cells = {**one.ours, **LOCKS[one.lock]}
        if cells:
            office.book.put("Timesheets", at, **cells)
    return office


def _merge_and_check(office: StaffOffice, edits: list[Edited], new: int) -> None:
    reasons = set().union(*(one.reasons for one in edits))
    if reasons:
        with pytest.raises(RefusedError) as refusal:
            office.merge()
        assert {finding.code for finding in refusal.value.findings} == reasons
        assert office.book.writes == 0
        return
    report = office.merge()
    assert (report.added, report.changed) == (new, sum(bool(one.news) for one in edits))
    for name, before in (("minutes", 60), ("note", "as shared")):
        wanted = [{name: before, **one.ours, **one.theirs}[name] for one in edits]
        assert office.column("Timesheets", name)[:ROWS] == wanted
    assert office.column("Timesheets", "minutes")[ROWS:] == [33] * new
    again, writes = office.merge(), office.book.writes
    assert (again.added, again.changed, writes) == (0, 0, int(bool(report.added + report.changed)))

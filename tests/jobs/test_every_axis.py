"""Every way of billing at once: in the end each thing is billed once, whatever happened on the way.

What an office bills month by month, with edits, holds, deleted rows, emptied marks, sheets in
another order and months in any order, is what it would have billed had its sheets been right from
the first day; and that is what a slow and simple reckoning says is owed.
"""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from mixed_office import PROJECTS, Tables, offices
from mixed_office_desk import Desk
from mixed_office_oracle import owed
from mixed_office_steps import CALM

FEWER = settings(max_examples=max(settings().max_examples // 12, 1))


@FEWER
@given(offices(), st.lists(CALM, max_size=14))
def test_each_thing_is_billed_once_whatever_happened_on_the_way(
    tables: Tables, steps: list[tuple[Any, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        desk = Desk(Path(folder), tables)
        for step in steps:
            desk.take(step)
        desk.close()
        fresh = Desk(Path(other), desk.sources(tables))
        fresh.close()
        assert fresh.reckoned() == owed(desk.sources(tables))

        billed, once = desk.billed(), fresh.billed()
        for found, office in ((billed, desk), (once, fresh)):
            kept = [found.pop((project, "deposit"), 0) for project in PROJECTS]
            assert kept == [0] * len(kept) or "DEP-01" in office.told
        assert billed == once

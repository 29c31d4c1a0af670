"""Entries of a line that differ in nothing but their days and minutes are added up together."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.billing.calendar import Period
from addin.jobs.month.backing import AlikeEntries

FIRST = date(2026, 3, 1)
worked = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 600)), min_size=1, max_size=8)


def _alike(entries: Sequence[tuple[int, int]]) -> AlikeEntries:
    days = [FIRST.toordinal() + day for day, _ in entries]
    minutes = [billed for _, billed in entries]
    return AlikeEntries(
        line="2026-03/P-1/ADV/time/100",
        project="P-1",
        service="ADV",
        phase="",
        payer="",
        first=min(days),
        last=max(days),
        billed=sum(minutes),
        days=np.array(days),
        minutes=np.array(minutes),
    )


@settings(max_examples=50)
@given(entries=worked, start=st.integers(0, 60), length=st.integers(0, 60))
def test_only_the_entries_inside_the_period_are_billed_in_it(
    entries: list[tuple[int, int]], start: int, length: int
) -> None:
    period = Period(FIRST + timedelta(start), FIRST + timedelta(start + length))

    found = _alike(entries).billed_in(period)

    assert found == sum(billed for day, billed in entries if start <= day <= start + length)

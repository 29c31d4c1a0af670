"""A month comes out the same, in however many runs and in whatever order its rows came in."""

import random
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sample_office import FEE, Office, entry

ALL = settings().max_examples
# by day a few of these whole months are enough; a night tries as many as of anything else
FEWER = settings(max_examples=ALL if ALL >= 10_000 else ALL // 4)
PROJECTS = (
    {"project": "P-1", "name": "One", "client": "ALDER", "multi_payer": "yes"},
    {"project": "P-2", "name": "Two", "client": "BIRCH"},
)
SPLITS = [
    {"project": "P-1", "payer": payer, "share": "1", "basis": "weight"}
    for payer in ("ALDER", "BIRCH", "CEDAR")
]
CLIENTS = (
    {"client": "ALDER", "time_detail": "person"},
    {"client": "BIRCH", "hours_mode": "minutes", "rounding_minutes": "15", "rounding_per": "day"},
)
ENTRIES = st.tuples(
    st.sampled_from(["P-1", "P-2"]),
    st.integers(1, 31).map(lambda day: f"2026-03-{day:02}"),
    st.integers(1, 300),
    st.sampled_from(["ANN", "BEN"]),
    st.sampled_from([None, None, "CEDAR"]),
)
COUNTS = st.tuples(st.sampled_from(["P-1", "P-2"]), st.integers(1, 40))
Work = tuple[list[dict[str, Any]], list[dict[str, Any]]]


@st.composite
def work(draw: st.DrawFn) -> Work:
    """Time entries and units of March."""
    entries = [
        entry(f"E-{at}", day, minutes, project=project, person=person, organisation=payer)
        for at, (project, day, minutes, person, payer) in enumerate(
            draw(st.lists(ENTRIES, min_size=1, max_size=8)), start=1
        )
    ]
    units = [
        {
            "month": "2026-03",
            "project": project,
            "service": "PAY",
            "quantity": str(quantity),
            "source": str(at),
        }
        for at, (project, quantity) in enumerate(draw(st.lists(COUNTS, max_size=4)))
    ]
    return entries, units


def office_with(folder: str, name: str, found: Work) -> Office:
    path = Path(folder) / name
    path.mkdir()
    return Office(
        path,
        Clients=CLIENTS,
        Projects=PROJECTS,
        Splits=SPLITS,
        Schedules=[FEE],
        Timesheets=found[0],
        Units=found[1],
    )


def told(office: Office) -> tuple[object, ...]:
    """Every line, who pays what of it, and the line of each entry."""
    columns = ("line", "quantity", "unit_price", "amount", "period_from", "period_to", "client")
    return (
        {tuple(row[name] for name in columns) for row in office.lines()},
        {(row["line"], row["payer"], row["amount"]) for row in office.rows("Allocations")},
        {(row["entry"], row["line"], row["billed_minutes"]) for row in office.rows("Timesheets")},
    )


@FEWER
@given(work(), st.integers(0, 8), st.integers(0, 4))
def test_two_runs_give_the_lines_of_one(found: Work, entries: int, units: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        whole = office_with(folder, "whole", found)
        whole.generate("2026-03")
        parts = office_with(folder, "parts", (found[0][:entries], found[1][:units]))
        parts.generate("2026-03")
        for row in found[0][entries:]:
            parts.type_row("Timesheets", **row)
        for row in found[1][units:]:
            parts.type_row("Units", **row)
        parts.generate("2026-03")

        assert told(parts) == told(whole)


@FEWER
@given(work(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_is_irrelevant(found: Work, chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one = office_with(folder, "one", found)
        one.generate("2026-03")
        mixed = ([*found[0]], [*found[1]])
        for rows in mixed:
            chance.shuffle(rows)
        other = office_with(folder, "other", mixed)
        other.generate("2026-03")

        assert told(other) == told(one)

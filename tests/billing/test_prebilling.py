"""A run against what is there: drafts follow, what is issued stays, nothing is billed twice."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prebilled_rows import row_of

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis
from addin.billing.lines import Line, line_key
from addin.billing.prebilling import (
    ExistingLine,
    Merge,
    Run,
    lines_holding_time,
    merge,
    units_taken,
)

FEBRUARY, MARCH, APRIL = Month(2026, 2), Month(2026, 3), Month(2026, 4)
RUN = Run(MARCH)
FEE_ORIGIN = "schedule 2026-01-01"
AXES = st.sampled_from([Axis.FIXED, Axis.UNIT, Axis.TIME])


def line(axis: Axis = Axis.TIME, cents: int = 100_00, **cells: Any) -> Line:
    """An hour, a unit or a fee of P-1 in March."""
    month, worked = cells.get("month", MARCH), cells.get("worked", cells.get("month", MARCH))
    late = "" if worked == month else str(worked)
    project, service = cells.get("project", "P-1"), cells.get("service", "ADV")
    fee = axis is Axis.FIXED
    part = cells.get("part", "2026-01-01" if fee else "")
    return Line(
        key=line_key(month, project, service, axis.value, part, late),
        month=month,
        project=project,
        client="ALDER",
        service=service,
        axis=axis,
        period=cells.get("period", worked.period),
        quantity=cells.get("quantity", Decimal(1)),
        unit="",
        unit_price=Decimal(cents) / 100 if cents else Decimal(0),
        cents=cents,
        origin=cells.get("origin", FEE_ORIGIN if fee else f"{axis.value} {worked}"),
        home="" if fee else line_key(worked, project, service, axis.value, part),
        late=bool(late),
    )


def written(merged: Merge, existing: list[ExistingLine]) -> list[ExistingLine]:
    """The rows after a run."""
    gone = {one.position for one in merged.removed}
    kept = [
        row_of(merged.kept[one.position], one.position) if one.position in merged.kept else one
        for one in existing
        if one.position not in gone
    ]
    first = 1 + max((one.position for one in existing), default=-1)
    return kept + [row_of(one, position) for position, one in enumerate(merged.added, first)]


WANTED = st.lists(
    st.builds(
        line,
        AXES,
        st.integers(0, 10**6),
        project=st.sampled_from(["P-1", "P-2", "P/3"]),
        service=st.sampled_from(["ADV", "TAX"]),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)


@given(WANTED, WANTED)
def test_a_second_run_finds_every_row_and_changes_none(
    before: list[Line], wanted: list[Line]
) -> None:
    existing = [row_of(one, position) for position, one in enumerate(before)]

    rows = written(merge(wanted, existing, RUN), existing)
    again = merge(wanted, rows, RUN)

    assert (again.added, again.removed) == ([], [])
    assert sorted(one.key for one in again.wanted) == sorted(one.key for one in rows)
    assert {one.key: one.cents for one in rows} == {one.key: one.cents for one in wanted}


@given(WANTED, WANTED, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_is_irrelevant(
    before: list[Line], wanted: list[Line], chance: Any
) -> None:
    existing = [
        row_of(one, position, invoiced=position % 2 == 0) for position, one in enumerate(before)
    ]
    one = merge(wanted, existing, RUN)
    chance.shuffle(existing)
    chance.shuffle(wanted)
    other = merge(wanted, existing, RUN)

    def told(merged: Merge) -> tuple[object, ...]:
        return (
            sorted(found.key for found in merged.added),
            {position: found.key for position, found in merged.kept.items()},
            sorted(found.key for found in merged.removed),
        )

    assert told(one) == told(other)


@given(WANTED, WANTED)
def test_what_is_issued_is_never_touched(before: list[Line], wanted: list[Line]) -> None:
    existing = [row_of(one, position, invoiced=True) for position, one in enumerate(before)]

    merged = merge(wanted, existing, RUN)

    assert (merged.kept, merged.removed) == ({}, [])
    assert not {one.key for one in merged.added} & {one.key for one in existing}


@given(WANTED, WANTED)
def test_a_row_of_another_month_is_never_touched(before: list[Line], wanted: list[Line]) -> None:
    existing = [row_of(one, position, month=APRIL) for position, one in enumerate(before)]

    merged = merge(wanted, existing, RUN)

    assert (merged.kept, merged.removed) == ({}, [])


@given(WANTED)
def test_a_project_left_out_keeps_its_drafts(before: list[Line]) -> None:
    existing = [row_of(one, position) for position, one in enumerate(before)]

    removed = merge([], existing, Run(MARCH, left_out=frozenset({"P-1"}))).removed

    assert removed == [one for one in existing if one.project != "P-1"]


def test_a_line_of_the_users_own_is_never_removed() -> None:
    own = row_of(line(), key="2026-03/P-1/own/1", origin="")

    assert merge([], [own], RUN).removed == []


def test_a_row_whose_origin_was_emptied_is_still_one_that_a_run_wrote() -> None:
    emptied = row_of(line(Axis.UNIT), origin="", invoiced=True)

    assert units_taken([emptied], MARCH) == {("P-1", "ADV", MARCH): Decimal(1)}
    assert merge([], [replace(emptied, invoiced=False)], RUN).removed != []


def test_each_further_line_of_issued_work_counts_on() -> None:
    wanted = line()
    issued = [
        row_of(wanted, invoiced=True),
        row_of(wanted, 1, key=f"{wanted.key}+2", invoiced=True),
    ]

    assert [one.key for one in merge([wanted], issued, RUN).added] == [f"{wanted.key}+3"]


def test_a_draft_that_counts_on_is_found_again() -> None:
    wanted = line()
    rows = [row_of(wanted, invoiced=True), row_of(wanted, 1, key=f"{wanted.key}+2")]

    assert merge([wanted], rows, RUN).kept == {1: wanted.renamed(f"{wanted.key}+2")}


def test_a_key_that_the_journal_has_is_not_given_again() -> None:
    wanted = line()

    merged = merge([wanted], [], Run(MARCH, issued=frozenset({wanted.key})))

    assert [one.key for one in merged.added] == [f"{wanted.key}+2"]


# Rows that are lost.


@pytest.mark.parametrize("axis", [Axis.TIME, Axis.UNIT, Axis.FIXED])
def test_a_lost_line_is_put_back_and_not_billed(axis: Axis) -> None:
    wanted = line(axis)
    lost = frozenset({wanted.key})

    merged = merge([wanted], [], Run(MARCH, issued=lost, lost=lost))

    assert (merged.restored, merged.added) == ([wanted], [])


@pytest.mark.parametrize("axis", [Axis.TIME, Axis.UNIT, Axis.FIXED])
def test_a_lost_line_that_billed_work_once_more_is_put_back_and_not_billed(axis: Axis) -> None:
    wanted = line(axis)
    twice, thrice = f"{wanted.key}+2", f"{wanted.key}+3"
    lost = frozenset({thrice})

    merged = merge(
        [wanted],
        [],
        Run(MARCH, issued=lost, lost=lost, reopened=frozenset({wanted.key, twice})),
    )

    assert ([one.key for one in merged.restored], merged.added) == ([thrice], [])


@pytest.mark.parametrize("axis", [Axis.TIME, Axis.UNIT, Axis.FIXED])
def test_the_first_line_that_billed_work_once_more_is_put_back_when_it_is_lost(axis: Axis) -> None:
    wanted = line(axis)
    lost = frozenset({f"{wanted.key}+2"})

    merged = merge(
        [wanted], [], Run(MARCH, issued=lost, lost=lost, reopened=frozenset({wanted.key}))
    )

    assert ([one.key for one in merged.restored], merged.added) == ([f"{wanted.key}+2"], [])


@pytest.mark.parametrize("axis", [Axis.TIME, Axis.UNIT, Axis.FIXED])
def test_work_that_is_open_again_is_billed_beside_a_lost_line_of_other_work(axis: Axis) -> None:
    wanted = line(axis)
    lost = frozenset({"2026-03/P-2/ADV/time+2"})

    merged = merge(
        [wanted], [], Run(MARCH, issued=lost, lost=lost, reopened=frozenset({wanted.key}))
    )

    assert [one.key for one in merged.added] == [f"{wanted.key}+2"]


@pytest.mark.parametrize("axis", [Axis.TIME, Axis.UNIT])
@pytest.mark.parametrize("billed_in", [Month(2026, 1), FEBRUARY, MARCH])
def test_late_work_is_found_under_the_key_of_whichever_month_billed_it(
    axis: Axis, billed_in: Month
) -> None:
    key = line(axis, month=billed_in, worked=Month(2026, 1)).key
    wanted = line(axis, worked=Month(2026, 1))

    merged = merge([wanted], [], Run(MARCH, lost=frozenset({key})))

    assert [one.key for one in merged.restored] == [key]


def test_other_work_is_billed_beside_a_lost_line() -> None:
    wanted = line()

    merged = merge([wanted], [], Run(MARCH, lost=frozenset({"2026-03/P-2/ADV/time"})))

    assert (merged.added, merged.restored) == ([wanted], [])


# Fees whose schedule has changed.


@pytest.mark.parametrize("cents", [100_00, 120_00, 80_00])
def test_an_issued_fee_is_not_billed_again_whatever_it_comes_to(cents: int) -> None:
    issued = row_of(line(Axis.FIXED), invoiced=True)

    assert merge([line(Axis.FIXED, cents)], [issued], RUN).added == []


def test_a_fee_whose_schedule_was_renamed_is_not_billed_again() -> None:
    issued = row_of(line(Axis.FIXED), invoiced=True, origin="schedule OLD")

    assert merge([line(Axis.FIXED)], [issued], RUN).added == []


def test_two_fees_are_two_as_long_as_both_schedules_are_there() -> None:
    issued = row_of(line(Axis.FIXED), invoiced=True, origin="schedule OLD")
    sources = frozenset({("P-1", "ADV", Axis.FIXED, "schedule OLD")})

    other = line(Axis.FIXED, part="NEW", origin="schedule NEW")

    assert merge([other], [issued], Run(MARCH, sources=sources)).added == [other]


@pytest.mark.parametrize("origin", ["", "typed over"])
def test_an_issued_fee_is_known_by_its_key_too(origin: str) -> None:
    issued = row_of(line(Axis.FIXED), invoiced=True, origin=origin)
    sources = frozenset({("P-1", "ADV", Axis.FIXED, origin)})

    merged = merge([line(Axis.FIXED, 90_00)], [issued], Run(MARCH, sources=sources))

    assert (merged.added, merged.kept) == ([], {})


def test_a_schedule_that_is_gone_makes_room_for_one_fee_only() -> None:
    gone = [
        row_of(line(Axis.FIXED, cents), position, invoiced=True, origin=f"schedule {position}")
        for position, cents in enumerate([50_00, 100_00])
    ]
    wanted = [line(Axis.FIXED, 100_00, part=part, origin=part) for part in ("A", "B", "C")]

    merged = merge(wanted, gone, RUN)

    assert [one.origin for one in merged.added] == ["C"]


def test_a_fee_that_covers_other_days_than_the_one_it_replaces_is_not_billed() -> None:
    gone = row_of(line(Axis.FIXED), invoiced=True, origin="schedule OLD")
    days = Period(date(2026, 3, 16), date(2026, 3, 31))

    assert merge([line(Axis.FIXED, 50_00, period=days)], [gone], RUN).added == []


def test_a_fee_in_a_draft_of_another_month_stays_there() -> None:
    draft = row_of(line(Axis.FIXED), month=APRIL)
    wanted = line(Axis.FIXED)

    merged = merge([wanted], [draft], RUN)

    assert (merged.added, merged.elsewhere) == ([], [(wanted, draft)])


def test_a_row_without_days_covers_none() -> None:
    issued = row_of(line(Axis.FIXED), key="else", invoiced=True, period=None)

    assert len(merge([line(Axis.FIXED)], [issued], RUN).added) == 1


def test_a_line_of_the_users_own_covers_no_fee() -> None:
    own = row_of(line(Axis.FIXED), key="own", invoiced=True, origin="")

    assert len(merge([line(Axis.FIXED)], [own], RUN).added) == 1


# Units and hours that other lines have taken.


def unit(quantity: int, position: int = 0, **cells: Any) -> ExistingLine:
    return row_of(line(Axis.UNIT), position, quantity=Decimal(quantity), **cells)


def test_units_are_taken_by_issued_lines_and_by_drafts_of_other_months() -> None:
    existing = [
        unit(1),  # a draft of this month
        unit(2, 1, invoiced=True),
        unit(4, 2, month=APRIL),
        unit(8, 3, key="own", invoiced=True, origin=""),
        unit(16, 4, invoiced=True, period=None),
        row_of(line(Axis.TIME), 5, invoiced=True),
    ]

    assert units_taken(existing, MARCH) == {("P-1", "ADV", MARCH): Decimal(6)}


def test_time_is_held_by_issued_lines_and_by_drafts_of_other_months() -> None:
    existing = [
        row_of(line(), key="draft"),
        row_of(line(), key="issued", invoiced=True),
        row_of(line(), key="april", month=APRIL),
    ]

    assert lines_holding_time(existing, MARCH) == {"issued", "april"}


def test_an_instalment_beside_a_lost_line_is_billed() -> None:
    wanted = line(Axis.FIXED)

    merged = merge([wanted], [], Run(MARCH, lost=frozenset({"2026-03/P-2/ADV/time"})))

    assert (merged.added, merged.restored) == ([wanted], [])


def test_an_issued_instalment_whose_row_is_gone_is_put_back_even_while_entries_name_it() -> None:
    wanted = replace(line(Axis.RETAINER), home="")

    merged = merge([wanted], [], Run(MARCH, issued=frozenset({wanted.key})))

    assert (merged.added, merged.restored) == ([], [wanted])


def test_an_instalment_that_a_credit_note_opened_again_is_billed_under_a_key_of_its_own() -> None:
    wanted = line(Axis.FIXED)

    merged = merge([wanted], [], Run(MARCH, reopened=frozenset({wanted.key})))

    assert merged.added == [wanted.renamed(f"{wanted.key}+2")]


def test_the_drafts_after_a_run_are_those_kept_and_those_added() -> None:
    known, new = line(), line(Axis.UNIT)
    existing = [row_of(known), row_of(line(project="P-2"), 1, invoiced=True)]

    merged = merge([new, known], existing, RUN)

    assert merged.wanted == [known, new]

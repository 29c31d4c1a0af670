"""Time to lines: minutes are added first, each entry is in one line, and late work is told."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_time import TimeEntry, time_lines

from addin.billing.calendar import Month, Period
from addin.billing.choices import AmountPer, Axis, HoursMode, Periodicity, TimeDetail, Timing
from addin.billing.lines import Line
from addin.billing.money import line_cents
from addin.billing.plan import Schedule
from addin.billing.time import FEES, TimeTerms, covered_by_fee, days_covered, hours

MARCH = Month(2026, 3)
FIRST = date(2026, 1, 1)
RATES = st.sampled_from([Decimal(95), Decimal("95.00"), Decimal("27.50"), Decimal(0)])


def entry(row: int, day: date = date(2026, 3, 2), minutes: int = 60, **cells: str) -> TimeEntry:
    """An hour of advice by Ann for P-1 at 100.00."""
    usual = {"person": "ANN", "project": "P-1", "task": "", "service": "ADV", "payer": ""}
    values = usual | cells
    return TimeEntry(
        row=row,
        entry=values.get("entry", f"T-{row}"),
        day=day,
        person=values["person"],
        project=values["project"],
        task=values["task"],
        service=values["service"],
        minutes=minutes,
        payer=values["payer"],
        rate=Decimal(100),
        note=values.get("note", ""),
        phase=values.get("phase", ""),
    )


ENTRIES = st.lists(
    st.builds(
        TimeEntry,
        row=st.just(0),
        entry=st.just(""),
        day=st.integers(0, 89).map(lambda days: FIRST + timedelta(days=days)),
        person=st.sampled_from(["ANN", "BEN"]),
        project=st.sampled_from(["P-1", "P-2"]),
        task=st.sampled_from(["", "Audit", "audit", "2026-02", "@ANN", "ANN"]),
        service=st.sampled_from(["ADV", "TAX"]),
        minutes=st.integers(1, 1440),
        payer=st.sampled_from(["", "ANN", "Audit"]),
        rate=RATES,
        note=st.just(""),
        phase=st.sampled_from(["", "AVP", "audit"]),
        billed=st.none(),
    ),
    max_size=30,
).map(lambda drawn: [one._replace(row=row, entry=f"T-{row}") for row, one in enumerate(drawn)])
MODES = st.sampled_from(HoursMode)
DETAILS = st.sampled_from(TimeDetail)


def terms(
    mode: HoursMode = HoursMode.DECIMAL, detail: TimeDetail = TimeDetail.SERVICE
) -> dict[str, TimeTerms]:
    return {project: TimeTerms("ALDER", mode, detail) for project in ("P-1", "P-2")}


@given(ENTRIES, MODES, DETAILS)
def test_each_entry_is_in_exactly_one_line(
    entries: list[TimeEntry], mode: HoursMode, detail: TimeDetail
) -> None:
    lines = time_lines(entries, terms(mode, detail), MARCH)

    taken = Counter(row for line in lines for row in line.entries)
    assert taken == {one.row: 1 for one in entries}


@given(ENTRIES, MODES, DETAILS)
def test_no_two_lines_have_the_same_key_even_if_capitals_do_not_count(
    entries: list[TimeEntry], mode: HoursMode, detail: TimeDetail
) -> None:
    keys = [line.key.lower() for line in time_lines(entries, terms(mode, detail), MARCH)]

    assert len(set(keys)) == len(keys)


@given(ENTRIES, MODES, DETAILS, st.randoms(use_true_random=False))
def test_the_order_of_the_entries_is_irrelevant(
    entries: list[TimeEntry], mode: HoursMode, detail: TimeDetail, chance: object
) -> None:
    shuffled = list(entries)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    def told(rows: list[TimeEntry]) -> list[tuple[object, ...]]:
        lines = time_lines(rows, terms(mode, detail), MARCH)
        return [
            (line.key, line.quantity, line.cents, line.detail, line.period, sorted(line.entries))
            for line in lines
        ]

    assert told(shuffled) == told(entries)


@given(ENTRIES, DETAILS)
def test_exact_minutes_are_the_sum_of_the_entries(
    entries: list[TimeEntry], detail: TimeDetail
) -> None:
    by_row = {one.row: one for one in entries}
    for line in time_lines(entries, terms(HoursMode.MINUTES, detail), MARCH):
        minutes = sum(by_row[row].minutes for row in line.entries)
        assert line.minutes == minutes
        assert line.cents == line_cents(Fraction(minutes, 60), line.unit_price)


@given(ENTRIES, DETAILS)
def test_decimal_hours_are_printed_and_multiplied(
    entries: list[TimeEntry], detail: TimeDetail
) -> None:
    by_row = {one.row: one for one in entries}
    for line in time_lines(entries, terms(detail=detail), MARCH):
        minutes = sum(by_row[row].minutes for row in line.entries)
        assert (line.minutes, line.quantity) == (None, hours(minutes, HoursMode.DECIMAL))
        assert line.cents == line_cents(line.quantity, line.unit_price)


@given(ENTRIES, st.integers(0, 2**30), DETAILS)
def test_a_month_billed_in_two_runs_bills_the_same_minutes(
    entries: list[TimeEntry], choice: int, detail: TimeDetail
) -> None:
    first = [one for one in entries if choice >> one.row & 1]
    second = [one for one in entries if not choice >> one.row & 1]

    def billed(*runs: list[TimeEntry]) -> Counter[str]:
        minutes: Counter[str] = Counter()
        for run in runs:
            for line in time_lines(run, terms(HoursMode.MINUTES, detail), MARCH):
                minutes[line.key] += line.minutes or 0
        return minutes

    assert billed(first, second) == billed(entries)


@given(ENTRIES)
def test_a_key_in_its_own_month_is_the_one_a_late_line_remembers(entries: list[TimeEntry]) -> None:
    january = [one for one in entries if one.day.month == 1]

    late = time_lines(january, terms(), MARCH)
    in_time = time_lines(january, terms(), Month(2026, 1))

    assert {line.home for line in late} == {line.key for line in in_time}
    assert all(line.late and line.key != line.home for line in late)
    assert all(not line.late and line.key == line.home for line in in_time)


@pytest.mark.parametrize(
    ("minutes", "decimal", "exact"),
    [
        (50, "0.83", "0.8333"),
        (3, "0.05", "0.0500"),
        (740, "12.33", "12.3333"),
        (45, "0.75", "0.75"),
    ],
)
def test_hours_of_minutes(minutes: int, decimal: str, exact: str) -> None:
    assert hours(minutes, HoursMode.DECIMAL) == Decimal(decimal)
    assert hours(minutes, HoursMode.MINUTES) == Decimal(exact)


def test_two_quarters_of_an_hour_are_half_an_hour() -> None:
    entries = [entry(1, minutes=15)._replace(rate=Decimal("27.50")) for _ in range(2)]

    (line,) = time_lines(entries, terms(), MARCH)

    assert (line.quantity, line.cents) == (Decimal("0.50"), 13_75)


def test_everything_a_line_says() -> None:
    worked = entry(7, minutes=50, payer="BIRCH", person="BEN")

    assert time_lines([worked], terms(HoursMode.MINUTES, TimeDetail.PERSON), MARCH) == [
        Line(
            key="2026-03/P-1/ADV/time/100/@BIRCH/BEN",
            month=MARCH,
            project="P-1",
            client="ALDER",
            service="ADV",
            axis=Axis.TIME,
            period=MARCH.period,
            quantity=Decimal("0.8333"),
            unit="h:mm",
            unit_price=Decimal(100),
            cents=83_33,
            origin="timesheets 2026-03",
            payers=(("BIRCH", Fraction(1)),),
            minutes=50,
            detail="BEN",
            home="2026-03/P-1/ADV/time/100/@BIRCH/BEN",
            entries=(7,),
            value_cents=83_33,
        )
    ]
    (decimal,) = time_lines([worked], terms(), MARCH)
    assert (decimal.unit, decimal.minutes) == ("hour", None)


def test_a_late_line_serves_the_days_of_its_entries() -> None:
    entries = [entry(1, date(2026, 2, 3)), entry(2, date(2026, 2, 28)), entry(3)]

    late, in_time = sorted(time_lines(entries, terms(), MARCH), key=lambda line: not line.late)

    assert late.period == Period(date(2026, 2, 3), date(2026, 2, 28))
    assert in_time.period == MARCH.period
    assert late.key == "2026-03/P-1/ADV/time/100/2026-02"


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        (TimeDetail.SERVICE, {"": ""}),
        (TimeDetail.PERSON, {"/ANN": "ANN", "/BEN": "BEN"}),
        (TimeDetail.TASK, {"": "", "/audit": "Audit"}),
        (TimeDetail.ENTRY, {"/T-1": "audit", "/T-2": "Audit", "/row 3": ""}),
    ],
)
def test_time_is_grouped_as_the_client_wants_it(
    detail: TimeDetail, expected: dict[str, str]
) -> None:
    entries = [entry(1, task="audit"), entry(2, task="Audit"), entry(3, entry="", person="BEN")]

    found = {line.key: line.detail for line in time_lines(entries, terms(detail=detail), MARCH)}

    assert found == {f"2026-03/P-1/ADV/time/100{key}": told for key, told in expected.items()}


def test_rates_and_payers_never_share_a_line() -> None:
    entries = [entry(1), entry(2, payer="BIRCH"), entry(3)._replace(rate=Decimal(98))]

    assert [(line.key, line.payers) for line in time_lines(entries, terms(), MARCH)] == [
        ("2026-03/P-1/ADV/time/98", ()),
        ("2026-03/P-1/ADV/time/100", ()),
        ("2026-03/P-1/ADV/time/100/@BIRCH", (("BIRCH", Fraction(1)),)),
    ]


def test_a_phase_has_lines_of_its_own() -> None:
    entries = [entry(1), entry(2)._replace(phase="AVP"), entry(3, payer="BIRCH", phase="AVP")]

    assert [(line.key, line.phase) for line in time_lines(entries, terms(), MARCH)] == [
        ("2026-03/P-1/ADV/time/100", ""),
        ("2026-03/P-1/ADV/time/100/=#AVP", "AVP"),
        ("2026-03/P-1/ADV/time/100/=#AVP/@BIRCH", "AVP"),
    ]


def test_what_is_billed_is_printed_and_what_was_worked_is_valued() -> None:
    entries = [entry(1, minutes=50)._replace(billed=60), entry(2, minutes=50)._replace(billed=0)]

    (decimal,) = time_lines(entries, terms(), MARCH)
    (exact,) = time_lines(entries, terms(HoursMode.MINUTES), MARCH)

    assert decimal.quantity == 1
    assert (decimal.cents, decimal.value_cents) == (100_00, 167_00)
    assert (exact.minutes, exact.cents, exact.value_cents) == (60, 100_00, 166_67)


@given(ENTRIES, MODES, DETAILS)
def test_time_billed_as_it_was_worked_is_worth_what_it_bills(
    entries: list[TimeEntry], mode: HoursMode, detail: TimeDetail
) -> None:
    for line in time_lines(entries, terms(mode, detail), MARCH):
        assert line.value_cents == line.cents


# Fees that pay for time.


def schedule(axis: Axis, service: str = "", **days: date) -> Schedule:
    return Schedule(
        project="P-1",
        service=service,
        axis=axis,
        document="",
        periodicity=Periodicity.MONTHLY,
        amount=Decimal(100),
        amount_per=AmountPer.PERIOD,
        timing=Timing.ADVANCE,
        start=days.get("start", date.min),
        end=days.get("end"),
        description="",
        row=1,
    )


def of_phase(axis: Axis, phase: str) -> Schedule:
    return replace(schedule(axis, "ADV"), phase=phase)


DAY = date(2026, 3, 15)
LATER = date(2026, 3, 16)
EARLIER = date(2026, 3, 14)


@pytest.mark.parametrize(
    ("schedules", "covered"),
    [
        pytest.param([], False, id="no fee"),
        pytest.param([schedule(Axis.FIXED, "ADV")], True, id="its own service"),
        pytest.param([schedule(Axis.FIXED, "TAX")], False, id="another service"),
        pytest.param([schedule(Axis.FIXED)], True, id="every service"),
        pytest.param([schedule(Axis.FIXED, start=LATER)], False, id="before the fee"),
        pytest.param([schedule(Axis.FIXED, end=EARLIER)], False, id="after the fee"),
        pytest.param([schedule(Axis.FIXED, start=DAY, end=DAY)], True, id="on its only day"),
        pytest.param([schedule(Axis.MILESTONE, start=LATER)], True, id="up to a milestone"),
        pytest.param([schedule(Axis.PROGRESS, start=LATER)], True, id="up to a stage"),
        pytest.param([schedule(Axis.MILESTONE, end=EARLIER)], False, id="after a milestone"),
        pytest.param([schedule(Axis.UNIT, "ADV")], False, id="units pay for no time"),
        pytest.param([schedule(Axis.FIXED), schedule(Axis.TIME, "ADV")], False, id="time wins"),
        pytest.param([schedule(Axis.FIXED), schedule(Axis.TIME, "TAX")], True, id="of another"),
        pytest.param(
            [schedule(Axis.FIXED), schedule(Axis.TIME, "ADV", end=EARLIER)], True, id="no longer"
        ),
    ],
)
def test_a_fee_covers_the_time_it_pays_for(schedules: list[Schedule], *, covered: bool) -> None:
    assert covered_by_fee(schedules, "ADV", DAY) is covered


@pytest.mark.parametrize(
    ("schedules", "phase", "covered"),
    [
        pytest.param([of_phase(Axis.FIXED, "AVP")], "AVP", True, id="its own phase"),
        pytest.param([of_phase(Axis.FIXED, "AVP")], "APD", False, id="another phase"),
        pytest.param([of_phase(Axis.FIXED, "AVP")], "", False, id="work of no phase"),
        pytest.param([schedule(Axis.FIXED)], "AVP", True, id="every phase"),
        pytest.param(
            [of_phase(Axis.FIXED, "AVP"), schedule(Axis.FIXED)], "APD", True, id="the second row"
        ),
        pytest.param(
            [schedule(Axis.FIXED), of_phase(Axis.TIME, "AVP")], "AVP", False, id="time of a phase"
        ),
        pytest.param(
            [schedule(Axis.FIXED), of_phase(Axis.TIME, "AVP")], "APD", True, id="of another"
        ),
    ],
)
def test_a_fee_of_a_phase_covers_that_phase(
    schedules: list[Schedule], phase: str, *, covered: bool
) -> None:
    assert covered_by_fee(schedules, "ADV", DAY, phase) is covered


AROUND = st.integers(-4, 4).map(lambda days: DAY + timedelta(days=days))


@given(
    st.lists(
        st.builds(
            schedule,
            st.sampled_from([Axis.FIXED, Axis.MILESTONE, Axis.TIME, Axis.UNIT]),
            st.sampled_from(["", "ADV"]),
            start=AROUND,
            end=AROUND,
        ),
        max_size=4,
    ),
    AROUND,
)
def test_the_days_covered_are_those_on_which_a_fee_runs_and_time_does_not(
    schedules: list[Schedule], day: date
) -> None:
    def runs(one: Schedule) -> bool:
        start = date.min if one.axis is Axis.MILESTONE else one.start
        return one.end is not None and start <= day <= one.end

    by_time = any(one.axis is Axis.TIME and one.service and runs(one) for one in schedules)
    fee = any(one.axis in FEES and runs(one) for one in schedules)

    assert days_covered(schedules, "ADV").on(day) is (fee and not by_time)


def test_fees_are_what_pays_for_work_whatever_time_it_takes() -> None:
    assert {Axis.FIXED, Axis.MILESTONE, Axis.PROGRESS} == FEES


def test_a_line_for_one_entry_says_its_note_and_bills_its_day() -> None:
    entries = [entry(1, note="Call with the bank"), entry(2, day=date(2026, 3, 9))]

    lines = time_lines(entries, terms(detail=TimeDetail.ENTRY), MARCH)

    assert [line.detail for line in lines] == ["Call with the bank", ""]
    assert lines[1].period == Period(date(2026, 3, 9), date(2026, 3, 9))
    assert len({line.key for line in lines}) == 2

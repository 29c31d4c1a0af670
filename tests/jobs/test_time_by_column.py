"""Time read, priced and rounded by column is what it would be entry by entry."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from memory_book import MemoryBook
from plain_time import TimeEntry, time_lines

from addin.billing.calendar import Month
from addin.billing.choices import EntryStatus, RoundingPer
from addin.billing.prebilling import lines_holding_time
from addin.billing.rounding import BilledBefore, billed_minutes
from addin.billing.time import covered_by_fee
from addin.errors import Finding
from addin.jobs.agreed.portfolio import Portfolio, read_portfolio
from addin.jobs.axes.time import lines_of_time, time_terms
from addin.jobs.content import Content, load
from addin.jobs.month.prebilled import existing_lines
from addin.jobs.month.sources import Sources, Wanted
from addin.jobs.work.billed_time import rounding_of
from addin.jobs.work.entry_rates import rates_of, work_of
from addin.jobs.work.pricing_time import price_time
from addin.jobs.work.timesheets import Entries, entries_to_bill, minutes_of
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.work import TimesheetEntry

MARCH = Month(2026, 3)
FEWER = settings(max_examples=max(settings().max_examples // 2, 1))
FIRM = {"firm_name": "Parc", "country": "BE", "language": "en", "month": "2026-03"}
HELD = "2026-03/DAY/ADV/time/95"
"""An issued line."""


def client(code: str, **terms: object) -> dict[str, Any]:
    return {"client": code, "name": code, "country": "BE", **terms}


CLIENTS = [
    client("PLAIN"),
    client("STEP", rounding_minutes=15, rounding="nearest", time_detail="person"),
    client("DAY", rounding_minutes=15, rounding_per="day", time_detail="task"),
    client("EXACT", rounding_minutes=6, hours_mode="minutes", time_detail="entry"),
]
PROJECTS = [{"project": one["client"], "name": "x", "client": one["client"]} for one in CLIENTS] + [
    {"project": "SHARED", "name": "x", "client": "PLAIN", "multi_payer": True}
]
RATES = [
    {"rate": Decimal(80), "valid_from": date(2026, 2, 10)},
    {"person": "ANN", "rate": Decimal("95.00"), "valid_to": date(2026, 3, 10)},
    {"person": "ANN", "rate": Decimal("98.00"), "valid_from": date(2026, 3, 11)},
    {"team": "tax", "service": "TAX", "rate": Decimal("110.00")},
    {"project": "EXACT", "rate": Decimal("27.50"), "valid_from": date(2026, 3, 5)},
    {"client": "STEP", "person": "BEN", "rate": Decimal(60)},
    {"client": "STEP", "person": "BEN", "rate": Decimal(61), "valid_from": date(2026, 3, 20)},
]
FEE = {"axis": "fixed", "periodicity": "monthly", "amount": Decimal(100), "amount_per": "period"}
SCHEDULES = [
    {"project": "PLAIN", "service": "TAX", "start": date(2026, 3, 10), **FEE},
    {"project": "DAY", "phase": "AVP", "start": date(2026, 1, 1), "end": date(2026, 3, 15), **FEE},
    {"project": "SHARED", "service": "ADV", "axis": "time", "start": date(2026, 3, 12)},
    {"project": "SHARED", "start": date(2026, 1, 1), **FEE},
]
SPLITS = [
    {"project": "SHARED", "payer": payer, "share": Decimal("0.5")} for payer in ("PLAIN", "STEP")
]
ISSUED = {
    "line": HELD,
    "month": MARCH,
    "project": "DAY",
    "client": "DAY",
    "service": "ADV",
    "axis": "time",
    "origin": "timesheets 2026-03",
    "invoice": "2026-001",
}

ENTRY = st.fixed_dictionaries(
    {
        "date": st.integers(0, 60).map(lambda days: date(2026, 2, 5) + timedelta(days=days))
        | st.sampled_from([date(2026, 3, 9), date(2026, 3, 10)]),
        "person": st.sampled_from(["ANN", "BEN"]),
        "project": st.sampled_from([one["project"] for one in PROJECTS]),
        "service": st.sampled_from(["ADV", "TAX"]),
        "phase": st.sampled_from([None, None, "AVP"]),
        "task": st.sampled_from([None, "Audit", "audit"]),
        "minutes": st.none() | st.integers(1, 90) | st.sampled_from([0, 1500]),
        "start": st.none() | st.just(time(9, 0)),
        "end": st.none() | st.sampled_from([time(9, 20), time(10, 0), time(0, 0), time(8, 0)]),
        "billable": st.sampled_from([True, True, True, False]),
        "billable_percent": st.sampled_from(
            [None, None, Decimal("0.5"), Decimal("0.333333333333333"), Decimal(0), Decimal(2)]
        ),
        "organisation": st.sampled_from([None, None, "PLAIN", "STEP"]),
        "status": st.sampled_from(["approved", "approved", "approved", "draft"]),
        "line": st.sampled_from([None, None, HELD, "2026-03/DAY/ADV/time/80"]),
    }
)


SAME_DAY = st.fixed_dictionaries(
    {
        "date": st.just(date(2026, 3, 17)),
        "person": st.sampled_from(["ANN", "ANN", "BEN"]),
        "project": st.just("DAY"),
        "service": st.just("ADV"),
        "task": st.sampled_from(["Audit", "Call"]),
        "minutes": st.integers(1, 40),
        "billable_percent": st.sampled_from([None, None, Decimal("0.5"), Decimal(0)]),
        "status": st.just("approved"),
        "line": st.sampled_from([None, None, HELD]),
        "billed_minutes": st.none(),
    }
)
"""Work that is rounded together, whatever line it is in."""
ENTRIES = st.tuples(st.lists(ENTRY, max_size=30), st.lists(SAME_DAY, max_size=8)).map(
    lambda drawn: [*drawn[0], *drawn[1]]
)


def content_of(entries: list[dict[str, Any]]) -> Content:
    numbered = [{"entry": f"T-{number:02}"} | one for number, one in enumerate(entries)]
    tables = {
        "Settings": [{"setting": name, "value": value} for name, value in FIRM.items()],
        "Clients": CLIENTS,
        "Projects": PROJECTS,
        "Staff": [
            {"person": "ANN", "name": "Ann", "team": "audit"},
            {"person": "BEN", "name": "Ben", "team": "tax"},
        ],
        "Services": [{"service": "ADV", "name": "ADV"}, {"service": "TAX", "name": "TAX"}],
        "Rates": RATES,
        "Schedules": SCHEDULES,
        "Splits": SPLITS,
        "Timesheets": numbered,
        "Prebilling": [ISSUED],
    }
    return load(MemoryBook(tables))


def sources_of(content: Content) -> Sources:
    existing = existing_lines(content.table(PrebillingLine))
    return Sources(content, read_portfolio(content), MARCH, existing)


def plain_lines(sources: Sources) -> tuple[list[Any], set[str], list[tuple[str, int | None]]]:
    """The lines, the projects left out and the findings of a month, entry by entry."""
    portfolio, held = sources.portfolio, lines_holding_time(sources.existing, MARCH)
    left_out: set[str] = set()
    faults: list[tuple[str, int | None]] = []
    sound: list[tuple[TimesheetEntry, int, Decimal, bool]] = []
    for row in sources.content.records(TimesheetEntry):
        if row.status is not EntryStatus.APPROVED or not row.billable or row.date > MARCH.last:
            continue
        free = row.line not in held
        minutes, fault = minutes_of(row.minutes, row.start, row.end)
        code = fault[0] if fault else ""
        if not code and row.billable_percent is not None and row.billable_percent > 1:
            code = "TIM-06"
        schedules = portfolio.schedules.get(row.project, [])
        if not code and covered_by_fee(schedules, row.service, row.date, row.phase or ""):
            continue
        rate = portfolio.sale_rate(row.person, row.service, row.project, row.date)
        if not code and isinstance(rate, Finding):
            code = rate.code
        if code:
            left_out |= {row.project} if free else set()
            faults += [(code, row.sheet_row)] if free else []
            continue
        assert isinstance(rate, Decimal)
        sound.append((row, minutes, rate, free))
    billed = plain_billed(sources, sound)
    entries = [
        TimeEntry(
            row=row.sheet_row,
            entry=row.entry or "",
            day=row.date,
            person=row.person,
            project=row.project,
            task=row.task or "",
            service=row.service,
            minutes=minutes,
            payer=payer_of(row, portfolio),
            rate=rate,
            phase=row.phase or "",
            billed=billed[row.sheet_row],
        )
        for row, minutes, rate, free in sound
        if free
    ]
    return time_lines(entries, time_terms(portfolio), MARCH), left_out, faults


def payer_of(row: TimesheetEntry, portfolio: Portfolio) -> str:
    client = portfolio.projects[row.project].client
    alone = row.project not in portfolio.shares
    return "" if row.organisation == client and alone else row.organisation or ""


def plain_billed(
    sources: Sources, sound: list[tuple[TimesheetEntry, int, Decimal, bool]]
) -> Mapping[int, int]:
    """Billed minutes by sheet row."""
    portfolio = sources.portfolio
    thirds = {Decimal("0.333333333333333"): Fraction(1, 3), None: Fraction(1)}

    def share(row: TimesheetEntry) -> Fraction:
        percent = row.billable_percent
        return thirds[percent] if percent in thirds else Fraction(percent or 0)

    groups: dict[tuple[Any, ...], list[tuple[TimesheetEntry, int, bool]]] = {}
    for row, minutes, _, free in sound:
        rounding = rounding_of(portfolio.clients[portfolio.projects[row.project].client])
        day = (row.person, row.project, row.service, row.phase, row.date)
        alone = rounding.per is RoundingPer.ENTRY
        key = (row.sheet_row,) if alone else day
        groups.setdefault((rounding, *key), []).append((row, minutes, free))
    found: dict[int, int] = {}
    for (rounding, *_), members in groups.items():
        free_ones = [(row, minutes) for row, minutes, free in members if free]
        held = [(row, minutes) for row, minutes, free in members if not free]
        before = BilledBefore(
            sum((minutes * share(row) for row, minutes in held), Fraction(0)),
            sum(minutes for _, minutes in held),
        )
        if free_ones:
            worked = [minutes for _, minutes in free_ones]
            shares = [share(row) for row, _ in free_ones]
            billed = billed_minutes(worked, shares, rounding, before)
            rows = [row.sheet_row for row, _ in free_ones]
            found |= dict(zip(rows, billed, strict=True))
    return found


@FEWER
@given(ENTRIES)
def test_time_by_column_is_time_entry_by_entry(entries: list[dict[str, Any]]) -> None:
    sources = sources_of(content_of(entries))
    wanted = Wanted()

    lines = lines_of_time(sources, wanted)

    expected, left_out, faults = plain_lines(sources)
    assert lines == expected
    assert wanted.left_out == left_out
    assert [(one.code, one.where.row) for one in wanted.findings] == faults


@FEWER
@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_line(entries: list[dict[str, Any]], chance: Any) -> None:
    numbered = [{**one, "entry": f"T-{number:02}"} for number, one in enumerate(entries)]
    shuffled = list(numbered)
    chance.shuffle(shuffled)

    def told(rows: list[dict[str, Any]]) -> set[tuple[object, ...]]:
        lines = lines_of_time(sources_of(content_of(rows)), Wanted())
        return {(line.key, line.quantity, line.cents, line.value_cents) for line in lines}

    assert told(shuffled) == told(numbered)


@FEWER
@given(ENTRIES)
def test_what_is_billed_is_conserved(entries: list[dict[str, Any]]) -> None:
    sources = sources_of(content_of(entries))
    wanted = Wanted()

    lines = lines_of_time(sources, wanted)

    time = price_time(sources, wanted)
    by_row = {entry.row: entry.billed for entry in time.entries()}
    worked = {entry.row: entry.worked for entry in time.entries()}
    assert sorted(row for line in lines for row in line.entries) == sorted(by_row)
    for line in lines:
        billed = sum(by_row[row] for row in line.entries)
        assert line.minutes in {None, billed}
    typed = {row.sheet_row: row.minutes for row in sources.content.records(TimesheetEntry)}
    assert all(typed[row] in {None, minutes} for row, minutes in worked.items())


@FEWER
@given(ENTRIES)
def test_the_rates_of_many_entries_are_those_of_each(entries: list[dict[str, Any]]) -> None:
    sources = sources_of(content_of(entries))
    portfolio = sources.portfolio
    table = sources.content.table(TimesheetEntry)
    found: Entries = entries_to_bill(table, MARCH)

    rates = list(rates_of(work_of(found, portfolio), portfolio))

    for position, rate in zip(found.positions.tolist(), rates, strict=True):
        person, project = (table.values[name][position] for name in ("person", "project"))
        expected = portfolio.rates.find(
            person=person,
            team=portfolio.staff[person].team or "",
            service=table.values["service"][position],
            client=portfolio.projects[project].client,
            project=project,
            on=table.values["date"][position],
        )
        none = isinstance(expected, Finding) and expected.code == "RATE-01"
        assert rate == (None if none else expected)

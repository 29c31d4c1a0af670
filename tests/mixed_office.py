"""An office at random whose projects mix every way of billing over three months."""

from typing import Any

from hypothesis import strategies as st
from sample_office import SERVICES, entry

Row = dict[str, Any]
Tables = dict[str, list[Row]]

MONTHS = ("2026-01", "2026-02", "2026-03")
PROJECTS = ("P-1", "P-2", "P-3", "P-4")
POOL = ("P-3", "P-4")
"""Projects that share the hours of a retainer."""

days = st.builds("{}-{:02}".format, st.sampled_from(MONTHS), st.integers(1, 28))
minutes = st.sampled_from([6, 30, 54, 60, 120, 600, 1440])  # tenths of an hour: no cent is rounded
works = st.tuples(
    days,
    minutes,
    st.sampled_from(PROJECTS),
    st.sampled_from(["ANN", "BEN"]),
    st.sampled_from(["ADV", "TAX"]),
    st.sampled_from([{}, {}, {}, {"organisation": "CEDAR"}, {"billable_percent": "0.5"}]),
)
counts = st.tuples(
    st.sampled_from(MONTHS),
    st.sampled_from(["P-1", "P-2"]),
    st.sampled_from(["1", "7", "12", "26", "30"]),
)
costs = st.tuples(
    days,
    st.sampled_from(["P-1", "P-3"]),
    st.sampled_from(["33.35", "10.01", "0.05"]),
    st.sampled_from(["cost", "disbursement"]),
)


def worked(number: int, given: tuple[Any, ...]) -> Row:
    """An approved entry."""
    day, spent, project, person, service, cells = given
    named = {"project": project, "person": person, "service": service}
    return entry(f"T-{number}", day, spent, **named, **cells)


def counted(number: int, given: tuple[str, ...]) -> Row:
    """Payslips of a month."""
    month, project, quantity = given
    row = {"month": month, "project": project, "service": "PAY", "quantity": quantity}
    return row | {"source": f"import {number}"}


def spent(number: int, given: tuple[str, ...]) -> Row:
    """An approved expense."""
    day, project, amount, treatment = given
    row = {"date": day, "project": project, "amount": amount, "treatment": treatment}
    return row | {"expense": f"X-{number:06}", "description": "Train", "status": "approved"}


YEARS = {"ALDER": {"fiscal_year_start": "4"}, "CEDAR": {"fiscal_year_start": "7"}}
CLIENTS = st.tuples(
    st.sampled_from(
        [
            {},
            {"rounding_minutes": "15", "rounding_per": "day"},
            {"rounding_minutes": "30", "rounding": "nearest", "time_detail": "entry"},
            {"time_detail": "person"},
        ]
    ),
    st.sampled_from([{}, {"hours_mode": "minutes"}, {"time_detail": "task"}]),
    st.sampled_from([{}, {"invoice_grouping": "payer"}]),
)
CAPS = st.sampled_from(
    [
        {},
        {"cap_amount": "1000", "cap_mode": "carry"},
        {"cap_amount": "300", "cap_mode": "write off"},
    ]
)
SPLITS = st.sampled_from(
    [
        (),
        (("ALDER", "percent", "0.6"), ("BIRCH", "percent", "0.4")),
        (("ALDER", "cap", "700"), ("BIRCH", "rest", "0")),
        (("ALDER", "fixed", "250"), ("CEDAR", "cap", "300"), ("BIRCH", "rest", "0")),
        (("ALDER", "weight", "1"), ("BIRCH", "weight", "1"), ("CEDAR", "weight", "1")),
    ]
)
FEES: tuple[Row, ...] = (
    {"periodicity": "monthly", "timing": "advance", "start": "2026-01-15"},
    {"periodicity": "quarterly", "timing": "arrears", "start": "2026-01-01"},
)
PERCENTS = st.lists(st.sampled_from(["0.1", "0.25", "0.333", "0.45", "0.9"]), max_size=3)
INDEXED: tuple[Row, ...] = ({}, {"index": "CPI"}, {"index": "CPI", "index_base": "98.75"})
INDEXES = (("2025-12-01", "100.00"), ("2026-02-10", "103.21"))
DISCOUNTS: tuple[Row, ...] = (
    {},
    {},
    {"discount_percent": "0.075"},
    {"discount_amount": "12.34"},
    {"discount_percent": "0.1", "discount_amount": "5.00"},
)
DEPOSITS = st.sampled_from([None, ("P-1", "300.00"), ("P-2", "999.99"), ("P-1", "50000")])
MINIMUM = {"kind": "minimum", "amount": "500.00", "included_hours": "5", "start": "2026-01-01"}
BLOCK = {"kind": "block", "amount": "950.00", "included_hours": "10", "start": "2026-01-05"}
RETAINERS: tuple[Row, ...] = (
    {},
    MINIMUM,
    MINIMUM | {"overage_rate": "110.00", "rollover_hours": "3", "rollover_months": "2"},
    MINIMUM | {"end": "2026-02-14"},
    BLOCK,
    BLOCK | {"overage_rate": "110.00", "end": "2026-02-20"},
    {"kind": "spend", "amount": "400.00", "start": "2026-01-01"},
)
TIERS = (("1", "18.00"), ("11", "15.50"), ("26", "13.25"))


@st.composite
def offices(draw: st.DrawFn) -> Tables:
    """What the user types into an office before its first run; the rows lie as they happen to."""
    tables = _agreed(draw)
    tables["Timesheets"] = _numbered(worked, draw(st.lists(works, min_size=2, max_size=10)))
    tables["Units"] = _numbered(counted, draw(st.lists(counts, max_size=4)))
    tables["Expenses"] = _numbered(spent, draw(st.lists(costs, max_size=3)))
    for name in ("Timesheets", "Units", "Projects", "Schedules", "Tiers"):
        tables[name] = draw(st.permutations(tables[name]))
    return tables


def _numbered(row: Any, given: list[Any]) -> list[Row]:
    return [row(number, one) for number, one in enumerate(given, start=1)]


def _agreed(draw: st.DrawFn) -> Tables:
    clients = zip(("ALDER", "BIRCH", "CEDAR"), draw(CLIENTS), strict=True)
    shared = {"multi_payer": "yes", "fee": "10000.00"}
    payers = {
        "ALDER": {"name": "Mixed"} | shared | draw(CAPS),
        "BIRCH": {"name": "Stages"} | shared,
    }
    projects = [
        {"project": "P-1", "client": "ALDER"} | payers["ALDER"],
        {"project": "P-2", "client": "BIRCH"} | payers["BIRCH"],
        {"project": "P-3", "client": "CEDAR", "name": "Pool"},
        {"project": "P-4", "client": "BIRCH", "name": "Pooled"},
    ]
    tables: Tables = {
        "Clients": [
            {"client": code, **cells, **YEARS.get(code, {}), **draw(st.sampled_from(DISCOUNTS))}
            for code, cells in clients
        ],
        "Projects": projects,
        "Splits": [
            {"project": "P-1", "payer": payer, "basis": basis, "share": share}
            for payer, basis, share in draw(SPLITS)
        ],
        "Schedules": [],
        "Services": [dict(row) for row in SERVICES],
        "Rates": [{"rate": "100.00"}],
        "Progress": [],
        "Retainers": [],
    }
    _add_fees(draw, tables)
    _add_stages(draw, tables)
    _add_lists(draw, tables)
    return tables


def _add_fees(draw: st.DrawFn, tables: Tables) -> None:
    fee = draw(st.sampled_from([{}, *FEES]))
    if fee:
        usual = {"project": "P-1", "service": "ACC", "axis": "fixed", "amount_per": "year"}
        index = draw(st.sampled_from(INDEXED))
        tables["Schedules"].append({**usual, "amount": "1000.00", **fee, **index})
    tables["Indexes"] = [
        {"index": "CPI", "valid_from": day, "value": value} for day, value in INDEXES
    ]
    deposit = draw(DEPOSITS)
    if deposit:
        project, amount = deposit
        row = {"project": project, "axis": "deposit", "amount": amount, "start": "2026-01-15"}
        tables["Schedules"].append(row)


def _add_stages(draw: st.DrawFn, tables: Tables) -> None:
    """Phases by progress with payers of their own, and milestones by share."""
    usual = {"project": "P-2", "service": "ACC"}
    design = {"project": "P-2", "phase": "DESIGN"}
    tables["Phases"] = [design | {"name": "Design", "fee": "20000.00"}]
    if draw(st.booleans()):
        row = {**usual, "phase": "DESIGN", "axis": "progress", "start": "2026-01-01"}
        tables["Schedules"].append(row)
        percents = sorted(draw(PERCENTS))
        pairs = zip(MONTHS, percents, strict=False)
        tables["Progress"] = [{**design, "month": month, "percent": part} for month, part in pairs]
    if draw(st.booleans()):
        tables["Splits"] += [
            {**design, "payer": payer, "basis": "percent", "share": "0.5"}
            for payer in ("BIRCH", "CEDAR")
        ]
    if draw(st.booleans()):
        tables["Schedules"] += [
            {**usual, "axis": "milestone", "share": share, "start": f"{month}-15"}
            for month, share in zip(MONTHS, ("0.3", "0.4", "0.3"), strict=True)
        ]


def _add_lists(draw: st.DrawFn, tables: Tables) -> None:
    """A pool of hours over two clients, a price list of payslips, a year on real volumes."""
    if draw(st.integers(0, 4)) == 0:
        planned = {"planned": "40", "unit_price": "12.50"}
        tables["Volumes"] = [{"fiscal_year": "2025", "project": "P-1", "service": "PAY", **planned}]
    retainer = draw(st.sampled_from(RETAINERS))
    if retainer:
        pool = {} if retainer["kind"] == "spend" else {"projects": "P-4"}
        tables["Retainers"] = [{"retainer": "R-1", "project": "P-3", **pool, **retainer}]
    mode = draw(st.sampled_from(["", "graduated", "volume"]))
    tables["Tiers"] = [
        {"tiers": "L", "from_quantity": first, "unit_price": price, "mode": mode}
        for first, price in TIERS
        if mode
    ]
    for service in tables["Services"]:
        if mode and service["service"] == "PAY":
            service["tiers"] = "L"

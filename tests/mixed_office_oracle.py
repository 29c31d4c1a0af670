"""What a mixed office owes for its first quarter, reckoned slowly and simply from its sheets.

Nothing of the program takes part. Sources are summed whole, never month by month as they are
billed, and so nothing here knows of late work, of corrections or of remainders.
"""

from calendar import monthrange
from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction
from typing import Any

from mixed_office import MONTHS, POOL, Row, Tables

Owed = Counter[tuple[str, str]]
HOUR_CENTS = 100_00


def owed(tables: Tables) -> dict[tuple[str, str], int]:
    """Cents by project and way of billing; deposits and minimum spends are not told.

    The time of the projects that share the hours of a retainer comes under ``pool``.
    """
    cents: Owed = Counter()
    _add_fees(tables, cents)
    _add_stages(tables, cents)
    _add_units(tables, cents)
    _add_expenses(tables, cents)
    _add_time(tables, cents)
    return {what: found for what, found in cents.items() if found}


def rounded(exact: Fraction) -> int:
    """A whole number, half away from zero."""
    sign = -1 if exact < 0 else 1
    return sign * int(abs(exact) + Fraction(1, 2))


def _cents(euros: Any) -> Fraction:
    return Fraction(str(euros)) * 100


def _day(cell: Any) -> date:
    return date.fromisoformat(str(cell))


def _days_of(month: str) -> list[date]:
    year, number = map(int, month.split("-"))
    return [date(year, number, day + 1) for day in range(monthrange(year, number)[1])]


def _add_fees(tables: Tables, cents: Owed) -> None:
    """A year from April on, in twelve or in four parts, each by the days that it serves."""
    for row in tables["Schedules"]:
        if row["axis"] != "fixed":
            continue
        length = {"monthly": 1, "quarterly": 3}[row["periodicity"]]
        start, due = _day(row["start"]), Fraction(0)
        for month in range(12):
            if month % length:
                continue
            days = _period(month, length)
            served = [day for day in days if day >= start]
            if not served or not _is_billed(row, served):
                continue
            year = rounded(_cents(row["amount"]) * _index_ratio(tables, row, served[0]))
            parts = 12 // length
            before = rounded(Fraction(year * (month // length), parts))
            whole = rounded(Fraction(year * (month // length + 1), parts)) - before
            due += rounded(Fraction(whole * len(served), len(days)))
        cents[row["project"], "fixed"] += int(due)


def _period(month: int, length: int) -> list[date]:
    """Days of some months in a row, counted from April 2025."""
    found = []
    for number in range(month, month + length):
        year, at = 2025 + (number + 3) // 12, (number + 3) % 12 + 1
        found += _days_of(f"{year}-{at:02}")
    return found


def _is_billed(schedule: Row, served: list[date]) -> bool:
    billed_on = served[0] if schedule["timing"] == "advance" else served[-1]
    return f"{billed_on:%Y-%m}" in MONTHS


def _index_ratio(tables: Tables, schedule: Row, day: date) -> Fraction:
    if "index" not in schedule:
        return Fraction(1)
    base = schedule.get("index_base") or _index_on(tables, _day(schedule["start"]))
    return Fraction(str(_index_on(tables, day))) / Fraction(str(base))


def _index_on(tables: Tables, day: date) -> Any:
    rows = [row for row in tables["Indexes"] if _day(row["valid_from"]) <= day]
    return max(rows, key=lambda row: _day(row["valid_from"]))["value"]


def _add_stages(tables: Tables, cents: Owed) -> None:
    """Milestones reached by the end of March make their share of the fee of the project."""
    fees = {row["project"]: _cents(row["fee"]) for row in tables["Projects"] if "fee" in row}
    shares: dict[str, Fraction] = defaultdict(Fraction)
    for row in tables["Schedules"]:
        if row["axis"] == "milestone":
            shares[row["project"]] += Fraction(str(row["share"]))
        if row["axis"] == "progress":
            done = [one for one in tables["Progress"] if one["phase"] == row["phase"]]
            if done:
                last = max(done, key=lambda one: str(one["month"]))
                fee = next(one["fee"] for one in tables["Phases"] if one["phase"] == row["phase"])
                part = _cents(fee) * Fraction(str(last["percent"]))
                cents[row["project"], "progress"] += rounded(part)
    for project, share in shares.items():
        cents[project, "milestone"] += rounded(fees[project] * share)


def _add_units(tables: Tables, cents: Owed) -> None:
    """Month by month at the price of the list; or the year's volume against what was planned."""
    months: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for row in tables["Units"]:
        months[row["project"], str(row["month"])] += Fraction(str(row["quantity"]))
    for row in tables.get("Volumes", ()):
        actual = [months.pop((row["project"], month), Fraction(0)) for month in MONTHS]
        price = _cents(row["unit_price"])
        difference = rounded(sum(actual) * price) - rounded(Fraction(row["planned"]) * price)
        cents[row["project"], "adjustment"] += difference
    for (project, _), quantity in months.items():
        cents[project, "unit"] += _units_cents(tables["Tiers"], quantity)


def _units_cents(tiers: list[Row], quantity: Fraction) -> int:
    if not tiers:
        return rounded(quantity * 1475)
    steps = sorted(
        (Fraction(str(row["from_quantity"])), _cents(row["unit_price"])) for row in tiers
    )
    if tiers[0]["mode"] == "volume":
        reached = [price for first, price in steps if quantity >= first]
        return rounded(quantity * (reached or [steps[0][1]])[-1])
    total = 0
    for at, (first, price) in enumerate(steps):
        last = steps[at + 1][0] - 1 if at + 1 < len(steps) else quantity
        total += rounded(max(min(quantity, last) - first + 1, Fraction(0)) * price)
    return total


def _add_expenses(tables: Tables, cents: Owed) -> None:
    for row in tables["Expenses"]:
        if row["status"] == "approved":
            cents[row["project"], "expense"] += int(_cents(row["amount"]))


def _add_time(tables: Tables, cents: Owed) -> None:
    """Hours at 100.00, up to the cap of the project; those of a pool beyond what it includes."""
    minutes = _billed_minutes(tables)
    pool = [row for row in tables["Retainers"] if row["kind"] != "spend"]
    for project in ("P-1", "P-2", "P-3", "P-4"):
        worked = [time for (what, *_), time in minutes.items() if what == project]
        if not (pool and project in POOL):
            due = rounded(sum(worked, Fraction(0)) * HOUR_CENTS / 60)
            cents[project, "time"] += min(due, _cap(tables, project, due))
    if pool:
        included: dict[date, Fraction] = defaultdict(Fraction)
        ordinary = Fraction(0)
        for (project, day, is_foreign), time in minutes.items():
            if project in POOL and is_foreign:
                ordinary += time / 60
            elif project in POOL:
                included[day] += time / 60
        reckon = {"minimum": _minimum, "block": _block}[pool[0]["kind"]]
        cents["P-3", "retainer"], cents["pool", "time"] = reckon(pool[0], included)
        cents["pool", "time"] += rounded(ordinary * HOUR_CENTS)


def _cap(tables: Tables, project: str, otherwise: int) -> int:
    row = next(row for row in tables["Projects"] if row["project"] == project)
    return int(_cents(row["cap_amount"])) if "cap_amount" in row else otherwise


def _billed_minutes(tables: Tables) -> dict[tuple[str, date, bool], Fraction]:
    """The billable part of each entry, brought to the step of the client.

    By project, day and whether it is for another payer than the client, whom no retainer concerns.
    """
    clients = {row["project"]: row["client"] for row in tables["Projects"]}
    terms = {row["client"]: row for row in tables["Clients"]}
    by_step: dict[tuple[Any, ...], Fraction] = defaultdict(Fraction)
    for row in tables["Timesheets"]:
        if row["status"] != "approved" or not row.get("billable", True):
            continue
        client = terms[clients[row["project"]]]
        alike = [row["person"], row["service"], row.get("organisation")]
        group = alike if client.get("rounding_per") == "day" else [row["entry"]]
        is_foreign = row.get("organisation", client["client"]) != client["client"]
        key = (row["project"], _day(row["date"]), is_foreign, *group)
        by_step[key] += row["minutes"] * Fraction(str(row.get("billable_percent", 1)))
    found: dict[tuple[str, date, bool], Fraction] = defaultdict(Fraction)
    for (project, day, is_foreign, *_), minutes in by_step.items():
        found[project, day, is_foreign] += _stepped(minutes, terms[clients[project]])
    return found


def _stepped(minutes: Fraction, client: Row) -> Fraction:
    step = int(client.get("rounding_minutes", 1))
    steps = minutes / step
    if client.get("rounding") == "nearest" or step == 1:
        return Fraction(rounded(steps) * step)
    return Fraction(-(-steps.numerator // steps.denominator) * step)


def _served(retainer: Row, month: str) -> list[date]:
    last = _day(retainer.get("end", "9999-12-31"))
    return [day for day in _days_of(month) if _day(retainer["start"]) <= day <= last]


def _minimum(retainer: Row, hours: dict[date, Fraction]) -> tuple[int, int]:
    """What the months cost, and what the hours beyond and beside them do."""
    price = _cents(retainer.get("overage_rate", HOUR_CENTS // 100))
    keep = Fraction(str(retainer.get("rollover_hours", 0)))
    amount, beyond, beside = 0, Fraction(0), dict(hours)
    left: list[Fraction] = []  # unused hours of the months before, the oldest first
    for month in MONTHS:
        served, whole = _served(retainer, month), len(_days_of(month))
        if not served:
            left = []
            continue
        part = Fraction(len(served), whole)
        amount += rounded(_cents(retainer["amount"]) * part)
        included = rounded(Fraction(str(retainer["included_hours"])) * 100 * part)
        left.append(Fraction(included, 100))
        used = sum((beside.pop(day, Fraction(0)) for day in served), Fraction(0))
        for at, hours_left in enumerate(left):
            taken = min(used, hours_left)
            left[at], used = hours_left - taken, used - taken
        beyond += used
        left = _handed_on(left[-int(retainer.get("rollover_months", 1)) :], keep)
    cents = beyond * price + sum(beside.values(), Fraction(0)) * HOUR_CENTS
    return amount, rounded(cents)


def _handed_on(left: list[Fraction], most: Fraction) -> list[Fraction]:
    """The hours that live on: of more than may be kept the oldest are lost first."""
    found: list[Fraction] = []
    for hours in reversed(left):
        found.insert(0, min(hours, most - sum(found, Fraction(0))))
    return found


def _block(retainer: Row, hours: dict[date, Fraction]) -> tuple[int, int]:
    """The price of the block, and of the hours that it does not cover."""
    price = _cents(retainer.get("overage_rate", HOUR_CENTS // 100))
    start, end = _day(retainer["start"]), _day(retainer.get("end", "9999-12-31"))
    covered = sum((time for day, time in hours.items() if start <= day <= end), Fraction(0))
    beside = sum(hours.values(), Fraction(0)) - covered
    beyond = max(covered - Fraction(str(retainer["included_hours"])), Fraction(0))
    return int(_cents(retainer["amount"])), rounded(beyond * price + beside * HOUR_CENTS)

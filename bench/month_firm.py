"""A firm as large as they come: what a month of a million entries is computed from."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from addin.billing.calendar import Month
from addin.tables.catalogue import BY_NAME
from addin.tables.grid import Cell, Grid
from addin.words import Language

MONTH = Month(2026, 3)
LANGUAGE = Language.EN
SERVICES = ("ACC", "PAY", "ADV", "TAX")
"""Bookkeeping and payroll are covered by fees; advice and tax are billed by time."""
BY_TIME = ("ADV", "TAX")
GRADES = (Decimal("72.50"), Decimal("95.00"), Decimal("120.00"), Decimal("165.00"))
OWN_RATE = Decimal("88.25")
TEAM = 3
"""People on one project."""
PARTS = ("0.5", "0.3", "0.2")
"""Of three payers; three projects in ten have them, and one in ten a rate of its own."""

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Firm:
    """The sizes and the time entries of a firm.

    Attributes:
        clients: How many; each has two projects, and each project two schedules.
        project: Of each entry, from 0.
        person: Of each entry.
        service: Of each entry, as in ``SERVICES``.
        day: Of each entry, from the first of the month.
        minutes: Of each entry.
        billable: Whether each entry is approved and billable.
    """

    clients: int
    people: int
    project: Codes
    person: Codes
    service: Codes
    day: Codes
    minutes: Codes
    billable: Codes

    @property
    def projects(self) -> int:
        """How many."""
        return 2 * self.clients

    @property
    def entries(self) -> int:
        """How many."""
        return len(self.project)


def firm_of(entries: int) -> Firm:
    """A firm with so many time entries in a month: 100 on a project, 200 of a client.

    The same numbers every time.
    """
    chance = np.random.default_rng(entries)
    clients = max(entries // 200, 10)
    people = max(clients // 10, 4 * TEAM)
    project = chance.integers(0, 2 * clients, entries)
    return Firm(
        clients=clients,
        people=people,
        project=project,
        person=(project + 7 * chance.integers(0, TEAM, entries)) % people,
        service=chance.choice(len(SERVICES), entries, p=[0.4, 0.2, 0.25, 0.15]),
        day=chance.choice(_workdays(), entries),
        minutes=5 * chance.integers(1, 48, entries),
        billable=(chance.random(entries) < 0.9).astype(np.int64),
    )


def _workdays() -> Codes:
    days = range((MONTH.last - MONTH.first).days + 1)
    first = MONTH.first.weekday()
    return np.array([day for day in days if (first + day) % 7 < 5], np.int64)


def has_three_payers(project: int) -> bool:
    """Three projects in ten."""
    return project % 10 < 3


def has_own_rate(project: int) -> bool:
    """One project in ten."""
    return project % 10 == 5


def payers_of(firm: Firm, project: int) -> list[int]:
    """The clients who pay a project, from 0."""
    first = project // 2
    return [(first + step) % firm.clients for step in range(3 if has_three_payers(project) else 1)]


def monthly_fee(project: int) -> Decimal:
    """Of a year, billed every month."""
    return Decimal(1200 + project % 997)


def quarterly_fee(project: int) -> Decimal:
    """Of a year, billed every quarter in arrears."""
    return Decimal(f"{800 + project % 911}.50")


def grids_of(firm: Firm) -> dict[str, Grid]:
    """The firm's tables as they lie in a workbook."""
    projects, clients = range(firm.projects), range(firm.clients)
    names = [f"C{one:05}" for one in clients]
    codes = [f"{names[one // 2]}-{one % 2}" for one in projects]
    people = [f"P{one:04}" for one in range(firm.people)]
    filled: dict[str, dict[str, list[Any]]] = {
        "Settings": {"setting": list(_SETTINGS), "value": list(_SETTINGS.values())},
        "Clients": _clients(names),
        "Projects": {
            "project": codes,
            "name": [f"Accounts {code}" for code in codes],
            "client": [names[one // 2] for one in projects],
            "fiscal_year": [2026.0] * len(codes),
            "multi_payer": ["yes" if has_three_payers(one) else "no" for one in projects],
        },
        "Splits": _splits(firm, codes, names),
        "Schedules": _schedules(codes),
        "Staff": {"person": people, "name": [f"Person {one}" for one in people]},
        "Services": {"service": list(SERVICES), "name": list(SERVICES), "unit": ["hour"] * 4},
        "Rates": _rates(codes, people),
        "Timesheets": _timesheets(firm, codes, people),
    }
    return {name: _grid(name, filled.get(name, {})) for name in BY_NAME}


def _grid(name: str, columns: dict[str, list[Cell]]) -> Grid:
    spec = BY_NAME[name]
    nothing: list[Cell] = [None] * len(next(iter(columns.values()), [None]))
    return Grid(
        name,
        spec.sheet[LANGUAGE],
        5,
        spec.headings(LANGUAGE),
        tuple(columns.get(column.name, nothing) for column in spec.columns),
        frozenset(one.heading[LANGUAGE] for one in spec.columns if one.formula),
    )


_SETTINGS = {
    "firm_name": "Marchal & Associés",
    "legal_form": "SRL",
    "vat_number": "BE0123456749",
    "enterprise_number": "0123456749",
    "address": "Rue de la Loi 16",
    "postcode": "1000",
    "city": "Bruxelles",
    "country": "BE",
    "iban": "BE68539007547034",
    "language": "en",
    "month": "2026-03",
}


def _clients(names: list[str]) -> dict[str, list[Any]]:
    digits = [4_000_000 + 7 * number for number in range(len(names))]
    return {
        "client": names,
        "name": [f"{name} & Fils" for name in names],
        "vat_number": [f"BE{one:08}{97 - one % 97:02}" for one in digits],
        "address": ["Avenue des Tilleuls 1"] * len(names),
        "postcode": ["4000"] * len(names),
        "city": ["Liège"] * len(names),
        "country": ["BE"] * len(names),
        "email": [f"accounts@{name}.example" for name in names],
    }


def _splits(firm: Firm, codes: list[str], names: list[str]) -> dict[str, list[Any]]:
    rows = [
        (codes[project], names[payer], float(part))
        for project in range(firm.projects)
        if has_three_payers(project)
        for payer, part in zip(payers_of(firm, project), PARTS, strict=True)
    ]
    projects, payers, parts = zip(*rows, strict=True)
    return {"project": list(projects), "payer": list(payers), "share": list(parts)}


def _schedules(codes: list[str]) -> dict[str, list[Any]]:
    numbers = range(len(codes))
    fees = ((float(monthly_fee(one)), float(quarterly_fee(one))) for one in numbers)
    return {
        "document": ["letter"] * (2 * len(codes)),
        "project": list(chain.from_iterable((code, code) for code in codes)),
        "service": ["ACC", "PAY"] * len(codes),
        "axis": ["fixed"] * (2 * len(codes)),
        "periodicity": ["monthly", "quarterly"] * len(codes),
        "amount": list(chain.from_iterable(fees)),
        "amount_per": ["year"] * (2 * len(codes)),
        "timing": ["arrears"] * (2 * len(codes)),
        "start": [date(2026, 1, 1)] * (2 * len(codes)),
    }


def _rates(codes: list[str], people: list[str]) -> dict[str, list[Any]]:
    own = [code for number, code in enumerate(codes) if has_own_rate(number)]
    grades = [float(GRADES[number % len(GRADES)]) for number in range(len(people))]
    return {
        "person": [*people, *([None] * len(own))],
        "project": [*([None] * len(people)), *own],
        "rate": [*grades, *([float(OWN_RATE)] * len(own))],
    }


def _timesheets(firm: Firm, codes: list[str], people: list[str]) -> dict[str, list[Any]]:
    days = [MONTH.first + timedelta(days=day) for day in range(31)]
    tasks = ("Bookings", "Review", "Call", "Closing")
    return {
        "entry": [f"T-{number:07}" for number in range(firm.entries)],
        "date": list(map(days.__getitem__, firm.day.tolist())),
        "person": list(map(people.__getitem__, firm.person.tolist())),
        "project": list(map(codes.__getitem__, firm.project.tolist())),
        "task": [tasks[number % 4] for number in range(firm.entries)],
        "service": list(map(SERVICES.__getitem__, firm.service.tolist())),
        "minutes": list(map(float, firm.minutes.tolist())),
        "billable": list(map(("no", "yes").__getitem__, firm.billable.tolist())),
        "status": ["approved"] * firm.entries,
    }

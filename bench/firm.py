"""A large firm that exists only to be measured: 1 000 projects, 20 people, one busy month."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from addin.billing.calendar import Month
from addin.billing.choices import EntryStatus
from addin.words import Language

Row = dict[str, Any]

MONTH = Month(2026, 3)
LANGUAGE = Language.EN
PROJECTS = 1_000
PEOPLE = 20
SERVICES = ("Accounts", "Payroll", "Tax advice", "Annual accounts")
GRADES = (Decimal("72.50"), Decimal("95.00"), Decimal("120.00"), Decimal("165.00"))
TEAM = 3
"""People on one project; with the services, this makes some twelve lines per project."""

SHARED_EVERY = 10
"""One project in so many has two payers, and another one a rate of its own."""


def firm_rows(entries: int) -> dict[str, list[Row]]:
    """The rows of the firm's workbook by table, as the builder takes them.

    Args:
        entries: Time entries, all of ``MONTH``; nine in ten are approved and billable.
    """
    return {
        "Settings": [{"setting": name, "value": value} for name, value in _SETTINGS.items()],
        "Clients": [_client(number) for number in range(PROJECTS)],
        "Projects": [_project(number) for number in range(PROJECTS)],
        "Splits": list(_splits()),
        "Staff": [{"person": _person(n), "name": f"Person {n}"} for n in range(PEOPLE)],
        "Services": [{"service": name, "name": name, "unit": "hour"} for name in SERVICES],
        "Rates": list(_rates()),
        "Timesheets": list(_entries(entries)),
    }


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
    "language": LANGUAGE,
    "month": MONTH,
}


def _person(number: int) -> str:
    return f"P{number:02}"


def _code(number: int) -> str:
    return f"C{number:04}"


def _vat_number(number: int) -> str:
    """With the check digits of a Belgian number."""
    digits = 4_000_000 + 7 * number
    return f"BE{digits:08}{97 - digits % 97:02}"


def _client(number: int) -> Row:
    return {
        "client": _code(number),
        "name": f"Client {number} & Fils",
        "vat_number": _vat_number(number),
        "address": f"Avenue des Tilleuls {number}",
        "postcode": "4000",
        "city": "Liège",
        "country": "BE",
        "email": f"accounts@client{number}.example",
    }


def _project(number: int) -> Row:
    return {
        "project": f"{_code(number)}-2026",
        "name": f"Client {number}, accounts 2026",
        "client": _code(number),
        "fiscal_year": 2026,
        "multi_payer": number % SHARED_EVERY == 0,
    }


def _splits() -> Iterator[Row]:
    for number in range(0, PROJECTS, SHARED_EVERY):
        for payer, share in ((number, "0.6"), (number + 1, "0.4")):
            project = f"{_code(number)}-2026"
            yield {"project": project, "payer": _code(payer), "share": Decimal(share)}


def _rates() -> Iterator[Row]:
    for number in range(PEOPLE):
        yield {"person": _person(number), "rate": GRADES[number % len(GRADES)]}
    for number in range(5, PROJECTS, SHARED_EVERY):
        yield {"project": f"{_code(number)}-2026", "rate": Decimal("88.25")}


def _entries(count: int) -> Iterator[Row]:
    chance = Random(count)  # noqa: S311 - the same month every time
    days = [MONTH.first + timedelta(days=day) for day in range(31)]
    workdays: list[date] = [day for day in days if day.weekday() < 5]
    for number in range(count):
        project = chance.randrange(PROJECTS)
        yield {
            "entry": f"T-{number + 1:06}",
            "date": chance.choice(workdays),
            "person": _person((project + 7 * chance.randrange(TEAM)) % PEOPLE),
            "project": f"{_code(project)}-2026",
            "task": chance.choice(("Bookings", "Review", "Call", "Closing")),
            "service": chance.choice(SERVICES),
            "minutes": chance.randrange(5, 240, 5),
            "billable": chance.random() < 0.95,
            "note": f"Note of entry {number + 1}",
            "status": EntryStatus.APPROVED if chance.random() < 0.95 else EntryStatus.DRAFT,
        }

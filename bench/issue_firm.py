"""A firm with thousands of clients and one invoice for each: what a large issue is measured on."""

from collections.abc import Iterator
from typing import Any

from bench.firm import LANGUAGE, MONTH, firm_rows

Row = dict[str, Any]

SERVICES = ("Accounts", "Payroll", "Tax advice")
"""Lines of an invoice."""


def issue_rows(invoices: int) -> dict[str, list[Row]]:
    """The rows of the workbook by table: clients, their projects, and lines typed by hand.

    Args:
        invoices: One for each client.
    """
    firm = firm_rows(0)
    numbers = range(invoices)
    return {
        "Settings": [row for row in firm["Settings"] if row["setting"] != "language"]
        + [{"setting": "language", "value": LANGUAGE}, {"setting": "guard_rows", "value": "0"}],
        "Clients": [_client(number) for number in numbers],
        "Projects": [_project(number) for number in numbers],
        "Services": firm["Services"],
        "Prebilling": [row for number in numbers for row in _lines(number)],
    }


def _code(number: int) -> str:
    return f"C{number:05}"


def _client(number: int) -> Row:
    digits = 4_000_000 + 7 * number
    return {
        "client": _code(number),
        "name": f"Client {number} & Fils",
        "vat_number": f"BE{digits:08}{97 - digits % 97:02}",
        "address": f"Avenue des Tilleuls {number}",
        "postcode": "4000",
        "city": "Liège",
        "country": "BE",
        "email": f"accounts@client{number}.example",
    }


def _project(number: int) -> Row:
    code = _code(number)
    return {"project": f"{code}-2026", "name": f"Accounts of {number}", "client": code}


def _lines(number: int) -> Iterator[Row]:
    for place, service in enumerate(SERVICES, start=1):
        yield {
            "month": MONTH,
            "project": f"{_code(number)}-2026",
            "service": service,
            "description": f"{service} of March",
            "quantity": place,
            "unit_price": 40 + number % 97,
        }

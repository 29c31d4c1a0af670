"""What is odd about clients and staff, and keeps nobody from being billed."""

from collections.abc import Callable, Iterator

from addin.errors import Finding, Place
from addin.identity.fault import Fault
from addin.jobs.clients.entry import too_early
from addin.jobs.clients.groups import unknown_groups
from addin.jobs.content import Content
from addin.jobs.imports.people_checks import CHECKED_OF_PEOPLE
from addin.tables.columns import Record
from addin.tables.sheets.clients import Client
from addin.tables.sheets.work import Person

UNREACHABLE = {
    "email": "CLT-07",
    "billing_email": "CLT-07",
    "purchases_email": "CLT-07",
    "sales_email": "CLT-07",
    "other_email": "CLT-07",
    "mobile": "CLT-08",
    "postcode": "CLT-09",
}
"""Columns with one right form, and what is said of another."""


def people_warnings(content: Content) -> list[Finding]:
    """Groups, addresses and days of clients and staff that cannot be meant."""
    return [
        *_groups(content, Client),
        *_groups(content, Person),
        *_unreachable(content),
        *_too_early(content),
    ]


def _groups(content: Content, record: type[Record]) -> Iterator[Finding]:
    table = content.table(record)
    for position, cell in enumerate(table.values["groups"]):
        yield from unknown_groups(content, cell, table.place(position, "groups"))


def _unreachable(content: Content) -> Iterator[Finding]:
    table = content.table(Client)
    countries = table.values["country"]
    for name, code in UNREACHABLE.items():
        check: Callable[[str, str], str | Fault] = CHECKED_OF_PEOPLE[Client.spec.name][name]
        for position, value in enumerate(table.values[name]):
            if value is None:
                continue
            found = check(value, countries[position] or content.firm.country)
            if isinstance(found, Fault):
                told = {"found": value, "country": countries[position] or content.firm.country}
                yield Finding(code, table.place(position, name), told)


def _too_early(content: Content) -> Iterator[Finding]:
    table = content.table(Client)
    days = zip(table.values["follow_up_from"], table.values["registered"], strict=True)
    for position, (start, registered) in enumerate(days):
        if start is not None and registered is not None:
            where: Place = table.place(position, "follow_up_from")
            finding = too_early(start, registered, where)
            if finding is not None:
                yield finding

"""The answers of the form of a new client, each read and held against the workbook."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from addin.errors import Finding, Place
from addin.identity.bank_account import checked_iban
from addin.identity.endpoint import checked_endpoint
from addin.identity.fault import Fault
from addin.jobs.agreed.portfolio import CLIENT_LIMITS
from addin.jobs.clients.groups import unknown_groups
from addin.jobs.content import Content
from addin.jobs.imports.people_checks import CHECKED_OF_PEOPLE
from addin.tables.columns import Column, Writer
from addin.tables.grid import Cell
from addin.tables.kinds import TEXT, CellFault
from addin.tables.reading import folded_key
from addin.tables.several import several
from addin.tables.sheets.client_form import ACCOUNTS
from addin.tables.sheets.clients import Client, ClientAccount, Connection

TYPED = tuple(
    column.name
    for column in Client.spec.columns
    if column.writer is Writer.USER and column.name != "status"
)
"""Every field that may be given; how far the invitation has come follows from inviting."""

FOLLOWED_UP_DAYS = 90
"""How far back the follow-up of a client may begin when it is entered."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of the form.

    Attributes:
        value: In the form in which it is kept; None where there is none, or it is refused. Bank
            accounts are a tuple.
        fault: Why it is refused.
    """

    value: Any = None
    fault: Finding | None = None


def answered(
    content: Content, name: str, given: Cell, others: Mapping[str, Any], today: date
) -> Answered:
    """Read one answer, and hold it against the workbook.

    Args:
        content: The workbook.
        name: A field of the form, or any of ``TYPED``.
        given: What was typed.
        others: The values that were given before; the country of numbers is taken from there.
        today: Day of the entry.
    """
    if given is None or (isinstance(given, str) and not given.strip()):
        return Answered()
    if name == ACCOUNTS:
        return _accounts(str(given))
    where = Place(Client.spec.name, None, name)
    column = Client.spec.column(name)
    try:
        value = _read(column, given)
    except CellFault as unread:
        return Answered(fault=Finding(unread.code, where, unread.values))
    if value is None:
        return Answered()
    checked = _canonical(name, value, str(others.get("country") or content.firm.country))
    if isinstance(checked, Fault):
        return Answered(fault=checked.at(where))
    fault = _unfit(content, name, checked, today)
    return Answered(fault=fault) if fault else Answered(checked)


def _read(column: Column, given: Cell) -> Any:  # noqa: ANN401 - whatever the column holds
    if isinstance(given, str) and column.kind is not TEXT:
        return column.kind.from_text(given)
    return column.kind.from_cell(given)


def _accounts(given: str) -> Answered:
    accounts = []
    for one in several(given):
        checked = checked_iban(one)
        if isinstance(checked, Fault):
            return Answered(fault=checked.at(Place(ClientAccount.spec.name, None, ACCOUNTS)))
        accounts.append(checked)
    return Answered(tuple(dict.fromkeys(accounts)))


def _canonical(name: str, value: Any, country: str) -> Any:  # noqa: ANN401 - as the column has it
    if name == "endpoint":
        return checked_endpoint(value)
    if name == "country":
        return str(value).upper()
    if name in {"groups", "sales_accounts"}:
        return "; ".join(several(value))
    check = CHECKED_OF_PEOPLE[Client.spec.name].get(name)
    return value if check is None else check(str(value), country)


def _unfit(content: Content, name: str, value: Any, today: date) -> Finding | None:  # noqa: ANN401
    """Why a value cannot stand in this workbook on this day."""
    where = Place(Client.spec.name, None, name)
    if name in CLIENT_LIMITS:
        return _outside(name, value, where)
    tests: dict[str, Callable[[], Finding | None]] = {
        "client": partial(_taken_code, content, value),
        "email": partial(_taken_email, content, value),
        "groups": lambda: next(unknown_groups(content, value, where), None),
        "connection": partial(_unknown_connection, content, value, where),
        "follow_up_from": partial(too_early, value, today, where),
    }
    return tests[name]() if name in tests else None


def _outside(name: str, value: int, where: Place) -> Finding | None:
    low, high = CLIENT_LIMITS[name]
    values = {"heading": name, "value": value, "expected": f"{low}-{high}"}
    return None if low <= value <= high else Finding("SET-02", where, values)


def _unknown_connection(content: Content, value: str, where: Place) -> Finding | None:
    values = {"value": value, "table": Connection.spec.name}
    known = value in content.table(Connection).values["connection"]
    return None if known else Finding("TAB-10", where, values)


def too_early(start: date, entered: date, where: Place) -> Finding | None:
    """Why a follow-up cannot begin on a day; None if it can."""
    earliest = entered - timedelta(days=FOLLOWED_UP_DAYS)
    values = {"found": start, "earliest": earliest, "days": FOLLOWED_UP_DAYS}
    return None if start >= earliest else Finding("CLT-06", where, values)


def _taken_code(content: Content, code: str) -> Finding | None:
    table = content.table(Client)
    for position, known in enumerate(table.values["client"]):
        if known is not None and folded_key((known,)) == folded_key((code,)):
            values = {"key": code, "first": table.sheet_row(position)}
            return Finding("TAB-11", Place(Client.spec.name, None, "client"), values)
    return None


def _taken_email(content: Content, email: str) -> Finding | None:
    table = content.table(Client)
    for position, known in enumerate(table.values["email"]):
        if known is not None and known.casefold() == email.casefold():
            values = {
                "email": email,
                "client": table.values["client"][position] or "",
                "name": table.values["name"][position] or "",
                "row": table.sheet_row(position),
            }
            return Finding("CLT-02", Place(Client.spec.name, None, "email"), values)
    return None

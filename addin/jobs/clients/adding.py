"""Add a client: every answer checked, those it looks like shown, all of it in one write."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from addin.billing.choices import ClientStatus
from addin.errors import Finding, Place, RefusedError
from addin.identity.bank_account import bank_of
from addin.jobs.clients.codes import next_code
from addin.jobs.clients.duplicates import AlikeClientsError, alike_clients
from addin.jobs.clients.entry import answered
from addin.jobs.clients.registers import LookUp
from addin.jobs.content import Content
from addin.jobs.report import Proposal, Report
from addin.jobs.telling import tell
from addin.tables.columns import Writer
from addin.tables.editing import NoColumnError, TableEditor
from addin.tables.grid import Cell
from addin.tables.sheets.client_form import ACCOUNTS
from addin.tables.sheets.clients import Client, ClientAccount
from addin.words import Language

JOB = "client"

Asking = Callable[[Mapping[str, Any], Language], LookUp]
"""Looks a client up in the registers by what is known of it so far."""


def nobody(_: Mapping[str, Any], __: Language) -> LookUp:
    """No register is asked."""
    return LookUp()


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client to be added.

    Attributes:
        given: What was typed, by field of the form; texts, or cells of a workbook.
        today: Day of the registration.
        confirmed: It is another client than those it looks like.
        look_up: Asks the registers.
    """

    given: Mapping[str, Cell]
    today: date
    confirmed: bool = False
    look_up: Asking = nobody


@dataclass(slots=True)
class Entered:
    """The answers so far.

    Attributes:
        values: In the form in which they are kept, by field.
        faults: Why answers are refused, in the order of the form.
        told: What the registers say.
    """

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)
    told: list[Finding] = field(default_factory=list)


def add_client(content: Content, request: NewClient) -> Proposal:
    """Add a client with its bank accounts.

    What the user leaves empty is what a register knows, else the default of its column; a code
    is made where there is none.

    Args:
        content: The workbook.
        request: Who it is.

    Raises:
        RefusedError: With every answer that is refused.
        AlikeClientsError: It looks like others, and that it is another was not confirmed.
        NoColumnError: The workbook is older and lacks the column of an answer.
    """
    content.require_structure(Client.spec.name, ClientAccount.spec.name)
    entered = entered_values(content, request)
    if entered.faults:
        raise RefusedError(entered.faults, content.tables)
    alike = alike_clients(content, entered.values)
    if alike and not request.confirmed:
        raise AlikeClientsError(alike, content.tables)
    edits = [
        edit
        for editor in (_client(content, entered.values, request), _accounts(content, entered))
        if (edit := editor.edit())
    ]
    report = Report(JOB, str(content.book.path), added=1)
    report.totals = {"client": str(entered.values["client"])}
    findings = [*alike, *entered.told]
    report.findings = [tell(one, content.tables, content.language) for one in findings]
    return Proposal(report, edits)


def entered_values(content: Content, request: NewClient) -> Entered:
    """Every answer as it is kept, with what a register adds to it and the code it gets."""
    entered = Entered()
    for name in sorted(request.given, key=lambda one: one != "country"):
        _enter(content, entered, name, request.given[name], request.today)
    if not entered.values.get("country"):
        entered.values["country"] = content.firm.country
    found = request.look_up(entered.values, content.language)
    entered.told += found.findings
    for name, fact in found.filled.items():
        if name not in request.given or not entered.values.get(name):
            _enter(content, entered, name, fact, request.today)
    _add_belgian_number(entered.values)
    if not entered.values.get("name"):
        where = Place(Client.spec.name, None, "name")
        entered.faults.append(Finding("TAB-04", where, {"heading": "name"}))
    elif not entered.values.get("client"):
        known = [code for code in content.table(Client).values["client"] if code]
        entered.values["client"] = next_code(entered.values["name"], known)
    return entered


def _add_belgian_number(values: dict[str, Any]) -> None:
    """The VAT number of a Belgian firm is its enterprise number with the country in front."""
    vat_number = str(values.get("vat_number") or "")
    if values["country"] == "BE" and vat_number.startswith("BE"):
        values.setdefault("enterprise_number", vat_number.removeprefix("BE"))


def _enter(content: Content, entered: Entered, name: str, given: Cell, today: date) -> None:
    answer = answered(content, name, given, entered.values, today)
    if answer.fault is not None:
        entered.faults.append(answer.fault)
    elif answer.value is not None:
        entered.values[name] = answer.value


def _client(content: Content, values: Mapping[str, Any], request: NewClient) -> TableEditor:
    """The row of the client, the defaults of its columns filled in."""
    editor = content.editor(Client)
    row = {
        column.name: values.get(column.name, column.default)
        for column in Client.spec.columns
        if column.writer is Writer.USER
    }
    row["status"] = ClientStatus.NOT_INVITED
    for name in values:
        if name != ACCOUNTS and name not in editor.table.headings:
            heading = Client.spec.column(name).heading[content.language]
            raise NoColumnError(table=Client.spec.name, heading=heading)
    if "registered" in editor.table.headings:
        row["registered"] = request.today
    editor.add({name: value for name, value in row.items() if value is not None})
    return editor


def _accounts(content: Content, entered: Entered) -> TableEditor:
    """A row for each of its bank accounts, with the BIC of the bank."""
    editor = content.editor(ClientAccount)
    for iban in entered.values.get(ACCOUNTS, ()):
        bic = bank_of(iban).bic
        row = {"client": entered.values["client"], "iban": iban} | ({"bic": bic} if bic else {})
        editor.add(row)
    return editor

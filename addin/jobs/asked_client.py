"""What the button *Add client* makes of the sheet *New client*."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from addin.errors import BillingError, Finding, RefusedError, StoppedError
from addin.jobs.clients.adding import JOB, Asking, NewClient, add_client
from addin.jobs.clients.duplicates import AlikeClientsError
from addin.jobs.clients.registers import LookUp
from addin.jobs.content import Content
from addin.jobs.report import Proposal, Report, told_findings
from addin.jobs.telling import tell, told_of
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell, is_empty
from addin.tables.sheets.client_form import ClientFormRow
from addin.words import Language, text

SHOWN = 6
"""How many clients that look like the new one a question names."""


class NoFormError(BillingError):
    """The workbook is older than the form."""

    code = "CLT-10"


class EmptyFormError(BillingError):
    """Nothing is filled in; takes ``sheet``."""

    code = "CLT-11"


class Asker(Protocol):
    """Who puts questions to the user."""

    def agrees(self, question: str) -> bool:
        """Whether the answer is yes."""


def once(asking: Asking) -> Asking:
    """Registers that are asked once; what they said then holds for the rest of the job."""
    said: list[LookUp] = []

    def asked(row: Mapping[str, Any], language: Language) -> LookUp:
        if not said:
            said.append(asking(row, language))
        return said[0]

    return asked


def asked_client(content: Content, asker: Asker, today: date, registers: Asking) -> NewClient:
    """Read the form, and ask about the clients that the new one looks like.

    Args:
        content: The workbook.
        asker: Who asks.
        today: Day of the registration.
        registers: Fill in what is left empty.

    Raises:
        NoFormError: The workbook has none.
        EmptyFormError: There is nothing in it.
        StoppedError: It is one of those it looks like.
    """
    table = content.table(ClientFormRow)
    if not table.headings:
        raise NoFormError
    pairs = zip(table.values["field"], table.values["value"], strict=True)
    given: dict[str, Cell] = {name: cell for name, cell in pairs if name and not is_empty(cell)}
    if not given:
        raise EmptyFormError(sheet=table.grid.sheet)
    request = NewClient(given, today, look_up=registers)
    try:
        add_client(content, request)
    except AlikeClientsError as alike:
        told = [f"• {one.sentence}" for one in told_of(alike, content.language)]
        words = (text(f"ask.client.{key}", content.language) for key in ("alike", "confirm"))
        first, last = words
        if not asker.agrees("\n\n".join([first, *told[:SHOWN], last])):
            raise StoppedError from None
        return replace(request, confirmed=True)
    except RefusedError:
        return request  # the form itself says what is wrong
    return request


def add_from_form(content: Content, request: NewClient) -> Proposal:
    """Add the client and clear the form; or write what is wrong beside each field of the form."""
    try:
        proposal = add_client(content, request)
    except AlikeClientsError:
        raise
    except RefusedError as refused:
        return _told_in_form(content, refused.findings)
    proposal.edits += _form_edits(content, {})
    return proposal


def _told_in_form(content: Content, faults: Sequence[Finding]) -> Proposal:
    """Nothing but the messages: the answers stay, to be mended."""
    by_field = {
        fault.where.column or "": tell(fault, content.tables, content.language).sentence
        for fault in faults
    }
    report = Report(JOB, str(content.book.path), findings=told_findings(content, faults))
    return Proposal(report, _form_edits(content, by_field))


def _form_edits(content: Content, messages: Mapping[str, str]) -> list[TableEdit]:
    """The form with these messages by field; without any, its answers are cleared too."""
    editor = content.editor(ClientFormRow)
    for position, name in enumerate(editor.table.values["field"]):
        row: dict[str, Any] = {"message": messages.get(name)}
        if not messages:
            row["value"] = None
        editor.change(position, row)
    edit = editor.edit()
    return [edit] if edit else []

"""The form of a new client on a terminal: field by field, each answer checked as it is given."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import typer

from addin.errors import Finding
from addin.jobs.clients.adding import Asking, Entered, NewClient
from addin.jobs.clients.codes import next_code
from addin.jobs.clients.entry import answered
from addin.jobs.clients.registers import LookUp
from addin.jobs.content import Content
from addin.jobs.telling import tell
from addin.tables.columns import Column
from addin.tables.editing import cell_of
from addin.tables.sheets.client_form import ACCOUNTS, FORM, form_column
from addin.tables.sheets.clients import Client
from addin.words import Language, text

NUMBERED_BY = ("vat_number", "vat_check", "enterprise_number")
"""The fields after which the registers can be asked."""


def asked_client(content: Content, request: NewClient) -> NewClient:
    """Ask for every field of the form that was not given on the command line.

    An answer that is refused is asked for again, with the reason. What the registers know stands
    in brackets, to be kept with Enter.
    """
    form = _Form(content, request)
    typer.echo(text("ask.client.keys", content.language))
    for name in FORM:
        if name not in request.given:
            form.ask(name)
        if name == NUMBERED_BY[-1]:
            form.look_up(request.look_up)
    return replace(request, given=form.given, look_up=form.told)


class _Form:
    """The answers so far."""

    def __init__(self, content: Content, request: NewClient) -> None:
        self.content = content
        self.language = content.language
        self.today = request.today
        self.given: dict[str, Any] = dict(request.given)
        self.entered = Entered()
        self.facts: Mapping[str, str] = {}
        self.found = LookUp()
        for name in sorted(request.given, key=lambda one: one != "country"):
            self._keep(name, request.given[name])

    def ask(self, name: str) -> None:
        """Ask until there is an answer that can be kept."""
        column = form_column(name)
        usual = self._usual(name, column)
        while True:
            shown = f" [{usual}]" if usual else ""
            question = f"{column.heading[self.language]}{shown}"
            typed = typer.prompt(question, default="", show_default=False).strip()
            if typed == "?":
                typer.echo(f"  {' · '.join([column.help[self.language], *self._choices(column)])}")
                continue
            fault = self._keep(name, typed or usual)
            if fault is None and name == "name" and not (typed or usual):
                continue
            if fault is None:
                return
            told = tell(fault, self.content.tables, self.language)
            typer.echo(f"  {told.sentence}")

    def look_up(self, asking: Asking) -> None:
        """Ask the registers, once the number is known."""
        self.found = asking(self._row(), self.language)
        self.facts = self.found.filled
        for finding in self.found.findings:
            typer.echo(f"  {tell(finding, self.content.tables, self.language).sentence}")

    def told(self, _: Mapping[str, Any], __: Language) -> LookUp:
        """What the registers have said; they are not asked twice."""
        return self.found

    def _row(self) -> dict[str, Any]:
        return {"country": self.content.firm.country} | self.entered.values

    def _keep(self, name: str, given: Any) -> Finding | None:  # noqa: ANN401 - a cell
        answer = answered(self.content, name, given, self._row(), self.today)
        if answer.fault is None:
            self.given[name] = given
            if answer.value is not None:
                self.entered.values[name] = answer.value
        return answer.fault

    def _usual(self, name: str, column: Column) -> str:
        """What Enter alone stands for: what a register knows, else the usual value."""
        if name == "country":
            return self.content.firm.country
        if name == "client":
            known = [code for code in self.content.table(Client).values["client"] if code]
            return next_code(self.entered.values.get("name", ""), known)
        if name in self.facts:
            return self.facts[name]
        shown = None if name == ACCOUNTS else cell_of(column, column.default, self.language)
        return "" if shown is None else str(shown)

    def _choices(self, column: Column) -> Iterator[str]:
        for value in column.kind.choices or ():
            yield str(column.kind.to_cell(value, self.language))

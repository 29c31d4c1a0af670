"""The commands about clients: add one, and list them by status."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from addin.billing.choices import ClientStatus
from addin.books.closed import open_book
from addin.cli import showing
from addin.cli.carrying_out import carry_out
from addin.cli.client_fields import Given, with_fields
from addin.cli.client_form import asked_client
from addin.cli.options import DryRun, File, Json
from addin.cli.refusals import refusals
from addin.jobs.clients.adding import JOB, Asking, NewClient, add_client
from addin.jobs.clients.duplicates import AlikeClientsError
from addin.jobs.clients.listing import listed_clients
from addin.jobs.clients.registers import LookUp, look_up
from addin.jobs.content import Content, load
from addin.jobs.report import Proposal
from addin.jobs.telling import told_of
from addin.registers.kbo_index import installed_index
from addin.registers.vies import ask_vies
from addin.tables.sheets.clients import Client
from addin.words import Language, label, system_language, text

app = typer.Typer(no_args_is_help=True, help="Add clients, list them, invite them.")

Ask = Annotated[
    bool | None,
    typer.Option(
        "--ask/--no-ask",
        help="Ask for each field that is not given; else so on a terminal only.",
        show_default=False,
    ),
]
Yes = Annotated[
    bool, typer.Option("--yes", help="Also when it looks like clients that are there already.")
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Do not ask VIES; the index of the KBO/BCE is read.")
]
Status = Annotated[
    ClientStatus | None, typer.Option(help="Only these: not invited, inactive or active.")
]
SHOWN = ("client", "name", "email", "language", "status", "invited", "invitation")


@app.command()
@with_fields
def add(  # noqa: PLR0913 - one parameter per option
    file: File,
    *,
    given: Given,
    ask: Ask = None,
    yes: Yes = False,
    offline: Offline = False,
    as_json: Json = False,
    dry_run: DryRun = False,
) -> None:
    """Add a client with its bank accounts.

    What a register knows of it is filled in. On a terminal each field that is not given is asked
    for. Clients that it looks like are shown first. With --vat-check skip no register is
    asked; check digits are tested all the same.

    Example: quotepart client add Billing.xlsm --name "Garage Martin" --vat-number BE0123456749
    """
    asking = (sys.stdin.isatty() and not as_json) if ask is None else ask
    with _registers(offline=offline) as registers:
        request = NewClient(given, _today(), confirmed=yes or dry_run, look_up=registers)
        _add(file, request, asking=asking, as_json=as_json, dry_run=dry_run)


def _add(file: Path, request: NewClient, *, asking: bool, as_json: bool, dry_run: bool) -> None:
    def job(content: Content) -> Proposal:
        asked = asked_client(content, request) if asking else request
        try:
            return add_client(content, asked)
        except AlikeClientsError as alike:
            if not asking or not _is_another(alike, content.language):
                raise
            return add_client(content, replace(asked, confirmed=True))

    carry_out(JOB, file, job, as_json=as_json, dry_run=dry_run, recover=False)


def _is_another(alike: AlikeClientsError, language: Language) -> bool:
    """Show the clients it looks like, and ask."""
    screen = showing.console()
    screen.print(Text(text("ask.client.alike", language)))
    showing.show_findings(told_of(alike, language), screen)
    return typer.confirm(text("ask.client.confirm", language))


@contextmanager
def _registers(*, offline: bool) -> Iterator[Asking]:
    """What asks the index of this computer, if it has one, and VIES."""
    ask = None if offline else ask_vies
    index = installed_index()
    if index is None:
        yield partial(_asked, index=None, ask=ask)
        return
    with index:
        yield partial(_asked, index=index, ask=ask)


def _asked(row: Mapping[str, Any], language: Language, **registers: Any) -> LookUp:  # noqa: ANN401
    return look_up(row, language, **registers)


@app.command("list")
def list_(file: File, status: Status = None, as_json: Json = False) -> None:  # noqa: FBT002
    """List the clients, all of them or those with a status.

    Example: quotepart client list Billing.xlsm --status inactive
    """
    language = [system_language()]
    with refusals(JOB, str(file), language, as_json=as_json):
        content = load(open_book(file))
        language[0] = content.language
        content.require_structure(Client.spec.name)
        clients = listed_clients(content, status)
        if as_json:
            showing.print_json({"job": JOB, "file": str(file), "clients": clients})
        else:
            showing.console().print(_table(clients, content.language))


def _table(clients: list[dict[str, Any]], language: Language) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in SHOWN:
        table.add_column(Client.spec.column(name).heading[language])
    for client in clients:
        cells = dict(client)
        cells["status"] = label("ClientStatus", client["status"])[language]
        table.add_row(*(Text(str(cells[name] or "")) for name in SHOWN))
    return table


def _today() -> date:
    return datetime.now().astimezone().date()

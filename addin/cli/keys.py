"""The commands that keep the keys of the firm; no key is ever an argument or shown."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from addin.billing.choices import ConnectionKind, SendingPlatform
from addin.books.closed import open_book
from addin.cli import showing
from addin.cli.options import Json
from addin.cli.refusals import refusals
from addin.delivery.keys import Key, KeyRing, of_connection
from addin.delivery.mail import KEY as MAIL
from addin.jobs.clients.acceptance_code import KEY as INVITATIONS
from addin.jobs.content import load
from addin.jobs.platforms import keys_of
from addin.tables.sheets.clients import Connection
from addin.words import Language, system_language, text

JOB = "keys"
PLATFORMS = tuple(one.value for one in SendingPlatform)

app = typer.Typer(no_args_is_help=True, help="Keep the keys of platforms, mail and connections.")

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="peppyrus, afnor, mail, invitations, or a connection as the sheet Connections has it.",
        show_default=False,
    ),
]
FirmNumber = Annotated[
    str,
    typer.Option(
        "--firm",
        metavar="NUMBER",
        help="VAT number of the firm, as in its settings, where several firms have a key each.",
    ),
]


@app.command("set")
def set_(name: Name, firm: FirmNumber = "") -> None:
    """Put a key or a password into the keyring of this computer.

    It is asked for.

    Example: quotepart keys set peppyrus

    Example: quotepart keys set mail
    """
    language = system_language()
    with refusals(JOB, "", language, as_json=False):
        KeyRing(firm).put(_kept_as(name), _asked(name, language))
        _say("keys.kept", language, name)


@app.command("list")
def list_(
    firm: FirmNumber = "",
    as_json: Json = False,  # noqa: FBT002
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="A workbook, whose mail server and connections are listed too.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Tell for each platform where its key is, and never the key.

    With a workbook, also for the mail server and for the connections of that firm.

    Example: quotepart keys list

    Example: quotepart keys list Billing.xlsm
    """
    language = system_language()
    with refusals(JOB, str(file or ""), language, as_json=as_json):
        ring, names = _listed(file, firm)
        where = {name: ring.where(_kept_as(name)) for name in names}
    if as_json:
        showing.print_json({"job": JOB, "keys": where})
        return
    screen = showing.console()
    for name, place in where.items():
        screen.print(Text(f"{name}: {_told(place, language)}"))


@app.command("forget")
def forget(name: Name, firm: FirmNumber = "") -> None:
    """Take a key out of the keyring.

    Example: quotepart keys forget peppyrus
    """
    language = system_language()
    with refusals(JOB, "", language, as_json=False):
        was_there = KeyRing(firm).forget(_kept_as(name))
        _say("keys.forgotten" if was_there else "keys.none", language, name)


def _listed(file: Path | None, firm: str) -> tuple[KeyRing, list[str]]:
    """The keys of a firm, and the names of those that it may have."""
    if file is None:
        return KeyRing(firm), list(PLATFORMS)
    content = load(open_book(file))
    ring = KeyRing(firm) if firm else keys_of(content.firm)
    mail = [MAIL] if content.firm.mail_user else []
    connections = [
        one.connection
        for one in content.records(Connection)
        if one.kind is not ConnectionKind.FOLDER
    ]
    return ring, [*PLATFORMS, *mail, *connections]


def _kept_as(name: str) -> str:
    """Under which name the keyring has it: what is no connection under its own."""
    return name if name in {*PLATFORMS, MAIL, INVITATIONS} else of_connection(name)


def _asked(name: str, language: Language) -> Key:
    if name == SendingPlatform.AFNOR:
        client = typer.prompt(text("keys.ask_client", language, platform=name))
        secret = typer.prompt(text("keys.ask_secret", language), hide_input=True)
        return Key(f"{client.strip()}:{secret.strip()}")
    question = "keys.ask" if name in PLATFORMS else "keys.ask_password"
    asked = typer.prompt(text(question, language, platform=name), hide_input=True)
    return Key(asked.strip())


def _say(key: str, language: Language, name: str) -> None:
    showing.console().print(Text(text(key, language, platform=name)))


def _told(place: str, language: Language) -> str:
    """Where a key is, in words."""
    if place == "keyring":
        return text("keys.in_keyring", language)
    return (
        text("keys.in_variable", language, variable=place)
        if place
        else text("keys.missing", language)
    )

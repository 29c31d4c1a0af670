"""The commands that keep the keys of the platforms; no key is ever an argument or shown."""

from typing import Annotated

import typer
from rich.text import Text

from addin.billing.choices import SendingPlatform
from addin.cli import showing
from addin.cli.options import Json
from addin.cli.refusals import refusals
from addin.delivery.keys import Key, KeyRing
from addin.words import Language, system_language, text

JOB = "keys"

app = typer.Typer(no_args_is_help=True, help="Keep the keys of the platforms for e-invoices.")

Name = Annotated[SendingPlatform, typer.Argument(metavar="PLATFORM", help="peppyrus or afnor.")]
FirmNumber = Annotated[
    str,
    typer.Option(
        "--firm",
        metavar="NUMBER",
        help="VAT number of the firm, as in its settings, where several firms have a key each.",
    ),
]


@app.command("set")
def set_(platform: Name, firm: FirmNumber = "") -> None:
    """Put the key of a platform into the keyring of this computer.

    It is asked for.

    Example: quotepart keys set peppyrus
    """
    language = system_language()
    with refusals(JOB, "", language, as_json=False):
        KeyRing(firm).put(platform.value, _asked(platform, language))
        _say("keys.kept", language, platform)


@app.command("list")
def list_(firm: FirmNumber = "", as_json: Json = False) -> None:  # noqa: FBT002
    """Tell for each platform where its key is, and never the key.

    Example: quotepart keys list
    """
    language = system_language()
    ring = KeyRing(firm)
    where = {one.value: ring.where(one.value) for one in SendingPlatform}
    if as_json:
        showing.print_json({"job": JOB, "keys": where})
        return
    screen = showing.console()
    for name, place in where.items():
        screen.print(Text(f"{name}: {_told(place, language)}"))


@app.command("forget")
def forget(platform: Name, firm: FirmNumber = "") -> None:
    """Take the key of a platform out of the keyring.

    Example: quotepart keys forget peppyrus
    """
    language = system_language()
    with refusals(JOB, "", language, as_json=False):
        was_there = KeyRing(firm).forget(platform.value)
        _say("keys.forgotten" if was_there else "keys.none", language, platform)


def _asked(platform: SendingPlatform, language: Language) -> Key:
    name = platform.value
    if platform is SendingPlatform.AFNOR:
        client = typer.prompt(text("keys.ask_client", language, platform=name))
        secret = typer.prompt(text("keys.ask_secret", language), hide_input=True)
        return Key(f"{client.strip()}:{secret.strip()}")
    asked = typer.prompt(text("keys.ask", language, platform=name), hide_input=True)
    return Key(asked.strip())


def _say(key: str, language: Language, platform: SendingPlatform) -> None:
    showing.console().print(Text(text(key, language, platform=platform.value)))


def _told(place: str, language: Language) -> str:
    """Where a key is, in words."""
    if place == "keyring":
        return text("keys.in_keyring", language)
    return (
        text("keys.in_variable", language, variable=place)
        if place
        else text("keys.missing", language)
    )

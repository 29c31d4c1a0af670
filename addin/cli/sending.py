"""The commands that send electronic invoices, and look up who receives them."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.text import Text

from addin.billing.choices import SendingPlatform
from addin.books.closed import open_book
from addin.cli import showing
from addin.cli.options import DryRun, File, Json
from addin.cli.refusals import refusals
from addin.delivery.platform import Participant
from addin.jobs.content import Content, load
from addin.jobs.following import JOB as STATES
from addin.jobs.following import states as states_job
from addin.jobs.platforms import connect
from addin.jobs.report import Proposal, Report
from addin.jobs.running import run
from addin.jobs.sending import JOB as SEND
from addin.jobs.sending import SendRequest
from addin.jobs.sending import send as send_job
from addin.jobs.undoing import settings_of
from addin.tables.sheets.settings import Firm
from addin.words import system_language, text

LOOKUP = "lookup"

Numbers = Annotated[
    list[str] | None,
    typer.Option("--number", metavar="NUMBER", help="Only this invoice; may be given again."),
]


def send(
    file: File,
    number: Numbers = None,
    states: Annotated[  # noqa: FBT002
        bool, typer.Option("--states", help="Send nothing; ask what became of what was sent.")
    ] = False,
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Send the issued e-invoices to the firm's platform, each once.

    The settings name the platform; its key is kept by quotepart keys. Every payer is looked up
    first. Running it again is safe: what the platform has is not sent a second time.

    Example: quotepart send Billing.xlsm

    Example: quotepart send --states Billing.xlsm
    """
    job, decide = (STATES, states_job) if states else (SEND, send_job)
    language = [system_language()]
    with refusals(job, str(file), language, as_json=as_json):
        book = open_book(file)
        language[0] = settings_of(book).language
        with showing.progress(job, quiet=as_json) as on_sent:
            request = SendRequest(_now, tuple(number or ()), dry_run=dry_run, on_sent=on_sent)
            report = run(book, _deciding(decide, request), dry_run=dry_run)
        raise typer.Exit(showing.show(report, language[0], as_json=as_json))


def lookup(
    file: File,
    number: Annotated[
        str,
        typer.Argument(
            metavar="NUMBER",
            help="VAT, enterprise, SIREN or SIRET number, or an address such as 0208:0123456749.",
        ),
    ],
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Ask the firm's platform where somebody receives e-invoices.

    Nothing is written. What it prints goes into the column Endpoint of the sheet Clients.

    Example: quotepart lookup Billing.xlsm BE0123456749
    """
    language = [system_language()]
    with refusals(LOOKUP, str(file), language, as_json=as_json):
        firm = load(open_book(file)).firm
        language[0] = firm.language
        found = _found(firm, number.strip())
        if as_json:
            record = Report(LOOKUP, str(file)).record()
            showing.print_json(record | {"participants": [asdict(one) for one in found]})
        else:
            _show(found, number, firm)
        raise typer.Exit(0 if found else 1)


def _found(firm: Firm, number: str) -> list[Participant]:
    with connect(firm) as platform:
        if ":" in number:
            found = platform.lookup(number)
            return [found] if found else []
        usual = "FR" if firm.platform is SendingPlatform.AFNOR else "BE"
        country = number[:2].upper() if number[:2].isalpha() else usual
        return platform.search(number, country)


def _show(found: list[Participant], number: str, firm: Firm) -> None:
    screen, language = showing.console(), firm.language
    for one in found:
        kinds = text("delivery.receives", language, count=len(one.receives))
        parts = (one.identifier, one.name, kinds if one.receives else "")
        screen.print(Text("  ".join(part for part in parts if part)))
    if not found:
        name = firm.platform.value if firm.platform else ""
        screen.print(Text(text("delivery.nobody", language, number=number, platform=name)))


def _deciding(
    decide: Callable[[Content, SendRequest], Proposal], request: SendRequest
) -> Callable[[Content], Proposal]:
    return lambda content: decide(content, request)


def _now() -> datetime:
    return datetime.now(UTC)

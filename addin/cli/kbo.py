"""The commands about the registers: the KBO/BCE on this computer, and VIES."""

import re
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from addin.cli import showing
from addin.cli.options import DryRun, Json
from addin.cli.refusals import refusals
from addin.errors import Finding, Place, RefusedError
from addin.identity.enterprise_number import checked_enterprise_number, printed_belgian
from addin.identity.fault import Fault
from addin.identity.vat_number import checked_vat_number
from addin.jobs.clients.registers import vies_findings
from addin.jobs.report import Report
from addin.jobs.telling import tell
from addin.registers.enterprise import Enterprise
from addin.registers.faults import NoIndexError, NothingFoundError
from addin.registers.kbo_building import in_turn, take_in
from addin.registers.kbo_files import Extract
from addin.registers.kbo_index import KboIndex, kbo_file
from addin.registers.vies import Outcome, ask_vies
from addin.words import Language, system_language, text

A_NUMBER = re.compile(r"(BE)?[\d .()-]{9,}", re.IGNORECASE)
"""What is taken for a number and not for a name."""

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Look enterprises up in the KBO/BCE and in VIES.",
)


@app.command()
def index(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="ZIP...",
            help="KboOpenData_..._Full.zip as downloaded, and the _Update.zip files after it.",
            show_default=False,
        ),
    ],
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Take the open data of the KBO/BCE in.

    Enterprises are found at once afterwards.

    A full file takes the place of what is there; an update builds on it.

    Example: quotepart kbo index KboOpenData_0150_2026_11_Full.zip
    """
    language = system_language()
    shown = ", ".join(str(file) for file in files)
    with refusals("kbo index", shown, language, as_json=as_json):
        if dry_run:
            _foresee(files, shown, language, as_json=as_json)
            return
        label = text("kbo.reading", language, file=files[-1].name)
        with showing.progress(label, quiet=as_json) as progress:
            extract = take_in(files, kbo_file(), progress)
        with KboIndex(kbo_file()) as kept:
            count = len(kept)
        if as_json:
            facts = {"extract": extract.number, "day": extract.day.isoformat()}
            report = Report("kbo index", shown, added=count)
            showing.print_json(report.record() | facts)
            return
        values = {"day": extract.day, "extract": extract.number, "count": count}
        showing.console().print(Text(text("kbo.indexed", language, **values)))


def _foresee(files: list[Path], shown: str, language: Language, *, as_json: bool) -> None:
    """Which of the files would be taken in."""
    chosen = in_turn(files, kbo_file())
    if as_json:
        records = [{"file": path.name, "extract": one.number} for path, one in chosen]
        report = Report("kbo index", shown, dry_run=True)
        showing.print_json(report.record() | {"dry_run": True, "files": records})
        return
    for path, one in chosen:
        values = {"file": path.name, "day": one.day, "extract": one.number}
        showing.console().print(Text(text("kbo.would_index", language, **values)))


@app.command()
def find(
    sought: Annotated[
        list[str],
        typer.Argument(
            metavar="NUMBER|NAME",
            help="Enterprise or VAT number, or words of its name.",
            show_default=False,
        ),
    ],
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Show Belgian enterprises by their number or name.

    From the index on this computer alone.

    Example: quotepart kbo find 0123.456.749
    """
    language, wanted = system_language(), " ".join(sought)
    with refusals("kbo find", "", language, as_json=as_json):
        extract, found = _found(wanted, language)
        if as_json:
            records = [_record(one) for one in found]
            facts = {"sought": wanted, "day": extract.day.isoformat(), "enterprises": records}
            showing.print_json({"job": "kbo find"} | facts)
            return
        for one in found:
            showing.console().print(Text(_line(one, language)))


@app.command()
def vies(
    number: Annotated[
        str,
        typer.Argument(metavar="NUMBER", help="VAT number with its country.", show_default=False),
    ],
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Ask VIES over the network whether a VAT number is known.

    Example: quotepart kbo vies BE0123456749
    """
    language = system_language()
    with refusals("kbo vies", "", language, as_json=as_json):
        checked = checked_vat_number(number)
        if isinstance(checked, Fault):
            raise RefusedError([checked.at(Place())])
        answer = ask_vies(checked)
        findings = [
            tell(Finding(one.code, Place(), one.values), {}, language)
            for one in vies_findings(answer)
        ]
        report = Report("kbo vies", "", findings=findings)
        if as_json:
            showing.print_json(report.record() | {"answer": asdict(answer)})
        else:
            _show_vies(asdict(answer), language)
            showing.show_findings(findings, showing.console())
        raise typer.Exit(report.exit_status)


def _found(sought: str, language: Language) -> tuple[Extract, list[Enterprise]]:
    if not kbo_file().is_file():
        raise NoIndexError
    with KboIndex(kbo_file()) as kept:
        if A_NUMBER.fullmatch(sought.strip()):
            number = checked_enterprise_number(sought, "BE")
            if isinstance(number, Fault):
                raise RefusedError([number.at(Place())])
            one = kept.find(number)
            registered = [one] if one else []
        else:
            registered = kept.named(sought)
        if not registered:
            raise NothingFoundError(sought=sought, day=kept.extract.day)
        return kept.extract, [one.told(language) for one in registered]


def _record(one: Enterprise) -> dict[str, Any]:
    return asdict(one) | {"start": one.start.isoformat() if one.start else None}


def _line(one: Enterprise, language: Language) -> str:
    """An enterprise as one line: number, name, form, address, and why it ends."""
    form = "" if one.short_form else one.legal_form
    place = f"{one.postcode} {one.city}".strip()
    since = text("kbo.since", language, day=one.start) if one.start else ""
    parts = (one.full_name, form, one.address, place, one.country, since, one.situation)
    return f"{printed_belgian(one.number)}  " + ", ".join(part for part in parts if part)


def _show_vies(answer: dict[str, Any], language: Language) -> None:
    if answer["outcome"] != Outcome.VALID:
        return
    screen = showing.console()
    screen.print(Text(text("kbo.vies_valid", language, number=answer["number"])))
    place = f"{answer['postcode']} {answer['city']}".strip()
    line = ", ".join(part for part in (answer["name"], answer["address"], place) if part)
    if line:
        screen.print(Text(line))

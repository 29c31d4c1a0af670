"""The commands that make templates: of Word documents, and of files to import.

Each table has a command under its name, such as ``quotepart template clients``.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from addin.books.import_template import has_template, import_template, template_name
from addin.cli import showing
from addin.cli.options import Json
from addin.cli.refusals import refusals
from addin.documents.pdf import convert, office
from addin.documents.template_check import faults
from addin.documents.template_choice import kind_of_template, template_path
from addin.documents.trials import trial
from addin.errors import BillingError, Finding, Place, Severity
from addin.jobs.clients.invitation_texts import ENDINGS, template_file
from addin.jobs.founding import ExistsError
from addin.jobs.invoices.recovering import write_whole
from addin.jobs.report import Report
from addin.jobs.telling import tell
from addin.tables.catalogue import TABLES
from addin.tables.columns import TableSpec
from addin.words import Language, system_language, text

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Try a Word template, or make an Excel file to fill in.\n\nEvery table that you fill in "
    "has a file to import it with.\n\nExample: quotepart template clients --lang fr",
)


class NoTemplateError(BillingError):
    """Nobody fills in the table but Quotepart; takes ``table`` and ``tables``."""

    code = "IMP-22"


Template = Annotated[
    Path,
    typer.Argument(metavar="TEMPLATE", help="A Word template (.docx).", show_default=False),
]
Lang = Annotated[
    Language | None,
    typer.Option(help="Language of the invented invoice; else that of a name such as fr.docx."),
]


@app.command()
def check(
    template: Template,
    lang: Lang = None,
    as_json: Json = False,  # noqa: FBT002
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write no preview.")] = False,  # noqa: FBT002
) -> None:
    """Find what is wrong with a template, and preview it.

    It names tags that are unknown, mistyped or cut in two, and what the law wants on an invoice and
    the template does not show.

    Example: quotepart template check templates/dupont.docx
    """
    _tried("template check", template, lang, as_json=as_json, write=not dry_run)


@app.command()
def preview(template: Template, lang: Lang = None, as_json: Json = False) -> None:  # noqa: FBT002
    """Write an invented invoice from a template, beside it.

    In Word and, with LibreOffice, as PDF.

    Example: quotepart template preview templates/dupont.docx --lang fr
    """
    _tried("template preview", template, lang, as_json=as_json, write=True)


@app.command()
def copy(
    template: Annotated[
        Path,
        typer.Argument(
            metavar="TEMPLATE", help="Where the copy goes, such as templates/dupont.docx."
        ),
    ],
    lang: Lang = None,
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Copy a template of Quotepart's, for you to change in Word.

    A name that ends in -credit-note, -annex or -statement, or a folder of that name, asks for the
    template of that kind; any other for that of invoices. A name that ends in .txt or .html asks
    for the mail that invites clients.

    Example: quotepart template copy templates/dupont.docx --lang fr

    Example: quotepart template copy templates/invitation/fr.txt
    """
    job, spoken = "template copy", system_language()
    with refusals(job, str(template), spoken, as_json=as_json):
        if template.exists():
            raise ExistsError(path=template)
        language = lang or _language_of(template)
        write_whole(template, _shipped(template, language).read_bytes())
        _made(Report(job, str(template), added=1), [template], spoken, as_json=as_json)


def _shipped(template: Path, language: Language) -> Path:
    """The template of ours that a copy of this name is made from."""
    ending = template.suffix.lower()
    if ending in ENDINGS:
        return template_file(language, ending)
    return template_path(kind_of_template(template), language)


def _import_template(spec: TableSpec[Any]) -> Callable[..., None]:
    """The command that makes the template of a table."""
    job = f"template {spec.name.lower()}"

    def make(
        lang: Annotated[
            Language | None,
            typer.Option(help="Language of the template; else that of the machine."),
        ] = None,
        output: Annotated[
            Path | None,
            typer.Option(
                "-o", "--output", metavar="PATH", help="The file; else one named after it."
            ),
        ] = None,
        as_json: Json = False,  # noqa: FBT002
    ) -> None:
        spoken = system_language()
        language = lang or spoken
        path = output or Path(f"{template_name(spec, language)}.xlsx")
        with refusals(job, str(path), spoken, as_json=as_json):
            if not has_template(spec):
                known = tuple(one.name.lower() for one in TABLES if has_template(one))
                raise NoTemplateError(table=spec.sheet[spoken], tables=known)
            if path.exists():
                raise ExistsError(path=path)
            write_whole(path, import_template(spec, language))
            _made(Report(job, str(path), added=1), [path], spoken, as_json=as_json)

    make.__doc__ = f"""Make an Excel file to fill in and import into {spec.name}.

    It has drop-downs, help and examples; the examples are never imported.

    Example: quotepart template {spec.name.lower()} --lang fr
    """
    return make


for _spec in TABLES:
    app.command(_spec.name.lower(), hidden=True)(_import_template(_spec))


def _tried(job: str, template: Path, lang: Language | None, *, as_json: bool, write: bool) -> None:
    spoken = system_language()
    with refusals(job, str(template), spoken, as_json=as_json):
        language = lang or _language_of(template)
        found = faults(template, language)
        findings = [tell(Finding(one.code, Place(), one.values), {}, spoken) for one in found]
        report = Report(job, str(template), findings=findings)
        usable = all(one.severity != Severity.ERROR or one.code == "DOC-14" for one in findings)
        files = _previews(template, language) if write and usable else []
        _show(report, files, spoken, as_json=as_json)
        raise typer.Exit(report.exit_status)


def _language_of(template: Path) -> Language:
    """That of a template such as ``fr.docx`` or ``dupont-fr.docx``; else the user's."""
    ending = template.stem[-2:].lower()
    return Language(ending) if ending in {*Language} else system_language()


def _previews(template: Path, language: Language) -> list[Path]:
    """Write the invented document, over that of an earlier preview."""
    document = template.with_name(f"{template.stem}.preview.docx")
    write_whole(document, trial(kind_of_template(template), template, language))
    try:
        office()
    except BillingError:
        return [document]
    made = [one.pdf for one in convert([document]) if isinstance(one.pdf, bytes)]
    pdf = document.with_suffix(".pdf")
    for content in made:
        write_whole(pdf, content)
    return [document, *([pdf] if made else [])]


def _show(report: Report, files: list[Path], language: Language, *, as_json: bool) -> None:
    if not as_json:
        screen = showing.console()
        if not report.findings:
            screen.print(Text(text("summary.sound", language)))
        showing.show_findings(report.findings, screen)
    _made(report, files, language, as_json=as_json)


def _made(report: Report, files: list[Path], language: Language, *, as_json: bool) -> None:
    """Say which files were written."""
    if as_json:
        showing.print_json(report.record() | {"files": [str(one) for one in files]})
        return
    for one in files:
        showing.console().print(Text(text("summary.made", language, file=one)))

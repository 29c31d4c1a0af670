"""The command that makes PDFs of issued invoices, and the same at the end of ``issue``."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from addin.books.closed import open_book
from addin.cli import showing
from addin.cli.options import DryRun, File, Json
from addin.cli.refusals import refusals
from addin.errors import BillingError, Finding, Place
from addin.jobs.content import Content, load
from addin.jobs.converting import JOB, add_factur_x, factur_x_of, make_pdfs
from addin.jobs.report import Proposal, Report
from addin.jobs.running import run
from addin.jobs.telling import tell
from addin.tables.sheets.bills import InvoiceRow
from addin.words import Language, system_language

Out = Annotated[
    Path | None, typer.Option(help="Folder of the documents; else that of the settings.")
]
Pdf = Annotated[
    bool, typer.Option("--pdf", help="Also make a PDF of each invoice, with LibreOffice.")
]


def pdf(
    file: File,
    out: Out = None,
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Make the PDF of every issued document that has none yet.

    Fit for archives (PDF/A-3), of invoices and annexes. It is made by LibreOffice from the Word
    document as it was issued, and lies beside it.

    Example: quotepart pdf Billing.xlsm
    """
    language = [system_language()]
    with refusals(JOB, str(file), language, as_json=as_json):
        report = _made(file, out, language, quiet=as_json, dry_run=dry_run)
        raise typer.Exit(showing.show(report, language[0], as_json=as_json))


def finish(report: Report, file: Path, out: Path | None, *, with_pdf: bool, quiet: bool) -> None:
    """Make the PDFs of what was just issued: all of them if asked, else those of Factur-X."""
    if with_pdf:
        add_pdfs(report, file, out, quiet=quiet)
    elif factur_x_of(report):
        with showing.progress(JOB, quiet=quiet) as told:
            moment = datetime.now(UTC)
            add_factur_x(open_book(file), report, moment, folder=out, on_converted=told)


def add_pdfs(report: Report, file: Path, out: Path | None, *, quiet: bool) -> None:
    """Make the PDFs of what was just issued, and put them into the report of ``issue``.

    The invoices stay issued whatever comes of it: where there is no LibreOffice, the report says
    so, and the Word documents are all there is.

    Args:
        report: Of ``issue``.
        file: The workbook, as it was written.
        out: The folder of the documents, where it was given.
        quiet: Without a progress bar.
    """
    if report.dry_run or not report.invoices:
        return
    language = [system_language()]
    try:
        made = _made(file, out, language, quiet=quiet, dry_run=False)
    except BillingError as error:
        finding = Finding(error.code, Place("Invoices"), error.values)
        content = load(open_book(file))
        report.findings.append(tell(finding, content.tables, content.language))
        return
    report.findings += made.findings
    rows = load(open_book(file)).records(InvoiceRow)
    files = {row.number: str(file.parent / row.pdf) for row in rows if row.pdf}
    for invoice in report.invoices:
        if invoice["number"] in files:
            invoice["files"].append(files[invoice["number"]])
        annexes = [Path(one) for one in invoice["files"][1:] if one.endswith(".docx")]
        pdfs = (one.with_suffix(".pdf") for one in annexes)
        invoice["files"] += [str(one) for one in pdfs if one.is_file()]


def _made(
    file: Path, out: Path | None, language: list[Language], *, quiet: bool, dry_run: bool
) -> Report:
    moment = datetime.now(UTC)
    with showing.progress(JOB, quiet=quiet) as tell_progress:

        def job(content: Content) -> Proposal:
            language[0] = content.language
            return make_pdfs(
                content, moment, folder=out, on_converted=tell_progress, dry_run=dry_run
            )

        return run(open_book(file), job, dry_run=dry_run)

"""Ribbon buttons: the open workbook in, one job, a message out.

Each button is one function without arguments, called by the workbook's macro of the same name.
"""

import logging
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import xlwings as xw

from addin.billing.calendar import Month, fiscal_year_of
from addin.books.live import LiveBook
from addin.config import log_file
from addin.errors import BillingError, Finding, Place, RefusedError
from addin.jobs.approving import approve as approve_job
from addin.jobs.checking import check as check_job
from addin.jobs.content import Content
from addin.jobs.generating import generate as generate_job
from addin.jobs.issuing import Request
from addin.jobs.issuing import issue as issue_job
from addin.jobs.planning import plan as plan_job
from addin.jobs.previewing import preview as preview_job
from addin.jobs.report import Proposal, Report
from addin.jobs.running import run
from addin.jobs.summary import summary
from addin.jobs.telling import told_of
from addin.tables.sheets.bills import CheckRow
from addin.words import Language, sentence, system_language, text

LINES_SHOWN = 8
"""How many findings a message box names; the sheet *Checks* has them all."""


def check() -> None:
    """Find everything that is wrong."""
    _press(lambda content: check_job(content, _today()), recover=False)


def plan() -> None:
    """Plan the fiscal year of the month in the settings."""

    def job(content: Content) -> Proposal:
        first = content.firm.fiscal_year_start
        return plan_job(content, fiscal_year_of(_month(content).first, first))

    _press(job)


def generate() -> None:
    """Generate the month in the settings."""
    _press(lambda content: generate_job(content, _month(content)))


def approve() -> None:
    """Approve the lines of the month in the settings."""
    _press(lambda content: approve_job(content, _month(content)))


def issue() -> None:
    """Issue the approved lines of the month in the settings, dated today."""
    _press(lambda content: issue_job(content, _request(content)), show_folder=True)


def preview() -> None:
    """Write the month's invoices as drafts, and open their folder."""
    _press(lambda content: preview_job(content, _request(content)), recover=False, show_folder=True)


def help() -> None:  # noqa: A001 - the name of the button
    """Say how a month goes."""
    book = xw.Book.caller()
    language = _language(LiveBook(book))
    _say(book, text("message.help", language), language)


def _press(
    decide: Callable[[Content], Proposal], *, recover: bool = True, show_folder: bool = False
) -> None:
    """Run a job on the workbook whose button was pressed, and tell its user what came of it."""
    book = xw.Book.caller()
    language = system_language()

    def deciding(content: Content) -> Proposal:
        nonlocal language
        language = content.language
        return decide(content)

    try:
        report = run(LiveBook(book), deciding, recover=recover)
    except BillingError as error:
        _say(book, _refusal(error, language), language)
    except Exception as failure:
        log = log_file()
        _logger(log).exception("a button failed")
        values = {"what": f"{failure!r}", "log": log}
        _say(book, sentence("JOB-02", language, values), language)
    else:
        _say(book, _outcome(report, language), language)
        if show_folder and report.invoices:
            open_folder(Path(report.invoices[0]["files"][0]).parent)


def _month(content: Content) -> Month:
    """The month of the settings.

    Raises:
        RefusedError: There is none.
    """
    if content.firm.month is None:
        finding = Finding("SET-01", Place("Settings"), {"heading": "month"})
        raise RefusedError([finding], content.tables)
    return content.firm.month


def _request(content: Content) -> Request:
    return Request(month=_month(content), issue_date=_today(), moment=datetime.now(UTC))


def _today() -> date:
    return datetime.now().astimezone().date()


def _language(book: LiveBook) -> Language:
    from addin.jobs.content import load  # noqa: PLC0415 - only Help asks before there is a job

    try:
        return load(book).language
    except BillingError:
        return system_language()


def _outcome(report: Report, language: Language) -> str:
    lines = [summary(report, language)]
    lines += [f"• {told.message}" for told in report.findings[:LINES_SHOWN]]
    if len(report.findings) > LINES_SHOWN:
        sheet = CheckRow.spec.sheet[language]
        lines.append(text("message.see_checks", language, sheet=sheet))
    return "\n\n".join(lines)


def _refusal(error: BillingError, language: Language) -> str:
    lines = [error.sentence(language)]
    lines += [f"• {told.message}" for told in told_of(error, language)[:LINES_SHOWN]]
    return "\n\n".join(lines)


def _say(book: xw.Book, message: str, language: Language) -> None:
    book.app.alert(message, text("message.title", language))


def _logger(log: Path) -> logging.Logger:
    logger = logging.getLogger("quotepart")
    if not logger.handlers:
        logger.addHandler(logging.FileHandler(log, encoding="utf-8"))
    return logger


def open_folder(folder: Path) -> None:
    """Show a folder in the file manager of the system, where there is one."""
    commands = {"win32": "explorer", "darwin": "open"}
    command = commands.get(sys.platform)
    if command is not None:
        # The folder is one that Quotepart has just written to.
        subprocess.Popen([command, str(folder)])  # noqa: S603

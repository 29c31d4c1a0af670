"""Ribbon buttons: the open workbook in, one job, a message out.

Each button is one function without arguments, called by the workbook's macro of the same name.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Literal

import xlwings as xw

from addin.billing.calendar import Month, fiscal_year_of
from addin.books.live import LiveBook
from addin.books.live.attention import Attention, Step, attended, stop
from addin.books.live.folders import open_folder
from addin.books.live.opening import opened
from addin.books.live.questions import Questions
from addin.config import logged
from addin.errors import BillingError, Finding, Place, RefusedError, Severity
from addin.jobs.approving import approve as approve_job
from addin.jobs.asked_credit import asked_credit
from addin.jobs.asked_import import asked_export, take_up
from addin.jobs.asked_sending import asked_to_send, send_and_ask
from addin.jobs.checking import check as check_job
from addin.jobs.content import Content, load
from addin.jobs.converting import add_factur_x, make_pdfs
from addin.jobs.crediting import credit as credit_job
from addin.jobs.explaining import explained
from addin.jobs.firm import read_firm
from addin.jobs.generating import generate as generate_job
from addin.jobs.issuing import Request
from addin.jobs.issuing import issue as issue_job
from addin.jobs.month.guarding import UnconfirmedError
from addin.jobs.month_report import COMPARE
from addin.jobs.month_report import compare as compare_job
from addin.jobs.planning import plan as plan_job
from addin.jobs.previewing import preview as preview_job
from addin.jobs.report import Proposal, Report, checks_edit
from addin.jobs.running import run
from addin.jobs.sending import SendRequest
from addin.jobs.summary import summary
from addin.jobs.telling import Told, told_of
from addin.jobs.undoing import undo as undo_job
from addin.jobs.verifying import verify as verify_job
from addin.tables.columns import Record
from addin.tables.reading import read_table
from addin.tables.sheets.bills import (
    CheckRow,
    InvoiceRow,
    OverviewRow,
    PrebillingLine,
    WorkInProgressRow,
)
from addin.tables.sheets.settings import Setting
from addin.words import Language, sentence, system_language, text

__all__ = [
    "approve",
    "check",
    "compare",
    "credit",
    "explain",
    "generate",
    "help",
    "issue",
    "metrics",
    "pdf",
    "plan",
    "preview",
    "send",
    "stop",
    "undo",
    "verify",
]

LINES_SHOWN = 8
"""How many findings a message box names, the gravest first."""

FILLING_CHECKS = frozenset({"check", "plan", "generate", "issue", "verify"})
"""The jobs after which the sheet *Checks* has all they found."""

ACTING_AT_ONCE = frozenset({"issue", "credit", "send"})
"""The jobs that have done what cannot be undone before the workbook is written and shows it."""

GRAVITY = [severity.value for severity in Severity]


class NoLineSelectedError(BillingError):
    """The selected cell is not in a row with a key of the sheet it has to be on: ``sheet``."""

    code = "FORM-04"


def check() -> None:
    """Find everything that is wrong."""
    _press(lambda content, _: check_job(content, _today()), recover=False)


def plan() -> None:
    """Plan the fiscal year of the month in the settings."""

    def job(content: Content, _: Attention) -> Proposal:
        first = content.firm.fiscal_year_start
        return plan_job(content, fiscal_year_of(_month(content).first, first))

    _press(job)


def compare() -> None:
    """Put the month of the settings beside last month and the plan, on sheets of their own."""
    _press(lambda content, _: compare_job(content, _month(content)), recover=False)


def explain() -> None:
    """Say how the line of the selected row of prebilling came to be."""
    book = xw.Book.caller()
    language = _language(book)
    try:
        with attended(book, language) as attention:
            content = load(opened(book, attention.tell))
            line = _selected(book, content, PrebillingLine, "line")
            sentences = explained(content, line)
    except Exception as failure:  # noqa: BLE001 - whatever it is, the user gets a sentence
        _say(book, _refusal(failure, language), language, "critical")
        return
    _say(book, "\n".join(sentences), language, "info")


def _selected(book: xw.Book, content: Content, record: type[Record], key: str) -> str:
    """The key in the row of the selected cell.

    Raises:
        NoLineSelectedError: It is on another sheet, or its row has no key.
    """
    table = content.table(record)
    selected = book.app.selection
    if selected is not None and selected.sheet.name == table.grid.sheet:
        position = table.positions.get(selected.row - table.grid.first_row)
        found = None if position is None else table.values[key][position]
        if found:
            return str(found)
    name = table.grid.sheet or record.spec.sheet[content.language]
    raise NoLineSelectedError(sheet=name)


def generate() -> None:
    """Generate the month in the settings.

    Where a client would be billed far more than last month, the user is asked first.
    """

    def job(*, confirmed: bool) -> Callable[[LiveBook, Attention], Report]:
        return _job(lambda content, _: generate_job(content, _month(content), confirmed=confirmed))

    _answer(job(confirmed=False), once_confirmed=job(confirmed=True))


def approve() -> None:
    """Approve the lines of the month in the settings."""
    _press(lambda content, _: approve_job(content, _month(content)))


def issue() -> None:
    """Issue the approved lines of the month in the settings, dated today."""
    issuing = _job(lambda content, attention: issue_job(content, _request(content, attention)))
    _answer(_with_factur_x(issuing))


def preview() -> None:
    """Write the month's invoices as drafts, and open their folder."""
    _press(
        lambda content, attention: preview_job(content, _request(content, attention)),
        recover=False,
    )


def credit() -> None:
    """Credit the invoice of the selected row of invoices, as its user says when asked."""

    def job(live: LiveBook, attention: Attention) -> Report:
        # Nobody is asked anything while the window stands still for a job.
        content = load(live)
        number = _selected(live.book, content, InvoiceRow, "number")
        asker = Questions(live.book, content.language)
        request = asked_credit(content, number, asker, today=_today(), moment=datetime.now(UTC))
        crediting = _job(lambda content, _: credit_job(content, request))
        return _with_factur_x(crediting)(live, attention)

    _answer(job)


def pdf() -> None:
    """Make the PDF of every issued document that has none."""

    def job(content: Content, attention: Attention) -> Proposal:
        return make_pdfs(content, datetime.now(UTC), on_converted=_documents(attention))

    _press(job)


def send() -> None:
    """Send the e-invoices that are due, and ask what became of the others, once its user agrees."""

    def job(live: LiveBook, attention: Attention) -> Report:
        content, go_on = load(live), partial(attention.tell, Step.COMPUTING, 0, 1)
        request = SendRequest(partial(datetime.now, UTC), on_sent=_documents(attention))
        asked_to_send(content, Questions(live.book, content.language), request)
        return _job(lambda content, _: send_and_ask(content, request, go_on))(live, attention)

    _answer(job)


def verify() -> None:
    """Hold the workbook against its journal and its documents, and list what differs."""

    def job(content: Content, _: Attention) -> Proposal:
        report = verify_job(content).report
        return Proposal(report, [edit] if (edit := checks_edit(content, report.findings)) else [])

    _press(job, recover=False)


def metrics() -> None:
    """Import the quantities of an export that *Metrics* maps."""

    def job(live: LiveBook, attention: Attention) -> Report:
        content = load(live)
        export = asked_export(content, Questions(live.book, content.language))
        return _job(lambda content, _: take_up(content, export))(live, attention)

    _answer(job)


def undo() -> None:
    """Put back what stood in the tables before the last job wrote to them."""
    _answer(lambda live, _: undo_job(live, can_force=False))


def help() -> None:  # noqa: A001 - the name of the button
    """Say how a month goes."""
    book = xw.Book.caller()
    language = _language(book)
    _say(book, text("message.help", language), language, "info")


def _press(decide: Callable[[Content, Attention], Proposal], *, recover: bool = True) -> None:
    """Run a job on the workbook whose button was pressed, and tell its user what came of it."""
    _answer(_job(decide, recover=recover))


def _job(
    decide: Callable[[Content, Attention], Proposal], *, recover: bool = True
) -> Callable[[LiveBook, Attention], Report]:
    """A job on an open workbook, which can be stopped until it writes."""

    def job(live: LiveBook, attention: Attention) -> Report:
        def deciding(content: Content) -> Proposal:
            attention.tell(Step.COMPUTING, 0, 1)
            proposal = decide(content, attention)
            if proposal.report.job not in ACTING_AT_ONCE:
                attention.tell(Step.COMPUTING, 1, 1)
            return proposal

        return run(live, deciding, recover=recover)

    return job


def _with_factur_x(
    issuing: Callable[[LiveBook, Attention], Report],
) -> Callable[[LiveBook, Attention], Report]:
    """A job that issues, and after it the PDFs of what it has issued as Factur-X."""

    def job(live: LiveBook, attention: Attention) -> Report:
        report = issuing(live, attention)
        add_factur_x(live, report, datetime.now(UTC), on_converted=_documents(attention))
        return report

    return job


def _answer(
    job: Callable[[LiveBook, Attention], Report],
    once_confirmed: Callable[[LiveBook, Attention], Report] | None = None,
) -> None:
    """Carry a job out with its progress in the status bar, and answer in a message box.

    When it has written documents, their folder is opened.

    Args:
        job: What the button does.
        once_confirmed: The same, once the user has agreed to what it asks about.
    """
    book = xw.Book.caller()
    language = _language(book)
    try:
        with attended(book, language) as attention:
            report = job(opened(book, attention.tell), attention)
    except UnconfirmedError as asked:
        if once_confirmed is not None and _agrees(book, asked, language):
            _answer(once_confirmed)
        return
    except Exception as failure:  # noqa: BLE001 - whatever it is, the user gets a sentence
        _say(book, _refusal(failure, language), language, "critical")
        return
    _say(book, _outcome(report, language), language, "info")
    folder = _folder(report)
    if folder is not None:
        open_folder(folder)


def _month(content: Content) -> Month:
    """The month of the settings.

    Raises:
        RefusedError: There is none.
    """
    if content.firm.month is None:
        finding = Finding("SET-01", Place("Settings"), {"heading": "month"})
        raise RefusedError([finding], content.tables)
    return content.firm.month


def _request(content: Content, attention: Attention) -> Request:
    return Request(
        month=_month(content),
        issue_date=_today(),
        moment=datetime.now(UTC),
        on_issued=_documents(attention),
    )


def _documents(attention: Attention) -> Callable[[int, int], None]:
    """Shows how many documents are done, and how many there are."""
    return partial(attention.tell, Step.DOCUMENTS)


def _today() -> date:
    return datetime.now().astimezone().date()


def _language(book: xw.Book) -> Language:
    """That of the settings as far as they can be read, else that of the machine."""
    try:
        grid = LiveBook(book).read([Setting.spec.name])[Setting.spec.name]
        return read_firm(read_table(Setting.spec, grid))[0].language
    except Exception:  # noqa: BLE001 - what is wrong with the workbook is told by its button
        return system_language()


def _outcome(report: Report, language: Language) -> str:
    lines = [summary(report, language), *_told(report.findings)]
    filled = report.job in FILLING_CHECKS and not report.dry_run
    if filled and len(report.findings) > LINES_SHOWN:
        sheet = CheckRow.spec.sheet[language]
        lines.append(text("message.see_checks", language, sheet=sheet))
    if report.job == COMPARE and report.changed:
        overview, work = (one.spec.sheet[language] for one in (OverviewRow, WorkInProgressRow))
        lines.append(text("message.see_overview", language, overview=overview, work=work))
    folder = _folder(report)
    if folder is not None:
        lines.append(text("summary.documents", language, folder=folder))
    if report.job in ACTING_AT_ONCE and report.invoices:
        lines.append(text("message.save_now", language))
    return "\n\n".join(lines)


def _refusal(failure: Exception, language: Language) -> str:
    if isinstance(failure, BillingError):
        return "\n\n".join([failure.sentence(language), *_told(told_of(failure, language))])
    values = {"what": repr(failure), "log": logged(failure, "a button failed")}
    return sentence("JOB-02", language, values)


def _agrees(book: xw.Book, asked: UnconfirmedError, language: Language) -> bool:
    """Ask whether the month is to be generated all the same."""
    question = [*_told(told_of(asked, language)), text("message.confirm", language)]
    return Questions(book, language).agrees("\n\n".join(question))


def _told(findings: Sequence[Told]) -> list[str]:
    """A paragraph for each of the gravest, and how many more there are."""
    gravest = sorted(findings, key=lambda told: GRAVITY.index(told.severity))
    more = len(findings) - LINES_SHOWN
    shown = [f"• {told.message}" for told in gravest[:LINES_SHOWN]]
    return [*shown, f"… (+{more})"] if more > 0 else shown


def _folder(report: Report) -> Path | None:
    """Where the documents of a run lie; None if there are none."""
    files = [file for invoice in report.invoices or () for file in invoice["files"]]
    return Path(files[0]).parent if files else None


def _say(
    book: xw.Book, message: str, language: Language, mode: Literal["info", "critical"]
) -> None:
    book.app.alert(message, text("message.title", language), mode=mode)

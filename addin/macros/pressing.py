"""A button as the user meets it: a job with its progress, and what came of it in a message box."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Literal

import xlwings as xw

from addin.billing.calendar import Month
from addin.books.live import LiveBook
from addin.books.live.attention import Attention, Step, attended
from addin.books.live.folders import open_folder
from addin.books.live.opening import opened
from addin.books.live.questions import Questions
from addin.config import logged
from addin.errors import BillingError, Finding, Place, RefusedError, Severity
from addin.jobs.content import Content
from addin.jobs.converting import add_factur_x
from addin.jobs.firm import read_firm
from addin.jobs.issuing import Request
from addin.jobs.month.guarding import UnconfirmedError
from addin.jobs.month_report import COMPARE
from addin.jobs.report import Proposal, Report
from addin.jobs.running import run
from addin.jobs.summary import summary
from addin.jobs.telling import Told, told_of
from addin.tables.columns import Record
from addin.tables.reading import read_table
from addin.tables.sheets.bills import (
    CheckRow,
    OverviewRow,
    WorkInProgressRow,
)
from addin.tables.sheets.settings import Setting
from addin.words import Language, sentence, system_language, text

LINES_SHOWN = 8
"""How many findings a message box names, the gravest first."""

FILLING_CHECKS = frozenset({"check", "plan", "generate", "issue", "verify"})
"""The jobs after which the sheet *Checks* has all they found."""

ACTING_AT_ONCE = frozenset({"issue", "credit", "send", "invite", "deliver"})
"""The jobs that have done what cannot be undone before the workbook is written and shows it."""

GRAVITY = [severity.value for severity in Severity]


class NoLineSelectedError(BillingError):
    """The selected cell is not in a row with a key of the sheet it has to be on: ``sheet``."""

    code = "FORM-04"


def selected(book: xw.Book, content: Content, record: type[Record], key: str) -> str:
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


def press(decide: Callable[[Content, Attention], Proposal], *, recover: bool = True) -> None:
    """Run a job on the workbook whose button was pressed, and tell its user what came of it."""
    answer(job_of(decide, recover=recover))


def job_of(
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


def with_factur_x(
    issuing: Callable[[LiveBook, Attention], Report],
) -> Callable[[LiveBook, Attention], Report]:
    """A job that issues, and after it the PDFs of what it has issued as Factur-X."""

    def job(live: LiveBook, attention: Attention) -> Report:
        report = issuing(live, attention)
        add_factur_x(live, report, datetime.now(UTC), on_converted=documents(attention))
        return report

    return job


def answer(
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
    language = language_of(book)
    try:
        with attended(book, language) as attention:
            report = job(opened(book, attention.tell), attention)
    except UnconfirmedError as asked:
        if once_confirmed is not None and _agrees(book, asked, language):
            answer(once_confirmed)
        return
    except Exception as failure:  # noqa: BLE001 - whatever it is, the user gets a sentence
        say(book, refusal(failure, language), language, "critical")
        return
    say(book, _outcome(report, language), language, "info")
    folder = _folder(report)
    if folder is not None:
        open_folder(folder)


def month_of(content: Content) -> Month:
    """The month of the settings.

    Raises:
        RefusedError: There is none.
    """
    if content.firm.month is None:
        finding = Finding("SET-01", Place("Settings"), {"heading": "month"})
        raise RefusedError([finding], content.tables)
    return content.firm.month


def request_of(content: Content, attention: Attention) -> Request:
    """What the job *Issue* is asked: the month of the settings, dated today."""
    return Request(
        month=month_of(content),
        issue_date=today(),
        moment=datetime.now(UTC),
        on_issued=documents(attention),
    )


def documents(attention: Attention) -> Callable[[int, int], None]:
    """Shows how many documents are done, and how many there are."""
    return partial(attention.tell, Step.DOCUMENTS)


def today() -> date:
    """The day on the user's clock."""
    return datetime.now().astimezone().date()


def language_of(book: xw.Book) -> Language:
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


def refusal(failure: Exception, language: Language) -> str:
    """Why nothing was done; of a fault of Quotepart's own, where its details are."""
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


def say(book: xw.Book, message: str, language: Language, mode: Literal["info", "critical"]) -> None:
    """Show a message box."""
    book.app.alert(message, text("message.title", language), mode=mode)

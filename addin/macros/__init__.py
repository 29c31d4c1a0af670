"""Ribbon buttons: the open workbook in, one job, a message out.

Each button is one function without arguments, called by the workbook's macro of the same name.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from addin.starting import unsearched

with unsearched():
    import xlwings as xw

    from addin.billing.calendar import fiscal_year_of
    from addin.books.live import LiveBook
    from addin.books.live.attention import Attention, Step, attended, stop
    from addin.books.live.opening import opened
    from addin.books.live.questions import Questions
    from addin.jobs.approving import approve as approve_job
    from addin.jobs.asked_credit import asked_credit
    from addin.jobs.asked_import import asked_export, take_up
    from addin.jobs.asked_sending import asked_to_send, send_and_ask
    from addin.jobs.checking import check as check_job
    from addin.jobs.content import Content, load
    from addin.jobs.converting import make_pdfs
    from addin.jobs.crediting import credit as credit_job
    from addin.jobs.explaining import explained
    from addin.jobs.generating import generate as generate_job
    from addin.jobs.issuing import issue as issue_job
    from addin.jobs.month_report import compare as compare_job
    from addin.jobs.planning import plan as plan_job
    from addin.jobs.previewing import preview as preview_job
    from addin.jobs.report import Proposal, Report, checks_edit
    from addin.jobs.sending import SendRequest
    from addin.jobs.undoing import undo as undo_job
    from addin.jobs.verifying import verify as verify_job
    from addin.macros.clients import (
        active,
        client,
        deliver,
        everyone,
        inactive,
        invite,
        rows,
        uninvited,
    )
    from addin.macros.pressing import (
        answer,
        documents,
        job_of,
        language_of,
        month_of,
        press,
        refusal,
        request_of,
        say,
        selected,
        today,
        with_factur_x,
    )
    from addin.tables.sheets.bills import (
        InvoiceRow,
        PrebillingLine,
    )
    from addin.words import text

__all__ = [
    "active",
    "approve",
    "check",
    "client",
    "compare",
    "credit",
    "deliver",
    "everyone",
    "explain",
    "generate",
    "help",
    "inactive",
    "invite",
    "issue",
    "metrics",
    "pdf",
    "plan",
    "preview",
    "rows",
    "send",
    "stop",
    "undo",
    "uninvited",
    "verify",
]


def check() -> None:
    """Find everything that is wrong."""
    press(lambda content, _: check_job(content, today()), recover=False)


def plan() -> None:
    """Plan the fiscal year of the month in the settings."""

    def job(content: Content, _: Attention) -> Proposal:
        first = content.firm.fiscal_year_start
        return plan_job(content, fiscal_year_of(month_of(content).first, first))

    press(job)


def compare() -> None:
    """Put the month of the settings beside last month and the plan, on sheets of their own."""
    press(lambda content, _: compare_job(content, month_of(content)), recover=False)


def explain() -> None:
    """Say how the line of the selected row of prebilling came to be."""
    book = xw.Book.caller()
    language = language_of(book)
    try:
        with attended(book, language) as attention:
            content = load(opened(book, attention.tell))
            line = selected(book, content, PrebillingLine, "line")
            sentences = explained(content, line)
    except Exception as failure:  # noqa: BLE001 - whatever it is, the user gets a sentence
        say(book, refusal(failure, language), language, "critical")
        return
    say(book, "\n".join(sentences), language, "info")


def generate() -> None:
    """Generate the month in the settings.

    Where a client would be billed far more than last month, the user is asked first.
    """

    def job(*, confirmed: bool) -> Callable[[LiveBook, Attention], Report]:
        return job_of(
            lambda content, _: generate_job(content, month_of(content), confirmed=confirmed)
        )

    answer(job(confirmed=False), once_confirmed=job(confirmed=True))


def approve() -> None:
    """Approve the lines of the month in the settings."""
    press(lambda content, _: approve_job(content, month_of(content)))


def issue() -> None:
    """Issue the approved lines of the month in the settings, dated today."""
    issuing = job_of(lambda content, attention: issue_job(content, request_of(content, attention)))
    answer(with_factur_x(issuing))


def preview() -> None:
    """Write the month's invoices as drafts, and open their folder."""
    press(
        lambda content, attention: preview_job(content, request_of(content, attention)),
        recover=False,
    )


def credit() -> None:
    """Credit the invoice of the selected row of invoices, as its user says when asked."""

    def job(live: LiveBook, attention: Attention) -> Report:
        # Nobody is asked anything while the window stands still for a job.
        content = load(live)
        number = selected(live.book, content, InvoiceRow, "number")
        asker = Questions(live.book, content.language)
        request = asked_credit(content, number, asker, today=today(), moment=datetime.now(UTC))
        crediting = job_of(lambda content, _: credit_job(content, request))
        return with_factur_x(crediting)(live, attention)

    answer(job)


def pdf() -> None:
    """Make the PDF of every issued document that has none."""

    def job(content: Content, attention: Attention) -> Proposal:
        return make_pdfs(content, datetime.now(UTC), on_converted=documents(attention))

    press(job)


def send() -> None:
    """Send the e-invoices that are due, and ask what became of the others, once its user agrees."""

    def job(live: LiveBook, attention: Attention) -> Report:
        content, go_on = load(live), partial(attention.tell, Step.COMPUTING, 0, 1)
        request = SendRequest(partial(datetime.now, UTC), on_sent=documents(attention))
        asked_to_send(content, Questions(live.book, content.language), request)
        return job_of(lambda content, _: send_and_ask(content, request, go_on))(live, attention)

    answer(job)


def verify() -> None:
    """Hold the workbook against its journal and its documents, and list what differs."""

    def job(content: Content, _: Attention) -> Proposal:
        report = verify_job(content).report
        return Proposal(report, [edit] if (edit := checks_edit(content, report.findings)) else [])

    press(job, recover=False)


def metrics() -> None:
    """Import the quantities of an export that *Metrics* maps."""

    def job(live: LiveBook, attention: Attention) -> Report:
        content = load(live)
        export = asked_export(content, Questions(live.book, content.language))
        return job_of(lambda content, _: take_up(content, export))(live, attention)

    answer(job)


def undo() -> None:
    """Put back what stood in the tables before the last job wrote to them."""
    answer(lambda live, _: undo_job(live, can_force=False))


def help() -> None:  # noqa: A001 - the name of the button
    """Say how a month goes."""
    book = xw.Book.caller()
    language = language_of(book)
    say(book, text("message.help", language), language, "info")

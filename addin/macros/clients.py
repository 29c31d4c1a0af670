"""The buttons about clients: add and import them, invite them, deliver to them, list them."""

from contextlib import nullcontext
from datetime import UTC, datetime
from functools import partial

import xlwings as xw

from addin.billing.choices import ClientStatus
from addin.books.live import LiveBook
from addin.books.live.attention import Attention
from addin.books.live.questions import Questions
from addin.errors import BillingError
from addin.jobs.asked_client import add_from_form, asked_client, once
from addin.jobs.asked_import import asked_rows, take_in
from addin.jobs.asked_inviting import asked_to_invite
from addin.jobs.clients.inviting import InviteRequest
from addin.jobs.clients.inviting import invite as invite_job
from addin.jobs.clients.registers import look_up
from addin.jobs.content import load
from addin.jobs.delivering.asked import asked_to_deliver
from addin.jobs.delivering.delivering import DeliverRequest
from addin.jobs.delivering.delivering import deliver as deliver_job
from addin.jobs.report import Report
from addin.macros.pressing import (
    answer,
    documents,
    job_of,
    language_of,
    refusal,
    say,
    today,
)
from addin.registers.kbo_index import installed_index
from addin.registers.vies import ask_vies
from addin.tables.sheets.clients import Client
from addin.words import label


class NoClientsError(BillingError):
    """The workbook has no table of clients with a status to filter by."""

    code = "CLT-12"


def client() -> None:
    """Add the client that the sheet *New client* describes, once its user has seen those alike."""

    def job(live: LiveBook, attention: Attention) -> Report:
        content = load(live)
        index = installed_index()
        with index or nullcontext():
            registers = once(partial(look_up, index=index, ask=ask_vies))
            asker = Questions(live.book, content.language)
            request = asked_client(content, asker, today(), registers)
            adding = job_of(lambda read, _: add_from_form(read, request), recover=False)
            return adding(live, attention)

    answer(job)


def rows() -> None:
    """Import the rows of a file into the sheet its user names, all of them or none."""

    def job(live: LiveBook, attention: Attention) -> Report:
        content = load(live)
        asker = Questions(live.book, content.language)
        asked = asked_rows(content, asker)
        taking = job_of(lambda read, _: take_in(read, asked, asker, today()), recover=False)
        return taking(live, attention)

    answer(job)


def invite() -> None:
    """Mail an invitation to every client that was not invited yet, once its user agrees."""

    def job(live: LiveBook, attention: Attention) -> Report:
        content = load(live)
        request = InviteRequest(partial(datetime.now, UTC), on_sent=documents(attention))
        asked_to_invite(content, Questions(live.book, content.language), request)
        inviting = job_of(lambda read, _: invite_job(read, request), recover=False)
        return inviting(live, attention)

    answer(job)


def deliver() -> None:
    """Carry the issued documents to accounting software, once its user agrees."""

    def job(live: LiveBook, attention: Attention) -> Report:
        content = load(live)
        request = DeliverRequest(partial(datetime.now, UTC), on_delivered=documents(attention))
        asked_to_deliver(content, Questions(live.book, content.language), request)
        return job_of(lambda read, _: deliver_job(read, request))(live, attention)

    answer(job)


def uninvited() -> None:
    """Show the clients who are still to be invited, and no others."""
    _show(ClientStatus.NOT_INVITED)


def inactive() -> None:
    """Show the clients who have not answered their invitation yet."""
    _show(ClientStatus.INACTIVE)


def active() -> None:
    """Show the clients who take part."""
    _show(ClientStatus.ACTIVE)


def everyone() -> None:
    """Show all clients again."""
    _show(None)


def _show(status: ClientStatus | None) -> None:
    """Filter the table of clients, as its own arrow on *Status* would; any label counts."""
    book = xw.Book.caller()
    language = language_of(book)
    try:
        table, field = _table(book)
        if not table.show_autofilter:
            table.show_autofilter = True
        table.autofilter.clear()
        if status is not None:
            shown = dict.fromkeys(label("ClientStatus", status.value).all())
            table.autofilter.apply_values(field, list(shown))
        table.parent.activate()
    except Exception as failure:  # noqa: BLE001 - whatever it is, the user gets a sentence
        say(book, refusal(failure, language), language, "critical")


def _table(book: xw.Book) -> tuple[xw.main.Table, int]:
    """The table of clients, and the place of its status, from 1.

    Raises:
        NoClientsError: There is none.
    """
    headings = Client.spec.column("status").heading.all()
    for sheet in book.sheets:
        for table in sheet.tables:
            if table.name.casefold() == Client.spec.name.casefold():
                row = table.header_row_range
                cells = list(row.value) if row is not None else []
                found = [at for at, one in enumerate(cells, start=1) if one in headings]
                if found:
                    return table, found[0]
    raise NoClientsError

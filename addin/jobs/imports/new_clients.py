"""The clients that an import has added, who may be invited at once."""

from collections.abc import Callable
from datetime import datetime

from addin.billing.choices import ClientStatus
from addin.jobs.clients.chosen import is_internal
from addin.jobs.clients.inviting import JOB, InviteRequest, invite
from addin.jobs.content import Content
from addin.jobs.report import Proposal, Report
from addin.tables.sheets.clients import Client


def client_codes(content: Content) -> frozenset[str]:
    """The codes of all clients."""
    codes = content.table(Client).values["client"]
    return frozenset(code for code in codes if code is not None)


def invite_new(content: Content, known: frozenset[str], clock: Callable[[], datetime]) -> Proposal:
    """Invite the clients that were not there before.

    Those whose files the firm keeps itself, and those whose row says that they were invited, are
    left out.

    Args:
        content: The workbook after the import.
        known: The clients before it.
        clock: The moment, with its time zone.

    Raises:
        BillingError: Nothing was sent.
    """
    rows = content.table(Client).values
    columns = (rows[name] for name in ("client", "status", "subscription_mode"))
    new = tuple(
        client
        for client, status, mode in zip(*columns, strict=True)
        if client is not None
        and client not in known
        and status is ClientStatus.NOT_INVITED
        and not is_internal(mode)
    )
    if not new:
        return Proposal(Report(JOB, str(content.book.path)))
    return invite(content, InviteRequest(clock, new))

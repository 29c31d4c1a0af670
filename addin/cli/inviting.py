"""The commands that invite clients, activate them, take invitations back and note acceptances."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

import typer

from addin.cli import showing
from addin.cli.carrying_out import carry_out
from addin.cli.options import DryRun, File, Json, unusable
from addin.jobs.clients.accepting import JOB as ACCEPT
from addin.jobs.clients.accepting import AcceptRequest
from addin.jobs.clients.accepting import accept as accept_job
from addin.jobs.clients.activating import ACTIVATE, WITHDRAW, StatusRequest
from addin.jobs.clients.activating import activate as activate_job
from addin.jobs.clients.activating import withdraw as withdraw_job
from addin.jobs.clients.inviting import JOB as INVITE
from addin.jobs.clients.inviting import InviteRequest
from addin.jobs.clients.inviting import invite as invite_job
from addin.jobs.content import Content
from addin.jobs.report import Proposal
from addin.words import job_name

Clients = Annotated[
    list[str] | None,
    typer.Option("--client", metavar="CLIENT", help="Only this client; may be given again."),
]
Named = Annotated[
    list[str],
    typer.Argument(metavar="CLIENT...", help="Codes of the clients.", show_default=False),
]
Answers = Annotated[
    list[str],
    typer.Argument(
        metavar="ANSWER...",
        help="The code of an invitation, or a mail that came back (.eml, .msg).",
        show_default=False,
    ),
]


def invite(
    file: File,
    client: Clients = None,
    again: Annotated[  # noqa: FBT002
        bool, typer.Option("--again", help="Also who was invited before; with --client only.")
    ] = False,
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Invite by mail every client who was not invited, each once.

    The settings name the mail server; its password is kept by quotepart keys. Clients whose files
    the firm keeps itself are left out unless they are named. Running it again is safe: who was
    invited gets no second mail, and a run that was cut short goes on where it stopped.

    Example: quotepart client invite Billing.xlsm

    Example: quotepart client invite Billing.xlsm --client DUPONT --again
    """
    if again and not client:
        raise unusable("again", "", "--again")
    request = InviteRequest(_now, tuple(client or ()), again=again, dry_run=dry_run)

    def job(content: Content) -> Proposal:
        label = job_name(INVITE)[content.language]
        with showing.progress(label, quiet=as_json) as on_sent:
            return invite_job(content, replace(request, on_sent=on_sent))

    carry_out(INVITE, file, job, as_json=as_json, dry_run=dry_run, recover=False)


def activate(
    file: File,
    client: Named,
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Mark clients active whose files the firm keeps itself.

    No mail is sent.

    Example: quotepart client activate Billing.xlsm DUPONT MARTIN
    """
    request = StatusRequest(_now, tuple(client), dry_run=dry_run)
    job = partial(activate_job, request=request)
    carry_out(ACTIVATE, file, job, as_json=as_json, dry_run=dry_run, recover=False)


def withdraw(
    file: File,
    client: Named,
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Take invitations back, and the worth of their codes.

    Example: quotepart client withdraw Billing.xlsm DUPONT
    """
    request = StatusRequest(_now, tuple(client), dry_run=dry_run)
    job = partial(withdraw_job, request=request)
    carry_out(WITHDRAW, file, job, as_json=as_json, dry_run=dry_run, recover=False)


def accept(
    file: File,
    answer: Answers,
    as_json: Json = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
) -> None:
    """Mark clients active who have accepted.

    Each is given by the code of its invitation, or by the mail it sent back.

    Example: quotepart client accept Billing.xlsm K7M3U-MVVZV-ZMKRB-DLP36

    Example: quotepart client accept Billing.xlsm answers/dupont.eml answers/martin.msg
    """
    request = AcceptRequest(_now, tuple(answer), dry_run=dry_run)
    job = partial(accept_job, request=request)
    carry_out(ACCEPT, file, job, as_json=as_json, dry_run=dry_run, recover=False)


def _now() -> datetime:
    return datetime.now(UTC)

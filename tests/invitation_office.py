"""A firm that invites its clients through a mail server on this machine."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from mail_office import MailOffice
from memory_book import MemoryBook

from addin.delivery.keys import KeyRing
from addin.delivery.mail import MailAccount, Mailer
from addin.jobs.clients.accepting import AcceptRequest, accept
from addin.jobs.clients.activating import StatusRequest, activate, withdraw
from addin.jobs.clients.inviting import InviteRequest, invite
from addin.jobs.content import load
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.tables.sheets.clients import Client

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
SECRET = {"QUOTEPART_INVITATIONS_KEY": "the secret of the firm"}


def quick(account: MailAccount) -> Mailer:
    """A mail server that is not spared."""
    return Mailer(replace(account, per_minute=1000, timeout=5.0))


def numbered(count: int, **given: Any) -> list[dict[str, Any]]:
    """Clients C01, C02… with an address each."""
    return [
        {"client": f"C{place:02}", "name": f"Client {place}", "email": mailbox(place)} | given
        for place in range(1, count + 1)
    ]


def mailbox(place: int) -> str:
    return f"c{place:02}@clients.example"


class Inviter:
    """The workbook in memory, its ledger in a folder."""

    def __init__(
        self,
        folder: Path,
        mail: MailOffice,
        clients: Sequence[Mapping[str, Any]],
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        usual = {
            "firm_name": "Cabinet Lambert",
            "address": "Rue Haute 1",
            "postcode": "1000",
            "city": "Bruxelles",
            "email": "office@firm.example",
            "mail_server": f"127.0.0.1:{mail.port}",
            "mail_security": "none",
        }
        rows = [
            {"setting": name, "value": value}
            for name, value in (usual | dict(settings or {})).items()
        ]
        self.folder = folder
        self.mail = mail
        self.now = NOW
        self.environment = dict(SECRET)
        self.book = MemoryBook({"Clients": clients, "Settings": rows}, folder=folder)

    def invite(self, *clients: str, **given: Any) -> Report:
        usual: dict[str, Any] = {"mailer": quick, "keys": self.keys}
        request = InviteRequest(self.clock, clients, **(usual | given))
        dry_run = request.dry_run
        return run(self.book, partial(_given, invite, request), dry_run=dry_run, recover=False)

    def accept(self, *answers: str, **given: Any) -> Report:
        request = AcceptRequest(self.clock, answers, keys=self.keys, **given)
        dry_run = request.dry_run
        return run(self.book, partial(_given, accept, request), dry_run=dry_run, recover=False)

    def activate(self, *clients: str, **given: Any) -> Report:
        request = StatusRequest(self.clock, clients, **given)
        return run(self.book, partial(_given, activate, request), dry_run=request.dry_run)

    def withdraw(self, *clients: str, **given: Any) -> Report:
        request = StatusRequest(self.clock, clients, **given)
        return run(self.book, partial(_given, withdraw, request), dry_run=request.dry_run)

    def keys(self, _: object) -> KeyRing:
        return KeyRing(environment=self.environment)

    def clock(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def shown(self, *columns: str) -> list[Any]:
        """What the rows of the clients show; of one column only its values."""
        table = load(self.book).table(Client)
        rows = list(zip(*(table.values[one] for one in columns), strict=True))
        return [row[0] for row in rows] if len(columns) == 1 else rows

    def code(self, place: int = -1) -> str:
        """The code in a mail that arrived."""
        body = self.mail.messages[place].get_body(("plain",))
        assert body is not None
        lines = [str(line).strip() for line in body.get_content().splitlines()]
        return next(line for line in lines if len(line) == 23 and line.count("-") == 3)


def _given(job: Any, request: Any, content: Any) -> Any:
    return job(content, request)

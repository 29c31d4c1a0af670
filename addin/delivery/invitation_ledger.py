"""Which clients were mailed an invitation, told before and after each mail.

It is a small SQLite file beside the workbook, so that a run that was cut short, a restored
workbook or a cell that somebody overwrote never has a client mailed twice. Whoever finds a mail
that was begun, without what came of it, does not know whether it arrived.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from secrets import token_hex

from addin.errors import BillingError

ENDING = ".invitations.sqlite"
PATIENCE_SECONDS = 20
MAKE = """
create table if not exists book (name text not null);
create table if not exists steps (
  position integer primary key,
  client text not null,
  round integer not null,
  attempt integer not null,
  step text not null,
  moment text not null,
  address text not null,
  reason text not null,
  unique (client, round, attempt, step)
);
"""
ALL = "select client, round, attempt, step, moment, address, reason from steps order by position"
ADD = (
    "insert into steps (client, round, attempt, step, moment, address, reason)"
    " values (?, ?, ?, ?, ?, ?, ?)"
)


class InvitationLedgerError(BillingError):
    """The file cannot be read or written; takes ``path`` and ``reason``."""

    code = "INVT-07"


class Step(StrEnum):
    """What can happen to an invitation."""

    SENDING = "sending"  # it is about to be handed over
    SENT = "sent"
    FAILED = "failed"  # it was surely not sent
    UNKNOWN = "unknown"  # it was handed over, and the answer got lost
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Invitation:
    """How far the invitation of a client has come.

    Attributes:
        client: Code of the client.
        round: 1 for the first; one that was withdrawn is followed by another.
        attempt: Of how many mails of this round it was known that they were to be sent.
        step: The last thing that happened; None before the first.
        moment: When that was.
        address: Where the last mail went.
        reason: What the server said.
        mails: How many of them, of all rounds, the server surely took.
    """

    client: str
    round: int = 1
    attempt: int = 0
    step: Step | None = None
    moment: datetime | None = None
    address: str = ""
    reason: str = ""
    mails: int = 0

    @property
    def is_out(self) -> bool:
        """Whether the client has it, as far as anybody knows."""
        return self.step in {Step.SENT, Step.ACCEPTED}

    @property
    def is_doubtful(self) -> bool:
        """Whether nobody knows if the last mail arrived."""
        return self.step in {Step.SENDING, Step.UNKNOWN}


@dataclass(frozen=True, slots=True)
class InvitationLedger:
    """The file of one workbook; it holds nothing open between two calls.

    Every method raises ``InvitationLedgerError`` where the file cannot be used.
    """

    path: Path

    @classmethod
    def beside(cls, workbook: Path) -> "InvitationLedger":
        """That of a workbook: ``Billing.xlsm`` has ``Billing.invitations.sqlite``."""
        return cls(workbook.with_suffix(ENDING))

    def book(self) -> str:
        """A name that no other workbook's ledger has; made with the file."""
        with self._opened() as connection:
            found = connection.execute("select name from book").fetchone()
            if found is None:
                found = (token_hex(16),)
                connection.execute("insert into book values (?)", found)
        return str(found[0])

    def invitations(self) -> dict[str, Invitation]:
        """How far the last invitation of each client has come, by its code."""
        if not self.path.exists():
            return {}
        found: dict[str, Invitation] = {}
        with self._opened() as connection:
            for row in connection.execute(ALL):
                told = _told(row)
                mails = found[told.client].mails if told.client in found else 0
                found[told.client] = replace(told, mails=mails + (told.step is Step.SENT))
        return found

    def begin(self, before: Invitation, address: str, moment: datetime) -> Invitation | None:
        """A mail is about to be handed over; None if somebody else has begun the same one.

        Args:
            before: How far the invitation has come; after a withdrawal another one begins.
            address: Where the mail goes.
            moment: With its time zone.
        """
        if before.step is Step.WITHDRAWN:
            before = Invitation(before.client, before.round + 1)
        begun = replace(
            before,
            attempt=before.attempt + 1,
            step=Step.SENDING,
            moment=moment,
            address=address,
            reason="",
        )
        return begun if self._added(begun) else None

    def end(self, before: Invitation, step: Step, moment: datetime, reason: str = "") -> Invitation:
        """Tell what came of a mail, or of the invitation as a whole."""
        ended = replace(before, step=step, moment=moment, reason=reason)
        self._added(ended)
        return ended

    def _added(self, one: Invitation) -> bool:
        assert one.step is not None
        assert one.moment is not None
        moment = one.moment.isoformat()
        row = (one.client, one.round, one.attempt, one.step, moment, one.address, one.reason)
        try:
            with self._opened() as connection:
                connection.execute(ADD, row)
        except _KnownError:
            return False
        return True

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A transaction that waits for the disk; an exception undoes all of it."""
        try:
            with closing(_connected(self.path)) as connection:
                connection.execute("pragma synchronous = full")
                connection.executescript(MAKE)
                connection.execute("begin immediate")
                with connection:
                    yield connection
        except sqlite3.IntegrityError as fault:
            raise _KnownError from fault
        except (sqlite3.Error, ValueError) as fault:
            raise InvitationLedgerError(path=self.path.name, reason=str(fault)) from fault


def _told(row: tuple[str, int, int, str, str, str, str]) -> Invitation:
    """The invitation as one row of the file tells it."""
    client, turn, attempt, step, moment, address, reason = row
    at = datetime.fromisoformat(moment)
    return Invitation(client, turn, attempt, Step(step), at, address, reason)


def _connected(path: Path) -> sqlite3.Connection:
    """A connection that begins a transaction when it is told to, and not before."""
    return sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)


class _KnownError(Exception):
    """This very step was told before."""

"""Every parcel is carried once, whatever breaks between the other side and us."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.billing.choices import DeliveryOutcome
from addin.delivery.faults import DeliveryError
from addin.delivery.ledger import Attempts
from addin.delivery.transfers.carrying import Carrying
from addin.delivery.transfers.faults import (
    ArrivalUnknownError,
    NotDeliveredError,
    RefusedDocumentError,
    UnknownServerError,
)
from addin.delivery.transfers.folder import Folder
from addin.delivery.transfers.transfer import CarriedFile, Parcel, Trace

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
PARCEL = Parcel("1", (CarriedFile("1.xml", b"<Invoice/>"),))


class MemoryLedger:
    """What was begun and how it ended, of one parcel."""

    def __init__(self) -> None:
        self.count = 0
        self.begun: datetime | None = None
        self.ends: list[tuple[DeliveryOutcome, str]] = []

    def attempts(self, parcel: Parcel) -> Attempts:
        del parcel
        return Attempts(self.count, self.begun)

    def begin(self, parcel: Parcel, moment: datetime, attempt: int) -> bool:
        del parcel
        if attempt <= self.count:
            return False
        self.count, self.begun = attempt, moment
        return True

    def end(self, parcel: Parcel, moment: datetime, outcome: DeliveryOutcome, message: str) -> None:
        del parcel, moment
        self.begun = None
        self.ends.append((outcome, message))

    @property
    def arrived(self) -> bool:
        return any(outcome is DeliveryOutcome.DELIVERED for outcome, _ in self.ends)


class KilledError(Exception):
    """The process is gone."""


@dataclass
class Inbox:
    """A folder on the other side of a connection that breaks as it is told to.

    Attributes:
        breaks: What happens at each carrying, in order: ``before`` it, ``after`` it was done, or
            with the process killed then; nothing when it is empty.
        takes_away: Whether a program takes each file out of the folder as soon as it is there.
    """

    breaks: list[str] = field(default_factory=list)
    takes_away: bool = False
    there: int = 0
    arrived: int = 0
    half: bool = False
    opened: int = 0
    refuses: Exception | None = None

    def __enter__(self) -> Self:
        self.opened += 1
        if self.refuses:
            raise self.refuses
        return self

    def __exit__(self, *failure: object) -> None:
        """Let go."""

    def find(self, parcel: Parcel) -> Trace:
        del parcel
        if self.there:
            return Trace.THERE
        return Trace.MISSING if self.half else Trace.NONE

    def carry(self, parcel: Parcel) -> str:
        del parcel
        how = self.breaks.pop(0) if self.breaks else ""
        self.half = True
        if how == "before":
            raise NotDeliveredError(connection="inbox", reason="lost")
        if how == "killed before":
            raise KilledError
        if how == "unknown before":
            raise ArrivalUnknownError(connection="inbox", reason="lost")
        self.half = False
        self.arrived += 1
        self.there = 0 if self.takes_away else 1
        if how == "unknown after":
            raise ArrivalUnknownError(connection="inbox", reason="lost")
        if how == "killed after":
            raise KilledError
        return "taken"


def carrying(inbox: Inbox, ledger: MemoryLedger, *, again: bool = False) -> Carrying:
    pauses: list[float] = []
    return Carrying("inbox", lambda: inbox, ledger, lambda: NOW, sleep=pauses.append, again=again)


def test_a_lost_connection_is_opened_again_after_growing_pauses() -> None:
    inbox, ledger = Inbox(["before", "before"]), MemoryLedger()
    pauses: list[float] = []
    line = Carrying("inbox", lambda: inbox, ledger, lambda: NOW, sleep=pauses.append, pause=1.5)

    with line:
        assert line.bring(PARCEL)

    assert pauses == [1.5, 3.0]
    assert (inbox.opened, inbox.arrived, ledger.count) == (3, 1, 3)
    assert [outcome.value for outcome, _ in ledger.ends] == ["failed", "failed", "delivered"]
    assert ledger.ends[-1][1] == "taken"


def test_a_parcel_that_never_gets_through_has_an_outcome_and_a_reason() -> None:
    inbox, ledger = Inbox(["before"] * 3), MemoryLedger()

    with carrying(inbox, ledger) as line, pytest.raises(NotDeliveredError):
        line.bring(PARCEL)

    outcome, message = ledger.ends[-1]
    assert outcome is DeliveryOutcome.FAILED
    assert "lost" in message


def test_what_stands_in_the_way_of_all_is_not_tried_again() -> None:
    refusal = UnknownServerError(connection="inbox", fingerprint="SHA256:x")
    inbox, ledger = Inbox(refuses=refusal), MemoryLedger()

    with carrying(inbox, ledger) as line, pytest.raises(UnknownServerError):
        line.bring(PARCEL)

    assert (inbox.opened, ledger.count) == (1, 1)
    assert ledger.ends[0][0] is DeliveryOutcome.FAILED


def test_a_refusal_is_final_for_this_run() -> None:
    inbox, ledger = Inbox(), MemoryLedger()

    def refuse(parcel: Parcel) -> str:
        del parcel
        raise RefusedDocumentError(connection="inbox", reason="too large")

    inbox.carry = refuse  # type: ignore[method-assign]
    with carrying(inbox, ledger) as line, pytest.raises(RefusedDocumentError, match="DLV-07"):
        line.bring(PARCEL)

    assert ledger.count == 1


def test_two_who_carry_at_the_same_moment_do_not_both_do_it() -> None:
    inbox, ledger = Inbox(), MemoryLedger()
    ledger.attempts = lambda parcel: Attempts(0 * len(parcel.files))  # type: ignore[method-assign]
    ledger.begin(PARCEL, NOW, 1)

    with carrying(inbox, ledger) as line, pytest.raises(ArrivalUnknownError, match="DLV-08"):
        line.bring(PARCEL)

    assert inbox.arrived == 0


def test_what_may_have_been_taken_away_is_carried_only_when_asked_for() -> None:
    inbox, ledger = Inbox(["killed after"], takes_away=True), MemoryLedger()
    with carrying(inbox, ledger) as line, pytest.raises(KilledError):
        line.bring(PARCEL)

    with carrying(inbox, ledger) as line, pytest.raises(ArrivalUnknownError):
        line.bring(PARCEL)
    assert (inbox.arrived, ledger.ends[-1][0]) == (1, DeliveryOutcome.UNKNOWN)

    with carrying(inbox, ledger, again=True) as line:
        assert line.bring(PARCEL)
    assert inbox.arrived == 2


def test_a_real_folder_goes_on_where_a_killed_run_left_half_a_file(tmp_path: Path) -> None:
    ledger = MemoryLedger()
    ledger.begin(PARCEL, NOW, 1)
    (tmp_path / "1.xml.part").write_bytes(b"<Inv")

    with Carrying("s", lambda: Folder("s", tmp_path), ledger, lambda: NOW) as line:
        assert line.bring(PARCEL)

    assert [path.name for path in tmp_path.iterdir()] == ["1.xml"]


BREAKS = st.sampled_from(
    ["", "before", "killed before", "unknown before", "unknown after", "killed after"]
)


@settings(max_examples=60)
@given(st.lists(BREAKS, max_size=8), st.booleans())
def test_whatever_breaks_a_parcel_arrives_once_at_most(
    breaks: list[str],
    takes_away: bool,  # noqa: FBT001
) -> None:
    inbox, ledger = Inbox(list(breaks), takes_away=takes_away), MemoryLedger()

    for _ in range(len(breaks) + 1):
        if ledger.arrived or (ledger.ends and ledger.ends[-1][0] is DeliveryOutcome.UNKNOWN):
            break
        with carrying(inbox, ledger) as line, suppress(DeliveryError, KilledError):
            line.bring(PARCEL)

    assert inbox.arrived <= 1
    assert inbox.arrived or not ledger.arrived
    if not takes_away:
        assert ledger.arrived == bool(inbox.arrived)


def test_a_connection_lost_while_it_is_asked_leaves_the_parcel_open() -> None:
    inbox, ledger = Inbox(), MemoryLedger()
    ledger.begin(PARCEL, NOW, 1)

    def lost(parcel: Parcel) -> Trace:
        raise NotDeliveredError(connection="inbox", reason=parcel.number)

    inbox.find = lost  # type: ignore[method-assign]
    with carrying(inbox, ledger) as line, pytest.raises(NotDeliveredError):
        line.bring(PARCEL)

    assert (inbox.arrived, ledger.begun, ledger.ends) == (0, NOW, [])


def test_a_lost_answer_of_which_nobody_can_tell_more_stays_unknown() -> None:
    inbox, ledger = Inbox(["unknown after"], takes_away=True), MemoryLedger()

    with carrying(inbox, ledger) as line, pytest.raises(ArrivalUnknownError):
        line.bring(PARCEL)

    assert [outcome for outcome, _ in ledger.ends] == [DeliveryOutcome.UNKNOWN]
    assert inbox.arrived == 1

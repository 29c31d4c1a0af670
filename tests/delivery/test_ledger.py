"""Every document is handed over once, whatever breaks between the platform and us."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import INVOICE_TYPE, KEY, QUICK, Mishap, PeppyrusServer, running, ubl

from addin.delivery.envelope import document
from addin.delivery.faults import (
    DeliveryError,
    KeyRefusedError,
    OutcomeUnknownError,
    TurnedDownError,
)
from addin.delivery.keys import Key
from addin.delivery.ledger import Attempts, Courier
from addin.delivery.peppyrus import Peppyrus
from addin.delivery.platform import Document, Platform, Receipt

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
PAYER = "0208:0403170701"


class MemoryLedger:
    """What was begun and how it ended, by document."""

    def __init__(self) -> None:
        self.begun: dict[str, datetime] = {}
        self.counts: dict[str, int] = {}
        self.receipts: dict[str, Receipt] = {}

    def receipt(self, document: Document) -> Receipt | None:
        return self.receipts.get(document.tracking)

    def attempts(self, document: Document) -> Attempts:
        key = document.tracking
        return Attempts(self.counts.get(key, 0), self.begun.get(key))

    def begin(self, document: Document, moment: datetime, attempt: int) -> bool:
        if attempt <= self.counts.get(document.tracking, 0):
            return False
        self.begun[document.tracking] = moment
        self.counts[document.tracking] = attempt
        return True

    def end(self, document: Document, moment: datetime, receipt: Receipt | None) -> None:
        del moment
        self.begun.pop(document.tracking, None)
        if receipt is not None:
            self.receipts[document.tracking] = receipt


class Desk:
    """An access point, what is known here of it, and a clock that can be turned."""

    def __init__(self, server: PeppyrusServer, platform: Platform) -> None:
        self.server = server
        self.ledger = MemoryLedger()
        self.now = NOW
        self.courier = Courier(platform, self.ledger, lambda: self.now, wait=0)

    def bring(self, number: str = "2026-00001") -> bool:
        """Send an invoice; whether it was handed over now."""
        return self.courier.bring(document(ubl(number)))[1]


@pytest.fixture
def desk(access_point: PeppyrusServer, peppyrus: Peppyrus) -> Desk:
    access_point.participants[PAYER] = [INVOICE_TYPE]
    return Desk(access_point, peppyrus)


def test_what_was_handed_over_is_not_handed_over_again(desk: Desk) -> None:
    assert desk.bring()
    assert not desk.bring()

    assert desk.server.count("POST") == 1
    assert desk.server.sent("2026-00001") == 1


@pytest.mark.parametrize("mishap", [Mishap("POST", lost=True), Mishap("POST", slow=0.8)])
def test_an_answer_that_got_lost_is_asked_for_at_once(mishap: Mishap, desk: Desk) -> None:
    desk.server.mishaps = [mishap]

    assert desk.bring()

    assert desk.server.sent("2026-00001") == 1
    assert desk.ledger.begun == {}


def test_a_platform_whose_answer_nobody_can_read_is_not_given_it_twice(desk: Desk) -> None:
    desk.server.mishaps = [Mishap("POST", body=b"not JSON")]

    assert desk.bring()

    assert desk.server.sent("2026-00001") == 1


def test_a_platform_that_failed_twice_and_has_nothing_gets_it_the_third_time(desk: Desk) -> None:
    desk.server.mishaps = [Mishap("POST", 500), Mishap("POST", 502)]

    assert desk.bring()

    assert desk.server.count("POST") == 3
    assert desk.server.sent("2026-00001") == 1


def test_what_nobody_can_tell_is_left_open_and_asked_again_later(desk: Desk) -> None:
    desk.server.mishaps = [Mishap("POST", lost=True), *[Mishap("GET", 500)] * 3]
    with pytest.raises(OutcomeUnknownError) as caught:
        desk.bring()
    assert caught.value.code == "SND-05"

    assert not desk.bring(), "the next run finds it"
    assert desk.server.sent("2026-00001") == 1


def test_a_platform_is_given_time_to_find_what_it_was_given(desk: Desk) -> None:
    file = document(ubl("2026-00001"))
    desk.ledger.begin(file, NOW, 1)  # a run that was killed before it sent anything
    desk.now = NOW + timedelta(seconds=90)
    with pytest.raises(OutcomeUnknownError):
        desk.bring()
    assert desk.server.sent("2026-00001") == 0

    desk.now = NOW + timedelta(minutes=2)
    assert desk.bring()
    assert desk.server.sent("2026-00001") == 1


def test_who_is_overtaken_by_somebody_else_hands_nothing_over(desk: Desk) -> None:
    file = document(ubl("2026-00001"))
    looked = desk.ledger.attempts

    def look_too_early(document: Document) -> Attempts:
        seen = looked(document)
        desk.ledger.begin(file, NOW, 1)
        return seen

    desk.ledger.attempts = look_too_early  # type: ignore[method-assign]
    with pytest.raises(OutcomeUnknownError):
        desk.bring()

    assert desk.server.count("POST") == 0


def test_what_was_turned_down_may_be_sent_once_it_is_mended(desk: Desk) -> None:
    del desk.server.participants[PAYER]
    with pytest.raises(TurnedDownError):
        desk.bring()

    desk.server.participants[PAYER] = [INVOICE_TYPE]
    assert desk.bring()
    assert desk.server.sent("2026-00001") == 1


def test_a_refused_key_leaves_nothing_open(access_point: PeppyrusServer) -> None:
    with Peppyrus(Key("other"), f"{access_point.address}/v1", QUICK) as platform:
        desk = Desk(access_point, platform)
        with pytest.raises(KeyRefusedError):
            desk.bring()

    assert desk.ledger.begun == {}


@pytest.fixture(scope="module")
def shared_server() -> Iterator[PeppyrusServer]:
    with running(PeppyrusServer) as server:
        server.participants[PAYER] = [INVOICE_TYPE]
        yield server


MISHAPS = st.lists(
    st.sampled_from(
        [
            Mishap("POST", 500),
            Mishap("POST", 429),
            Mishap("POST", lost=True),
            Mishap("POST", body=b"{"),
            Mishap("GET", 503),
            Mishap("GET", lost=True),
            Mishap("POST", 422),
        ]
    ),
    max_size=8,
)


@settings(max_examples=30)
@given(mishaps=MISHAPS)
def test_whatever_goes_wrong_runs_end_with_one_message(
    shared_server: PeppyrusServer, mishaps: list[Mishap]
) -> None:
    shared_server.messages.clear()
    shared_server.mishaps = [*mishaps]
    with Peppyrus(Key(KEY), f"{shared_server.address}/v1", QUICK) as platform:
        desk = Desk(shared_server, platform)
        for _ in range(len(mishaps) + 1):
            try:
                desk.bring()
            except DeliveryError:
                desk.now += timedelta(minutes=5)
            else:
                break
            assert shared_server.sent("2026-00001") <= 1

    assert shared_server.sent("2026-00001") == 1
    assert len(desk.ledger.receipts) == 1

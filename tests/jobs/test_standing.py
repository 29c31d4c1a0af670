"""Where a document is, as the events of its invoice tell it."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from addin.delivery.platform import Delivery, DeliveryState, Receipt
from addin.jobs.invoices.standing import Standing, standing
from addin.journal.states import Event, EventKind

NOW = datetime(2026, 12, 31, 12, tzinfo=UTC)
SENDING = Event(EventKind.SENDING, NOW, detail={"platform": "peppyrus"})
SENT = Event(
    EventKind.SENT,
    NOW,
    detail={"platform": "peppyrus", "receipt": "r-1", "sender": "0208:0123456749"},
)
NOT_SENT = Event(EventKind.DELIVERY, NOW, detail={"platform": "peppyrus"})
OTHERS = [Event(EventKind.ISSUED, NOW), Event(EventKind.OVERDUE, NOW), Event(EventKind.SENT, NOW)]


def news(state: DeliveryState) -> Event:
    detail = {"state": state.value, "code": "c", "reason": "r", "disputed": ""}
    return Event(EventKind.DELIVERY, NOW, detail=detail)


def test_what_was_never_begun_stands_nowhere() -> None:
    assert standing("1", OTHERS) == Standing()
    assert not Standing().under_way


def test_what_was_begun_is_open_until_its_end_is_known() -> None:
    assert standing("1", [SENDING]) == Standing(attempts=1, begun=NOW)
    assert standing("1", [SENDING, NOT_SENT]) == Standing(attempts=1)
    assert standing("1", [SENDING, NOT_SENT, SENDING]).begun == NOW


def test_what_was_handed_over_is_at_the_platform_until_it_tells_more() -> None:
    found = standing("1", [SENDING, SENT])

    assert found.receipt == Receipt("r-1", "1", "0208:0123456749")
    assert (found.delivery, found.begun) == (Delivery(DeliveryState.QUEUED), None)
    told = standing("1", [SENDING, SENT, news(DeliveryState.REJECTED)])
    assert told.delivery == Delivery(DeliveryState.REJECTED, "c", "r")
    assert told.under_way, "a refused invoice is credited, not sent again"


def test_what_failed_is_no_longer_under_way_until_it_is_sent_again() -> None:
    failed = [SENDING, SENT, news(DeliveryState.FAILED)]

    assert not standing("1", failed).under_way
    assert standing("1", [*failed, SENDING, SENT]).under_way


@given(st.lists(st.sampled_from([SENDING, SENT, NOT_SENT, news(DeliveryState.SENT), *OTHERS])))
def test_every_attempt_is_counted_whatever_happens_between(events: list[Event]) -> None:
    found = standing("1", events)

    assert found.attempts == events.count(SENDING)
    assert found.begun is None or SENDING in events
    assert (found.receipt is None) == (SENT not in events)

"""How far an invoice has come, from what happened to it: a table of cases."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.choices import InvoiceState
from addin.journal.states import Event, EventKind, Progress, progress

MOMENT = datetime(2026, 4, 1, 9, tzinfo=UTC)
GROSS = 121_00
CASES = {
    "": "issued",
    "issued": "issued",
    "sent": "sent",
    "sent, sent": "sent",
    "payment 1.00": "partly paid",
    "sent, payment 120.99": "partly paid",
    "payment 100.00, payment 21.00": "paid",
    "payment 150.00": "paid",
    "payment 121.00, payment -121.00": "issued",
    "sent, payment 121.00, payment -0.01": "partly paid",
    "overdue": "overdue",
    "sent, overdue": "overdue",
    "overdue, sent": "overdue",
    "overdue, payment 21.00": "overdue",
    "overdue, payment 121.00": "paid",
    "credited 121.00": "credited",
    "sent, overdue, credited 121.00": "credited",
    "credited 21.00": "issued",
    "sent, credited 21.00": "sent",
    "credited 21.00, payment 99.99": "partly paid",
    "credited 21.00, payment 100.00": "paid",
    "payment 121.00, credited 21.00": "paid",
    "payment 121.00, credited 121.00": "credited",
    "credited 21.00, credited 100.00": "credited",
    "returned": "issued",
}


def events(told: str) -> list[Event]:
    found = []
    for part in filter(None, told.split(", ")):
        kind, _, amount = part.partition(" ")
        cents = round(100 * float(amount)) if amount else None
        found.append(Event(EventKind(kind), MOMENT, cents))
    return found


@pytest.mark.parametrize("told", CASES)
def test_the_state_follows_from_what_happened(told: str) -> None:
    assert progress(GROSS, events(told)).state == CASES[told]


def test_what_is_left_is_neither_paid_nor_credited() -> None:
    reached = progress(GROSS, events("credited 21.00, payment 40.00"))

    assert reached == Progress(InvoiceState.PARTLY_PAID, 40_00, 21_00, 60_00)


def test_too_much_paid_leaves_less_than_nothing() -> None:
    assert progress(GROSS, events("payment 150.00")).left_cents == -29_00


HAPPENED = st.lists(
    st.one_of(
        st.sampled_from([Event(EventKind.SENT, MOMENT), Event(EventKind.OVERDUE, MOMENT)]),
        st.integers(-200_00, 200_00).map(lambda cents: Event(EventKind.PAYMENT, MOMENT, cents)),
        st.integers(1, 50_00).map(lambda cents: Event(EventKind.CREDITED, MOMENT, cents)),
    ),
    max_size=6,
)


@given(HAPPENED, st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_told_makes_no_difference(
    happened: list[Event], chance: random.Random
) -> None:
    shuffled = list(happened)
    chance.shuffle(shuffled)
    moved = [
        Event(one.kind, MOMENT + timedelta(days=day), one.amount_cents)
        for day, one in enumerate(shuffled)
    ]

    assert progress(GROSS, moved) == progress(GROSS, happened)


@given(HAPPENED)
def test_no_cent_of_an_invoice_is_unaccounted_for(happened: list[Event]) -> None:
    reached = progress(GROSS, happened)

    assert reached.paid_cents + reached.credited_cents + reached.left_cents == GROSS
    assert (reached.state is InvoiceState.PAID) <= (reached.left_cents <= 0)

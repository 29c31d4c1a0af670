"""What the button Credit asks, and the request that its answers make."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_office import Office, entry

from addin.billing.credit import UnknownLineError
from addin.errors import BillingError, StoppedError
from addin.jobs.asked_credit import UnreadableChoiceError, asked_credit, with_part
from addin.jobs.content import load
from addin.jobs.crediting import CreditRequest, NotAnInvoiceError, credit
from addin.jobs.running import run

FIRST = "2026-00001"
TODAY, NOW = date(2026, 12, 31), datetime(2026, 12, 31, 12, tzinfo=UTC)
YES, NO = "yes", "no"
WHOLE = CreditRequest(FIRST, TODAY, NOW)


class Answers:
    """A user with answers ready; remembers what was asked."""

    def __init__(self, *answers: str) -> None:
        self._answers: Iterator[str] = iter(answers)
        self.asked: list[str] = []

    def _next(self, question: str) -> str:
        self.asked.append(question)
        return next(self._answers)

    def agrees(self, question: str) -> bool:
        return self._next(question) == YES

    def chooses(self, question: str) -> bool:
        return self._next(question) == YES

    def words(self, question: str) -> str:
        return self._next(question)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An hour of advice and a monthly fee in March: 183.33 net, 221.83 with VAT."""
    fee = {
        "project": "P-1",
        "service": "ACC",
        "axis": "fixed",
        "periodicity": "monthly",
        "amount": "1000.00",
        "amount_per": "year",
        "start": "2026-03-01",
    }
    advice = {"project": "P-1", "service": "ADV", "axis": "time"}
    made = Office(tmp_path, Schedules=[fee, advice], Timesheets=[entry("T-1", "2026-03-02")])
    made.bill("2026-03")
    return made


def ask(office: Office, *answers: str, number: str = FIRST) -> tuple[CreditRequest, Answers]:
    asker = Answers(*answers)
    return asked_credit(load(office.book), number, asker, today=TODAY, moment=NOW), asker


def test_a_whole_invoice_is_credited_after_five_clicks(office: Office) -> None:
    request, asker = ask(office, YES, YES, "Wrong month", YES)

    assert request == CreditRequest(FIRST, TODAY, NOW, opens_all=True, reason="Wrong month")
    first, _, _, last = asker.asked
    assert first.startswith("Invoice 2026-00001 to Alder SRL, 221.83 with VAT:\n\n1. ")
    assert "\n2. " in first
    assert "Credit note of -221.83 with VAT for invoice 2026-00001 to Alder SRL." in last


def test_a_line_is_credited_for_good_and_the_user_sees_what_it_comes_to(office: Office) -> None:
    request, asker = ask(office, NO, "2", NO, "", YES)

    assert request == CreditRequest(FIRST, TODAY, NOW, lines=((2, None),), commercial=True)
    issued = run(office.book, lambda content: credit(content, request))
    assert f"{issued.totals['gross']} with VAT" in asker.asked[-1]


def test_an_amount_is_never_asked_to_be_billed_again(office: Office) -> None:
    request, asker = ask(office, NO, "100.00", "Gesture", YES)

    assert (request.amount_cents, request.gross, request.commercial) == (10000, True, True)
    assert len(asker.asked) == 4
    assert "-100.00 with VAT" in asker.asked[-1]


def test_nothing_is_credited_without_a_last_yes(office: Office) -> None:
    with pytest.raises(StoppedError):
        ask(office, YES, YES, "", NO)

    assert [one.number for one in office.journal.invoices()] == [FIRST]


def test_more_than_the_invoice_is_refused_before_the_last_question(office: Office) -> None:
    with pytest.raises(BillingError) as refused:
        ask(office, NO, "999.00", "", YES)

    assert refused.value.code == "CRN-02"


def test_a_credit_note_is_refused_before_anything_is_asked(office: Office) -> None:
    request, _ = ask(office, YES, YES, "", YES)
    run(office.book, lambda content: credit(content, request))

    with pytest.raises(NotAnInvoiceError):
        ask(office, number="NC2026-00001")


def test_a_long_invoice_is_cut_to_what_a_box_can_hold(tmp_path: Path) -> None:
    notes = [
        entry(f"T-{day}", f"2026-03-{day:02}", note="A long talk " * 9) for day in range(1, 13)
    ]
    office = Office(
        tmp_path, Timesheets=notes, Clients=[{"client": "ALDER", "time_detail": "entry"}]
    )
    office.bill("2026-03")

    _, asker = ask(office, YES, YES, "", YES)

    assert "… (+4)" in asker.asked[0]
    assert len(asker.asked[0]) < 1000


@pytest.mark.parametrize("typed", ["", "all", "1.5", "1-3", "-3", "1 three", "12.345"])
def test_what_names_neither_lines_nor_an_amount_is_told(typed: str) -> None:
    with pytest.raises(UnreadableChoiceError) as refused:
        with_part(WHOLE, typed)

    assert refused.value.values == {"text": typed, "invoice": FIRST}


def test_a_number_without_decimals_is_that_of_a_line(office: Office) -> None:
    with pytest.raises(UnknownLineError):
        ask(office, NO, "100", YES, "", YES)


@given(st.integers(0, 10**12), st.sampled_from([".,", ",.", ", ", ".\u202f"]))
def test_an_amount_is_read_in_every_way_it_is_written(cents: int, signs: str) -> None:
    point, thousands = signs[0], signs[1]
    typed = f"{cents // 100:,}".replace(",", thousands) + f"{point}{cents % 100:02}"

    assert with_part(WHOLE, typed).amount_cents == cents

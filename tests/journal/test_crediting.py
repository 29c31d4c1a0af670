"""What is left of an invoice to credit, to the cent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from credit_samples import RATE, credit_note, line, with_lines
from hypothesis import given
from hypothesis import strategies as st
from journal_samples import TODAY, buyer

from addin.billing.choices import VatCategory
from addin.billing.invoice import DocumentKind, Invoice, Preceding
from addin.journal.crediting import (
    CreditMismatchError,
    CreditTooLargeError,
    Left,
    left_of,
    require_mirror,
    vat_of_credit,
)

S21, S6 = (VatCategory.S, RATE), (VatCategory.S, Decimal("0.06"))
INVOICE = with_lines(
    "2026-00001", [line("L1", 545_75), line("L2", 100_00, Decimal("0.06")), line("D1", -45_75)]
)
"""545.75 and -45.75 at 21 %, 100.00 at 6 %: 600.00, VAT 105.00 and 6.00, 711.00 in all."""


def test_nothing_credited_leaves_the_invoice() -> None:
    assert left_of(INVOICE, []) == Left(
        lines=(545_75, 100_00, -45_75),
        bases={S21: 500_00, S6: 100_00},
        vat={S21: 105_00, S6: 6_00},
        gross_cents=711_00,
    )


def test_a_full_credit_leaves_nothing() -> None:
    whole = credit_note(INVOICE, {1: 545_75, 2: 100_00, 3: -45_75})

    require_mirror(INVOICE, [], whole)
    left = left_of(INVOICE, [whole])
    assert left == Left((0, 0, 0), {S21: 0, S6: 0}, {S21: 0, S6: 0}, 0)


def test_parts_are_credited_one_after_the_other() -> None:
    first = credit_note(INVOICE, {1: 45_75})
    second = credit_note(INVOICE, {1: 100_00, 2: 100_00}, earlier=[first])
    require_mirror(INVOICE, [], first)
    require_mirror(INVOICE, [first], second)

    left = left_of(INVOICE, [first, second])
    assert left.lines == (400_00, 0, -45_75)
    assert left.bases == {S21: 354_25, S6: 0}
    assert left.gross_cents == 711_00 - 45_75 - 9_61 - 100_00 - 21_00 - 106_00


@pytest.mark.parametrize(
    ("parts", "what", "left", "asked"),
    [
        ({2: 100_01}, "2 (Payslips of March)", "100.00", "100.01"),
        ({2: -1}, "2 (Payslips of March)", "100.00", "-0.01"),
        ({3: -45_76}, "3 (Payslips of March)", "-45.75", "-45.76"),
        ({3: 1}, "3 (Payslips of March)", "-45.75", "0.01"),
        ({1: 545_75}, "S 21 %", "500.00", "545.75"),
        ({3: -45_75}, "S 21 %", "500.00", "-45.75"),
    ],
)
def test_more_than_is_left_is_refused(
    parts: dict[int, int], what: str, left: str, asked: str
) -> None:
    with pytest.raises(CreditTooLargeError) as caught:
        require_mirror(INVOICE, [], credit_note(INVOICE, parts))

    assert caught.value.code == "JRN-18"
    assert {name: str(value) for name, value in caught.value.values.items()} == {
        "invoice": "2026-00001",
        "what": what,
        "left": left,
        "asked": asked,
    }


def test_a_cent_of_vat_too_much_is_refused() -> None:
    note = credit_note(INVOICE, {2: 100_00})
    vat = (replace(note.totals.vat[0], vat_cents=6_01),)
    note = replace(note, totals=replace(note.totals, vat=vat))

    with pytest.raises(CreditTooLargeError):
        require_mirror(INVOICE, [], note)


DAY = timedelta(days=1)
MISMATCHES: dict[str, Callable[[Invoice], Invoice]] = {
    "preceding": lambda note: replace(note, preceding=Preceding("2026-00001", TODAY - DAY)),
    "payer": lambda note: replace(note, buyer=buyer("MARTIN")),
    "currency": lambda note: replace(note, currency="USD"),
    "date": lambda note: replace(note, issue_date=TODAY - DAY),
    "VAT": lambda note: replace(
        note,
        totals=replace(note.totals, vat=(replace(note.totals.vat[0], vat_category=VatCategory.Z),)),
    ),
    "line": lambda note: replace(note, lines=(replace(note.lines[0], credits=4),)),
}


@pytest.mark.parametrize("what", MISMATCHES)
def test_a_credit_note_that_does_not_mirror_its_invoice_is_refused(what: str) -> None:
    with pytest.raises(CreditMismatchError) as caught:
        require_mirror(INVOICE, [], MISMATCHES[what](credit_note(INVOICE, {1: 100_00})))

    assert caught.value.code == "JRN-19"
    assert caught.value.values["what"] == what


@pytest.mark.parametrize("place", [0, 2])
def test_a_line_that_names_another_line_is_refused(place: int) -> None:
    note = credit_note(INVOICE, {1: 100_00})
    note = replace(note, lines=(replace(note.lines[0], credits=place),))

    with pytest.raises(CreditMismatchError):
        require_mirror(INVOICE, [], note)


def test_a_credit_note_is_not_credited() -> None:
    note = credit_note(INVOICE, {1: 100_00})
    again = replace(note, preceding=Preceding(note.number, note.issue_date))

    assert note.kind is DocumentKind.CREDIT_NOTE
    with pytest.raises(CreditMismatchError):
        require_mirror(note, [], again)


def test_the_last_credit_takes_the_cent_that_rounding_left() -> None:
    one = with_lines("2026-00001", [line("L1", 10), line("L2", 10)])  # 0.20, VAT 0.04
    first = credit_note(one, {1: 10})  # 0.10, VAT 0.02
    second = credit_note(one, {2: 10}, earlier=[first])

    assert [note.totals.vat_cents for note in (first, second)] == [2, 2]
    odd = with_lines("2026-00001", [line("L1", 2), line("L2", 5)])  # VAT 0.01 on 0.07
    first = credit_note(odd, {1: 2})  # VAT 0.00 on 0.02
    second = credit_note(odd, {2: 5}, earlier=[first])
    assert [note.totals.vat_cents for note in (first, second)] == [0, 1]


def test_no_credit_takes_more_vat_than_is_left() -> None:
    left = Left((7,), {S21: 7}, {S21: 1}, 8)
    assert vat_of_credit(left, S21, 7, 1) == 1
    assert vat_of_credit(left, S21, 5, 2) == 1
    below = Left((-7,), {S21: -7}, {S21: -1}, -8)
    assert vat_of_credit(below, S21, -5, -2) == -1


@given(st.lists(st.integers(1, 300), min_size=1, max_size=4), st.data())
def test_credits_in_any_parts_take_the_invoice_back_whole(
    nets: list[int], data: st.DataObject
) -> None:
    whole = with_lines("2026-00001", [line(f"L{place}", net) for place, net in enumerate(nets)])
    notes: list[Invoice] = []
    while any(left_of(whole, notes).lines):
        left = left_of(whole, notes)
        parts = {
            place: data.draw(st.integers(min(1, cents), cents))
            for place, cents in enumerate(left.lines, start=1)
        }
        if len(notes) == 3:
            parts = dict(enumerate(left.lines, start=1))
        note = credit_note(whole, parts, earlier=notes)
        require_mirror(whole, notes, note)
        notes.append(note)

    left = left_of(whole, notes)
    assert (set(left.bases.values()), set(left.vat.values()), left.gross_cents) == ({0}, {0}, 0)
    assert sum(note.totals.gross_cents for note in notes) == whole.totals.gross_cents

"""Credit notes, to the cent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from journal_samples import invoice as sample_invoice

from addin.billing.choices import VatCategory
from addin.billing.credit import (
    Credit,
    CreditAmountError,
    CreditPart,
    CreditQuantityError,
    NothingLeftError,
    UnknownLineError,
    as_credit_note,
    credit_of_amount,
    credit_of_lines,
    quantity_left,
    whole_credit,
)
from addin.billing.credit_left import left_of
from addin.billing.discounts import Discount, TaxedLine
from addin.billing.document import EarlyTerms, document_sums
from addin.billing.invoice import Invoice, InvoiceLine, Source
from addin.billing.money import from_cents
from addin.journal.crediting import require_mirror

S20, S21, S6 = Decimal("0.20"), Decimal("0.21"), Decimal("0.06")
ENTRY = Source("Timesheets", "T-000001")
TODAY = date(2026, 12, 31)


def line(cents: int, rate: Decimal = S21, category: VatCategory = VatCategory.S) -> InvoiceLine:
    """A line of one piece."""
    return replace(
        sample_invoice("").lines[0],
        quantity=Decimal(1 if cents >= 0 else -1),
        unit_price=from_cents(abs(cents)),
        net_cents=cents,
        vat_rate=rate,
        vat_category=category,
    )


def invoice_of(
    lines: Sequence[InvoiceLine],
    discounts: Sequence[Discount] = (),
    early: EarlyTerms | None = None,
) -> Invoice:
    """An invoice of these lines."""
    taxed = [TaxedLine(one.net_cents, one.vat_category, one.vat_rate) for one in lines]
    sums = document_sums(taxed, discounts, early)
    return replace(
        sample_invoice("2026-00001"),
        lines=tuple(lines),
        totals=sums.totals,
        allowances=sums.allowances,
        charges=sums.charges,
    )


def noted(invoice: Invoice, credit: Credit, notes: Sequence[Invoice]) -> Invoice:
    """The next credit note of an invoice, once the journal would take it."""
    number = f"NC2026-{len(notes) + 1:05}"
    note = as_credit_note(invoice, credit, number=number, series="credit 2026", issue_date=TODAY)
    require_mirror(invoice, list(notes), note)
    return note


FOUR_LINES = invoice_of([line(68_33, S20), line(68_33, S20), line(57_50, S20), line(85_00, S20)])
"""279.16 and 55.83 of VAT: 334.99."""


def test_a_full_credit_mirrors_its_invoice() -> None:
    credit = whole_credit(FOUR_LINES, [])

    assert credit.totals == FOUR_LINES.totals
    assert (credit.totals.net_cents, credit.totals.vat_cents) == (279_16, 55_83)
    assert [replace(one, credits=0) for one in credit.lines] == list(FOUR_LINES.lines)


def test_line_by_line_the_last_note_takes_the_residue_of_the_vat() -> None:
    notes: list[Invoice] = []
    for place in (1, 3, 4, 2):
        credit = credit_of_lines(FOUR_LINES, notes, [CreditPart(place)])
        notes.append(noted(FOUR_LINES, credit, notes))

    assert [note.totals.gross_cents for note in notes] == [82_00, 69_00, 102_00, 81_99]
    assert notes[-1].totals.vat_cents == 13_66
    with pytest.raises(NothingLeftError) as caught:
        whole_credit(FOUR_LINES, notes)
    assert caught.value.code == "CRN-01"
    with pytest.raises(NothingLeftError):
        credit_of_lines(FOUR_LINES, notes, [CreditPart(1)])


def test_a_part_of_the_hours_is_credited_at_their_price() -> None:
    hours = replace(line(800_00), quantity=Decimal(8), unit="hour", unit_price=Decimal(100))
    invoice = invoice_of([hours])
    part = CreditPart(1, Decimal("3.5"), (ENTRY,))
    note = noted(invoice, credit_of_lines(invoice, [], [part]), [])

    credited = note.lines[0]
    assert (credited.quantity, credited.unit_price, credited.net_cents) == (
        Decimal("3.5"),
        Decimal(100),
        350_00,
    )
    assert (credited.credits, credited.reopens) == (1, (ENTRY,))
    assert quantity_left(invoice, [note], 1) == Decimal("4.5")
    rest = credit_of_lines(invoice, [note], [CreditPart(1, Decimal("4.5"))])
    assert rest.totals.gross_cents == 968_00 - note.totals.gross_cents


@pytest.mark.parametrize("quantity", ["0", "-1", "8.01"])
def test_a_quantity_that_the_line_does_not_have_is_refused(quantity: str) -> None:
    hours = replace(line(800_00), quantity=Decimal(8), unit="hour", unit_price=Decimal(100))
    with pytest.raises(CreditQuantityError) as caught:
        credit_of_lines(invoice_of([hours]), [], [CreditPart(1, Decimal(quantity))])
    assert caught.value.code == "CRN-04"


@pytest.mark.parametrize("place", [0, 5])
def test_a_line_that_is_not_there_is_refused(place: int) -> None:
    with pytest.raises(UnknownLineError) as caught:
        credit_of_lines(FOUR_LINES, [], [CreditPart(place)])
    assert caught.value.code == "CRN-03"


def test_an_amount_with_vat_is_what_the_note_comes_to() -> None:
    invoice = invoice_of([line(100_00), line(100_00, S6)])

    credit = credit_of_amount(invoice, [], 50_00, gross=True)

    assert credit.totals.gross_cents == 50_00
    assert [(one.base_cents, one.vat_cents) for one in credit.totals.vat] == [
        (22_02, 4_63),
        (22_03, 1_32),
    ]


def test_an_amount_without_vat_is_shared_over_the_rates() -> None:
    invoice = invoice_of([line(300_00), line(100_00, S6)])

    credit = credit_of_amount(invoice, [], 100_00, gross=False)

    assert [one.net_cents for one in credit.lines] == [75_00, 25_00]
    assert credit.totals.vat_cents == 15_75 + 1_50


@pytest.mark.parametrize("cents", [0, -1, 335_00])
def test_an_amount_beyond_what_is_left_is_refused(cents: int) -> None:
    with pytest.raises(CreditAmountError) as caught:
        credit_of_amount(FOUR_LINES, [], cents, gross=True)
    assert caught.value.code == "CRN-02"


def test_the_discounts_of_the_document_are_credited_with_its_lines() -> None:
    invoice = invoice_of([line(100_00), line(300_00)], [Discount("usual", Decimal("0.10"))])

    first = noted(invoice, credit_of_lines(invoice, [], [CreditPart(1)]), [])
    last = noted(invoice, whole_credit(invoice, [first]), [first])

    assert (first.totals.allowance_cents, first.totals.net_cents) == (10_00, 90_00)
    assert (last.totals.allowance_cents, last.totals.net_cents) == (30_00, 270_00)


def test_a_belgian_early_payment_is_mirrored() -> None:
    invoice = invoice_of([line(1000_00)], early=EarlyTerms(Decimal("0.02"), "BE", "early"))

    credit = whole_credit(invoice, [])

    assert credit.totals == invoice.totals
    assert credit.charges == invoice.charges


@pytest.mark.parametrize("gross", [True, False])
def test_an_amount_takes_no_more_of_an_exempt_line_than_it_has(*, gross: bool) -> None:
    exempt = line(100_00, Decimal(0), VatCategory.E)
    invoice = invoice_of([exempt, line(1000_00)], early=EarlyTerms(Decimal("0.02"), "BE", "early"))
    # 98.00 of the exempt line and 22.00 that are put back are taxed alike: 120.00. The discount of
    # 2.00 goes with the line, once the rest of it is credited.
    assert left_of(invoice, []).bases[VatCategory.E, Decimal(0)] == 120_00
    most = 1078_00 + (205_80 if gross else 0)

    first = noted(invoice, credit_of_amount(invoice, [], most - 1, gross=gross), [])
    all_lines = noted(invoice, credit_of_amount(invoice, [], most, gross=gross), [])
    with pytest.raises(CreditAmountError):
        credit_of_amount(invoice, [], most + 1, gross=gross)

    assert first.totals.net_cents + first.totals.vat_cents * gross == most - 1
    assert [one.net_cents for one in all_lines.lines] == [98_00, 980_00]
    last = noted(invoice, whole_credit(invoice, [all_lines]), [all_lines])
    assert set(left_of(invoice, [all_lines, last]).bases.values()) == {0}


def test_a_deposit_given_back_is_credited_with_its_invoice() -> None:
    invoice = invoice_of([line(2000_00), line(-500_00)])

    part = credit_of_amount(invoice, [], 300_00, gross=False)
    assert [one.net_cents for one in part.lines] == [400_00, -100_00]
    assert whole_credit(invoice, []).totals.net_cents == 1500_00


RATES = st.sampled_from(
    [
        (VatCategory.S, S21),
        (VatCategory.S, S6),
        (VatCategory.AE, Decimal(0)),
        (VatCategory.E, Decimal(0)),  # as what puts an early payment back is
    ]
)
LINES = st.lists(
    st.builds(
        lambda cents, group: line(cents, group[1], group[0]),
        st.integers(1, 50_000),
        RATES,
    ),
    min_size=1,
    max_size=5,
)
EARLY = st.sampled_from([None, EarlyTerms(Decimal("0.02"), "BE", "early")])
STEPS = st.lists(
    st.tuples(st.sampled_from(["line", "net", "gross"]), st.integers(0, 10_000)), max_size=5
)


def _step(invoice: Invoice, notes: Sequence[Invoice], kind: str, by: int) -> Credit | None:
    left = left_of(invoice, notes)
    if kind == "line":
        open_places = [place for place, cents in enumerate(left.lines, start=1) if cents]
        if not open_places:
            return None
        return credit_of_lines(invoice, notes, [CreditPart(open_places[by % len(open_places)])])
    most = left.gross_cents if kind == "gross" else left.net_cents
    try:
        return credit_of_amount(invoice, notes, most * by // 10_000, gross=kind == "gross")
    except CreditAmountError:
        return None


@given(
    lines=LINES,
    percent=st.sampled_from(["0", "0.10", "0.333", "1"]),
    early=EARLY,
    steps=STEPS,
)
@example(
    lines=[line(14, Decimal(0), VatCategory.E), line(21)],
    percent="0.10",
    early=EarlyTerms(Decimal("0.02"), "BE", "early"),
    steps=[("net", 9678), ("line", 0)],
)
@example(
    lines=[line(2_02), line(2)],
    percent="0.333",
    early=None,
    steps=[("line", 0), ("gross", 5000)],
)
def test_any_notes_with_a_full_one_at_the_end_sum_to_the_invoice(
    lines: list[InvoiceLine],
    percent: str,
    early: EarlyTerms | None,
    steps: list[tuple[str, int]],
) -> None:
    discounts = [Discount("usual", Decimal(percent))] if percent != "0" else []
    invoice = invoice_of(lines, discounts, early)
    notes: list[Invoice] = []
    for kind, by in steps:
        credit = _step(invoice, notes, kind, by)
        if credit is not None:
            notes.append(noted(invoice, credit, notes))
    left = left_of(invoice, notes)
    if left.gross_cents or any(left.lines):
        notes.append(noted(invoice, whole_credit(invoice, notes), notes))

    assert set(left_of(invoice, notes).lines) == {0}
    for what in ("net_cents", "vat_cents", "gross_cents"):
        credited = sum(getattr(note.totals, what) for note in notes)
        assert credited == getattr(invoice.totals, what)
    assert set(left_of(invoice, notes).bases.values()) <= {0}
    assert set(left_of(invoice, notes).vat.values()) <= {0}


@given(lines=LINES, part=st.integers(1, 10_000))
def test_an_amount_with_vat_is_always_met_exactly(lines: list[InvoiceLine], part: int) -> None:
    invoice = invoice_of(lines)
    cents = max(invoice.totals.gross_cents * part // 10_000, 1)

    credit = credit_of_amount(invoice, [], cents, gross=True)

    assert credit.totals.gross_cents == cents
    for one in credit.totals.vat:
        assert abs(one.vat_cents - one.base_cents * one.vat_rate) < 2

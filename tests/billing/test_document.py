"""An early payment: what the buyer pays then, and which VAT it bears."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.choices import VatCategory
from addin.billing.discounts import Discount, TaxedLine
from addin.billing.document import DocumentSums, EarlyTerms, document_sums
from addin.billing.invoice import DocumentAllowance, DocumentCharge, VatTotal

S, E, AE = VatCategory.S, VatCategory.E, VatCategory.AE
ZERO = Decimal(0)
R20, R21, R6 = Decimal("0.20"), Decimal("0.21"), Decimal("0.06")
TWO_PERCENT = Decimal("0.02")
BELGIAN = EarlyTerms(TWO_PERCENT, "BE", "Early payment")
FRENCH = EarlyTerms(TWO_PERCENT, "FR", "Early payment")

LINES = st.lists(
    st.builds(
        TaxedLine,
        st.integers(-(10**8), 10**8),
        st.sampled_from([S, S, E, AE, VatCategory.Z]),
        st.sampled_from([R21, R6, R20, Decimal("0.055")]),
    ),
    max_size=7,
)
PERCENTS = st.decimals(0, 1, places=3)
TERMS = st.none() | st.builds(EarlyTerms, PERCENTS, st.sampled_from(["BE", "FR"]))
DISCOUNTS = st.lists(
    st.builds(
        Discount, st.just("-"), PERCENTS, st.integers(0, 10**6), at_most=st.sampled_from([True])
    ),
    max_size=2,
)


def mirrored(lines: list[TaxedLine]) -> list[TaxedLine]:
    return [TaxedLine(-one.cents, one.category, one.rate) for one in lines]


@given(LINES, DISCOUNTS, TERMS)
def test_the_totals_add_up_as_en_16931_wants(
    lines: list[TaxedLine], discounts: list[Discount], early: EarlyTerms | None
) -> None:
    found = document_sums(lines, discounts, early)

    totals = found.totals
    assert totals.lines_cents == sum(line.cents for line in lines)  # BR-CO-10
    assert totals.allowance_cents == sum(one.cents for one in found.allowances)  # BR-CO-11
    assert totals.charge_cents == sum(one.cents for one in found.charges)  # BR-CO-12
    whole = totals.lines_cents - totals.allowance_cents + totals.charge_cents
    assert totals.net_cents == whole  # BR-CO-13
    assert totals.vat_cents == sum(row.vat_cents for row in totals.vat)  # BR-CO-14
    assert totals.gross_cents == totals.net_cents + totals.vat_cents  # BR-CO-15
    for row in totals.vat:  # BR-S-08, BR-E-08, BR-AE-08, BR-Z-08: exact, whatever they tolerate
        group = (row.vat_category, row.vat_rate)
        base = sum(line.cents for line in lines if line.group == group)
        base -= sum(
            one.cents for one in found.allowances if (one.vat_category, one.vat_rate) == group
        )
        base += sum(one.cents for one in found.charges if (one.vat_category, one.vat_rate) == group)
        assert row.base_cents == base


@given(LINES, DISCOUNTS, TERMS)
def test_each_category_and_rate_has_one_row(
    lines: list[TaxedLine], discounts: list[Discount], early: EarlyTerms | None
) -> None:
    rows = document_sums(lines, discounts, early).totals.vat

    groups = [(row.vat_category, row.vat_rate) for row in rows]
    assert len(set(groups)) == len(groups)  # BR-E-01


@given(LINES, PERCENTS)
def test_an_early_payment_in_belgium_saves_the_discount_and_nothing_else(
    lines: list[TaxedLine], percent: Decimal
) -> None:
    plain = document_sums(lines).totals
    found = document_sums(lines, early=EarlyTerms(percent, "BE"))

    assert found.totals.net_cents == plain.net_cents
    assert found.early_gross_cents == found.totals.gross_cents - found.early_discount_cents
    # BR-CO-13 without the charge: what a buyer who pays early has to pay.
    untaxed = document_sums(lines, [Discount(percent=percent)]).totals
    assert untaxed.gross_cents == found.early_gross_cents
    assert untaxed.vat_cents == found.totals.vat_cents


@given(LINES, PERCENTS)
def test_an_early_payment_in_france_changes_nothing_until_it_is_made(
    lines: list[TaxedLine], percent: Decimal
) -> None:
    found = document_sums(lines, early=EarlyTerms(percent, "FR"))

    assert found.totals == document_sums(lines).totals
    assert (found.allowances, found.charges) == ((), ())
    discounted = document_sums(lines, [Discount(percent=percent)]).totals
    assert found.early_gross_cents == discounted.gross_cents


@given(LINES, PERCENTS, st.sampled_from(["BE", "FR"]))
def test_a_credit_note_mirrors_its_invoice(
    lines: list[TaxedLine], percent: Decimal, country: str
) -> None:
    discounts, early = [Discount(percent=percent)], EarlyTerms(percent, country)

    invoice = document_sums(lines, discounts, early)
    credit = document_sums(mirrored(lines), discounts, early)

    assert credit.totals.gross_cents == -invoice.totals.gross_cents
    assert credit.totals.charge_cents == -invoice.totals.charge_cents
    assert credit.early_gross_cents == -invoice.early_gross_cents
    assert [(row.vat_rate, -row.base_cents) for row in credit.totals.vat] == [
        (row.vat_rate, row.base_cents) for row in invoice.totals.vat
    ]


def test_two_percent_of_100_00_in_belgium() -> None:
    found = document_sums([TaxedLine(100_00, S, R21)], early=BELGIAN)

    assert found.allowances == (DocumentAllowance("Early payment", 2_00, S, R21),)
    assert found.charges == (DocumentCharge("Early payment", 2_00, E, ZERO),)
    assert found.totals.vat == (VatTotal(S, R21, 98_00, 20_58), VatTotal(E, ZERO, 2_00, 0))
    assert (found.totals.net_cents, found.totals.gross_cents) == (100_00, 120_58)
    assert found.early_gross_cents == 118_58


def test_two_percent_of_100_00_in_france() -> None:
    found = document_sums([TaxedLine(100_00, S, R20)], early=FRENCH)

    assert (found.totals.vat_cents, found.totals.gross_cents) == (20_00, 120_00)
    assert (found.early_discount_cents, found.early_gross_cents) == (2_00, 117_60)


def test_the_discount_of_an_early_payment_is_rounded_once_and_shared_over_the_rates() -> None:
    lines = [TaxedLine(33_33, S, R21), TaxedLine(33_33, S, R6), TaxedLine(33_33, S, R20)]

    found = document_sums(lines, early=EarlyTerms(Decimal("0.01"), "BE"))

    # 1 % of 99.99 is 1.00: 33.33 each, and the cent that is left to the first.
    assert [one.cents for one in found.allowances] == [34, 33, 33]
    assert [row.base_cents for row in found.totals.vat] == [32_99, 33_00, 33_00, 1_00]


def test_it_is_a_part_of_what_other_discounts_leave() -> None:
    tenth = Discount("Discount", Decimal("0.10"))

    found = document_sums([TaxedLine(1_000_00, S, R21)], [tenth], BELGIAN)

    assert [one.cents for one in found.allowances] == [100_00, 18_00]
    assert (found.totals.net_cents, found.totals.vat_cents) == (900_00, 185_22)
    assert (found.totals.gross_cents, found.early_gross_cents) == (1_085_22, 1_067_22)


def test_it_is_shared_by_what_other_discounts_leave_of_each_rate() -> None:
    lines = [TaxedLine(100_00, S, R21, "P-1"), TaxedLine(100_00, S, R6, "P-2")]
    half = Discount("Half", cents=50_00, project="P-1")

    found = document_sums(lines, [half], BELGIAN)

    # 2 % of 150.00 is 3.00: 1.00 on the 50.00 that is left at 21 %, 2.00 on the 100.00 at 6 %.
    assert [one.cents for one in found.allowances] == [50_00, 1_00, 2_00]
    assert [row.base_cents for row in found.totals.vat] == [49_00, 98_00, 3_00]


def test_beside_exempt_lines_the_charge_is_in_their_row() -> None:
    lines = [TaxedLine(100_00, S, R21), TaxedLine(50_00, E, ZERO)]

    found = document_sums(lines, early=BELGIAN)

    assert found.totals.vat == (VatTotal(S, R21, 98_00, 20_58), VatTotal(E, ZERO, 52_00, 0))
    assert found.early_gross_cents == 167_58


def test_under_reverse_charge_the_base_is_what_is_left_too() -> None:
    found = document_sums([TaxedLine(300_00, AE, ZERO)], early=BELGIAN)

    assert found.totals.vat == (VatTotal(AE, ZERO, 294_00, 0), VatTotal(E, ZERO, 6_00, 0))
    assert (found.totals.gross_cents, found.early_gross_cents) == (300_00, 294_00)


@pytest.mark.parametrize("early", [None, EarlyTerms(ZERO, "BE"), EarlyTerms(ZERO, "FR")])
def test_nothing_to_save_leaves_the_document_alone(early: EarlyTerms | None) -> None:
    lines = [TaxedLine(100_00, S, R21)]

    found = document_sums(lines, early=early)

    plain = document_sums(lines).totals
    assert found == DocumentSums(plain, (), (), 0, plain.gross_cents)


def test_a_document_of_nothing_saves_nothing() -> None:
    assert document_sums([], early=BELGIAN).early_gross_cents == 0

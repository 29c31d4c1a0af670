"""VAT: what must hold for every document, and cases worth reading."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.choices import VatCategory, VatRegime
from addin.billing.discounts import DiscountTooLargeError
from addin.billing.invoice import Totals, VatTotal
from addin.billing.money import line_cents
from addin.billing.split import split_cents
from addin.billing.vat import (
    NoStandardRateError,
    VatTreatment,
    standard_rate,
    totals,
    vat_treatment,
)

S, Z, E, AE = VatCategory.S, VatCategory.Z, VatCategory.E, VatCategory.AE
O = VatCategory.O  # noqa: E741  # as the code list has it
ZERO = Decimal(0)
R20, R21, R6 = Decimal("0.20"), Decimal("0.21"), Decimal("0.06")

Line = tuple[int, VatCategory, Decimal]
RATES = st.sampled_from([R21, R6, Decimal("0.12"), R20, Decimal("0.055"), ZERO])
LINE = st.tuples(st.integers(0, 10**9), st.sampled_from(VatCategory), RATES)
SIGNED_LINE = st.tuples(st.integers(-(10**9), 10**9), st.sampled_from(VatCategory), RATES)
LINES = st.lists(LINE, max_size=8)
DISCOUNTS = st.decimals(0, 1, places=4)


def net_of(found: Totals) -> dict[tuple[VatCategory, Decimal], tuple[int, int]]:
    return {(row.vat_category, row.vat_rate): (row.base_cents, row.vat_cents) for row in found.vat}


@given(LINES, DISCOUNTS)
def test_totals_add_up(lines: list[Line], discount: Decimal) -> None:
    found = totals(lines, discount)

    assert found.lines_cents == sum(cents for cents, _, _ in lines)
    assert found.net_cents == found.lines_cents - found.allowance_cents
    assert found.net_cents == sum(row.base_cents for row in found.vat)
    assert found.vat_cents == sum(row.vat_cents for row in found.vat)
    assert found.gross_cents == found.net_cents + found.vat_cents


@given(st.lists(SIGNED_LINE, max_size=8))
def test_a_rate_without_discount_has_the_sum_of_its_lines(lines: list[Line]) -> None:
    sums: dict[tuple[VatCategory, Decimal], int] = {}
    for cents, category, rate in lines:
        group = (category, rate if category is S else ZERO)
        sums[group] = sums.get(group, 0) + cents

    found = totals(lines)

    assert [(row.vat_category, row.vat_rate) for row in found.vat] == list(sums)
    assert [row.base_cents for row in found.vat] == list(sums.values())


@given(LINES, DISCOUNTS)
def test_vat_is_the_rate_of_the_base_rounded_once(lines: list[Line], discount: Decimal) -> None:
    for row in totals(lines, discount).vat:
        exact = row.base_cents * Fraction(row.vat_rate)
        assert abs(row.vat_cents - exact) <= Fraction(1, 2)


@given(LINES, DISCOUNTS)
def test_only_the_standard_category_bears_vat(lines: list[Line], discount: Decimal) -> None:
    for row in totals(lines, discount).vat:
        assert row.vat_category is S or row.vat_rate == row.vat_cents == 0


@given(st.lists(SIGNED_LINE, max_size=8), DISCOUNTS)
def test_a_credit_note_mirrors_its_invoice(lines: list[Line], discount: Decimal) -> None:
    invoice = totals(lines, discount)

    credit = totals([(-cents, category, rate) for cents, category, rate in lines], discount)

    assert credit.lines_cents == -invoice.lines_cents
    assert credit.allowance_cents == -invoice.allowance_cents
    assert credit.gross_cents == -invoice.gross_cents
    assert net_of(credit) == {
        group: (-base, -vat) for group, (base, vat) in net_of(invoice).items()
    }


@given(LINES.flatmap(lambda lines: st.tuples(st.just(lines), st.permutations(lines))))
def test_the_order_of_the_lines_changes_no_amount(orders: tuple[list[Line], list[Line]]) -> None:
    as_written, shuffled = totals(orders[0]), totals(orders[1])

    assert as_written.gross_cents == shuffled.gross_cents
    assert net_of(as_written) == net_of(shuffled)


@given(LINES, LINES)
def test_two_documents_together_have_the_lines_of_both(one: list[Line], other: list[Line]) -> None:
    both = totals([*one, *other])

    assert both.net_cents == totals(one).net_cents + totals(other).net_cents
    # VAT rounds once per category and rate of each document: apart by half a cent three times.
    rates = len(both.vat)
    assert abs(both.vat_cents - totals(one).vat_cents - totals(other).vat_cents) <= 1.5 * rates


@given(LINES, DISCOUNTS)
def test_a_discount_is_shared_to_within_a_cent_and_never_more_than_the_lines(
    lines: list[Line], discount: Decimal
) -> None:
    full, less = totals(lines), totals(lines, discount)

    for before, after in zip(full.vat, less.vat, strict=True):
        allowance = before.base_cents - after.base_cents
        exact = Fraction(less.allowance_cents * before.base_cents, full.lines_cents or 1)
        assert abs(allowance - exact) < 1
        assert 0 <= after.base_cents <= before.base_cents


@given(LINES, DISCOUNTS)
def test_a_discount_in_cents_does_what_its_percentage_does(
    lines: list[Line], discount: Decimal
) -> None:
    by_percentage = totals(lines, discount)

    assert totals(lines, allowance_cents=by_percentage.allowance_cents) == by_percentage


def test_a_document_without_lines_comes_to_nothing() -> None:
    assert totals([]) == Totals(0, 0, 0, (), 0, 0)


def test_a_discount_of_10_percent_over_two_rates() -> None:
    found = totals([(800_00, S, R21), (200_00, S, R6)], Decimal("0.10"))

    assert found == Totals(
        lines_cents=1_000_00,
        allowance_cents=100_00,
        net_cents=900_00,
        vat=(VatTotal(S, R21, 720_00, 151_20), VatTotal(S, R6, 180_00, 10_80)),
        vat_cents=162_00,
        gross_cents=1_062_00,
    )


def test_vat_is_not_rounded_line_by_line() -> None:
    found = totals([(10_01, S, R20)] * 3)

    assert (found.net_cents, found.vat_cents, found.gross_cents) == (30_03, 6_01, 36_04)


def test_an_exempt_line_stays_what_it_is() -> None:
    lines = [
        (90_30, E, ZERO),
        (line_cents(Decimal("0.45"), Decimal("2.54")), S, R6),
        (line_cents(Decimal("0.28"), Decimal("6.87")), S, R6),
    ]

    found = totals(lines)

    assert found.vat == (VatTotal(E, ZERO, 90_30, 0), VatTotal(S, R6, 3_06, 18))
    assert found.gross_cents == 93_54


def test_four_lines_and_their_full_credit() -> None:
    lines = [(cents, S, R20) for cents in (68_33, 68_33, 57_50, 85_00)]

    found = totals(lines)

    assert (found.net_cents, found.vat_cents, found.gross_cents) == (279_16, 55_83, 334_99)
    assert totals([(-cents, S, R20) for cents, _, _ in lines]).gross_cents == -334_99


def test_lines_shared_60_40_each_on_its_own() -> None:
    shared = [
        split_cents(cents, [Decimal("0.6"), Decimal("0.4")]) for cents in (333_33, 250_01, 1_00)
    ]
    first, second = (totals([(parts[payer], S, R21) for parts in shared]) for payer in (0, 1))

    assert (first.net_cents, first.vat_cents, first.gross_cents) == (350_61, 73_63, 424_24)
    assert (second.net_cents, second.vat_cents, second.gross_cents) == (233_73, 49_08, 282_81)


def test_march_of_one_client_whole_and_shared_60_40() -> None:
    lines = [
        83_33,
        line_cents(Decimal(37), Decimal("14.75")),
        line_cents(Decimal("12.33"), Decimal("95.00")),
    ]
    whole = totals([(cents, S, R21) for cents in lines])
    shared = [split_cents(cents, [3, 2]) for cents in lines]
    first, second = (totals([(parts[at], S, R21) for parts in shared]) for at in (0, 1))

    assert (whole.net_cents, whole.vat_cents, whole.gross_cents) == (1_800_43, 378_09, 2_178_52)
    assert (first.net_cents, first.vat_cents, first.gross_cents) == (1_080_26, 226_85, 1_307_11)
    assert (second.net_cents, second.vat_cents, second.gross_cents) == (720_17, 151_24, 871_41)


def test_a_correction_the_other_way_bears_no_discount() -> None:
    found = totals([(100_00, S, R21), (-10_00, S, R6)], Decimal("0.10"))

    assert net_of(found) == {(S, R21): (91_00, 19_11), (S, R6): (-10_00, -60)}
    all_off = totals([(5, S, R21), (-1, S, R6)], Decimal(1))
    assert net_of(all_off) == {(S, R21): (1, 0), (S, R6): (-1, 0)}


def test_rates_are_equal_however_many_decimals_they_are_written_with() -> None:
    assert totals([(1_00, S, Decimal("0.2")), (1_00, S, R20)]).vat[0].base_cents == 2_00


@pytest.mark.parametrize(
    ("lines", "discount", "allowance_cents", "told"),
    [
        pytest.param([1_00], "1.01", 0, ("1.01", "1.00"), id="more-than-all"),
        pytest.param([1_00], "-0.01", 0, ("-0.01", "1.00"), id="negative"),
        pytest.param([1_00], "0.50", 51, ("1.01", "1.00"), id="both-together"),
        pytest.param([-1_00], "0", 1, ("0.01", "-1.00"), id="against-a-credit"),
        pytest.param([], "0", 1, ("0.01", "0.00"), id="on-nothing"),
    ],
)
def test_a_discount_beyond_the_lines_is_refused(
    lines: list[int], discount: str, allowance_cents: int, told: tuple[str, str]
) -> None:
    with pytest.raises(DiscountTooLargeError) as caught:
        totals([(cents, S, R21) for cents in lines], Decimal(discount), allowance_cents)

    assert caught.value.code == "VAT-20"
    assert caught.value.values == {"allowance": Decimal(told[0]), "lines": Decimal(told[1])}


def test_a_discount_of_everything_leaves_nothing() -> None:
    assert totals([(1_00, S, R21), (50, E, ZERO)], Decimal(1)).gross_cents == 0
    assert totals([(1, S, R21)], Decimal(1)).gross_cents == 0


class Sale(NamedTuple):
    """A service at 21 %, from Belgium unless it says otherwise."""

    buyer: str
    number: str = ""
    category: VatCategory | None = None
    service: VatCategory = S
    seller: str = "BE"
    on: date = date(2026, 3, 15)
    regime: VatRegime = VatRegime.STANDARD
    is_business: bool = False

    def treatment(self) -> VatTreatment | None:
        """What the law makes of it."""
        return vat_treatment(
            seller_country=self.seller,
            buyer_country=self.buyer,
            buyer_vat_number=self.number,
            buyer_category=self.category,
            service_category=self.service,
            service_rate=R21,
            on=self.on,
            regime=self.regime,
            buyer_is_business=self.is_business,
        )


HOME = VatTreatment(S, R21)
REVERSED = VatTreatment(AE, ZERO)
OUTSIDE = VatTreatment(O, ZERO)
FREE = VatTreatment(E, ZERO)
SMALL = VatRegime.SMALL_BUSINESS
G = VatCategory.G


@pytest.mark.parametrize(
    ("sale", "expected"),
    [
        pytest.param(Sale("BE", "BE0123456749"), HOME, id="at-home"),
        pytest.param(Sale("BE"), HOME, id="consumer-at-home"),
        pytest.param(Sale("BE", "FR40303265045"), HOME, id="branch-at-home"),
        pytest.param(Sale("FR", "FR40303265045"), REVERSED, id="business-in-france"),
        pytest.param(Sale("FR"), HOME, id="consumer-in-france"),
        pytest.param(Sale("FR", "BE0123456749"), None, id="number-of-another-country"),
        pytest.param(Sale("GR", "EL123456789"), REVERSED, id="business-in-greece"),
        pytest.param(Sale("EL", "EL123456789"), REVERSED, id="greece-by-its-prefix"),
        pytest.param(Sale("GR", "GR123456789"), None, id="greek-number-with-wrong-prefix"),
        pytest.param(Sale("MC", "FR40303265045"), REVERSED, id="business-in-monaco"),
        pytest.param(Sale("MC", "FR40303265045", seller="FR"), HOME, id="from-france"),
        pytest.param(Sale("CH", "CHE123456788"), None, id="outside-the-union"),
        pytest.param(Sale("CH"), None, id="consumer-outside-the-union"),
        pytest.param(Sale("GB", "GB123456789"), None, id="united-kingdom"),
        pytest.param(
            Sale("GB", "GB123456789", on=date(2020, 12, 31)), REVERSED, id="before-it-left"
        ),
        pytest.param(Sale("BE", "BE0123456749", seller="CH"), None, id="seller-outside"),
        pytest.param(Sale("CH", seller="CH"), HOME, id="both-outside-in-one-country"),
        pytest.param(Sale("FR", "FR40303265045", S), HOME, id="standard-by-decision"),
        pytest.param(Sale("BE", "BE0123456749", AE), REVERSED, id="reverse-by-decision"),
        pytest.param(Sale("CH", "", VatCategory.O), VatTreatment(VatCategory.O, ZERO), id="O"),
        pytest.param(Sale("BE", service=E), VatTreatment(E, ZERO), id="exempt"),
        pytest.param(
            Sale("FR", "FR40303265045", service=E), VatTreatment(E, ZERO), id="exempt-abroad"
        ),
        pytest.param(Sale("FR", "FR40303265045", service=Z), REVERSED, id="zero-rate-abroad"),
        pytest.param(Sale("BE", "", S, E), VatTreatment(E, ZERO), id="never-S-at-0-percent"),
        pytest.param(Sale("FR", "FR40303265045", service=O), OUTSIDE, id="disbursement-abroad"),
        pytest.param(Sale("BE", "BE0123456749", AE, O), OUTSIDE, id="disbursement-reverse"),
        pytest.param(Sale("CH", service=O), OUTSIDE, id="disbursement-outside-the-union"),
        pytest.param(Sale("CH", is_business=True), OUTSIDE, id="business-outside-the-union"),
        pytest.param(Sale("CH", "", S, is_business=True), HOME, id="taxed-here-by-decision"),
        pytest.param(Sale("FR", is_business=True), HOME, id="without-number-in-the-union"),
        pytest.param(Sale("BE", "BE0123456749", service=AE), REVERSED, id="building-work"),
        pytest.param(Sale("BE", "", S, AE), HOME, id="building-work-for-a-consumer"),
        pytest.param(Sale("FR", "FR40303265045", service=AE), REVERSED, id="reverse-abroad"),
        pytest.param(Sale("BE", regime=SMALL), FREE, id="small-business"),
        pytest.param(Sale("BE", service=Z, regime=SMALL), FREE, id="small-at-zero-rate"),
        pytest.param(Sale("BE", service=AE, regime=SMALL), FREE, id="small-building-work"),
        pytest.param(Sale("BE", "BE0123456749", AE, regime=SMALL), FREE, id="small-reversed"),
        pytest.param(Sale("BE", "", S, regime=SMALL), FREE, id="small-never-charges"),
        pytest.param(Sale("BE", service=O, regime=SMALL), OUTSIDE, id="small-disbursement"),
        pytest.param(Sale("BE", "", G, regime=SMALL), VatTreatment(G, ZERO), id="small-export"),
        pytest.param(Sale("FR", "FR40303265045", regime=SMALL), REVERSED, id="small-abroad"),
        pytest.param(
            Sale("FR", "FR40303265045", AE, regime=SMALL), REVERSED, id="small-abroad-decided"
        ),
        pytest.param(Sale("FR", regime=SMALL), FREE, id="small-consumer-abroad"),
    ],
)
def test_who_pays_which_vat(sale: Sale, expected: VatTreatment | None) -> None:
    assert sale.treatment() == expected


def test_without_a_day_the_union_is_taken_as_it_stands() -> None:
    def now(country: str) -> VatTreatment | None:
        return vat_treatment(
            seller_country="BE",
            buyer_country=country,
            buyer_vat_number=f"{country}123456789",
            buyer_category=None,
            service_category=S,
            service_rate=R21,
        )

    assert now("HR") == REVERSED
    assert now("GB") is None


def test_a_belgian_and_a_french_payer_of_one_project() -> None:
    home, abroad = split_cents(1_000_00, [Decimal("0.7"), Decimal("0.3")])

    assert totals([(home, S, R21)]).gross_cents == 847_00
    assert totals([(abroad, AE, ZERO)]) == Totals(
        300_00, 0, 300_00, (VatTotal(AE, ZERO, 300_00, 0),), 0, 300_00
    )


@pytest.mark.parametrize(
    ("country", "on", "rate"),
    [
        ("BE", date(1996, 1, 1), "0.21"),
        ("BE", date(2026, 3, 15), "0.21"),
        ("FR", date(2000, 4, 1), "0.196"),
        ("FR", date(2013, 12, 31), "0.196"),
        ("FR", date(2014, 1, 1), "0.20"),
        ("MC", date(2026, 3, 15), "0.20"),
    ],
)
def test_standard_rates(country: str, on: date, rate: str) -> None:
    assert standard_rate(country, on) == Decimal(rate)


@pytest.mark.parametrize(("country", "on"), [("BE", date(1995, 12, 31)), ("CH", date(2026, 1, 1))])
def test_a_standard_rate_that_is_not_known_is_refused(country: str, on: date) -> None:
    with pytest.raises(NoStandardRateError) as caught:
        standard_rate(country, on)

    assert caught.value.code == "VAT-21"
    assert caught.value.values == {"country": country, "day": on}

"""Amounts that are credited over VAT rates and lines, with figures that are checked by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest
from credit_figures import (
    AT_6,
    AT_21,
    EARLY,
    FIRST,
    E,
    hours,
    invoice_of,
    left_of_rates,
    line,
    nets,
    note_of,
)

from addin.billing.credit import (
    CreditAmountError,
    CreditPart,
    credit_of_amount,
    credit_of_lines,
    whole_credit,
)
from addin.billing.credit_allowances import LeftOver
from addin.billing.credit_amount import shares_of_gross, shares_of_net, spread
from addin.billing.credit_left import left_of, vat_of_credit
from addin.billing.discounts import Discount
from addin.billing.invoice import DocumentCharge


def test_an_amount_of_all_that_is_left_is_a_whole_credit() -> None:
    invoice = invoice_of(hours(6))
    whole = whole_credit(invoice, [])
    cent = invoice_of(replace(line(1), unit="hour"))

    assert credit_of_amount(invoice, [], 300_00, gross=False) == whole
    assert credit_of_amount(invoice, [], 363_00, gross=True) == whole
    assert credit_of_amount(cent, [], 1, gross=False) == whole_credit(cent, [])


def test_the_odd_cent_of_an_amount_goes_to_the_rate_that_comes_first() -> None:
    invoice = invoice_of(line(300_00), line(100_00, AT_6))

    # 1.5 and 0.5 of a cent.
    assert nets(credit_of_amount(invoice, [], 2, gross=False)) == [(1, 2)]


def test_a_line_of_one_cent_may_bear_an_amount() -> None:
    invoice = invoice_of(line(1), line(1, AT_6))

    assert nets(credit_of_amount(invoice, [], 1, gross=False)) == [(1, 1)]


def test_an_amount_may_be_all_that_the_lines_have_left_without_what_is_put_back() -> None:
    invoice = invoice_of(line(1000_00), early=EARLY)

    credit = credit_of_amount(invoice, [], 980_00, gross=False)

    assert (credit.totals.net_cents, credit.totals.vat_cents) == (980_00, 205_80)
    with pytest.raises(CreditAmountError) as caught:
        credit_of_amount(invoice, [], 980_01, gross=False)
    assert caught.value.values == {
        "invoice": "2026-00001",
        "asked": Decimal("980.01"),
        "left": Decimal("980.00"),
    }


@pytest.mark.parametrize(("gross", "most"), [(False, 970_20), (True, 1155_42)])
def test_an_amount_leaves_exempt_lines_enough_for_their_discount(*, gross: bool, most: int) -> None:
    """100.00 less 11.80 are 88.20, also where the 19.80 put back make a base of 108.00."""
    invoice = invoice_of(
        line(100_00, (E, Decimal(0))),
        line(1000_00),
        discounts=[Discount("usual", Decimal("0.10"))],
        early=EARLY,
    )
    assert [one.base_cents for one in invoice.totals.vat] == [108_00, 882_00]

    credit = credit_of_amount(invoice, [], most, gross=gross)
    note = note_of(invoice, credit)

    assert nets(credit) == [(1, 88_20), (2, 882_00)]
    rest = credit_of_lines(invoice, [note], [CreditPart(1)])
    assert (nets(rest), rest.totals.net_cents) == ([(1, 11_80)], 1_80)
    with pytest.raises(CreditAmountError):
        credit_of_amount(invoice, [], most + 1, gross=gross)


def test_an_amount_that_is_the_last_vat_of_a_rate_stands_on_a_line_of_nothing() -> None:
    """1.36 and 0.29 of VAT less 1.35 and 0.28: a cent is left of each, and one is asked for."""
    invoice = invoice_of(line(2_02), line(2), discounts=[Discount("usual", Decimal("0.333"))])
    first = note_of(invoice, credit_of_lines(invoice, [], [CreditPart(1)]))
    assert left_of(invoice, [first]).gross_cents == 2

    credit = credit_of_amount(invoice, [first], 1, gross=True)

    assert nets(credit) == [(2, 0)]
    assert (credit.totals.net_cents, credit.totals.vat_cents) == (0, 1)
    note = note_of(invoice, credit, "NC2026-00002")
    assert whole_credit(invoice, [first, note]).totals.gross_cents == 1


def test_what_is_put_back_in_two_amounts_is_one_of_their_rate() -> None:
    charges = (
        DocumentCharge("early", 18_00, E, Decimal(0)),
        DocumentCharge("early of March", 2_00, E, Decimal(0)),
        DocumentCharge("freight", 5_00, *AT_6),
    )

    assert LeftOver((), charges).put_back() == {(E, Decimal(0)): 20_00, AT_6: 5_00}


@pytest.mark.parametrize("exempt", [[-10_00], [10_00, -10_00]])
def test_an_amount_is_not_taken_from_a_rate_whose_lines_come_to_nothing(exempt: list[int]) -> None:
    lines = [line(cents, (E, Decimal(0))) for cents in exempt]
    invoice = invoice_of(line(1000_00), *lines, early=EARLY)
    assert invoice.totals.vat[-1].base_cents > 0

    assert nets(credit_of_amount(invoice, [], 100_00, gross=False)) == [(1, 100_00)]


def test_nothing_is_left_of_an_invoice_below_zero_for_an_amount() -> None:
    with pytest.raises(CreditAmountError) as caught:
        credit_of_amount(invoice_of(line(-100_00)), [], 1_00, gross=True)

    assert caught.value.values["left"] == Decimal("0.00")


def test_a_part_by_amount_is_one_of_nothing_at_its_own_price() -> None:
    work = replace(
        hours(8),
        minutes=480,
        net_cents=380_00,
        allowance_cents=20_00,
        reduction_cents=5_00,
        unit_name="heure",
        reopens=(FIRST,),
    )
    back = replace(line(-180_00), unit="piece", unit_name="pièce")
    invoice = invoice_of(work, back)

    credit = credit_of_amount(invoice, [], 100_00, gross=False)

    assert credit.lines == (
        replace(
            work,
            quantity=Decimal(1),
            unit_price=Decimal("190.00"),
            net_cents=190_00,
            reduction_cents=0,
            credits=1,
            reopens=(),
            unit="",
            unit_name="",
            minutes=None,
            allowance_cents=0,
        ),
        replace(
            back,
            quantity=Decimal(-1),
            unit_price=Decimal("90.00"),
            net_cents=-90_00,
            credits=2,
            unit="",
            unit_name="",
        ),
    )


def test_an_amount_of_all_of_a_rate_takes_the_vat_that_is_left_of_it() -> None:
    # 21 % of 0.22 is 0.05; a note of 0.11 took 0.02 of it.
    left = left_of_rates({AT_21: 11, AT_6: 1_00}, {AT_21: 3, AT_6: 6})

    assert shares_of_net(left, {AT_21: 11}, 11) == {AT_21: (11, 3)}
    assert shares_of_net(left, {AT_21: 10}, 10) == {AT_21: (10, 2)}


@pytest.mark.parametrize(
    ("base", "vat", "cents", "share"),
    [
        (11, 1, 11, (10, 1)),  # 0.09 and 0.02: but one cent of VAT is left
        (10, 4, 13, (9, 4)),  # 0.10 and 0.03: a cent of VAT would stay behind
        (11, 2, 12, (10, 2)),
        (1, 4, 3, (0, 3)),  # there is less to credit than the VAT
    ],
)
def test_an_amount_with_vat_takes_no_more_vat_than_is_left_and_leaves_none_alone(
    base: int, vat: int, cents: int, share: tuple[int, int]
) -> None:
    left = left_of_rates({AT_21: base}, {AT_21: vat})

    assert shares_of_gross(left, {AT_21: base + vat}, cents) == {AT_21: share}


def test_a_line_of_which_nothing_is_left_has_no_part_of_an_amount() -> None:
    assert spread(50_00, {1: 100_00, 2: 0}) == {1: 50_00}
    assert spread(50_00, {1: 0, 2: 200_00, 3: -100_00}) == {2: 100_00, 3: -50_00}
    assert spread(1, {1: 1, 2: 1}) == {1: 1, 2: 0}


def test_vat_below_zero_is_taken_in_part_and_never_beyond_what_is_left() -> None:
    # A deposit of 500.00 at 21 % is deducted: 105.00 of VAT goes with it.
    left = left_of_rates({AT_6: 1000_00, AT_21: -500_00}, {AT_6: 60_00, AT_21: -105_00})

    assert vat_of_credit(left, AT_21, -250_00, -52_50) == -52_50
    assert vat_of_credit(left, AT_21, -499_99, -105_01) == -105_00
    assert vat_of_credit(left, AT_21, -500_00, -104_99) == -105_00


@pytest.mark.parametrize("sign", [1, -1])
def test_a_base_whose_vat_is_all_credited_bears_none(sign: int) -> None:
    left = left_of_rates({AT_21: sign * 10_00}, {AT_21: 0})

    assert vat_of_credit(left, AT_21, sign * 5_00, sign * 1_05) == 0

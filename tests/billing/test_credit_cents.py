"""Every cent, sign and word of a credit note, with figures that are checked by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from credit_figures import (
    AT_6,
    AT_21,
    EARLY,
    FIRST,
    R6,
    R21,
    SECOND,
    E,
    S,
    hours,
    invoice_of,
    line,
    nets,
    note_of,
)

from addin.billing.credit import (
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
from addin.billing.credit_allowances import LeftOver, left_over
from addin.billing.discounts import Discount
from addin.billing.invoice import (
    DocumentAllowance,
    DocumentCharge,
    DocumentKind,
    EarlyPayment,
    Note,
    Preceding,
)

# A whole credit


def test_an_invoice_credited_whole_is_refused_with_its_number_and_that_of_its_notes() -> None:
    invoice = invoice_of(line(100_00), line(40_00))
    first = note_of(invoice, credit_of_lines(invoice, [], [CreditPart(1)]), "NC2026-00001")
    last = note_of(invoice, whole_credit(invoice, [first]), "NC2026-00002")
    told = {"invoice": "2026-00001", "notes": "NC2026-00001, NC2026-00002"}

    with pytest.raises(NothingLeftError) as whole:
        whole_credit(invoice, [first, last])
    with pytest.raises(NothingLeftError) as of_a_line:
        credit_of_lines(invoice, [first, last], [CreditPart(2)])

    assert whole.value.values == told
    assert of_a_line.value.values == told


def test_a_line_free_of_charge_is_credited_with_the_rest_of_its_invoice() -> None:
    invoice = invoice_of(line(100_00), line(0))

    assert nets(whole_credit(invoice, [])) == [(1, 100_00), (2, 0)]
    assert nets(credit_of_lines(invoice, [], [CreditPart(1)])) == [(1, 100_00), (2, 0)]


def test_the_last_note_has_only_the_lines_of_which_something_is_left() -> None:
    invoice = invoice_of(line(100_00), line(0), line(40_00))
    first = note_of(invoice, credit_of_lines(invoice, [], [CreditPart(1)]))

    assert nets(whole_credit(invoice, [first])) == [(3, 40_00)]


def test_each_line_of_a_whole_credit_opens_what_it_billed() -> None:
    invoice = invoice_of(line(100_00), line(40_00))
    parts = [CreditPart(1, None, (FIRST,)), CreditPart(2, None, (SECOND,))]

    by_lines = credit_of_lines(invoice, [], parts)

    assert [one.reopens for one in by_lines.lines] == [(FIRST,), (SECOND,)]
    assert by_lines == whole_credit(invoice, [], {1: (FIRST,), 2: (SECOND,)})
    assert [one.reopens for one in whole_credit(invoice, [], {2: (SECOND,)}).lines] == [
        (),
        (SECOND,),
    ]


def test_what_is_left_beside_the_lines_is_credited_on_a_line_of_nothing() -> None:
    invoice = invoice_of(line(1000_00), early=EARLY)
    whole = whole_credit(invoice, [])
    taxed = whole.totals.vat[0]
    short = replace(
        whole,
        charges=(),
        totals=replace(
            whole.totals,
            vat=(taxed,),
            net_cents=980_00,
            gross_cents=980_00 + 205_80,
            charge_cents=0,
        ),
    )

    last = whole_credit(invoice, [note_of(invoice, short)])

    assert (last.totals.net_cents, last.totals.charge_cents) == (20_00, 20_00)
    assert (last.lines[0].quantity, last.lines[0].net_cents) == (Decimal(1), 0)


def test_a_discount_left_behind_by_its_line_is_credited_with_the_rest() -> None:
    """An earlier note has taken 100.00 of an exempt line, and not the 2.00 off it."""
    invoice = invoice_of(line(100_00, (E, Decimal(0))), line(1000_00), early=EARLY)
    whole = whole_credit(invoice, [])
    exempt = replace(whole.totals.vat[0], base_cents=100_00)
    early = replace(
        whole,
        lines=whole.lines[:1],
        allowances=(),
        charges=(),
        totals=replace(whole.totals, vat=(exempt,), net_cents=100_00, gross_cents=100_00),
    )

    last = whole_credit(invoice, [note_of(invoice, early)])

    assert [one.cents for one in last.allowances] == [2_00, 20_00]
    assert [one.base_cents for one in last.totals.vat] == [20_00, 980_00]


# Lines, quantities and discounts


def test_a_line_that_is_not_there_is_refused_with_the_number_of_lines() -> None:
    with pytest.raises(UnknownLineError) as caught:
        credit_of_lines(invoice_of(line(100_00), line(40_00)), [], [CreditPart(3)])

    assert caught.value.values == {"invoice": "2026-00001", "line": 3, "count": 2}


def test_more_hours_than_are_left_are_refused_with_what_is_left() -> None:
    invoice = invoice_of(hours(8), hours(3))
    first = note_of(invoice, credit_of_lines(invoice, [], [CreditPart(1, Decimal(2))]))

    with pytest.raises(CreditQuantityError) as caught:
        credit_of_lines(invoice, [first], [CreditPart(1, Decimal(7))])

    assert caught.value.values == {
        "invoice": "2026-00001",
        "line": 1,
        "asked": Decimal(7),
        "left": Decimal(6),
    }


@pytest.mark.parametrize("quantity", ["0", "1"])
def test_a_line_without_a_quantity_has_no_part(quantity: str) -> None:
    fee = replace(line(100_00), quantity=Decimal(0))

    with pytest.raises(CreditQuantityError):
        credit_of_lines(invoice_of(fee), [], [CreditPart(1, Decimal(quantity))])


def test_a_part_of_a_line_is_taken_at_the_quantity_and_price_of_that_line() -> None:
    pieces = replace(
        line(90_00), quantity=Decimal(3), unit="piece", unit_price=Decimal(30), period_to=date.max
    )
    invoice = invoice_of(hours(8), pieces, hours(5))

    credit = credit_of_lines(invoice, [], [CreditPart(2, Decimal(2)), CreditPart(3, Decimal(1))])
    note = note_of(invoice, credit)

    assert nets(credit) == [(2, 60_00), (3, 50_00)]
    assert [quantity_left(invoice, [note], place) for place in (1, 2, 3)] == [8, 1, 4]


def test_an_amount_takes_none_of_the_hours() -> None:
    invoice = invoice_of(hours(8))
    note = note_of(invoice, credit_of_amount(invoice, [], 100_00, gross=False))

    assert nets(whole_credit(invoice, [note])) == [(1, 300_00)]
    assert quantity_left(invoice, [note], 1) == 8


def test_hours_take_no_more_than_an_amount_has_left() -> None:
    invoice = invoice_of(hours(8))
    all_but_a_cent = note_of(invoice, credit_of_amount(invoice, [], 399_99, gross=False))

    assert nets(credit_of_lines(invoice, [all_but_a_cent], [CreditPart(1, Decimal(2))])) == [(1, 1)]


def test_a_part_of_what_was_given_back_is_below_zero_and_no_more_than_is_left() -> None:
    invoice = invoice_of(line(1000_00), hours(-8))
    part = [CreditPart(2, Decimal(-2))]
    assert nets(credit_of_lines(invoice, [], part)) == [(2, -100_00)]

    # 500.00 of 600.00 is five sixths: of the 400.00 given back, 66.67 are left.
    note = note_of(invoice, credit_of_amount(invoice, [], 500_00, gross=False))
    assert nets(credit_of_lines(invoice, [note], part)) == [(2, -66_67)]


def test_a_discount_goes_with_the_lines_of_its_rate_in_proportion() -> None:
    invoice = invoice_of(
        line(1_04),
        line(60_00),
        line(38_96),
        line(200_00, AT_6),
        line(50_00, AT_6),
        discounts=[Discount("usual", Decimal("0.10"))],
    )

    # 10.00 off 100.00 at 21 %: 0.10 off 1.04; 25.00 off 250.00 at 6 %: 20.00 off 200.00.
    one = credit_of_lines(invoice, [], [CreditPart(1)])
    two = credit_of_lines(invoice, [], [CreditPart(1), CreditPart(2), CreditPart(4)])

    assert one.allowances == (DocumentAllowance("usual", 10, S, R21),)
    assert two.allowances == (
        DocumentAllowance("usual", 6_10, S, R21),
        DocumentAllowance("usual", 20_00, S, R6),
    )
    assert (two.totals.lines_cents, two.totals.net_cents) == (261_04, 234_94)


def test_the_last_note_has_one_discount_and_one_charge_of_what_is_left() -> None:
    invoice = invoice_of(line(1000_00), line(500_00), early=EARLY)
    first = note_of(invoice, credit_of_lines(invoice, [], [CreditPart(1)]))

    rest = left_over(invoice, [first])

    assert rest.allowances == (DocumentAllowance("early", 10_00, S, R21),)
    assert rest.charges == (DocumentCharge("early", 10_00, E, Decimal(0)),)
    assert rest.all_of_it() == rest


def test_an_early_payment_is_put_back_for_both_rates_at_once() -> None:
    invoice = invoice_of(line(1000_00), line(500_00, AT_6), line(200_00), early=EARLY)

    credit = credit_of_lines(invoice, [], [CreditPart(1), CreditPart(2)])

    assert [one.cents for one in credit.allowances] == [20_00, 10_00]
    assert [one.cents for one in credit.charges] == [30_00]


def test_nothing_is_put_back_where_nothing_was_taken_off() -> None:
    invoice = invoice_of(line(10), line(1000_00), early=EARLY)

    credit = credit_of_lines(invoice, [], [CreditPart(1)])

    assert (credit.allowances, credit.charges) == ((), ())


def test_a_deposit_alone_takes_no_discount_and_leaves_that_of_another_rate() -> None:
    invoice = invoice_of(
        line(100_00),
        line(-50_00),
        line(80_00, AT_6),
        line(20_00, AT_6),
        discounts=[Discount("usual", Decimal("0.10"))],
    )

    credit = credit_of_lines(invoice, [], [CreditPart(2), CreditPart(3)])

    assert nets(credit) == [(2, -50_00), (3, 80_00)]
    assert credit.allowances == (DocumentAllowance("usual", 8_00, S, R6),)


def test_a_discount_of_one_cent_goes_with_a_line_of_one_cent() -> None:
    invoice = invoice_of(
        line(1, AT_6), line(100_00), discounts=[Discount("friend", Decimal("1.00"))]
    )

    credit = credit_of_lines(invoice, [], [CreditPart(1)])

    assert credit.allowances == (DocumentAllowance("friend", 1, S, R6),)
    assert credit.totals.gross_cents == 0


@pytest.mark.parametrize(("taken", "whole"), [(100_00, 0), (100_00, -20_00), (0, 100_00)])
@pytest.mark.parametrize("off", [10_00, -10_00])
def test_lines_that_come_to_nothing_have_no_part_of_a_discount(
    taken: int, whole: int, off: int
) -> None:
    rest = LeftOver((DocumentAllowance("usual", off, S, R21),), ())

    assert rest.in_proportion({AT_21: taken}, {AT_21: whole}) == LeftOver((), ())


def test_a_part_that_its_price_does_not_make_is_one_piece_of_its_amount() -> None:
    # Two at 0.1025 are 0.21; half of it is 0.11, and one at 0.1025 would be 0.10.
    copies = replace(line(21), quantity=Decimal(2), unit="copy", unit_price=Decimal("0.1025"))

    credit = credit_of_lines(
        invoice_of(copies, line(100_00)), [], [CreditPart(1, Decimal(1), (FIRST,))]
    )

    (part,) = credit.lines
    assert (part.quantity, part.unit, part.unit_price) == (Decimal(1), "", Decimal("0.11"))
    assert (part.net_cents, part.reopens) == (11, (FIRST,))


def test_a_part_of_exact_minutes_keeps_them_and_its_part_of_the_discount() -> None:
    # Eight hours at 90.00 less 36.00; 1.67 hours are 100 minutes: 150.00 less 7.21.
    work = replace(
        line(684_00),
        quantity=Decimal(8),
        unit="hour",
        unit_price=Decimal(90),
        minutes=480,
        allowance_cents=36_00,
        reduction_cents=10_00,
    )

    (part,) = credit_of_lines(
        invoice_of(work, line(100_00)), [], [CreditPart(1, Decimal("1.67"), (FIRST,))]
    ).lines

    assert (part.minutes, part.quantity, part.unit) == (100, Decimal("1.67"), "hour")
    assert (part.net_cents, part.allowance_cents, part.reduction_cents) == (142_79, 7_21, 0)
    assert part.reopens == (FIRST,)


def test_the_rest_of_a_line_opens_what_it_billed() -> None:
    invoice = invoice_of(hours(8), line(100_00))
    note = note_of(invoice, credit_of_amount(invoice, [], 100_00, gross=False))

    (rest,) = credit_of_lines(invoice, [note], [CreditPart(1, None, (FIRST, SECOND))]).lines

    assert (rest.net_cents, rest.quantity, rest.reopens) == (320_00, Decimal(1), (FIRST, SECOND))


def test_a_part_that_rounds_to_nothing_is_a_line_of_nothing() -> None:
    copies = replace(line(1_00), quantity=Decimal(1000), unit="copy", unit_price=Decimal("0.001"))

    credit = credit_of_lines(invoice_of(copies, line(5_00)), [], [CreditPart(1, Decimal(1))])

    assert nets(credit) == [(1, 0)]
    assert credit.lines[0].quantity == 1
    assert credit.lines[0].minutes is None


# The note


def test_a_note_copies_its_invoice_but_for_its_number_days_lines_and_sums() -> None:
    earlier = replace(
        hours(4), project="AUDIT", period_from=date(2026, 1, 5), period_to=date(2026, 1, 9)
    )
    later = replace(
        hours(2), project="PAYROLL", period_from=date(2026, 2, 2), period_to=date(2026, 2, 20)
    )
    again = replace(later, period_to=date(2026, 2, 6))
    of_march = replace(hours(1), project="YEAR-END")
    invoice = replace(
        invoice_of(later, earlier, again, of_march),
        mentions=("Reverse charge",),
        projects=("PAYROLL", "AUDIT", "YEAR-END"),
        early=EarlyPayment(Decimal("0.02"), date(2026, 4, 8), 9_00, 535_50, taxed=True),
    )
    credit = credit_of_lines(invoice, [], [CreditPart(1), CreditPart(2), CreditPart(3)])
    today = date(2026, 6, 30)

    note = as_credit_note(
        invoice,
        credit,
        number="NC2026-00007",
        series="credit 2026",
        issue_date=today,
        mentions=["VAT to be paid back"],
    )

    assert note == replace(
        invoice,
        number="NC2026-00007",
        series="credit 2026",
        issue_date=today,
        due_date=today,
        supply_from=date(2026, 1, 5),
        supply_to=date(2026, 2, 20),
        projects=("PAYROLL", "AUDIT"),
        lines=credit.lines,
        totals=credit.totals,
        mentions=("VAT to be paid back", "Reverse charge"),
        early=None,
        kind=DocumentKind.CREDIT_NOTE,
        preceding=Preceding("2026-00001", date(2026, 3, 31)),
    )
    assert (note.totals.net_cents, note.totals.vat_cents) == (400_00, 84_00)
    assert (note.buyer, note.reference) == (invoice.buyer, invoice.reference)


def test_a_note_has_the_discounts_of_its_credit_and_not_those_of_its_invoice() -> None:
    invoice = invoice_of(line(1000_00), line(500_00), early=EARLY)
    note = note_of(invoice, credit_of_lines(invoice, [], [CreditPart(2)]))

    assert [one.cents for one in invoice.allowances] == [30_00]
    assert note.allowances == (DocumentAllowance("early", 10_00, S, R21),)
    assert note.charges == (DocumentCharge("early", 10_00, E, Decimal(0)),)


@pytest.mark.parametrize("noted", [True, False])
def test_a_note_says_first_what_it_says_itself_where_its_invoice_has_notes(*, noted: bool) -> None:
    of_invoice = (Note("Reverse charge"), Note("RPM Bruxelles", "REG")) if noted else ()
    invoice = replace(invoice_of(line(100_00)), notes=of_invoice)

    note = as_credit_note(
        invoice,
        whole_credit(invoice, []),
        number="NC2026-00001",
        series="credit 2026",
        issue_date=date(2026, 6, 30),
        mentions=iter(["VAT to be paid back"]),
    )

    assert note.notes == ((Note("VAT to be paid back"), *of_invoice) if noted else ())
    assert note.mentions == ("VAT to be paid back", *invoice.mentions)

"""Expenses to lines: each once, at cost, with a markup, or outside VAT."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prebilled_rows import row_of

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis, ExpenseTreatment
from addin.billing.expenses import (
    Expense,
    expense_line,
    is_disbursement,
    lines_holding_expenses,
    number_of,
)
from addin.billing.lines import Line
from addin.billing.money import line_cents

FEBRUARY, MARCH, APRIL = Month(2026, 2), Month(2026, 3), Month(2026, 4)
TRAIN = Expense(5, "X-000001", date(2026, 3, 12), "P-1", "ALDER", "Train to Lille", 33_35)
COST, MARKUP, DISBURSEMENT = ExpenseTreatment


def test_an_expense_is_one_thing_on_its_day() -> None:
    assert expense_line(TRAIN, MARCH) == Line(
        key="2026-03/P-1/-/expense/X-000001",
        month=MARCH,
        project="P-1",
        client="ALDER",
        service="",
        axis=Axis.EXPENSE,
        period=Period(date(2026, 3, 12), date(2026, 3, 12)),
        quantity=Decimal(1),
        unit="",
        unit_price=Decimal("33.35"),
        cents=33_35,
        origin="expense X-000001",
        note="Train to Lille",
        home="2026-03/P-1/-/expense/X-000001",
        expenses=(5,),
    )


@pytest.mark.parametrize(
    ("cost", "markup", "billed"),
    [
        (33_35, "0.10", 36_69),
        (100_00, "0.125", 112_50),
        (-33_35, "0.10", -36_69),
        (10, "0.05", 11),
        (100_00, "0", 100_00),
    ],
)
def test_a_markup_is_rounded_once(cost: int, markup: str, billed: int) -> None:
    expense = replace(TRAIN, cost_cents=cost, treatment=MARKUP, markup=Decimal(markup))

    assert expense_line(expense, MARCH).cents == billed


def test_a_markup_counts_for_its_treatment_only() -> None:
    for treatment in (COST, DISBURSEMENT):
        expense = replace(TRAIN, treatment=treatment, markup=Decimal("0.10"))
        assert expense_line(expense, MARCH).cents == 33_35


@given(
    st.integers(-(10**9), 10**9),
    st.decimals(0, 3, places=4),
    st.sampled_from(ExpenseTreatment),
)
def test_what_is_printed_makes_what_is_billed(
    cost: int, markup: Decimal, treatment: ExpenseTreatment
) -> None:
    expense = replace(TRAIN, cost_cents=cost, treatment=treatment, markup=markup)
    line = expense_line(expense, MARCH)
    mirrored = expense_line(replace(expense, cost_cents=-cost), MARCH)

    assert line.cents == line_cents(line.quantity, line.unit_price)
    assert line.unit_price >= 0
    assert mirrored.cents == -line.cents
    exact = Fraction(cost) * (1 + (Fraction(markup) if treatment is MARKUP else 0))
    assert abs(exact - line.cents) <= Fraction(1, 2)


def test_a_suppliers_credit_is_minus_one_thing() -> None:
    line = expense_line(replace(TRAIN, cost_cents=-33_35), MARCH)

    assert (line.quantity, line.unit_price, line.cents) == (Decimal(-1), Decimal("33.35"), -33_35)


@pytest.mark.parametrize("cost", [0, 1])
def test_an_expense_of_nothing_or_of_a_cent_is_one_thing(cost: int) -> None:
    line = expense_line(replace(TRAIN, cost_cents=cost), MARCH)

    assert (line.quantity, line.cents) == (Decimal(1), cost)


def test_a_disbursement_bears_no_vat_whatever_its_service() -> None:
    line = expense_line(replace(TRAIN, treatment=DISBURSEMENT, service="ADV"), MARCH)

    assert (line.vat_outside, line.service, line.origin) == (
        True,
        "ADV",
        "disbursement X-000001",
    )
    assert is_disbursement(line.origin)
    assert not is_disbursement(expense_line(TRAIN, MARCH).origin)


def test_an_organisation_pays_it_alone() -> None:
    line = expense_line(replace(TRAIN, payer="BIRCH", phase="APS"), MARCH)

    assert line.payers == (("BIRCH", Fraction(1)),)
    assert line.phase == "APS"


def test_a_late_expense_names_the_line_that_its_own_month_would_have() -> None:
    line = expense_line(TRAIN, APRIL)

    assert (line.key, line.home, line.late) == (
        "2026-04/P-1/-/expense/X-000001",
        "2026-03/P-1/-/expense/X-000001",
        True,
    )
    assert line.period == Period(TRAIN.day, TRAIN.day)


NUMBERS = st.text("X0129-/+%=@ é", min_size=1, max_size=8).map(str.strip).filter(bool)


@given(NUMBERS, st.sampled_from(["", "ADV", "expense"]), st.sampled_from([MARCH, APRIL]))
def test_an_issued_line_tells_its_expense_even_without_its_origin(
    number: str, service: str, month: Month
) -> None:
    line = expense_line(replace(TRAIN, number=number, service=service), month)
    row = row_of(line, invoiced=True)

    assert number_of(line.origin) == number
    for one in (row, replace(row, origin="")):
        assert lines_holding_expenses([one], MARCH) == {number: one}


def test_drafts_of_the_month_hold_nothing_and_those_of_other_months_do() -> None:
    draft = row_of(expense_line(TRAIN, MARCH))
    own = replace(draft, key="2026-03/P-1/own/1", axis=None, origin="", invoiced=True)
    typed = replace(own, axis=Axis.EXPENSE)
    units = replace(draft, axis=Axis.UNIT, origin="units 2026-03", invoiced=True)
    rows = [draft, own, typed, units]

    assert lines_holding_expenses(rows, MARCH) == {}
    assert lines_holding_expenses(rows, APRIL) == {"X-000001": draft}
    assert number_of(units.origin) == ""


def test_an_expense_is_held_by_its_first_line_and_not_by_what_corrects_it() -> None:
    line = expense_line(TRAIN, MARCH)
    first = row_of(line, invoiced=True)
    correction = replace(first, key=f"{line.key}/correction", origin="")
    again = replace(first, key=f"{line.key}+2", origin="", month=APRIL)

    assert lines_holding_expenses([correction, again, first], APRIL) == {"X-000001": first}

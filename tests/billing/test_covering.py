"""Which rows bill the days of a fee: instalments of its own source, or of one that is gone."""

from dataclasses import replace
from decimal import Decimal

import pytest
from prebilled_rows import row_of

from addin.billing.calendar import Month
from addin.billing.choices import Axis
from addin.billing.covering import Covering, Run, is_remainder
from addin.billing.existing import ExistingLine, correction_key
from addin.billing.lines import Line, line_key

MARCH = Month(2026, 3)
RUN = Run(MARCH)


def fee(document: str = "LM-1", axis: Axis = Axis.FIXED, cents: int = 100_00) -> Line:
    """An instalment of March."""
    return Line(
        key=line_key(MARCH, "P-1", "ACC", axis.value, document),
        month=MARCH,
        project="P-1",
        client="ALDER",
        service="ACC",
        axis=axis,
        period=MARCH.period,
        quantity=Decimal(1),
        unit="",
        unit_price=Decimal(cents) / 100,
        cents=cents,
        origin=f"schedule {document}",
    )


def issued(line: Line, position: int = 0) -> ExistingLine:
    return row_of(line, position, invoiced=True)


@pytest.mark.parametrize(
    ("line", "remainder"),
    [
        pytest.param(fee(), False, id="fee"),
        pytest.param(fee(axis=Axis.DEPOSIT), False, id="deposit"),
        pytest.param(fee(axis=Axis.UNIT), True, id="units"),
        pytest.param(replace(fee(), home="2026-02/P-1/ACC/fixed/LM-1"), True, id="late"),
        pytest.param(replace(fee(), mirrors="2026-02/P-1/ACC/fixed/LM-1"), True, id="correction"),
    ],
)
def test_what_no_issued_line_bills_yet_is_a_remainder(line: Line, *, remainder: bool) -> None:
    assert is_remainder(line) is remainder


def test_a_correction_bills_no_days() -> None:
    correction = replace(issued(fee(), 1), key=correction_key(fee().key))

    assert Covering([issued(fee()), correction], RUN, []).rows(fee()) == [issued(fee())]


def test_a_row_of_a_fee_that_is_still_wanted_is_not_another_s() -> None:
    row = issued(fee("LM-1"))

    assert Covering([row], RUN, [fee("LM-1"), fee("LM-2")]).rows(fee("LM-2")) == []
    assert Covering([row], RUN, [fee("LM-2")]).rows(fee("LM-2")) == [row]


def test_of_two_rows_whose_fees_are_gone_the_one_of_the_same_amount_is_taken() -> None:
    dearer, equal = issued(fee("LM-1", cents=120_00)), issued(fee("LM-2"), 1)

    assert Covering([dearer, equal], RUN, [fee("LM-3")]).rows(fee("LM-3")) == [equal]

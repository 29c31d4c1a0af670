"""Fees by column are the lines that they are one by one."""

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from schedule_samples import HUNDRED_A_MONTH as FEE

from addin.billing.calendar import Month
from addin.billing.choices import Periodicity
from addin.billing.fees import fee_lines
from addin.billing.plan import Schedule, bills_in
from addin.jobs.month.fee_lines import columns_of_fees
from addin.jobs.month.prebilled import Subject

MARCH = Month(2026, 3)
CLIENTS = {"P-1": "ALDER", "P/2": "BIRCH"}
FEES = st.builds(
    lambda project, service, names, amount, periodicity, start: replace(
        FEE,
        project=project,
        service=service,
        document=names[0],
        phase=names[1],
        description=names[2],
        amount=amount,
        periodicity=periodicity,
        start=start,
    ),
    st.sampled_from(sorted(CLIENTS)),
    st.sampled_from(["ACC", "", "2026-03"]),
    st.tuples(*[st.sampled_from(["", "LM-7", "2026-01-01"])] * 3),
    st.decimals("1", "100000", places=2),
    st.sampled_from([Periodicity.MONTHLY, Periodicity.QUARTERLY]),
    st.sampled_from([date.min, date(2026, 1, 1), date(2026, 3, 11)]),
)


@given(st.lists(FEES, max_size=6), st.sampled_from([1, -1]))
def test_fees_by_column_are_the_lines_they_are_one_by_one(
    schedules: list[Schedule], sign: int
) -> None:
    instalments = [one._replace(cents=sign * one.cents) for one in bills_in(schedules, MARCH, 1)]
    lines = fee_lines(instalments, CLIENTS, MARCH)

    found = columns_of_fees(instalments, np.arange(len(instalments)), CLIENTS, MARCH)

    assert found.keys == [line.key for line in lines]
    columns = {
        "project": found.projects,
        "phase": found.phases,
        "client": found.clients,
        "service": found.services,
        "axis": found.axes,
        "period": found.periods,
        "quantity": found.quantities,
        "unit": found.units,
        "unit_price": found.unit_prices,
        "origin": found.origins,
        "payers": found.payers,
        "value_cents": found.values,
    }
    for name, column in columns.items():
        assert list(column) == [getattr(line, name) for line in lines], name
    assert found.cents.tolist() == [line.cents for line in lines]
    assert list(found.subjects) == [Subject.of(line) for line in lines]

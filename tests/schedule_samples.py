"""Schedules for the tests: fees of 1 000 and of 1 200 a year, and any that has always run."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from addin.billing.choices import AmountPer, Axis, Periodicity, Timing
from addin.billing.indexation import IndexBook, IndexRow
from addin.billing.money import from_cents
from addin.billing.schedule import Schedule

FEE = Schedule(
    project="DUPONT",
    service="ACCOUNTS",
    axis=Axis.FIXED,
    document="LM-2026-014",
    periodicity=Periodicity.MONTHLY,
    amount=Decimal("1000.00"),
    amount_per=AmountPer.YEAR,
    timing=Timing.ARREARS,
    start=date(2020, 1, 1),
    end=None,
    description="Bookkeeping",
    row=5,
)
HUNDRED_A_MONTH = replace(
    FEE,
    project="P-1",
    service="ACC",
    document="",
    amount=Decimal(1200),
    start=date(2026, 1, 1),
    description="",
)
FIRST_MONTHS = st.integers(1, 12)
DAYS_OF_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))
HEALTH = IndexBook(
    [
        IndexRow("Health", date(2025, 1, 1), Decimal("130.47"), 5),
        IndexRow("Health", date(2026, 1, 1), Decimal("133.12"), 6),
        IndexRow("Health", date(2027, 1, 1), Decimal("135.80"), 7),
    ]
)


@st.composite
def running(draw: Callable[[st.SearchStrategy[object]], object]) -> Schedule:
    """A schedule that has always run and never ends."""
    build = st.builds(
        replace,
        st.just(FEE),
        amount=st.integers(0, 10**9).map(from_cents),
        periodicity=st.sampled_from([each for each in Periodicity if each != Periodicity.ONCE]),
        amount_per=st.sampled_from([AmountPer.YEAR, AmountPer.PERIOD]),
        timing=st.sampled_from(Timing),
        custom_months=st.lists(FIRST_MONTHS, min_size=1, unique=True).map(tuple),
    )
    schedule = draw(build)
    assert isinstance(schedule, Schedule)
    return schedule


RUNNING = running()
YEARLY = RUNNING.map(lambda schedule: replace(schedule, amount_per=AmountPer.YEAR))

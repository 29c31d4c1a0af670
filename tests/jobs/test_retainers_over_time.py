"""Hours that come in late: whatever the order, a retainer bills the same in the end."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st
from memory_book import MemoryBook
from prebilled_rows import row_of
from sample_office import SETTINGS

from addin.billing.calendar import Month
from addin.billing.choices import Axis, RetainerKind, RolloverOrder
from addin.billing.existing import ExistingLine
from addin.billing.lines import Line
from addin.billing.retainers import Retainer
from addin.billing.rollover import RolloverTerms
from addin.jobs.agreed.portfolio import read_portfolio
from addin.jobs.content import load
from addin.jobs.month.blocks import block_lines
from addin.jobs.month.minimums import minimum_lines
from addin.jobs.month.overages import RetainerRun
from addin.jobs.month.retained_work import RetainedWork
from addin.jobs.month.sources import Sources, Wanted
from addin.jobs.work.priced_time import PricedEntry

PROJECTS = ("P-1", "P-2")
MONTHS = [Month(2026, month) for month in range(1, 6)]
CONTENT = load(
    MemoryBook(
        {
            "Settings": [{"setting": name, "value": SETTINGS[name]} for name in SETTINGS],
            "Clients": [{"client": "ALDER", "name": "Alder"}],
            "Projects": [{"project": one, "name": one, "client": "ALDER"} for one in PROJECTS],
        },
        folder=Path(),
    )
)
PORTFOLIO = read_portfolio(CONTENT)


class Typed(NamedTuple):
    """Work, and the number of months after its own in which it is typed."""

    day: date
    project: str
    service: str
    minutes: int
    late: int


TYPED = st.lists(
    st.builds(
        Typed,
        st.integers(0, 89).map(lambda days: MONTHS[0].first + timedelta(days)),
        st.sampled_from(PROJECTS),
        st.sampled_from(("ADV", "TAX")),
        st.integers(1, 600),
        st.integers(0, 2),
    ),
    max_size=12,
)
Lines = Callable[[RetainerRun], list[Line]]


def billed(typed: Sequence[Typed], lines_of: Lines) -> list[ExistingLine]:
    """What five months bill, each of them generated and issued in its turn."""
    rows: list[ExistingLine] = []
    marks: dict[int, str] = {}
    for month in MONTHS:
        known = [
            _priced(row, one, marks.get(row, ""))
            for row, one in enumerate(typed, start=5)
            if Month.of(one.day).plus(one.late) <= month
        ]
        sources = Sources(CONTENT, PORTFOLIO, month, rows)
        run = RetainerRun(sources, Wanted(), RetainedWork(known, rows, month))
        lines = lines_of(run)
        rows += [row_of(line, invoiced=True, net_cents=line.cents) for line in lines]
        marks |= {row: line.key for line in lines for row in line.entries} | run.wanted.covered
        assert not any(one.code == "RET-09" for one in run.wanted.findings)
    assert len({row.key for row in rows}) == len(rows)
    assert len(marks) == len(typed)
    return rows


def _priced(row: int, one: Typed, line: str) -> PricedEntry:
    return PricedEntry(
        row=row,
        day=one.day,
        project=one.project,
        service=one.service,
        phase="",
        person="ANN",
        task="",
        worked=one.minutes,
        billed=one.minutes,
        payer="",
        rate=Decimal("90.00") if one.service == "ADV" else Decimal("120.00"),
        line=line,
        free=not line,
    )


def hours_beyond(rows: Sequence[ExistingLine]) -> dict[str, Decimal]:
    """The hours beyond by month of the work."""
    found: dict[str, Decimal] = {}
    for row in rows:
        if row.axis is Axis.TIME:
            found[row.origin] = found.get(row.origin, Decimal(0)) + row.quantity
    return found


def retainer(kind: RetainerKind, included: int, start: date, name: str = "R-1") -> Retainer:
    return Retainer(
        name=name,
        project="P-1",
        kind=kind,
        pool=PROJECTS,
        service="",
        amount=Decimal("500.00"),
        included=included,
        overage_rate=Decimal("110.00"),
        start=start,
        end=None,
        row=5 if name == "R-1" else 6,
    )


def in_time(typed: Sequence[Typed]) -> list[Typed]:
    return [one._replace(late=0) for one in typed]


RATES = st.sampled_from([None, Decimal("110.00")])
ORDERS = st.sampled_from(RolloverOrder)
ROLLOVERS = st.builds(RolloverTerms, st.integers(0, 1_000), st.just(2), ORDERS)


@given(TYPED, st.integers(0, 2_000), ROLLOVERS, RATES)
def test_a_minimum_bills_late_hours_as_if_they_had_come_in_time(
    typed: list[Typed], included: int, rollover: RolloverTerms, rate: Decimal | None
) -> None:
    terms = retainer(RetainerKind.MINIMUM, included, MONTHS[0].first)
    terms = replace(terms, rollover=rollover, overage_rate=rate)

    late = billed(typed, lambda run: minimum_lines(run, terms))

    usual = billed(in_time(typed), lambda run: minimum_lines(run, terms))
    assert hours_beyond(late) == hours_beyond(usual)
    assert [row.cents for row in late if row.axis is Axis.RETAINER] == [500_00] * len(MONTHS)


@given(TYPED, st.integers(1, 2_000), st.integers(1, 2_000), RATES)
def test_blocks_bill_late_hours_as_if_they_had_come_in_time(
    typed: list[Typed], first: int, second: int, rate: Decimal | None
) -> None:
    bought = [
        retainer(RetainerKind.BLOCK, first, MONTHS[0].first),
        retainer(RetainerKind.BLOCK, second, date(2026, 2, 15), "R-2"),
    ]
    blocks = [replace(one, overage_rate=rate) for one in bought]

    late = billed(typed, lambda run: block_lines(run, blocks))

    usual = billed(in_time(typed), lambda run: block_lines(run, blocks))
    assert hours_beyond(late) == hours_beyond(usual)
    assert [row.cents for row in late if row.axis is Axis.RETAINER] == [500_00, 500_00]

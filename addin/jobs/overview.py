"""A month before anything is written: beside last month and the plan, and the work in progress."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from addin.billing.calendar import Month
from addin.billing.choices import Axis, PlanStatus
from addin.billing.money import from_cents, round_half_away, to_cents
from addin.errors import Finding, Place
from addin.jobs.agreed.portfolio import Portfolio, read_portfolio
from addin.jobs.content import Content
from addin.jobs.invoices.credited import sold_cents
from addin.jobs.work.unbilled import Worked, age_of, unbilled_time
from addin.jobs.work.unbilled_expenses import Spent, unbilled_expenses
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.clients import Client
from addin.tables.sheets.engagements import Plan
from addin.words import Language, label, text
from addin.words.figures import money

Amounts = dict[Axis | None, int]
"""Cents by way of billing; None for lines that the user typed."""

AGES = (30, 60, 90)
"""The oldest work, in days before the end of the month, of each age but the last."""


@dataclass(frozen=True, slots=True)
class ClientMonth:
    """One client in a month, before anything is written.

    Attributes:
        last_month_cents: What the lines of the month before come to, issued or not.
        plan_cents: Instalments of the plan for the month, but those skipped.
        this_month_cents: What the month would bill today: issued lines and drafts, those on hold
            included.
        value_cents: The time of its lines at the usual rate; None if no line has any.
        realisation: What the lines with a value bill, over that value, at four decimals; None
            without a value.
        reason: What makes the difference, the most first, in the words of the workbook.
    """

    client: str
    last_month_cents: int
    plan_cents: int
    this_month_cents: int
    value_cents: int | None
    realisation: Decimal | None
    reason: str = ""

    @property
    def difference_cents(self) -> int:
        """This month less last month."""
        return self.this_month_cents - self.last_month_cents

    def row(self) -> dict[str, Any]:
        """As the sheet *Overview* has it."""
        return {
            "client": self.client,
            "last_month": from_cents(self.last_month_cents),
            "plan": from_cents(self.plan_cents),
            "this_month": from_cents(self.this_month_cents),
            "difference": from_cents(self.difference_cents),
            "reason": self.reason or None,
            "value": None if self.value_cents is None else from_cents(self.value_cents),
            "realisation": self.realisation,
        }


@dataclass(frozen=True, slots=True)
class ProjectWork:
    """The unbilled time and expenses of a project at the end of a month.

    Attributes:
        hours: At two decimals.
        cents_by_age: Time at the sale rates of each day and expenses with their markup: of at most
            30 days ago, 60, 90, and older; the time of each age rounded once.
        expenses_cents: The part of it that is expenses.
    """

    client: str
    project: str
    hours: Decimal
    cents_by_age: tuple[int, int, int, int]
    expenses_cents: int = 0

    @property
    def value_cents(self) -> int:
        """All of it; the ages make the value to the cent."""
        return sum(self.cents_by_age)

    def row(self) -> dict[str, Any]:
        """As the sheet *WorkInProgress* has it."""
        names = ("days_30", "days_60", "days_90", "older")
        ages = zip(names, map(from_cents, self.cents_by_age), strict=True)
        return {
            "client": self.client,
            "project": self.project,
            "hours": self.hours,
            "value": from_cents(self.value_cents),
            **dict(ages),
        }


def totals_of(clients: Iterable[ClientMonth], work: Iterable[ProjectWork]) -> dict[str, str]:
    """The feet of both sheets, as decimal strings."""
    rows, projects = list(clients), list(work)
    sums = {
        "last_month": sum(one.last_month_cents for one in rows),
        "plan": sum(one.plan_cents for one in rows),
        "this_month": sum(one.this_month_cents for one in rows),
        "work_in_progress": sum(one.value_cents for one in projects),
        "unbilled_expenses": sum(one.expenses_cents for one in projects),
    }
    return {name: str(from_cents(cents)) for name, cents in sums.items()}


def month_overview(before: Content, after: Content, month: Month) -> list[ClientMonth]:
    """Every client who was, is planned to be, or would be billed; in the order of the sheet.

    Args:
        before: The workbook.
        after: The same as generating the month would leave it.
        month: The month.
    """
    portfolio = read_portfolio(before)
    last = _amounts(before, portfolio, month.plus(-1))
    now = _amounts(after, portfolio, month)
    nothing: Amounts = {}
    planned = _planned(before, portfolio, month)
    billed, valued = _valued(after, portfolio, month)
    order = {client.client: place for place, client in enumerate(before.records(Client))}
    clients = sorted({*last, *now, *planned}, key=lambda one: (order.get(one, len(order)), one))
    return [
        ClientMonth(
            client=client,
            last_month_cents=sum(last.get(client, nothing).values()),
            plan_cents=planned.get(client, 0),
            this_month_cents=sum(now.get(client, nothing).values()),
            value_cents=valued.get(client),
            realisation=ratio(billed.get(client, 0), valued.get(client)),
            reason=reason_of(last.get(client, nothing), now.get(client, nothing), before.language),
        )
        for client in clients
    ]


def ratio(part: int, whole: int | None) -> Decimal | None:
    """A part over a whole at four decimals; None where nothing can be divided by the whole.

    >>> ratio(2, 3), ratio(1, 0)
    (Decimal('0.6667'), None)
    """
    if not whole:
        return None
    part, whole = (part, whole) if whole > 0 else (-part, -whole)
    return Decimal(f"{round_half_away(10_000 * part, whole)}E-4")


def _client(row: PrebillingLine, portfolio: Portfolio) -> str:
    """Who orders what a line bills; the user may leave it out of a line of their own."""
    project = portfolio.projects.get(row.project)
    return row.client or (project.client if project is not None else row.project)


def reason_of(last: Amounts, now: Amounts, language: Language) -> str:
    """What makes two months differ, by way of billing, the largest part first.

    >>> reason_of({Axis.FIXED: 10000}, {Axis.FIXED: 10000, Axis.TIME: 4500}, Language.EN)
    'time +45.00'
    """
    parts = {axis: now.get(axis, 0) - last.get(axis, 0) for axis in (*now, *last)}
    largest_first = sorted(parts.items(), key=lambda part: (-abs(part[1]), str(part[0])))
    return ", ".join(
        f"{_named(axis, language)} {'+' if cents > 0 else ''}{money(cents, language)}"
        for axis, cents in largest_first
        if cents
    )


def _named(axis: Axis | None, language: Language) -> str:
    """How a way of billing is called; lines that the user typed have none."""
    return label("Axis", axis)[language] if axis else text("line.own", language)


def _amounts(content: Content, portfolio: Portfolio, month: Month) -> dict[str, Amounts]:
    """What the lines of a month come to, by client and way of billing."""
    found: dict[str, Amounts] = {}
    sold = sold_cents(content)
    for row in content.records(PrebillingLine):
        if row.month == month and row.amount is not None:
            client = _client(row, portfolio)
            amounts = found.setdefault(client, {})
            amounts[row.axis] = amounts.get(row.axis, 0) + sold(row)
    return found


def _planned(content: Content, portfolio: Portfolio, month: Month) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in content.records(Plan):
        project = portfolio.projects.get(row.project)
        if row.month == month and row.status is not PlanStatus.SKIPPED and project is not None:
            found[project.client] = found.get(project.client, 0) + to_cents(row.amount)
    return found


def _valued(
    content: Content, portfolio: Portfolio, month: Month
) -> tuple[dict[str, int], dict[str, int]]:
    """What the lines with a value bill, and that value, by client."""
    billed: dict[str, int] = {}
    valued: dict[str, int] = {}
    sold = sold_cents(content)
    for row in content.records(PrebillingLine):
        if row.month == month and row.amount is not None and row.value is not None:
            client = _client(row, portfolio)
            billed[client] = billed.get(client, 0) + sold(row)
            valued[client] = valued.get(client, 0) + to_cents(row.value)
    return billed, valued


def work_in_progress(
    content: Content, portfolio: Portfolio, month: Month
) -> tuple[list[ProjectWork], list[Finding]]:
    """The unbilled time and expenses of each project at the end of a month; what has no rate.

    In the order of the projects. Work without a rate counts in the hours, not in the value.
    """
    worked: dict[str, list[Worked]] = {}
    for one in unbilled_time(content, portfolio, month.last, AGES):
        worked.setdefault(one.project, []).append(one)
    spent: dict[str, list[Spent]] = {}
    for expense in unbilled_expenses(content, portfolio, month.last):
        spent.setdefault(expense.project, []).append(expense)
    work, findings = [], []
    for code, project in portfolio.projects.items():
        if code in worked or code in spent:
            entries = worked.get(code, [])
            work.append(_work(project.client, code, entries, spent.get(code, []), month))
            unvalued = sum(one.minutes for one in entries if one.value is None)
            if unvalued:
                values = {"project": code, "hours": _hours(Fraction(unvalued))}
                place = Place("Projects", project.sheet_row, "project")
                findings.append(Finding("WIP-01", place, values))
    return work, findings


def _work(
    client: str, project: str, entries: Iterable[Worked], expenses: Iterable[Spent], month: Month
) -> ProjectWork:
    minutes, values, spent = Fraction(0), [Fraction(0)] * 4, [0] * 4
    for one in entries:
        minutes += one.minutes
        values[one.age] += one.value or 0
    for expense in expenses:
        spent[age_of(expense.day, month.last, AGES)] += expense.cents
    cents = [to_cents(value) + more for value, more in zip(values, spent, strict=True)]
    days_30, days_60, days_90, older = cents
    ages = (days_30, days_60, days_90, older)
    return ProjectWork(client, project, _hours(minutes), ages, sum(spent))


def _hours(minutes: Fraction) -> Decimal:
    top, bottom = minutes.as_integer_ratio()
    return Decimal(f"{round_half_away(100 * top, 60 * bottom)}E-2")

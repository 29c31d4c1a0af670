"""How much of its budget each project has used."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from addin.billing.lines import hours_of
from addin.billing.money import from_cents, to_cents
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.content import Content
from addin.jobs.invoices.credited import sold_cents
from addin.jobs.overview import ratio
from addin.jobs.work.unbilled import minutes_by_project, unbilled_time
from addin.tables.sheets.bills import PrebillingLine


@dataclass(frozen=True, slots=True)
class Budget:
    """A project with a budget, in an amount, in hours or in both.

    Attributes:
        budget_cents: None where there is only one of hours; the hours likewise.
        used_cents: Lines of prebilling of every month, issued or not, and the unbilled time that
            no line has taken, at its value.
        used_minutes: Everything worked, billable or not.
    """

    project: str
    client: str
    budget_cents: int | None
    used_cents: int
    budget_hours: Decimal | None
    used_minutes: int

    @property
    def used_hours(self) -> Decimal:
        """At two decimals."""
        return hours_of(self.used_minutes, 2)

    @property
    def used(self) -> Decimal | None:
        """Share of the amount that is used, at four decimals; of the hours where that is all."""
        if self.budget_cents is not None:
            return ratio(self.used_cents, self.budget_cents)
        assert self.budget_hours is not None
        # hundredths of a minute on both sides, so that the hours of the budget stay exact
        return ratio(100 * self.used_minutes, to_cents(60 * self.budget_hours))

    def record(self) -> dict[str, str | None]:
        """As the JSON report has it."""
        return {
            "project": self.project,
            "client": self.client,
            "budget_amount": None
            if self.budget_cents is None
            else str(from_cents(self.budget_cents)),
            "used_amount": str(from_cents(self.used_cents)),
            "budget_hours": None if self.budget_hours is None else f"{self.budget_hours:f}",
            "used_hours": str(self.used_hours),
            "used": None if self.used is None else str(self.used),
        }


def budgets(content: Content, portfolio: Portfolio) -> list[Budget]:
    """Every project that has a budget, in the order of the sheet."""
    worked = minutes_by_project(content)
    used = _used_cents(content, portfolio)
    return [
        Budget(
            project=code,
            client=project.client,
            budget_cents=None if project.budget_amount is None else to_cents(project.budget_amount),
            used_cents=used.get(code, 0),
            budget_hours=project.budget_hours,
            used_minutes=worked.get(code, 0),
        )
        for code, project in portfolio.projects.items()
        if project.budget_amount is not None or project.budget_hours is not None
    ]


def _used_cents(content: Content, portfolio: Portfolio) -> dict[str, int]:
    exact: dict[str, Fraction] = {}
    for worked in unbilled_time(content, portfolio, date.max):
        if not worked.line and worked.value is not None:
            exact[worked.project] = exact.get(worked.project, Fraction(0)) + worked.value
    used = {project: to_cents(value) for project, value in exact.items()}
    sold = sold_cents(content)
    for row in content.records(PrebillingLine):
        if row.amount is not None:
            used[row.project] = used.get(row.project, 0) + sold(row)
    return used

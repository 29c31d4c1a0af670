"""Billable expenses that no invoice bills yet."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from addin.billing.expenses import Expense, number_of
from addin.billing.money import to_cents
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.content import Content
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.work import Expense as ExpenseRow


class Spent(NamedTuple):
    """An expense that is still to be passed on.

    Attributes:
        cents: Its cost with the markup; negative for a supplier's credit.
    """

    day: date
    project: str
    cents: int


def unbilled_expenses(content: Content, portfolio: Portfolio, until: date) -> Iterator[Spent]:
    """Billable expenses up to a day that are not invoiced, approved or not.

    An expense whose marks somebody has emptied is told by the number in an invoiced line.

    Args:
        content: The workbook.
        portfolio: What was agreed.
        until: Last day that counts.
    """
    invoiced = [row for row in content.records(PrebillingLine) if row.invoice]
    keys = {row.line for row in invoiced if row.line}
    numbers = {number_of(row.origin or "") for row in invoiced}
    for row in content.records(ExpenseRow):
        if not row.billable or row.date > until or row.project not in portfolio.projects:
            continue
        if not row.invoice and row.line not in keys and row.expense not in numbers:
            client = portfolio.projects[row.project].client
            yield Spent(row.date, row.project, _expense(row, client).cents)


def _expense(row: ExpenseRow, client: str) -> Expense:
    return Expense(
        row=row.sheet_row,
        number=row.expense or "",
        day=row.date,
        project=row.project,
        client=client,
        description=row.description,
        cost_cents=to_cents(row.amount),
        treatment=row.treatment,
        markup=row.markup or Decimal(0),
    )

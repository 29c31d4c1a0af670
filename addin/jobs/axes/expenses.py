"""Expenses and disbursements that are passed on."""

import re
from collections.abc import Mapping
from decimal import Decimal

from addin.billing.calendar import Month
from addin.billing.choices import EntryStatus, ExpenseTreatment
from addin.billing.existing import ExistingLine
from addin.billing.expenses import Expense, expense_line, lines_holding_expenses, number_of
from addin.billing.lines import Line
from addin.billing.money import to_cents
from addin.errors import Finding, Place
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.content import Content
from addin.jobs.month.sources import Sources, Wanted
from addin.jobs.work.entry_keys import new_expense_keys
from addin.tables.sheets.work import Expense as ExpenseRow

# How the key of a line names an expense that was given its number.
_NUMBERED = re.compile(r"/expense/(X-\d+)", re.ASCII)


DEAREST = Decimal(2)
"""Markup up to which nobody asks: 50 in the place of 50 % would bill the cost 51 times."""


def lines_of_expenses(sources: Sources, wanted: Wanted) -> list[Line]:
    """One line per approved, billable expense up to the month that no line holds."""
    numbers = expense_numbers(sources)
    holders = lines_holding_expenses(sources.existing, sources.month)
    held = {row.key for row in sources.existing if row.invoiced or row.month != sources.month}
    lines: list[Line] = []
    for row in _due(sources.content, sources.portfolio, sources.month):
        if row.invoice or row.line in held:
            continue
        if fault := _fault(row):
            wanted.findings.append(fault)
            wanted.left_out.add(row.project)
            continue
        expense = _expense(row, numbers, sources.portfolio)
        holder = holders.get(expense.number)
        if holder is None:
            lines.append(expense_line(expense, sources.month))
        elif not _is_of(holder, expense):
            values = {"expense": expense.number, "line": holder.key}
            place = Place("Expenses", row.sheet_row, "expense")
            wanted.findings.append(Finding("EXP-03", place, values))
    return lines


def lines_of_issued_expenses(sources: Sources) -> dict[str, Line]:
    """What each issued line of an expense would be today, by its key.

    An expense that is no longer approved or billable, or whose row is gone, has none.
    """
    numbers = expense_numbers(sources)
    due = _due(sources.content, sources.portfolio, sources.month)
    today = {
        expense.number: expense
        for row in due
        if not _fault(row)
        for expense in [_expense(row, numbers, sources.portfolio)]
    }
    holders = lines_holding_expenses(sources.existing, sources.month)
    return {
        row.key: expense_line(today[number], row.month).renamed(row.key)
        for number, row in holders.items()
        if row.invoiced and number in today
    }


def expense_numbers(sources: Sources) -> dict[int, str]:
    """Numbers for the expenses without one, by sheet row; never one that a line has billed."""
    billed = {number_of(row.origin) for row in sources.existing}
    billed |= {found[1] for key in sources.issued if (found := _NUMBERED.search(key))}
    return new_expense_keys(sources.content.table(ExpenseRow), billed)


def _due(content: Content, portfolio: Portfolio, month: Month) -> list[ExpenseRow]:
    """The approved, billable expenses up to the end of a month, by their rows."""
    return [
        row
        for row in content.records(ExpenseRow)
        if row.status is EntryStatus.APPROVED
        and row.billable
        and row.date <= month.last
        and row.project in portfolio.projects
    ]


def _fault(row: ExpenseRow) -> Finding | None:
    """What keeps an expense from being billed as its row has it."""
    place = Place("Expenses", row.sheet_row, "markup")
    with_markup = row.treatment is ExpenseTreatment.MARKUP
    if with_markup and row.markup is None:
        return Finding("EXP-01", place)
    if row.markup and not with_markup:
        values = {"treatment": row.treatment, "percent": (100 * row.markup).normalize() + 0}
        return Finding("EXP-02", place, values)
    if row.markup is not None and row.markup < 0:
        return Finding("TAB-19", place, {"value": row.markup})
    if row.markup is not None and row.markup > DEAREST:
        percent = _figure(row.markup)
        return Finding("EXP-04", place, {"markup": _figure(100 * row.markup), "percent": percent})
    return None


def _figure(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _expense(row: ExpenseRow, numbers: Mapping[int, str], portfolio: Portfolio) -> Expense:
    return Expense(
        row=row.sheet_row,
        number=row.expense or numbers[row.sheet_row],
        day=row.date,
        project=row.project,
        client=portfolio.projects[row.project].client,
        description=row.description,
        cost_cents=to_cents(row.amount),
        treatment=row.treatment,
        markup=row.markup or Decimal(0),
        phase=row.phase or "",
        service=row.service or "",
        payer=row.organisation or "",
    )


def _is_of(holder: ExistingLine, expense: Expense) -> bool:
    """Whether a line bills this very expense, and not another one of the same number."""
    same_day = holder.period is not None and holder.period.start == expense.day
    return same_day and holder.project == expense.project

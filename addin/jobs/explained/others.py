"""Lines of expenses, given back deposits, volumes, caps and corrections."""

from collections.abc import Iterator

from addin.billing.adjustment import adjustment_origin
from addin.billing.choices import ExpenseTreatment
from addin.billing.expenses import number_of
from addin.billing.money import from_cents, to_cents
from addin.jobs.agreed.volumes import closing_years
from addin.jobs.explained.steps import Asked, Step
from addin.jobs.month.prebilled import plain
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.work import Expense


def expense_steps(asked: Asked) -> Iterator[Step]:
    """The expense, what it cost, and its mark-up."""
    number = number_of(asked.row.origin or "")
    found = [one for one in asked.content.records(Expense) if one.expense == number]
    if not found:
        yield Step("schedule_gone", {"sheet": asked.sheet("Expenses")})
        return
    expense = found[0]
    values: dict[str, object] = {
        "number": number,
        "day": expense.date,
        "amount": from_cents(to_cents(expense.amount)),
        "place": asked.place("Expenses", expense.sheet_row),
    }
    yield Step("expense", values)
    if expense.treatment is ExpenseTreatment.MARKUP:
        percent = plain(100 * expense.markup) if expense.markup is not None else 0
        quantity = asked.row.quantity
        cents = asked.price if quantity is None or quantity > 0 else -asked.price
        yield Step("markup", {**values, "percent": percent, "cents": cents})
    elif expense.treatment is ExpenseTreatment.DISBURSEMENT:
        yield Step("disbursement")


def settlement_steps(asked: Asked) -> Iterator[Step]:
    """The deposit that is given back, and how much of it."""
    deposit = _line(asked, asked.row.origin or "")
    amount = deposit.amount if deposit is not None and deposit.amount is not None else asked.price
    values = {"line": asked.row.origin or "", "amount": amount, "cents": asked.price}
    yield Step("settlement", values)


def correction_steps(asked: Asked, corrected: str) -> Iterator[Step]:
    """The issued line that is put right."""
    row = _line(asked, corrected)
    values = {"line": corrected, "invoice": (row.invoice if row is not None else None) or "-"}
    yield Step("correction", values)


def _line(asked: Asked, key: str) -> PrebillingLine | None:
    rows = asked.content.records(PrebillingLine)
    return next((row for row in rows if row.line == key), None)


def adjustment_steps(asked: Asked) -> Iterator[Step]:
    """Planned and real volumes of the fiscal year, service by service, at the same prices."""
    years = closing_years(asked.content, asked.portfolio, asked.row.month)
    total = 0
    for year in years:
        source = (year.project, adjustment_origin(year.year))
        if source != (asked.row.project, asked.row.origin):
            continue
        for row, volume in year.volumes.items():
            total += volume.difference_cents
            yield Step(
                "volume",
                {
                    "place": asked.place("Volumes", row),
                    "planned": plain(volume.planned),
                    "actual": plain(volume.actual),
                    "planned_cents": from_cents(volume.planned_cents),
                    "actual_cents": from_cents(volume.actual_cents),
                    "cents": from_cents(volume.difference_cents),
                },
            )
    yield Step("volumes", {"cents": from_cents(total)})


def carried_steps(asked: Asked) -> Iterator[Step]:
    """What a cap had held back."""
    project = asked.portfolio.projects.get(asked.row.project)
    row = project.sheet_row if project is not None else None
    yield Step("cap_carried", {"place": asked.place("Projects", row), "cents": asked.price})

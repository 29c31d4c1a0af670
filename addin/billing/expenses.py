"""Expenses that are passed on: at cost, with a markup, or as disbursements outside VAT.

What was paid in the name and on behalf of a client is a disbursement: it is passed on to the cent
and is no part of the taxable amount (Directive 2006/112/EC, article 79 (c)).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from urllib.parse import unquote

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis, ExpenseTreatment
from addin.billing.existing import ExistingLine
from addin.billing.lines import Line, line_key, typed_part
from addin.billing.money import from_cents, line_cents, part_of

_EXPENSE, _DISBURSEMENT = "expense", "disbursement"
# What a key has behind the number of the expense, where its line was not the first.
_BEHIND = re.compile(r"(/correction)?(\+\d+)?$")


@dataclass(frozen=True, slots=True)
class Expense:
    """One approved, billable expense.

    Attributes:
        row: Sheet row.
        number: Its key on the sheet, such as ``X-000001``.
        cost_cents: What it cost without VAT, of a disbursement all that was paid; negative for a
            supplier's credit.
        markup: Added to the cost, 0.10 being 10 %; only for the treatment ``markup``.
        payer: The one client who pays it; empty when the split of the project decides.
    """

    row: int
    number: str
    day: date
    project: str
    client: str
    description: str
    cost_cents: int
    treatment: ExpenseTreatment = ExpenseTreatment.COST
    markup: Decimal = Decimal(0)
    phase: str = ""
    service: str = ""
    payer: str = ""

    @property
    def cents(self) -> int:
        """What is billed, rounded once; of the sign of the cost.

        >>> Expense(5, "X-1", date(2026, 3, 2), "P-1", "ALDER", "Train", 33_35,
        ...     ExpenseTreatment.MARKUP, Decimal("0.10")).cents
        3669
        """
        if self.treatment is not ExpenseTreatment.MARKUP:
            return self.cost_cents
        return part_of(self.cost_cents, 1 + Fraction(self.markup))


def expense_line(expense: Expense, month: Month) -> Line:
    """The line that bills an expense: one thing, on its day; a credit is minus one thing.

    Args:
        expense: Of ``month`` or earlier; an earlier one makes a late line.
        month: Month that bills it.
    """
    quantity = Decimal(-1 if expense.cents < 0 else 1)
    price = from_cents(abs(expense.cents))
    outside = expense.treatment is ExpenseTreatment.DISBURSEMENT
    return Line(
        key=_key(expense, month),
        month=month,
        project=expense.project,
        client=expense.client,
        service=expense.service,
        axis=Axis.EXPENSE,
        period=Period(expense.day, expense.day),
        quantity=quantity,
        unit="",
        unit_price=price,
        cents=line_cents(quantity, price),
        origin=f"{_DISBURSEMENT if outside else _EXPENSE} {expense.number}",
        payers=((expense.payer, Fraction(1)),) if expense.payer else (),
        note=expense.description,
        home=_key(expense, Month.of(expense.day)),
        late=Month.of(expense.day) != month,
        expenses=(expense.row,),
        phase=expense.phase,
        vat_outside=outside,
    )


def _key(expense: Expense, month: Month) -> str:
    number = typed_part(expense.number)
    return line_key(month, expense.project, expense.service, "expense", number)


def number_of(origin: str) -> str:
    """The number of the expense that a line was made from, by its origin; empty for any other.

    >>> number_of("expense X-1"), number_of("disbursement 2026 / 7"), number_of("units 2026-03")
    ('X-1', '2026 / 7', '')
    """
    kind, _, number = origin.partition(" ")
    return number if kind in {_EXPENSE, _DISBURSEMENT} else ""


def is_disbursement(origin: str) -> bool:
    """Whether a line passes on what was paid in the client's name, so that it bears no VAT.

    >>> is_disbursement("disbursement X-000001"), is_disbursement("expense X-000001")
    (True, False)
    """
    return origin.startswith(f"{_DISBURSEMENT} ")


def lines_holding_expenses(
    existing: Iterable[ExistingLine], month: Month
) -> dict[str, ExistingLine]:
    """The issued lines, and the drafts of other months, that bill an expense, by its number.

    They are what keeps an expense from being billed twice, even when its row has lost its marks.
    """
    rows = [
        row for row in existing if row.axis is Axis.EXPENSE and (row.invoiced or row.month != month)
    ]
    rows.sort(key=lambda row: (row.month, row.key), reverse=True)
    return {number: row for row in rows if (number := number_of(row.origin) or _number_in(row))}


def _number_in(row: ExistingLine) -> str:
    """The number that the key of a line holds, for a row whose origin somebody has emptied."""
    stem = line_key(row.month, row.project, row.service, "expense")
    tail = row.key[len("2026-03") :].removeprefix(f"{stem[len('2026-03') :]}/")
    typed = unquote(_BEHIND.sub("", tail))
    return typed.removeprefix("=") if row.generated else ""

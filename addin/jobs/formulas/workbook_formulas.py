"""The cell formulas that look at the tables: a rate, a month ahead, a budget, an explanation."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from addin.billing.calendar import Month
from addin.books.book import Book
from addin.errors import BillingError, Finding
from addin.jobs.budget import budgets
from addin.jobs.content import Content
from addin.jobs.explaining import explained
from addin.jobs.formulas.answers import UnusableError
from addin.jobs.formulas.asked_books import Calculation, asked
from addin.jobs.month.prebilled import charge_of, month_name, plain, two_decimals
from addin.jobs.telling import sheet_name
from addin.tables.catalogue import BY_NAME
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.engagements import Project
from addin.tables.sheets.settings import Setting
from addin.tables.sheets.work import Person, Rate
from addin.words import text

RATE_TABLES = tuple(record.spec.name for record in (Setting, Project, Person, Rate))
"""What a rate hangs on; a workbook has few rows of each."""

ALL_TABLES = tuple(BY_NAME)

Cells = list[list[str | Decimal]]


def answered(book: Book, name: str, *arguments: Any) -> Any:  # noqa: ANN401 - of each its own
    """What one of the formulas of this module answers about a workbook.

    Args:
        book: The workbook.
        name: Of its function.
        arguments: Those of its function, but the first.
    """
    tables, answer = ANSWERS[name]
    return asked(book, tables, lambda now: answer(now, *arguments))


def hour_rate(
    calculation: Calculation, person: str, service: str, project: str, day: date
) -> Decimal:
    """What an hour of a person is sold at on a day.

    Raises:
        UnusableError: A person or a project is not on its sheet, or no rate is to be had.
    """
    portfolio = calculation.portfolio
    found = portfolio.sale_rate(
        _known(calculation, "Staff", person, portfolio.staff),
        service,
        _known(calculation, "Projects", project, portfolio.projects),
        day,
    )
    if isinstance(found, Finding):
        raise UnusableError(found.sentence(calculation.content.language))
    return two_decimals(found)


def prebill(calculation: Calculation, project: str, month: Month) -> Cells:
    """What a month would bill for a project: line, description, quantity, price and amount.

    Raises:
        UnusableError: There is no such project, nothing to bill, or the month cannot be generated.
    """
    code = _known(calculation, "Projects", project, calculation.portfolio.projects)
    language = calculation.content.language
    try:
        ahead = calculation.ahead(month)
    except BillingError as error:
        raise UnusableError(error.sentence(language)) from None
    rows = calculation.once(("lines", month), lambda: _by_project(ahead, month))
    if code not in rows:
        values = {"project": code, "month": month_name(month, language)}
        raise UnusableError(text("formula.nothing_to_bill", language, **values))
    return [_cells(row) for row in rows[code]]


def _by_project(content: Content, month: Month) -> dict[str, list[PrebillingLine]]:
    """The lines of a month."""
    found: dict[str, list[PrebillingLine]] = {}
    for row in content.records(PrebillingLine):
        if row.month == month:
            found.setdefault(row.project, []).append(row)
    return found


def _cells(row: PrebillingLine) -> list[str | Decimal]:
    charge = charge_of(row)
    amount = row.amount if row.amount is not None else Decimal(0)
    words = (row.line or "", row.text_override or row.description or "")
    return [*words, plain(charge.quantity), two_decimals(charge.unit_price), amount]


def budget_used(calculation: Calculation, project: str) -> Decimal:
    """The share of a project's budget that is used; of its hours where it has no amount.

    Raises:
        UnusableError: There is no such project, or it has no budget.
    """
    content, portfolio = calculation.content, calculation.portfolio
    code = _known(calculation, "Projects", project, portfolio.projects)
    found = calculation.once(
        "budgets", lambda: {one.project: one for one in budgets(content, portfolio)}
    ).get(code)
    if found is None or found.used is None:
        sheet = sheet_name("Projects", content.tables, content.language)
        values = {"project": code, "sheet": sheet}
        raise UnusableError(text("formula.no_budget", content.language, **values))
    return found.used


def explanation(calculation: Calculation, line: str) -> str:
    """How a line came to be, one sentence per line of the cell.

    Raises:
        UnusableError: There is no such line.
    """
    try:
        return "\n".join(
            explained(calculation.content, line, calculation.ahead, calculation.agreed)
        )
    except BillingError as error:
        raise UnusableError(error.sentence(calculation.content.language)) from None


def _known(calculation: Calculation, table: str, code: str, codes: Iterable[str]) -> str:
    """A code as its sheet writes it, whatever its capitals.

    Raises:
        UnusableError: The sheet does not have it.
    """
    # of two codes that differ by their capitals alone the first one counts
    written = calculation.once(
        ("codes", table), lambda: {one.lower(): one for one in reversed([*codes])}
    )
    found = written.get(code.lower())
    if found is None:
        content = calculation.content
        sheet = sheet_name(table, content.tables, content.language)
        values = {"value": code, "sheet": sheet}
        raise UnusableError(text("formula.unknown", content.language, **values))
    return found


ANSWERS: Mapping[str, tuple[Collection[str], Callable[..., Any]]] = {
    "hour_rate": (RATE_TABLES, hour_rate),
    "prebill": (ALL_TABLES, prebill),
    "budget_used": (ALL_TABLES, budget_used),
    "explanation": (ALL_TABLES, explanation),
}
"""Each formula with the tables that it looks at."""

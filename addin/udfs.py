"""Cell formulas: cells in, one call of the core, a value or a short sentence out.

Every argument comes raw, as Excel hands it over: a value, or rows of values. A cell never shows
``#VALUE!``: what cannot be used is named in words, in the language of the machine.
"""
# ruff: noqa: N802, ANN401 - names in capitals, as Excel's own are; a cell may hold anything

import contextlib
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import xlwings as xw

from addin.billing.choices import HoursMode, Periodicity, TierMode
from addin.config import logged
from addin.errors import BillingError
from addin.identity.bank_account import iban_answer
from addin.identity.vat_number import vat_number_answer
from addin.jobs.formulas import answers
from addin.jobs.formulas.answers import UnusableError
from addin.jobs.formulas.cell_arguments import (
    cells_of,
    choice_of,
    code_of,
    day_of,
    first_of,
    month_of,
    number_of,
    numbers_of,
    rows_of,
    shares_of,
    text_of,
)
from addin.tables import kinds
from addin.tables.grid import is_empty
from addin.words import sentence, system_language, text

if TYPE_CHECKING:
    from addin.books.book import Book

CATEGORY = "Quotepart"


@xw.func(category=CATEGORY)
@xw.arg("shares", "raw", doc="Shares of one project, or the projects of all shares")
@xw.arg("all_shares", "raw", doc="Shares of all projects, when the first range holds projects")
@xw.arg("project", "raw", doc="The project to check")
def SPLIT_CHECK(shares: Any, all_shares: Any = None, project: Any = None) -> Any:
    """OK when the shares make 100 %, else what is missing or too much."""

    def checked() -> str:
        if all_shares is None and project is None:
            chosen = list(cells_of(shares))
        else:
            wanted = code_of(first_of(project))
            pairs = zip(cells_of(shares), cells_of(all_shares), strict=False)
            chosen = [share for code, share in pairs if code_of(code) == wanted]
        return answers.split_check(numbers_of(chosen), system_language())

    return _answer(checked)


@xw.func(category=CATEGORY)
@xw.arg("amount", "raw", doc="The amount to share")
@xw.arg("shares", "raw", doc="Percentages that make 100 %, or whole weights")
@xw.arg("position", "raw", doc="Which payer, 1 for the first")
def SPLIT_AMOUNT(amount: Any, shares: Any, position: Any) -> Any:
    """What one payer pays of an amount, to the cent."""
    return _answer(
        lambda: answers.split_amount(
            number_of(amount), shares_of(shares), number_of(position), system_language()
        )
    )


@xw.func(category=CATEGORY)
@xw.arg("amount", "raw", doc="The amount to share")
@xw.arg("shares", "raw", doc="Percentages that make 100 %, or whole weights")
def SPLIT_ALLOCATE(amount: Any, shares: Any) -> Any:
    """What each payer pays of an amount, one cell each; no cent is lost."""

    def allocated() -> list[list[Decimal]]:
        cells = answers.split_amounts(number_of(amount), shares_of(shares), system_language())
        lies_flat = isinstance(shares, tuple | list) and len(shares) == 1
        return [cells] if lies_flat else [[cell] for cell in cells]

    return _answer(allocated)


@xw.func(category=CATEGORY)
@xw.arg("total", "raw", doc="Amount of the year")
@xw.arg("periodicity", "raw", doc="monthly, bimonthly, quarterly, half-yearly, yearly or once")
@xw.arg("n", "raw", doc="Which instalment, 1 for the first")
def PLAN_AMOUNT(total: Any, periodicity: Any, n: Any) -> Any:
    """An instalment of a year's fee; the instalments make the year to the cent."""
    return _answer(
        lambda: answers.plan_amount(
            number_of(total),
            choice_of(PERIODICITY, periodicity),
            number_of(n),
            system_language(),
        )
    )


@xw.func(category=CATEGORY)
@xw.arg("minutes", "raw", doc="Minutes, which are added first")
@xw.arg("mode", "raw", doc="decimal for hours at two decimals, minutes for h:mm")
def HOURS(minutes: Any, mode: Any = None) -> Any:
    """Minutes as the hours that an invoice prints."""
    return _answer(
        lambda: answers.hours_shown(
            numbers_of(cells_of(minutes)),
            HoursMode.DECIMAL if first_of(mode) is None else choice_of(HOURS_MODE, mode),
            system_language(),
        )
    )


@xw.func(category=CATEGORY)
@xw.arg("day", "raw", doc="Date of the invoice")
@xw.arg("days", "raw", doc="Days to pay")
@xw.arg("end_of_month", "raw", doc="yes: the end of that month")
def DUE_DATE(day: Any, days: Any, end_of_month: Any = None) -> Any:
    """Last day to pay an invoice."""

    def due() -> date:
        at_end = first_of(end_of_month) is not None and choice_of(kinds.YES_NO, end_of_month)
        return answers.due_day(day_of(day), number_of(days), system_language(), end_of_month=at_end)

    return _answer(due)


@xw.func(category=CATEGORY)
@xw.arg("nets", "raw", doc="Net amounts of the lines")
@xw.arg("rates", "raw", doc="Their VAT rates, or one rate for all, such as 21%")
def VAT_AMOUNT(nets: Any, rates: Any) -> Any:
    """VAT of an invoice, computed once per rate on the sum of its nets."""
    return _answer(lambda: answers.vat_amount(shares_of(nets), shares_of(rates), system_language()))


@xw.func(category=CATEGORY)
@xw.arg("number", "raw", doc="A VAT number, such as BE0123456749")
def VAT_ID_CHECK(number: Any) -> Any:
    """OK when the check digits of a VAT number are right, else what is wrong."""
    return _answer(lambda: vat_number_answer(text_of(number) or None, system_language()))


@xw.func(category=CATEGORY)
@xw.arg("iban", "raw", doc="A bank account number")
def IBAN_CHECK(iban: Any) -> Any:
    """OK when the check digits of an IBAN are right, else what is wrong."""
    return _answer(lambda: iban_answer(text_of(iban) or None, system_language()))


@xw.func(category=CATEGORY)
@xw.arg("number", "raw", doc="An invoice number of at most ten digits")
def STRUCTURED_REFERENCE(number: Any) -> Any:
    """The Belgian structured communication of a number: +++000/1459/32557+++."""
    return _answer(lambda: answers.reference(text_of(number), system_language()))


@xw.func(category=CATEGORY)
@xw.arg("amount", "raw", doc="The fee as first agreed")
@xw.arg("base", "raw", doc="The index when it was agreed")
@xw.arg("current", "raw", doc="The index of today")
def INDEXED(amount: Any, base: Any, current: Any) -> Any:
    """A fee that follows an index: amount x current index / base index, rounded once."""
    return _answer(
        lambda: answers.indexed(
            number_of(amount), number_of(base), number_of(current), system_language()
        )
    )


@xw.func(category=CATEGORY)
@xw.arg("amount", "raw", doc="The amount of the whole period")
@xw.arg("day_from", "raw", doc="First day served")
@xw.arg("day_to", "raw", doc="Last day served, included")
@xw.arg("period_from", "raw", doc="First day of the period")
@xw.arg("period_to", "raw", doc="Last day of the period, included")
def PRORATA(amount: Any, day_from: Any, day_to: Any, period_from: Any, period_to: Any) -> Any:
    """The part of a period's amount for the days served in it, by actual days."""
    return _answer(
        lambda: answers.part_of_period(
            number_of(amount),
            (day_of(day_from), day_of(day_to)),
            (day_of(period_from), day_of(period_to)),
            system_language(),
        )
    )


@xw.func(category=CATEGORY)
@xw.arg("hours", "raw", doc="Hours worked in the month")
@xw.arg("minimum", "raw", doc="Amount of the month, whatever was worked")
@xw.arg("included", "raw", doc="Hours that it covers")
@xw.arg("overage", "raw", doc="Price of an hour beyond")
def RETAINER_AMOUNT(hours: Any, minimum: Any, included: Any, overage: Any) -> Any:
    """What a month with a monthly minimum comes to."""
    return _answer(
        lambda: answers.retainer_amount(
            number_of(hours),
            number_of(minimum),
            number_of(included),
            number_of(overage),
            system_language(),
        )
    )


@xw.func(category=CATEGORY)
@xw.arg("quantity", "raw", doc="Units of the month")
@xw.arg("tiers", "raw", doc="Two columns: the first unit of each tier, and the price from there on")
@xw.arg("mode", "raw", doc="graduated: each tier prices its own units; volume: one price for all")
def TIER_AMOUNT(quantity: Any, tiers: Any, mode: Any = None) -> Any:
    """What a quantity costs by a price list, each tier rounded once."""

    def amount() -> Decimal:
        chosen = TierMode.GRADUATED if first_of(mode) is None else choice_of(TIER_MODE, mode)
        pairs = [row for row in rows_of(tiers) if not all(map(is_empty, row))]
        prices = [(number_of(row[0]), number_of(row[1] if row[1:] else None)) for row in pairs]
        return answers.tiered_amount(number_of(quantity), prices, chosen, system_language())

    return _answer(amount)


@xw.func(category=CATEGORY, volatile=True)
@xw.arg("person", "raw", doc="A person of the sheet Staff")
@xw.arg("service", "raw", doc="A service, or nothing")
@xw.arg("project", "raw", doc="A project of the sheet Projects")
@xw.arg("day", "raw", doc="Day of the work")
def HOUR_RATE(person: Any, service: Any, project: Any, day: Any) -> Any:
    """What an hour is sold at: the most specific row of the sheet Rates on that day."""
    return _answer(
        lambda: _asked(
            "hour_rate", text_of(person), text_of(service), text_of(project), day_of(day)
        )
    )


@xw.func(category=CATEGORY, volatile=True)
@xw.arg("project", "raw", doc="A project of the sheet Projects")
@xw.arg("month", "raw", doc="A month such as 2026-03, or a day in it")
def PREBILL(project: Any, month: Any) -> Any:
    """What a month would bill for a project: line, text, quantity, price and amount of each."""
    return _answer(lambda: _asked("prebill", text_of(project), month_of(month)))


@xw.func(category=CATEGORY, volatile=True)
@xw.arg("project", "raw", doc="A project of the sheet Projects")
def BUDGET_USED(project: Any) -> Any:
    """The share of a project's budget that is used: lines, issued or not, and unbilled time."""
    return _answer(lambda: _asked("budget_used", text_of(project)))


@xw.func(category=CATEGORY, volatile=True)
@xw.arg("key", "raw", doc="Key of a line, from the first column of the sheet Prebilling")
def EXPLAIN(key: Any) -> Any:
    """How a line came to be: entries, rate and its row, rounding, shares, VAT."""
    return _answer(lambda: _asked("explanation", text_of(key)))


PERIODICITY = kinds.choice(Periodicity)
HOURS_MODE = kinds.choice(HoursMode)
TIER_MODE = kinds.choice(TierMode)


EXACT: ContextVar[bool] = ContextVar("EXACT", default=False)
"""Whether an answer is wanted as it was computed, and a refusal as an exception."""

BOOK: ContextVar["Book | None"] = ContextVar("BOOK", default=None)
"""The workbook that is asked about; None for the one whose cell calls."""


def _answer(compute: Callable[[], Any]) -> Any:
    """What the cell shows; decimals become the floats that Excel knows."""
    if EXACT.get():
        return compute()
    try:
        return _for_cell(compute())
    except UnusableError as unusable:
        return unusable.sentence


def _for_cell(value: Any) -> Any:
    if isinstance(value, list):
        return [[_for_cell(cell) for cell in row] for row in value]
    if isinstance(value, Decimal):
        return float(value)
    return datetime.combine(value, time()) if isinstance(value, date) else value


def _asked(name: str, *arguments: object) -> Any:
    """What a formula answers about the workbook of its cell.

    Raises:
        UnusableError: There is no workbook, or it cannot be read.
    """
    # What bills a month takes a second to load, which formulas about their arguments do not wait.
    from addin.books.live.asked_book import AskedBook  # noqa: PLC0415
    from addin.jobs.formulas.workbook_formulas import answered  # noqa: PLC0415

    try:
        return answered(BOOK.get() or AskedBook(_calling_book()), name, *arguments)
    except BillingError as error:
        raise UnusableError(error.sentence(system_language())) from None
    except UnusableError:
        raise
    except Exception as failure:
        values = {"what": repr(failure), "log": logged(failure, "a cell formula failed")}
        raise UnusableError(sentence("JOB-02", system_language(), values)) from failure


def _calling_book() -> xw.Book:
    """The workbook whose cell calls, as Excel says; elsewhere the one in front.

    Raises:
        UnusableError: None is open.
    """
    # Only Excel on Windows tells the caller of a formula; xlwings' own error has no class.
    with contextlib.suppress(Exception):
        return xw.Book.caller()
    with contextlib.suppress(Exception):
        return xw.books.active
    raise UnusableError(text("formula.no_workbook", system_language()))


FORMULAS: Mapping[str, Callable[..., Any]] = {
    formula.__name__: formula
    for formula in (
        SPLIT_CHECK,
        SPLIT_AMOUNT,
        SPLIT_ALLOCATE,
        PLAN_AMOUNT,
        HOURS,
        DUE_DATE,
        VAT_AMOUNT,
        VAT_ID_CHECK,
        IBAN_CHECK,
        STRUCTURED_REFERENCE,
        RETAINER_AMOUNT,
        TIER_AMOUNT,
        INDEXED,
        PRORATA,
        HOUR_RATE,
        PREBILL,
        BUDGET_USED,
        EXPLAIN,
    )
}
"""Every cell formula by its name."""

"""Cell formulas: cells in, one call of the core, a value or a short sentence out.

Every argument comes raw, as Excel hands it over: a value, or rows of values. A cell never shows
``#VALUE!``: what cannot be used is named in words, in the language of the machine.
"""
# ruff: noqa: N802, ANN401 - names in capitals, as Excel's own are; a cell may hold anything

from collections.abc import Callable, Iterator
from datetime import datetime, time
from decimal import Decimal
from typing import Any

import xlwings as xw

from addin.billing.choices import HoursMode, Periodicity
from addin.identity.bank_account import iban_answer
from addin.identity.vat_number import vat_number_answer
from addin.jobs import formulas
from addin.jobs.formulas import UnusableError
from addin.tables import kinds
from addin.tables.kinds import CellFault, Kind
from addin.words import system_language, text

CATEGORY = "Quotepart"
ERROR_VALUES = range(-2146826288, -2146826200)
"""How Excel hands over the error values of cells, ``#NULL!`` to ``#BLOCKED!``."""


@xw.func(category=CATEGORY)
@xw.arg("shares", "raw", doc="Shares of one project, or the projects of all shares")
@xw.arg("all_shares", "raw", doc="Shares of all projects, when the first range holds projects")
@xw.arg("project", "raw", doc="The project to check")
def SPLIT_CHECK(shares: Any, all_shares: Any = None, project: Any = None) -> Any:
    """OK when the shares make 100 %, else what is missing or too much."""
    if all_shares is None:
        chosen = [cell for cell in _cells(shares) if not _is_blank(cell)]
    else:
        wanted = _text(project)
        pairs = zip(_cells(shares), _cells(all_shares), strict=False)
        chosen = [share for code, share in pairs if _text(code) == wanted and not _is_blank(share)]
    return _answer(lambda: formulas.split_check(_numbers(chosen), system_language()))


@xw.func(category=CATEGORY)
@xw.arg("amount", "raw", doc="The amount to share")
@xw.arg("shares", "raw", doc="Percentages that make 100 %, or whole weights")
@xw.arg("position", "raw", doc="Which payer, 1 for the first")
def SPLIT_AMOUNT(amount: Any, shares: Any, position: Any) -> Any:
    """What one payer pays of an amount, to the cent."""
    return _answer(
        lambda: formulas.split_amount(
            _number(amount), _shares(shares), int(_number(position)), system_language()
        )
    )


@xw.func(category=CATEGORY)
@xw.arg("amount", "raw", doc="The amount to share")
@xw.arg("shares", "raw", doc="Percentages that make 100 %, or whole weights")
def SPLIT_ALLOCATE(amount: Any, shares: Any) -> Any:
    """What each payer pays of an amount, one cell each; no cent is lost."""

    def allocated() -> list[list[float]]:
        parts = formulas.split_amounts(_number(amount), _shares(shares), system_language())
        cells = [float(part) for part in parts]
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
        lambda: formulas.plan_amount(
            _number(total),
            _choice(PERIODICITY, periodicity),
            int(_number(n)),
            system_language(),
        )
    )


@xw.func(category=CATEGORY)
@xw.arg("minutes", "raw", doc="Minutes, which are added first")
@xw.arg("mode", "raw", doc="decimal for hours at two decimals, minutes for h:mm")
def HOURS(minutes: Any, mode: Any = None) -> Any:
    """Minutes as the hours that an invoice prints."""
    return _answer(
        lambda: formulas.hours_shown(
            _numbers(cell for cell in _cells(minutes) if not _is_blank(cell)),
            HoursMode.DECIMAL if _is_blank(mode) else _choice(HOURS_MODE, mode),
        )
    )


@xw.func(category=CATEGORY)
@xw.arg("day", "raw", doc="Date of the invoice")
@xw.arg("days", "raw", doc="Days to pay")
@xw.arg("end_of_month", "raw", doc="yes: the end of that month")
def DUE_DATE(day: Any, days: Any, end_of_month: Any = None) -> Any:
    """Last day to pay an invoice."""

    def due() -> datetime:
        at_end = not _is_blank(end_of_month) and _choice(kinds.YES_NO, end_of_month)
        found = formulas.due_day(_day(day), int(_number(days)), end_of_month=at_end)
        return datetime.combine(found, time())

    return _answer(due)


@xw.func(category=CATEGORY)
@xw.arg("nets", "raw", doc="Net amounts of the lines")
@xw.arg("rates", "raw", doc="Their VAT rates, or one rate for all, such as 21%")
def VAT_AMOUNT(nets: Any, rates: Any) -> Any:
    """VAT of an invoice, computed once per rate on the sum of its nets."""
    return _answer(lambda: formulas.vat_amount(_shares(nets), _shares(rates), system_language()))


@xw.func(category=CATEGORY)
@xw.arg("number", "raw", doc="A VAT number, such as BE0123456749")
def VAT_ID_CHECK(number: Any) -> Any:
    """OK when the check digits of a VAT number are right, else what is wrong."""
    return vat_number_answer(_text(number) or None, system_language())


@xw.func(category=CATEGORY)
@xw.arg("iban", "raw", doc="A bank account number")
def IBAN_CHECK(iban: Any) -> Any:
    """OK when the check digits of an IBAN are right, else what is wrong."""
    return iban_answer(_text(iban) or None, system_language())


@xw.func(category=CATEGORY)
@xw.arg("number", "raw", doc="An invoice number of at most ten digits")
def STRUCTURED_REFERENCE(number: Any) -> Any:
    """The Belgian structured communication of a number: +++000/1459/32557+++."""
    return _answer(lambda: formulas.reference(_text(number), system_language()))


PERIODICITY = kinds.choice(Periodicity)
HOURS_MODE = kinds.choice(HoursMode)


def _answer(compute: Callable[[], Any]) -> Any:
    """What the cell shows; decimals become the floats that Excel knows."""
    try:
        value = compute()
    except UnusableError as unusable:
        return unusable.sentence
    return float(value) if isinstance(value, Decimal) else value


def _cells(given: Any) -> Iterator[Any]:
    """The cells of a range, row by row; or the one value given."""
    if not isinstance(given, tuple | list):
        yield given
        return
    for row in given:
        if isinstance(row, tuple | list):
            yield from row
        else:
            yield row


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _text(given: Any) -> str:
    cell = next(_cells(given), None)
    return "" if _is_blank(cell) else str(kinds.TEXT.from_cell(cell))


def _number(given: Any) -> Decimal:
    cell = next(_cells(given), None)
    if isinstance(cell, int) and cell in ERROR_VALUES:
        cell = "#N/A"
    try:
        return Decimal(kinds.QUANTITY.from_cell(cell))
    except CellFault:
        shown = "" if cell is None else cell
        raise UnusableError(text("formula.not_number", system_language(), value=shown)) from None


def _numbers(cells: Any) -> list[Decimal]:
    return [_number(cell) for cell in cells]


def _shares(given: Any) -> list[Decimal]:
    """One number per cell; an empty cell counts as 0, so that positions stay."""
    return [Decimal(0) if _is_blank(cell) else _number(cell) for cell in _cells(given)]


def _day(given: Any) -> Any:
    cell = next(_cells(given), None)
    try:
        if isinstance(cell, float | int) and not isinstance(cell, bool):
            return kinds.day_of_serial(cell)
        return kinds.DAY.from_cell(cell)
    except CellFault:
        shown = "" if cell is None else cell
        raise UnusableError(text("formula.not_date", system_language(), value=shown)) from None


def _choice(kind: Kind, given: Any) -> Any:
    try:
        return kind.from_cell(next(_cells(given), None))
    except CellFault as fault:
        language = system_language()
        allowed = fault.values.get("allowed", "yes, no")
        shown = _text(given)
        raise UnusableError(
            text("formula.not_choice", language, value=shown, allowed=allowed)
        ) from None

"""Cell formulas: cells in, one call of the core, a value or a short sentence out.

Every argument comes raw, as Excel hands it over: a value, or rows of values. A cell never shows
``#VALUE!``: what cannot be used is named in words, in the language of the machine.
"""
# ruff: noqa: N802, ANN401 - names in capitals, as Excel's own are; a cell may hold anything

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import xlwings as xw

from addin.billing.choices import HoursMode, Periodicity
from addin.identity.bank_account import iban_answer
from addin.identity.vat_number import vat_number_answer
from addin.jobs import formulas
from addin.jobs.formulas import UnusableError
from addin.tables import kinds
from addin.tables.cells import shown
from addin.tables.grid import is_empty
from addin.tables.kinds import CellFault, Kind
from addin.words import label, system_language, text

CATEGORY = "Quotepart"
ERROR_VALUES = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
    -2146826243: "#SPILL!",
    -2146826238: "#CALC!",
}
"""The error values of cells by the numbers that Excel hands over for them."""


@xw.func(category=CATEGORY)
@xw.arg("shares", "raw", doc="Shares of one project, or the projects of all shares")
@xw.arg("all_shares", "raw", doc="Shares of all projects, when the first range holds projects")
@xw.arg("project", "raw", doc="The project to check")
def SPLIT_CHECK(shares: Any, all_shares: Any = None, project: Any = None) -> Any:
    """OK when the shares make 100 %, else what is missing or too much."""

    def checked() -> str:
        if all_shares is None and project is None:
            chosen = list(_cells(shares))
        else:
            wanted = _code(_first(project))
            pairs = zip(_cells(shares), _cells(all_shares), strict=False)
            chosen = [share for code, share in pairs if _code(code) == wanted]
        return formulas.split_check(_numbers(chosen), system_language())

    return _answer(checked)


@xw.func(category=CATEGORY)
@xw.arg("amount", "raw", doc="The amount to share")
@xw.arg("shares", "raw", doc="Percentages that make 100 %, or whole weights")
@xw.arg("position", "raw", doc="Which payer, 1 for the first")
def SPLIT_AMOUNT(amount: Any, shares: Any, position: Any) -> Any:
    """What one payer pays of an amount, to the cent."""
    return _answer(
        lambda: formulas.split_amount(
            _number(amount), _shares(shares), _number(position), system_language()
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
            _number(n),
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
            _numbers(_cells(minutes)),
            HoursMode.DECIMAL if _first(mode) is None else _choice(HOURS_MODE, mode),
            system_language(),
        )
    )


@xw.func(category=CATEGORY)
@xw.arg("day", "raw", doc="Date of the invoice")
@xw.arg("days", "raw", doc="Days to pay")
@xw.arg("end_of_month", "raw", doc="yes: the end of that month")
def DUE_DATE(day: Any, days: Any, end_of_month: Any = None) -> Any:
    """Last day to pay an invoice."""

    def due() -> datetime:
        at_end = _first(end_of_month) is not None and _choice(kinds.YES_NO, end_of_month)
        found = formulas.due_day(_day(day), _number(days), system_language(), end_of_month=at_end)
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
    return _answer(lambda: vat_number_answer(_text(number) or None, system_language()))


@xw.func(category=CATEGORY)
@xw.arg("iban", "raw", doc="A bank account number")
def IBAN_CHECK(iban: Any) -> Any:
    """OK when the check digits of an IBAN are right, else what is wrong."""
    return _answer(lambda: iban_answer(_text(iban) or None, system_language()))


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
    """The cells of a range, row by row; or the one value given. An error is its text."""
    rows = given if isinstance(given, tuple | list) else (given,)
    for row in rows:
        for cell in row if isinstance(row, tuple | list) else (row,):
            yield ERROR_VALUES.get(cell, cell) if isinstance(cell, int) else cell


def _first(given: Any) -> Any:
    """The one cell that is meant, None for an empty one."""
    cell = next(_cells(given), None)
    return None if is_empty(cell) else cell


def _text(given: Any) -> str:
    cell = _first(given)
    try:
        return "" if cell is None else str(kinds.TEXT.from_cell(cell))
    except CellFault as fault:
        raise UnusableError.of(fault, system_language()) from None


def _code(cell: Any) -> str:
    """A code as codes are compared: without regard to case."""
    return "" if is_empty(cell) else shown(cell).strip().lower()


def _number(given: Any) -> Decimal:
    cell = _first(given)
    try:
        return Decimal(kinds.QUANTITY.from_cell(cell))
    except CellFault as fault:
        raise _unusable(fault, "formula.not_number", cell) from None


def _unusable(fault: CellFault, key: str, cell: Any) -> UnusableError:
    """What is wrong with a cell: in short what it is not, where there is no more to say."""
    language = system_language()
    if fault.code in {"TAB-12", "TAB-21"}:
        return UnusableError.of(fault, language)
    seen = shown(cell) if isinstance(cell, float) else cell
    return UnusableError(text(key, language, value=seen))


def _numbers(cells: Iterable[Any]) -> list[Decimal]:
    """The numbers of the cells that are not empty."""
    return [_number(cell) for cell in cells if not is_empty(cell)]


def _shares(given: Any) -> list[Decimal]:
    """One number per cell; an empty cell counts as 0, so that positions stay."""
    return [Decimal(0) if is_empty(cell) else _number(cell) for cell in _cells(given)]


def _day(given: Any) -> date:
    cell = _first(given)
    try:
        if isinstance(cell, float | int) and not isinstance(cell, bool):
            return kinds.day_of_serial(cell)
        day: date = kinds.DAY.from_cell(cell)
    except CellFault as fault:
        raise _unusable(fault, "formula.not_date", cell) from None
    return day


def _choice(kind: Kind, given: Any) -> Any:
    cell = _first(given)
    language = system_language()
    try:
        return kind.from_cell(cell)
    except CellFault as fault:
        if fault.code == "TAB-12":
            raise UnusableError.of(fault, language) from None
        yes_no = tuple(label("YesNo", key)[language] for key in ("yes", "no"))
        allowed = fault.values.get("allowed", yes_no)
        raise UnusableError(
            text("formula.not_choice", language, value=cell, allowed=allowed)
        ) from None

"""Where things lie on a sheet with a table: rows and columns counted from 0, as XlsxWriter does."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from textwrap import wrap
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from addin.tables import kinds
from addin.tables.columns import Column, TableSpec, Writer
from addin.tables.grid import Cell
from addin.words import Language

NUMBERS = frozenset(
    kind.name
    for kind in (
        kinds.AMOUNT,
        kinds.PRICE,
        kinds.QUANTITY,
        kinds.SHARE,
        kinds.PERCENT,
        kinds.VAT_RATE,
        kinds.WHOLE,
    )
)
"""Kinds whose cells stand to the right, a blank away from the border."""

TITLE_ROW, HELP_ROW, BACK_ROW, HEADING_ROW, FIRST_ROW = range(5)

# Validations and colours reach this far, so that a row typed below the table has them at once.
LAST_ROW = FIRST_ROW + 4999

# What a column of texts asks for beyond its kind, in characters.
WIDTHS = {
    "message": 80,
    "description": 38,
    "text_override": 34,
    "legal_name": 28,
    "name": 26,
    "address": 26,
    "email": 26,
    "billing_email": 26,
    "purchases_email": 26,
    "sales_email": 26,
    "other_email": 26,
    "target": 34,
    "file": 26,
    "host_key": 30,
    "invitation": 30,
    "endpoint": 24,
    "iban": 26,
    "digest": 24,
    "reference": 22,
    "note": 30,
    "task": 24,
    "origin": 24,
    "reason": 60,
    "delivery_reason": 34,
    "change": 24,
    "line": 38,
    "city": 16,
    "postcode": 10,
    "country": 9,
    "bic": 12,
    "code": 9,
    "currency": 9,
    "severity": 14,
    "cell": 9,
    "sheet": 16,
    "link": 9,
    "check": 34,
    "en": 44,
    "fr": 44,
    "nl": 44,
    "de": 44,
}
WRAPPED = frozenset(
    {
        *("message", "description", "text_override", "address", "note", "reason"),
        *("en", "fr", "nl", "de"),
    }
)
_WIDEST = 48
_FILTER_BUTTON = 4  # and the indent before the words
_FROZEN_CHARACTERS = 54
_NAMING = frozenset({"name", "month", "project"})


class Group(StrEnum):
    """What a sheet is for; the sheets of a group have one colour."""

    CHECKS = "checks"
    AGREEMENTS = "agreements"
    WORK = "work"
    BILLING = "billing"
    SETUP = "setup"


GROUPS: dict[Group, tuple[str, ...]] = {
    Group.AGREEMENTS: (
        "Clients",
        "NewClient",
        "ClientAccounts",
        "Projects",
        "Phases",
        "Splits",
        "Schedules",
        "Retainers",
        "Plan",
    ),
    Group.WORK: ("Timesheets", "Units", "Progress", "Expenses", "Volumes"),
    Group.BILLING: (
        "Overview",
        "Prebilling",
        "Allocations",
        "Invoices",
        "InvoiceLines",
        "Deliveries",
        "WorkInProgress",
    ),
    Group.CHECKS: ("Checks",),
    Group.SETUP: (
        "Staff",
        "Groups",
        "Services",
        "Rates",
        "Tiers",
        "Indexes",
        "Metrics",
        "Connections",
        "Mappings",
        "Settings",
        "Lists",
        "Mentions",
    ),
}
COLOURS = {
    Group.CHECKS: "#B5532D",
    Group.AGREEMENTS: "#1F5A7A",
    Group.WORK: "#4C8250",
    Group.BILLING: "#8A6A1F",
    Group.SETUP: "#6B7A85",
}


def colour_of(table: str) -> str:
    """The colour of a table's sheet."""
    group = next(group for group, tables in GROUPS.items() if table in tables)
    return COLOURS[group]


def column_area(spec: TableSpec[Any], field: str) -> str:
    """The cells of a column, also those below the table: ``B5:B5004``."""
    letter = letter_of(spec, field)
    return f"{letter}{FIRST_ROW + 1}:{letter}{LAST_ROW + 1}"


def row_area(spec: TableSpec[Any]) -> str:
    """The cells of all columns, also those below the table."""
    last = xl_col_to_name(len(spec.columns) - 1)
    return f"A{FIRST_ROW + 1}:{last}{LAST_ROW + 1}"


def letter_of(spec: TableSpec[Any], field: str) -> str:
    """The letter of a column."""
    return str(xl_col_to_name(spec.columns.index(spec.column(field))))


def cell_in_row(spec: TableSpec[Any], field: str, *, field_fixed: bool = True) -> str:
    """The cell of a column in the row of a rule, such as ``$B5``."""
    position = spec.columns.index(spec.column(field))
    return str(xl_rowcol_to_cell(FIRST_ROW, position, col_abs=field_fixed))


def width_of(
    spec: TableSpec[Any], column: Column, language: Language, cells: Iterable[Cell]
) -> int:
    """The width that shows heading and cells, in characters."""
    heading = column.heading[language]
    least = _two_lines(heading) + _FILTER_BUTTON
    if spec.name == "Prebilling" and column.name == "line":
        return 24  # month and project, which is how it begins: it stays in view
    if column.name in WIDTHS and not column.kind.choices:
        return max(least, WIDTHS[column.name])
    if column.kind.choices or column.kind in (kinds.YES_NO, kinds.WHOLE):
        texts = column.kind.choices or ()
        own = max((len(str(column.kind.to_cell(one, language))) for one in texts), default=6)
        return max(least, own + 4)
    shown = max((len(str(cell)) + 2 for cell in cells if cell is not None), default=0)
    usual = 14 if column.kind is kinds.TEXT else column.kind.width
    return max(least, usual + (column.kind.name in NUMBERS), min(shown, _WIDEST))


def _two_lines(heading: str) -> int:
    """The least width at which a heading takes two lines or one, no word of it broken.

    >>> _two_lines("Carried hours at most"), _two_lines("Fee")
    (13, 3)
    """
    longest_word = max(len(word) for word in heading.replace("-", "- ").split())
    widths = range(longest_word, len(heading) + 1)
    return next(width for width in widths if lines_of(heading, width) <= 2)


def heading_lines(spec: TableSpec[Any], widths: Sequence[int], language: Language) -> int:
    """How many lines the longest heading takes."""
    return max(
        lines_of(column.heading[language], width - _FILTER_BUTTON)
        for column, width in zip(spec.columns, widths, strict=True)
    )


def lines_of(shown: str, width: int) -> int:
    r"""How many lines a text takes in a column so many characters wide.

    >>> lines_of("Rue de la Loi 16\nBoîte 3", 26), lines_of("one two three", 8)
    (2, 2)
    """
    return sum(max(1, len(wrap(line, width))) for line in shown.split("\n"))


def frozen_columns(spec: TableSpec[Any], widths: Sequence[int]) -> int:
    """How many columns stay in view: the leading keys, and what says in words what they mean."""
    frozen = 0
    used = 0
    for column, width in zip(spec.columns, widths, strict=True):
        used += width
        names_row = column.key or (frozen and column.name in _NAMING)
        if used > _FROZEN_CHARACTERS or not names_row:
            break
        frozen += 1
    return frozen


def is_computed(column: Column) -> bool:
    """Whether the cells of a column are filled in for the user."""
    return column.writer is not Writer.USER

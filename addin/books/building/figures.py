"""The figures of the first sheet: each one formula, and what it comes to in given rows.

A workbook that Excel has not worked out yet, in its protected view or a preview, shows the latter.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from addin.billing.calendar import Month
from addin.billing.choices import Decision, InvoiceState, PlanStatus
from addin.books.building.content import Row, Rows
from addin.books.building.formulas import (
    Formula,
    labels_of,
    literal,
    one_of,
    spoken,
    whole_column,
)
from addin.errors import Severity
from addin.tables import kinds
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.columns import TableSpec, Writer
from addin.words import Language

MONTH_NAME = "Month_in_work"
YEAR_NAME = "Year_start"


@dataclass(frozen=True, slots=True)
class Condition:
    """Which rows of a table count: to Excel, and in given rows."""

    factor: Callable[[TableSpec[Any], Language], str]
    holds: Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Figure:
    """How many rows of a table meet some conditions, or the total of a column over them."""

    table: str
    conditions: tuple[Condition, ...]
    total: str = ""
    less: str = ""

    def formula(self, language: Language) -> str:
        """For Excel."""
        spec = BY_NAME[self.table]
        factors = "*".join(one.factor(spec, language) for one in self.conditions)
        if not self.total:
            return up_to_date(f"SUMPRODUCT({factors}*1)")
        sums = (
            f"SUMPRODUCT({factors}*1,{whole_column(spec, field, language)})"
            for field in (self.total, self.less)
            if field
        )
        return up_to_date("-".join(sums))

    def value(self, rows: Rows) -> Decimal:
        """What it comes to in these rows."""
        meant = [row for row in rows[self.table] if all(one.holds(row) for one in self.conditions)]
        if not self.total:
            return Decimal(len(meant))
        return sum(
            (_number(row, self.total) - _number(row, self.less) for row in meant), Decimal(0)
        )


def up_to_date(number: str) -> str:
    """The formula of a number that no program takes from the file as it was last worked out.

    LibreOffice trusts the results that it finds, also when a command has changed the rows since;
    but what depends on today, as the month in work may, it works out whenever it opens a file.
    """
    if MONTH_NAME in number or YEAR_NAME in number:
        return f"={number}"
    return f"=IF({MONTH_NAME}>0,{number},0)"


def _number(row: Row, field: str) -> Decimal:
    return row.get(field) or Decimal(0)


def filled(field: str) -> Condition:
    """Rows with something in a column."""
    return Condition(
        lambda spec, language: f'({whole_column(spec, field, language)}<>"")',
        lambda row: row.get(field) not in (None, ""),
    )


def lacking(condition: Condition) -> Condition:
    """Rows that a condition leaves out."""
    return Condition(
        lambda spec, language: f"(1-{condition.factor(spec, language)})",
        lambda row: not condition.holds(row),
    )


def having(field: str, *values: StrEnum) -> Condition:
    """Rows with one of some values in a column, in whatever language they are typed."""
    texts = labels_of(*values)
    return Condition(
        lambda spec, language: one_of(whole_column(spec, field, language), texts),
        lambda row: row.get(field) in values,
    )


def affirmed(field: str) -> Condition:
    """Rows with yes in a column."""
    texts = sorted(kinds.TRUE)
    return Condition(
        lambda spec, language: one_of(whole_column(spec, field, language), texts),
        lambda row: row.get(field) is True,
    )


def within(field: str, start_name: str, start: date | None, months: int) -> Condition:
    """Rows with a date in some months from the one that a named cell holds.

    Without a start nothing is known of today, so that no row counts.
    """

    def factor(spec: TableSpec[Any], language: Language) -> str:
        column = whole_column(spec, field, language)
        # EDATE would say it shorter, but is known to refuse references within SUMPRODUCT.
        end = f"DATE(YEAR({start_name}),MONTH({start_name})+{months},1)"
        return f"({column}>={start_name})*({column}<{end})"

    def holds(row: Row) -> bool:
        value = row.get(field)
        day = value.first if isinstance(value, Month) else value
        return bool(start and day and start <= day < Month.of(start).plus(months).first)

    return Condition(factor, holds)


def figures(rows: Rows) -> Mapping[str, Figure]:
    """The figures by name."""
    month, year = month_of(rows), year_of(rows)

    def in_month(field: str) -> Condition:
        return within(field, MONTH_NAME, month, 1)

    invoiced, held = filled("invoice"), affirmed("hold")
    approved = having("decision", Decision.APPROVED)
    settled = having("state", InvoiceState.PAID, InvoiceState.CREDITED)
    lines = (in_month("month"),)
    waiting = (*lines, lacking(invoiced), lacking(held))
    issued = (within("date", YEAR_NAME, year, 12),)
    return {
        "entries": Figure("Timesheets", (in_month("date"),)),
        "quantities": Figure("Units", (in_month("month"),)),
        "errors": Figure("Checks", (having("severity", Severity.ERROR),)),
        "instalments": Figure("Plan", (in_month("month"),)),
        "planned": Figure("Plan", (in_month("month"), having("status", PlanStatus.PLANNED))),
        "lines": Figure("Prebilling", lines),
        "net": Figure("Prebilling", lines, "amount"),
        "drafts": Figure("Prebilling", (*waiting, lacking(approved))),
        "held": Figure("Prebilling", (*lines, lacking(invoiced), held)),
        "ready": Figure("Prebilling", (*waiting, approved)),
        "ready_net": Figure("Prebilling", (*waiting, approved), "amount"),
        "invoiced": Figure("Prebilling", (*lines, invoiced)),
        "invoiced_net": Figure("Prebilling", (*lines, invoiced), "amount"),
        "year_net": Figure("Invoices", issued, "net"),
        "year_count": Figure("Invoices", issued),
        "open": Figure("Invoices", (filled("number"), lacking(settled)), "gross", "paid"),
    }


def faults_formula(language: Language) -> str:
    """How many rows have something else than OK in their check column."""
    ok = spoken("sheet.check.ok", language)
    counts = []
    for spec in TABLES:
        for column in spec.columns:
            if column.writer is Writer.FORMULA and column.name == "check":
                checks = whole_column(spec, "check", language)
                counts.append(f'COUNTIF({checks},"?*")-COUNTIF({checks},{ok})')
    return up_to_date("+".join(counts))


def rows_formula(spec: TableSpec[Any], language: Language) -> str:
    """How many rows of a table are filled."""
    required = next((one.name for one in spec.columns if one.required), spec.columns[0].name)
    return up_to_date(f"COUNTA({whole_column(spec, required, language)})")


def month_formula(language: Language) -> str:
    """The first day of the month in work: that of the settings, or else today's."""
    value = _setting("month", language)
    today = "DATE(YEAR(TODAY()),MONTH(TODAY()),1)"
    typed = f"DATE(VALUE(LEFT({value},4)),VALUE(MID({value},6,2)),1)"
    of_a_date = f"DATE(YEAR({value}),MONTH({value}),1)"
    return f'=IF({value}="",{today},IFERROR(IF(ISNUMBER({value}),{of_a_date},{typed}),{today}))'


def year_formula(language: Language) -> str:
    """The first day of the fiscal year in which the month in work lies."""
    first = f"IFERROR(VALUE({_setting('fiscal_year_start', language)}),1)"
    return f"=DATE(YEAR({MONTH_NAME})-(MONTH({MONTH_NAME})<{first}),{first},1)"


def firm_formula(language: Language) -> str:
    """The firm's name, or where to fill it in."""
    name = _setting("firm_name", language)
    return f'=IF({name}="",{nameless(language)},{name})'


def nameless(language: Language) -> Formula:
    """What stands in the place of a name that is not there yet."""
    return spoken("home.nameless", language, sheet=BY_NAME["Settings"].sheet[language])


def _setting(name: str, language: Language) -> str:
    """The value of a setting; empty text when there is none or its row is gone."""
    spec = BY_NAME["Settings"]
    labels = whole_column(spec, "setting", language)
    values = whole_column(spec, "value", language)
    label = spec.column("setting").kind.to_cell(name, language)
    # An empty cell would count as 0; with an empty text behind it, it stays empty.
    return f'IFERROR(INDEX({values},MATCH({literal(str(label))},{labels},0)),"")'


def month_of(rows: Rows) -> date | None:
    """The first day of the month in work, if the settings name one."""
    month = setting_of(rows, "month")
    return month.first if isinstance(month, Month) else None


def year_of(rows: Rows) -> date | None:
    """The first day of its fiscal year."""
    month = month_of(rows)
    if month is None:
        return None
    first = setting_of(rows, "fiscal_year_start")
    assert isinstance(first, int)
    return date(month.year - (month.month < first), first, 1)


def setting_of(rows: Rows, name: str) -> object:
    """The value of a setting in given rows."""
    return next(row["value"] for row in rows["Settings"] if row["setting"] == name)

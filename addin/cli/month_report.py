"""The command that shows a month before anything is written."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from addin.billing.money import from_cents
from addin.books.closed import open_book
from addin.cli import showing
from addin.cli.options import File, Json, TheMonth
from addin.cli.refusals import refusals
from addin.jobs.budget import Budget
from addin.jobs.content import load
from addin.jobs.month_report import REPORT, MonthReport, month_report
from addin.jobs.overview import ClientMonth, ProjectWork
from addin.tables.columns import Record
from addin.tables.kinds import NUMBERS, PERCENT
from addin.tables.sheets.bills import OverviewRow, WorkInProgressRow
from addin.tables.sheets.engagements import Project
from addin.words import Language, system_language, text
from addin.words.figures import number, told


def report(file: File, month: TheMonth, as_json: Json = False) -> None:  # noqa: FBT002
    """Show what a month would bill beside last month.

    Also beside the plan; nothing is written. Three parts: every client, the unbilled work by age,
    and the budgets.

    Example: quotepart report Billing.xlsm --month 2026-10
    """
    language = [system_language()]
    with refusals(REPORT, str(file), language, as_json=as_json):
        content = load(open_book(file))
        language[0] = content.language
        found = month_report(content, month)
        if as_json:
            showing.print_json(found.record())
        else:
            _show(found, language[0])
        raise typer.Exit(found.report.exit_status)


def _show(found: MonthReport, language: Language) -> None:
    screen = showing.console()
    showing.show_findings(found.report.findings, screen)
    _print(screen, _overview(found.clients, language))
    _print(screen, _in_progress(found.work, language))
    _print(screen, _budgets(found.budgets, language))


def _print(screen: Console, table: Table) -> None:
    if table.row_count:
        screen.print(table)
        screen.print()


def _overview(clients: Sequence[ClientMonth], language: Language) -> Table:
    """A row per client, and their sum."""
    names = ("client", "last_month", "plan", "this_month", "difference", "value", "realisation")
    rows = [one.row() for one in clients]
    return _table(OverviewRow, names, rows, language, text("report.overview", language))


def _in_progress(work: Sequence[ProjectWork], language: Language) -> Table:
    names = ("client", "project", "hours", "value", "days_30", "days_60", "days_90", "older")
    rows = [one.row() for one in work]
    return _table(WorkInProgressRow, names, rows, language, text("report.in_progress", language))


def _budgets(budgets: Sequence[Budget], language: Language) -> Table:
    """What is used of each budget, in amount and in hours."""
    title = text("report.budget", language)
    table = Table(box=None, pad_edge=False, header_style="bold", title=title, title_justify="left")
    names = ("project", "budget_amount", "budget_hours")
    project, amount, hours = (Project.spec.column(name).heading[language] for name in names)
    table.add_column(project)
    for heading in (amount, text("report.used", language), hours, text("report.used", language)):
        table.add_column(heading, justify="right")
    table.add_column("%", justify="right")
    for one in budgets:
        budget = None if one.budget_cents is None else from_cents(one.budget_cents)
        figures = (budget, from_cents(one.used_cents), one.budget_hours, one.used_hours)
        used = None if one.used is None else _percent(one.used, language)
        cells = [_figure(figure, language) for figure in (*figures, used)]
        table.add_row(Text(one.project), *cells)
    return table


def _table(
    record: type[Record],
    names: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    language: Language,
    title: str,
) -> Table:
    """Rows under the headings of their sheet, amounts and hours summed at the foot."""
    table = Table(box=None, pad_edge=False, header_style="bold", footer_style="bold", title=title)
    table.title_justify = "left"
    table.show_footer = True
    for name in names:
        column = record.spec.column(name)
        found = [row[name] for row in rows if isinstance(row[name], Decimal)]
        summed = found and column.kind is not PERCENT
        foot = number(sum(found, Decimal(0)), language.value) if summed else ""
        is_first = name == names[0]
        table.add_column(
            column.heading[language],
            footer=text("summary.total", language) if is_first else foot,
            justify="right" if column.kind in NUMBERS else "left",
        )
    for row in rows:
        cells = (
            _percent(row[name], language) if _is_percent(record, name, row) else row[name]
            for name in names
        )
        table.add_row(*(_figure(cell, language) for cell in cells))
    return table


def _is_percent(record: type[Record], name: str, row: Mapping[str, Any]) -> bool:
    return record.spec.column(name).kind is PERCENT and row[name] is not None


def _percent(share: Decimal, language: Language) -> str:
    return f"{told((100 * share).normalize() + 0, language)} %"


def _figure(value: object, language: Language) -> Text:
    return Text(told(value, language))

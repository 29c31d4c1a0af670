"""The year-end adjustment of a flat fee on real volumes."""

from addin.billing.adjustment import (
    Settled,
    VolumeKey,
    adjustment_line,
    adjustment_origin,
    difference_cents,
)
from addin.billing.calendar import Month, fiscal_year_period
from addin.billing.choices import Axis
from addin.billing.lines import Line
from addin.billing.money import from_cents
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.agreed.volumes import ClosingYear, closing_years, flat_fees, next_fee
from addin.jobs.content import Content
from addin.jobs.month.billed_stages import gross_cents
from addin.jobs.month.sources import Sources, Wanted
from addin.tables.editing import TableEditor
from addin.tables.sheets.work import Volume
from addin.words import text


def lines_of_adjustments(sources: Sources, wanted: Wanted) -> list[Line]:
    """One line per fiscal year that ends with the month, or whose units changed once it did."""
    content, portfolio, month = sources.content, sources.portfolio, sources.month
    closing = closing_years(content, portfolio, month)
    billed = _billed(sources) if closing else {}
    lines = []
    for one in closing:
        wanted.findings += one.findings
        if not one.is_sound:
            wanted.left_out.add(one.project)
            continue
        settled = _settled(portfolio, one)
        due = difference_cents(list(one.volumes.values()))
        due -= billed.get((one.project, adjustment_origin(one.year)), 0)
        note = text("line.adjustment", content.language, year=_year_name(one, settled))
        if line := adjustment_line(settled, month, due, note, one.year):
            lines.append(line)
    return lines


def _billed(sources: Sources) -> dict[tuple[str, str], int]:
    """Cents by project and origin that rows of adjustments bill and the run may not change."""
    cents = gross_cents(sources.content)
    billed: dict[tuple[str, str], int] = {}
    for row in sources.existing:
        fixed = row.invoiced or row.month != sources.month
        if row.axis is Axis.ADJUSTMENT and row.generated and fixed:
            source = (row.project, row.origin)
            billed[source] = billed.get(source, 0) + cents.get(row.key, row.cents)
    return billed


def _settled(portfolio: Portfolio, closing: ClosingYear) -> Settled:
    services = {one.service for one in flat_fees(portfolio, closing)}
    return Settled(
        closing.project,
        portfolio.projects[closing.project].client,
        services.pop() if len(services) == 1 else "",
        portfolio.fiscal_year_start(closing.project),
    )


def _year_name(closing: ClosingYear, settled: Settled) -> str:
    """Such as ``2026``, or ``2026-2027`` where the year is not that of the calendar."""
    last = fiscal_year_period(closing.year, settled.first_month).end.year
    return str(closing.year) if last == closing.year else f"{closing.year}-{last}"


def volume_keys(content: Content) -> frozenset[VolumeKey]:
    """The fiscal years, projects and services whose units are part of a flat fee."""
    return frozenset((row.fiscal_year, row.project, row.service) for row in content.records(Volume))


def volumes_editor(
    content: Content, portfolio: Portfolio, month: Month, left_out: frozenset[str]
) -> TableEditor:
    """The figures of the years that end with a month, written beside their volumes.

    Args:
        content: The workbook.
        portfolio: What was agreed.
        month: Month of the run.
        left_out: Projects with an error: their rows stay as they are.
    """
    editor = content.editor(Volume)
    table = content.table(Volume)
    for closing in closing_years(content, portfolio, month):
        if not closing.is_sound or closing.project in left_out:
            continue
        fee = next_fee(content, portfolio, closing)
        for sheet_row, volume in closing.volumes.items():
            figures = {
                "actual": volume.actual,
                "planned_amount": from_cents(volume.planned_cents),
                "actual_amount": from_cents(volume.actual_cents),
                "difference": from_cents(volume.difference_cents),
                "next_fee": None if fee is None else from_cents(fee),
            }
            editor.change(table.positions[sheet_row - table.grid.first_row], figures)
    return editor

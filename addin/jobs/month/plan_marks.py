"""What a run says on the plan of the instalments that it bills."""

from collections.abc import Iterable

from addin.billing.choices import PlanStatus
from addin.billing.plan import FEES
from addin.billing.prebilling import Merge
from addin.jobs.month.ordinary_lines import OrdinaryLines
from addin.jobs.month.sources import Sources
from addin.tables.editing import TableEditor
from addin.tables.sheets.engagements import Plan

Fee = tuple[str, str | None]
"""A project and a service."""


def plan_editor(sources: Sources, merged: Merge, ordinary: Iterable[OrdinaryLines]) -> TableEditor:
    """Instalments of the month that are drafts now say so; others are planned again.

    Args:
        sources: Of the month; the instalments of projects left out stay as they are.
        merged: The lines that the run writes one by one.
        ordinary: Those that it writes by column.
    """
    editor = sources.content.editor(Plan)
    if not len(editor.table):
        return editor
    fees = {_fee(line.project, line.service) for line in merged.wanted if line.axis in FEES}
    for lines in ordinary:
        new = lines.where(lines.axes.mask(FEES.__contains__))
        fees.update(map(_fee, new.projects, new.services))
    issued = {_fee(line.project, line.service) for line in merged.restored if line.axis in FEES}
    values = editor.table.values
    for position, month in enumerate(values["month"]):
        project = values["project"][position]
        if month != sources.month or project in sources.left_out:
            continue
        if values["status"][position] in {PlanStatus.PLANNED, PlanStatus.PREBILLED}:
            fee = (project, values["service"][position])
            after = PlanStatus.PREBILLED if fee in fees else PlanStatus.PLANNED
            after = PlanStatus.INVOICED if fee in issued else after
            editor.change(position, {"status": after})
    return editor


def _fee(project: str, service: str) -> Fee:
    return project, service or None

"""What an export of payroll or accounting counts, or everything that is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from addin.billing.calendar import Month
from addin.errors import Finding, Place
from addin.jobs.content import Content
from addin.jobs.imports.metric_mapping import MetricMapping, Projects
from addin.jobs.imports.metric_months import Months
from addin.tables.cells import CellFault, read_text
from addin.tables.exported import decimal_sign, is_exported_empty, read_exported_number
from addin.tables.grid import Cell, Grid
from addin.tables.reading import Table
from addin.tables.sheets.work import Unit
from addin.tables.sources import folded_heading

Work = tuple[Month, str, str]
"""A month, a project and a service."""


@dataclass
class Counted:
    """What an export counts.

    Attributes:
        quantities: By work, several rows of the export together.
        places: The first cell of each.
        findings: Every fault of the export, and what is worth a look.
    """

    quantities: dict[Work, Decimal] = field(default_factory=dict)
    places: dict[Work, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


class ExportReading:
    """The export, read row by row."""

    def __init__(
        self, content: Content, mapping: MetricMapping, export: Grid, month: Month | None
    ) -> None:
        self._mapping = mapping
        self._export = export
        self._projects = Projects(content, mapping)
        self._columns, self._faults = _columns(mapping, export)
        columns = [(one.theirs, self._cells(one.theirs)) for one in mapping.months]
        self._months = Months(export, next(iter(columns), None), month)
        self._signs = {
            one.theirs: decimal_sign(self._cells(one.theirs)) for one in mapping.quantities
        }

    def _cells(self, heading: str) -> list[Cell]:
        at = self._columns.get(folded_heading(heading))
        return [None] * self._export.height if at is None else self._export.columns[at]

    def _place(self, index: int, heading: str) -> Place:
        at = self._columns[folded_heading(heading)]
        return Place(self._export.table, self._export.first_row + index, self._export.headings[at])

    def as_table(self) -> Table[Any]:
        """The export as far as telling a finding needs it."""
        headings = {heading: heading for heading in self._export.headings}
        return Table(Unit.spec, self._export, [], {}, headings, ())

    def counted(self) -> Counted:
        """Every quantity, or every fault."""
        found = Counted(findings=list(self._faults))
        if found.findings:
            return found
        unknown: set[str] = set()
        for index in range(self._export.height):
            if self._export.blank(index):
                continue
            for one in self._row(index, unknown):
                if isinstance(one, Finding):
                    found.findings += [one] if one.where.row or one not in found.findings else []
                    continue
                work, quantity, place = one
                found.quantities[work] = found.quantities.get(work, Decimal(0)) + quantity
                found.places.setdefault(work, place)
        found.findings += self._months.findings()
        found.findings += [
            Finding("TAB-19", found.places[work], {"value": quantity})
            for work, quantity in found.quantities.items()
            if quantity < 0
        ]
        return found

    def _row(
        self, index: int, unknown: set[str]
    ) -> Iterator[Finding | tuple[Work, Decimal, Place]]:
        """The quantities of a row; ``unknown`` are codes that have a finding already."""
        heading = self._mapping.project.theirs
        quantities = dict(self._quantities(index))
        try:
            code = _code(self._cells(heading)[index])
        except CellFault as fault:
            yield Finding(fault.code, self._place(index, heading), dict(fault.values))
            return
        if not code or folded_heading(code) == folded_heading(heading):
            counts = (isinstance(one, Decimal) and one != 0 for one in quantities.values())
            if not code and any(counts):
                yield Finding("MET-08", self._place(index, heading))
            return
        project = self._projects.of(code, self._place(index, heading))
        if isinstance(project, Finding) and code.lower() not in unknown:
            unknown.add(code.lower())
            yield project
        if project is None or isinstance(project, Finding):
            return
        month = self._months.of(index)
        if isinstance(month, Finding):
            yield month
            return
        for metric in self._mapping.quantities:
            quantity = quantities.get(metric.theirs)
            if isinstance(quantity, Finding):
                yield quantity
            elif quantity is not None:
                work = (month, project, metric.ours or "")
                yield work, quantity, self._place(index, metric.theirs)

    def _quantities(self, index: int) -> Iterator[tuple[str, Decimal | Finding]]:
        """The filled cells of quantities of a row, by heading."""
        for heading, sign in self._signs.items():
            cell = self._cells(heading)[index]
            if is_exported_empty(cell):
                continue
            try:
                yield heading, read_exported_number(cell, sign)
            except CellFault as fault:
                place = self._place(index, heading)
                yield heading, Finding(fault.code, place, dict(fault.values))


def _columns(mapping: MetricMapping, export: Grid) -> tuple[dict[str, int], list[Finding]]:
    """Where each column of the mapping lies, and those that are missing or stand twice."""
    found: dict[str, list[int]] = {}
    for at, heading in enumerate(export.headings):
        found.setdefault(folded_heading(heading), []).append(at)
    findings = []
    for row in mapping.columns:
        count = len(found.get(folded_heading(row.theirs), ()))
        if count != 1:
            place = Place("Metrics", row.sheet_row, "theirs")
            values = {"file": export.table, "theirs": row.theirs, "count": count}
            findings.append(Finding("MET-09", place, values))
    return {heading: places[0] for heading, places in found.items()}, findings


def _code(cell: Cell) -> str:
    """A code as text: that of a number without decimals, that of ``="00123"`` with its zeros."""
    text = "" if cell is None else read_text(cell) or ""
    return text[2:-1] if text.startswith('="') and text.endswith('"') else text

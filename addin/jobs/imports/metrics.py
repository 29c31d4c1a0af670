"""Import the quantities of a month from an export of payroll or accounting, as *Metrics* says."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from addin.billing.calendar import Month
from addin.billing.choices import ProjectStatus
from addin.errors import Finding, Place, RefusedError, Severity
from addin.jobs.content import Content
from addin.jobs.importing import JOB
from addin.jobs.imports.incoming import read_outside
from addin.jobs.imports.metric_mapping import read_mapping
from addin.jobs.imports.metric_reading import Counted, ExportReading
from addin.jobs.report import Proposal, Report
from addin.jobs.telling import tell
from addin.tables.editing import TableEditor
from addin.tables.reading import Table, by_place, folded_key
from addin.tables.sheets.engagements import Project
from addin.tables.sheets.work import Unit


def import_metrics(
    content: Content, path: Path, source: str, month: Month | None = None
) -> Proposal:
    """Add the quantities of an export to *Units*, and replace those it brought before.

    A row of *Units* is one month, project, service and source. Nothing is written for a quantity
    of zero, unless it replaces another.

    Args:
        content: The workbook.
        path: The export: csv, xlsx or json.
        source: Its name on *Metrics*.
        month: Month of all its rows; None to take it from their column or the name of the file.

    Raises:
        UnknownSourceError: Nothing is set up for an export of this name.
        RefusedError: With every fault of what is set up, or of the export.
        BillingError: The file cannot be read.
    """
    content.require_structure()
    _require_source_column(content)
    mapping = read_mapping(content, source)
    export = read_outside(path, [row.theirs for row in mapping.columns])
    reading = ExportReading(content, mapping, export, month)
    counted = reading.counted()
    told_about: dict[str, Table[Any]] = {**content.tables, export.table: reading.as_table()}
    counted.findings.sort(key=by_place)
    if any(finding.severity is Severity.ERROR for finding in counted.findings):
        raise RefusedError(counted.findings, told_about)
    report = Report(JOB, str(content.book.path))
    editor = _written(content, mapping.source, counted, report)
    findings = [*counted.findings, *_inactive(content, counted)]
    report.findings = [tell(finding, told_about, content.language) for finding in findings]
    edit = editor.edit()
    return Proposal(report, [edit] if edit else [])


def _require_source_column(content: Content) -> None:
    """Without its source no row of *Units* would be found again."""
    if "source" not in content.table(Unit).headings:
        finding = Finding("TAB-02", Place("Units", column="source"), {"heading": "source"})
        raise RefusedError([finding], content.tables)


def _written(content: Content, source: str, counted: Counted, report: Report) -> TableEditor:
    """The edits of *Units*; tells the rows that an earlier export brought and this one does not."""
    editor = content.editor(Unit)
    at: dict[tuple[object, ...], int] = {}
    for position, key in enumerate(editor.table.keys()):
        at.setdefault(folded_key(key), position)
    for (month, project, service), quantity in counted.quantities.items():
        key = folded_key((month, project, service, source))
        if key in at:
            changed = editor.change(at.pop(key), {"quantity": quantity})
            report.changed += changed
            report.unchanged += not changed
        elif quantity:
            row = {"month": month, "project": project, "service": service}
            editor.add({**row, "quantity": quantity, "source": source})
            report.added += 1
    counted.findings += _left_behind(editor.table, at, source, counted)
    return editor


def _left_behind(
    units: Table[Any], at: Mapping[tuple[object, ...], int], source: str, counted: Counted
) -> Iterator[Finding]:
    months = {month for month, _, _ in counted.quantities}
    for key, position in at.items():
        month, project, service, known = key
        if month in months and known == source.lower() and units.values["quantity"][position]:
            values = {"project": project, "service": service, "source": source}
            values |= {name: units.values[name][position] for name in ("project", "service")}
            yield Finding("MET-10", units.place(position, "quantity"), values)


def _inactive(content: Content, counted: Counted) -> Iterator[Finding]:
    """Projects that get quantities and are not billed."""
    projects = {project for (_, project, _), quantity in counted.quantities.items() if quantity}
    for row in content.records(Project):
        if row.project in projects and row.status is not ProjectStatus.ACTIVE:
            place = Place("Projects", row.sheet_row, "status")
            yield Finding("PRJ-04", place, {"project": row.project})

"""Import rows into a table: all of them, or none when one has a fault."""

from collections.abc import Mapping
from typing import Any

from addin.billing.choices import PlanStatus
from addin.errors import BillingError, Finding, Place, RefusedError, Severity
from addin.jobs.content import Content
from addin.jobs.imports.canonical import in_canonical_form
from addin.jobs.imports.incoming import Incoming, incoming_rows
from addin.jobs.report import Proposal, Report
from addin.jobs.telling import tell
from addin.tables.columns import TableSpec, Writer
from addin.tables.editing import TableEditor
from addin.tables.grid import Grid
from addin.tables.reading import Table, by_place, read_table
from addin.tables.references import unknown_in
from addin.tables.sheets.bills import InvoiceLineRow, InvoiceRow

JOB = "import"
FACTS = frozenset({InvoiceRow.spec.name, InvoiceLineRow.spec.name})
"""Tables of what was issued, which nothing but *Issue* writes."""


class IssuedTableError(BillingError):
    """What was issued is not imported."""

    code = "IMP-06"


def import_table(content: Content, spec: TableSpec[Any], source: Grid) -> Proposal:
    """Add the rows of a source, and update those whose key the table has.

    An empty cell of the source leaves the cell of an existing row as it is, and a key keeps the
    spelling that the workbook has.

    Args:
        content: The workbook.
        spec: The table.
        source: Headings in any language, or field names, in any order.

    Raises:
        RefusedError: With every fault of the source.
        IssuedTableError: The table is one of issued facts.
    """
    if spec.name in FACTS:
        raise IssuedTableError(table=spec.sheet[content.language])
    content.require_structure()
    table = read_table(spec, source, typed=False)
    findings = [*table.findings, *unknown_in(table, content.tables), *_homeless(content, table)]
    report = Report(JOB, str(content.book.path))
    editor = _merged(content, table, report, findings)
    findings.sort(key=by_place)
    told_about = {**content.tables, spec.name: table}
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise RefusedError(findings, told_about)
    report.findings = [tell(finding, told_about, content.language) for finding in findings]
    edit = editor.edit()
    return Proposal(report, [edit] if edit else [])


def _homeless(content: Content, source: Table[Any]) -> list[Finding]:
    """Columns of the source for which the table of this very workbook has none."""
    known = content.tables[source.spec.name].headings
    return [
        Finding("TAB-18", Place(source.spec.name), {"heading": heading})
        for name, heading in source.headings.items()
        if name not in known and source.spec.column(name).writer is not Writer.FORMULA
    ]


def _merged(
    content: Content, source: Table[Any], report: Report, findings: list[Finding]
) -> TableEditor:
    """The edits of all rows; counts them, and adds what is wrong with any."""
    editor = TableEditor(content.tables[source.spec.name], content.language)
    keys = {column.name for column in source.spec.keys}
    for row in incoming_rows(content, source, editor.table):
        findings += in_canonical_form(content, source, row)
        if row.existing is None:
            findings += _missing(source, row)
            editor.add({name: value for name, value in row.values.items() if value is not None})
            report.added += 1
            continue
        given = {name: row.values[name] for name in row.given - keys}
        changed = editor.would_change(row.existing, given)
        if changed and _is_issued(editor.table, row.existing):
            findings.append(_invoiced(source, row))
        elif editor.change(row.existing, given):
            report.changed += 1
        else:
            report.unchanged += 1
    return editor


def _missing(source: Table[Any], row: Incoming) -> list[Finding]:
    """Cells that a new row needs and the source leaves empty, or lacks altogether."""
    return [
        Finding("TAB-04", source.place(row.position, column.name), {"heading": column.name})
        for column in source.spec.columns
        if column.required and column.name not in row.given
    ]


def _is_issued(table: Table[Any], position: int) -> bool:
    values: Mapping[str, list[Any]] = table.values
    if "invoice" in values:
        return bool(values["invoice"][position])
    return "status" in values and values["status"][position] is PlanStatus.INVOICED


def _invoiced(source: Table[Any], row: Incoming) -> Finding:
    key = [row.values[column.name] for column in source.spec.keys]
    values = {"key": ", ".join(str(part) for part in key if part is not None)}
    return Finding("IMP-07", source.place(row.position), values)

"""Import rows into a table: all of them, or none when one has a fault."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from addin.billing.choices import PlanStatus
from addin.errors import BillingError, Finding, Place, RefusedError, Severity
from addin.jobs.content import Content
from addin.jobs.imports.canonical import CHECKED, Checks, in_canonical_form
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
    return import_rows(content, table, list(table.findings))


Compare = Callable[[Content, Table[Any], Incoming], Iterable[Finding]]
"""What else is wrong with the rows of a source, once their values have their right form."""


def import_rows(
    content: Content,
    source: Table[Any],
    findings: list[Finding],
    checks: Checks = CHECKED,
    compare: Compare = lambda *_: (),
) -> Proposal:
    """Add and update the rows of a source that was read, unless anything is wrong with it.

    Args:
        content: The workbook.
        source: The rows, as ``read_table`` gives those of a file to import.
        findings: What was found in it so far; the rest is added.
        checks: The columns whose texts have one right form.
        compare: What else is looked at.

    Raises:
        RefusedError: With every fault.
    """
    findings += [*unknown_in(source, content.tables), *_homeless(content, source)]
    report = Report(JOB, str(content.book.path))
    editor = TableEditor(content.tables[source.spec.name], content.language)
    rows = incoming_rows(content, source, editor.table)
    findings += in_canonical_form(content, source, rows, checks)
    findings += compare(content, source, rows)
    _merge(editor, source, rows, report, findings)
    findings.sort(key=by_place)
    told_about = {**content.tables, source.spec.name: source}
    if any(finding.severity is Severity.ERROR for finding in findings):
        worth_a_look = [one for one in findings if one.severity is not Severity.NOTE]
        raise RefusedError(worth_a_look, told_about)
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


def _merge(
    editor: TableEditor,
    source: Table[Any],
    rows: Incoming,
    report: Report,
    findings: list[Finding],
) -> None:
    """Add the new rows and change the others; counts them, and adds what is wrong with any."""
    new = [position for position, existing in enumerate(rows.existing) if existing is None]
    findings += _missing(source, rows, new)
    _add(editor, rows, new)
    report.added = len(new)
    for position, existing in enumerate(rows.existing):
        if existing is None:
            continue
        given = _given(source, rows, position)
        changed = editor.would_change(existing, given)
        if changed and _is_issued(editor.table, existing):
            findings.append(_invoiced(source, rows, position))
        elif editor.change(existing, given):
            report.changed += 1
        else:
            report.unchanged += 1


def _add(editor: TableEditor, rows: Incoming, new: Sequence[int]) -> None:
    """Put the new rows below the others."""
    all_new = len(new) == len(rows.existing)
    columns = {
        name: values if all_new else [values[position] for position in new]
        for name, values in rows.values.items()
        if values.count(None) < len(values)
    }
    held = {name: values for name, values in columns.items() if values.count(None) < len(values)}
    if held:
        editor.add_columns(held)


def _given(source: Table[Any], rows: Incoming, position: int) -> dict[str, Any]:
    """What a row gives beside its key, which keeps the spelling of the workbook."""
    given = rows.given(position)
    for column in source.spec.keys:
        given.pop(column.name, None)
    return given


def _missing(source: Table[Any], rows: Incoming, new: Sequence[int]) -> Iterator[Finding]:
    """Cells that a new row needs and the source leaves empty, or lacks altogether."""
    for column in source.spec.columns:
        if column.required:
            filled = rows.filled.get(column.name)
            for position in new:
                if filled is None or not filled[position]:
                    place = source.place(position, column.name)
                    yield Finding("TAB-04", place, {"heading": column.name})


def _is_issued(table: Table[Any], position: int) -> bool:
    values: Mapping[str, list[Any]] = table.values
    if "invoice" in values:
        return bool(values["invoice"][position])
    return "status" in values and values["status"][position] is PlanStatus.INVOICED


def _invoiced(source: Table[Any], rows: Incoming, position: int) -> Finding:
    key = [rows.values[column.name][position] for column in source.spec.keys]
    values = {"key": ", ".join(str(part) for part in key if part is not None)}
    return Finding("IMP-07", source.place(position), values)

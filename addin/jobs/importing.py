"""Import rows into a table: all of them, or none when one has a fault."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from addin.errors import BillingError, Finding, RefusedError, Severity
from addin.identity.bank_account import checked_iban
from addin.identity.enterprise_number import checked_enterprise_number
from addin.identity.fault import Fault
from addin.identity.vat_number import checked_vat_number
from addin.jobs.content import Content
from addin.jobs.entry_keys import next_entry_keys
from addin.jobs.report import Proposal, Report
from addin.jobs.telling import tell
from addin.tables.columns import TableSpec, Writer
from addin.tables.editing import TableEditor
from addin.tables.grid import Grid
from addin.tables.reading import Table, read_table
from addin.tables.references import unknown_references
from addin.tables.sheets.bills import InvoiceLineRow, InvoiceRow
from addin.tables.sheets.work import TimesheetEntry

JOB = "import"
FACTS = frozenset({InvoiceRow.spec.name, InvoiceLineRow.spec.name})
"""Tables of what was issued, which nothing but *Issue* writes."""

Check = Callable[[str, str], str | Fault]
CHECKED: Mapping[tuple[str, str], Check] = {
    ("Clients", "vat_number"): checked_vat_number,
    ("Clients", "enterprise_number"): checked_enterprise_number,
    ("ClientAccounts", "iban"): lambda text, _: checked_iban(text),
}
"""Columns whose text has check digits, and is kept in its canonical form."""


class IssuedTableError(BillingError):
    """What was issued is not imported."""

    code = "IMP-06"


def import_table(content: Content, spec: TableSpec[Any], source: Grid) -> Proposal:
    """Add the rows of a source, and update those whose key the table has.

    An empty cell of the source leaves the cell of an existing row as it is.

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
    known = {name: one for name, one in content.tables.items() if name != spec.name}
    findings = [*table.findings, *unknown_references({**known, spec.name: table})]
    values, faults = _canonical(table)
    findings = [one for one in [*findings, *faults] if one.where.table == spec.name]
    report = Report(JOB, str(content.book.path))
    editor = _merged(content, table, values, report, findings)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise RefusedError(findings, {**content.tables, spec.name: table})
    report.findings = [tell(finding, {spec.name: table}, content.language) for finding in findings]
    edit = editor.edit()
    return Proposal(report, [edit] if edit else [])


def _canonical(table: Table[Any]) -> tuple[dict[str, list[Any]], list[Finding]]:
    """The values with numbers of firms and accounts in the form they are printed in."""
    values = {name: list(column) for name, column in table.values.items()}
    findings = []
    for (name, column), check in CHECKED.items():
        if name != table.spec.name:
            continue
        countries = values.get("country", [""] * len(table))
        for position, text in enumerate(values[column]):
            if text is None:
                continue
            checked = check(text, countries[position] or "")
            if isinstance(checked, Fault):
                findings.append(checked.at(table.place(position, column)))
            else:
                values[column][position] = checked
    return values, findings


def _merged(
    content: Content,
    source: Table[Any],
    values: Mapping[str, list[Any]],
    report: Report,
    findings: list[Finding],
) -> TableEditor:
    editor = TableEditor(content.tables[source.spec.name], content.language)
    at = {key: position for position, key in enumerate(editor.table.keys())}
    for position, key, row in _rows(content, source, values):
        existing = at.get(key) if any(key) else None
        if existing is None:
            findings += _missing(source, position, row)
            editor.add({name: value for name, value in row.items() if value is not None})
            report.added += 1
            continue
        given = {name: value for name, value in row.items() if _is_given(source, name, position)}
        if editor.would_change(existing, given) and _is_issued(editor.table, existing):
            values_told = {"key": ", ".join(str(part) for part in key if part)}
            findings.append(Finding("IMP-07", source.place(position), values_told))
        elif editor.change(existing, given):
            report.changed += 1
        else:
            report.unchanged += 1
    return editor


def _rows(
    content: Content, source: Table[Any], values: Mapping[str, list[Any]]
) -> Iterator[tuple[int, tuple[Any, ...], dict[str, Any]]]:
    """Position, key and cells of each row; an entry without a number gets one."""
    names = [column.name for column in source.spec.columns if column.writer is not Writer.FORMULA]
    keys = next_entry_keys(content.table(TimesheetEntry))
    for position in range(len(source)):
        row = {name: values[name][position] for name in names}
        if source.spec is TimesheetEntry.spec and row["entry"] is None:
            row["entry"] = next(keys)
        key = tuple(
            "" if row[column.name] is None else row[column.name] for column in source.spec.keys
        )
        yield position, key, row


def _missing(source: Table[Any], position: int, row: Mapping[str, Any]) -> list[Finding]:
    """Columns that a new row needs and the source lacks altogether."""
    return [
        Finding("TAB-04", source.place(position, column.name), {"heading": column.name})
        for column in source.spec.columns
        if column.required and column.name not in source.headings and row[column.name] is None
    ]


def _is_given(source: Table[Any], name: str, position: int) -> bool:
    heading = source.headings.get(name)
    if heading is None:
        return False
    cell = source.grid.columns[source.grid.headings.index(heading)][source.indices[position]]
    return cell is not None and cell != ""


def _is_issued(table: Table[Any], position: int) -> bool:
    return bool("invoice" in table.values and table.values["invoice"][position])

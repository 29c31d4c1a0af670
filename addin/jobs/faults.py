"""Which projects a finding leaves out: whole, never in part."""

from collections.abc import Iterable, Mapping
from typing import Any

from addin.errors import Finding, Severity
from addin.jobs.content import Content
from addin.tables.reading import Table
from addin.tables.sheets.clients import Client
from addin.tables.sheets.engagements import Project, Split
from addin.tables.sheets.work import Service, TimesheetEntry


def projects_left_out(content: Content, findings: Iterable[Finding]) -> frozenset[str]:
    """The projects that may not be billed because of these findings.

    A row that names a project leaves that project out. A faulty row of a client leaves out the
    projects it orders or pays; one of a service or a person, those whose schedules or time use it.
    """
    left_out: set[str] = set()
    for finding in findings:
        where = finding.where
        if finding.severity is not Severity.ERROR or where.row is None:
            continue
        table = content.tables.get(where.table)
        if table is not None:
            left_out |= _concerned(content, table, where.row)
    return frozenset(left_out)


def is_left_behind(finding: Finding) -> bool:
    """Whether it is about the part of a line that the user deleted: the next run takes it out."""
    where = finding.where
    return finding.code == "TAB-10" and (where.table, where.column) == ("Allocations", "line")


def project_codes(content: Content) -> frozenset[str]:
    """The projects of their table, also those whose row is faulty."""
    return frozenset(code for code in content.table(Project).values["project"] if code)


def _concerned(content: Content, table: Table[Any], sheet_row: int) -> set[str]:
    row = row_values(table, sheet_row)
    if table.spec is Client.spec:
        return _of_client(content, row.get("client"))
    if table.spec is Service.spec:
        return _using(content, "service", row.get("service"))
    project = row.get("project")
    return {project} if project else set()


def row_values(table: Table[Any], sheet_row: int) -> Mapping[str, Any]:
    """The values of a row by field; those of faulty cells are None."""
    index = sheet_row - table.grid.first_row
    if index not in table.positions:
        return {}
    position = table.positions[index]
    return {name: values[position] for name, values in table.values.items()}


def _of_client(content: Content, client: str | None) -> set[str]:
    projects = content.table(Project).values
    splits = content.table(Split).values
    ordered = zip(projects["project"], projects["client"], strict=True)
    paid = zip(splits["project"], splits["payer"], strict=True)
    return {project for project, who in [*ordered, *paid] if who == client and project}


def _using(content: Content, column: str, value: str | None) -> set[str]:
    """Projects of the rows of any table whose ``column`` has this value."""
    found: set[str] = set()
    for table in content.tables.values():
        if table.spec is TimesheetEntry.spec or "project" not in table.values:
            continue
        if column in table.values:
            pairs = zip(table.values["project"], table.values[column], strict=True)
            found |= {project for project, used in pairs if used == value and project}
    return found

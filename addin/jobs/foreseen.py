"""The workbook as a job would leave it, looked at before a cell of it is written."""

from collections.abc import Iterable
from dataclasses import replace

from addin.billing.calendar import Month
from addin.jobs.content import Content
from addin.jobs.generating import generate
from addin.tables.edits import TableEdit
from addin.tables.grid import Grid
from addin.tables.reading import read_table
from addin.tables.sheets.bills import CheckRow


def month_foreseen(content: Content, month: Month) -> Content:
    """The workbook as generating a month would leave it; only *Checks* stays as it is.

    Rows that a run would take out move those below them up, so that a row number of
    *Prebilling* may be another than the sheet shows today.

    Raises:
        BillingError: The month cannot be generated.
    """
    # Looking needs no confirmation: nothing is billed by it.
    return carried_out(content, generate(content, month, confirmed=True).edits)


def carried_out(content: Content, edits: Iterable[TableEdit]) -> Content:
    """The workbook with these edits in its tables."""
    tables = dict(content.tables)
    for edit in edits:
        table = tables[edit.table]
        if table.spec is not CheckRow.spec:
            tables[edit.table] = read_table(table.spec, edited(table.grid, edit))
    return replace(content, tables=tables)


def edited(grid: Grid, edit: TableEdit) -> Grid:
    """A table with its updates, without the rows that go, and with the new ones below."""
    at = {heading: place for place, heading in enumerate(grid.headings)}
    columns = [list(column) for column in grid.columns]
    for index, cells in edit.updates.items():
        for heading, cell in cells.items():
            columns[at[heading]][index] = cell
    if edit.removed:
        kept = [index for index in range(grid.height) if index not in edit.removed]
        columns = [[column[index] for index in kept] for column in columns]
    added = list(edit.added)
    for heading, column in zip(grid.headings, columns, strict=True):
        column += [row.get(heading) for row in added]
    return replace(grid, columns=tuple(columns))

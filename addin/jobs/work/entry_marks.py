"""Marks of time entries that say what is not so, before a run takes the entries up."""

from collections.abc import Callable, Collection, Mapping

from addin.billing.calendar import Month
from addin.billing.existing import ExistingLine, billed_lines
from addin.errors import Finding
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.content import Content
from addin.jobs.work.issued_time import NO_MARK, IssuedTime, Mark, issued_time, with_marks
from addin.tables.editing import TableEditor
from addin.tables.edits import TableEdit
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.work import TimesheetEntry


def mended_marks(
    content: Content,
    portfolio: Portfolio,
    existing: Collection[ExistingLine],
    month: Month,
    numbers: Mapping[str, str],
) -> IssuedTime:
    """The marks that entries should have in the place of theirs, and what issued lines make then.

    A draft that somebody deleted frees its entries. An entry of an issued line whose marks were
    emptied goes back to it. One that was moved to other work is free to be billed there.

    Args:
        content: The workbook.
        portfolio: What was agreed.
        existing: The rows of prebilling.
        month: Month of the run.
        numbers: The invoices of each line that the journal has.
    """
    marks = _of_deleted_drafts(content, numbers)
    billed = billed_lines(existing, month).values()
    found = issued_time(with_marks(content, marks), portfolio, billed, _names(content, numbers))
    return IssuedTime(found.minutes, marks | found.marks)


def _of_deleted_drafts(content: Content, issued: Collection[str]) -> dict[int, Mark]:
    """The entries that name a line which neither prebilling nor the journal has."""
    table = content.table(TimesheetEntry)
    known = {*content.table(PrebillingLine).values["line"], *issued}
    lines = table.coded("line")
    if all(line is None or line in known for line in lines.values):
        return {}
    gone = lines.mask(lambda line: line is not None and line not in known).tolist()
    invoices = table.values["invoice"]
    return {
        position: NO_MARK
        for position, is_gone in enumerate(gone)
        if is_gone and not invoices[position]
    }


def _names(content: Content, numbers: Mapping[str, str]) -> Callable[[str], str]:
    """The invoices of a line by the journal, else by its row."""
    table = content.table(PrebillingLine).values
    shown = dict(zip(table["line"], table["invoice"], strict=True))
    return lambda line: numbers.get(line) or shown.get(line) or ""


def returned_findings(content: Content, marks: Mapping[int, Mark]) -> list[Finding]:
    """Which entries go back to the line that bills them."""
    table = content.table(TimesheetEntry)
    return [
        Finding(
            "PRE-11",
            table.place(position, "line"),
            {
                "entry": table.values["entry"][position] or table.sheet_row(position),
                "line": mark.line,
                "number": mark.invoice,
            },
        )
        for position, mark in marks.items()
        if mark.line
    ]


def with_mended(
    content: Content,
    edit: TableEdit,
    marks: Mapping[int, Mark],
    taken_rows: Callable[[], Collection[int]],
) -> TableEdit:
    """An edit of the timesheets that mends marks too.

    Args:
        content: The workbook.
        edit: What the run writes.
        marks: That entries should have, by position.
        taken_rows: Gives the sheet rows of the entries to which the run gives a line.
    """
    if not marks:
        return edit
    taken = taken_rows()
    editor: TableEditor = content.editor(TimesheetEntry)
    for position, mark in marks.items():
        cells = {"line": mark.line or None, "invoice": mark.invoice or None}
        if editor.table.sheet_row(position) in taken:
            del cells["line"]
        editor.change(position, cells)
    updates = dict(editor.edit().updates)
    for index, written in edit.updates.items():
        updates[index] = {**updates.get(index, {}), **written}
    return TableEdit(edit.table, updates, edit.removed, edit.added)

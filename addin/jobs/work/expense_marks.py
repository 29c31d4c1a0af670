"""Which line took which expense, as the sheet shows it."""

from typing import Any

from addin.billing.calendar import Month
from addin.billing.existing import ExistingLine
from addin.billing.expenses import lines_holding_expenses
from addin.billing.prebilling import Merge
from addin.jobs.axes.expenses import expense_numbers
from addin.jobs.month.restoring import IssuedLines
from addin.jobs.month.sources import Sources
from addin.tables.editing import TableEditor
from addin.tables.sheets.work import Expense


def expenses_editor(
    sources: Sources, merged: Merge, left_out: frozenset[str], issued: IssuedLines
) -> TableEditor:
    """Each expense names the line that took it; new expenses get their number.

    An expense that has lost its marks gets those of the line that bills it back.

    Args:
        sources: What the run was computed from.
        merged: What it does to the rows of prebilling.
        left_out: Projects whose rows stay as they are.
        issued: What the journal has of each line.
    """
    editor = sources.content.editor(Expense)
    marks = _Marks(merged, sources.existing, sources.month, issued)
    numbers = expense_numbers(sources)
    values = editor.table.values
    for position in range(len(editor.table)):
        sheet_row = editor.table.sheet_row(position)
        number = values["expense"][position] or numbers[sheet_row]
        cells: dict[str, Any] = {"expense": number}
        if values["project"][position] not in left_out:
            cells |= marks.of(sheet_row, number, values["line"][position])
        editor.change(position, cells)
    return editor


class _Marks:
    """Which line an expense is to name after a run."""

    def __init__(
        self, merged: Merge, existing: list[ExistingLine], month: Month, issued: IssuedLines
    ) -> None:
        self._taken = {row: line.key for line in merged.wanted for row in line.expenses}
        self._restored = {row: line.key for line in merged.restored for row in line.expenses}
        self._ours = {row.key for row in existing if row.month == month and not row.invoiced}
        self._holders = lines_holding_expenses(existing, month)
        self._issued = issued

    def of(self, sheet_row: int, number: str, marked: str | None) -> dict[str, Any]:
        """The cells ``line`` and ``invoice`` of an expense, as far as the run changes them."""
        if sheet_row in self._taken:
            return {"line": self._taken[sheet_row]}
        if sheet_row in self._restored:
            return self._as_issued(self._restored[sheet_row])
        if marked in self._ours:
            return {"line": None}
        holder = self._holders.get(number)
        return self._as_issued(holder.key) if holder is not None and not marked else {}

    def _as_issued(self, line: str) -> dict[str, Any]:
        if line not in self._issued.keys:
            return {"line": line}
        return {"line": line, "invoice": self._issued.numbers(line)}

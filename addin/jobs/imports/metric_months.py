"""The month of each row of an export: asked for, in a column, or in the name of the file."""

from collections.abc import Sequence
from pathlib import PurePath

from addin.billing.calendar import Month
from addin.errors import Finding, Place
from addin.tables.cells import CellFault
from addin.tables.exported import is_exported_empty, months_in_name, read_exported_month
from addin.tables.grid import Cell, Grid


class Months:
    """Answers which month a row is of.

    The month that was asked for wins over the column, and the column over the name of the file.
    """

    def __init__(
        self, export: Grid, column: tuple[str, Sequence[Cell]] | None, asked: Month | None
    ) -> None:
        """``column`` is the heading and the cells of the month, where there is one."""
        self._export = export
        self._heading, self._cells = column or ("", ())
        self._asked = asked
        self._in_name = months_in_name(PurePath(export.table).stem)
        self._read: dict[Month, int] = {}

    def of(self, index: int) -> Month | Finding:
        """The month of a data row."""
        cell = self._cells[index] if self._cells else None
        row = self._export.first_row + index
        place = Place(self._export.table, row, self._heading or None)
        if not is_exported_empty(cell):
            try:
                month = read_exported_month(cell)
            except CellFault as fault:
                return self._asked or Finding(fault.code, place, dict(fault.values))
            self._read.setdefault(month, row)
            return self._asked or month
        if self._asked is not None:
            return self._asked
        return self._of_name(place)

    def _of_name(self, place: Place) -> Month | Finding:
        if len(self._in_name) == 1:
            return self._in_name[0]
        found = ", ".join(map(str, self._in_name)) or "-"
        values = {"file": self._export.table, "found": found, "column": self._heading or "-"}
        # Without a column it is the same for every row, and told once.
        where = place if self._heading else Place(self._export.table)
        return Finding("MET-11", where, values)

    def findings(self) -> list[Finding]:
        """Where the column says another month than the one that was asked for.

        One that says a single other month may be that of the payment; one that says several shows
        a file of several months, which are not one.
        """
        others = sorted(month for month in self._read if month != self._asked)
        if self._asked is None or not others:
            return []
        values = {"asked": self._asked, "months": ", ".join(map(str, sorted(self._read)))}
        place = Place(self._export.table, self._read[others[0]], self._heading)
        return [Finding("MET-13" if len(self._read) > 1 else "MET-14", place, values)]

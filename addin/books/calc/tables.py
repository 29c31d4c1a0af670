"""Tables: LibreOffice keeps those of an .xlsx file as database ranges."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import xlwings
from xlwings import base_classes

from addin.books.calc.filters import AutoFilter
from addin.books.calc.named import HasName, Named
from addin.books.calc.office import UnoObject
from addin.books.calc.unsupported import tell_left_out

if TYPE_CHECKING:
    from addin.books.calc.ranges import Range
    from addin.books.calc.sheets import Sheet


@tell_left_out
class Tables(Named["Table"], base_classes.Tables):
    """The tables of one sheet."""

    def __init__(self, parent: "Sheet") -> None:
        self._parent = parent

    @property
    def parent(self) -> "Sheet":
        """The sheet."""
        return self._parent

    @property
    def api(self) -> UnoObject:
        """The database ranges of the whole document."""
        return self.parent.book.document.DatabaseRanges

    def keys(self) -> Sequence[str]:
        """Their names."""
        here, ranges = self.parent.index - 1, self.api
        return [
            name for name in ranges.ElementNames if ranges.getByName(name).DataArea.Sheet == here
        ]

    def item(self, key: str) -> "Table":
        """The one of this name."""
        return Table(self.api.getByName(key), self.parent)

    def add(  # noqa: PLR0913, PLR0917 - the arguments are xlwings'
        self,
        source_type: object = None,  # noqa: ARG002 - always a range
        source: xlwings.Range | None = None,
        link_source: object = None,  # noqa: ARG002
        has_headers: bool | None = None,  # noqa: FBT001
        destination: object = None,  # noqa: ARG002
        table_style_name: str | None = None,  # noqa: ARG002 - LibreOffice has no table styles
        name: str | None = None,
    ) -> "Table":
        """Make a table of a range.

        Raises:
            ValueError: The book has a table of that name already.
        """
        assert source is not None
        free = (f"Table{number}" for number in range(1, len(self.api.ElementNames) + 2))
        name = name or next(candidate for candidate in free if not self.api.hasByName(candidate))
        if self.api.hasByName(name):
            message = f"there is a table {name} already"
            raise ValueError(message)
        self.api.addNewByName(name, source.impl.xl.RangeAddress)
        table = self.item(name)
        table.xl.ContainsHeader = has_headers is not False
        table.xl.AutoFilter = True
        return table


@tell_left_out
class Table(HasName, base_classes.Table):
    """One table."""

    def __init__(self, xl: UnoObject, parent: "Sheet") -> None:
        self.xl = xl
        self._parent = parent

    @property
    def parent(self) -> "Sheet":
        """The sheet it lies on."""
        return self._parent

    @property
    def display_name(self) -> str:
        """Its name again; Excel has two."""
        return self.name

    @display_name.setter
    def display_name(self, value: str) -> None:
        self.name = value

    @property
    def show_headers(self) -> bool:
        """Whether its first row is the headings."""
        return bool(self.xl.ContainsHeader)

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        self.xl.ContainsHeader = value

    @property
    def show_totals(self) -> bool:
        """Whether its last row is the totals."""
        return bool(self.xl.TotalsRow)

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        self.xl.TotalsRow = value

    @property
    def show_autofilter(self) -> bool:
        """Whether its headings have buttons to filter by."""
        return bool(self.xl.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.xl.AutoFilter = value

    def _rows(self, skip: int, drop: int = 0, count: int | None = None) -> "Range | None":
        """Its rows but for the first ``skip`` and the last ``drop``; None if none is left."""
        area = self.xl.DataArea
        if count is None:
            count = area.EndRow - area.StartRow + 1 - skip - drop
        if count < 1:
            return None
        width = area.EndColumn - area.StartColumn + 1
        return self.parent.block(area.StartRow + 1 + skip, area.StartColumn + 1, count, width)

    @property
    def range(self) -> "Range | None":
        """All of it, headings and totals included."""
        return self._rows(0)

    @property
    def header_row_range(self) -> "Range | None":
        """Its headings."""
        return self._rows(0, count=1) if self.show_headers else None

    @property
    def data_body_range(self) -> "Range | None":
        """Its data rows."""
        return self._rows(int(self.show_headers), int(self.show_totals))

    @property
    def totals_row_range(self) -> "Range | None":
        """Its totals."""
        area = self.xl.DataArea
        return self._rows(area.EndRow - area.StartRow, count=1) if self.show_totals else None

    @property
    def autofilter(self) -> AutoFilter:
        """Its filter."""
        return AutoFilter(self.xl)

    def resize(self, range: xlwings.Range) -> None:  # noqa: A002 - xlwings' name
        """Let it cover other cells."""
        self.xl.setDataArea(range.impl.xl.RangeAddress)

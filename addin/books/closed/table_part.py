"""The definition of an Excel table: where it lies, its columns, and how they are changed.

Source: ECMA-376 part 1, 18.5 (tables).
"""

from dataclasses import dataclass

from lxml.etree import _Element as Element

from addin.books.addresses import Area
from addin.books.cell_values import unescaped
from addin.books.closed.package import MAIN
from addin.books.closed.row_shift import Shift, followed, pattern_followed

_AREAS = ("autoFilter", "sortState", "sortCondition")
_FORMULAS = ("calculatedColumnFormula", "totalsRowFormula")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table.

    Attributes:
        heading: As the user sees it, line breaks included.
        number: Number of its column on the sheet, from 1.
        formula: The formula that fills it; empty when the user does.
        array: Whether that formula is entered as an array formula.
    """

    heading: str
    number: int
    formula: str = ""
    array: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as its part defines it.

    Attributes:
        name: The name formulas use.
        part: The part that defines it.
        sheet: Name of its sheet.
        sheet_part: The part of its sheet.
        area: Everything, headings and totals included.
        headings: Number of heading rows, 0 or 1.
        totals: Number of totals rows, 0 or 1.
        filtered: Whether a filter hides some of its rows.
    """

    name: str
    part: str
    sheet: str
    sheet_part: str
    area: Area
    headings: int
    totals: int
    filtered: bool
    columns: tuple[TableColumn, ...]

    @property
    def body(self) -> Area:
        """The data rows; a table always has one."""
        area = self.area
        return area.rows(area.first_row + self.headings, area.last_row - self.totals)


def read_table(root: Element, part: str, sheet: str, sheet_part: str) -> Table:
    """The table that an element defines."""
    area = Area.parse(root.get("ref", ""))
    columns = root.iterfind(f"{MAIN}tableColumns/{MAIN}tableColumn")
    return Table(
        name=root.get("displayName", ""),
        part=part,
        sheet=sheet,
        sheet_part=sheet_part,
        area=area,
        headings=int(root.get("headerRowCount", "1")),
        totals=int(root.get("totalsRowCount", "0")),
        filtered=any(map(is_filtering, root.iterfind(f"{MAIN}autoFilter"))),
        columns=tuple(_column(c, number) for number, c in enumerate(columns, area.first_column)),
    )


def is_filtering(element: Element) -> bool:
    """Whether a filter has a criterion; a button that is merely hidden is none."""
    columns = element.iterfind(f"{MAIN}filterColumn")
    return any(child.tag != f"{MAIN}extLst" for column in columns for child in column)


def move_rows(root: Element, shift: Shift) -> None:
    """Give the table, its filter and its order the rows they have after a move."""
    area = Area.parse(root.get("ref", ""))
    root.set("ref", str(area.rows(area.first_row, area.last_row + shift.growth)))
    for element in root.iter(*(MAIN + name for name in _AREAS)):
        before = Area.parse(element.get("ref", ""))
        after = shift.stretched(before) if shift.ends(before) else shift.moved(before)
        if after is not None:
            element.set("ref", str(after))
    # The mark of a table whose only row was never filled.
    if root.get("insertRow"):
        del root.attrib["insertRow"]


def follow_rows(root: Element, host: str, shift: Shift) -> bool:
    """Let the formulas of a table's columns follow a move; gives whether one has changed.

    The formula that fills a column is a pattern: only what it says with dollar signs is meant.

    Raises:
        RowGoneError: A formula refers to nothing but rows that are removed.
    """
    changed = False
    for element in root.iter(*(MAIN + name for name in _FORMULAS)):
        before = element.text or ""
        if element.tag == f"{MAIN}totalsRowFormula":
            element.text = followed(before, host, shift)
        else:
            element.text = pattern_followed(before, host, shift, 0)
        changed |= element.text != before
    return changed


def _column(element: Element, number: int) -> TableColumn:
    formula = element.find(f"{MAIN}calculatedColumnFormula")
    heading = unescaped(element.get("name", ""))
    if formula is None:
        return TableColumn(heading, number)
    return TableColumn(heading, number, formula.text or "", formula.get("array") in ("1", "true"))

"""Tables drawn at random in the XML of a sheet, in usual and unusual forms, with edits of them."""

from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal

import numpy as np
from hypothesis import strategies as st

from addin.books.addresses import Area, column_letters
from addin.books.closed.row_plan import plan_rows
from addin.books.closed.sheet_rows import SheetText
from addin.books.closed.table_part import Table, TableColumn
from addin.books.closed.table_rows import TableRows
from addin.tables.coded import Coded
from addin.tables.column_updates import KEPT, Block, ColumnRows, ColumnUpdates
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell

HEADINGS = ("Line", "Hours", "Note", "Invoice", "Mine")

FORMS = (
    "",
    '<c r="{}"/>',
    '<c r="{}" s="3"/>',
    '<c r="{}" s="3"><v>7</v></c>',
    '<c r="{}" s="14" t="s"><v>5</v></c>',
    '<c r="{}" s="3"/>',
    '<c r="{}" s="3" t="inlineStr"><is><t xml:space="preserve">a &lt; b</t></is></c>',
    '<c r="{}" t="b" s="3"><v>1</v></c>',
    '<c r="{}" s="3" cm="1"><v>7</v></c>',
    '<c r="{}" s="3"></c>',
    '<c r="{}" s="3"><f>A1*2</f><v>7</v></c>',
    '<c r="{}" s="3" t="str"><f t="array" ref="{}">IF(B1=\'My sheet\'!A1,1)</f><v>x</v></c>',
    '<c r="{}" s="3"><f t="array" ref="{}:XFD9">A1:A2</f><v>1</v></c>',
    "<c r='{}' s='3'><v>7</v></c>",
    '<c s="3" r="{}"><v>7</v></c>',
    '<c r="{}" s="3"><v>7</v></c> ',
    '<c r="{}" t="inlineStr"><is><r><rPr><color rgb="FF0000"/></rPr><t>red</t></r></is></c>',
)
USUAL = FORMS[2:7]
TAGS = (
    '<row r="{}">',
    '<row r="{}" spans="1:9">',
    '<row r="{}" ht="30" customHeight="1">',
    '<row r="{}" s="9" customFormat="1">',
    "<row r=\"{}\"  spans='1:9'>",
    '<row spans="1:9" r="{}">',
)
ENDS = ("</row>", "</row>", "</row>", "</row>\n")

CELLS: tuple[Cell, ...] = (
    None,
    "",
    "P-1",
    "P-2 & Cie",
    "x" * 16_400,
    7,
    7.0,
    True,
    False,
    Decimal("7.00"),
    Decimal("1E+2"),
    -0.0,
    date(2026, 3, 31),
    time(6),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table in a sheet, and an edit of it.

    Attributes:
        xml: Of the sheet.
        edit: With updates and new rows as mappings.
        by_column: The same edit by column.
    """

    table: Table
    xml: bytes
    edit: TableEdit
    by_column: TableEdit

    def written(self, edit: TableEdit) -> bytes:
        """The sheet after one of the edits."""
        text = SheetText.parse(self.xml)
        plan = plan_rows(self.table, edit)
        rows = TableRows(text, plan, {self.table.columns[0].number: b"8"}, since_1904=False)
        rows.update()
        rows.take_out()
        rows.move()
        rows.add(self.table.columns)
        return text.render()

    def halves_written(self) -> bytes:
        """The sheet after the updates, were its columns those of two tables beside each other."""
        text = SheetText.parse(self.xml)
        for columns in (self.table.columns[:2], self.table.columns[2:]):
            body = self.table.area
            area = replace(body, first_column=columns[0].number, last_column=columns[-1].number)
            headings = {column.heading for column in columns}
            updates = {
                at: {heading: cell for heading, cell in row.items() if heading in headings}
                for at, row in self.edit.updates.items()
                if headings.intersection(row)
            }
            half = replace(self.table, area=area, columns=columns)
            plan = plan_rows(half, TableEdit("Lines", updates))
            TableRows(text, plan, {}, since_1904=False, alone=False).update()
        return text.render()


def odd_among_usual(odd: str, first_column: int = 1) -> Drawn:
    """Five rows, of which the one in the middle is what is given; two of their cells change.

    Args:
        odd: XML of row 4; ``{B}`` stands for the address of the table's second cell, and so on.
        first_column: Of the table, from 1.
    """
    letters = dict(zip("ABCDEFG", map(column_letters, range(first_column, 999)), strict=False))
    usual = "".join(f'<c r="{{{letter}}}" s="3"><v>7</v></c>' for letter in "ABCDE")
    before, behind = ([f'<row r="{at}">{usual}</row>' for at in rows] for rows in ((2, 3), (5, 6)))
    rows = (*before, odd, *behind)
    xml = "".join(
        row.format(**{name: f"{column}{number}" for name, column in letters.items()})
        for number, row in enumerate(rows, 2)
    )
    sheet = f"<worksheet><sheetData>{xml}</sheetData><pageMargins/></worksheet>".encode()
    updates: dict[int, dict[str, Cell]] = {
        at: {"Hours": at, "Invoice": f"I-{at}"} for at in range(5)
    }
    updates[2]["Invoice"] = None
    edit = TableEdit("Lines", updates)
    return Drawn(_table(first_column, 1, 5), sheet, edit, edit)


def _table(first_column: int, heading_row: int, height: int) -> Table:
    columns = tuple(TableColumn(heading, first_column + at) for at, heading in enumerate(HEADINGS))
    area = Area(first_column, heading_row, first_column + len(HEADINGS) - 1, heading_row + height)
    return Table("Lines", "table1.xml", "Lines", "sheet1.xml", area, 1, 0, False, columns)  # noqa: FBT003


@st.composite
def drawn_tables(draw: st.DrawFn) -> Drawn:
    """Tables of up to twenty rows; most of their cells are of the forms that programs write."""
    first_column, heading_row = draw(st.sampled_from([1, 22, 25, 699])), draw(st.integers(1, 120))
    height = draw(st.integers(1, 20))
    body = range(heading_row + 1, heading_row + 1 + height)
    table = _table(first_column, heading_row, height)
    most = draw(st.sampled_from([2, len(body)]))
    strange = draw(st.sets(st.sampled_from(body), max_size=most))
    rows = "".join(draw(_rows(number, first_column, number in strange)) for number in body)
    xml = f"<worksheet><sheetData>{rows}</sheetData><pageMargins/></worksheet>".encode()
    edit, by_column = draw(_edits(height))
    return Drawn(table, xml, edit, by_column)


@st.composite
def _rows(draw: st.DrawFn, number: int, first_column: int, strange: bool) -> str:  # noqa: FBT001
    if strange and draw(st.integers(0, 5)) == 0:
        return str(draw(st.sampled_from(["", '<row r="{}"/>', '<row r="{}"></row>']))).format(
            number
        )
    forms, tags = (FORMS, TAGS) if strange else (USUAL, TAGS[:2])
    places = [first_column + at for at in range(len(HEADINGS))]
    if strange and draw(st.booleans()):
        places = [max(first_column - 2, 1), *places, places[-1] + 2]
        places = sorted(set(places))
    cells = "".join(
        draw(st.sampled_from(forms)).replace("{}", f"{column_letters(place)}{number}")
        for place in places
    )
    end = draw(st.sampled_from(ENDS)) if strange else "</row>"
    return str(draw(st.sampled_from(tags))).format(number) + cells + end


@st.composite
def _edits(draw: st.DrawFn, height: int) -> tuple[TableEdit, TableEdit]:
    changing = draw(st.lists(st.sampled_from(HEADINGS), min_size=1, unique=True))
    indices = sorted(draw(st.sets(st.integers(0, height - 1))))
    values = draw(st.lists(st.sampled_from(CELLS), min_size=1, max_size=5))
    codes = {
        heading: [draw(st.integers(KEPT, len(values) - 1)) for _ in indices] for heading in changing
    }
    touched = [at for at in range(len(indices)) if any(one[at] != KEPT for one in codes.values())]
    by_column = ColumnUpdates(
        np.array([indices[at] for at in touched], np.int64),
        {
            heading: Coded(np.array([one[at] for at in touched], np.int32), values)
            for heading, one in codes.items()
        },
    )
    removed = draw(st.frozensets(st.integers(0, height - 1), max_size=3))
    if draw(st.booleans()):
        removed = frozenset()
    added = draw(st.integers(0, 4))
    block = Block(
        tuple(changing),
        [[draw(st.sampled_from(CELLS)) for _ in range(added)] for _ in changing],
        added,
    )
    order = draw(st.permutations(range(added)))
    rows = ColumnRows([block], order)
    return (
        TableEdit("Lines", {at: dict(row) for at, row in by_column.items()}, removed, list(rows)),
        TableEdit("Lines", by_column, removed, rows),
    )

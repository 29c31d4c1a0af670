"""Workbooks as users have them, made at random: tables, their own columns, and what refers to them.

A ``Model`` says all that a workbook holds. An edit of the model is worked out here, apart from the
program that is tested; the workbook that is made of the edited model is what the edited file has
to read like.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from functools import cached_property

from hypothesis import strategies as st

from addin.books.book import TableEdit
from addin.tables.grid import Cell


class Kind(StrEnum):
    """What a column holds; the last six are formulas of the user."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    TIME = "time"
    TRUTH = "truth"
    ANYTHING = "anything"
    OWN_ROW = "own row"
    OWN_ADDRESS = "own row by address"
    RUNNING = "running total"
    FIXED_CELL = "fixed cell"
    WHOLE_COLUMN = "whole column"
    FIRST_TABLE = "rows of the first table by address"

    @property
    def is_formula(self) -> bool:
        """Whether a formula of the table fills the column."""
        return list(Kind).index(self) > list(Kind).index(Kind.ANYTHING)


@dataclass(frozen=True)
class Typed:
    """A formula that the user typed into one cell of a column."""

    formula: str
    result: str | float


@dataclass(frozen=True)
class Row:
    """One row: cells by heading; a column of formulas that it does not name has its formula.

    Attributes:
        note: Heading of the cell with a comment; empty for none.
        link: Heading of the cell with a hyperlink; empty for none.
        bold: Whether its cells are printed bold.
    """

    cells: Mapping[str, Cell | Typed]
    note: str = ""
    link: str = ""
    bold: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table, at most one of a kind beside the base."""

    heading: str
    kind: Kind
    hidden: bool = False
    validated: bool = False
    coloured: bool = False


@dataclass(frozen=True)
class Table:
    """A table; ``top`` and ``left`` are those of its headings, from 0.

    Attributes:
        base: Heading of the column of numbers that the formulas are about.
    """

    name: str
    sheet: int
    top: int
    left: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    base: str
    totals: bool
    filtered: bool

    @property
    def first(self) -> int:
        """The first data row, from 0."""
        return self.top + 1

    @property
    def last(self) -> int:
        """The last data row, from 0."""
        return self.top + len(self.rows)

    @property
    def bottom(self) -> int:
        """The last row of all, from 0."""
        return self.last + self.totals

    @property
    def right(self) -> int:
        """The last column, from 0."""
        return self.left + len(self.columns) - 1

    def place(self, heading: str) -> int:
        """The column of the sheet under a heading, from 0."""
        return self.left + [column.heading for column in self.columns].index(heading)

    def below(self, rows: int) -> "Region":
        """The cells that it takes in when it becomes longer by some rows."""
        return Region(self.bottom + 1, self.left, self.bottom + rows, self.right)


@dataclass(frozen=True)
class Region:
    """Cells of a sheet, all bounds inclusive and from 0."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is one of them."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def meets(self, table: Table) -> bool:
        """Whether a table has a cell of it."""
        apart = table.bottom < self.top or table.top > self.bottom
        return not (apart or table.right < self.left or table.left > self.right)


class Pointing(StrEnum):
    """How a formula of the summary refers to a table."""

    CELL = "one cell"
    BODY = "all rows by address"
    UPPER = "the upper rows by address"
    WITH_HEADINGS = "all with its headings by address"
    STRUCTURED = "a column by name"
    WHOLE_COLUMN = "a column of the sheet"


@dataclass(frozen=True)
class Pointer:
    """A formula of the summary, about the base of a table; rows from 0, inclusive."""

    table: str
    how: Pointing
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class Model:
    """All that a workbook holds.

    Attributes:
        beside: Texts in cells of their own: sheet, row and column, from 0.
        named: Tables whose base has a name of its own.
        drawn: Tables whose base is shown by a chart and by a sparkline.
    """

    tables: tuple[Table, ...]
    beside: Mapping[tuple[int, int, int], str]
    pointers: tuple[Pointer, ...]
    named: frozenset[str]
    drawn: frozenset[str]
    since_1904: bool
    frozen: bool
    tall_row: int

    @cached_property
    def by_name(self) -> dict[str, Table]:
        """The tables by their names."""
        return {table.name: table for table in self.tables}

    def edited(self, edits: Sequence[TableEdit]) -> "Model":
        """The workbook with the edits made and all else following."""
        pointers, tables = list(self.pointers), dict(self.by_name)
        for edit in edits:
            before = tables[edit.table]
            tables[edit.table] = replace(before, rows=_edited_rows(before, edit))
            pointers = [
                _followed(one, before, edit) if one.table == edit.table else one for one in pointers
            ]
        return replace(self, tables=tuple(tables.values()), pointers=tuple(pointers))


def _edited_rows(table: Table, edit: TableEdit) -> tuple[Row, ...]:
    rows = [
        replace(row, cells={**row.cells, **edit.updates.get(index, {})})
        for index, row in enumerate(table.rows)
        if index not in edit.removed
    ]
    look = (rows or table.rows[:1])[-1].bold
    rows += [Row(dict(cells), bold=look) for cells in edit.added]
    # A table is never without a row.
    return tuple(rows or [Row({}, bold=look)])


def stays(edit: TableEdit, height: int, index: int) -> bool:
    """Whether a row is still there afterwards; of a table emptied whole, the first one is."""
    return index not in edit.removed or (index == 0 and len(edit.removed) == height)


def place_after(edit: TableEdit, height: int, index: int) -> int:
    """Where a row is that stays."""
    return index - sum(stays(edit, height, one) is False for one in range(index))


def _followed(pointer: Pointer, table: Table, edit: TableEdit) -> Pointer:
    """The pointer after an edit that does not take away all that it points to."""
    height = len(table.rows)
    kept = [
        place_after(edit, height, index)
        for index in range(pointer.first, pointer.last + 1)
        if stays(edit, height, index)
    ]
    return replace(pointer, first=kept[0], last=kept[-1]) if kept else pointer


# What is asked of a workbook --------------------------------------------------------------------

NASTY = "aé€🙂<>&\"'=_x0041_\n\t \x01\x0b\x1f"
TEXTS = st.sampled_from(
    ["=1+1", "=HYPERLINK(1)", "+33", "-5", "@x", "0123", " a ", "TRUE", "#N/A", "1/2", "'"]
) | st.text(st.sampled_from(NASTY) | st.characters(codec="utf-8"), min_size=1, max_size=5).filter(
    lambda text: not set(text) & set("\r\ufffe\uffff")
)
# Fifteen digits are what XlsxWriter, too, writes without loss.
NUMBERS = st.integers(-(10**12), 10**12) | st.decimals(-(10**6), 10**6, places=4).map(float)
VALUES: Mapping[Kind, st.SearchStrategy[Cell]] = {
    Kind.TEXT: TEXTS,
    Kind.NUMBER: NUMBERS,
    Kind.DAY: st.dates(date(1904, 1, 2), date(2200, 1, 1)),
    Kind.TIME: st.builds(time, st.integers(0, 23), st.integers(0, 59), st.integers(0, 59)),
    Kind.TRUTH: st.booleans(),
    Kind.ANYTHING: TEXTS | NUMBERS | st.booleans(),
}
SELDOM: st.SearchStrategy[bool] = st.sampled_from((False,) * 24 + (True,))
TYPED: st.SearchStrategy[Cell | Typed] = st.sampled_from(
    [Typed("=1/3", 1 / 3), Typed("=NA()", "#N/A"), Typed('="=""x"""', '="x"')]
)
HEADINGS = ("Prix d'achat", "Qté #", "a[b]", "x & <y>", "two\nlines", "N°", "été", "@home", "Mine")
BASES = ("Number", "Unit price", "Montant")
NAMES = ("Fees", "Été_2026", "T_3")
SHEETS = ("Fees & more", "l'année")
"""The sheets of the tables; a third one, ``Summary``, refers to them."""


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Any workbook of one to three tables on up to two sheets."""
    tables: list[Table] = []
    for name in NAMES[: draw(st.integers(1, 3))]:
        tables.append(draw(_table(name, tables)))
    # A range of one row may be meant as that row or as the column: nobody can tell.
    tall = [table for table in tables if len(table.rows) > 1]
    return Model(
        tables=tuple(tables),
        beside=draw(_beside(tables)),
        pointers=tuple(draw(_pointer(table)) for table in tall if draw(st.booleans())),
        named=_some(draw, tall),
        drawn=_some(draw, tall),
        since_1904=draw(st.booleans()),
        frozen=draw(st.booleans()),
        tall_row=draw(st.integers(0, 12)),
    )


def _some(draw: st.DrawFn, tables: Sequence[Table]) -> frozenset[str]:
    return frozenset(table.name for table in tables if draw(st.booleans()))


@st.composite
def _table(draw: st.DrawFn, name: str, others: Sequence[Table]) -> Table:
    alone = not others or len(others[0].rows) == 1
    columns, base = draw(_columns(alone=alone))
    sheet = draw(st.integers(0, 1)) if others else 0
    there = [table for table in others if table.sheet == sheet]
    # The first column and row are left to cells that formulas refer to.
    top, left = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    beside: bool = draw(st.booleans())
    if there and beside:
        left = max(table.right for table in there) + 2 + draw(st.integers(0, 1))
    elif there:
        top = max(table.bottom for table in there) + 2 + draw(st.integers(0, 2))
    return Table(
        name,
        sheet,
        top,
        left,
        columns,
        tuple(draw(st.lists(_row(columns, base), min_size=1, max_size=5))),
        base,
        totals=draw(st.booleans()),
        filtered=draw(st.booleans()),
    )


@st.composite
def _columns(draw: st.DrawFn, *, alone: bool) -> tuple[tuple[Column, ...], str]:
    base = draw(st.sampled_from(BASES))
    kinds = set(Kind) - ({Kind.FIRST_TABLE} if alone else set())
    others = draw(st.lists(st.sampled_from(sorted(kinds)), max_size=4, unique=True))
    headings = draw(st.permutations(HEADINGS))
    columns = [
        Column(heading, kind, *(draw(st.booleans()) for _ in range(3)))
        for heading, kind in [(base, Kind.NUMBER), *zip(headings, others, strict=False)]
    ]
    return tuple(draw(st.permutations(columns))), base


@st.composite
def _row(draw: st.DrawFn, columns: Sequence[Column], base: str) -> Row:
    cells: dict[str, Cell | Typed] = {}
    for column in columns:
        if column.kind.is_formula:
            if draw(SELDOM):  # typed over
                cells[column.heading] = draw(NUMBERS)
        else:
            typed = column.kind is Kind.ANYTHING and draw(st.booleans())
            cells[column.heading] = draw(TYPED if typed else st.none() | VALUES[column.kind])
    texts = [column.heading for column in columns if column.kind is Kind.TEXT]
    linked: bool = draw(SELDOM)
    marked = texts[0] if texts and linked else ""
    if marked:
        cells[marked] = "linked"
    return Row(cells, base if draw(SELDOM) else "", marked, draw(st.booleans()))


@st.composite
def _beside(draw: st.DrawFn, tables: Sequence[Table]) -> dict[tuple[int, int, int], str]:
    cells: dict[tuple[int, int, int], str] = {}
    for table in tables:
        for row in range(table.top, table.bottom + 1):
            cells[table.sheet, row, table.left - 1] = f"left {row}"
            cells[table.sheet, row, table.right + 1] = f"right {row}"
        column = draw(st.integers(table.left, table.right))
        cells[table.sheet, table.bottom + draw(st.integers(2, 12)), column] = "below"
    return {
        (sheet, row, column): text
        for (sheet, row, column), text in cells.items()
        if not any(
            table.sheet == sheet and Region(row, column, row, column).meets(table)
            for table in tables
        )
    }


@st.composite
def _pointer(draw: st.DrawFn, table: Table) -> Pointer:
    last = len(table.rows) - 1
    how = draw(st.sampled_from(Pointing))
    if how is Pointing.CELL:
        row = draw(st.integers(0, last))
        return Pointer(table.name, how, row, row)
    if how is Pointing.UPPER and last > 1:
        return Pointer(table.name, how, 0, draw(st.integers(1, last - 1)))
    return Pointer(table.name, Pointing.BODY if how is Pointing.UPPER else how, 0, last)


@st.composite
def edits_of(draw: st.DrawFn, model: Model) -> list[TableEdit]:
    """One to three edits, of one table each, none of them empty."""
    tables = draw(st.lists(st.sampled_from(model.tables), min_size=1, unique_by=lambda t: t.name))
    edits = [draw(_edit(table)) for table in tables]
    return [edit for edit in edits if edit]


@st.composite
def _edit(draw: st.DrawFn, table: Table) -> TableEdit:
    height = len(table.rows)
    values = {
        column.heading: VALUES[column.kind] if not column.kind.is_formula else NUMBERS
        for column in table.columns
    }
    linked = {row.link for row in table.rows}
    typed = {
        column.heading: st.none() | values[column.heading]
        for column in table.columns
        if not column.kind.is_formula and column.heading not in linked
    }
    row = st.fixed_dictionaries({}, optional=typed)
    over = st.fixed_dictionaries({}, optional={**typed, **_formulas(table, values)})
    updates = draw(st.dictionaries(st.integers(0, height - 1), over, max_size=3))
    removed = draw(st.frozensets(st.integers(0, height - 1), max_size=height))
    added = draw(st.lists(row | over, max_size=4))
    return TableEdit(table.name, updates, removed, added)


def _formulas(
    table: Table, values: Mapping[str, st.SearchStrategy[Cell]]
) -> dict[str, st.SearchStrategy[Cell]]:
    return {one.heading: values[one.heading] for one in table.columns if one.kind.is_formula}

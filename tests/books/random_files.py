"""The file of a random workbook, and what openpyxl finds in such a file."""

import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import xlsxwriter
from openpyxl.cell import Cell as OpenpyxlCell
from openpyxl.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils.cell import get_column_letter, quote_sheetname
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table as OpenpyxlTable
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.format import Format

from addin.tables.grid import Cell
from books.random_workbooks import (
    SHEETS,
    Column,
    Kind,
    Model,
    Pointer,
    Pointing,
    Row,
    Table,
    Typed,
)

SUMMARY = "Summary"
CORNER = 7
"""What the cell A1 of the sheets of tables holds: the only number of its column."""
_LOOKS = {Kind.DAY: "dd/mm/yyyy", Kind.TIME: "hh:mm:ss", Kind.NUMBER: "#,##0.0000"}


def address(column: int, row: int, *, fixed: bool = False) -> str:
    """The address of a cell, both counted from 0."""
    mark = "$" * fixed
    return f"{mark}{get_column_letter(column + 1)}{mark}{row + 1}"


def _base_range(table: Table, first: int, last: int) -> str:
    at = table.place(table.base)
    cells = f"{address(at, first, fixed=True)}:{address(at, last, fixed=True)}"
    return f"{quote_sheetname(SHEETS[table.sheet])}!{cells}"


def body_of(table: Table) -> str:
    """The cells of the base of a table, with their sheet."""
    return _base_range(table, table.first, table.last)


def formula_of(model: Model, table: Table, column: Column, index: int) -> str:
    """The formula of a column in a data row, from 0."""
    base, row = table.place(table.base), table.first + index
    letters = get_column_letter(base + 1)
    return {
        Kind.OWN_ROW: f"={table.name}[[#This Row],[{table.base}]]*2",
        Kind.OWN_ADDRESS: f"={letters}{row + 1}*2",
        Kind.RUNNING: f"=SUM({letters}${table.first + 1}:{letters}{row + 1})",
        Kind.FIXED_CELL: "=$A$1+1",
        Kind.WHOLE_COLUMN: "=SUM($A:$A)",
        Kind.FIRST_TABLE: f"=COUNT({body_of(model.tables[0])})",
    }[column.kind]


def result_of(model: Model, table: Table, column: Column, index: int) -> float:
    """What that formula comes to."""
    numbers = [_number(row.cells.get(table.base)) for row in table.rows]
    first = [row.cells.get(model.tables[0].base) for row in model.tables[0].rows]
    return {
        Kind.OWN_ROW: numbers[index] * 2,
        Kind.OWN_ADDRESS: numbers[index] * 2,
        Kind.RUNNING: sum(numbers[: index + 1]),
        Kind.FIXED_CELL: CORNER + 1,
        Kind.WHOLE_COLUMN: CORNER,
        Kind.FIRST_TABLE: sum(number is not None for number in first),
    }[column.kind]


def _number(cell: Cell | Typed) -> float:
    assert cell is None or isinstance(cell, int | float)
    return float(cell or 0)


def pointing_of(model: Model, pointer: Pointer) -> str:
    """The formula of the summary."""
    table = model.by_name[pointer.table]
    letters = get_column_letter(table.place(table.base) + 1)
    sheet = quote_sheetname(SHEETS[table.sheet])
    first, last = table.first + pointer.first, table.first + pointer.last
    return {
        Pointing.CELL: f"={_base_range(table, first, last).partition(':')[0]}",
        Pointing.UPPER: f"=SUM({_base_range(table, first, last)})",
        Pointing.BODY: f"=SUM({body_of(table)})",
        Pointing.WITH_HEADINGS: f"=ROWS({_base_range(table, table.top, table.last)})",
        Pointing.STRUCTURED: f"=SUM({table.name}[{table.base}])",
        Pointing.WHOLE_COLUMN: f"=ROWS({sheet}!${letters}:${letters})",
    }[pointer.how]


# Writing ----------------------------------------------------------------------------------------


class Writer:
    """Writes one model with XlsxWriter."""

    def __init__(self, workbook: xlsxwriter.Workbook, model: Model) -> None:
        self.workbook, self.model = workbook, model
        self.formats: dict[tuple[Kind, bool], Format] = {}
        self.sheets = [workbook.add_worksheet(name) for name in (*SHEETS, SUMMARY)]

    def write(self) -> None:
        """Everything."""
        for sheet in self.sheets[:-1]:
            sheet.write_number(0, 0, CORNER)
            sheet.set_row(self.model.tall_row, 31)
            if self.model.frozen:
                sheet.freeze_panes(1, 1)
        for (sheet, row, column), text in self.model.beside.items():
            self.sheets[sheet].write_string(row, column, text)
        for number, table in enumerate(self.model.tables):
            self._table(table)
            self._followers(number, table)
        for row, pointer in enumerate(self.model.pointers):
            self.sheets[-1].write_formula(row, 1, pointing_of(self.model, pointer))

    def _look(self, kind: Kind, *, bold: bool) -> Format:
        if (kind, bold) not in self.formats:
            # Never the look of a cell that nobody has touched, which no file keeps.
            look = {"num_format": _LOOKS.get(kind, "General"), "bold": bold, "indent": 1}
            self.formats[kind, bold] = self.workbook.add_format(look)
        return self.formats[kind, bold]

    def _table(self, table: Table) -> None:
        sheet, columns = self.sheets[table.sheet], []
        for column in table.columns:
            one: dict[str, str] = {"header": column.heading}
            if column.kind.is_formula:
                one["formula"] = formula_of(self.model, table, column, 0)
            elif column.heading == table.base and table.totals:
                one["total_function"] = "sum"
            columns.append(one)
        settings = {
            "name": table.name,
            "columns": columns,
            "total_row": table.totals,
            "autofilter": table.filtered,
        }
        sheet.add_table(table.top, table.left, table.bottom, table.right, settings)
        for index, row in enumerate(table.rows):
            for column in table.columns:
                self._cell(table, column, index, row)

    def _cell(self, table: Table, column: Column, index: int, row: Row) -> None:
        sheet, place = self.sheets[table.sheet], table.place(column.heading)
        look, at = self._look(column.kind, bold=row.bold), table.first + index
        value = row.cells.get(column.heading)
        if column.kind.is_formula and value is None:
            formula = formula_of(self.model, table, column, index)
            sheet.write_formula(at, place, formula, look)
        elif row.link == column.heading:
            sheet.write_url(at, place, "https://example.org/", look, str(value))
        elif isinstance(value, Typed):
            sheet.write_formula(at, place, value.formula, look, value.result)
        else:
            _put(sheet, at, place, value, look)
        if row.note == column.heading:
            sheet.write_comment(at, place, "a note", {"author": "Ann"})

    def _followers(self, number: int, table: Table) -> None:
        sheet = self.sheets[table.sheet]
        for column in table.columns:
            place = table.place(column.heading)
            area = (table.first, place, table.last, place)
            if column.hidden:
                sheet.set_column(place, place, 11, None, {"hidden": True})
            if column.validated:
                rule = {"validate": "length", "criteria": "<", "value": 99, "ignore_blank": True}
                sheet.data_validation(*area, rule)
            if column.coloured:
                look = {"type": "formula", "criteria": f"=LEN({address(place, table.first)})>3"}
                sheet.conditional_format(*area, look)
        if table.name in self.model.named:
            self.workbook.define_name(f"base_of_{table.name}", f"={body_of(table)}")
        if table.name in self.model.drawn:
            self.sheets[-1].add_sparkline(number, 3, {"range": body_of(table)})
            chart = self.workbook.add_chart({"type": "column"})
            chart.add_series({"values": f"={body_of(table)}"})
            self.sheets[-1].insert_chart(number * 20, 5, chart)


def _put(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Cell, look: Format
) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, date | time):
        sheet.write_datetime(row, column, value, look)
    elif value is None:
        sheet.write_blank(row, column, None, look)
    else:
        sheet.write_number(row, column, float(value), look)


def write(path: Path, model: Model) -> Path:
    """Write the workbook of a model."""
    with xlsxwriter.Workbook(path, {"date_1904": model.since_1904}) as workbook:
        Writer(workbook, model).write()
    return path


# Reading ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """A cell as openpyxl finds it."""

    value: object
    kind: str
    look: str
    bold: bool
    note: bool
    link: str


@dataclass(frozen=True)
class Seen:
    """A workbook as openpyxl finds it: cells by sheet and address, and what refers to them."""

    cells: Mapping[str, Found]
    tables: Mapping[str, object]
    rules: Counter[tuple[str, ...]]
    names: Mapping[str, str]
    sheets: Mapping[str, object]
    drawn: Counter[str]


def seen(path: Path) -> Seen:
    """Read a workbook."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Sparkline Group extension", UserWarning)
        book = openpyxl.load_workbook(path)
    return Seen(
        cells=dict(_cells(book)),
        tables={
            table.displayName: (sheet.title, table.ref, table.totalsRowCount, _filter(table))
            for sheet in book
            for table in sheet.tables.values()
        },
        rules=Counter(rule for sheet in book for rule in _rules(sheet)),
        names={name: str(defined.attr_text) for name, defined in book.defined_names.items()},
        sheets={sheet.title: _frame(sheet) for sheet in book},
        drawn=Counter(_drawn(path)),
    )


def _filter(table: OpenpyxlTable) -> str:
    return str(table.autoFilter.ref) if table.autoFilter else ""


def _cells(book: Workbook) -> Iterator[tuple[str, Found]]:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                found = _found(cell)
                if found.value is not None or found.look != "General" or found.bold:
                    yield f"{sheet.title}!{cell.coordinate}", found


def _found(cell: OpenpyxlCell | MergedCell) -> Found:
    value = cell.value
    assert not isinstance(value, CellRichText)
    if isinstance(value, str) and cell.data_type != "f":
        value = unescape(value)
    link = str(cell.hyperlink.target) if cell.hyperlink else ""
    note, bold = cell.comment is not None, bool(cell.font.b)
    kind = "s" if cell.data_type == "inlineStr" else cell.data_type
    return Found(value, kind, cell.number_format, bold, note, link)


def _rules(sheet: Worksheet) -> Iterator[tuple[str, ...]]:
    """Validations and conditional formats, one for each cell they are about."""
    for rule in sheet.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            yield sheet.title, str(rule.type), str(rule.formula1), str(area)
    for places in sheet.conditional_formatting:
        for condition in places.rules:
            for area in places.sqref.ranges:
                yield sheet.title, str(condition.type), str(condition.formula), str(area)


def _frame(sheet: Worksheet) -> object:
    """What stays: frozen panes, widths and hidden columns, heights."""
    columns = {name: (one.width, one.hidden) for name, one in sheet.column_dimensions.items()}
    heights = {row: one.height for row, one in sheet.row_dimensions.items() if one.height}
    return sheet.freeze_panes, columns, heights


def _drawn(path: Path) -> Iterator[str]:
    """What charts and sparklines show, for openpyxl reads neither."""
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if re.search(r"charts/chart|worksheets/sheet", name):
                tag = "c:f" if "chart" in name else "xm:f"
                yield from re.findall(f"<{tag}>([^<]+)<", archive.read(name).decode())

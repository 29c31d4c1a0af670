"""The copy of a user's file in which every fault is marked: red cells, and a sentence in each.

The layout of an Excel file is kept, as far as openpyxl keeps it: charts and pictures are not in the
copy. A csv file becomes a sheet of texts, in which no zero is lost. The sentences also stand in a
column at the end, which an import passes over.
"""

import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

import openpyxl
import python_calamine
import xlsxwriter
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.disk import write_flushed
from addin.tables.import_marks import import_words
from addin.tables.sources import csv_rows, folded_heading, unguarded
from addin.words import Language

RED = "F8CBC6"
DARK = "A4262C"
AUTHOR = "Quotepart"
MOST_COMMENTS = 2000
"""Excel opens a sheet with more of them slowly; the column at the end has every sentence."""
MOST_TOLD = 20
"""Sentences that one cell holds at most."""
WIDEST = 100
_LINE = 15.0
_FITTING = WIDEST + 12  # characters are narrower than digits on average

_NOT_ITS_KIND = (ValueError, KeyError, TypeError, AttributeError, IndexError, BadZipFile)
"""What openpyxl raises over a file that others can read."""


class Mark(NamedTuple):
    """One fault.

    Attributes:
        row: As the sheet counts it, from 1; None for a fault of a whole column or file.
        heading: Above the cell, as the file has it; empty for a whole row.
        sentence: What is wrong.
    """

    row: int | None
    heading: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Marks:
    """What is wrong with a file.

    Attributes:
        heading_row: The row of its headings, from 1.
        language: Of the sentences.
        all: Every fault, in the order of its rows.
        headings: What is looked for at the top of a csv file, as ``read_source`` has it.
    """

    heading_row: int
    language: Language
    all: Sequence[Mark]
    headings: frozenset[str] = field(default_factory=frozenset)

    def by_cell(self) -> Mapping[tuple[int, str], list[str]]:
        """The sentences of each cell, by row and heading; those of a column at its heading."""
        found: dict[tuple[int, str], list[str]] = defaultdict(list)
        for row, heading, sentence in self.all:
            found[row or self.heading_row, heading].append(sentence)
        return found

    def by_row(self) -> Mapping[int, str]:
        """All the sentences of each row, a line for each."""
        found: dict[int, list[str]] = defaultdict(list)
        for row, heading, sentence in self.all:
            if row is not None:
                found[row].append(f"{heading}: {sentence}" if heading else sentence)
        return {row: self.told(sentences) for row, sentences in found.items()}

    def of_the_file(self) -> str:
        """The sentences that are about no row."""
        return self.told([sentence for row, _, sentence in self.all if row is None])

    def told(self, sentences: Sequence[str]) -> str:
        """The sentences below one another, the first of them where there are too many."""
        lines = list(dict.fromkeys(sentences))
        if len(lines) > MOST_TOLD:
            rest = import_words("rest")[self.language].format(count=len(lines) - MOST_TOLD)
            lines = [*lines[:MOST_TOLD], rest]
        return "\n".join(lines)


def copy_name(source: Path, language: Language) -> Path:
    """Where the marked copy of a file goes: beside it, over nothing that is there already.

    A copy that was mended and still has faults gets a copy of its own, not a name twice as long.
    """
    stem = source.stem
    for ending in import_words("mend_file").all():
        stem = stem.partition(f" - {ending}")[0]
    name = f"{stem} - {import_words('mend_file')[language]}"
    paths = (
        source.with_name(f"{name}{'' if number == 1 else f' {number}'}.xlsx")
        for number in range(1, 10_000)
    )
    return next(path for path in paths if not path.exists())


def write_marked_copy(source: Path, to: Path, marks: Marks) -> None:
    """Write the copy of a file with its faults marked.

    Args:
        source: A csv or Excel file that could be read.
        to: Where the copy goes, an Excel file.
        marks: What is wrong.

    Raises:
        OSError: It cannot be written there.
    """
    if source.suffix.lower() in {".xlsx", ".xlsm"}:
        try:
            made = _marked_workbook(source, marks)
        except _NOT_ITS_KIND:
            made = _made_anew(_excel_rows(source), marks)
    else:
        rows = csv_rows(source, marks.headings)
        made = _made_anew([[unguarded(cell) for cell in row] for row in rows], marks)
    write_flushed(to, made)


def _marked_workbook(source: Path, marks: Marks) -> bytes:
    """The user's own workbook, marked."""
    made = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells what it does not keep
        workbook = openpyxl.load_workbook(source)
        try:
            _mark(workbook.worksheets[0], marks)
            workbook.active = 0
            workbook.save(made)
        finally:
            workbook.close()
    return made.getvalue()


def _mark(sheet: Worksheet, marks: Marks) -> None:
    top = marks.heading_row
    headings = [cell.value for cell in sheet[top]]
    _unmark(sheet)
    places: dict[str, int] = {}
    for number, heading in enumerate(headings, 1):
        places.setdefault(str(heading if heading is not None else "").strip(), number)
    end = _end_column(headings)
    _write_end(sheet, marks, end)
    for count, ((row, heading), sentences) in enumerate(marks.by_cell().items()):
        cell = sheet.cell(row, places.get(heading, 0) or (end if row == top else 1))
        if row != top or heading in places:
            cell.fill = PatternFill("solid", fgColor=RED)
        if count < MOST_COMMENTS:
            _comment(cell, marks.told(sentences))


def _unmark(sheet: Worksheet) -> None:
    """Take away the marks that an earlier copy has left."""
    for row in sheet.iter_rows():
        for cell in row:
            if not isinstance(cell, SheetCell):
                continue  # the rest of cells that are one
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
            if cell.has_style and str(cell.fill.fgColor.rgb).endswith(RED):
                cell.fill = PatternFill()


def _end_column(headings: Sequence[Any]) -> int:
    """The column for the sentences: that of an earlier copy, or the first one behind the others."""
    for number, heading in enumerate(headings, 1):
        if folded_heading(heading) in map(folded_heading, import_words("mend_heading").all()):
            return number
    filled = [number for number, heading in enumerate(headings, 1) if heading not in (None, "")]
    return max(filled, default=0) + 1


def _write_end(sheet: Worksheet, marks: Marks, end: int) -> None:
    letter, top = get_column_letter(end), marks.heading_row
    for row in range(top + 1, sheet.max_row + 1):
        if sheet.cell(row, end).value is not None:
            sheet.cell(row, end).value = None
    heading = sheet.cell(top, end, import_words("mend_heading")[marks.language])
    usual = sheet.cell(top + 1, 1).font
    heading.font = Font(name=usual.name, size=usual.size, bold=True, color="FFFFFF")
    heading.fill = PatternFill("solid", fgColor=DARK)
    if told := marks.of_the_file():
        _comment(heading, told)
    sentences = marks.by_row()
    sheet.column_dimensions[letter].width = _width(sentences.values())
    for row, told in sentences.items():
        cell = sheet.cell(row, end)
        cell.value, cell.data_type = told, "s"
        cell.font = Font(name=usual.name, size=usual.size, color=DARK)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        _raise(sheet, row, _LINE * _lines(told, _FITTING))


def _raise(sheet: Worksheet, row: int, height: float) -> None:
    """Make room for the sentences of a row, its own cells at the top beside them."""
    known = sheet.row_dimensions[row].height
    if known is None or known < height:
        sheet.row_dimensions[row].height = height
    for cell in sheet[row]:
        if cell.value is not None:
            own = cell.alignment
            cell.alignment = Alignment(
                own.horizontal, "top", wrap_text=own.wrap_text, indent=own.indent
            )


def _comment(cell: Any, told: str) -> None:  # noqa: ANN401 - also the rest of cells that are one
    if not isinstance(cell, SheetCell):
        return
    others = f"{cell.comment.text}\n" if cell.comment is not None else ""
    comment = Comment(others + told, AUTHOR)
    comment.width, comment.height = 320, _height(others + told)
    cell.comment = comment


def _width(sentences: Iterable[str]) -> float:
    longest = max((len(line) for told in sentences for line in told.split("\n")), default=0)
    return float(min(max(longest + 2, 14), WIDEST))


def _height(told: str) -> int:
    """Of the comment that shows a text, in pixels."""
    return 20 + 18 * _lines(told, 48)


def _lines(told: str, width: int) -> int:
    return sum(1 + len(line) // width for line in told.split("\n"))


def _excel_rows(source: Path) -> list[list[Any]]:
    with python_calamine.load_workbook(str(source)) as book:
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def _made_anew(rows: Sequence[Sequence[Any]], marks: Marks) -> bytes:
    """A workbook of one sheet with these cells."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        _Fresh(workbook, sheet, marks).write(rows)
    return made.getvalue()


class _Fresh:
    """Writes the sheet of a copy that has no layout to keep."""

    def __init__(
        self, workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, marks: Marks
    ) -> None:
        self._sheet = sheet
        self._marks = marks
        self._date_formats = {
            kind: workbook.add_format({"num_format": pattern})
            for kind, pattern in ((date, "dd/mm/yyyy"), (time, "hh:mm"), (timedelta, "[h]:mm"))
        }
        self._text = workbook.add_format({"num_format": "@", "valign": "top"})
        self._red = workbook.add_format({"num_format": "@", "bg_color": f"#{RED}", "valign": "top"})
        self._bold = workbook.add_format({"bold": True, "bottom": 1})
        self._red_bold = workbook.add_format({"bold": True, "bottom": 1, "bg_color": f"#{RED}"})
        self._end_heading = workbook.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": f"#{DARK}"}
        )
        self._end = workbook.add_format(
            {"font_color": f"#{DARK}", "text_wrap": True, "valign": "top"}
        )

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write the rows, and the marks on them."""
        top = self._marks.heading_row - 1
        headings = [str(cell).strip() for cell in rows[top]]
        end = _end_column(headings)
        by_cell = self._marks.by_cell()
        faulty = {
            (row - 1, headings.index(heading) if heading in headings else 0)
            for row, heading in by_cell
            if row != top + 1 or heading in headings
        }
        for number, row in enumerate(rows):
            for at, cell in enumerate(row[: end - 1] if number >= top else row):
                self._write_cell(number, at, cell, red=(number, at) in faulty, bold=number == top)
        for (place, heading), told in islice(by_cell.items(), MOST_COMMENTS):
            known = headings.index(heading) if heading in headings else None
            at = known if known is not None else 0 if place > top + 1 else end - 1
            self._comment(place - 1, at, self._marks.told(told))
        self._write_end(top, end)
        for at in range(end - 1):
            texts = [str(row[at]) for row in rows[top : top + 200] if at < len(row)]
            self._sheet.set_column(at, at, min(max(map(len, texts), default=8) + 2, 40))
        self._sheet.freeze_panes(top + 1, 0)

    def _write_cell(self, row: int, at: int, cell: Any, *, red: bool, bold: bool) -> None:  # noqa: ANN401 - as it was read
        style = self._red if red else None
        if bold:
            style = self._red_bold if red else self._bold
        if isinstance(cell, bool):
            self._sheet.write_boolean(row, at, cell, style)
        elif isinstance(cell, int | float):
            self._sheet.write_number(row, at, cell, style)
        elif isinstance(cell, date | time | timedelta):
            kind = next(one for one in (time, timedelta, date) if isinstance(cell, one))
            self._sheet.write_datetime(row, at, cell, style or self._date_formats[kind])
        elif cell:
            self._sheet.write_string(row, at, str(cell)[:32_767], style or self._text)
        elif red:
            self._sheet.write_blank(row, at, None, style)

    def _write_end(self, top: int, end: int) -> None:
        sentences = self._marks.by_row()
        self._sheet.set_column(end - 1, end - 1, _width(sentences.values()))
        heading = import_words("mend_heading")[self._marks.language]
        self._sheet.write_string(top, end - 1, heading, self._end_heading)
        if told := self._marks.of_the_file():
            self._comment(top, end - 1, told)
        for row, told in sentences.items():
            self._sheet.set_row(row - 1, _LINE * _lines(told, _FITTING))
            self._sheet.write_string(row - 1, end - 1, told, self._end)

    def _comment(self, row: int, at: int, told: str) -> None:
        size = {"author": AUTHOR, "width": 320, "height": _height(told)}
        self._sheet.write_comment(row, at, told, size)

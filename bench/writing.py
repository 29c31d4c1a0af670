"""A table written back into a large workbook, beside openpyxl and beside the floors."""

import shutil
import tempfile
from itertools import chain
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from bench.book import make_book
from bench.new_lines import ENTRIES, FEW, LINES, TABLE
from bench.report import seconds, spaced, table
from bench.turns import Effort, Way, say, take_turns

ENTRIES_PART, LINES_PART = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
OPENPYXL = ("load", "edit", "save")
# What an edit of the lines may change: their sheet, their table, and the wish to be calculated.
CHANGING = {LINES_PART, "xl/tables/table2.xml", "xl/workbook.xml"}


class Writing:
    """The measurement of one workbook.

    Attributes:
        built: The workbook as it was made.
        path: The same, as each run finds it.
        openpyxl: What one would otherwise use; None where that takes too long.
    """

    def __init__(self, folder: Path, rows: int, effort: Effort) -> None:
        runs = effort.runs
        self.built, self.path = folder / "built.xlsx", folder / "written.xlsx"
        self.rows = rows
        self.lines = Way("write_quotepart", "Quotepart", runs)
        self.notes = Way("write_quotepart", f"Quotepart, {FEW} cells", runs)
        rival = Way("write_openpyxl", "openpyxl, load and save", effort.slow_runs)
        self.openpyxl = rival if effort.slowest_at_any_size else None
        self.lines_floor = Way("write_floors", "floor of the lines", runs)
        self.notes_floor = Way("write_floors", f"floor of {FEW} cells", runs)

    def run(self) -> None:
        """Measure every way, and make sure that each writes the same lines."""
        say(f"building a workbook with {self.rows} time entries")
        make_book(self.built, self.rows)
        wanted: list[list[Any]] | None = None
        ways = [self.lines, self.notes, self.lines_floor, self.notes_floor, self.openpyxl]
        for way in take_turns([way for way in ways if way], self._restored):
            if way not in (self.lines, self.openpyxl) or len(way.told) > 1:
                continue
            if way is self.lines:
                assert _changed(self.built, self.path) <= CHANGING
            written = _lines(self.path)
            wanted = wanted or written
            assert written == wanted, f"{way.title} writes something else"
        assert wanted is not None
        assert len(wanted) == LINES + 1, len(wanted)

    def _restored(self, way: Way) -> list[str]:
        shutil.copyfile(self.built, self.path)
        if way is self.openpyxl:
            return [str(self.path)]
        if way in (self.lines, self.notes):
            return [str(self.path), "lines" if way is self.lines else "notes", str(self.rows)]
        return [str(self.path), LINES_PART if way is self.lines_floor else ENTRIES_PART]


def measure(effort: Effort) -> str:
    """Measure every way, in workbooks of all sizes, and give the tables of figures.

    Each also holds 30 000 lines to bill.
    """
    facts = (
        f"{spaced(LINES)} lines of 15 columns stand in the table afterwards, whoever wrote them: "
        "24 000 with new values throughout, 2 000 as they were, 2 000 new; 4 000 are gone. "
        "Quotepart leaves every part of the file but three byte for byte as it was."
    )
    first, *others = (_section(rows, effort.at(rows)) for rows in effort.rows)
    title, figures = first
    return "\n\n".join((title, facts, figures, *chain.from_iterable(others)))


def _section(rows: int, effort: Effort) -> tuple[str, str]:
    """The title and the tables of one workbook."""
    with tempfile.TemporaryDirectory() as folder:
        writing = Writing(Path(folder), rows, effort)
        writing.run()
    title = f"### Write back, beside {spaced(rows)} time entries"
    return title, f"{_ratios(writing)}\n\n{_seconds(writing)}"


def _ratios(writing: Writing) -> str:
    lines, notes = writing.lines, writing.notes
    near = notes.seconds(["write"], "cpu") / writing.notes_floor.seconds(["deflate"], "cpu")
    floor = lines.seconds(["write"], "cpu") / writing.lines_floor.seconds(["deflate"], "cpu")
    rows = [
        [f"Quotepart, {spaced(LINES)} lines / copy and deflate that sheet", f"{floor:.1f}", ""],
        [f"Quotepart, {FEW} cells / copy and deflate that sheet", f"{near:.2f}", ""],
    ]
    if writing.openpyxl is not None:
        rows.insert(0, _beside(writing.openpyxl, lines))
    return table(["times (cpu)", "time", "memory"], rows)


def _beside(rival: Way, lines: Way) -> list[str]:
    slow = rival.seconds(OPENPYXL, "cpu") / lines.seconds(["write"], "cpu")
    heavy = rival.peak_megabytes / lines.peak_megabytes
    return [
        f"{rival.title} / Quotepart, {spaced(LINES)} lines",
        f"{slow:.0f}",
        f"{heavy:.1f}",
    ]


def _seconds(writing: Writing) -> str:
    rows = [
        (f"Quotepart, {spaced(LINES)} lines", writing.lines, ["write"]),
        ("floor: copy the file", writing.lines_floor, ["copy"]),
        (f"floor: copy it and deflate the sheet {TABLE} anew", writing.lines_floor, ["deflate"]),
        (writing.notes.title, writing.notes, ["write"]),
        (f"floor: copy it and deflate the sheet {ENTRIES} anew", writing.notes_floor, ["deflate"]),
    ]
    if writing.openpyxl is not None:
        rows.append((writing.openpyxl.title, writing.openpyxl, list(OPENPYXL)))
    return table(
        ["wall (cpu)", "n", "whole", "memory"],
        [
            [title, str(len(way.told)), seconds(way, stages), f"{way.peak_megabytes:.0f} MB"]
            for title, way, stages in rows
        ],
    )


def _changed(before: Path, after: Path) -> set[str]:
    """The parts of a workbook that are not the same any more."""
    with ZipFile(before) as one, ZipFile(after) as other:
        kept = {info.filename: info.CRC for info in one.infolist()}
        return {
            info.filename for info in other.infolist() if kept.pop(info.filename, None) != info.CRC
        } | kept.keys()


def _lines(path: Path) -> list[list[Any]]:
    with CalamineWorkbook.from_path(path) as book:
        return book.get_sheet_by_name(TABLE).to_python()

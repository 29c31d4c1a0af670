"""Reading a large table beside openpyxl, pandas and calamine, and beside the floors."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.book import TIMESHEETS, make_book
from bench.report import seconds, spaced, table, times
from bench.turns import Effort, Way, say, take_turns

FLOORS = {
    "file": "read the file",
    "isal": "inflate the sheet (ISA-L), stretch by stretch",
    "zlib": "inflate the sheet (zlib)",
}


class Reading:
    """The measurement of one workbook.

    Attributes:
        ours: Quotepart: its cells, and its typed rows.
        others: What one would otherwise read it with.
    """

    def __init__(self, effort: Effort) -> None:
        runs, slow_runs = effort.runs, effort.slow_runs
        self.ours = Way("read_quotepart", "Quotepart", runs)
        usual = Way("read_openpyxl", "openpyxl", slow_runs)
        self.read_only = Way("read_openpyxl", "openpyxl, read-only", slow_runs)
        self.others = [
            *([usual] if effort.slowest_at_any_size else []),
            self.read_only,
            Way("read_pandas", "pandas with calamine", runs),
            Way("read_calamine", "calamine alone", runs),
        ]
        self.floors = Way("read_floors", "floors", runs)

    def run(self, path: Path) -> None:
        """Measure every way on a workbook; all of them must find the same."""
        ways = [self.ours, *self.others, self.floors]
        for way in take_turns(ways, lambda way: [str(path), self._mode(way)]):
            if way is not self.floors:
                assert way.facts == self.ours.facts, f"{way.title} reads something else"

    def _mode(self, way: Way) -> str:
        return "read-only" if way is self.read_only else "usual"


def measure(effort: Effort) -> str:
    """Measure every way, with tables of all sizes, and give the tables of figures."""
    return "\n\n".join(_section(rows, effort.at(rows)) for rows in effort.rows)


def _section(rows: int, effort: Effort) -> str:
    reading = Reading(effort)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        say(f"building a workbook with {rows} time entries")
        make_book(path, rows, lines=1)
        reading.run(path)
    title = f"### Read: a table of {spaced(rows)} rows and {len(TIMESHEETS)} columns"
    return "\n\n".join((title, _ratios(reading), _seconds(reading), _floors(reading)))


def _ratios(reading: Reading) -> str:
    """How many times Quotepart's time and memory the others take."""
    ours = reading.ours
    rows = [
        [way.title, times(way, ours, ["read"]), f"{way.peak_megabytes / ours.peak_megabytes:.1f}"]
        for way in reading.others
    ]
    typed = ours.seconds(["typed"], "cpu") / ours.seconds(["read"], "cpu")
    rows.append(["Quotepart, from its cells to typed and checked rows", f"{typed:.2f}", ""])
    return table(["times Quotepart", "cells", "memory"], rows)


def _seconds(reading: Reading) -> str:
    rows = [_row(way, ["read"]) for way in reading.others]
    return table(
        ["wall (cpu)", "n", "cells", "typed rows", "memory", "imports"],
        [_row(reading.ours, ["read", "typed"]), *rows],
    )


def _row(way: Way, stages: Sequence[str]) -> list[str]:
    figures = [seconds(way, [stage]) for stage in stages]
    figures += [""] * (2 - len(stages))
    weight = [f"{way.peak_megabytes:.0f} MB", f"({way.start_seconds:.2f})"]
    return [way.title, str(len(way.told)), *figures, *weight]


def _floors(reading: Reading) -> str:
    """What no way can do without, and how near Quotepart comes."""
    floors, facts = reading.floors, reading.floors.facts
    size = f"{facts['file_bytes'] / 1e6:.1f} MB, its sheet {facts['sheet_bytes'] / 1e6:.0f} MB"
    inflating = reading.ours.seconds(["read"], "cpu") / floors.seconds(["isal"], "cpu")
    return table(
        [f"floor, wall (cpu), n = {len(floors.told)}; file {size}", ""],
        [
            *([title, seconds(floors, [lap])] for lap, title in FLOORS.items()),
            ["every cell read / the sheet inflated", f"{inflating:.1f} times"],
        ],
    )

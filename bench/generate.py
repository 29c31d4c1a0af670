"""``generate`` on a full month, beside openpyxl and pandas, and beside the floors."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from addin.books.builder import build_workbook
from bench.firm import LANGUAGE, firm_rows
from bench.outcome import Outcome, outcome
from bench.report import seconds, table, times
from bench.turns import Way, say, take_turns

STAGES = ("read", "compute", "write")
FLOORS = {
    "cells": "read every cell, nothing else (calamine)",
    "inflate": "inflate the largest sheet",
    "deflate": "deflate it again",
    "copy": "copy the file",
}


class Month:
    """The measurement of one month.

    Attributes:
        path: The workbook that each run finds as it was built.
        done: The same once Quotepart has generated the month.
    """

    def __init__(self, folder: Path, runs: int, slow_runs: int) -> None:
        self.built, self.path, self.done = (
            folder / name for name in ("built.xlsm", "month.xlsm", "done.xlsm")
        )
        self.ours = Way("month_quotepart", "Quotepart", runs)
        self.others = [
            Way("month_openpyxl", "openpyxl, plain Python", slow_runs),
            Way("month_pandas", "pandas, calamine, openpyxl", slow_runs),
        ]
        self.again = Way("month_quotepart", "Quotepart, nothing new", runs)
        self.floors = Way("month_floors", "floors", runs)

    def run(self, entries: int) -> Outcome:
        """Measure every way; gives what all of them billed."""
        say(f"building a workbook with {entries} time entries")
        self.built.write_bytes(build_workbook(LANGUAGE, firm_rows(entries)))
        ways = [self.ours, self.again, self.floors, *self.others]
        billed: Outcome | None = None
        for way in take_turns(ways, self._restored):
            if way in (self.again, self.floors) or len(way.told) > 1:
                continue
            written = outcome(self.path)
            billed = billed or written
            assert written == billed, f"{way.title} bills something else"
            if way is self.ours:
                shutil.copy(self.path, self.done)
        assert billed is not None
        return billed

    def _restored(self, way: Way) -> list[str]:
        """The workbook as it was built, or for the second run as it was generated."""
        shutil.copy(self.done if way is self.again else self.built, self.path)
        for journal in self.path.parent.glob("*.sqlite*"):
            journal.unlink()
        return [str(self.path)]


def measure(entries: int, runs: int, slow_runs: int) -> str:
    """Measure every way and give the tables.

    Args:
        entries: Time entries of the month.
        runs: How often Quotepart and the floors are measured.
        slow_runs: How often the others are.
    """
    with tempfile.TemporaryDirectory() as folder:
        month = Month(Path(folder), runs, slow_runs)
        billed = month.run(entries)
    facts = (
        f"Each workbook written has the same {billed.lines.total()} lines, "
        f"{billed.shares.total()} shares and {len(billed.entries)} billed entries; "
        f"{billed.net} euros net."
    )
    tables = (_ratios(month), _seconds(month), _floors(month))
    count = f"{entries:,}".replace(",", " ")
    return "\n\n".join((f"### Generate: {count} time entries", facts, *tables))


def _ratios(month: Month) -> str:
    """How many times Quotepart's time and memory the others take."""
    return table(
        ["times Quotepart", "whole", *STAGES, "memory"],
        [
            [
                way.title,
                times(way, month.ours, STAGES),
                *(times(way, month.ours, [stage]) for stage in STAGES),
                f"{way.peak_megabytes / month.ours.peak_megabytes:.1f}",
            ]
            for way in month.others
        ],
    )


def _seconds(month: Month) -> str:
    return table(
        ["wall (cpu)", "n", "whole", *STAGES, "memory", "imports"],
        [_row(way, STAGES) for way in (month.ours, month.again, *month.others)],
    )


def _row(way: Way, stages: Sequence[str]) -> list[str]:
    figures = [seconds(way, stages), *(seconds(way, [stage]) for stage in stages)]
    weight = [f"{way.peak_megabytes:.0f} MB", f"({way.start_seconds:.2f})"]
    return [way.title, str(len(way.told)), *figures, *weight]


def _floors(month: Month) -> str:
    """What no way can do without, and how near Quotepart comes."""
    floors, facts = month.floors, month.floors.facts
    reading = month.ours.seconds(["read"], "cpu") / floors.seconds(["cells"], "cpu")
    size = f"{facts['file_bytes'] / 1e6:.1f} MB, its largest sheet {facts['sheet_bytes'] / 1e6:.0f}"
    return table(
        [f"floor, wall (cpu), n = {len(floors.told)}; file {size} MB", ""],
        [
            *([title, seconds(floors, [lap])] for lap, title in FLOORS.items()),
            ["reading, typing and checking / reading every cell", f"{reading:.2f} times"],
        ],
    )

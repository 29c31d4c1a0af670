"""Ways of doing one job, each in a process of its own, taking turns."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
LARGE = 500_000
"""Time entries of a large workbook: openpyxl needs minutes and gigabytes for it."""


@dataclass
class Way:
    """One way of doing a job.

    Attributes:
        module: Of ``bench.ways``; it measures itself and tells the result.
        title: What the tables call it.
        runs: How often it is measured.
        told: What each run told.
    """

    module: str
    title: str
    runs: int
    told: list[dict[str, Any]] = field(default_factory=list)

    def seconds(self, stages: Sequence[str], clock: str = "wall") -> float:
        """Median time of some stages together, by the ``wall`` or the ``cpu`` clock."""
        runs = [sum(run["laps"][stage][clock] for stage in stages) for run in self.told]
        return float(median(runs))

    @property
    def start_seconds(self) -> float:
        """Median processor time until its work began."""
        return float(median(run["start_seconds"] for run in self.told))

    @property
    def peak_megabytes(self) -> float:
        """Median of the most memory that its process had."""
        return float(median(run["peak_megabytes"] for run in self.told))

    @property
    def facts(self) -> dict[str, Any]:
        """What its last run said about its result."""
        facts: dict[str, Any] = self.told[-1]["facts"]
        return facts


def take_turns(ways: Sequence[Way], arguments: Callable[[Way], Sequence[str]]) -> Iterator[Way]:
    """Measure every way as often as it asks, one after the other, round by round.

    Args:
        ways: In the order of their turns.
        arguments: Prepares the files for a way, and gives what its process is started with.

    Yields:
        The way that has just had a turn.
    """
    for turn in range(max(way.runs for way in ways)):
        for way in ways:
            if turn < way.runs:
                say(f"{way.title}, run {turn + 1} of {way.runs}")
                way.told.append(_run(way.module, arguments(way)))
                yield way


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured.

    Attributes:
        rows: Time entries of each workbook, one after the other.
        runs: How often Quotepart, the floors and what is as fast are measured.
        slow_runs: How often everything else is.
        slowest_at_any_size: Whether openpyxl is measured in a large workbook, too, where it needs
            minutes and gigabytes.
    """

    rows: Sequence[int]
    runs: int
    slow_runs: int
    slowest_at_any_size: bool = False

    def at(self, rows: int) -> "Effort":
        """How much is measured in one of the workbooks: less in a large one."""
        if rows < LARGE:
            return Effort([rows], self.runs, self.slow_runs, slowest_at_any_size=True)
        return Effort([rows], self.slow_runs, 1, self.slowest_at_any_size)


def say(progress: str) -> None:
    """Show on the terminal what is being done; the tables alone go to the output."""
    sys.stderr.write(f"{progress}\n")
    sys.stderr.flush()


def _run(module: str, arguments: Sequence[str]) -> dict[str, Any]:
    command = [sys.executable, "-m", f"bench.ways.{module}", *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told

"""The figures as tables of Markdown, ready for ``docs/performance.md``."""

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version

from bench.turns import Way

PACKAGES = ("openpyxl", "pandas", "python-calamine", "docxtpl")


def machine() -> str:
    """The machine in one line, and how busy it has been in the last minute."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    system = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    return f"{system}; {packages}; load {os.getloadavg()[0]:.1f}"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the first column to the left, the figures to the right."""
    lines = [headings, ["---", *["---:"] * (len(headings) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def seconds(way: Way, stages: Sequence[str]) -> str:
    """Stages together by the clock on the wall and, in brackets, by that of the processor."""
    return f"{way.seconds(stages):.2f} s ({way.seconds(stages, 'cpu'):.2f})"


def milliseconds(way: Way, stages: Sequence[str], parts: int) -> str:
    """The same for one of so many parts."""
    wall, cpu = (1000 * way.seconds(stages, clock) / parts for clock in ("wall", "cpu"))
    return f"{wall:.2f} ms ({cpu:.2f})"


def times(way: Way, ours: Way, stages: Sequence[str]) -> str:
    """How many times as long a way takes as ours, by the clock of the processor.

    Whatever else runs on the machine weighs on the time by the wall, but hardly on this one.
    """
    return f"{way.seconds(stages, 'cpu') / ours.seconds(stages, 'cpu'):.1f}"

"""The figures as tables of Markdown, ready for ``docs/performance.md``."""

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version

from bench.turns import ROOT, Way

PAGE = ROOT / "docs" / "performance.md"
PACKAGES = ("openpyxl", "pandas", "python-calamine", "docxtpl", "xsdata")


def machine() -> str:
    """The machine in one line."""
    packages = (f"{name} {version(name)}" for name in PACKAGES)
    python = f"Python {platform.python_version()}"
    return ", ".join((f"{os.cpu_count()} cores", platform.system(), python, *packages))


def load() -> str:
    """How many programs wanted a core, on average over the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def write_figures(name: str, section: str) -> None:
    """Put a section into the page, between the marks that bear its name."""
    opening, closing = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, found, rest = PAGE.read_text("utf-8").partition(opening)
    _, ended, after = rest.partition(closing)
    assert found, f"{PAGE.name} has no {opening}"
    assert ended, f"{PAGE.name} has no {closing}"
    PAGE.write_text(f"{before}{opening}\n\n{section}\n\n{closing}{after}", "utf-8")


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the first column to the left, the figures to the right."""
    lines = [headings, ["---", *["---:"] * (len(headings) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def spaced(number: int) -> str:
    """A number with its thousands apart."""
    return f"{number:,}".replace(",", " ")


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

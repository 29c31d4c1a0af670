"""The month of a firm as large as they come: computing it, beside one pass of numpy."""

from collections.abc import Sequence

from bench.growth_chart import growth_chart
from bench.report import PAGE, spaced, table
from bench.turns import Way, take_turns

SIZES = (10_000, 100_000, 1_000_000)
YEARS = (10_000, 100_000)
"""Time entries of the firms whose whole year is billed."""
LARGEST = 10_000_000
"""Only when it is asked for: it needs some ten gigabytes."""
CHART = PAGE.parent / "performance-growth.svg"
_A_FEW_RUNS = 1_000_000
_OF_YEARS = (
    "The eleven months before it are issued: each of their rows is held against what is agreed"
    " today. Nothing has changed since; the lines are compared with the last instalments of the"
    " year."
)


def measure(sizes: Sequence[int], runs: int, *, chart: bool) -> str:
    """Compute the months, compare each with the reference to the cent, and give the tables.

    Args:
        sizes: Time entries of each month.
        runs: How often each is computed; the largest but once.
        chart: Whether the picture of how it grows is drawn again.
    """
    ways = [_measured(entries, runs if entries <= _A_FEW_RUNS else 1) for entries in sizes]
    if chart:
        CHART.write_text(_chart(ways), "utf-8")
    rows = [_row(entries, way) for entries, way in ways]
    headings = ["entries", "lines", "shares", "n", "one pass of numpy", "Quotepart", "per line"]
    facts = (
        "The firm has a client for every 200 entries, two projects each client, two schedules each"
        " project, three payers on three projects in ten. Computing is from typed tables to the"
        " edits of the proposal; up to a million entries every line, share and mark is compared"
        " with the reference, which is written for this data alone, checks nothing and writes no"
        " row."
    )
    years = [_year(entries, runs) for entries in YEARS]
    note = f"![How computing grows with the entries]({CHART.name})"
    return "\n\n".join(
        (
            "### A month, computed",
            facts,
            table([*headings, "typing the cells", "memory"], rows),
            note,
            "### The last month of a year, computed",
            _OF_YEARS,
            table(["entries", "rows before", "lines", "n", "Quotepart", "memory"], years),
        )
    )


def _measured(entries: int, runs: int) -> tuple[int, Way]:
    way = Way("month_typed", f"{spaced(entries)} entries", runs)
    arguments = [str(entries), *(["--unchecked"] if entries > _A_FEW_RUNS else [])]
    for _ in take_turns([way], lambda _: arguments):
        pass
    return entries, way


def _row(entries: int, way: Way) -> list[str]:
    ours, reference = way.seconds(["compute"], "cpu"), way.seconds(["reference"], "cpu")
    facts = way.facts
    return [
        spaced(entries),
        spaced(facts["lines"]),
        spaced(facts["shares"]),
        str(len(way.told)),
        f"{reference:.3f} s",
        f"{way.seconds(['compute']):.2f} s ({ours:.2f})",
        f"{1e6 * ours / facts['lines']:.0f} µs",
        f"{way.seconds(['type']):.2f} s ({way.seconds(['type'], 'cpu'):.2f})",
        f"{facts['peak']} MB",
    ]


def _year(entries: int, runs: int) -> list[str]:
    way = Way("month_history", f"a year of {spaced(entries)} entries", runs)
    for _ in take_turns([way], lambda _: [str(entries)]):
        pass
    facts = way.facts
    return [
        spaced(entries),
        spaced(facts["rows"]),
        spaced(facts["lines"]),
        str(len(way.told)),
        f"{way.seconds(['compute']):.2f} s ({way.seconds(['compute'], 'cpu'):.2f})",
        f"{facts['peak']} MB",
    ]


def _chart(ways: Sequence[tuple[int, Way]]) -> str:
    lines = {
        name: [(entries, way.seconds(laps, "cpu")) for entries, way in ways]
        for name, laps in (
            ("Quotepart", ["compute"]),
            ("one pass of numpy", ["reference"]),
            ("typing the cells", ["type"]),
        )
    }
    return growth_chart("Seconds of processor time by time entries of the month", lines)

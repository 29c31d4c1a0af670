"""Invoices in UBL beside the libraries that bind classes to XML, and held to the official rules."""

import tempfile
from pathlib import Path
from statistics import median

from lxml import etree

from bench.report import milliseconds, seconds, table, times
from bench.turns import Way, take_turns

COMPARED = 50


def measure(count: int, lines: int, runs: int, slow_runs: int) -> str:
    """Measure all ways, and give the tables.

    Args:
        count: Invoices.
        lines: Of each invoice.
        runs: How often Quotepart is measured.
        slow_runs: How often the libraries are.
    """
    ours = Way("ubl_quotepart", "Quotepart", runs)
    others = [
        Way("ubl_pydantic_xml", "pydantic-xml", slow_runs),
        Way("ubl_xsdata", "xsdata", slow_runs),
    ]
    ways = [ours, *others]
    with tempfile.TemporaryDirectory() as folder:
        paths = {way.module: Path(folder) / way.module for way in ways}
        for path in paths.values():
            path.mkdir()
        for _ in take_turns(ways, lambda way: [str(paths[way.module]), str(count), str(lines)]):
            pass
        for way in others:
            _assert_same(paths[ours.module], paths[way.module])
    rows = [
        [
            way.title,
            str(len(way.told)),
            seconds(way, ["write"]),
            milliseconds(way, ["write"], count),
            times(way, ours, ["write"]),
            milliseconds(way, ["model", "write"], count),
            times(way, ours, ["model", "write"]),
            f"{way.peak_megabytes:.0f} MB",
        ]
        for way in ways
    ]
    headings = [
        "wall (cpu)",
        "n",
        f"{count} documents",
        "each",
        "times Quotepart",
        "each, terms included",
        "times Quotepart",
        "memory",
    ]
    facts = (
        f"The first {COMPARED} documents of each way are the same canonical XML. All ways begin "
        "with the terms of EN 16931, which Quotepart makes of an issued invoice: left out on the "
        "left, counted for each of them on the right. What is counted of a library is what it adds "
        "to them, its objects and the XML."
    )
    title = f"### UBL: {count} invoices of {lines} lines"
    written = (title, table(headings, rows), facts)
    return "\n\n".join((*written, *_judged(count, lines, slow_runs)))


STAGES = {
    "build": "terms of EN 16931",
    "check": "our own exact checks",
    "write": "XML",
    "rules": "schema and official rules",
}


def _judged(count: int, lines: int, runs: int) -> tuple[str, ...]:
    """From issued invoices to the verdict on each, on one core: a heading, a table and facts."""
    way = Way("einvoice_rules", "Quotepart", runs)
    for _ in take_turns([way], lambda _: [str(count), str(lines)]):
        pass
    worker = float(median(run["facts"]["worker_seconds"] for run in way.told))
    cpu = {stage: way.seconds([stage], "cpu") for stage in STAGES}
    cpu["rules"] += worker
    rows = [
        _stage(title, way.seconds([stage]), cpu[stage], count) for stage, title in STAGES.items()
    ]
    rows.append(_stage("**all**", way.seconds(list(STAGES)), sum(cpu.values()), count))
    headings = ["Peppol", "wall (cpu)", "each", "a second"]
    facts = way.facts
    told = (
        f"Held to {', '.join(facts['versions'])}. The rules run in a program of their own on the "
        "same core; its processor time is counted, and so many a second follow from that. It takes "
        f"{way.seconds(['start']):.1f} s to start, once."
    )
    if facts["not_run"]:
        told += f" **Not run**, as they are not installed: {', '.join(facts['not_run'])}."
    return f"### {count} invoices of {lines} lines, to the verdict", table(headings, rows), told


def _stage(title: str, wall: float, cpu: float, count: int) -> list[str]:
    each = f"{1000 * wall / count:.2f} ms ({1000 * cpu / count:.2f})"
    return [title, f"{wall:.2f} s ({cpu:.2f})", each, f"{count / cpu:.0f}"]


def _assert_same(one: Path, other: Path) -> None:
    """The documents of two ways hold the same."""
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    for name in names[:COMPARED]:
        ours, theirs = (_canonical(folder / name) for folder in (one, other))
        assert ours == theirs, name


def _canonical(path: Path) -> bytes:
    return etree.tostring(etree.parse(path), method="c14n2")

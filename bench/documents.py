"""Invoices in Word beside docxtpl alone, with the same template and the same fields."""

import tempfile
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from bench.report import milliseconds, seconds, table, times
from bench.turns import Way, say, take_turns

STAGES = ("first", "others")
COMPARED = 10
PROPERTIES = "docProps/core.xml"


def measure(count: int, lines: int, runs: int, slow_runs: int) -> str:
    """Measure both and give the tables.

    Args:
        count: Invoices.
        lines: Of each invoice.
        runs: How often Quotepart is measured.
        slow_runs: How often docxtpl is.
    """
    ours = Way("word_quotepart", "Quotepart", runs)
    docxtpl = Way("word_docxtpl", "docxtpl", slow_runs)
    with tempfile.TemporaryDirectory() as folder:
        paths = {way.module: Path(folder) / way.module for way in (ours, docxtpl)}
        for way in (ours, docxtpl):
            paths[way.module].mkdir()
        for _ in take_turns(
            [ours, docxtpl], lambda way: [str(paths[way.module]), str(count), str(lines)]
        ):
            pass
        parts = _same_parts(paths[ours.module], paths[docxtpl.module])
    facts = (
        f"The {parts} parts of {COMPARED} documents hold the same bytes or the same canonical XML; "
        "except that docxtpl escapes a name with & twice in the properties of the document."
    )
    tables = (_ratios(ours, docxtpl, count), _seconds([ours, docxtpl], count), _stages(ours, count))
    return "\n\n".join((f"### Word: {count} invoices of {lines} lines", facts, *tables))


def _ratios(ours: Way, docxtpl: Way, count: int) -> str:
    return table(
        ["times Quotepart", f"{count} documents", "the first", "each further one", "memory"],
        [
            [
                docxtpl.title,
                times(docxtpl, ours, STAGES),
                times(docxtpl, ours, ["first"]),
                times(docxtpl, ours, ["others"]),
                f"{docxtpl.peak_megabytes / ours.peak_megabytes:.1f}",
            ]
        ],
    )


def _seconds(ways: list[Way], count: int) -> str:
    return table(
        ["wall (cpu)", "n", f"{count} documents", "the first", "each further one", "memory"],
        [
            [
                way.title,
                str(len(way.told)),
                seconds(way, STAGES),
                milliseconds(way, ["first"], 1),
                milliseconds(way, ["others"], count - 1),
                f"{way.peak_megabytes:.0f} MB",
            ]
            for way in ways
        ],
    )


def _stages(ours: Way, count: int) -> str:
    return table(
        [f"Quotepart, wall (cpu), n = {len(ours.told)}", "each"],
        [
            [
                "of which: the fields in the buyer's language",
                milliseconds(ours, ["context"], count),
            ],
            ["besides: read every figure back and compare", milliseconds(ours, ["proof"], count)],
            [
                "besides: write a finished document to the disk",
                milliseconds(ours, ["files"], count),
            ],
            [
                "rendered, proven and written",
                milliseconds(ours, [*STAGES, "proof", "files"], count),
            ],
        ],
    )


def _same_parts(ours: Path, theirs: Path) -> int:
    """How many parts some documents have; those of both ways are the same."""
    say("comparing documents")
    parts = 0
    for path in sorted(ours.glob("*.docx"))[:: max(1, len(list(ours.iterdir())) // COMPARED)]:
        one, other = _parts(path), _parts(theirs / path.name)
        assert one.keys() == other.keys(), path.name
        for name, content in one.items():
            meant = other[name]
            if name == PROPERTIES:  # docxtpl escapes their texts twice
                meant = meant.replace(b"&amp;amp;", b"&amp;")
            assert content == meant or _canonical(content) == _canonical(meant), name
        parts += len(one)
    return parts


def _parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def _canonical(content: bytes) -> bytes:
    return etree.tostring(etree.fromstring(content), method="c14n", exclusive=True)

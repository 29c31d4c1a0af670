"""A list of clients checked and imported, beside the same done row by row."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from addin.jobs.founding import found
from addin.words import Language
from bench.clients_file import HEADINGS, write_clients
from bench.report import seconds, spaced, table, times
from bench.turns import Way, say, take_turns

HEADING_ROW = 3
STAGES = ("open", "check", "write")
TEXTS = HEADINGS[:14]
"""Headings under which both ways write the same texts."""


def measure(count: int, runs: int, slow_runs: int) -> str:
    """Measure both ways, and give the table.

    Args:
        count: Clients, each with an account.
        runs: How often Quotepart is measured.
        slow_runs: How often the other way is.
    """
    ours = Way("import_quotepart", "Quotepart", runs)
    other = Way("import_openpyxl", "openpyxl and pydantic, row by row", slow_runs)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        say(f"writing a list of {count} clients")
        write_clients(folder / "list.xlsx", count)
        found(folder / "empty.xlsm", Language.FR)

        def arguments(way: Way) -> list[str]:
            workbook = folder / f"{way.module}.xlsm"
            shutil.copyfile(folder / "empty.xlsm", workbook)
            return [str(workbook), str(folder / "list.xlsx")]

        for way in take_turns([ours, other], arguments):
            assert way.facts == {"added": count}, f"{way.title}: {way.facts}"
        written = [_clients(folder / f"{way.module}.xlsm") for way in (ours, other)]
        assert written[0] == written[1], "the two ways write other clients"
        assert len(written[0]) == count
    return _figures(ours, other, count)


def _clients(path: Path) -> list[list[Any]]:
    """What was written, by the headings that both ways fill with texts."""
    with CalamineWorkbook.from_path(path) as book:
        rows = book.get_sheet_by_name("Clients").to_python(skip_empty_area=False)
    at = [rows[HEADING_ROW].index(heading) for heading in TEXTS]
    return [[str(row[one]).strip() for one in at] for row in rows[HEADING_ROW + 1 :] if row[0]]


def _figures(ours: Way, other: Way, count: int) -> str:
    rows = [
        [
            way.title,
            str(len(way.told)),
            *(seconds(way, [stage]) for stage in ("check", "write")),
            seconds(way, STAGES),
            times(way, ours, STAGES),
            f"{way.peak_megabytes:.0f} MB",
        ]
        for way in (ours, other)
    ]
    headings = ["wall (cpu)", "n", "read and check", "write", "all", "times Quotepart", "memory"]
    facts = (
        "Both check VAT and enterprise numbers, postcodes, e-mails, mobiles and accounts of every "
        "row before one is written, and write the same clients and accounts into a workbook."
    )
    title = f"### Import: a list of {spaced(count)} clients with {len(HEADINGS)} columns"
    return "\n\n".join((title, table(headings, rows), facts))

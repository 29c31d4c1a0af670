"""The whole month, from time entries to invoices in Word and UBL, beside openpyxl and docxtpl."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from addin.billing.money import to_cents
from addin.books.builder import build_workbook
from addin.books.building.layout import FIRST_ROW, HEADING_ROW
from addin.documents.invoices import read_totals
from addin.einvoices.model import ElectronicLine
from addin.einvoices.reading import read_invoice
from bench.firm import LANGUAGE, firm_rows
from bench.outcome import outcome
from bench.report import seconds, spaced, table
from bench.turns import Way, say, take_turns

Bill = tuple[str, str, int, int, int]
"""Payer, project, net, VAT and gross in cents."""
PREVIEWED = ("generate", "word", "xml")
ISSUED = ("generate", "approve", "word", "xml")
SCRIPTED = ("read", "compute", "write", "word", "xml")


@dataclass(frozen=True, slots=True)
class _Pair:
    """The same work done by Quotepart and by a script.

    Attributes:
        title: What the work is.
        last: How both are asked for it.
        stages: Of Quotepart.
    """

    title: str
    last: str
    ours: Way
    script: Way
    stages: Sequence[str]

    @property
    def ratio(self) -> str:
        """How many times as long the script takes, by the processor: others hardly weigh on it."""
        ours = self.ours.seconds(self.stages, "cpu")
        return f"{self.script.seconds(SCRIPTED, 'cpu') / ours:.1f}"


def measure(entries: int) -> str:
    """Bill the month in two ways and two extents, once each, and give the tables.

    Args:
        entries: Time entries of the workbook.
    """
    pairs = (
        _Pair(
            "compute, write lines and shares back, drafts in Word, UBL",
            "preview",
            Way("whole_quotepart", "Quotepart, drafts", 1),
            Way("whole_openpyxl", "openpyxl, Decimal, docxtpl, xsdata, drafts", 1),
            PREVIEWED,
        ),
        _Pair(
            "with sheets of invoices and payment codes; Quotepart also with journal and proof",
            "issue",
            Way("whole_quotepart", "Quotepart, issued", 1),
            Way("whole_openpyxl", "openpyxl, Decimal, docxtpl, xsdata, issued", 1),
            ISSUED,
        ),
    )
    with tempfile.TemporaryDirectory() as folder:
        documents = _measured(Path(folder), entries, pairs)
    ways = [
        (way, stages)
        for pair in pairs
        for way, stages in ((pair.ours, pair.stages), (pair.script, SCRIPTED))
    ]
    stages = tuple(dict.fromkeys(stage for _, of in ways for stage in of))
    rows = [
        [
            way.title,
            seconds(way, of),
            *(seconds(way, [stage]) if stage in of else "" for stage in stages),
            f"{way.peak_megabytes:.0f} MB",
        ]
        for way, of in ways
    ]
    facts = (
        f"{spaced(entries)} time entries, {spaced(documents)} invoices. Lines, shares and marks "
        "are the same in all of them; every invoice has the same payer, project, net, VAT and "
        "gross on the sheet and in its document, and in UBL the same buyer, project, lines and "
        "totals."
    )
    return "\n\n".join(
        (
            "### The whole month",
            facts,
            table(
                ["the script takes so many times as long as Quotepart", "times"],
                [[pair.title, pair.ratio] for pair in pairs],
            ),
            table(["wall (cpu), one run", "all", *stages, "memory"], rows),
        )
    )


def _measured(folder: Path, entries: int, pairs: Sequence[_Pair]) -> int:
    """Run every way and hold the results against each other; how many invoices there are."""
    say(f"building a workbook with {entries} time entries")
    built = folder / "built.xlsm"
    built.write_bytes(build_workbook(LANGUAGE, firm_rows(entries)))
    arguments: dict[str, list[str]] = {}
    paths: dict[str, Path] = {}
    for pair in pairs:
        for way in (pair.ours, pair.script):
            path = paths[way.title] = folder / str(len(paths)) / "month.xlsm"
            path.parent.mkdir()
            shutil.copy(built, path)
            arguments[way.title] = [str(path), pair.last]
    for _ in take_turns(
        [way for pair in pairs for way in (pair.ours, pair.script)],
        lambda way: arguments[way.title],
    ):
        pass
    say("comparing")
    lines = [outcome(path) for path in paths.values()]
    assert all(one == lines[0] for one in lines)
    issued = pairs[-1]
    ours, theirs = (_bills(paths[way.title]) for way in (issued.ours, issued.script))
    assert ours == theirs
    sums = Counter(bill[2:] for bill in ours.elements())
    told = _told(paths[issued.script.title].parent)
    assert told.total() == ours.total()
    for path in paths.values():
        assert _printed(path.parent) == sums, path
        assert _told(path.parent) == told, path
    return ours.total()


def _bills(path: Path) -> Counter[Bill]:
    """What the sheet of invoices says."""
    with CalamineWorkbook.from_path(path) as book:
        rows = book.get_sheet_by_name("Invoices").to_python(skip_empty_area=False)
    headings = [str(heading) for heading in rows[HEADING_ROW]]
    found: list[dict[str, Any]] = [
        dict(zip(headings, row, strict=True)) for row in rows[FIRST_ROW:] if row[0]
    ]
    return Counter(
        (row["Payer"], row["Projects"], *_cents(row["Net"], row["VAT"], row["Gross"]))
        for row in found
    )


def _printed(folder: Path) -> Counter[tuple[int, int, int]]:
    """What the documents say."""
    totals = (read_totals(path.read_bytes()) for path in folder.rglob("*.docx"))
    return Counter((one.net_cents, one.vat_cents, one.gross_cents) for one in totals)


def _told(folder: Path) -> Counter[tuple[object, ...]]:
    """What the UBL says; numbers are left out, as each way counts in an order of its own."""
    read = (read_invoice(path.read_bytes()) for path in folder.glob("ubl/*.xml"))
    return Counter(
        (one.buyer, one.project, one.totals, one.vat, tuple(sorted(map(_line_told, one.lines))))
        for one in read
    )


def _line_told(line: ElectronicLine) -> tuple[object, ...]:
    return (line.net, line.quantity, line.unit, line.price.net, line.vat_category, line.vat_rate)


def _cents(*amounts: float) -> tuple[int, int, int]:
    net, vat, gross = (to_cents(Decimal(repr(amount))) for amount in amounts)
    return net, vat, gross

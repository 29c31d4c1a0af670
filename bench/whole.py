"""The whole month, from time entries to invoices in Word and UBL, beside openpyxl and docxtpl."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
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


def measure(entries: int) -> str:
    """Bill the month three ways, once each, and give the tables.

    Args:
        entries: Time entries of the workbook.
    """
    previewed = Way("whole_quotepart", "Quotepart, drafts in Word", 1)
    issued = Way("whole_quotepart", "Quotepart, issued: journal, proof, marks", 1)
    scripted = Way("whole_openpyxl", "openpyxl, Decimal, docxtpl, xsdata", 1)
    with tempfile.TemporaryDirectory() as folder:
        documents = _measured(Path(folder), entries, previewed, issued, scripted)
    ways = ((previewed, PREVIEWED), (issued, ISSUED), (scripted, SCRIPTED))
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
    ratios = [
        [title, _ratio(scripted, way, of)]
        for title, way, of in (
            ("compute, write lines and shares back, drafts in Word, UBL", previewed, PREVIEWED),
            ("with numbers, journal, proof and marks, which the script lacks", issued, ISSUED),
        )
    ]
    return "\n\n".join(
        (
            "### The whole month",
            facts,
            table(["the script takes so many times as long as Quotepart", "times"], ratios),
            table(["wall (cpu), one run", "all", *stages, "memory"], rows),
        )
    )


def _ratio(scripted: Way, way: Way, stages: Sequence[str]) -> str:
    """How many times as long, by the clock of the processor: other programs hardly weigh on it."""
    return f"{scripted.seconds(SCRIPTED, 'cpu') / way.seconds(stages, 'cpu'):.1f}"


def _measured(folder: Path, entries: int, previewed: Way, issued: Way, scripted: Way) -> int:
    """Run every way and hold the results against each other; how many invoices there are."""
    say(f"building a workbook with {entries} time entries")
    built = folder / "built.xlsm"
    built.write_bytes(build_workbook(LANGUAGE, firm_rows(entries)))
    paths = {}
    for place, way in enumerate((previewed, issued, scripted)):
        paths[way.title] = folder / str(place) / "month.xlsm"
        paths[way.title].parent.mkdir()
        shutil.copy(built, paths[way.title])

    def arguments(way: Way) -> list[str]:
        last = {previewed.title: ["preview"], issued.title: ["issue"]}.get(way.title, [])
        return [str(paths[way.title]), *last]

    for _ in take_turns([previewed, issued, scripted], arguments):
        pass
    say("comparing")
    lines = {title: outcome(path) for title, path in paths.items()}
    assert lines[previewed.title] == lines[issued.title] == lines[scripted.title]
    ours, theirs = (_bills(paths[way.title]) for way in (issued, scripted))
    assert ours == theirs
    sums = Counter(bill[2:] for bill in ours.elements())
    told = _told(paths[scripted.title].parent)
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

"""PDFs beside one LibreOffice process per document, from the same Word documents."""

import tempfile
from pathlib import Path

from addin.documents.invoices import render_invoice
from bench.invoices import invoices
from bench.report import table
from bench.turns import Way, take_turns

SINGLE = 5
"""Documents that are converted one process each: a second and more for each of them."""


def measure(count: int, lines: int, runs: int) -> str:
    """Measure them and give the table.

    Args:
        count: Invoices that are converted together.
        lines: Of each invoice.
        runs: How often each way is measured.
    """
    single = Way("pdf_single", "LibreOffice started for each", runs)
    one = Way("pdf_warm", "Quotepart, one LibreOffice", runs)
    two = Way("pdf_warm", "Quotepart, two side by side", runs)
    amounts = {single.title: SINGLE, one.title: 1, two.title: 2}
    with tempfile.TemporaryDirectory() as folder:
        for invoice in invoices(count, lines):
            (Path(folder) / f"{invoice.number}.docx").write_bytes(render_invoice(invoice))
        for _ in take_turns([single, one, two], lambda way: [folder, str(amounts[way.title])]):
            pass
    rows = [_row(way, single) for way in (single, one, two)]
    headings = ["PDF/A-3", "n", "documents", "each, wall (cpu)", "a second", "rate, wall (cpu)"]
    title = f"### PDF: {count} invoices of {lines} lines, {SINGLE} of them one by one"
    return f"{title}\n\n{table(headings, rows)}"


def _row(way: Way, single: Way) -> list[str]:
    count = way.facts["documents"]
    wall, cpu = (_each(way, clock) for clock in ("wall", "cpu"))
    ratios = [f"{_each(single, clock) / _each(way, clock):.1f}" for clock in ("wall", "cpu")]
    return [
        way.title,
        str(len(way.told)),
        str(count),
        f"{1000 * wall:.0f} ms ({1000 * cpu:.0f})",
        f"{1 / wall:.1f}",
        f"{ratios[0]} ({ratios[1]})",
    ]


def _each(way: Way, clock: str) -> float:
    """Seconds for one document."""
    return way.seconds(["all"], clock) / float(way.facts["documents"])

"""Measure and print: ``python -m bench``, or one of its parts alone, such as ``reading``."""

import argparse
from collections.abc import Callable

from bench import (
    documents,
    documents_pdf,
    einvoices,
    generate,
    importing,
    issuing,
    month,
    reading,
    registers,
    whole,
    writing,
)
from bench.report import load, machine, write_figures
from bench.turns import LARGE, Effort

INVOICES = 1000
MANY = 10_000
PDFS = 50
CLIENTS = 50_000
ENTERPRISES = 300_000
LINES = 12


def main() -> None:
    """Measure what was asked for, or everything."""
    options = _options()
    rows = options.rows or [options.entries, LARGE]
    effort = Effort(rows, options.runs, options.slow_runs, options.openpyxl_at_any_size)
    measured: dict[str, Callable[[], str]] = {
        "generate": lambda: generate.measure(options.entries, options.runs, options.slow_runs),
        "month": lambda: month.measure(
            [*month.SIZES, *([month.LARGEST] if options.largest else [])],
            options.slow_runs,
            chart=options.write,
        ),
        "reading": lambda: reading.measure(effort),
        "writing": lambda: writing.measure(effort),
        "documents": lambda: documents.measure(INVOICES, LINES, options.runs, options.slow_runs),
        "einvoices": lambda: einvoices.measure(INVOICES, LINES, options.runs, options.slow_runs),
        "issuing": lambda: issuing.measure([INVOICES, MANY]),
        "importing": lambda: importing.measure(CLIENTS, options.runs, options.slow_runs),
        "registers": lambda: registers.measure(ENTERPRISES, options.slow_runs),
        "whole": lambda: whole.measure(options.entries),
        "pdf": lambda: documents_pdf.measure(PDFS, LINES, options.slow_runs),
    }
    for name in [options.what] if options.what else measured:
        before = load()
        figures = measured[name]()
        section = f"{figures}\n\n{machine()}; load {before} before, {load()} after."
        print(f"{section}\n", flush=True)
        if options.write:
            write_figures(name, section)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parts = [
        "generate",
        "month",
        "reading",
        "writing",
        "documents",
        "einvoices",
        "issuing",
        "importing",
        "registers",
        "whole",
        "pdf",
    ]
    parser.add_argument("what", nargs="?", choices=parts, help="all of them when left out")
    parser.add_argument("--entries", type=int, default=100_000, help="time entries of the workbook")
    parser.add_argument(
        "--rows",
        type=int,
        nargs="+",
        help=f"rows of the tables that are read and written; as many as entries, and {LARGE}",
    )
    parser.add_argument("--runs", type=int, default=5, help="runs of Quotepart and the floors")
    parser.add_argument("--slow-runs", type=int, default=3, help="runs of everything else")
    parser.add_argument("--write", action="store_true", help="put them into docs/performance.md")
    parser.add_argument(
        "--largest",
        action="store_true",
        help="compute a month of ten million entries too: ten gigabytes of memory",
    )
    parser.add_argument(
        "--openpyxl-at-any-size",
        action="store_true",
        help="measure it with large tables too: minutes, and 4 GB of memory",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""Measure and print: ``python -m bench``, or one of ``generate`` and ``documents`` alone."""

import argparse
from collections.abc import Callable

from bench import documents, generate
from bench.report import load, machine, write_figures

INVOICES = 200
LINES = 12


def main() -> None:
    """Measure what was asked for, or everything."""
    options = _options()
    measured: dict[str, Callable[[], str]] = {
        "generate": lambda: generate.measure(options.entries, options.runs, options.slow_runs),
        "documents": lambda: documents.measure(INVOICES, LINES, options.runs, options.slow_runs),
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
    both = ["generate", "documents"]
    parser.add_argument("what", nargs="?", choices=both, help="both when left out")
    parser.add_argument("--entries", type=int, default=100_000, help="time entries of the month")
    parser.add_argument("--runs", type=int, default=5, help="runs of Quotepart and the floors")
    parser.add_argument("--slow-runs", type=int, default=3, help="runs of everything else")
    parser.add_argument("--write", action="store_true", help="put them into docs/performance.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()

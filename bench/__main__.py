"""Measure and print: ``python -m bench [generate] [documents]``."""

import argparse

from bench import documents, generate
from bench.report import machine


def main() -> None:
    """Measure what was asked for, or everything."""
    options = _options()
    print(machine())
    if "generate" in options.what:
        print(f"\n{generate.measure(options.entries, options.runs, options.slow_runs)}")
    if "documents" in options.what:
        print(f"\n{documents.measure(200, 12, options.runs, options.slow_runs)}")
    print(f"\n{machine()}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "what", nargs="*", choices=["generate", "documents"], default=["generate", "documents"]
    )
    parser.add_argument("--entries", type=int, default=100_000, help="time entries of the month")
    parser.add_argument("--runs", type=int, default=5, help="runs of Quotepart")
    parser.add_argument("--slow-runs", type=int, default=3, help="runs of everything else")
    return parser.parse_args()


if __name__ == "__main__":
    main()

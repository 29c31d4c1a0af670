"""Whole months told in Markdown: tables in, jobs, tables out.

A scenario is a page an accountant can read. Its second-level headings are its steps:

- ``## Given``: the third-level headings below are tables, filled before anything happens. A line
  ``The firm is that of `firm.md`.`` brings that page's tables first.
- ``## Type``: rows are typed below the others.
- ``## Change``: cells of existing rows are typed over; the columns before ``→`` say which row.
- ``## When`` followed by a command, such as ``## When `generate --month 2026-03` ``.
- ``## Refused`` likewise: the command must be refused.
- ``## Then``: the tables below must hold these rows, in this order, in these columns. A line
  ``Rows of 2026-03:`` looks at one month only. ``### Findings`` and ``### Report`` are about the
  last job.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass
class TableText:
    """A table as the page shows it; ``month`` restricts what it says to the rows of a month."""

    name: str
    headings: list[str] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    month: str = ""


@dataclass
class Step:
    """One step of a scenario: given, type, change, when or then."""

    verb: str
    command: str = ""
    tables: list[TableText] = field(default_factory=list)


def steps_of(path: Path) -> list[Step]:
    """The steps of a page, those of the pages it builds on first."""
    found: list[Step] = []
    for line in path.read_text("utf-8").splitlines():
        if other := re.search(r"The firm is that of `([\w.-]+)`", line):
            found += steps_of(FOLDER / other[1])
        elif line.startswith("## "):
            verb, _, rest = line[3:].partition(" ")
            found.append(Step(verb.lower(), rest.strip(" `")))
        elif line.startswith("### "):
            found[-1].tables.append(TableText(line[4:].strip()))
        elif month := re.match(r"Rows of (\d{4}-\d\d):", line):
            found[-1].tables[-1].month = month[1]
        elif line.startswith("|"):
            _add_line(found[-1].tables[-1], _parts(line))
    return found


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.strip().strip("|").split("|")]


def _add_line(table: TableText, parts: list[str]) -> None:
    if not table.headings:
        table.headings = parts
    elif not all(re.fullmatch(r":?-+:?", part) for part in parts):
        table.rows.append(dict(zip(table.headings, parts, strict=True)))


def pages() -> Iterator[Path]:
    """Every scenario."""
    return (path for path in sorted(FOLDER.glob("*.md")) if path.name != "firm.md")

"""The pages of ``docs/`` that say what the code says: written by it, and checked against it.

``python -m scripts.docs`` writes them, ``python -m scripts.docs --check`` names those that are out
of date and ends with status 1. A page is a function that gives its whole text.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from addin.errors import Severity
from addin.tables.catalogue import TABLES
from addin.tables.columns import Column, TableSpec, Writer
from addin.words import Language, Words, catalogue, label
from scripts.official_rules import official_rules_page

DOCS = Path(__file__).resolve().parent.parent / "docs"
Pages = Mapping[str, Callable[[], str]]
NOTICE = "<!-- Made by `make docs`: edit {source} instead. -->"

LANGUAGES = {
    Language.EN: "English",
    Language.FR: "French",
    Language.NL: "Dutch",
    Language.DE: "German",
}

STOPS = {
    Severity.ERROR: "Error",
    Severity.WARNING: "Warning",
    Severity.NOTE: "Note",
}

WRITERS = {
    Writer.USER: "you",
    Writer.QUOTEPART: "Quotepart",
    Writer.FORMULA: "Excel",
}

PARTS = {
    "ADJ": "The year-end adjustment",
    "BLK": "Prepaid blocks of hours",
    "BOOK": "The workbook file",
    "CALC": "LibreOffice Calc",
    "CAP": "Caps of projects",
    "CLI": "The command line",
    "CLT": "Clients",
    "DEP": "Deposits",
    "DISC": "Discounts",
    "DLV": "Delivering to accounting software",
    "DOC": "Documents and their templates",
    "EIN": "What an electronic invoice says of itself",
    "EIR": "Electronic invoices and the official rules",
    "ERD": "Reading electronic invoices",
    "EXP": "Expenses",
    "FOL": "The folders of the documents",
    "FORM": "Cell formulas",
    "GRD": "The guard of a run",
    "ID": "Numbers of firms and bank accounts",
    "IDX": "Indexes",
    "IMP": "Imports",
    "INST": "Installing",
    "INVT": "Mail and invitations",
    "ISS": "Issuing invoices",
    "JOB": "The jobs of the month",
    "JRN": "The journal",
    "CRN": "Credit notes",
    "LIVE": "The workbook open in Excel",
    "MET": "Exports of payroll and accounting",
    "NEW": "New workbooks",
    "PATCH": "Writing to a closed workbook",
    "PAY": "Clients as payers",
    "PDF": "Documents as PDF",
    "PHA": "Phases",
    "PRE": "Prebilling",
    "PRJ": "Projects",
    "PROG": "Progress",
    "RATE": "Rates of hours",
    "REF": "Structured references",
    "REG": "The registers of enterprises",
    "RET": "Retainers",
    "RUL": "Files of official rules",
    "SAFE": "Restore points and interrupted runs",
    "SCH": "Schedules",
    "SET": "Settings",
    "SHR": "Sharing with staff",
    "SND": "Sending electronic invoices",
    "SPL": "Splits between payers",
    "STG": "Stages",
    "TAB": "Tables and cells",
    "TIER": "Price lists by quantity",
    "TIM": "Timesheets",
    "UNDO": "Undoing",
    "UNI": "Units",
    "VOL": "Volumes",
    "VAT": "VAT",
    "VER": "Verifying and rebuilding",
    "WB": "What a workbook must hold",
    "WIP": "Work in progress",
}

ABOUT_ERRORS = """\
What Quotepart says when something is wrong, in the language of the workbook, after the sheet, the
row and the column it is about. A code keeps its meaning for good; words in *italics* stand for what
was found.

An **error** stops what it is about: a project with one is left out whole, a request with one is
refused, and nothing half-done is written. A **warning** is billed, but worth a look first. A
**note** only tells."""

ABOUT_TABLES = """\
Each sheet holds one Excel table. Columns are found by their heading, in any of the four languages
and in any order; columns of your own are kept. In a JSON or CSV file a column has the name given
under *Field*."""


def errors_page() -> str:
    """Every finding and error, by part and code."""
    findings = catalogue("findings")
    return "\n\n".join(
        [
            "# Findings and errors",
            NOTICE.format(source="addin/words/findings.toml"),
            ABOUT_ERRORS,
            _codes_by_part(findings),
            *(_finding(code, findings[code]) for code in sorted(findings)),
        ]
    )


def _codes_by_part(codes: Iterable[str]) -> str:
    parts: dict[str, list[str]] = {}
    for code in sorted(codes):
        parts.setdefault(code.split("-")[0], []).append(code)
    untitled = sorted(parts.keys() - PARTS.keys())
    if untitled:
        sys.exit(f"Give {', '.join(untitled)} a title in PARTS of scripts/docs.py.")
    return "\n".join(f"- {PARTS[part]}: {', '.join(listed)}" for part, listed in parts.items())


def _finding(code: str, entry: Mapping[str, str]) -> str:
    others = [language for language in Language if language is not Language.EN]
    return "\n\n".join(
        [
            f"## {code} {entry['title']}",
            f"{STOPS[Severity(entry['severity'])]}. {_emphasised(entry[Language.EN])}",
            "\n".join(f"- {language}: {_emphasised(entry[language])}" for language in others),
        ]
    )


def _emphasised(sentence: str) -> str:
    return sentence.replace("{", "*").replace("}", "*")


def tables_page() -> str:
    """Every table of the workbook with its columns, then the values of its closed lists."""
    return "\n\n".join(
        [
            "# Tables of the workbook",
            NOTICE.format(source="addin/tables/sheets"),
            ABOUT_TABLES,
            _tables_by_name(TABLES),
            *(_table(spec) for spec in TABLES),
            "## Closed lists",
            "What a drop-down offers, and the value that files carry.",
            *_closed_lists(TABLES),
        ]
    )


def _tables_by_name(tables: Iterable[TableSpec[Any]]) -> str:
    rows = ([_link(spec.name), *spec.sheet.all(), f"`{spec.name.lower()}`"] for spec in tables)
    return _grid(["Table", *_sheet_headings(), "On the command line"], rows)


def _link(heading: str) -> str:
    return f"[{heading}](#{heading.lower()})"


def _sheet_headings() -> list[str]:
    return [f"Sheet in {name}" for name in LANGUAGES.values()]


def _table(spec: TableSpec[Any]) -> str:
    headings = ["Field", *LANGUAGES.values(), "Holds", "Filled by", "What it is"]
    columns = _grid(headings, (_column(column) for column in spec.columns))
    return f"## {spec.name}\n\n{spec.help[Language.EN]}\n\n{columns}"


def _column(column: Column) -> list[str]:
    return [
        f"`{column.name}`",
        *column.heading.all(),
        "; ".join(_held(column)),
        WRITERS[column.writer],
        column.help[Language.EN],
    ]


def _held(column: Column) -> Iterator[str]:
    """What a cell of a column may hold, fact by fact."""
    choices = column.kind.choices
    yield column.kind.name if choices is None else f"one of {_link(choices.__name__)}"
    if column.key:
        yield "names the row"
    if column.required:
        yield "required"
    if column.refers:
        yield f"a row of {_link(column.refers)}"
    if column.listed:
        yield f"the list *{column.listed}* offers values"
    if column.default is not None:
        yield f"when empty: {_default(column)}"


def _default(column: Column) -> str:
    return f"`{column.kind.to_json(column.default)}`"


def _closed_lists(tables: Iterable[TableSpec[Any]]) -> Iterator[str]:
    lists: dict[str, type[StrEnum]] = {}
    for spec in tables:
        for column in spec.columns:
            if column.kind.choices is not None:
                lists[column.kind.choices.__name__] = column.kind.choices
    for name, values in sorted(lists.items()):
        rows = ([f"`{value}`", *_labels(name, value).all()] for value in values)
        yield f"### {name}\n\n{_grid(['Value', *LANGUAGES.values()], rows)}"


def _labels(name: str, value: StrEnum) -> Words:
    return label(name, value.value)


def _grid(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    cells = ([cell.replace("|", r"\|").replace("\n", " ") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def command_line_page() -> str:
    """Every command with its arguments and options, as ``--help`` tells them."""
    typer = [sys.executable, "-m", "typer", "--app", "app", "addin.cli"]
    told = subprocess.run(  # noqa: S603 - our own command
        [*typer, "utils", "docs", "--name", "quotepart", "--title", "Command line"],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=DOCS.parent,
    ).stdout
    title, _, rest = told.partition("\n")
    return f"{title}\n\n{NOTICE.format(source='addin/cli.py')}\n\n{rest.strip()}"


PAGES: Pages = {
    "errors.md": errors_page,
    "tables.md": tables_page,
    "command-line.md": command_line_page,
    "official-rules.md": lambda: official_rules_page(
        NOTICE.format(source="addin/words/official_rules.toml")
    ),
}


def out_of_date(folder: Path, pages: Pages) -> list[str]:
    """The names of the pages in ``folder`` that do not say what the code says."""
    return [name for name, page in pages.items() if _read(folder / name) != page() + "\n"]


def _read(page: Path) -> str:
    return page.read_text("utf-8") if page.exists() else ""


def write(folder: Path, pages: Pages) -> None:
    """Write the pages into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages.items():
        (folder / name).write_text(page() + "\n", "utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the pages; 1 if a checked page is out of date, else 0."""
    parser = argparse.ArgumentParser(description="Write the generated pages of docs/.")
    parser.add_argument("--check", action="store_true", help="only name those out of date")
    if not parser.parse_args(arguments).check:
        write(DOCS, PAGES)
        return 0
    stale = out_of_date(DOCS, PAGES)
    for name in stale:
        sys.stderr.write(f"docs/{name} is out of date: run make docs and commit the page.\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())

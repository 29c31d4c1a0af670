"""A large workbook as Excel would have written it, made to be read and written back.

A skeleton of one row a table comes from XlsxWriter; the other rows are put into its sheets as text,
for a library would need minutes and gigabytes for them. Texts are shared, as Excel shares them.
"""

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

Cell = str | int | float | None
Rows = Iterator[Sequence[Cell]]

PREBILLING_ROWS = 30_000
SMALL_SHEETS = ("Clients", "Projects", "Staff", "Services", "Rates")
SMALL_ROWS = 200

TIMESHEETS = {
    "Entry": "",
    "Date": "dd/mm/yyyy",
    "Person": "",
    "Project": "",
    "Service": "",
    "Start": "hh:mm",
    "Duration": "[h]:mm",
    "Minutes": "0",
    "Note": "",
    "Status": "",
    "Line": "",
    "Invoice": "",
}
"""Headings and number formats: the table's own, and a duration that the user has added."""

PREBILLING = {
    "Line": "",
    "Month": "yyyy-mm",
    "Project": "",
    "Client": "",
    "Service": "",
    "Axis": "",
    "Description": "",
    "Period from": "dd/mm/yyyy",
    "Period to": "dd/mm/yyyy",
    "Quantity": "#,##0.####",
    "Unit": "",
    "Unit price": "#,##0.00##",
    "Amount": "#,##0.00",
    "Decision": "",
    "Invoice": "",
}

_MARCH = (date(2026, 3, 1) - date(1899, 12, 30)).days
_SERVICES = ("Accounts", "Payroll", "Tax advice", "Annual accounts & filing")
_TEXT = re.compile(r"<si><t[^>]*>([^<]*)</t></si>")
_DIMENSION = re.compile(r'(<dimension ref="A1:[A-Z]+)\d+')
_STYLE = re.compile(r'<c r="[A-Z]+2"(?: s="(\d+)")?')


def make_book(path: Path, rows: int, lines: int = PREBILLING_ROWS) -> None:
    """Write the workbook; the same content for the same numbers of rows.

    Args:
        path: Where it goes.
        rows: Of the table Timesheets, which has 12 columns; five further sheets have 200 rows each.
        lines: Rows of the table Prebilling, which has 15 columns.
    """
    tables: dict[str, tuple[dict[str, str], int, Callable[[int], Rows]]] = {
        "Timesheets": (TIMESHEETS, rows, _entries),
        "Prebilling": (PREBILLING, lines, _lines),
    }
    with tempfile.TemporaryDirectory() as folder:
        skeleton = Path(folder) / "skeleton.xlsx"
        _write_skeleton(skeleton, tables)
        with (
            ZipFile(skeleton) as source,
            ZipFile(path, "w", ZIP_DEFLATED, compresslevel=4) as target,
        ):
            texts = _SharedTexts(source.read("xl/sharedStrings.xml").decode())
            long = {f"xl/worksheets/sheet{n}.xml": t for n, t in enumerate(tables.values(), 1)}
            for name in source.namelist():
                if name in long:
                    _, count, make = long[name]
                    sheet = source.read(name).decode()
                    sheet = _DIMENSION.sub(rf"\g<1>{count + 1}", sheet, count=1)
                    _fill(target, name, sheet, make(count), texts)
                elif name != "xl/sharedStrings.xml":
                    target.writestr(name, source.read(name))
            target.writestr("xl/sharedStrings.xml", texts.render())


class _SharedTexts:
    """The shared strings of a workbook, while more of them come."""

    def __init__(self, content: str) -> None:
        self.head = content[: content.index("<sst")]
        self.codes = {text: code for code, text in enumerate(_TEXT.findall(content))}
        self.uses = len(self.codes)

    def code(self, text: str) -> int:
        self.uses += 1
        return self.codes.setdefault(escape(text), len(self.codes))

    def render(self) -> str:
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        opening = f'<sst xmlns="{space}" count="{self.uses}" uniqueCount="{len(self.codes)}">'
        texts = "".join(f"<si><t>{text}</t></si>" for text in self.codes)
        return f"{self.head}{opening}{texts}</sst>"


def _write_skeleton(
    path: Path, tables: dict[str, tuple[dict[str, str], int, Callable[[int], Rows]]]
) -> None:
    """Every sheet and table at its full size, with the first row of the long ones only."""
    with Workbook(path) as book:
        for name, (columns, count, make) in tables.items():
            sheet = book.add_worksheet(name)
            formats = [
                book.add_format({"num_format": code or "General"}) for code in columns.values()
            ]
            for at, cell in enumerate(next(make(1))):
                sheet.write(1, at, cell, formats[at])
            options: Any = {"name": name, "columns": [{"header": heading} for heading in columns]}
            sheet.add_table(0, 0, count, len(columns) - 1, options)
        for name in SMALL_SHEETS:
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [name, "Name", "City", "Rate"])
            for row in range(1, SMALL_ROWS):
                sheet.write_row(row, 0, [f"{name}-{row}", f"Name {row}", "Liège", 72.5 + row])


def _fill(target: ZipFile, name: str, skeleton: str, rows: Rows, texts: _SharedTexts) -> None:
    """Put the rows into a sheet in place of its first one, a thousand at a time."""
    start, end = skeleton.index('<row r="2"'), skeleton.index("</sheetData>")
    styles = [style or "0" for style in _STYLE.findall(skeleton[start:end])]
    cells = [f'<c r="{xl_col_to_name(at)}%d" s="{style}"' for at, style in enumerate(styles)]
    with target.open(name, "w") as part:
        part.write(skeleton[:start].encode())
        batch: list[str] = []
        for number, row in enumerate(rows, 2):
            batch.append(_row(number, row, cells, texts))
            if len(batch) == 1000:
                part.write("".join(batch).encode())
                batch.clear()
        part.write("".join(batch).encode() + skeleton[end:].encode())


def _row(number: int, row: Sequence[Cell], cells: Sequence[str], texts: _SharedTexts) -> str:
    written = [f'<row r="{number}" spans="1:{len(row)}">']
    for opening, cell in zip(cells, row, strict=True):
        if isinstance(cell, str):
            written.append(f'{opening % number} t="s"><v>{texts.code(cell)}</v></c>')
        else:
            value = "/>" if cell is None else f"><v>{cell!r}</v></c>"
            written.append(f"{opening % number}{value}")
    return "".join((*written, "</row>"))


def _entries(count: int) -> Rows:
    """Time entries; the last quarter of them has not been billed."""
    chance = Random(7)  # noqa: S311 - the same entries every time
    for number in range(count):
        project, minutes = chance.randrange(1000), chance.randrange(15, 300, 5)
        billed = number < count - count // 4
        yield (
            f"T-{number + 1:06}",
            _MARCH + timedelta(days=chance.randrange(-300, 31)).days,
            f"P{chance.randrange(40):02}",
            f"C{project:04}-2026",
            chance.choice(_SERVICES),
            chance.randrange(28, 72) / 96,
            minutes / 1440,
            minutes,
            f"Note on file {number % 20_000}",
            "approved" if billed or chance.random() < 0.8 else "draft",
            f"2026-03/C{project:04}-2026/{chance.randrange(8)}" if billed else None,
            f"2026-{project:05}" if billed else None,
        )


def _lines(count: int) -> Rows:
    """Lines to bill, by project and service."""
    chance = Random(11)  # noqa: S311 - the same lines every time
    for number in range(count):
        project, service = f"C{number % 1000:04}-2026", chance.choice(_SERVICES)
        hours, price = chance.randrange(1, 4000) / 100, chance.randrange(4000, 20000) / 100
        yield (
            f"2026-03/{project}/{number}",
            _MARCH,
            project,
            project[:5],
            service,
            "time",
            f"{service}, March 2026",
            _MARCH,
            _MARCH + 30,
            hours,
            "hour",
            price,
            round(hours * price, 2),
            "draft",
            None,
        )

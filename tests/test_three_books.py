"""The same month by buttons in LibreOffice and by commands on a closed file, cell by cell.

What differs and may: the moment an invoice was sealed, its digest and seal, and the places of the
two workbooks. All else is compared: every cell of every sheet by kind, value and formula, what the
journal holds, and every word of the documents.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import copyfile
from typing import Any
from zipfile import ZipFile

import pytest
import xlwings
from excel.lint import lint
from hypothesis import settings
from lxml import etree
from sample_office import SETTINGS, closed_workbook
from scenarios.telling import FOLDER, steps_of
from typer.testing import CliRunner
from users_columns import UsersColumn, add_columns, rename_heading

from addin import macros
from addin.books.builder import build_workbook
from addin.books.sample import sample_rows
from addin.cli import app as command
from addin.tables.catalogue import BY_NAME
from addin.words import Language

FR = Language.FR
MONTH = ("check", "plan", "generate", "approve", "issue")
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"

# When an invoice was sealed, and what follows from that.
OF_THE_MOMENT = {"created_at", "moment", "seal", "previous_seal"}

Cells = Mapping[str, tuple[object, str]]
Journalled = Mapping[str, list[dict[str, object]]]


def heading(table: str, field: str) -> str:
    return BY_NAME[table].column(field).heading[FR]


def sample_of_a_user(path: Path) -> Path:
    """The sample firm, with columns, formulas and notes of the user, and a German heading."""
    path.write_bytes(build_workbook(FR, sample_rows(FR)))
    minutes, amount = heading("Timesheets", "minutes"), heading("Prebilling", "amount")
    add_columns(
        path,
        [
            UsersColumn("Timesheets", "Mes heures", f"Timesheets[[#This Row],[{minutes}]]/60"),
            UsersColumn("Prebilling", "Rabais", f"N(Prebilling[[#This Row],[{amount}]])*0.1"),
            UsersColumn("Invoices", "Rang", "ROW(A{row})-4"),
            UsersColumn("Clients", "Ma note", notes=["=appeler", "à relancer", "0123"]),
        ],
    )
    note = BY_NAME["Timesheets"].column("note").heading
    rename_heading(path, "Timesheets", note[FR], note[Language.DE])
    assert lint(path) == []
    return path


def march_of_the_page(path: Path, page: str) -> Path:
    """What a page of the scenarios gives, in a workbook in French."""
    given: dict[str, list[dict[str, str | None]]] = {}
    for step in steps_of(FOLDER / page):
        if step.verb == "given":
            for table in step.tables:
                given.setdefault(table.name, []).extend(map(_typed, table.rows))
    firm = given.pop("Settings", [])
    own = {str(row["setting"]): row["value"] for row in firm}
    settings = SETTINGS | own | {"month": "2026-03", "output_folder": "factures"}
    closed_workbook(
        path,
        FR,
        Settings=[{"setting": name, "value": value} for name, value in settings.items()],
        **given,
    )
    return path


def _typed(row: Mapping[str, str]) -> dict[str, str | None]:
    return {name: text or None for name, text in row.items()}


BY_NIGHT = settings().max_examples >= 10_000
MONTHS: Mapping[str, tuple[Callable[[Path], Path], str]] = {
    "sample firm with columns of the user": (sample_of_a_user, "2026-10"),
    "march shared 60/40": (partial(march_of_the_page, page="march_for_one_client.md"), "2026-03"),
}


@dataclass(frozen=True)
class Outcome:
    """What a month leaves.

    Attributes:
        sheets: The cells of each sheet by address: the value worked out anew, and the formula.
        journal: The rows of its tables.
        documents: The words of each document by its place.
    """

    sheets: Mapping[str, Cells]
    journal: Journalled
    documents: Mapping[str, list[str]]


@dataclass(frozen=True)
class Month:
    """One month, carried out twice."""

    before: Mapping[str, Cells]
    by_buttons: Outcome
    by_commands: Outcome


@pytest.fixture(scope="module", params=MONTHS if BY_NIGHT else list(MONTHS)[:1])
def month(
    request: pytest.FixtureRequest,
    office_app: xlwings.App,
    tmp_path_factory: pytest.TempPathFactory,
) -> Month:
    make, period = MONTHS[request.param]
    live = make(tmp_path_factory.mktemp("buttons") / "Facturation.xlsm")
    closed = Path(copyfile(live, tmp_path_factory.mktemp("commands") / live.name))
    book = office_app.books.open(live)
    before = cells_of(book)
    for verb in MONTH:
        press(book, verb)
    by_buttons = outcome(book, live)
    day = str(by_buttons.journal["invoices"][0]["issue_date"])
    for verb in MONTH:
        carry_out(closed, verb, period, day)
    by_commands = outcome(office_app.books.open(closed), closed)
    return Month(before, by_buttons, by_commands)


def press(book: xlwings.Book, verb: str) -> None:
    """Press a button and read its message away."""
    book.set_mock_caller()
    try:
        getattr(macros, verb)()
    finally:
        delattr(xlwings.Book, "_mock_caller")  # xlwings has no other way to take it back
    book.app.impl.alerts.clear()


def carry_out(path: Path, verb: str, period: str, day: str) -> None:
    """Run the command of the same name, on the same day."""
    options = {
        "check": [],
        "plan": ["--year", period[:4]],
        "issue": ["--month", period, "--date", day],
    }
    done = CliRunner().invoke(command, [verb, str(path), *options.get(verb, ["--month", period])])
    assert done.exit_code in {0, 1}, done.output


def outcome(book: xlwings.Book, path: Path) -> Outcome:
    """Look at what a month has left, and close the workbook."""
    try:
        sheets = cells_of(book)
    finally:
        book.close()
    return Outcome(sheets, journal_of(path), dict(documents_of(path.parent)))


def cells_of(book: xlwings.Book) -> dict[str, Cells]:
    """Every filled cell, calculated anew, and its formula in LibreOffice's spelling."""
    book.api.calculateAll()
    return {sheet.name: dict(filled(sheet.api)) for sheet in book.sheets}


def filled(sheet: Any) -> Iterator[tuple[str, tuple[object, str]]]:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)  # noqa: FBT003 - UNO takes no keywords
    last = cursor.getRangeAddress()
    used = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
    rows = zip(used.getDataArray(), used.getFormulaArray(), strict=True)
    for number, (values, formulas) in enumerate(rows, 1):
        for place, (value, formula) in enumerate(zip(values, formulas, strict=True), 1):
            if formula != "":
                yield f"{number},{place}", (value, formula if formula[:1] == "=" else "")


def journal_of(path: Path) -> Journalled:
    """Every row of every table of the journal, but for moments and seals."""
    with closing(sqlite3.connect(path.with_suffix(".journal.sqlite"))) as journal:
        journal.row_factory = sqlite3.Row
        tables = [
            name
            for (name,) in journal.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
            )
        ]
        return {
            name: [
                {key: row[key] for key in row.keys() if key not in OF_THE_MOMENT}  # noqa: SIM118
                for row in journal.execute(f'SELECT * FROM "{name}" ORDER BY rowid')  # noqa: S608
            ]
            for name in tables
        }


def documents_of(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The words of every Word document."""
    for path in sorted(folder.rglob("*.docx")):
        with ZipFile(path) as archive:
            roots = [
                etree.fromstring(archive.read(name))
                for name in sorted(archive.namelist())
                if name.startswith("word/") and name.endswith(".xml")
            ]
        words = [str(text.text) for root in roots for text in root.iter(WORDS)]
        yield path.relative_to(folder).as_posix(), words


def test_every_cell_is_the_same(month: Month) -> None:
    found, wanted = month.by_commands.sheets, month.by_buttons.sheets

    assert found.keys() == wanted.keys()
    differences = {
        (sheet, place): (found[sheet].get(place), wanted[sheet].get(place))
        for sheet in found
        for place in found[sheet].keys() | wanted[sheet].keys()
        if found[sheet].get(place) != wanted[sheet].get(place)
    }
    assert differences == {}


def test_a_month_was_billed_at_all(month: Month) -> None:
    changed = {
        sheet for sheet, cells in month.by_buttons.sheets.items() if cells != month.before[sheet]
    }

    assert {
        BY_NAME[name].sheet[FR] for name in ("Prebilling", "Invoices", "Allocations")
    } <= changed
    assert month.by_buttons.journal["invoices"]
    assert month.by_buttons.documents


def test_the_journals_say_the_same(month: Month) -> None:
    assert month.by_commands.journal == month.by_buttons.journal


def test_the_documents_say_the_same(month: Month) -> None:
    assert month.by_commands.documents == month.by_buttons.documents

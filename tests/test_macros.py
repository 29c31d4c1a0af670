"""The ribbon buttons, pressed on workbooks open in LibreOffice in the place of Excel."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import pytest
import xlwings
from typer.testing import CliRunner

from addin import macros
from addin.billing.calendar import Month
from addin.books.book import Book
from addin.books.builder import build_workbook
from addin.books.calc.books import Book as OfficeBook
from addin.books.calc.engine import App as OfficeApp
from addin.books.closed import ClosedBook
from addin.books.live import LiveBook, attention
from addin.books.live.folders import open_folder
from addin.books.sample import sample_rows
from addin.cli import app as command
from addin.jobs.approving import approve
from addin.jobs.content import load
from addin.jobs.exporting import records
from addin.jobs.generating import generate
from addin.jobs.running import run
from addin.journal.journal import Journal
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.grid import Grid
from addin.words import Language, sentence, system_language, text

OCTOBER = Month(2026, 10)
# Verb of each button, in the order in which they are pressed.
MONTH = ("check", "plan", "generate", "generate", "approve", "preview", "issue", "issue")
# The steps after which all tables are read; a look takes LibreOffice seconds.
LOOKED_AT = (2, 4, 6, 7)
OPTIONS = {
    "plan": ["--year", "2026"],
    "generate": ["--month", "2026-10"],
    "approve": ["--month", "2026-10"],
    "preview": ["--month", "2026-10"],
    "issue": ["--month", "2026-10"],
}
JOBS = ("check", "plan", "generate", "approve", "preview", "issue")

Opener = Callable[[Path], xlwings.Book]
# By table, the records of its rows.
Tables = Mapping[str, list[dict[str, Any]]]


@cache
def sample(language: Language) -> bytes:
    return build_workbook(language, sample_rows(language))


@cache
def empty(language: Language) -> bytes:
    return build_workbook(language)


def put(content: bytes, folder: Path, name: str = "Classeur été.xlsm") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


def press(book: xlwings.Book, verb: str, *, saved: bool = True) -> str:
    """Press a button; what its message box says.

    ``saved`` lets the book seem to be what its file holds, so that a change can be noticed.
    """
    book.app.impl.alerts.clear()  # LibreOffice is shared with other tests
    if saved:
        book.api.setModified(False)
    book.set_mock_caller()
    try:
        getattr(macros, verb)()
    finally:
        delattr(xlwings.Book, "_mock_caller")  # xlwings has no other way to take it back
    ((message, title),) = book.app.impl.alerts
    book.app.impl.alerts.clear()
    assert title == "Quotepart"
    return str(message)


def touched(book: xlwings.Book) -> bool:
    """Whether the last button has written anything at all."""
    return bool(book.api.isModified())


def heading_of(book: xlwings.Book, table: str, field: str) -> xlwings.Range:
    """The heading of a column of the sample in French."""
    spec = BY_NAME[table]
    headings = book.sheets[spec.sheet[Language.FR]].tables[table].header_row_range
    assert headings is not None
    return headings[0, headings.value.index(spec.column(field).heading[Language.FR])]


def contents(book: Book) -> Tables:
    content = load(book)
    return {spec.name: records(content, spec) for spec in TABLES}


def numbers_of(path: Path) -> list[str]:
    """What the journal beside a workbook has issued."""
    return [one.number for one in Journal.beside(path, "").invoices()]


def documents(path: Path) -> list[str]:
    folder = path.parent
    return sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*.docx"))


@pytest.fixture
def opened(office_app: xlwings.App) -> Iterator[Opener]:
    """Opens workbooks, which are closed without saving at the end."""
    books: list[xlwings.Book] = []

    def opening(path: Path) -> xlwings.Book:
        books.append(office_app.books.open(path))
        return books[-1]

    yield opening
    for book in books:
        book.close()


@pytest.fixture
def unsaved(office_app: xlwings.App) -> Iterator[xlwings.Book]:
    """A new workbook that nobody has saved, without a table of ours."""
    book = office_app.books.add()
    yield book
    book.close()


@pytest.fixture(scope="module", params=Language)
def blank(
    request: pytest.FixtureRequest,
    office_app: xlwings.App,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Language, xlwings.Book]]:
    """A workbook of Quotepart in which nothing is filled in, in each language."""
    language: Language = request.param
    folder = tmp_path_factory.mktemp("blank")
    book = office_app.books.open(put(empty(language), folder, f"Blank {language}.xlsm"))
    yield language, book
    book.close()


@dataclass(frozen=True)
class Step:
    """One step of the sample month in French, and what it left behind.

    Attributes:
        said: The message box, or what the terminal shows.
        touched: Whether it wrote to the workbook.
        tables: Every table afterwards, where it was looked at.
        issued: The numbers in the journal afterwards.
    """

    said: str
    touched: bool
    tables: Tables
    issued: list[str]


@dataclass(frozen=True)
class Billed:
    """The steps of the month; beside the workbook lie its journal and its invoices."""

    path: Path
    steps: tuple[Step, ...]


@pytest.fixture(scope="module")
def by_buttons(office_app: xlwings.App, tmp_path_factory: pytest.TempPathFactory) -> Billed:
    path = put(sample(Language.FR), tmp_path_factory.mktemp("buttons"))
    book = office_app.books.open(path)
    steps = []
    for number, verb in enumerate(MONTH):
        said, changed = press(book, verb), touched(book)
        tables = contents(LiveBook(book)) if number in LOOKED_AT else {}
        steps.append(Step(said, changed, tables, numbers_of(path)))
    book.close()
    return Billed(path, tuple(steps))


@pytest.fixture(scope="module")
def by_commands(by_buttons: Billed, tmp_path_factory: pytest.TempPathFactory) -> Billed:
    """The same on a closed workbook, its invoices of the same day."""
    path = put(sample(Language.FR), tmp_path_factory.mktemp("commands"))
    day = by_buttons.steps[-1].tables["Invoices"][0]["date"]
    options = OPTIONS | {"issue": [*OPTIONS["issue"], "--date", day]}
    steps = []
    for verb in MONTH:
        before = path.read_bytes()
        done = CliRunner().invoke(command, [verb, str(path), *options.get(verb, [])])
        assert done.exit_code == 0, done.output
        changed = path.read_bytes() != before
        steps.append(Step(done.output, changed, contents(ClosedBook(path)), numbers_of(path)))
    return Billed(path, tuple(steps))


@pytest.mark.parametrize("step", LOOKED_AT)
def test_a_button_leaves_every_cell_as_the_command_of_its_name_does(
    step: int, by_buttons: Billed, by_commands: Billed
) -> None:
    live, closed = by_buttons.steps[step], by_commands.steps[step]

    assert live.tables == closed.tables
    assert live.issued == closed.issued


@pytest.mark.parametrize("step", range(len(MONTH)))
def test_a_button_says_what_the_command_of_its_name_says(
    step: int, by_buttons: Billed, by_commands: Billed
) -> None:
    live, closed = by_buttons.steps[step], by_commands.steps[step]

    assert closed.said.startswith(live.said.partition("\n")[0])
    assert live.touched == closed.touched


def test_the_messages_are_in_the_language_of_the_workbook(by_buttons: Billed) -> None:
    check, plan, generated, again, approved, preview, issued, reissued = (
        step.said for step in by_buttons.steps
    )

    assert check == "Contrôle de 2026-10. Tout est en ordre."
    assert "Échéances ajoutées : 121, modifiées : 0, retirées : 0, inchangées : 0." in plan
    assert generated == (
        "Préfacturation : 36\u202f268,93 hors TVA. "
        "Lignes ajoutées : 62, modifiées : 0, retirées : 0, inchangées : 0."
    )
    assert "Lignes ajoutées : 0, modifiées : 0, retirées : 0, inchangées : 62." in again
    assert approved.startswith("Lignes approuvées : 62")
    assert "Aucun numéro n'a été attribué." in preview
    assert issued.startswith(
        "Factures émises : 31 ; 35\u202f892,31 hors TVA, "
        "7\u202f067,49 de TVA, 42\u202f959,80 TVA comprise."
    )
    assert reissued.startswith("Factures émises : 0 ;")
    assert sentence("ISS-01", Language.FR, {"month": "2026-10"}) in reissued


def test_documents_are_said_to_be_where_they_are(by_buttons: Billed) -> None:
    folder = by_buttons.path.parent / "factures"

    drafts, issued = (f"Les documents sont dans {folder / name}" for name in ("preview", "2026/10"))
    assert by_buttons.steps[5].said.endswith(drafts)
    assert f"{issued}\n" in by_buttons.steps[6].said
    assert "Les documents" not in by_buttons.steps[7].said


def test_after_issuing_the_user_is_asked_to_save(by_buttons: Billed) -> None:
    wanted = text("message.save_now", Language.FR)

    asked = [step.said.endswith(wanted) for step in by_buttons.steps]
    assert asked == [False] * 6 + [True, False]


def test_the_same_documents_are_written(by_buttons: Billed, by_commands: Billed) -> None:
    found = documents(by_buttons.path)

    assert len(found) == 62 + 1  # drafts and invoices, and the hours of a client
    assert found == documents(by_commands.path)


def test_generating_again_and_previewing_change_nothing(by_buttons: Billed) -> None:
    touched = [step.touched for step in by_buttons.steps]

    # check, plan, generate, again, approve, preview, issue, and the note that nothing is left
    assert touched == [False, True, True, False, True, False, True, True]


def test_only_issuing_takes_numbers_and_only_once(by_buttons: Billed) -> None:
    issued = [len(step.issued) for step in by_buttons.steps]

    assert issued == [0, 0, 0, 0, 0, 0, 31, 31]


def test_the_workbook_on_disk_is_left_for_its_user_to_save(by_buttons: Billed) -> None:
    assert by_buttons.path.read_bytes() == sample(Language.FR)


def test_closing_without_saving_loses_no_invoice(by_buttons: Billed, opened: Opener) -> None:
    book = opened(by_buttons.path)
    last = by_buttons.steps[-1]

    press(book, "issue")

    assert contents(LiveBook(book))["Invoices"] == last.tables["Invoices"]
    assert numbers_of(by_buttons.path) == last.issued


def test_help_tells_the_month_in_the_language_of_the_workbook(
    blank: tuple[Language, xlwings.Book],
) -> None:
    language, book = blank

    assert press(book, "help") == text("message.help", language)


def test_a_month_missing_in_the_settings_is_told_and_nothing_is_written(
    blank: tuple[Language, xlwings.Book],
) -> None:
    language, book = blank

    said = press(book, "generate")

    assert said.startswith(sentence("JOB-01", language, {"count": 1}))
    assert f"\n\n• {BY_NAME['Settings'].sheet[language]}" in said
    assert not touched(book)
    assert documents(Path(book.fullname)) == []


def test_a_missing_column_is_named_and_nothing_is_written(opened: Opener, tmp_path: Path) -> None:
    path = put(sample(Language.FR), tmp_path)
    book = opened(path)
    heading = heading_of(book, "Projects", "client")
    name, heading.value = heading.value, "Ami"

    for verb in ("generate", "issue"):
        said = press(book, verb)

        assert said.startswith(sentence("JOB-01", Language.FR, {"count": 1}))
        assert f"• {heading.sheet.name}" in said
        assert f"« {name} »" in said
        assert not touched(book)
    assert documents(path) == []


def test_more_findings_than_a_box_can_hold_are_counted(opened: Opener, tmp_path: Path) -> None:
    book = opened(put(sample(Language.FR), tmp_path))
    below = heading_of(book, "Timesheets", "project").offset(1, 0)
    below.resize(12, 1).value = [[f"P-{row}"] for row in range(12)]

    said = press(book, "check")

    listed = LiveBook(book).read(["Checks"])["Checks"].height
    assert listed >= 12
    assert said.count("•") == 8
    assert f"\n\n… (+{listed - 8})\n\nVoyez la feuille Contrôles." in said


def test_a_check_tells_its_findings_where_their_sheet_is_protected(
    opened: Opener, tmp_path: Path
) -> None:
    book = opened(put(sample(Language.FR), tmp_path))
    below = heading_of(book, "Timesheets", "project").offset(1, 0)
    below.resize(12, 1).value = [[f"P-{row}"] for row in range(12)]
    book.sheets["Contrôles"].api.protect("")

    said = press(book, "check", saved=False)

    assert sentence("LIVE-01", Language.FR, {"sheet": "Contrôles", "table": "Contrôles"}) in said
    assert "P-1" in said
    assert "Voyez la feuille" not in said


def test_a_broken_journal_is_told_in_the_language_of_the_workbook(
    opened: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTEPART_LANGUAGE", "en")
    path = put(empty(Language.FR), tmp_path)
    journal = path.with_suffix(".journal.sqlite")
    journal.write_bytes(b"no journal at all" * 100)
    book = opened(path)

    said = press(book, "generate")

    assert journal.name in said
    assert "n'est pas un journal" in said
    assert not touched(book)


@cache
def ready(*projects: str) -> bytes:
    """The sample with some projects only, its month ready to be issued."""
    rows = {
        table: [row for row in given if row.get("project") in {None, *projects}]
        for table, given in sample_rows(Language.FR).items()
    }
    with tempfile.TemporaryDirectory() as folder:
        path = put(build_workbook(Language.FR, rows), Path(folder))
        closed = ClosedBook(path)
        run(closed, lambda content: generate(content, OCTOBER))
        run(closed, lambda content: approve(content, OCTOBER))
        return path.read_bytes()


@pytest.fixture
def approved(opened: Opener, tmp_path: Path, request: pytest.FixtureRequest) -> xlwings.Book:
    """The sample of one project or of those asked for, its month ready to be issued."""
    return opened(put(ready(*getattr(request, "param", ["MIR-26"])), tmp_path))


def billed(book: xlwings.Book) -> dict[str, Grid]:
    """The tables that issuing writes to."""
    return LiveBook(book).read(["Prebilling", "Allocations", "Invoices", "InvoiceLines"])


def numbers(book: xlwings.Book) -> list[object]:
    """The invoices that the workbook shows."""
    grid = LiveBook(book).read(["Invoices"])["Invoices"]
    return [number for number in grid.columns[0] if number]


def test_no_number_is_taken_when_a_sheet_is_protected(approved: xlwings.Book) -> None:
    path, name = Path(approved.fullname), BY_NAME["Invoices"].sheet[Language.FR]
    approved.sheets[name].api.protect("")

    said = press(approved, "issue")

    values = {"sheet": name, "table": "Invoices"}
    assert said == sentence("LIVE-01", Language.FR, values)
    assert numbers_of(path) == []
    assert documents(path) == []


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str | bool]:
    """What the status bar shows, one after the other."""
    texts: list[str | bool] = []
    monkeypatch.setattr(attention, "SHOWN_EVERY_SECONDS", 0)

    monkeypatch.setattr(
        OfficeApp, "status_bar", property(lambda _: False, lambda _, told: texts.append(told))
    )
    return texts


def test_the_status_bar_tells_how_far_a_job_is(
    approved: xlwings.Book, shown: list[str | bool]
) -> None:
    press(approved, "issue")

    for step in ("lecture des tableaux", "calcul en cours", "document 1 sur 2", "écriture"):
        assert any(str(one).startswith(f"Quotepart : {step}") for one in shown), step
    assert "Quotepart : document 2 sur 2" in shown
    assert shown[-1] is False


def stopping_at(monkeypatch: pytest.MonkeyPatch, start: str) -> None:
    """Have *Stop* pressed once the status bar shows a text."""

    def show(_: OfficeApp, told: str | bool) -> None:  # noqa: FBT001
        if str(told).startswith(start):
            macros.stop()

    monkeypatch.setattr(attention, "SHOWN_EVERY_SECONDS", 0)
    monkeypatch.setattr(OfficeApp, "status_bar", property(lambda _: False, show))


def test_a_job_that_is_stopped_writes_nothing(
    approved: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    for verb, step in (("generate", "lecture"), ("approve", "calcul"), ("preview", "document 1")):
        with monkeypatch.context() as stopping:
            stopping_at(stopping, f"Quotepart : {step}")
            assert press(approved, verb) == sentence("JOB-04", Language.FR, {})
        assert not touched(approved)

    path = Path(approved.fullname)
    assert numbers_of(path) == []
    assert len(documents(path)) == 1  # the draft of the preview that was under way
    assert LiveBook(approved).points.all() == []


def test_a_project_is_not_stopped_between_its_payers(
    approved: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping_at(monkeypatch, "Quotepart : document 1")

    assert press(approved, "issue").startswith("Factures émises : 2 ;")


@pytest.mark.parametrize("approved", [["MIR-26", "VER-26"]], indirect=True)
def test_issuing_that_is_stopped_is_finished_by_the_next_run(
    approved: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(approved.fullname)
    with monkeypatch.context() as stopping:
        stopping_at(stopping, "Quotepart : document 1")
        said = press(approved, "issue")

    first = numbers_of(path)
    assert 0 < len(first) < 3
    assert sentence("ISS-10", Language.FR, {"done": len(first), "total": 3}) in said
    assert numbers(approved) == first

    press(approved, "issue")
    assert numbers(approved) == numbers_of(path)
    assert (len(numbers_of(path)), len(documents(path))) == (3, 3 + 1)  # VERZUIL gets its hours


def test_undoing_puts_the_tables_back_and_undoing_again_takes_that_back(
    approved: xlwings.Book,
) -> None:
    before = billed(approved)
    press(approved, "issue")
    after, issued = billed(approved), numbers(approved)

    undone = press(approved, "undo", saved=False)
    assert undone.startswith("Le classeur est tel qu'il était avant émission du ")
    assert sentence("UNDO-04", Language.FR, {"numbers": tuple(issued)}) in undone
    assert billed(approved) == before
    assert numbers_of(Path(approved.fullname)) == issued

    press(approved, "undo", saved=False)
    assert billed(approved) == after

    heading_of(approved, "Invoices", "paid").offset(1, 0).value = 5
    said = press(approved, "undo", saved=False)
    assert "modifi" in said
    assert "Ctrl+Z" in said
    assert "--" not in said
    assert numbers(approved) == issued


def test_nothing_to_undo_is_told(blank: tuple[Language, xlwings.Book]) -> None:
    language, book = blank

    values = {"file": book.name, "folder": LiveBook(book).points.folder}
    assert press(book, "undo") == sentence("UNDO-01", language, values)


def test_a_status_bar_that_cannot_be_written_stops_no_invoice(
    approved: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(app: OfficeApp, told: str) -> NoReturn:
        raise OSError(app, told)

    monkeypatch.setattr(OfficeApp, "status_bar", property(lambda _: False, busy))

    said = press(approved, "issue")

    assert said.startswith("Factures émises : 2 ; 1\u202f800,43 hors TVA")
    assert len(numbers_of(Path(approved.fullname))) == 2


def broken(*_: object) -> NoReturn:
    message = "the sky fell"
    raise RuntimeError(message)


def test_a_fault_of_our_own_is_a_sentence_with_the_place_of_its_log(
    blank: tuple[Language, xlwings.Book], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    language, book = blank
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(macros, "check_job", broken)

    said = press(book, "check")

    log = tmp_path / ".quotepart" / "quotepart.log"
    values = {"what": "RuntimeError('the sky fell')", "log": log}
    assert said == sentence("JOB-02", language, values)
    assert "Traceback" in log.read_text("utf-8")
    assert not touched(book)


def test_a_home_that_takes_no_log_leaves_it_among_the_temporary_files(
    blank: tuple[Language, xlwings.Book], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, book = blank
    home = tmp_path / "a file"
    home.write_text("")
    monkeypatch.setattr(Path, "home", lambda: home)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(macros, "check_job", broken)

    said = press(book, "check")

    assert str(tmp_path / "quotepart.log") in said
    assert "the sky fell" in (tmp_path / "quotepart.log").read_text("utf-8")


@pytest.mark.parametrize("verb", JOBS)
def test_a_workbook_without_our_tables_is_refused_by_name(
    verb: str, unsaved: xlwings.Book, tmp_path: Path
) -> None:
    unsaved.save(tmp_path / "Budget.xlsx")

    said = press(unsaved, verb)

    assert said == sentence("WB-01", system_language(), {"path": "Budget.xlsx"})
    assert not touched(unsaved)
    assert list(tmp_path.glob("*.sqlite")) == []


@pytest.mark.parametrize("verb", JOBS)
def test_a_workbook_that_was_never_saved_is_to_be_saved_first(
    verb: str, unsaved: xlwings.Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    said = press(unsaved, verb)

    assert said == sentence("LIVE-04", system_language(), {"name": unsaved.name})
    assert list(tmp_path.iterdir()) == []


def test_help_needs_no_workbook_of_ours(unsaved: xlwings.Book) -> None:
    assert press(unsaved, "help") == text("message.help", system_language())


def test_a_cloud_that_no_folder_mirrors_is_told(
    blank: tuple[Language, xlwings.Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, book = blank
    reason = "Couldn't find your local OneDrive file"

    def nowhere(_: OfficeBook) -> NoReturn:
        raise xlwings.XlwingsError(reason)

    monkeypatch.setattr(OfficeBook, "fullname", property(nowhere))
    monkeypatch.setattr(OfficeBook, "name", property(lambda _: "Billing.xlsm"))

    said = press(book, "issue")
    monkeypatch.undo()

    values = {"name": "Billing.xlsm", "reason": reason}
    assert said == sentence("LIVE-05", system_language(), values)


def test_a_mac_opens_the_folder_in_its_finder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finder, shown = tmp_path / "open", tmp_path / "shown"
    finder.write_text(f'#!/bin/sh\necho "$1" > "{shown}"\n')
    finder.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(sys, "platform", "darwin")

    open_folder(tmp_path / "Factures été")

    assert shown.read_text() == f"{tmp_path / 'Factures été'}\n"


def test_windows_opens_the_folder_in_its_explorer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(os, "startfile", shown.append, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")

    open_folder(tmp_path)

    assert shown == [tmp_path]


def test_a_folder_that_does_not_open_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "darwin")

    open_folder(tmp_path)

    assert list(tmp_path.iterdir()) == []

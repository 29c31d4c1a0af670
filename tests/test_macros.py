"""The ribbon buttons, pressed on workbooks open in LibreOffice in the place of Excel."""

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest
import xlwings
from pressing import (
    Opener,
    Tables,
    contents,
    documents,
    heading_of,
    numbers_of,
    press,
    put,
    sample,
    touched,
)
from typer.testing import CliRunner

from addin import macros
from addin.billing.calendar import Month
from addin.books.builder import build_workbook
from addin.books.calc.engine import App as OfficeApp
from addin.books.closed import ClosedBook
from addin.books.live import LiveBook, attention
from addin.books.sample import sample_rows
from addin.cli import app as command
from addin.jobs.approving import approve
from addin.jobs.generating import generate
from addin.jobs.running import run
from addin.tables.catalogue import BY_NAME
from addin.tables.grid import Grid
from addin.words import Language, sentence, text

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


def test_a_status_bar_that_cannot_be_written_stops_no_invoice(
    approved: xlwings.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(app: OfficeApp, told: str) -> NoReturn:
        raise OSError(app, told)

    monkeypatch.setattr(OfficeApp, "status_bar", property(lambda _: False, busy))

    said = press(approved, "issue")

    assert said.startswith("Factures émises : 2 ; 1\u202f800,43 hors TVA")
    assert len(numbers_of(Path(approved.fullname))) == 2

"""What a ribbon button says where it writes nothing, in LibreOffice in the place of Excel."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
import xlwings
from pressing import Opener, documents, empty, heading_of, press, put, sample, touched

from addin import macros
from addin.books.calc.books import Book as OfficeBook
from addin.books.live import LiveBook
from addin.tables.catalogue import BY_NAME
from addin.words import Language, sentence, system_language, text

JOBS = ("check", "plan", "generate", "approve", "preview", "issue")


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


def test_nothing_to_undo_is_told(blank: tuple[Language, xlwings.Book]) -> None:
    language, book = blank

    values = {"file": book.name, "folder": LiveBook(book).points.folder}
    assert press(book, "undo") == sentence("UNDO-01", language, values)


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

"""What the user sees of a job in an open workbook, and how they stop it."""

import ctypes
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
import xlwings

from addin.books.live import LiveBook, attention
from addin.books.live.attention import (
    DOWN,
    ESCAPE,
    PRESSED_SINCE,
    Attention,
    EscapeKey,
    Step,
    attended,
    stop,
)
from addin.errors import StoppedError
from addin.words import Language, text
from books.book_contract import make_workbook

EXCEL, OTHER = 4711, 12


class Keyboard:
    """The library of Windows that is asked for keys and for the window in front."""

    def __init__(self) -> None:
        self.state = 0
        self.in_front = EXCEL

    def GetAsyncKeyState(self, key: int) -> int:  # noqa: N802 - the name is Windows'
        assert key == ESCAPE
        return self.state

    def GetForegroundWindow(self) -> int:  # noqa: N802
        return self.in_front

    def GetWindowThreadProcessId(self, window: int, owner: Any) -> None:  # noqa: N802
        ctypes.cast(owner, ctypes.POINTER(ctypes.c_ulong)).contents.value = window


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    found = Keyboard()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=found), raising=False)
    return found


def test_esc_counts_while_excel_is_in_front(keyboard: Keyboard) -> None:
    key = EscapeKey(EXCEL)
    assert not key.is_pressed()

    keyboard.state = DOWN
    assert key.is_pressed()


def test_esc_pressed_in_another_program_does_not_count(keyboard: Keyboard) -> None:
    key = EscapeKey(EXCEL)
    keyboard.in_front, keyboard.state = OTHER, DOWN | PRESSED_SINCE
    assert not key.is_pressed()

    keyboard.in_front, keyboard.state = EXCEL, PRESSED_SINCE  # it was pressed over there
    assert not key.is_pressed()
    assert key.is_pressed()


def test_without_windows_nobody_looks_at_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for system in ("darwin", "linux"):
        monkeypatch.setattr(sys, "platform", system)
        assert not EscapeKey(EXCEL).is_pressed()


@pytest.fixture
def live(office_app: xlwings.App, tmp_path: Path) -> Iterator[LiveBook]:
    opened = office_app.books.open(make_workbook(tmp_path / "Billing.xlsx"))
    yield LiveBook(opened)
    opened.close()


@pytest.mark.parametrize("language", Language)
def test_the_status_bar_tells_each_step_and_is_given_back(
    live: LiveBook, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setattr(attention, "SHOWN_EVERY_SECONDS", 0)
    app = live.book.app
    app.status_bar = "somebody else's"

    with attended(live.book, language) as told:
        for step in Step:
            told.tell(step, 3, 9)
            wanted = text(f"progress.{step}", language, done=3, total=9)
            assert app.status_bar == wanted
            assert wanted.startswith("Quotepart")

    assert app.status_bar == "somebody else's"
    app.status_bar = False
    with attended(live.book, language) as told:
        told.tell(Step.READING, 1, 1)
    assert app.status_bar is False


def test_the_status_bar_is_written_a_few_times_a_second_only(live: LiveBook) -> None:
    app = live.book.app
    with attended(live.book, Language.EN) as told:
        told.tell(Step.DOCUMENTS, 1, 500)
        first = app.status_bar
        for done in range(2, 100):
            told.tell(Step.DOCUMENTS, done, 500)

        assert app.status_bar == first
        told.tell(Step.DOCUMENTS, 500, 500)
        assert app.status_bar == "Quotepart: document 500 of 500"


def test_windows_says_which_key_stops_but_not_while_cells_are_written(keyboard: Keyboard) -> None:
    assert keyboard.state == 0
    app: Any = SimpleNamespace(pid=EXCEL, status_bar=False)
    told = Attention(app, Language.FR)

    told.tell(Step.DOCUMENTS, 2, 2)
    assert app.status_bar == "Quotepart : document 2 sur 2  (Échap maintenue pour arrêter)"
    told.tell(Step.WRITING, 1, 1)
    assert "Échap" not in app.status_bar


def test_a_job_stops_where_it_is_safe(live: LiveBook) -> None:
    with attended(live.book, Language.EN) as told:
        told.tell(Step.READING, 1, 2)
        stop()
        told.tell(Step.WRITING, 1, 2)
        for step in (Step.READING, Step.COMPUTING, Step.DOCUMENTS):
            with pytest.raises(StoppedError) as stopped:
                told.tell(step, 1, 2)
        assert stopped.value.code == "JOB-04"

    with attended(live.book, Language.EN) as told:  # the next job starts afresh
        told.tell(Step.READING, 1, 2)


def test_esc_stops_a_job_also_when_it_is_up_again(keyboard: Keyboard) -> None:
    app: Any = SimpleNamespace(
        pid=EXCEL, status_bar=False, engine=SimpleNamespace(name="excel"), api=SimpleNamespace()
    )
    book: Any = SimpleNamespace(app=app)
    with attended(book, Language.EN) as told:
        assert app.api.EnableCancelKey == 0  # else Excel would open its debugger
        keyboard.state = DOWN
        told.tell(Step.WRITING, 1, 1)
        with pytest.raises(StoppedError):
            told.tell(Step.DOCUMENTS, 1, 9)
        keyboard.state = 0
        with pytest.raises(StoppedError):
            told.tell(Step.DOCUMENTS, 2, 9)


def test_a_program_too_busy_to_show_progress_stops_nothing() -> None:
    class Busy:
        pid = EXCEL

        @property
        def status_bar(self) -> object:
            return False

        @status_bar.setter
        def status_bar(self, told: object) -> NoReturn:
            raise OSError(told)

    app: Any = Busy()
    Attention(app, Language.EN).tell(Step.READING, 1, 1)


def test_reading_is_told_table_by_table_and_can_be_stopped(live: LiveBook) -> None:
    told: list[tuple[Step, int, int]] = []
    watching = LiveBook(live.book, lambda *step: told.append(step))
    watching.read(["Plan", "Nowhere", "Fees"])
    assert told == [(Step.READING, 0, 2), (Step.READING, 1, 2)]

    def refuse(*_: object) -> NoReturn:
        raise StoppedError

    with pytest.raises(StoppedError):
        LiveBook(live.book, refuse).read(["Plan"])

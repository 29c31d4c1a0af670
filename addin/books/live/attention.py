"""What the user sees of a long job in an open workbook, and whether they want it stopped."""

import contextlib
import ctypes
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from threading import Event
from typing import Any

import xlwings

from addin.errors import StoppedError
from addin.words import Language, text

ESCAPE = 0x1B
DOWN, PRESSED_SINCE = 0x8000, 0x0001
"""What GetAsyncKeyState answers:
https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getasynckeystate"""

NEVER = 0
"""Excel's xlDisabled: the key does not stop the macro that waits for this program."""

SHOWN_EVERY_SECONDS = 0.2

_stop = Event()


class Step(StrEnum):
    """What a job is at."""

    READING = "reading"
    COMPUTING = "computing"
    WRITING = "writing"
    DOCUMENTS = "documents"


def stop() -> None:
    """Have the job that runs in this program stop at the next point where it is safe."""
    _stop.set()


class Attention:
    """Tells the user how far a job is, and looks whether they want it stopped.

    The job stops by an exception, which is never raised while cells are written.
    """

    def __init__(self, app: xlwings.App, language: Language) -> None:
        self.app = app
        self.language = language
        self._key = EscapeKey(app.pid)
        self._shown_at = float("-inf")

    def tell(self, step: Step, done: int, total: int) -> None:
        """Show how far the job is.

        Raises:
            StoppedError: The user wants it stopped, and it can be.
        """
        self._show(step, done, total)
        if step is not Step.WRITING and (_stop.is_set() or self._key.is_pressed()):
            _stop.set()  # the key may be up again where the job looks next
            raise StoppedError

    def _show(self, step: Step, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._shown_at < SHOWN_EVERY_SECONDS and done != total:
            return
        self._shown_at = now
        # The job goes on, whether or not Excel has time to show it.
        with contextlib.suppress(Exception):
            self.app.status_bar = self._text(step, done, total)

    def _text(self, step: Step, done: int, total: int) -> str:
        shown = text(f"progress.{step}", self.language, done=done, total=total)
        if sys.platform != "win32" or step is Step.WRITING:
            return shown
        return f"{shown}  ({text('progress.escape', self.language)})"


class EscapeKey:
    """The key Esc of Windows, while Excel has the keyboard.

    On a Mac a program may look at the keys of another only with a permission that the user has to
    give it in the settings of the system, so there nobody looks; LibreOffice has a button.
    """

    def __init__(self, process: int) -> None:
        self.process = process
        self._was_in_front = False
        self.is_pressed()  # what was pressed before the job does not count

    def is_pressed(self) -> bool:
        """Whether the key is down, or has been since it was last looked at."""
        if sys.platform != "win32":
            return False
        user32: Any = ctypes.windll.user32
        state: int = user32.GetAsyncKeyState(ESCAPE)
        was_in_front, self._was_in_front = self._was_in_front, self._is_in_front(user32)
        if not self._was_in_front:
            return False
        return bool(state & DOWN) or (was_in_front and bool(state & PRESSED_SINCE))

    def _is_in_front(self, user32: Any) -> bool:  # noqa: ANN401 - a library of Windows
        owner = ctypes.c_ulong()
        user32.GetWindowThreadProcessId(user32.GetForegroundWindow(), ctypes.byref(owner))
        return owner.value == self.process


@contextmanager
def attended(book: xlwings.Book, language: Language) -> Iterator[Attention]:
    """A job whose progress stands in the status bar, which is Excel's again afterwards."""
    app = book.app
    before = app.status_bar
    _stop.clear()
    with _key_left_to_us(app):
        try:
            yield Attention(app, language)
        finally:
            _stop.clear()
            # The text of the button that has called, if any; it takes that back itself.
            with contextlib.suppress(Exception):
                app.status_bar = before or False


@contextmanager
def _key_left_to_us(app: xlwings.App) -> Iterator[None]:
    """Keep Excel on Windows from opening its debugger when Esc is pressed."""
    if sys.platform != "win32" or app.engine.name == "calc":
        yield
        return
    # An Excel that is busy with something else keeps its own ways.
    with contextlib.suppress(Exception):
        app.api.EnableCancelKey = NEVER
    yield

"""The command that opens a workbook in LibreOffice and stays until its window is closed."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from rich.text import Text

from addin.cli import showing
from addin.cli.calc_session import CalcSession
from addin.cli.refusals import refusals
from addin.errors import BillingError
from addin.words import system_language, text

ENDING_SIGNALS = ("SIGTERM", "SIGHUP")
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


class NoScreenError(BillingError):
    """There is no desktop on which a window could open."""

    code = "CALC-04"


def open_in_office(file: Path) -> None:
    """Open a workbook in LibreOffice; what goes wrong is said and ends the command with 2."""
    language = [system_language()]
    with refusals("calc", str(file), language, as_json=False), _ending_on_signals():
        if sys.platform == "linux" and not any(os.environ.get(name) for name in SCREENS):
            raise NoScreenError
        session = CalcSession(file)
        language[0] = session.language
        try:
            told = text("calc.opened", session.language, file=session.path)
            showing.console().print(Text(told))
            session.wait()
        finally:
            session.end()


@contextmanager
def _ending_on_signals() -> Iterator[None]:
    """Let a request to end come as an exception, so that LibreOffice is ended too."""

    def end(number: int, frame: FrameType | None) -> NoReturn:
        del frame
        raise SystemExit(128 + number)

    known = [getattr(signal, name) for name in ENDING_SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in known}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

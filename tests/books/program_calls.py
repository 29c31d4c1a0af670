"""Every call that reaches the spreadsheet program: counted, and made to fail at will.

The engine over LibreOffice is wrapped where xlwings calls it, so that what is counted here is what
would cross over to Excel's process.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest

from addin.books.calc.books import Book, Books
from addin.books.calc.engine import App
from addin.books.calc.filters import AutoFilter
from addin.books.calc.ranges import Range
from addin.books.calc.sheets import Sheet, Sheets
from addin.books.calc.tables import Table, Tables

WRAPPED = (App, Books, Book, Sheets, Sheet, Tables, Table, AutoFilter, Range)
# What App keeps for itself, as plain attributes.
PLAIN = ("screen_updating", "enable_events", "display_alerts", "cut_copy_mode", "status_bar")
# Asked by xlwings of its own objects.
OURS = {"api", "engine", "book", "sheet", "parent", "app", "name", "pid"}


class ProgramError(Exception):
    """The spreadsheet program refuses."""


class Calls:
    """What was asked of the program.

    Attributes:
        made: Names of the calls, such as ``Range.insert`` or ``Range.raw_value=``.
        fails: Whether the call with this name and this number, from 1, is refused.
        afterwards: Whether a refused call has been carried out all the same.
    """

    def __init__(self) -> None:
        self.made: list[str] = []
        self.fails: Callable[[str, int], bool] = lambda *_: False
        self.afterwards = False
        self._depth = 0

    def make(self, name: str, call: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Carry a call out; one that the engine makes itself on the way is not counted."""
        if self._depth:
            return call(*arguments, **named)
        self.made.append(name)
        refused = self.fails(name, len(self.made))
        if refused and not self.afterwards:
            raise ProgramError(name)
        self._depth += 1
        try:
            answer = call(*arguments, **named)
        finally:
            self._depth -= 1
        if refused:
            raise ProgramError(name)
        return answer


@contextmanager
def watched() -> Iterator[Calls]:
    """The calls made within a block."""
    calls = Calls()
    with pytest.MonkeyPatch.context() as patch:
        for name in PLAIN:
            patch.setattr(App, name, _attribute(calls, name, getattr(App, name)))
        for kind in WRAPPED:
            for name, own in list(vars(kind).items()):
                if not name.startswith("_") and name not in {*OURS, *PLAIN}:
                    patch.setattr(kind, name, _wrapped(calls, f"{kind.__name__}.{name}", own))
        yield calls


def _wrapped(calls: Calls, name: str, own: Any) -> Any:
    if isinstance(own, property):
        return property(
            _passing(calls, name, own.fget) if own.fget else None,
            _passing(calls, f"{name}=", own.fset) if own.fset else None,
        )
    return _passing(calls, name, own) if callable(own) and not isinstance(own, type) else own


def _passing(calls: Calls, name: str, own: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(own)
    def passing(*arguments: Any, **named: Any) -> Any:
        return calls.make(name, own, *arguments, **named)

    return passing


def _attribute(calls: Calls, name: str, default: object) -> property:
    """An attribute of the application, counted like any other."""

    def read(app: App) -> object:
        return calls.make(f"App.{name}", lambda: vars(app).get(name, default))

    def write(app: App, value: object) -> None:
        calls.make(f"App.{name}=", lambda: vars(app).__setitem__(name, value))

    return property(read, write)

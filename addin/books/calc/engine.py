"""The engine itself: what ``xlwings.App`` starts once ``activate()`` has been called.

>>> activate()
>>> import xlwings
>>> xlwings.engines.active
<Engine calc>
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import xlwings
from xlwings import base_classes

from addin.books.calc.books import Book, Books
from addin.books.calc.input_box import chosen_file, typed_words
from addin.books.calc.messages import FIRST_ANSWERS, MessageBox, StatusLine
from addin.books.calc.office import Office, UnoObject, properties
from addin.books.calc.ranges import Range
from addin.books.calc.unsupported import tell_left_out
from addin.books.calc.values import ValueEngine


class Engine(ValueEngine):
    """LibreOffice Calc, to xlwings."""

    @property
    def apps(self) -> "Apps":
        """The LibreOffices started here."""
        return Apps()


ENGINE = Engine()
_running: dict[int, "App"] = {}


def register() -> None:
    """Make the engine known to xlwings under the name ``calc``; nothing is started."""
    if ENGINE.name not in xlwings.engines.engines_by_name:
        xlwings.engines.add(xlwings.Engine(impl=ENGINE))


def activate() -> None:
    """Let ``xlwings.App`` and ``xlwings.Book`` mean LibreOffice from here on."""
    register()
    xlwings.engines[ENGINE.name].activate()


@tell_left_out
class Apps(base_classes.Apps):
    """The LibreOffices started by this program, by process number."""

    def keys(self) -> list[int]:
        """Their process numbers."""
        return list(_running)

    def add(
        self,
        spec: str | None = None,  # noqa: ARG002 - for Excel on a Mac
        add_book: bool | None = None,  # noqa: FBT001 - xlwings calls it so
        xl: object = None,  # noqa: ARG002 - for a running Excel
        visible: bool | None = None,  # noqa: FBT001
    ) -> "App":
        """Start one; it has a window only if ``visible`` is True."""
        app = App(Office(visible=bool(visible)), shown=bool(visible))
        _running[app.pid] = app
        if add_book:
            app.books.add()
        return app

    @staticmethod
    def cleanup() -> None:
        """Nothing to do: each one is ended with its whole process group."""

    def __iter__(self) -> Iterator["App"]:
        return iter(list(_running.values()))

    def __len__(self) -> int:
        return len(_running)

    def __getitem__(self, pid: int) -> "App":
        return _running[pid]


@tell_left_out
class App(base_classes.App):
    """One running LibreOffice.

    Attributes:
        documents: The UNO documents it has open; the last one is active.
        alerts: Each message that was to be shown. Without a window nobody could answer it, so it
            is kept and taken for read.
        mode: Mode of the last of them: ``info``, ``critical`` or None.
        answers: What is answered to the next of them; the first button where nothing is said.
        originals: Path of the file that a document is a copy of, by the address of the document;
            its book goes by that path and is never saved there.
        shown: Whether it has windows.
        cell_functions: What its cells can call in this program, by name; None before any can.
    """

    engine = ENGINE
    interactive = display_alerts = enable_events = screen_updating = True
    cut_copy_mode = None
    hwnd = None

    def __init__(self, office: Office, *, shown: bool) -> None:
        self.office = office
        self.documents: list[UnoObject] = []
        self.alerts: list[tuple[str, str | None]] = []
        self.answers: list[str] = []
        self.originals: dict[str, Path] = {}
        self.mode: str | None = None
        self.shown = shown
        self._status = StatusLine()
        self.cell_functions: dict[str, Callable[..., object]] | None = None

    @property
    def api(self) -> UnoObject:
        """The UNO object that opens documents."""
        return self.office.desktop

    @property
    def pid(self) -> int:
        """Its process number."""
        return self.office.pid

    @property
    def visible(self) -> bool:
        """Whether it has windows; decided when it starts."""
        return self.shown

    @visible.setter
    def visible(self, value: bool) -> None:
        """Accepted and without effect: xlwings sets it on every new app."""

    @property
    def books(self) -> Books:
        """The books it has open."""
        return Books(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells of the active book; None if something else is selected."""
        if not self.documents:
            return None
        selected = self.documents[-1].CurrentController.getSelection()
        if not hasattr(selected, "RangeAddress"):
            return None
        return Book(self.documents[-1], self).range_of(selected)

    @property
    def version(self) -> str:
        """LibreOffice's version, such as ``7.4``."""
        provider = self.office.service("com.sun.star.configuration.ConfigurationProvider")
        product = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess",
            properties(nodepath="/org.openoffice.Setup/Product"),
        )
        version: str = product.getByName("ooSetupVersion")
        return version

    @property
    def calculation(self) -> str:
        """``automatic`` or ``manual``; one setting for all books, as in Excel."""
        automatic = all(document.isAutomaticCalculationEnabled() for document in self.documents)
        return "automatic" if automatic else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        for document in self.documents:
            document.enableAutomaticCalculation(value == "automatic")

    def calculate(self) -> None:
        """Calculate every formula of every book anew."""
        for document in self.documents:
            document.calculateAll()

    def activate(self, steal_focus: bool = False) -> None:  # noqa: FBT001, FBT002
        """Accepted and without effect: several of them do not compete for a screen."""

    @property
    def status_bar(self) -> str | bool:
        """The text at the foot of its windows; False, as Excel says, while none is set."""
        return self._status.text

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        self._status.show(value, self.documents if self.shown else [])

    def alert(
        self, prompt: str, title: str | None, buttons: str, mode: str | None, callback: str | None
    ) -> str:
        """Show a message over the active window; without windows keep it in ``alerts``."""
        del callback
        if self.shown and self.documents:
            window = self.documents[-1].CurrentController.Frame.getContainerWindow()
            toolkit = self.office.service("com.sun.star.awt.Toolkit")
            return MessageBox(prompt, title, buttons, mode).show(toolkit, window)
        self.alerts.append((prompt, title))
        self.mode = mode
        return self.answers.pop(0) if self.answers else FIRST_ANSWERS[buttons]

    def ask(self, question: str, title: str) -> str | None:
        """Let the user type some words; None if they cancel, as they do where nobody can type.

        Without windows the question is kept in ``alerts`` and the next of ``answers`` is typed.
        """
        if self.shown and self.documents:
            window = self.documents[-1].CurrentController.Frame.getContainerWindow()
            return typed_words(self.office, window, question, title)
        self.alerts.append((question, title))
        return self.answers.pop(0) if self.answers else None

    def choose_file(self, title: str) -> str | None:
        """Let the user choose a file; else as with ``ask``."""
        if self.shown and self.documents:
            return chosen_file(self.office, title)
        self.alerts.append((title, title))
        return self.answers.pop(0) if self.answers else None

    def quit(self) -> None:
        """Close every book without saving and end the program."""
        _running.pop(self.pid, None)
        self.documents.clear()
        self.office.stop()

    def kill(self) -> None:
        """End the program at once."""
        _running.pop(self.pid, None)
        self.documents.clear()
        self.office.kill()

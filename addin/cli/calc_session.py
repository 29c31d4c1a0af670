"""A workbook in a window of LibreOffice, with Quotepart's buttons and cell formulas.

LibreOffice has a copy of the file open, in a folder that is thrown away at the end. Whatever it
may write there, the user's own file is only ever patched, with what was changed.
"""

import importlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Literal

import xlwings

from addin.books.calc.books import FILTERS
from addin.books.calc.cell_functions import adopt, register
from addin.books.calc.commands import Commands, give
from addin.books.calc.engine import activate
from addin.books.calc.events import close_listener
from addin.books.calc.office import Office, bridge, office_command, properties
from addin.books.calc.saving.held_book import HeldBook
from addin.books.calc.saving.office_lock import OfficeLock
from addin.books.calc.toolbar import Button, Toolbar
from addin.books.calc.udfs import udf_module
from addin.books.closed import open_book
from addin.books.closed.book_file import refuse_read_only
from addin.books.live.attention import stop as stop_job
from addin.books.refusals import CannotSaveError
from addin.cli.calc_buttons import PROTOCOL, RibbonButton, groups_of, ribbon_buttons
from addin.cli.calc_saving import DocumentSaving
from addin.config import logged
from addin.errors import BillingError
from addin.jobs.firm import read_firm
from addin.tables.reading import read_table
from addin.tables.sheets.settings import Setting
from addin.words import Language, sentence, system_language, text

MACROS = "addin.macros"
FORMULAS = "addin.udfs"
STOP = f"{PROTOCOL}stop"
SAVE = (".uno:Save", ".uno:SaveAll")
SAVE_AS = (".uno:SaveAs", ".uno:SaveACopy", ".uno:SaveAsRemote")
CLOSE = (".uno:CloseDoc", ".uno:CloseWin", ".uno:CloseFrame", ".uno:Quit")
COLUMNS = (
    ".uno:InsertColumns",
    ".uno:InsertColumnsBefore",
    ".uno:InsertColumnsAfter",
    ".uno:DeleteColumns",
)
# Nothing else is opened here, for all of it ends with the window; and to load the copy again would
# not give what was saved last.
NEVER = (
    ".uno:AddDirect",
    ".uno:NewDoc",
    ".uno:NewWindow",
    ".uno:Open",
    ".uno:OpenFromCalc",
    ".uno:OpenRemote",
    ".uno:Reload",
    "private:factory/scalc",
    "private:factory/swriter",
)
ACCEPT = ".uno:AcceptFormula"
LOOK_SECONDS = 0.3


class OfficeEndedError(BillingError):
    """LibreOffice is gone though nobody closed it; takes ``file``."""

    code = "CALC-03"


class CalcSession:
    """One workbook in one LibreOffice of its own.

    Attributes:
        path: The user's file.
        book: The copy, as xlwings has it; it goes by the path of the user's file.
        language: Of the workbook.
        idle: Set while no button is at work.
        finished: Set once the window is to be closed.
        choose_file: Asks where a copy is to go; None if nowhere.
    """

    def __init__(self, path: Path, *, visible: bool = True) -> None:
        """Open a workbook.

        Raises:
            BillingError: The file is no workbook, or open elsewhere, or LibreOffice is missing.
        """
        bridge(), office_command()
        self.path = path.resolve()
        self.language = _language(self.path)
        refuse_read_only(self.path)
        self.idle, self.finished = Event(), Event()
        self.idle.set()
        self._work = Lock()
        self.choose_file: Callable[[], Path | None] = self._pick_file
        self._lock = OfficeLock(self.path)
        self._folder = Path(tempfile.mkdtemp(prefix="quotepart-copy-"))
        self._app: xlwings.App | None = None
        try:
            self._open(visible=visible)
        except BaseException:
            self.end()
            raise

    def _open(self, *, visible: bool) -> None:
        held = HeldBook(self.path, self._lock)
        copy = self._folder / self.path.name
        shutil.copyfile(self.path, copy)
        activate()
        self._app = xlwings.App(add_book=False, visible=visible)
        office = self._app.impl.office
        # What a job wrote into the closed file has results that nobody has worked out yet.
        office.configure("/org.openoffice.Office.Calc/Formula/Load", OOXMLRecalcMode=0)
        office.configure("/org.openoffice.Office.Common/Misc", ShowTipOfTheDay=False)
        register(self._app, udf_module(FORMULAS))
        self.book = xlwings.Book(impl=self._app.books.impl.open_copy(copy, self.path))
        adopt(self.book)
        self.document = self.book.impl.document
        # What would be lost when saved is not begun: sheets stay as they are.
        self.document.protect("")
        self.frame = self.document.CurrentController.Frame
        self._transformer = office.service("com.sun.star.util.URLTransformer")
        self.saving = DocumentSaving(self.document, office, held)
        self.buttons = ribbon_buttons(self.language)
        self._commands = Commands(self.frame, self._actions(), self._allowed)
        self._listener = close_listener(self._saved_by_office, self.finished.set)
        self.document.addDocumentEventListener(self._listener)
        self._toolbar(office)
        self.document.setModified(False)

    def _actions(self) -> dict[str, Callable[[], None]]:
        def pressing(button: RibbonButton) -> Callable[[], None]:
            return lambda: self.press(button)

        actions = {PROTOCOL + button.verb: pressing(button) for button in self.buttons}
        actions[STOP] = self.stop
        for commands, action in (
            (NEVER, lambda: None),
            (SAVE, self._save_in_turn),
            (SAVE_AS, self.save_copy),
            (CLOSE, self.close),
            (COLUMNS, lambda: self.say(text("calc.columns", self.language), "info")),
        ):
            actions |= dict.fromkeys(commands, action)
        return actions

    def _toolbar(self, office: Office) -> None:
        stop = text("calc.stop", self.language)
        last = [Button(STOP, stop, text("calc.stop_tip", self.language), "cancel")]
        title = text("message.title", self.language)
        groups = [*groups_of(self.buttons), last]
        Toolbar("quotepart", title, groups).install(office, self.frame)

    def _allowed(self, command: str) -> bool:
        """While a button is at work, only *Stop* can be pressed."""
        return command not in NEVER and self.idle.is_set() != (command == STOP)

    def give(self, command: str) -> bool:
        """Give the window a command, as its buttons and keys do."""
        return give(self.frame, self._transformer, command)

    def say(self, message: str, mode: Literal["info", "critical"]) -> None:
        """Show a message over the window."""
        self.book.app.alert(message, text("message.title", self.language), mode=mode)

    @contextmanager
    def _at_work(self, busy: str) -> Iterator[bool]:
        """The time in which the buttons are inert; False if they are so already."""
        if not self._work.acquire(blocking=False):
            yield False
            return
        try:
            self.idle.clear()
            self._commands.refresh()
            self._take_typing()
            self.book.app.status_bar = f"{text('message.title', self.language)}: {busy}"
            yield True
        finally:
            with suppress(Exception):  # the window may be gone by now
                self.book.app.status_bar = False
            self.idle.set()
            self._work.release()
            with suppress(Exception):
                self._commands.refresh()

    def _take_typing(self) -> None:
        """Have what is being typed put into its cell, as if *Enter* had been pressed."""
        with suppress(Exception):  # the window may be gone by now
            give(self.frame, self._transformer, ACCEPT, SynchronMode=True)

    def press(self, button: RibbonButton) -> None:
        """Run the macro of a button."""
        with self._at_work(button.busy) as free:
            if free:
                self.saving.expand()
                self.book.set_mock_caller()
                try:
                    # By name, as the workbook's macros ask for it, who know nothing of commands.
                    getattr(importlib.import_module(MACROS), button.verb)()
                finally:
                    delattr(xlwings.Book, "_mock_caller")

    def stop(self) -> None:
        """Ask the macro that is running to end."""
        title = text("message.title", self.language)
        self.book.app.status_bar = f"{title}: {text('calc.stopping', self.language)}"
        stop_job()

    def _save_in_turn(self) -> None:
        self.save()

    def save(self) -> bool:
        """Save, and tell what could not be; whether nothing is left behind."""
        with self._at_work(text("calc.saving", self.language)) as free:
            return free and self._saved()

    def _saved(self) -> bool:
        try:
            self.saving.expand()
            # Before the cells are read: what is typed meanwhile has yet to be saved.
            self.document.setModified(False)
            saved = self.saving.save()
        except Exception as failure:  # noqa: BLE001 - whatever it is, the user gets a sentence
            self._unsaved()
            self.say(self._sentence(failure), "critical")
            return False
        if not saved.whole:
            self._unsaved()
        message = saved.sentence(self.path, self.language)
        if message:
            self.say(message, "info" if saved.whole else "critical")
        return saved.whole

    def _unsaved(self) -> None:
        with suppress(Exception):  # the window may be gone by now
            self.document.setModified(True)

    def _sentence(self, failure: Exception) -> str:
        if isinstance(failure, BillingError):
            return failure.sentence(self.language)
        values = {"what": repr(failure), "log": logged(failure, "saving failed")}
        return sentence("JOB-02", self.language, values)

    def _saved_by_office(self) -> None:
        """LibreOffice has saved its copy in some way of its own."""
        Thread(target=self.save, daemon=True).start()

    def save_copy(self) -> None:
        """Have LibreOffice write another file, after a word of warning."""
        with self._at_work(text("calc.saving", self.language)) as free:
            title = text("message.title", self.language)
            warning = text("calc.copy", self.language, file=self.path.name)
            if not free or self.book.app.alert(warning, title, "ok_cancel", "info") != "ok":
                return
            target = self.choose_file()
            if target is not None:
                self._write_copy(target.resolve())

    def _write_copy(self, target: Path) -> None:
        if target in {self.path, self._folder / self.path.name}:
            self._saved()
            return
        kind = FILTERS.get(target.suffix.lower(), FILTERS[".ods"])
        try:
            self.document.storeToURL(target.as_uri(), properties(FilterName=kind))
        except Exception:  # noqa: BLE001 - UNO's errors are classes of its own, made at run time
            reason = CannotSaveError(file=target, reason="LibreOffice").sentence(self.language)
            self.say(reason, "critical")
            return
        self.say(text("calc.copied", self.language, file=target), "info")

    def _pick_file(self) -> Path | None:
        assert self._app is not None
        dialog = self._app.impl.office.service("com.sun.star.ui.dialogs.FilePicker")
        dialog.initialize((10,))  # FILESAVE_AUTOEXTENSION
        for ending in (".ods", ".xlsx", ".xlsm"):
            dialog.appendFilter(f"*{ending}", f"*{ending}")
        dialog.setDisplayDirectory(self.path.parent.as_uri())
        dialog.setDefaultName(f"{self.path.stem}.ods")
        if not dialog.execute():
            return None
        return Path(bridge().fileUrlToSystemPath(dialog.getSelectedFiles()[0]))

    def close(self) -> None:
        """Close the window, unless its user wants to save first and that fails, or cancels."""
        if not self.idle.is_set():
            return
        self._take_typing()
        if self.document.isModified():
            question = text("calc.ask_to_save", self.language, file=self.path.name)
            title = text("message.title", self.language)
            answer = self.book.app.alert(question, title, "yes_no_cancel", "info")
            if answer == "cancel" or (answer == "yes" and not self.save()):
                return
        self.finished.set()

    def wait(self) -> None:
        """Stay until the window is closed.

        Raises:
            OfficeEndedError: LibreOffice ended in another way.
        """
        assert self._app is not None
        while not self.finished.wait(LOOK_SECONDS):
            if not self._app.impl.office.running:
                raise OfficeEndedError(file=self.path)

    def end(self) -> None:
        """End LibreOffice and leave nothing behind but the file; done twice, it does nothing."""
        if self._app is not None:
            self._app.kill()
            self._app = None
        shutil.rmtree(self._folder, ignore_errors=True)
        self._lock.release()


def _language(path: Path) -> Language:
    """That of the settings as far as they can be read, else that of the machine.

    Raises:
        BillingError: The file is no workbook.
    """
    book = open_book(path)
    try:
        grid = book.read([Setting.spec.name])[Setting.spec.name]
        return read_firm(read_table(Setting.spec, grid))[0].language
    except (BillingError, KeyError):
        return system_language()

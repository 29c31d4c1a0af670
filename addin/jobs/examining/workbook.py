"""One workbook: whether it can be read, written and started from, and what may be in the way."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from addin.books.closed import open_book
from addin.books.closed.book_file import refuse_open_elsewhere, refuse_passing_place
from addin.books.installation.download_mark import is_from_internet
from addin.books.installation.interpreter import PATH_KEY
from addin.books.installation.machine import System
from addin.books.installation.settings_file import SettingsFile
from addin.books.installation.settings_sheet import SHEET, read_settings
from addin.books.vba.source import xlwings_version
from addin.errors import BillingError
from addin.jobs.examining.examined import Examined, Examiner, State
from addin.jobs.examining.excel import KEYS, look_at_interpreter
from addin.jobs.undoing import settings_of
from addin.journal.journal import Journal

LEAST_FREE_BYTES = 500 << 20
"""A month of invoices with their restore points fits in it many times."""

_CLOUD = re.compile(
    r"[\\/](OneDrive[^\\/]*|Dropbox|Google ?Drive|GoogleDrive[^\\/]*|iCloudDrive|Nextcloud"
    r"|CloudStorage|Mobile Documents)[\\/]",
    re.IGNORECASE,
)


def look_at_workbook(examiner: Examiner, file: Path) -> Iterator[Examined]:
    """Everything about a workbook; the first thing that cannot be read ends it."""
    try:
        book = open_book(file)
        yield examiner.found("workbook", State.OK, book.path)
        yield from _macros(examiner, book.path)
        yield from _interpreter(examiner, book.path)
        yield from _folder(examiner, book.path)
        yield _journal(examiner, book.path, settings_of(book).journal_url or "")
    except BillingError as error:
        yield _refused(examiner, "workbook", file, error)


def _refused(examiner: Examiner, check: str, found: object, error: BillingError) -> Examined:
    what = examiner.found(check, State.MISSING, "").what
    sentence = error.sentence(examiner.language)
    return Examined(what, State.MISSING.value, str(found), sentence, check)


def _macros(examiner: Examiner, file: Path) -> Iterator[Examined]:
    """The version in the workbook and that of the Python have to be the very same."""
    here, carried = version("xlwings"), xlwings_version(file)
    if carried is None:
        yield examiner.found("macros", State.MISSING, examiner.say("no_macros"), "macros_none")
    elif carried != here:
        found = examiner.say("versions", carried=carried, here=here)
        module = files("xlwings").joinpath("xlwings.bas")
        values = {"carried": carried, "module": module}
        yield examiner.found("macros", State.MISSING, found, "macros", **values)
    else:
        yield examiner.found("macros", State.OK, f"xlwings {carried}")
    if is_from_internet(file, examiner.machine):
        yield examiner.found("mark", State.MISSING, file, f"mark_{examiner.machine.system}")


def _interpreter(examiner: Examiner, file: Path) -> Iterator[Examined]:
    """The Python that the workbook itself names; the user's settings count where it names none."""
    there = read_settings(file)
    if there is None:
        found = examiner.say("no_settings_sheet")
        yield examiner.found("interpreter", State.MISSING, found, "settings_sheet")
        return
    system = examiner.machine.system
    if system is System.LINUX:
        named = [f"{key}: {there[key]}" for key in KEYS.values() if there.get(key)]
        found = "; ".join(named) or examiner.say("users_settings")
        yield examiner.found("interpreter", State.OK, found)
        return
    # A file beside the workbook comes after the workbook's own settings and before the user's.
    there = SettingsFile.at(file.with_name(SHEET)).settings | there
    python = there.get(KEYS[system], "") or there.get("INTERPRETER", "")
    if python:
        yield from look_at_interpreter(examiner, "interpreter", python, there.get(PATH_KEY, ""))
    else:
        yield examiner.found("interpreter", State.OK, examiner.say("users_settings"))


def _folder(examiner: Examiner, file: Path) -> Iterator[Examined]:
    """Whether there is right and room to write beside the workbook, and who else may do so."""
    folder = file.parent
    free = shutil.disk_usage(folder).free
    found = examiner.say("free", folder=folder, gigabytes=f"{free / (1 << 30):.1f}")
    try:
        refuse_passing_place(file)
        refuse_open_elsewhere(file)
    except BillingError as error:
        yield _refused(examiner, "beside", folder, error)
        return
    if not _takes_files(folder):
        yield examiner.found("beside", State.MISSING, found, "beside")
    elif free < LEAST_FREE_BYTES:
        yield examiner.found("beside", State.ABSENT, found, "room")
    else:
        yield examiner.found("beside", State.OK, found)
    cloud = _CLOUD.search(f"{folder}/")
    if cloud:
        yield examiner.found("cloud", State.ABSENT, cloud[1], "cloud", cloud=cloud[1])


def _takes_files(folder: Path) -> bool:
    """Whether a file can be made in a folder; rights alone do not tell on Windows."""
    try:
        with tempfile.TemporaryFile(prefix=".quotepart-", dir=folder):
            return True
    except OSError:
        return False


def _journal(examiner: Examiner, file: Path, url: str) -> Examined:
    try:
        journal = Journal.beside(file, url)
        count = len(journal.invoices())
    except BillingError as error:
        return _refused(examiner, "journal", file.parent, error)
    found = examiner.say("journal", name=journal.storage.name, count=count)
    return examiner.found("journal", State.OK, found)

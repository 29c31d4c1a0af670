"""Tell Excel which Python runs Quotepart, on a computer or in a workbook; or take it back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from addin.books.closed import open_book
from addin.books.installation.download_mark import is_from_internet
from addin.books.installation.interpreter import (
    PATH_KEY,
    NoSuchPythonError,
    concerns,
    for_everyone,
    key_of,
    needed_path,
    same,
)
from addin.books.installation.mac_script import script_is_there, script_path, write_script
from addin.books.installation.machine import Machine, System
from addin.books.installation.settings_file import SettingsFile
from addin.books.installation.settings_sheet import ConfigurableBook
from addin.books.installation.workbook_settings import WORKBOOK_SETTINGS
from addin.errors import BillingError, Finding, Place
from addin.jobs.undoing import settings_of

JOB = "install"
CONDA_KEYS = ("CONDA PATH", "CONDA ENV")


class NoExcelError(BillingError):
    """There is no Excel for this system; takes ``system``."""

    code = "INST-01"


class OtherPythonError(BillingError):
    """The settings name a Python that other workbooks may need; takes ``file``, ``other``."""

    code = "INST-02"


class Kind(StrEnum):
    """What a place is."""

    SETTINGS = "settings"
    WORKBOOK = "workbook"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for.

    Attributes:
        files: The workbooks to tell; none for the user's own settings.
        python: A path in place of that of the running Python; empty for that one.
        replace: Take the place of another Python that the user's settings name.
        remove: Take back instead.
        dry_run: Write nothing.
    """

    files: Sequence[Path] = ()
    python: str = ""
    replace: bool = False
    remove: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """One place, and what is different there.

    Attributes:
        changes: By setting: its value before and after, None where there was or is none.
        backup: The copy of the file as it was; None if there is none.
    """

    place: Path
    kind: Kind
    changes: Mapping[str, tuple[str | None, str | None]]
    backup: Path | None = None


@dataclass(slots=True)
class Installed:
    """What came of it.

    Attributes:
        python: As the settings name it.
        written: The places that are different now, or would be.
        unchanged: Those that were right already.
    """

    python: str
    written: list[Written] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def install(request: Request, machine: Machine) -> Installed:
    """Write the settings, or take them back.

    Every place is looked at before the first is written.

    Raises:
        BillingError: It cannot be done, and nothing was written; or a workbook could not be
            replaced, and the ones before it were.
    """
    python = _python(request, machine)
    books = [_book(file) for file in request.files]
    installed = Installed(python, findings=list(_findings(request, python, machine)))
    if not books:
        _write_user(request, machine, installed)
    for book in books:
        _write_book(request, book, machine, installed)
    if machine.system is System.MACOS and not request.remove:
        _write_script(request, machine, installed)
    return installed


def _python(request: Request, machine: Machine) -> str:
    """The Python to name.

    Raises:
        BillingError: There is no Excel here that could start it, or it is not there.
    """
    if machine.system is System.LINUX and not request.python:
        raise NoExcelError(system=machine.system.label)
    python = request.python or machine.python
    key_of(python)
    if not request.files and not Path(machine.expanded(python)).is_file():
        raise NoSuchPythonError(python=python)
    return python


def _book(file: Path) -> ConfigurableBook:
    """A workbook that has the settings and may be written."""
    book = ConfigurableBook(open_book(file).path)
    book.settings()
    book.require_writable()
    return book


def _findings(request: Request, python: str, machine: Machine) -> Iterator[Finding]:
    if not request.remove:
        yield from concerns(python, machine)
        if not Path(machine.expanded(python)).is_file():
            yield Finding("INST-13", Place(), {"python": python})
    for file in request.files:
        if is_from_internet(file, machine):
            yield Finding("INST-12", Place(), {"file": file})


def _wanted(
    request: Request, python: str, there: Mapping[str, str], machine: Machine
) -> dict[str, str | None]:
    """The settings that name the Python, as they are to be; None for those that go."""
    key = key_of(python)
    if request.remove:
        ours = key in there and same(there[key], python, machine)
        return {key: None, PATH_KEY: _without_ours(there)} if ours else {}
    wanted: dict[str, str | None] = {key: python}
    real = machine.expanded(python)
    folder = needed_path(real, machine.home) if Path(real).is_file() else ""
    if folder and folder not in _folders(there):
        wanted[PATH_KEY] = ";".join([*_folders(there), folder])
    return wanted


def _folders(there: Mapping[str, str]) -> list[str]:
    return [folder for folder in there.get(PATH_KEY, "").split(";") if folder]


def _without_ours(there: Mapping[str, str]) -> str | None:
    """The folders that are not that of Quotepart."""
    kept = [folder for folder in _folders(there) if not (Path(folder) / "addin").is_dir()]
    return ";".join(kept) or None


def _differing(
    there: Mapping[str, str], wanted: Mapping[str, str | None]
) -> dict[str, tuple[str | None, str | None]]:
    return {
        key: (there.get(key), value) for key, value in wanted.items() if there.get(key) != value
    }


def _write_user(request: Request, machine: Machine, installed: Installed) -> None:
    settings = SettingsFile.of(machine)
    there = settings.settings
    key = key_of(installed.python)
    other = there.get(key, "")
    if other and same(other, installed.python, machine):
        installed.python = other  # in the user's own words
    # One that is gone can be of no use to another workbook.
    elif Path(machine.expanded(other)).is_file() and not (request.replace or request.remove):
        raise OtherPythonError(file=settings.path, other=other)
    conda = tuple(name for name in CONDA_KEYS if there.get(name))
    if conda and not request.remove:
        installed.findings.append(
            Finding("INST-10", Place(), {"file": settings.path, "keys": conda})
        )
    changes = _differing(there, _wanted(request, installed.python, there, machine))
    if not changes:
        installed.unchanged.append(settings.path)
        return
    content = settings.changed({key: after for key, (_, after) in changes.items()})
    backup = None if request.dry_run else settings.write(content)
    installed.written.append(Written(settings.path, Kind.SETTINGS, changes, backup))


def _write_book(
    request: Request, book: ConfigurableBook, machine: Machine, installed: Installed
) -> None:
    there = book.settings()
    python = for_everyone(installed.python, machine)
    wanted = _wanted(request, python, there, machine)
    if not request.remove:
        wanted |= {key: value for key, value in WORKBOOK_SETTINGS.items() if not there.get(key)}
    changes = _differing(there, wanted)
    if not changes:
        installed.unchanged.append(book.path)
        return
    backup = None
    if not request.dry_run:
        with book.session(writing=True) as interrupted:
            installed.findings += interrupted
            book.keep(JOB, settings_of(book).restore_days)
            book.put_settings({key: after for key, (_, after) in changes.items()})
        last = book.points.last()
        backup = book.points.path_of(last) if last else None
    installed.written.append(Written(book.path, Kind.WORKBOOK, changes, backup))


def _write_script(request: Request, machine: Machine, installed: Installed) -> None:
    path = script_path(machine)
    if script_is_there(machine):
        installed.unchanged.append(path)
        return
    if not request.dry_run:
        write_script(machine)
    installed.written.append(Written(path, Kind.SCRIPT, {}))

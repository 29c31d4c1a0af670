"""The Python that Excel is to start: its key, how it is written, and what speaks against it."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from addin.books.installation.machine import Machine
from addin.config import PACKAGE
from addin.errors import BillingError, Finding, Place

WINDOWS_KEY, MACOS_KEY, PATH_KEY = "INTERPRETER_WIN", "INTERPRETER_MAC", "PYTHONPATH"
PATIENCE_SECONDS = 60
"""How long a Python may take to import Quotepart; a virus scanner reads it all the first time."""

# What people and programs put in the place of the user's own folders, the narrowest first.
_VARIABLES = ("LOCALAPPDATA", "APPDATA", "USERPROFILE", "PROGRAMDATA", "PROGRAMFILES")
_STORE = re.compile(r"[\\/]WindowsApps[\\/]", re.IGNORECASE)
_PASSING = re.compile(
    r"[\\/](?:OneDrive[^\\/]*|Dropbox|Google ?Drive|iCloudDrive|Nextcloud|CloudStorage"
    r"|Mobile Documents|Temp|tmp|INetCache)[\\/]",
    re.IGNORECASE,
)
_WINDOWS_PATH = re.compile(r"[A-Za-z]:[\\/]|\\\\|%\w+%[\\/]")
# A quote ends a value of the settings file, a semicolon one of the paths, and cmd.exe sees signs of
# its own.
_UNFIT = re.compile(r'["|\r\n;^!]')
# On a Mac the path goes to the shell as it is.
_UNFIT_ON_A_MAC = re.compile(r"[^\w/.+@:-]", re.ASCII)


class NoSuchPythonError(BillingError):
    """The path is not that of a Python, or not a full one; takes ``python``."""

    code = "INST-03"


class NoQuotepartError(BillingError):
    """The Python cannot import Quotepart; takes ``python``, ``reason``."""

    code = "INST-04"


class UnfitPathError(BillingError):
    """The settings cannot hold the path of the Python; takes ``python``."""

    code = "INST-05"


def key_of(python: str) -> str:
    r"""The setting that names a Python, told by how its path is written.

    Raises:
        NoSuchPythonError: It is no full path.
        UnfitPathError: It has a sign that means something else in the settings.

    >>> key_of("C:\\Quotepart\\python.exe"), key_of("$HOME/quotepart/bin/python")
    ('INTERPRETER_WIN', 'INTERPRETER_MAC')
    """
    if _UNFIT.search(python):
        raise UnfitPathError(python=python)
    if _WINDOWS_PATH.match(python):
        return WINDOWS_KEY
    if python.startswith(("/", "$HOME/")):
        if _UNFIT_ON_A_MAC.search(python.removeprefix("$HOME")):
            raise UnfitPathError(python=python)
        return MACOS_KEY
    raise NoSuchPythonError(python=python)


def for_everyone(python: str, machine: Machine) -> str:
    r"""A path of Windows with a variable in place of a user's own folder.

    So a workbook tells nobody's name, and the same installation is found on other computers.

    >>> from addin.books.installation.machine import System
    >>> machine = Machine(System.WINDOWS, Path(), "", "", {"USERPROFILE": r"C:\Users\anna"})
    >>> for_everyone(r"C:\Users\anna\quotepart\Scripts\python.exe", machine)
    '%USERPROFILE%\\quotepart\\Scripts\\python.exe'
    """
    if not _WINDOWS_PATH.match(python):
        return python
    path = PureWindowsPath(python)
    known = {name.upper(): value for name, value in machine.environment.items()}
    for name in _VARIABLES:
        folder = known.get(name)
        if folder and path.is_relative_to(folder):
            return str(PureWindowsPath(f"%{name}%", path.relative_to(folder)))
    return python


def concerns(python: str, machine: Machine) -> Iterator[Finding]:
    """What may keep Excel from starting a Python that is there."""
    base = machine.base if python == machine.python else ""
    if _STORE.search(python) or _STORE.search(f"{base}\\"):
        yield Finding("INST-08", Place(), {"python": python})
    passing = _PASSING.search(python)
    if passing:
        folder = python[: passing.end() - 1]
        yield Finding("INST-09", Place(), {"python": python, "folder": folder})
    if not _is_western(python):
        yield Finding("INST-11", Place(), {"python": python})


def _is_western(path: str) -> bool:
    """Whether the code page of Windows in Western Europe has every letter."""
    try:
        path.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def same(one: str, other: str, machine: Machine) -> bool:
    """Whether two settings name the same Python."""
    return machine.pure(machine.expanded(one)) == machine.pure(machine.expanded(other))


def needed_path(python: str, home: Path) -> str:
    """The folder that a Python has to be told of to import Quotepart; empty if it knows.

    Raises:
        NoQuotepartError: Even so it cannot.
    """
    if import_fault(python, home) == "":
        return ""
    folder = str(PACKAGE.parent)
    reason = import_fault(python, home, folder)
    if reason:
        raise NoQuotepartError(python=python, reason=reason)
    return folder


def import_fault(python: str, home: Path, folder: str = "") -> str:
    """Why a Python cannot import Quotepart; empty if it can.

    Args:
        python: Its path.
        home: The folder it is started in, which is not that of Quotepart.
        folder: A folder to look for it in first, as the setting ``PYTHONPATH`` makes it.
    """
    told = f"import sys; sys.path[:0] = [{folder!r}]; " if folder else ""
    command = [python, "-c", f"{told}import xlwings, addin.macros"]
    # Excel knows nothing of what this process was told.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    try:
        done = subprocess.run(  # noqa: S603 - a Python that its owner names
            command,
            cwd=home,
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{PATIENCE_SECONDS} s"
    except OSError as fault:
        return fault.strerror or str(fault)
    if done.returncode == 0:
        return ""
    lines = done.stderr.strip().splitlines()
    return lines[-1] if lines else f"exit status {done.returncode}"


def library_folders(python: str, machine: Machine) -> tuple[Path, Path]:
    """Where xlwings looks for its library for cell formulas on Windows, in this order."""
    folder = machine.pure(machine.expanded(python)).parent
    return Path(str(folder)), Path(str(folder.parent))

"""What Excel needs to start Python: a bridge, its library, settings and, on a Mac, a script."""

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from addin.books.installation.interpreter import (
    MACOS_KEY,
    PATH_KEY,
    WINDOWS_KEY,
    import_fault,
    library_folders,
    same,
)
from addin.books.installation.mac_script import script_is_there, script_path
from addin.books.installation.machine import System
from addin.books.installation.settings_file import SettingsFile
from addin.errors import BillingError
from addin.jobs.examining.examined import Examined, Examiner, State
from addin.jobs.installing import CONDA_KEYS

KEYS = {System.WINDOWS: WINDOWS_KEY, System.MACOS: MACOS_KEY}


def look_at_excel(examiner: Examiner) -> Iterator[Examined]:
    """All of it, where there is an Excel."""
    found = f"xlwings {version('xlwings')}"
    system = examiner.machine.system
    if system is System.LINUX:
        yield examiner.found("bridge", State.ABSENT, found, "bridge")
        return
    yield examiner.found("bridge", State.OK, found)
    if system is System.WINDOWS:
        yield _library(examiner, examiner.machine.python)
    yield from _settings(examiner)
    if system is System.MACOS:
        there = script_is_there(examiner.machine)
        state, remedy = (State.OK, "") if there else (State.MISSING, "script")
        yield examiner.found("script", state, script_path(examiner.machine), remedy)


def look_at_interpreter(
    examiner: Examiner, check: str, python: str, folders: str
) -> Iterator[Examined]:
    """The Python that some settings name: there, able to load Quotepart, and the one at work.

    Args:
        examiner: Who looks.
        check: Whose settings they are.
        python: As they name it.
        folders: What they have it look through first, parted by semicolons.
    """
    machine = examiner.machine
    real = machine.expanded(python)
    if not Path(real).is_file():
        yield examiner.found(check, State.MISSING, python, "interpreter_gone")
        return
    fault = import_fault(real, machine.home, machine.expanded(folders))
    if fault:
        yield examiner.found(check, State.MISSING, python, "interpreter_bare", reason=fault)
    elif not same(python, machine.python, machine):
        found = examiner.say("other_python", python=python)
        yield examiner.found(check, State.ABSENT, found, "interpreter_other", python=machine.python)
    else:
        yield examiner.found(check, State.OK, python)


def _library(examiner: Examiner, python: str) -> Examined:
    """The library that the VBA of xlwings loads for the cell formulas."""
    name = f"xlwings64-{version('xlwings')}.dll"
    folders = library_folders(python, examiner.machine)
    there = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if there is not None:
        return examiner.found("library", State.OK, there)
    return examiner.found("library", State.MISSING, name, "library", folder=folders[-1])


def _settings(examiner: Examiner) -> Iterator[Examined]:
    """The user's own settings; a workbook may have others."""
    try:
        file = SettingsFile.of(examiner.machine)
    except BillingError as error:
        sentence = error.sentence(examiner.language)
        what = examiner.found("settings", State.MISSING, "").what
        yield Examined(what, State.MISSING.value, "", sentence, "settings")
        return
    there = file.settings
    python = there.get(KEYS[examiner.machine.system], "") or there.get("INTERPRETER", "")
    if not python:
        found = examiner.say("no_interpreter", file=file.path)
        yield examiner.found("settings", State.ABSENT, found, "install")
        return
    yield from look_at_interpreter(examiner, "settings", python, there.get(PATH_KEY, ""))
    if any(there.get(key) for key in CONDA_KEYS):
        yield examiner.found("settings_conda", State.ABSENT, file.path, "conda")

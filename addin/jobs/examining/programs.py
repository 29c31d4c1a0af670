"""Python, Quotepart itself, and the programs that documents are looked at with."""

import platform
import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from addin.books.calc.office import OfficeMissingError, bridge
from addin.books.installation.interpreter import concerns
from addin.books.installation.machine import System
from addin.config import resource
from addin.jobs.examining.examined import Examined, Examiner, State

OLDEST_PYTHON = (3, 11)
OLDEST_OFFICE = 7
PATIENCE_SECONDS = 20

# Where their installers put them, without a word to the path.
_USUAL_PLACES = {
    System.WINDOWS: (r"C:\Program Files\LibreOffice\program\soffice.com",),
    System.MACOS: ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    System.LINUX: (),
}


def look_at_python(examiner: Examiner) -> Iterator[Examined]:
    """Its version, how many bits it has, and whether it is one that Excel may start."""
    machine = examiner.machine
    values = {
        "version": platform.python_version(),
        "bits": struct.calcsize("P") * 8,
        "path": machine.python,
        "base": machine.base,
    }
    apart = Path(machine.base) != Path(sys.prefix)
    found = examiner.say("python_apart" if apart else "python", **values)
    if sys.version_info < OLDEST_PYTHON:
        yield examiner.found("python", State.MISSING, found, "python")
        return
    yield examiner.found("python", State.OK, found)
    if machine.system is System.LINUX:
        return
    for concern in concerns(machine.python, machine):
        sentence = concern.sentence(examiner.language)
        what = examiner.found("place", State.ABSENT, machine.python).what
        yield Examined(what, State.ABSENT.value, machine.python, sentence, "place")


def look_at_quotepart(examiner: Examiner) -> Iterator[Examined]:
    """Whether it is installed, with all its folders."""
    try:
        yield examiner.found("quotepart", State.OK, version("quotepart"))
    except PackageNotFoundError:
        found = examiner.say("no_package")
        yield examiner.found("quotepart", State.MISSING, found, "quotepart")
    for folder in ("templates", "workbook"):
        path = resource(folder)
        there = path.is_dir()
        state, remedy = (State.OK, "") if there else (State.MISSING, "folder")
        yield examiner.found(f"folder_{folder}", state, path, remedy, folder=folder)


def look_at_office(examiner: Examiner) -> Iterator[Examined]:
    """LibreOffice, its bridge to Python, and Poppler: all three only make more possible."""
    path = _program(examiner, "soffice", *_USUAL_PLACES[examiner.machine.system])
    if not path:
        yield examiner.found("office", State.ABSENT, examiner.say("not_found"), "office")
    else:
        yield _office(examiner, path)
        yield _bridge(examiner)
    poppler = _program(examiner, "pdftoppm")
    if poppler:
        yield examiner.found("poppler", State.OK, poppler)
    else:
        yield examiner.found("poppler", State.ABSENT, examiner.say("not_found"), "poppler")


def _program(examiner: Examiner, name: str, *places: str) -> str:
    """The path of a program; empty if it is not there."""
    found = shutil.which(name, path=examiner.machine.environment.get("PATH", ""))
    return found or next((place for place in places if Path(place).is_file()), "")


def _office(examiner: Examiner, path: str) -> Examined:
    said = output_of([path, "--version"])
    number = re.search(r"LibreOffice (\d+)\.\d+[\d.]*", said)
    if number is None:
        found = examiner.say("version_unknown", path=path)
        return examiner.found("office", State.ABSENT, found, "office_silent")
    found = f"{number[0]}, {path}"
    if int(number[1]) < OLDEST_OFFICE:
        return examiner.found("office", State.ABSENT, found, "office_old")
    return examiner.found("office", State.OK, found)


def _bridge(examiner: Examiner) -> Examined:
    try:
        return examiner.found("uno", State.OK, bridge().__file__)
    except OfficeMissingError:
        return examiner.found("uno", State.ABSENT, examiner.say("not_found"), "uno")


def output_of(command: list[str]) -> str:
    """What a program prints; empty where it cannot be run or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 - the programs that Quotepart works with
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout

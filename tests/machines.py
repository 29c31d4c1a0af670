"""Computers of the three systems, told by their facts; their files lie in a folder of the test."""

import shutil
import sys
from pathlib import Path

import pytest

from addin.books.installation.machine import Machine, System

ANY_PYTHON = "true"
"""Can do whatever it is asked, in no time: for tests about something else."""
WINDOWS_PYTHON = r"C:\Users\Anna\Quotepart\Scripts\python.exe"
_SHELL = '#!/bin/sh\nexec {command} "$@"\n'
_EXECUTABLE = 0o755


def windows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A Windows with a Python.

    Here a path of Windows is the plain name of a file, in the folder that the test works in.
    """
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    put_program(folder / WINDOWS_PYTHON, ANY_PYTHON)
    environment = {"USERPROFILE": r"C:\Users\Anna", "WINDIR": str(folder / "Windows")}
    home = folder / "home"
    home.mkdir()
    return Machine(System.WINDOWS, home, WINDOWS_PYTHON, r"C:\Python311", environment)


def mac(folder: Path) -> Machine:
    """A Mac on which Excel has been started before."""
    home = folder / "home"
    (home / "Library" / "Containers" / "com.microsoft.Excel" / "Data").mkdir(parents=True)
    python = shutil.which(ANY_PYTHON)
    assert python is not None
    return Machine(System.MACOS, home, python, "/usr", {"HOME": str(home)})


def linux(folder: Path, path: str = "") -> Machine:
    """A Linux; the programs of ``path`` are there."""
    return Machine(System.LINUX, folder, sys.executable, sys.base_prefix, {"PATH": path})


def put_program(path: Path, command: str) -> None:
    """A program that hands its arguments to a command of the shell."""
    path.write_text(_SHELL.format(command=command), "utf-8")
    path.chmod(_EXECUTABLE)

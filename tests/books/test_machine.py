"""The facts about a computer."""

import sys
from pathlib import Path

import pytest
from machines import mac, windows

from addin.books.installation.interpreter import for_everyone, key_of, same
from addin.books.installation.machine import Machine, System


def test_this_computer_names_the_python_at_work() -> None:
    machine = Machine.this()

    assert machine.python == sys.executable
    assert machine.system.value == sys.platform
    assert machine.home == Path.home()


def test_a_python_without_a_console_stands_for_the_one_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "pythonw.exe"))

    assert Machine.this().python == str(tmp_path / "pythonw.exe")
    (tmp_path / "python.exe").touch()

    assert Machine.this().python == str(tmp_path / "python.exe")


@pytest.mark.parametrize(
    ("platform", "label"),
    [("win32", "Windows"), ("darwin", "macOS"), ("linux", "Linux"), ("freebsd14", "Linux")],
)
def test_a_system_without_excel_counts_as_linux(platform: str, label: str) -> None:
    assert System.named(platform).label == label


def test_variables_are_filled_in_whatever_their_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = windows(tmp_path, monkeypatch)

    assert machine.expanded(r"%UserProfile%\x") == r"C:\Users\Anna\x"
    assert machine.expanded(r"%NOWHERE%\x") == r"%NOWHERE%\x"


@pytest.mark.parametrize(
    ("python", "setting"),
    [
        (r"C:\Users\Anna\q\python.exe", r"%USERPROFILE%\q\python.exe"),
        (r"c:\users\ANNA\q\python.exe", r"%USERPROFILE%\q\python.exe"),
        (r"C:\Users\Annabel\q\python.exe", r"C:\Users\Annabel\q\python.exe"),
        (r"C:\Quotepart\python.exe", r"C:\Quotepart\python.exe"),
        ("/opt/quotepart/bin/python", "/opt/quotepart/bin/python"),
    ],
)
def test_a_workbook_names_nobody_and_still_the_same_python(
    python: str, setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = windows(tmp_path, monkeypatch)

    assert for_everyone(python, machine) == setting
    assert same(setting, python, machine)
    assert key_of(setting) == key_of(python)


def test_on_a_mac_upper_and_lower_case_tell_apart(tmp_path: Path) -> None:
    machine = mac(tmp_path)

    assert same("$HOME/q/python", f"{machine.home}/q/python", machine)
    assert not same("/opt/Q/python", "/opt/q/python", machine)

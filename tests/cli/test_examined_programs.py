"""What the doctor sees of Python, Quotepart, LibreOffice, Poppler and fonts, on any machine."""

import sys
from dataclasses import replace
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from examined_machines import ABSENT, MISSING, OK, seen
from machines import linux, mac, put_program, windows
from quotepart_command import quotepart

from addin.books.calc.office import OfficeMissingError
from addin.books.installation.machine import Machine, System
from addin.jobs.examining import fonts, programs


def version(_: str) -> str:
    raise PackageNotFoundError


def test_an_old_python_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "OLDEST_PYTHON", (99, 0))

    found = seen(programs.look_at_python, Machine.this())["python"]

    assert found.state == MISSING
    assert found.remedy.startswith("Install Python")
    assert quotepart("doctor").status == 1


def test_the_python_is_told_with_its_bits_and_its_place(tmp_path: Path) -> None:
    apart = seen(programs.look_at_python, linux(tmp_path))["python"].found
    plain = seen(programs.look_at_python, replace(linux(tmp_path), base=sys.prefix))["python"]

    assert "-bit, at " in apart
    assert "an environment of its own" in apart
    assert "an environment of its own" not in plain.found


def test_a_python_that_excel_may_not_start_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = r"C:\Users\Anna\AppData\Local\Microsoft\WindowsApps\python.exe"
    machine = replace(windows(tmp_path, monkeypatch), python=python)

    found = seen(programs.look_at_python, machine)["place"]

    assert (found.state, found.found) == (ABSENT, python)
    assert "Microsoft Store" in found.remedy
    assert "place" not in seen(programs.look_at_python, replace(machine, system=System.LINUX))


def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "version", version)

    found = seen(programs.look_at_quotepart, Machine.this())["quotepart"]

    assert (found.state, found.remedy) == (MISSING, "Install it: pip install quotepart.")


def test_folders_that_should_travel_with_the_package_are_missed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(programs, "resource", tmp_path.joinpath)
    (tmp_path / "templates").mkdir()

    found = seen(programs.look_at_quotepart, Machine.this())

    assert (found["folder_templates"].state, found["folder_workbook"].state) == (OK, MISSING)
    assert found["folder_workbook"].what == "Folder workbook"


def test_without_office_documents_cannot_be_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    found = seen(programs.look_at_office, Machine.this())

    assert {check: one.state for check, one in found.items()} == {
        "office": ABSENT,
        "poppler": ABSENT,
    }
    assert quotepart("doctor").status == 0


@pytest.mark.parametrize(
    ("said", "state", "remedy"),
    [
        ("LibreOffice 7.4.7.2 40(Build:2)", OK, ""),
        ("LibreOffice 6.4.1", ABSENT, "Install LibreOffice 7 or later."),
        ("", ABSENT, "Start LibreOffice once by hand; if it does not open, install it again."),
    ],
)
def test_the_version_of_libreoffice_counts(
    tmp_path: Path, said: str, state: str, remedy: str
) -> None:
    put_program(tmp_path / "soffice", f"printf '%s\\n' '{said}' #")

    found = seen(programs.look_at_office, linux(tmp_path, str(tmp_path)))["office"]

    assert (found.state, found.remedy) == (state, remedy)


def test_a_program_that_hangs_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(tmp_path / "soffice", "sleep 20 #")
    monkeypatch.setattr(programs, "PATIENCE_SECONDS", 0.1)

    found = seen(programs.look_at_office, linux(tmp_path, str(tmp_path)))["office"]

    assert found.found == f"does not say its version: {tmp_path / 'soffice'}"


def test_the_bridge_of_libreoffice_may_be_made_for_another_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(tmp_path / "soffice", "echo LibreOffice 7.4.7 #")
    missing = OfficeMissingError(part="python3-uno")

    def no_bridge() -> None:
        raise missing

    monkeypatch.setattr(programs, "bridge", no_bridge)

    found = seen(programs.look_at_office, linux(tmp_path, str(tmp_path)))["uno"]

    assert (found.state, found.found) == (ABSENT, "not found")


@pytest.mark.parametrize(
    ("shown", "state", "found"),
    [
        ("Arial", OK, "installed"),
        ("Liberation Sans", OK, "shown as Liberation Sans, which has the same widths"),
        ("DejaVu Sans", ABSENT, "DejaVu Sans"),
    ],
)
def test_a_font_may_have_one_of_the_same_widths_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: str, state: str, found: str
) -> None:
    put_program(tmp_path / "fc-match", f"printf '{shown}' #")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    font = seen(fonts.look_at_fonts, linux(tmp_path, str(tmp_path)))["font"]

    assert (font.what, font.state, font.found) == ("Font Arial", state, found)


def test_without_fontconfig_nothing_is_known_of_fonts(tmp_path: Path) -> None:
    assert seen(fonts.look_at_fonts, linux(tmp_path))["font"].found == "not found"


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_fonts_are_found_in_the_folders_of_the_system_and_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    machine = windows(tmp_path, monkeypatch) if system == "win32" else mac(tmp_path)
    own = fonts.font_folders(machine)[-1]
    own.mkdir(parents=True)
    (own / "Carlito.ttf").touch()

    before = seen(fonts.look_at_fonts, machine)["font"]
    (own / "Arial Bold.TTF").touch()
    after = seen(fonts.look_at_fonts, machine)["font"]

    assert (before.state, before.found) == (ABSENT, "not found")
    assert (after.state, after.found) == (OK, "installed")
    assert own.is_relative_to(machine.home)

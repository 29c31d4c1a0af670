"""What the doctor sees of Excel and of the settings of xlwings, on any system."""

from pathlib import Path

import pytest
import xlwings
from examined_machines import ABSENT, MISSING, OK, seen
from machines import ANY_PYTHON, WINDOWS_PYTHON, linux, mac, put_program, windows

from addin.books.installation.settings_file import settings_path
from addin.jobs.examining.excel import look_at_excel
from addin.jobs.installing import Request, install

LIBRARY = f"xlwings64-{xlwings.__version__}.dll"


def test_where_there_is_no_excel_the_command_line_is_named(tmp_path: Path) -> None:
    found = seen(look_at_excel, linux(tmp_path))

    assert {check: one.state for check, one in found.items()} == {"bridge": ABSENT}
    assert "the command line does the same work" in found["bridge"].remedy


def test_on_windows_the_library_and_the_settings_are_missed_until_they_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = windows(tmp_path, monkeypatch)

    before = seen(look_at_excel, machine)
    install(Request(), machine)
    # A path of Windows is the plain name of a file here.
    library = Path(str(machine.pure(WINDOWS_PYTHON).parent)) / LIBRARY
    library.parent.mkdir()
    library.touch()
    after = seen(look_at_excel, machine)

    assert [before[check].state for check in ("bridge", "library", "settings")] == [
        OK,
        MISSING,
        ABSENT,
    ]
    assert "quotepart install" in before["settings"].remedy
    assert {one.state for one in after.values()} == {OK}
    assert after["settings"].found == WINDOWS_PYTHON


def test_the_library_may_lie_one_folder_up_as_in_an_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = windows(tmp_path, monkeypatch)
    folder = Path(str(machine.pure(WINDOWS_PYTHON).parent.parent))
    folder.mkdir()

    assert str(folder) in seen(look_at_excel, machine)["library"].remedy
    (folder / LIBRARY).touch()

    assert seen(look_at_excel, machine)["library"].state == OK


@pytest.mark.parametrize(
    ("python", "command", "state", "remedy"),
    [
        (r"C:\gone\python.exe", "", MISSING, "is not there any more"),
        (r"C:\bare\python.exe", "false", MISSING, "cannot load Quotepart (exit status 1)"),
        (r"C:\other\python.exe", ANY_PYTHON, ABSENT, "It works too."),
    ],
)
def test_the_python_of_the_settings_is_tried(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    python: str,
    command: str,
    state: str,
    remedy: str,
) -> None:
    machine = windows(tmp_path, monkeypatch)
    if command:
        put_program(tmp_path / python, command)
    install(Request(), machine)
    path = settings_path(machine)
    path.write_text(f'"INTERPRETER_WIN","{python}"\n"CONDA ENV","base"\n', "utf-8")

    found = seen(look_at_excel, machine)

    assert (found["settings"].state, remedy in found["settings"].remedy) == (state, True)
    assert found["settings_conda"].state == ABSENT


def test_on_a_mac_the_settings_and_the_script_are_missed_until_they_are_there(
    tmp_path: Path,
) -> None:
    machine = mac(tmp_path)

    before = seen(look_at_excel, machine)
    install(Request(), machine)
    after = seen(look_at_excel, machine)

    assert (before["settings"].state, before["script"].state) == (ABSENT, MISSING)
    assert {one.state for one in after.values()} == {OK}


def test_on_a_mac_excel_has_to_be_started_once(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    settings_path(machine).parent.rmdir()

    assert "Start Excel once" in seen(look_at_excel, machine)["settings"].remedy

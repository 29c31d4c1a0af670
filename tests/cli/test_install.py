"""``quotepart install``: what is written where, what is left alone, what is said."""

import json
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import xlwings
from machines import ANY_PYTHON, WINDOWS_PYTHON, linux, mac, put_program, windows
from openpyxl import load_workbook
from quotepart_command import Make, files_of, quotepart

from addin.books.installation.interpreter import import_fault
from addin.books.installation.machine import Machine, System
from addin.books.installation.settings_file import settings_path
from addin.books.installation.settings_sheet import ConfigurableBook, read_settings
from addin.books.installation.workbook_settings import WORKBOOK_SETTINGS
from addin.cli.installing import set_up
from addin.config import PACKAGE
from addin.errors import BillingError
from addin.jobs.installing import Request, install
from addin.words import Language, catalogue

KEY = "INTERPRETER_WIN"
ELSEWHERE = r"%LOCALAPPDATA%\Quotepart\Scripts\python.exe"
SCRIPT = f"xlwings-{xlwings.__version__}.applescript"
Told = Callable[[Machine, Request], dict[str, Any]]


@pytest.fixture
def windows_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return windows(tmp_path, monkeypatch)


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Told:
    """The JSON report of an installation on a machine."""

    def told(machine: Machine, request: Request) -> dict[str, Any]:
        set_up(request, machine, Language.EN, as_json=True)
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return told


def put(machine: Machine, *lines: str) -> Path:
    """The user's settings as they are before."""
    path = settings_path(machine)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def refusal(request: Request, machine: Machine) -> str:
    with pytest.raises(BillingError) as refused:
        install(request, machine)
    return refused.value.code


def codes(found: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in found["findings"]]


# --- the user's own settings


def test_on_windows_the_python_at_work_is_named_in_the_users_settings(
    windows_machine: Machine, report: Told
) -> None:
    found = report(windows_machine, Request())

    path = windows_machine.home / ".xlwings" / "xlwings.conf"
    assert path.read_bytes() == f'"{KEY}","{WINDOWS_PYTHON}"\r\n'.encode()
    assert found["written"] == [
        {
            "kind": "settings",
            "place": str(path),
            "changes": {KEY: {"before": None, "after": WINDOWS_PYTHON}},
            "backup": None,
        }
    ]
    assert (found["system"], found["interpreter"], found["findings"]) == (
        "Windows",
        WINDOWS_PYTHON,
        [],
    )


def test_what_else_the_user_has_stays_and_the_old_file_is_kept(
    windows_machine: Machine, report: Told
) -> None:
    path = put(windows_machine, '"LICENSE_KEY","mine"', '"SHOW CONSOLE","True"')
    before = path.read_bytes()

    found = report(windows_machine, Request())

    assert path.read_bytes() == before + f'"{KEY}","{WINDOWS_PYTHON}"\n'.encode()
    assert Path(found["written"][0]["backup"]).read_bytes() == before


def test_installing_again_writes_nothing(windows_machine: Machine, report: Told) -> None:
    report(windows_machine, Request())
    before = files_of(windows_machine.home)

    found = report(windows_machine, Request())

    assert (found["written"], found["unchanged"]) == ([], [str(settings_path(windows_machine))])
    assert files_of(windows_machine.home) == before


def test_the_users_own_way_of_writing_the_same_path_stays(
    windows_machine: Machine, report: Told
) -> None:
    path = put(windows_machine, f'"{KEY}","%USERPROFILE%/quotepart/scripts/PYTHON.EXE"')
    before = path.read_bytes()

    report(windows_machine, Request())

    assert path.read_bytes() == before


def test_a_python_that_other_workbooks_need_is_replaced_only_when_asked(
    windows_machine: Machine, tmp_path: Path, report: Told
) -> None:
    other = r"C:\Other\python.exe"
    put_program(tmp_path / other, ANY_PYTHON)
    path = put(windows_machine, f'"{KEY}","{other}"')
    before = path.read_bytes()

    assert refusal(Request(), windows_machine) == "INST-02"
    assert path.read_bytes() == before

    found = report(windows_machine, Request(replace=True))
    assert found["written"][0]["changes"] == {KEY: {"before": other, "after": WINDOWS_PYTHON}}


def test_a_python_that_is_gone_is_replaced_without_asking(
    windows_machine: Machine, report: Told
) -> None:
    put(windows_machine, rf'"{KEY}","C:\gone\python.exe"')

    found = report(windows_machine, Request())

    assert found["written"][0]["changes"][KEY]["after"] == WINDOWS_PYTHON


def test_a_dry_run_shows_the_same_and_writes_nothing(
    windows_machine: Machine, report: Told
) -> None:
    before = files_of(windows_machine.home)

    found = report(windows_machine, Request(dry_run=True))

    assert files_of(windows_machine.home) == before
    assert found["dry_run"] is True
    assert found["written"][0]["changes"][KEY]["after"] == WINDOWS_PYTHON


def test_removing_takes_our_settings_out_and_no_others(
    windows_machine: Machine, report: Told
) -> None:
    path = put(windows_machine, '"LICENSE_KEY","mine"')
    before = path.read_bytes()
    report(windows_machine, Request())

    found = report(windows_machine, Request(remove=True))

    assert path.read_bytes() == before
    assert found["written"][0]["changes"][KEY]["after"] is None
    assert found["advice"] == []


def test_removing_leaves_another_python_where_it_is(windows_machine: Machine, report: Told) -> None:
    path = put(windows_machine, rf'"{KEY}","C:\other\python.exe"')
    before = path.read_bytes()

    assert report(windows_machine, Request(remove=True))["written"] == []
    assert path.read_bytes() == before


def test_settings_of_conda_are_kept_and_warned_of(windows_machine: Machine, report: Told) -> None:
    put(windows_machine, r'"CONDA PATH","C:\conda"', '"CONDA ENV","base"')

    found = report(windows_machine, Request())

    assert codes(found) == ["INST-10"]
    assert "CONDA PATH, CONDA ENV" in found["findings"][0]["message"]
    assert '"CONDA ENV","base"' in settings_path(windows_machine).read_text("utf-8")


# --- which Python


def test_the_python_at_work_can_load_quotepart_wherever_it_is_started(tmp_path: Path) -> None:
    assert import_fault(sys.executable, tmp_path) == ""


def test_a_python_that_finds_quotepart_by_a_folder_only_gets_that_folder(
    windows_machine: Machine, tmp_path: Path, report: Told
) -> None:
    bare = r"C:\Bare\python.exe"
    libraries = Path(xlwings.__file__).parents[1]
    # It has all that Quotepart needs, but does not know where Quotepart is.
    put_program(tmp_path / bare, f'env PYTHONPATH="{libraries}" "{sys.executable}" -S')
    put(windows_machine, r'"PYTHONPATH","C:\tools"')

    found = report(windows_machine, Request(python=bare))

    changes = found["written"][0]["changes"]
    assert changes["PYTHONPATH"]["after"] == rf"C:\tools;{PACKAGE.parent}"
    found = report(windows_machine, Request(python=bare, remove=True))
    assert found["written"][0]["changes"]["PYTHONPATH"]["after"] == r"C:\tools"


def test_a_python_that_cannot_load_quotepart_is_refused(
    windows_machine: Machine, tmp_path: Path
) -> None:
    put_program(tmp_path / r"C:\Bare\python.exe", f'"{sys.executable}" -S -I')
    put_program(tmp_path / r"C:\False\python.exe", "false")

    for python in (r"C:\Bare\python.exe", r"C:\False\python.exe"):
        assert refusal(Request(python=python), windows_machine) == "INST-04"
    assert not settings_path(windows_machine).exists()


def test_a_python_that_hangs_or_does_not_start_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(tmp_path / "slow", "sleep 20 #")
    monkeypatch.setattr("addin.books.installation.interpreter.PATIENCE_SECONDS", 0.1)

    assert import_fault(str(tmp_path / "slow"), tmp_path) == "0.1 s"
    assert import_fault(str(tmp_path / "none"), tmp_path) != ""


@pytest.mark.parametrize(
    ("python", "code"),
    [
        (r"C:\nowhere\python.exe", "INST-03"),
        ("python", "INST-03"),
        (r"Scripts\python.exe", "INST-03"),
        (r"C:\a;b\python.exe", "INST-05"),
        ('C:\\a"b\\python.exe', "INST-05"),
        ("/Volumes/anna/my quotepart/bin/python", "INST-05"),
        ("$HOME/quotepart(1)/bin/python", "INST-05"),
        ("$HOME/quotepart/bin/python", "INST-03"),
    ],
)
def test_a_path_that_is_no_pythons_is_refused(
    windows_machine: Machine, python: str, code: str
) -> None:
    assert refusal(Request(python=python), windows_machine) == code
    assert not settings_path(windows_machine).exists()


@pytest.mark.parametrize(
    ("python", "code"),
    [
        (r"C:\Users\Anna\AppData\Local\Microsoft\WindowsApps\python.exe", "INST-08"),
        (r"C:\Users\Anna\OneDrive - Firm\quotepart\Scripts\python.exe", "INST-09"),
        (r"C:\Users\Anna\AppData\Local\Temp\quotepart\Scripts\python.exe", "INST-09"),
        (r"C:\Użytkownicy\Anna\quotepart\python.exe", "INST-11"),
    ],
)
def test_a_python_that_excel_may_not_find_is_warned_of(
    windows_machine: Machine, workbook: Make, report: Told, python: str, code: str
) -> None:
    found = report(windows_machine, Request((workbook(),), python=python))

    assert codes(found) == [code, "INST-13"]
    assert python in found["findings"][0]["message"]


def test_an_environment_made_from_the_python_of_the_store_is_warned_of(
    windows_machine: Machine, report: Told
) -> None:
    store = r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.11_3.11.2544.0"
    machine = Machine(
        System.WINDOWS, windows_machine.home, WINDOWS_PYTHON, store, windows_machine.environment
    )

    assert codes(report(machine, Request())) == ["INST-08"]


# --- workbooks


def test_a_workbook_names_the_python_without_the_name_of_a_person(
    windows_machine: Machine, workbook: Make, report: Told
) -> None:
    path = workbook()

    found = report(windows_machine, Request((path,)))

    setting = r"%USERPROFILE%\Quotepart\Scripts\python.exe"
    assert read_settings(path) == WORKBOOK_SETTINGS | {KEY: setting}
    assert found["written"][0]["kind"] == "workbook"
    assert not settings_path(windows_machine).exists()


def test_a_workbook_can_be_undone_and_its_settings_removed(
    windows_machine: Machine, workbook: Make, report: Told
) -> None:
    path = workbook()
    before = path.read_bytes()

    found = report(windows_machine, Request((path,)))
    assert Path(found["written"][0]["backup"]).read_bytes() == before
    report(windows_machine, Request((path,), remove=True))
    assert read_settings(path) == WORKBOOK_SETTINGS

    assert quotepart("undo", path, "--to", 2).status == 0
    assert path.read_bytes() == before


def test_a_setting_that_its_owner_has_changed_is_kept(
    windows_machine: Machine, workbook: Make, report: Told
) -> None:
    path = workbook()
    ConfigurableBook(path).put_settings({"SHOW CONSOLE": "True", "DEBUG UDFS": None})

    report(windows_machine, Request((path,)))

    settings = read_settings(path) or {}
    assert (settings["SHOW CONSOLE"], settings["DEBUG UDFS"]) == ("True", "False")


def test_of_several_workbooks_none_is_written_when_one_is_no_workbook_of_ours(
    windows_machine: Machine, workbook: Make, tmp_path: Path
) -> None:
    ours, other = workbook(), tmp_path / "Other.xlsm"
    other.write_bytes(Path(str(files("xlwings").joinpath("quickstart.xlsm"))).read_bytes())
    stranger = load_workbook(other)
    for name in [name for name in stranger.sheetnames if "conf" in name]:
        del stranger[name]
    stranger.save(other.with_suffix(".xlsx"))
    before = ours.read_bytes()

    assert refusal(Request((ours, other.with_suffix(".xlsx"))), windows_machine) == "INST-06"
    assert refusal(Request((ours, tmp_path / "none.xlsm")), windows_machine) == "BOOK-01"
    assert ours.read_bytes() == before


def test_a_workbook_that_is_open_is_refused(windows_machine: Machine, workbook: Make) -> None:
    path = workbook()
    path.with_name("~$Billing.xlsm").write_bytes(b"\x04Anna")

    assert refusal(Request((path,)), windows_machine) == "BOOK-07"


@pytest.mark.parametrize(("zone", "marked"), [("3", "yes"), ("4", "yes"), ("1", "no"), ("", "no")])
def test_the_mark_of_the_internet_is_seen(
    windows_machine: Machine, workbook: Make, report: Told, zone: str, marked: str
) -> None:
    path = workbook()
    # Where Windows keeps it in a stream, here it is a file of that very name.
    mark = path.with_name(f"{path.name}:Zone.Identifier")
    mark.write_text(f"[ZoneTransfer]\nZoneId={zone}\n", "utf-8")

    found = report(windows_machine, Request((path,)))

    assert ("INST-12" in codes(found)) is (marked == "yes")


def test_on_a_mac_the_mark_is_an_attribute(
    tmp_path: Path, workbook: Make, report: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    machine, path = mac(tmp_path), workbook()

    assert codes(report(machine, Request((path,)))) == []
    put_program(programs / "xattr", "sh -c 'test \"$2\" = com.apple.quarantine' xattr")

    assert codes(report(machine, Request((path,)))) == ["INST-12"]


# --- a Mac, a Linux


def test_on_a_mac_the_settings_and_the_script_go_where_excel_may_read_them(
    tmp_path: Path, report: Told
) -> None:
    machine = mac(tmp_path)

    found = report(machine, Request())

    library = machine.home / "Library"
    settings = library / "Containers" / "com.microsoft.Excel" / "Data" / "xlwings.conf"
    script = library / "Application Scripts" / "com.microsoft.Excel" / SCRIPT
    assert [one["place"] for one in found["written"]] == [str(settings), str(script)]
    assert settings.read_bytes() == f'"INTERPRETER_MAC","{machine.python}"\n'.encode()
    assert script.read_bytes() == files("xlwings").joinpath(SCRIPT).read_bytes()
    assert report(machine, Request())["written"] == []
    report(machine, Request(remove=True))
    assert not settings.exists()
    assert script.exists(), "other workbooks of xlwings need it"


def test_on_a_mac_a_script_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    (machine.home / "Library" / "Application Scripts").write_text("in the way", "utf-8")

    assert refusal(Request(), machine) == "BOOK-12"


def test_on_a_mac_excel_has_to_be_started_once(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    settings_path(machine).parent.rmdir()

    assert refusal(Request(), machine) == "INST-07"


def test_where_there_is_no_excel_nothing_is_installed(tmp_path: Path, workbook: Make) -> None:
    assert refusal(Request(), linux(tmp_path)) == "INST-01"
    assert refusal(Request((workbook(),)), linux(tmp_path)) == "INST-01"


@pytest.mark.parametrize(
    ("python", "key"), [(ELSEWHERE, KEY), ("/opt/quotepart/bin/python", "INTERPRETER_MAC")]
)
def test_a_workbook_is_prepared_for_computers_with_excel(
    workbook: Make, python: str, key: str
) -> None:
    path = workbook()

    ended = quotepart("install", path, "--python", python, "--json")

    assert ended.status == 0
    assert (read_settings(path) or {})[key] == python
    assert [finding["code"] for finding in ended.report["findings"]] == ["INST-13"]
    assert quotepart("check", path).status == 0


# --- what is said


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_what_the_system_may_ask_is_told_in_the_users_language(
    system: str,
    language: Language,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    machine = windows(tmp_path, monkeypatch) if system == "win32" else mac(tmp_path)

    status = set_up(Request(), machine, language, as_json=False)

    said = capsys.readouterr().out
    texts = catalogue("install")
    assert status == 0
    assert machine.python in said
    assert str(settings_path(machine)) in said
    assert texts["heading"][system][language] in said
    for advice in texts["advice"][system].values():
        assert f"- {advice[language]}" in said


def test_each_step_is_told(windows_machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    def said(request: Request) -> str:
        set_up(request, windows_machine, Language.EN, as_json=False)
        return capsys.readouterr().out

    put(windows_machine, '"SHOW CONSOLE","True"')

    assert "Nothing was written. This is what would change:" in said(Request(dry_run=True))
    assert f"{KEY}: {WINDOWS_PYTHON}" in (first := said(Request()))
    assert "The file as it was: " in first
    assert "Right as it is: " in said(Request())
    assert f"{KEY}: taken out" in said(Request(remove=True))


def test_the_command_says_why_it_cannot(workbook: Make) -> None:
    refused = quotepart("install")

    assert refused.status == 2
    assert refused.warned.startswith("There is no Excel for Linux")
    assert quotepart("install", workbook(), "--json").codes == ["INST-01"]

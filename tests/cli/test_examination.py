"""What the doctor sees: on this machine for real, and on others by their facts."""

import shutil
import sys
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import PackageNotFoundError
from importlib.resources import files
from pathlib import Path

import pytest
import xlwings
from machines import ANY_PYTHON, WINDOWS_PYTHON, linux, mac, put_program, windows
from quotepart_command import Make, files_of, quotepart

from addin.books.calc.office import OfficeMissingError
from addin.books.installation.machine import Machine, System
from addin.books.installation.settings_file import settings_path
from addin.books.installation.settings_sheet import ConfigurableBook
from addin.cli.examination import examined
from addin.jobs.examining import fonts, programs
from addin.jobs.examining import workbook as one_workbook
from addin.jobs.examining.examined import Examined, Examiner, Look, State
from addin.jobs.examining.excel import look_at_excel
from addin.jobs.examining.workbook import look_at_workbook
from addin.jobs.installing import Request, install
from addin.words import Language, catalogue

LIBRARY = f"xlwings64-{xlwings.__version__}.dll"
FIELDS = ["what", "state", "found", "remedy", "check"]
MISSING, ABSENT, OK = State.MISSING.value, State.ABSENT.value, State.OK.value


def by_check(results: Iterable[Examined]) -> dict[str, Examined]:
    return {one.check: one for one in results}


def seen(look: Look, machine: Machine) -> dict[str, Examined]:
    return by_check(look(Examiner(machine, Language.EN)))


def seen_of(file: Path, machine: Machine) -> dict[str, Examined]:
    return by_check(look_at_workbook(Examiner(machine, Language.EN), file))


def version(_: str) -> str:
    raise PackageNotFoundError


# --- this machine


def test_this_machine_is_looked_at_for_real() -> None:
    found = quotepart("doctor", "--json")

    assert found.status == 0
    assert [list(check) for check in found.report["checks"]] == [FIELDS] * len(
        found.report["checks"]
    )
    states = {check["check"]: check["state"] for check in found.report["checks"]}
    assert {name: states[name] for name in ("python", "quotepart", "folder_templates")} == {
        "python": OK,
        "quotepart": OK,
        "folder_templates": OK,
    }
    assert {name for name in states if not name.startswith(("folder", "font"))} >= {
        "python",
        "quotepart",
        "bridge",
        "office",
        "poppler",
    }


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_libreoffice_of_this_machine_is_found_with_its_version() -> None:
    found = seen(programs.look_at_office, Machine.this())

    assert found["office"].found.startswith("LibreOffice ")
    assert found["office"].state == OK


@pytest.mark.skipif(shutil.which("fc-match") is None, reason="fontconfig is not installed")
def test_the_fonts_of_the_templates_are_looked_for_on_this_machine() -> None:
    assert list(seen(fonts.look_at_fonts, Machine.this())) == ["font"]


@pytest.mark.parametrize("language", Language)
def test_everything_is_told_in_the_language_of_the_reader(
    language: Language, monkeypatch: pytest.MonkeyPatch, workbook: Make
) -> None:
    monkeypatch.setenv("QUOTEPART_LANGUAGE", language)
    monkeypatch.setenv("PATH", "")

    ended = quotepart("doctor", workbook())

    assert ended.status == 0
    texts = catalogue("doctor")
    assert texts["what"]["macros"][language] in ended.said
    assert texts["remedy"]["bridge"][language] in ended.said
    assert texts["remedy"]["office"][language] in ended.said
    assert texts["state"]["absent"][language] in ended.said


def test_a_workbook_is_looked_at_and_left_as_it_is(workbook: Make) -> None:
    path = workbook()
    before = files_of(path.parent)

    ended = quotepart("doctor", path, "--json")

    states = {check["check"]: check["state"] for check in ended.report["checks"]}
    assert {states[name] for name in ("workbook", "macros", "interpreter", "beside")} == {OK}
    assert states["journal"] == OK
    assert files_of(path.parent) == before
    assert ended.status == 0


# --- Python and Quotepart


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


# --- LibreOffice, Poppler, fonts


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


# --- Excel


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


# --- a workbook


def test_a_workbook_that_cannot_be_read_is_told_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "Billing.xlsm"
    path.write_bytes(b"PK no workbook")

    found = seen_of(path, linux(tmp_path))

    assert [(one.check, one.state) for one in found.values()] == [("workbook", MISSING)]
    assert found["workbook"].remedy
    assert quotepart("doctor", path).status == 1


def test_macros_of_another_version_are_told_with_the_file_to_import(
    workbook: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(one_workbook, "version", lambda _: "0.99.0")

    found = seen_of(workbook(), linux(tmp_path))["macros"]

    assert found.state == MISSING
    assert found.found == f"xlwings {xlwings.__version__} in the workbook, 0.99.0 in Python"
    assert str(files("xlwings").joinpath("xlwings.bas")) in found.remedy


def test_a_workbook_without_macros_and_settings_is_told(tmp_path: Path) -> None:
    path = Path(str(files("xlwings").joinpath("quickstart.xlsm")))
    own = tmp_path / "Own.xlsm"
    own.write_bytes(path.read_bytes())

    found = seen_of(own, linux(tmp_path))

    assert (found["macros"].state, found["macros"].found) == (MISSING, "no macros of xlwings")
    assert found["interpreter"].state == MISSING


@pytest.mark.parametrize("marked", ["3", "0"])
def test_the_mark_of_the_internet_is_told_with_its_remedy(
    workbook: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, marked: str
) -> None:
    path = workbook()
    path.with_name(f"{path.name}:Zone.Identifier").write_text(f"ZoneId={marked}", "utf-8")

    found = seen_of(path, windows(tmp_path, monkeypatch))

    assert ("mark" in found) is (marked == "3")
    if marked == "3":
        assert "Unblock" in found["mark"].remedy


def test_the_python_of_a_workbook_is_tried_before_that_of_the_user(
    workbook: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, machine = workbook(), windows(tmp_path, monkeypatch)

    assert seen_of(path, machine)["interpreter"].found == "that of your own settings"
    path.with_name("xlwings.conf").write_text('"INTERPRETER_WIN","C:\\beside.exe"', "utf-8")
    assert seen_of(path, machine)["interpreter"].found == r"C:\beside.exe"
    ConfigurableBook(path).put_settings({"INTERPRETER_WIN": r"C:\gone\python.exe"})

    found = seen_of(path, machine)["interpreter"]
    assert (found.state, found.found) == (MISSING, r"C:\gone\python.exe")
    install(Request((path,)), machine)
    found = seen_of(path, machine)["interpreter"]
    assert (found.state, found.found) == (OK, r"%USERPROFILE%\Quotepart\Scripts\python.exe")
    on_linux = seen_of(path, linux(tmp_path))["interpreter"]
    assert on_linux.found == rf"INTERPRETER_WIN: {found.found}"


def test_a_workbook_that_is_open_is_told(workbook: Make, tmp_path: Path) -> None:
    path = workbook()
    path.with_name("~$Billing.xlsm").write_bytes(b"\x04Anna")

    found = seen_of(path, linux(tmp_path))["beside"]

    assert found.state == MISSING
    assert "Anna" in found.remedy


def test_a_folder_that_takes_no_file_or_has_no_room_is_told(
    workbook: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook()
    monkeypatch.setattr(one_workbook, "LEAST_FREE_BYTES", 1 << 60)

    assert "Make room" in seen_of(path, linux(tmp_path))["beside"].remedy
    monkeypatch.setattr("tempfile.TemporaryFile", _refusing)

    found = seen_of(path, linux(tmp_path))["beside"]
    assert (found.state, "No file can be written" in found.remedy) == (MISSING, True)


def _refusing(**_: object) -> None:
    raise PermissionError


@pytest.mark.parametrize(
    ("folder", "cloud"),
    [("OneDrive - Firm/2026", "OneDrive - Firm"), ("Dropbox", "Dropbox"), ("Drive", None)],
)
def test_a_folder_of_a_cloud_is_told(
    workbook: Make, tmp_path: Path, folder: str, cloud: str | None
) -> None:
    path = tmp_path / folder / "Billing.xlsm"
    path.parent.mkdir(parents=True)
    workbook().rename(path)

    found = seen_of(path, linux(tmp_path)).get("cloud")

    assert (found.found if found else None) == cloud


def test_a_journal_that_is_damaged_is_told(workbook: Make, tmp_path: Path) -> None:
    path = workbook()
    sound = seen_of(path, linux(tmp_path))["journal"]
    path.with_name("Billing.journal.sqlite").write_bytes(b"no journal at all" * 100)

    damaged = seen_of(path, linux(tmp_path))["journal"]

    assert sound.found.endswith("Billing.journal.sqlite, 0 invoices")
    assert damaged.state == MISSING
    assert damaged.remedy


def test_the_looks_are_those_of_the_command(tmp_path: Path) -> None:
    found = by_check(examined(linux(tmp_path), Language.EN))

    assert list(found) == [
        "python",
        "quotepart",
        "folder_templates",
        "folder_workbook",
        "bridge",
        "office",
        "poppler",
        "font",
    ]

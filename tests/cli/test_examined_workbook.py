"""What the doctor sees of one workbook, and of the folder it lies in."""

from importlib.resources import files
from pathlib import Path

import pytest
import xlwings
from examined_machines import MISSING, OK, seen_of
from machines import linux, windows
from quotepart_command import Make, quotepart

from addin.books.installation.settings_sheet import ConfigurableBook
from addin.jobs.examining import workbook as one_workbook
from addin.jobs.installing import Request, install


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

"""The user's settings of xlwings: what is not ours keeps its bytes, and Excel reads what is."""

import re
from pathlib import Path
from typing import Any

import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st
from machines import mac, windows
from xlwings.utils import read_user_config

from addin.books.installation.interpreter import UnfitPathError
from addin.books.installation.machine import Machine, System
from addin.books.installation.settings_file import (
    ExcelNeverStartedError,
    SettingsFile,
    settings_path,
)
from addin.books.refusals import CannotSaveError

PYTHON = r"C:\Users\Hélène\Quotepart\Scripts\python.exe"
KEY = "INTERPRETER_WIN"
OTHERS = (
    b'"LICENSE_KEY","abc"\r\n',
    b'"SHOW CONSOLE","True"\n',
    b"ONEDRIVE_WIN,D:\\OneDrive\r\n",
    b'  "PYTHONPATH" , "C:\\my tools;D:\\more"\r\n',
    b"\r\n",
    b"# what is this\n",
    b'"TEMP DIR","C:\\B\xfccher"\r\n',
    b'"UNFINISHED\n',
)
OURS = (b'"INTERPRETER_WIN","C:\\old\\python.exe"\r\n', b'"interpreter_win","D:\\older"\n')


def file_with(content: bytes) -> SettingsFile:
    return SettingsFile(Path("xlwings.conf"), "cp1252", content)


def as_vba_reads(content: bytes, key: str) -> str | None:
    """The value that VBA's ``Input #`` gives for a key: the first of that name, whatever case."""
    for line in content.decode("cp1252").splitlines():
        found = re.match(r'\s*"?([^",]*)"?\s*,\s*"?([^",]*)"?', line)
        if found and found[1].strip().lower() == key.lower():
            return found[2]
    return None


@given(st.lists(st.sampled_from(OTHERS + OURS), max_size=8), st.booleans())
def test_only_our_line_changes(lines: list[bytes], ended: bool) -> None:  # noqa: FBT001
    content = b"".join(lines) if ended else b"".join(lines).rstrip(b"\r\n")

    changed = file_with(content).changed({KEY: PYTHON})
    removed = file_with(changed).changed({KEY: None})

    assert as_vba_reads(changed, KEY) == PYTHON
    assert file_with(changed).settings[KEY] == PYTHON
    kept = [line for line in content.splitlines() if line not in map(bytes.strip, OURS)]
    assert [line for line in changed.splitlines() if KEY.encode() not in line] == kept
    assert removed.splitlines() == kept
    assert file_with(changed).changed({KEY: PYTHON}) == changed


def test_a_line_keeps_its_place_and_the_file_its_line_ends() -> None:
    content = b'"A","1"\n"INTERPRETER_WIN","C:\\old.exe"\n"B","2"\n'

    assert file_with(content).changed({KEY: r"C:\new.exe"}) == content.replace(b"old", b"new")


def test_a_new_file_has_the_line_ends_of_windows() -> None:
    assert file_with(b"").changed({KEY: r"C:\x.exe"}) == b'"INTERPRETER_WIN","C:\\x.exe"\r\n'


@pytest.mark.parametrize("line", [b'"INTERPRETER_WIN","C:\\x"', b"interpreter_win,C:\\x"])
def test_settings_are_read_with_quotes_or_without(line: bytes) -> None:
    assert file_with(line).settings == {KEY: r"C:\x"}


def test_a_letter_that_the_code_page_lacks_is_refused() -> None:
    with pytest.raises(UnfitPathError):
        file_with(b"").changed({KEY: r"C:\Użytkownicy\python.exe"})


def test_the_file_is_the_one_that_xlwings_itself_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = SettingsFile.of(windows(tmp_path, monkeypatch), "utf-8")

    file.write(file.changed({KEY: PYTHON}))

    monkeypatch.setattr(xlwings, "USER_CONFIG_FILE", str(file.path))
    read: Any = read_user_config
    assert read() == {"interpreter_win": PYTHON}


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_the_place_is_the_one_in_the_source_of_xlwings(system: str, tmp_path: Path) -> None:
    machine = Machine(System(system), tmp_path, "", "", {})
    source = Path(xlwings.__file__).read_text("utf-8")
    branches = source.partition('if sys.platform.startswith("darwin"):')[2]
    on_a_mac, _, elsewhere = branches.partition("\n# Errors")[0].partition("\nelse:")
    parts = re.findall(r'"([^"]+)"', on_a_mac if system == "darwin" else elsewhere)
    wanted = [part for part in parts if part != "~"]

    assert list(settings_path(machine).relative_to(tmp_path).parts) == wanted


def test_the_old_file_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    settings_path(machine).write_bytes(OTHERS[0])

    backup = SettingsFile.of(machine).write(b"new")

    assert backup is not None
    assert backup.read_bytes() == OTHERS[0]
    assert settings_path(machine).read_bytes() == b"new"
    assert {path.name for path in backup.parent.iterdir()} == {"xlwings.conf", "xlwings.conf.bak"}


def test_a_file_left_empty_goes(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    settings_path(machine).write_bytes(OURS[0])
    file = SettingsFile.of(machine)

    file.write(file.changed({KEY: None}))

    assert not settings_path(machine).exists()


def test_a_folder_that_takes_no_file_is_told(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    file = SettingsFile.of(machine)
    file.path.parent.rmdir()
    file.path.parent.write_text("in the way", "utf-8")

    with pytest.raises(CannotSaveError):
        file.write(b"new")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    settings_path(machine).mkdir()

    with pytest.raises(CannotSaveError):
        SettingsFile.of(machine)


def test_on_a_mac_the_folder_is_excels_to_make(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    settings_path(machine).parent.rmdir()

    with pytest.raises(ExcelNeverStartedError) as refused:
        SettingsFile.of(machine)

    assert refused.value.code == "INST-07"

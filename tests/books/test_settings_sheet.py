"""The settings of xlwings in a workbook, changed in place."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from excel import audit, lint, schemas
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from addin.books.builder import build_workbook
from addin.books.installation.settings_sheet import (
    SHEET,
    ConfigurableBook,
    NoSettingsSheetError,
    read_settings,
)
from addin.books.installation.workbook_settings import WORKBOOK_SETTINGS
from addin.books.refusals import DamagedFileError, OpenElsewhereError
from addin.words import Language

KEYS = st.sampled_from(
    ["INTERPRETER_WIN", "INTERPRETER_MAC", "PYTHONPATH", "UDF MODULES", "SHOW CONSOLE", "TEMP DIR"]
)
VALUES = st.sampled_from([None, r"C:\Q & A\python.exe", "/Volumes/anna/é <x>/python", " x ", "1"])


@pytest.fixture(scope="module")
def built() -> bytes:
    return build_workbook(Language.DE)


@pytest.fixture
def book(built: bytes, tmp_path: Path) -> ConfigurableBook:
    path = tmp_path / "Billing.xlsm"
    path.write_bytes(built)
    return ConfigurableBook(path)


def as_openpyxl_reads(path: Path) -> dict[str, Any]:
    sheet = openpyxl.load_workbook(path)[SHEET]
    rows: list[tuple[Any, Any]] = [
        (row[0].value, row[1].value) for row in sheet.iter_rows(min_col=1, max_col=2)
    ]
    assert sheet.sheet_state == "veryHidden"
    filled = [row for row in rows if row[0] is not None]
    assert rows[: len(filled)] == filled, "a gap, at which Excel stops reading"
    return dict(filled)


def members(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_new_workbook_has_the_settings_that_install_wants(book: ConfigurableBook) -> None:
    assert book.settings() == WORKBOOK_SETTINGS


def small_workbook() -> bytes:
    """A workbook with the settings and little else, which is read in no time."""
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as workbook:
        workbook.add_worksheet("Mine").write(0, 0, "SHOW CONSOLE")
        sheet = workbook.add_worksheet(SHEET)
        for row, setting in enumerate(WORKBOOK_SETTINGS.items()):
            sheet.write_row(row, 0, setting)
        sheet.very_hidden()
    return target.getvalue()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(KEYS, VALUES, min_size=1), min_size=1, max_size=3))
def test_what_is_put_in_is_what_is_read_back(
    tmp_path: Path, changes: list[dict[str, str | None]]
) -> None:
    path = tmp_path / "Small.xlsx"
    path.write_bytes(small_workbook())
    before = members(path)
    expected = dict(WORKBOOK_SETTINGS)
    book = ConfigurableBook(path)

    for change in changes:
        book.put_settings(change)
        expected.update({key: value for key, value in change.items() if value is not None})
        for key in [key for key, value in change.items() if value is None]:
            expected.pop(key, None)

    assert read_settings(path) == as_openpyxl_reads(path) == expected
    after = members(path)
    changed = [name for name in before if after[name] != before[name]]
    assert len(changed) <= 1
    assert before.keys() == after.keys()


def test_the_workbook_stays_sound(book: ConfigurableBook) -> None:
    book.put_settings({"INTERPRETER_WIN": "C:\\Ä & <B>\\python.exe", "DEBUG UDFS": None})

    assert lint.lint(book.path) == []
    assert audit.errors(book.path) == []
    assert schemas.check(book.path) == []


def test_a_setting_whose_row_was_cleared_or_styled_by_hand_is_written_in_its_place(
    book: ConfigurableBook,
) -> None:
    workbook = openpyxl.load_workbook(book.path, keep_vba=True)
    sheet = workbook[SHEET]
    sheet["B2"] = None
    sheet["B5"].number_format = "0.00"
    sheet["D9"] = "a note of mine"
    workbook.save(book.path)
    assert workbook.vba_archive is not None
    workbook.vba_archive.close()  # openpyxl leaves it open
    patched = ConfigurableBook(book.path)

    patched.put_settings({"USE UDF SERVER": "False", "SHOW CONSOLE": "True", "NEW": "1"})

    assert read_settings(book.path) == {**WORKBOOK_SETTINGS, "SHOW CONSOLE": "True", "NEW": "1"}
    again = openpyxl.load_workbook(book.path)[SHEET]
    assert (again["B5"].number_format, again["D9"].value) == ("0.00", "a note of mine")


def test_a_workbook_without_the_sheet_is_refused(book: ConfigurableBook) -> None:
    workbook = openpyxl.load_workbook(book.path, keep_vba=True)
    del workbook[SHEET]
    workbook.save(book.path)
    assert workbook.vba_archive is not None
    workbook.vba_archive.close()  # openpyxl leaves it open
    stranger = ConfigurableBook(book.path)
    before = book.path.read_bytes()

    assert read_settings(book.path) is None
    with pytest.raises(NoSettingsSheetError):
        stranger.settings()
    with pytest.raises(NoSettingsSheetError) as refused:
        stranger.put_settings({"INTERPRETER_WIN": "C:\\x"})

    assert refused.value.code == "INST-06"
    assert book.path.read_bytes() == before


def test_a_workbook_that_excel_has_open_is_left_alone(book: ConfigurableBook) -> None:
    book.path.with_name("~$Billing.xlsm").write_bytes(b"\x04Anna")
    before = book.path.read_bytes()

    with pytest.raises(OpenElsewhereError):
        book.put_settings({"INTERPRETER_WIN": "C:\\x"})

    assert book.path.read_bytes() == before


def test_a_file_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "Billing.xlsm"
    path.write_bytes(b"PK\x03\x04 and then nothing")

    with pytest.raises(DamagedFileError):
        read_settings(path)

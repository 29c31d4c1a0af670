"""An Excel file to import comes from outside: it is measured before it is read."""

import struct
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from addin.errors import BillingError
from addin.jobs.imports.incoming import read_outside

SHEET = "xl/worksheets/sheet1.xml"
FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
LAUGHS = b"<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>"


@pytest.fixture
def staff(tmp_path: Path) -> Path:
    """Two colleagues in an Excel file without a table."""
    path = tmp_path / "staff.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row("A1", ["person", "name"])
        sheet.write_row("A2", ["AD", "Adèle"])
        sheet.write_row("A3", ["BB", "=1+1"])
    return path


def altered(path: Path, before: bytes, after: bytes) -> Path:
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert before in parts[SHEET]
    parts[SHEET] = parts[SHEET].replace(before, after, 1)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def code_of(path: Path) -> str:
    with pytest.raises(BillingError) as caught:
        read_outside(path)
    return caught.value.code


def test_a_sound_file_is_read(staff: Path) -> None:
    grid = read_outside(staff)

    assert grid.headings == ("person", "name")
    assert grid.columns[0] == ["AD", "BB"]


def test_a_csv_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("person,name\nAD,'=1+1\n", "utf-8")

    assert read_outside(path).columns == (["AD"], ["=1+1"])


def test_a_cell_at_the_end_of_the_sheet_does_not_fill_the_memory(staff: Path) -> None:
    assert code_of(altered(staff, b"</sheetData>", FAR)) == "BOOK-10"


def test_entities_are_not_expanded(staff: Path) -> None:
    assert code_of(altered(staff, b"<worksheet", LAUGHS + b"<worksheet")) == "IMP-02"


def test_a_name_that_leads_out_is_refused(staff: Path) -> None:
    with ZipFile(staff, "a") as archive:
        archive.writestr("../../evil.xml", "<a/>")

    assert code_of(staff) == "BOOK-14"


def test_a_sheet_that_is_larger_than_it_says_is_damaged(staff: Path) -> None:
    altered(staff, b"</sheetData>", b" " * (80 << 20) + b"</sheetData>")
    content = bytearray(staff.read_bytes())
    entry = content.rindex(b"PK\1\2", 0, content.rindex(SHEET.encode()))
    content[entry + 24 : entry + 28] = struct.pack("<I", 5000)
    staff.write_bytes(content)

    assert code_of(staff) == "IMP-02"


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "IMP-03"), (b"no zip", "IMP-02"), (b"PK\3\4" * 9, "IMP-02")]
)
def test_what_is_no_workbook_is_named(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "staff.xlsx"
    path.write_bytes(content)

    assert code_of(path) == code


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert code_of(tmp_path / "staff.xlsx") == "IMP-01"

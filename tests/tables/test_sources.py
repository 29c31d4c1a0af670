"""Files to import: read whatever program wrote them, or refused with a sentence."""

import csv
import json
import os
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.errors import BillingError
from addin.tables.sources import (
    NotRecordsError,
    SourceEmptyError,
    SourceMissingError,
    SourceUnreadableError,
    UnclosedQuoteError,
    csv_rows,
    read_source,
)

STAFF = ("person", "name")


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(folder: Path, *rows: list[Any], name: str = "staff.xlsx") -> Path:
    """An Excel file whose first sheet has these rows."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.create_sheet("Other").append(["not", "this", "one"])
    book.save(folder / name)
    return folder / name


def refusal(path: Path) -> BillingError:
    """Why a file is not read."""
    with pytest.raises(BillingError) as caught:
        read_source(path)
    assert caught.value.values == {"path": path}
    return caught.value


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_fields_are_parted_by_whatever_the_heading_is_parted_by(
    tmp_path: Path, delimiter: str
) -> None:
    lines = [("person", "name"), ("AD", "Anne, dite; \u201cA|D\u201d"), ("BB", "")]
    text = "\r\n".join(f'{code}{delimiter}"{name}"' for code, name in lines)

    grid = read_source(written(tmp_path, "staff.csv", text))

    assert grid.headings == STAFF
    assert grid.columns == (["AD", "BB"], ["Anne, dite; \u201cA|D\u201d", ""])
    assert (grid.first_row, grid.first_column) == (2, 1)
    assert grid.table == grid.sheet == "staff.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_accents_survive_whatever_wrote_them(tmp_path: Path, encoding: str) -> None:
    text = "person;name\nAD;Adèle Müller-Ça€\n"

    grid = read_source(written(tmp_path, "staff.txt", text.encode(encoding)))

    assert grid.headings == STAFF
    assert grid.columns == (["AD"], ["Adèle Müller-Ça€"])


def test_a_line_may_be_shorter_or_longer_than_the_heading(tmp_path: Path) -> None:
    grid = read_source(written(tmp_path, "staff.csv", "person,name\nAD\nBB,Berthe,more\n"))

    assert grid.columns == (["AD", "BB"], [None, "Berthe"])


def test_a_column_without_a_heading_is_left_out(tmp_path: Path) -> None:
    grid = read_source(written(tmp_path, "staff.csv", "person,,name\nAD,x,Anne\n"))

    assert grid.headings == STAFF
    assert grid.columns == (["AD"], ["Anne"])


def test_an_address_of_two_lines_stays_one_field(tmp_path: Path) -> None:
    grid = read_source(written(tmp_path, "x.csv", 'client,address\nC1,"Rue 1\r\nBoîte 2"\n'))

    assert grid.columns == (["C1"], ["Rue 1\r\nBoîte 2"])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('client;name\nA;Alpha\nB;"Beta\nC;Gamma\n', 3),
        ('client;name\nA;"Alder\nand sons"\nB;"Beta', 4),
        ('client;name\nA;"Alpha', 2),
    ],
)
def test_a_cell_that_would_hold_the_rest_of_the_file_is_refused(
    tmp_path: Path, text: str, line: int
) -> None:
    path = tmp_path / "clients.csv"
    path.write_text(text, "utf-8")

    with pytest.raises(UnclosedQuoteError) as refused:
        read_source(path)

    assert refused.value.code == "IMP-25"
    assert refused.value.values == {"path": path, "line": line}


def test_an_inch_within_a_cell_opens_nothing(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text('unit;note\ndisk;12" disk\nscreen;"24"" screen"\n', "utf-8")

    assert read_source(path).columns[1] == ['12" disk', '24" screen']


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Co"])), min_size=1, max_size=5))
def test_what_a_program_writes_as_csv_has_an_end(cells: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cells.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([["a", *("b" for _ in cells)], ["x", *cells]])

        try:
            rows = csv_rows(path)
        except ValueError:
            assert "\0" in "".join(cells)
        else:
            assert rows[1] == ["x", *cells]


def test_the_apostrophe_that_guards_a_formula_is_taken_off(tmp_path: Path) -> None:
    guarded = ["'=1+1", "'+32 2 555 01 00", "'-5", "'@home", "''=x", "'t Zand", "=1+1"]

    grid = read_source(written(tmp_path, "x.csv", "person\n" + "\n".join(guarded)))

    plain = ["=1+1", "+32 2 555 01 00", "-5", "@home", "'=x", "'t Zand", "=1+1"]
    assert grid.columns == (plain,)


def test_json_keeps_numbers_exact_and_truths_and_nulls_themselves(tmp_path: Path) -> None:
    text = '[{"a": 83.33, "b": 12, "c": true}, {"b": null, "d": "1e3", "a": 0.1000}]'

    grid = read_source(written(tmp_path, "x.json", "\ufeff" + text))

    assert grid.headings == ("a", "b", "c", "d")
    assert grid.columns == (["83.33", "0.1000"], [12, None], [True, None], [None, "1e3"])
    assert grid.first_row == 1


def test_what_is_no_number_of_json_becomes_a_text(tmp_path: Path) -> None:
    assert read_source(written(tmp_path, "x.json", '[{"a": NaN}]')).columns == (["NaN"],)


@pytest.mark.parametrize(
    "text", ["{}", '{"person": "AD"}', "[1, 2]", '["AD"]', '[{"a": [1]}]', '[{"a": {"b": 1}}]', "3"]
)
def test_json_that_is_no_list_of_plain_records_is_refused(tmp_path: Path, text: str) -> None:
    assert isinstance(refusal(written(tmp_path, "x.json", text)), NotRecordsError)


def test_the_first_sheet_of_an_excel_file_is_read_with_its_kinds_of_cells(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ["person", "name", "minutes", "date", "start", "billable", "long"],
        ["AD", "Anne", 90, datetime(2026, 3, 2), time(9, 30), True, timedelta(hours=30)],  # noqa: DTZ001
        [None, "Berthe", 7.5, None, None, None, None],
    )

    grid = read_source(path)

    assert grid.headings[:2] == STAFF
    assert grid.columns[:3] == (["AD", None], ["Anne", "Berthe"], [90.0, 7.5])
    assert grid.columns[3][0] in {datetime(2026, 3, 2), date(2026, 3, 2)}  # noqa: DTZ001
    assert [column[0] for column in grid.columns[4:]] == [time(9, 30), True, 1.25]


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!"])
def test_an_error_value_of_an_excel_file_is_not_taken_for_an_empty_cell(
    tmp_path: Path, error: str
) -> None:
    path = workbook(tmp_path, ["person", "name"], ["AD", error], [error, "Berthe"])

    assert read_source(path).columns == (["AD", error], [error, "Berthe"])


def test_an_error_value_in_the_heading_is_no_heading(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["person", "#N/A"], ["AD", "#N/A"])

    grid = read_source(path)

    assert (grid.headings, grid.columns) == (("person",), (["AD"],))


@pytest.mark.parametrize("suffix", [".csv", ".json", ".xlsx", ".txt", ".xlsm"])
def test_an_empty_file_is_refused(tmp_path: Path, suffix: str) -> None:
    assert isinstance(refusal(written(tmp_path, f"x{suffix}", b"")), SourceEmptyError)


@pytest.mark.parametrize(
    ("name", "text"),
    [("x.csv", "person,name\n"), ("x.csv", "\n\n"), ("x.json", "[]"), ("x.json", "[{}]")],
)
def test_a_file_without_a_row_is_refused(tmp_path: Path, name: str, text: str) -> None:
    assert isinstance(refusal(written(tmp_path, name, text)), SourceEmptyError)


def test_an_excel_file_without_a_row_is_refused(tmp_path: Path) -> None:
    assert isinstance(refusal(workbook(tmp_path, ["person", "name"])), SourceEmptyError)
    assert isinstance(refusal(workbook(tmp_path)), SourceEmptyError)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert isinstance(refusal(tmp_path / "staff.csv"), SourceMissingError)
    assert isinstance(refusal(tmp_path), SourceMissingError)


@pytest.mark.parametrize("name", ["staff.pdf", "staff.xls", "staff", "staff.docx"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, name: str) -> None:
    assert isinstance(refusal(written(tmp_path, name, "person,name")), SourceUnreadableError)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.json", b'[{"person": "AD"'),
        ("x.json", b"\xff\xfe\x00"),
        ("x.json", b"[" * 100_000),
        ("x.csv", b"person,name\nA\x00D,Anne\n"),
        ("x.csv", b"person,name\n\x81\x8d,Anne\n"),
        ("x.csv", b'person\n"' + b"x" * 200_000),
        ("x.csv", b"\xff\xfe\x41"),
        ("x.xlsx", b"person,name\nAD,Anne\n"),
        ("x.xlsx", b"PK\x03\x04 and no more"),
        ("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    assert isinstance(refusal(written(tmp_path, name, content)), SourceUnreadableError)


def test_a_zip_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
        archive.writestr("letter.txt", "Dear client")

    assert isinstance(refusal(tmp_path / "x.xlsx"), SourceUnreadableError)


@given(content=st.binary(min_size=1, max_size=200), suffix=st.sampled_from([".csv", ".json"]))
def test_any_bytes_are_either_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    path = written(tmp_path_factory.getbasetemp(), f"any{suffix}", content)

    with suppress(SourceEmptyError, SourceUnreadableError, NotRecordsError):
        assert read_source(path).height > 0


@pytest.fixture(scope="module")
def excel_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a sound Excel file, with the hour it was made in it."""
    folder = tmp_path_factory.mktemp("excel")
    return workbook(folder, ["person", "name"], ["AD", "#N/A"]).read_bytes()


@given(data=st.data())
def test_any_change_of_an_excel_file_is_either_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, excel_file: bytes, data: st.DataObject
) -> None:
    content = bytearray(excel_file)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    path.write_bytes(content)

    with suppress(SourceEmptyError, SourceUnreadableError):
        assert read_source(path).height > 0


def test_a_sheet_that_is_named_but_not_there_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["person"], ["AD"])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for lost in ("xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "_rels/.rels"):
        with zipfile.ZipFile(path, "w") as archive:
            for name, part in parts.items():
                if name != lost:
                    archive.writestr(name, part)
        assert isinstance(refusal(path), SourceUnreadableError), lost


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "staff.csv", "person,name\nAD,Anne\n")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this account may read every file")

    assert isinstance(refusal(path), SourceUnreadableError)


def test_a_record_of_json_is_read_back_whatever_its_texts(tmp_path: Path) -> None:
    records = [{"person": "=1+1", "name": "'t Zand \u2028 \U0001f600"}]

    grid = read_source(written(tmp_path, "x.json", json.dumps(records)))

    assert grid.columns == (["=1+1"], ["'t Zand \u2028 \U0001f600"])

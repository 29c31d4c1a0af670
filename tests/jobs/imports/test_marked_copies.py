"""The copy of a refused file: red cells, a sentence in each, everything else as it was."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from memory_book import MemoryBook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from addin.books import marked_copy
from addin.books.marked_copy import RED, Mark, Marks, copy_name, write_marked_copy
from addin.errors import Finding, Place, RefusedError
from addin.jobs.imports.marking import CopyNotWrittenError, mark_faults
from addin.jobs.imports.people_files import FileRequest, import_file
from addin.jobs.running import run
from addin.tables.catalogue import BY_NAME
from addin.words import Language

CLIENTS = BY_NAME["Clients"]


def refused(path: Path) -> RefusedError:
    """Why clients of a file are not imported."""
    with pytest.raises(RefusedError) as caught:
        run(
            MemoryBook({}),
            lambda content: import_file(content, CLIENTS, FileRequest(path)),
            recover=False,
        )
    return caught.value


def marked(path: Path, language: Language = Language.EN) -> Path:
    """The marked copy of a file of clients."""
    copy = mark_faults(refused(path), CLIENTS, path, language)
    assert copy is not None
    return copy


def first_sheet(path: Path) -> Worksheet:
    """The first sheet of an Excel file."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    workbook.close()
    return sheet


def red_cells(sheet: Worksheet) -> list[str]:
    """The addresses of the cells that are red."""
    return [
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.fill.fgColor.rgb).endswith(RED)
    ]


def excel(folder: Path, *rows: Sequence[Any]) -> Path:
    """An Excel file with a look of its own."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    sheet.column_dimensions["B"].width = 41
    sheet["B1"].font = Font(italic=True)
    workbook.create_sheet("Other")["A1"] = "kept"
    path = folder / "clients.xlsx"
    workbook.save(path)
    workbook.close()
    return path


def test_a_faulty_cell_is_red_and_says_why_in_itself_and_at_the_end(tmp_path: Path) -> None:
    path = excel(
        tmp_path,
        ["Client", "Naam", "Gsm", "Kleur"],
        ["C1", "One", "0478112233", "red"],
        ["C2", None, "12", "blue"],
    )
    before = path.read_bytes()

    copy = marked(path)

    assert copy == tmp_path / "clients - to mend.xlsx"
    assert path.read_bytes() == before
    sheet = first_sheet(copy)
    assert red_cells(sheet) == ["B3", "C3"]
    comment = sheet["C3"].comment
    assert comment is not None
    assert comment.text.startswith("“12” is no")
    assert sheet["E1"].value == "To mend"
    assert [line.partition(":")[0] for line in str(sheet["E3"].value).split("\n")] == [
        "Gsm",
        "Naam",
    ]
    assert (sheet["D3"].value, sheet["E2"].value) == ("blue", None)


def test_the_layout_of_the_users_file_is_kept(tmp_path: Path) -> None:
    path = excel(tmp_path, ["Client", "Naam"], ["C1", None])

    copy = marked(path, Language.FR)

    assert copy.name == "clients - à corriger.xlsx"
    workbook = openpyxl.load_workbook(copy)
    assert workbook.sheetnames == ["Sheet", "Other"]
    assert workbook["Sheet"].column_dimensions["B"].width == 41
    assert workbook["Sheet"]["B1"].font.italic
    assert workbook["Other"]["A1"].value == "kept"
    workbook.close()


def test_a_mended_copy_is_imported_and_one_that_is_not_gets_new_marks(tmp_path: Path) -> None:
    path = excel(tmp_path, ["Client", "Naam", "Gsm"], ["C1", None, "12"])
    first = marked(path)
    workbook = openpyxl.load_workbook(first)
    workbook.worksheets[0]["B2"] = "One"
    workbook.save(first)
    workbook.close()

    second = marked(first)

    assert second.name == "clients - to mend 2.xlsx"
    sheet = first_sheet(second)
    assert red_cells(sheet) == ["C2"]
    assert sheet["B2"].comment is None
    assert str(sheet["D2"].value).startswith("Gsm: ")
    assert sheet["E1"].value is None

    workbook = openpyxl.load_workbook(second)
    workbook.worksheets[0]["C2"] = "0478112233"
    workbook.save(second)
    workbook.close()
    book = MemoryBook({})
    report = run(
        book,
        lambda content: import_file(content, CLIENTS, FileRequest(second)),
        recover=False,
    )
    assert (report.added, report.findings) == (1, [])


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_csv_file_becomes_a_sheet_of_texts(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "clients.csv"
    text = "Liste\nClient;Nom;Code postal;Pays\n007;'=1+1;0123;BE\n008;Été;5000;BE\n"
    path.write_bytes(text.encode(encoding))

    sheet = first_sheet(marked(path, Language.NL))

    assert [cell.value for cell in sheet[3]][:4] == ["007", "=1+1", "0123", "BE"]
    assert sheet["B3"].data_type == "s"
    assert sheet["B4"].value == "Été"
    assert red_cells(sheet) == ["C3"]
    assert sheet["C3"].comment is not None
    assert sheet["E2"].value == "Te verbeteren"
    assert str(sheet["E3"].value).startswith("Code postal: ")


def test_a_heading_that_is_not_known_is_marked_on_top(tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    path.write_text("client;Nam\nC1;One\n")

    sheet = first_sheet(marked(path))

    assert red_cells(sheet) == []
    comment = sheet["C1"].comment
    assert comment is not None
    assert "--map" in comment.text


def test_a_scripts_records_get_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "clients.json"
    path.write_text('[{"client": "C1"}]')

    assert mark_faults(refused(path), CLIENTS, path, Language.EN) is None


def test_faults_of_the_workbook_are_not_marked_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    path.write_text("client\nC1\n")
    error = RefusedError([Finding("TAB-01", Place("Staff"), {"table": "Staff"})])

    assert mark_faults(error, CLIENTS, path, Language.EN) is None
    assert list(tmp_path.iterdir()) == [path]


def test_a_copy_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "clients.csv"
    path.write_text("client\nC1\n")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(marked_copy, "write_flushed", full)

    with pytest.raises(CopyNotWrittenError, match="No space left") as caught:
        mark_faults(refused(path), CLIENTS, path, Language.EN)
    assert caught.value.code == "IMP-21"


def test_a_file_that_openpyxl_cannot_open_is_marked_all_the_same(
    tmp_path: Path, monkeypatch: Any
) -> None:
    path = excel(tmp_path, ["Client", "Naam", "Gsm"], ["C1", None, 478112233.0])
    error = refused(path)

    def broken(*_: object) -> None:
        raise TypeError

    with monkeypatch.context() as patch:
        patch.setattr(openpyxl, "load_workbook", broken)
        copy = mark_faults(error, CLIENTS, path, Language.EN)

    assert copy is not None
    sheet = first_sheet(copy)
    assert (red_cells(sheet), sheet["C2"].value) == (["B2"], 478112233)


def test_many_faults_of_one_row_are_cut_to_the_first(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a\n1\n")
    marks = Marks(1, Language.EN, [Mark(2, "a", f"fault {number}") for number in range(30)])

    write_marked_copy(path, tmp_path / "copy.xlsx", marks)

    told = str(first_sheet(tmp_path / "copy.xlsx")["B2"].value).split("\n")
    assert (len(told), told[-1]) == (21, "and 10 more")


def test_no_file_is_written_over(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    for name in ("a - to mend.xlsx", "a - to mend 2.xlsx"):
        (tmp_path / name).touch()

    assert copy_name(source, Language.EN).name == "a - to mend 3.xlsx"

"""Exports whose headings stand below a title, whatever stands between their cells."""

from pathlib import Path

import pytest
import xlsxwriter

from addin.errors import BillingError
from addin.tables.sources import read_source

HEADED_BY = ["Dossier", "Bulletins"]


def csv(folder: Path, text: str) -> Path:
    path = folder / "export.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_headings_are_found_below_a_title(tmp_path: Path, delimiter: str) -> None:
    rows = [["dossier", "Nom", " BULLETINS "], ["00123", "Alder", "37"]]
    text = "Export, mars 2026\n\n" + "\n".join(map(delimiter.join, rows)) + "\n"

    grid = read_source(csv(tmp_path, text), HEADED_BY)

    assert grid.headings == ("dossier", "Nom", "BULLETINS")
    assert (grid.first_row, [column[0] for column in grid.columns]) == (4, ["00123", "Alder", "37"])


def test_decimal_commas_are_not_taken_for_what_parts_the_cells(tmp_path: Path) -> None:
    text = "a,b,c,d\nDossier;Bulletins\n1,5;2,5\n"

    grid = read_source(csv(tmp_path, text), HEADED_BY)

    assert [column[0] for column in grid.columns] == ["1,5", "2,5"]


def test_the_line_with_most_of_the_headings_has_them(tmp_path: Path) -> None:
    text = "Dossier\nDossier;Bulletins\n1;2\nDossier;Bulletins\n3;4\n"

    grid = read_source(csv(tmp_path, text), HEADED_BY)

    assert (grid.first_row, grid.height) == (3, 3)


def test_accents_are_found_in_either_form(tmp_path: Path) -> None:
    grid = read_source(csv(tmp_path, "Titre\nE\u0301tat;x\n1;2\n"), ["\u00e9tat"])

    assert grid.first_row == 3


def test_without_any_of_them_the_first_line_has_the_headings(tmp_path: Path) -> None:
    grid = read_source(csv(tmp_path, "a;b\n1;2\n"), HEADED_BY)

    assert (grid.headings, grid.first_row) == (("a", "b"), 2)


def test_headings_without_a_row_below_are_no_export(tmp_path: Path) -> None:
    with pytest.raises(BillingError) as caught:
        read_source(csv(tmp_path, "Title\nDossier;Bulletins\n"), HEADED_BY)
    assert caught.value.code == "IMP-03"


def test_headings_of_an_excel_file_are_found_below_its_title(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write("A1", "Export")
        sheet.write_row("B5", HEADED_BY)
        sheet.write_row("B6", ["00123", 37])
        sheet.write_formula("C7", "=1/0", None, "#DIV/0!")

    grid = read_source(path, HEADED_BY)

    assert (grid.headings, grid.first_row) == (("Dossier", "Bulletins"), 6)
    assert grid.columns == (["00123", None], [37.0, "#DIV/0!"])

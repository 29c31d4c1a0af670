"""The workbook as a file: sound for Excel, always the same, read back without a fault."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from excel import audit, lint, schemas
from excel.olevba import modules
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from addin.books.builder import build_workbook, main
from addin.books.closed import open_book
from addin.books.sample import sample_rows
from addin.books.vba.ribbon import RIBBON_PART, ribbon_xml
from addin.books.vba.udf_wrapper import cell_functions
from addin.jobs.firm import read_firm
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.columns import Writer
from addin.tables.reading import Table, read_table
from addin.tables.references import unknown_references
from addin.tables.sheets.settings import Firm
from addin.words import Language, text
from books.built_books import empty, sample

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "workbook" / "Billing.xlsm"
every_language = pytest.mark.parametrize("language", Language)


def saved(content: bytes, folder: Path) -> Path:
    path = folder / "Billing.xlsm"
    path.write_bytes(content)
    return path


def read(path: Path) -> dict[str, Table[Any]]:
    grids = open_book(path).read(BY_NAME)
    return {name: read_table(BY_NAME[name], grid) for name, grid in grids.items()}


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def formulas(sheet: Worksheet) -> list[str]:
    cells = (cell.value for row in sheet.iter_rows() for cell in row)
    return [value for value in cells if isinstance(value, str) and value.startswith("=")]


@every_language
@pytest.mark.parametrize("content", [empty, sample], ids=["empty", "sample"])
def test_excel_finds_nothing_to_repair(
    content: Callable[[Language], bytes], language: Language, tmp_path: Path
) -> None:
    path = saved(content(language), tmp_path)

    assert lint.lint(path) == []
    assert audit.errors(path) == []


@every_language
def test_every_part_fits_the_official_schemas(language: Language, tmp_path: Path) -> None:
    assert schemas.check(saved(sample(language), tmp_path)) == []


def test_the_committed_workbook_is_what_the_command_builds(tmp_path: Path) -> None:
    path = tmp_path / "Billing.xlsm"

    main([str(path)])

    assert differing_parts(path, COMMITTED) == [], "run: make workbook"
    assert path.read_bytes() == COMMITTED.read_bytes()


def differing_parts(one: Path, other: Path) -> list[str]:
    contents = []
    for path in (one, other):
        with ZipFile(path) as archive:
            contents.append({name: archive.read(name) for name in archive.namelist()})
    names = sorted(contents[0].keys() | contents[1].keys())
    return [name for name in names if contents[0].get(name) != contents[1].get(name)]


def test_two_builds_are_the_same_bytes() -> None:
    rows = sample_rows(Language.DE)

    assert build_workbook(Language.DE, rows) == build_workbook(Language.DE, rows)


def test_no_part_tells_when_or_by_whom_it_was_built() -> None:
    with ZipFile(BytesIO(sample(Language.EN))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()

    assert re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]+)<", core) == []
    assert set(re.findall(r"20\d\d-\d\d-\d\d", core)) == {"2026-01-01"}


@every_language
def test_a_new_workbook_is_read_without_a_finding(language: Language, tmp_path: Path) -> None:
    tables = read(saved(empty(language), tmp_path))

    firm, findings = read_firm(tables["Settings"])
    assert tables.keys() == BY_NAME.keys()
    assert [finding for table in tables.values() for finding in table.findings] == []
    assert findings == []
    assert firm == Firm(language=language)
    filled = {name for name, table in tables.items() if len(table)}
    assert filled == {"Settings", "Lists", "NewClient"}


@every_language
def test_rows_come_back_as_they_were_given(language: Language, tmp_path: Path) -> None:
    tables = read(saved(sample(language), tmp_path))
    given = sample_rows(language)

    for name in given.keys() - {"Settings", "Lists"}:
        values = tables[name].values
        for position, row in enumerate(given[name]):
            for field, value in row.items():
                expected = BY_NAME[name].column(field).default if value is None else value
                assert values[field][position] == expected, f"{name}, row {position}, {field}"
    assert unknown_references(tables) == []


def test_given_settings_stand_among_all_the_others(tmp_path: Path) -> None:
    tables = read(saved(sample(Language.NL), tmp_path))

    settings = [row["setting"] for row in sample_rows(Language.NL)["Settings"]]
    assert set(settings) <= set(tables["Settings"].values["setting"])
    assert tables["Settings"].values["setting"] == [one.name for one in Firm.spec.columns]
    assert read_firm(tables["Settings"])[0].firm_name == "Fiduciaire Zilverlinde"


def test_the_rows_of_a_list_lie_together(tmp_path: Path) -> None:
    lists = read(saved(sample(Language.FR), tmp_path))["Lists"].values["list"]

    starts = [one for one, before in zip(lists, [None, *lists], strict=False) if one != before]
    assert sorted(starts) == ["mention", "subscription", "team", "text", "unit"]


@every_language
def test_two_other_readers_see_the_sheets_in_their_order(language: Language) -> None:
    content = sample(language)
    expected = [text("sheet.home", language), *(spec.sheet[language] for spec in TABLES)]

    assert opened(content).sheetnames == [*expected, "xlwings.conf"]
    assert CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names[:-1] == expected


@every_language
def test_each_sheet_holds_the_table_of_its_record(language: Language) -> None:
    book = opened(sample(language))

    for spec in TABLES:
        (table,) = book[spec.sheet[language]].tables.values()
        assert table.name == table.displayName == spec.name
        assert [column.name for column in table.tableColumns] == [*spec.headings(language)]
        assert table.ref.startswith("A4:")


def test_code_names_are_the_same_in_every_language() -> None:
    expected = ["shHome", *(f"sh{spec.name}" for spec in TABLES), "shXlwings"]

    for language in Language:
        with ZipFile(BytesIO(empty(language))) as archive:
            classes = modules(archive.read("xl/vbaProject.bin"))
        book = opened(empty(language))
        assert [sheet.sheet_properties.codeName for sheet in book.worksheets] == expected
        assert {f"{name}.cls" for name in expected} <= classes.keys()


@every_language
def test_the_ribbon_is_on_board(language: Language) -> None:
    with ZipFile(BytesIO(empty(language))) as archive:
        assert archive.read(RIBBON_PART) == ribbon_xml(language)
        assert RIBBON_PART in archive.read("_rels/.rels").decode()


def test_opening_the_workbook_starts_no_python() -> None:
    """A live cell formula would: everything on the sheets is Excel's own."""
    names = {function.name for function in cell_functions("addin.udfs")}
    called = {
        name
        for sheet in opened(sample(Language.EN)).worksheets
        for formula in formulas(sheet)
        for name in re.findall(r"[A-Z][A-Z_.]+(?=\()", formula)
    }

    assert names
    assert called & names == set()
    assert "SUMPRODUCT" in called


def test_every_function_on_the_sheets_is_at_least_ten_years_old() -> None:
    young = re.compile(r"_xlfn|LET\(|LAMBDA\(|FILTER\(|XLOOKUP\(|UNIQUE\(|TEXTJOIN\(")

    for language in Language:
        for sheet in opened(empty(language)).worksheets:
            assert [one for one in formulas(sheet) if young.search(one)] == []


def test_xlwings_is_set_up_out_of_sight() -> None:
    sheet = opened(empty(Language.EN))["xlwings.conf"]

    assert sheet.sheet_state == "veryHidden"
    assert {str(key): value for key, value in sheet.iter_rows(values_only=True)} == {
        "UDF MODULES": "addin.udfs",
        "USE UDF SERVER": "False",
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "DEBUG UDFS": "False",
        "SHOW CONSOLE": "False",
    }


def test_what_the_user_fills_in_looks_unlike_what_is_filled_in() -> None:
    book = opened(empty(Language.EN))
    looks: dict[bool, set[tuple[str, str]]] = {True: set(), False: set()}
    for spec in TABLES:
        sheet = book[spec.sheet[Language.EN]]
        for number, column in enumerate(spec.columns, start=1):
            heading, cell = (sheet.cell(row, number).fill for row in (4, 5))
            look = (str(heading.fgColor.rgb), str(cell.fill_type))
            looks[column.writer is Writer.USER].add(look)

    assert len(looks[True]) == len(looks[False]) == 1
    assert looks[True] != looks[False]


@every_language
def test_a_sheet_prints_with_its_headings_and_the_number_of_the_page(language: Language) -> None:
    book = opened(empty(language))

    for spec in TABLES:
        sheet = book[spec.sheet[language]]
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$4:$4"
        if (sheet.page_setup.fitToWidth or 1) == 1:
            assert sheet.print_title_cols is None, spec.name
        assert "&P" in str(sheet.HeaderFooter.oddFooter.right.text)
        assert sheet.freeze_panes is not None
    # What is read on paper says on each page of a row which one it is.
    wide = {spec.name: book[spec.sheet[language]].print_title_cols for spec in TABLES}
    assert (wide["Invoices"], wide["Prebilling"]) == ("$A:$A", "$A:$C")
    home = book.worksheets[0]
    assert (home.page_setup.fitToWidth or 1, home.page_setup.fitToHeight or 1) == (1, 1)

"""Faults put into a sound workbook one at a time, and found."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from excel.lint import lint
from excel.lint_formulas import faults_of
from excel.lint_workbook import is_name
from excel.sample_book import Members, sample_members, write
from excel.schemas import ROOT

WORKBOOKS = ROOT.parent / "shared" / "corpus" / "workbooks"
TYPES = "[Content_Types].xml"
BOOK = "xl/workbook.xml"
PROJECTS, SPLITS = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
PROJECTS_TABLE, SPLITS_TABLE = "xl/tables/table1.xml", "xl/tables/table2.xml"
TEXTS, STYLES, RIBBON = "xl/sharedStrings.xml", "xl/styles.xml", "customUI/customUI14.xml"
VBA = "xl/vbaProject.bin"

Damage = Callable[[Members], None]


def put(member: str, old: str, new: str) -> Damage:
    """Replace the first match of a pattern, which has to be there."""

    def damage(members: Members) -> None:
        text, count = re.subn(old, new, members[member].decode(), count=1)
        assert count, f"{member} has no {old}"
        members[member] = text.encode()

    return damage


def cut(members: Members) -> None:
    members[VBA] = members[VBA][:3000]


def stray(members: Members) -> None:
    members["xl/worksheets/sheet9.xml"] = members[SPLITS]


def chained(members: Members) -> None:
    """A calculation chain that names a formula and a cell without one."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    chain = f'<calcChain xmlns="{main}"><c r="D2" i="2"/><c r="D3"/><c r="A2"/></calcChain>'
    members["xl/calcChain.xml"] = chain.encode()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="rIdChain" Type="{office}/calcChain" Target="calcChain.xml"/>'
    put("xl/_rels/workbook.xml.rels", "</Relationships>", f"{link}</Relationships>")(members)


def validated(formula: str, attributes: str = "") -> Damage:
    return put(
        PROJECTS,
        r' sqref="C2:C3"><formula1>.*?</formula1>',
        f' {attributes} sqref="C2:C3"><formula1>{formula}</formula1>',
    )


def computed(formula: str) -> Damage:
    return put(SPLITS, r"<f>ROUND.*?</f>", f"<f>{formula}</f>")


LONG = "x" * 300
# What the lint has to say of which member, by what was done to it.
FAULTS: dict[str, tuple[Damage, str, str]] = {
    # The package.
    "a table without content type": (
        put(TYPES, r'<Override PartName="/xl/tables/table1.xml"[^>]*/>', ""),
        PROJECTS_TABLE,
        "content type 'application/xml'",
    ),
    "a VBA project without content type": (
        put(TYPES, r'<Default Extension="bin"[^>]*/>', ""),
        VBA,
        "no content type",
    ),
    "macros in a workbook without macros": (
        put(
            TYPES,
            r"application/vnd.ms-excel.sheet.macroEnabled.main\+xml",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        ),
        BOOK,
        "not macroEnabled",
    ),
    "a link to a table that is not there": (
        put("xl/worksheets/_rels/sheet1.xml.rels", "table1.xml", "table9.xml"),
        "xl/worksheets/_rels/sheet1.xml.rels",
        "leads to xl/tables/table9.xml",
    ),
    "an id without relationship": (
        put(PROJECTS, 'tablePart r:id="rId1"', 'tablePart r:id="rId7"'),
        PROJECTS,
        "names the relationship rId7",
    ),
    "two relationships with one id": (
        put("xl/_rels/workbook.xml.rels", 'Id="rId2"', 'Id="rId1"'),
        "xl/_rels/workbook.xml.rels",
        "two relationships have the id rId1",
    ),
    "a sheet that nothing leads to": (
        stray,
        "xl/worksheets/sheet9.xml",
        "no relationship leads here",
    ),
    "a control character": (put(TEXTS, "client", "cli&#x1;ent"), TEXTS, "not well-formed"),
    # The workbook.
    "a sheet's name of 40 letters": (
        put(BOOK, 'sheet name="Splits"', f'sheet name="{"S" * 40}"'),
        BOOK,
        "sheet name",
    ),
    "a sheet's name with a slash": (
        put(BOOK, 'sheet name="Splits"', 'sheet name="Spl/its"'),
        BOOK,
        "sheet name",
    ),
    "two sheets with one name": (
        put(BOOK, 'sheet name="Splits"', 'sheet name="projects"'),
        BOOK,
        "two sheets",
    ),
    "a hidden sheet in front": (
        put(BOOK, 'sheet name="Projects"', 'sheet state="hidden" name="Projects"'),
        BOOK,
        "is not visible",
    ),
    "two sheets selected": (
        put(SPLITS, "<sheetView ", '<sheetView tabSelected="1" '),
        BOOK,
        "typing would fill several",
    ),
    "a range's name with a space": (
        put(BOOK, 'name="project_codes"', 'name="project codes"'),
        BOOK,
        "cannot be the name",
    ),
    "a range's name that is a cell": (put(BOOK, 'name="Year"', 'name="VAT21"'), BOOK, "'VAT21'"),
    "two ranges with one name": (
        put(BOOK, 'name="Year"', 'name="project_codes"'),
        BOOK,
        "two ranges",
    ),
    "a range of a sheet that is not there": (
        put(BOOK, 'name="Year"', 'name="Year" localSheetId="2"'),
        BOOK,
        "belongs to sheet 2",
    ),
    "a range of a table that is not there": (
        put(BOOK, r"Projects\[project\]", "Project[project]"),
        BOOK,
        "no table Project",
    ),
    "a font that is not there": (
        put(STYLES, r'numFmtId="164" fontId="0"', 'numFmtId="164" fontId="5"'),
        STYLES,
        "fontId=5",
    ),
    "a number format that is not there": (
        put(STYLES, r'<xf numFmtId="164"', '<xf numFmtId="170"'),
        STYLES,
        "no number format 170",
    ),
    "a conditional format that is not there": (
        put(SPLITS, r'dxfId="\d"', 'dxfId="42"'),
        SPLITS,
        "dxfId=42",
    ),
    "a chain through a cell without formula": (
        chained,
        "xl/calcChain.xml",
        "A2 of sheet 2 holds no formula",
    ),
    # The cells.
    "a text that is not there": (
        put(PROJECTS, r't="s"><v>0</v>', 't="s"><v>99</v>'),
        PROJECTS,
        "'99' is not of type 's'",
    ),
    "a truth value spelled out": (
        put(SPLITS, r'<v>0</v></c></row><row r="2"', '<v>True</v></c></row><row r="2"'),
        SPLITS,
        "'True' is not of type 'n'",
    ),
    "a style that is not there": (put(SPLITS, r' s="1"', ' s="77"'), SPLITS, "style 77 of 2"),
    "rows out of order": (
        put(PROJECTS, r'(<row r="2".*?</row>)(<row r="3".*?</row>)', r"\2\1"),
        PROJECTS,
        "row 2 comes after row 3",
    ),
    "a cell twice": (put(PROJECTS, r'(<c r="A2".*?</c>)', r"\1\1"), PROJECTS, "cell A2"),
    "widths that overlap": (put(PROJECTS, 'col min="2"', 'col min="1"'), PROJECTS, "the widths"),
    "merged cells that overlap": (
        put(PROJECTS, r'(<mergeCell ref=)"A6:B6"/>', r'\1"A6:B6"/>\1"B6:C6"/>'),
        PROJECTS,
        "B6:C6 overlap",
    ),
    "a text too long for a cell": (
        put(TEXTS, "Alder", "A" * 40_000),
        PROJECTS,
        "a text of more than 32767",
    ),
    "a list too long for a validation": (
        validated(f'"{LONG}"'),
        PROJECTS,
        "a formula of 302",
    ),
    "an empty list in a validation": (validated(""), PROJECTS, "an empty list"),
    "a table's column in a validation": (
        validated("Projects[project]"),
        PROJECTS,
        "needs a name or INDIRECT",
    ),
    "a title too long for a validation": (
        validated('"2026"', f'errorTitle="{LONG}"'),
        PROJECTS,
        "errorTitle of more than 32",
    ),
    "a table's column in a conditional format": (
        put(SPLITS, "<formula>.*?</formula>", "<formula>SUM(Splits[share])&gt;1</formula>"),
        SPLITS,
        "conditional format cannot name",
    ),
    # The formulas.
    "a bracket left open": (computed("ROUND(1,2"), SPLITS, "do not balance"),
    "a column without its brackets": (
        computed("Splits[[#This Row],share]"),
        SPLITS,
        "needs brackets of its own",
    ),
    "the short form of this row": (computed("Splits[@share]"), SPLITS, "where Excel shows @"),
    "a column that is not there": (computed("SUM(Splits[shares])"), SPLITS, "no column 'shares'"),
    "a function that needs a prefix": (computed('TEXTJOIN(" ",TRUE,A1)'), SPLITS, "_xlfn.TEXTJOIN"),
    "a text too long for a formula": (computed(f'LEN("{LONG}")'), SPLITS, "more than 255"),
    "a formula too long": (computed("+".join(["1"] * 5000)), SPLITS, "a formula of 9999"),
    "an equals sign too many": (computed("=1"), SPLITS, "without an equals sign"),
    # The tables.
    "fewer columns than headings": (
        put(PROJECTS_TABLE, 'ref="A1:C3" totals', 'ref="A1:B3" totals'),
        PROJECTS_TABLE,
        "3 columns on A1:B3",
    ),
    "a heading that the cell does not have": (
        put(PROJECTS_TABLE, 'name="client"', 'name="customer"'),
        PROJECTS,
        "the table has 'customer' where B1 has 'client'",
    ),
    "two tables with one id": (
        put(SPLITS_TABLE, ' id="2" name="Splits"', ' id="1" name="Splits"'),
        SPLITS_TABLE,
        "two tables have the id 1",
    ),
    "two tables with one name": (
        put(SPLITS_TABLE, 'displayName="Splits"', 'displayName="Projects"'),
        SPLITS_TABLE,
        "the name Projects is taken",
    ),
    "a table with a range's name": (
        put(SPLITS_TABLE, 'displayName="Splits"', 'displayName="year"'),
        SPLITS_TABLE,
        "the name year is taken",
    ),
    "a table's name that is a cell": (
        put(SPLITS_TABLE, 'displayName="Splits"', 'displayName="Q1"'),
        SPLITS_TABLE,
        "'Q1' cannot be",
    ),
    "a filter shorter than its table": (
        put(PROJECTS_TABLE, '<autoFilter ref="A1:C3"', '<autoFilter ref="A1:C2"'),
        PROJECTS_TABLE,
        "the filter on A1:C2",
    ),
    "two columns with one heading": (
        put(PROJECTS_TABLE, 'name="client"', 'name="Project"'),
        PROJECTS_TABLE,
        "two columns have one heading",
    ),
    "two columns with one id": (
        put(PROJECTS_TABLE, 'tableColumn id="2"', 'tableColumn id="1"'),
        PROJECTS_TABLE,
        "two columns have one id",
    ),
    "a table without a row": (
        put(PROJECTS_TABLE, 'ref="A1:C3" totals', 'ref="A1:C1" totals'),
        PROJECTS_TABLE,
        "no row for data",
    ),
    "merged cells in a table": (
        put(PROJECTS, 'mergeCell ref="A6:B6"', 'mergeCell ref="A3:B3"'),
        PROJECTS,
        "has merged cells",
    ),
    # The macros and the ribbon.
    "half a VBA project": (cut, VBA, "cannot be read"),
    "a sheet without its module": (
        put(PROJECTS, 'codeName="shProjects"', 'codeName="shProject"'),
        VBA,
        "the codeName shProject,",
    ),
    "a workbook without codeName": (
        put(BOOK, ' codeName="ThisWorkbook"', ""),
        VBA,
        "xl/workbook.xml has no codeName",
    ),
    "two buttons with one id": (put(RIBBON, 'id="issue"', 'id="check"'), RIBBON, "the id check"),
    "a button without a macro": (put(RIBBON, "OnIssue", "OnIssues"), RIBBON, "onAction=OnIssues"),
    "a ribbon that nothing leads to": (
        put("_rels/.rels", r'<Relationship Id="rIdRibbon"[^>]*/>', ""),
        RIBBON,
        "no relationship leads here",
    ),
}


def test_a_sound_workbook_has_no_fault(tmp_path: Path) -> None:
    assert lint(write(tmp_path / "sound.xlsm", sample_members())) == []


@pytest.mark.parametrize(("damage", "member", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_found_where_it_is(
    damage: Damage, member: str, words: str, tmp_path: Path
) -> None:
    members = sample_members()
    damage(members)

    faults = lint(write(tmp_path / "faulty.xlsm", members))

    assert [fault for part, fault in faults if part == member and words in fault]


def test_two_tables_on_the_same_cells_are_found(tmp_path: Path) -> None:
    members = sample_members()
    twice = '<tablePart r:id="rId1"/><tablePart r:id="rId2"/>'
    put(PROJECTS, '<tablePart r:id="rId1"/>', twice)(members)
    links = "xl/worksheets/_rels/sheet1.xml.rels"
    put(links, '(<Relationship )Id="rId1"(.*?)table1(.*?/>)', r'\g<0>\1Id="rId2"\2table2\3')(
        members
    )

    faults = lint(write(tmp_path / "faulty.xlsm", members))

    assert (PROJECTS, "table Splits overlaps another") in faults


def test_a_workbook_without_its_main_part_is_told_at_once(tmp_path: Path) -> None:
    members = sample_members()
    del members[BOOK]

    assert (BOOK, "cannot be read") in lint(write(tmp_path / "faulty.xlsm", members))


@pytest.mark.skipif(not WORKBOOKS.is_dir(), reason="no real workbooks beside this checkout")
@pytest.mark.parametrize("path", sorted(WORKBOOKS.glob("*.xlsx")), ids=lambda path: path.name)
def test_a_workbook_saved_by_excel_has_no_fault(path: Path) -> None:
    assert lint(path) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Splits", True),
        ("Plan2026", True),
        ("XFE1", True),  # one column past the last
        ("A1048577", True),  # one row past the last
        ("XFD1048576", False),
        ("VAT21", False),
        ("R1C1", False),
        ("r", False),
        ("2026", False),
        ("two words", False),
        ("x" * 256, False),
    ],
)
def test_a_name_must_not_read_as_a_cell(name: str, *, expected: bool) -> None:
    assert is_name(name) is expected


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(Splits[share])",
        "SUM(Splits[[#This Row],[share]])",
        "SUM(Splits[[#This Row],[payer]:[share]])",
        "ROWS(Splits[#All])",
        "Splits['#lines]",
        'IF(A1="Splits[@share",1,2)',
        '_xlfn.TEXTJOIN(" ",TRUE,A1)',
        "[1]Sheet1!A1",
    ],
)
def test_a_formula_that_excel_writes_has_no_fault(formula: str) -> None:
    assert list(faults_of(formula, {"splits": {"share", "payer", "#lines"}})) == []

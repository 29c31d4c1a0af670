"""Files from outside are read or refused with a sentence; none is trusted, hangs or floods."""

import struct
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZIP_STORED

import pytest

from books.book_contract import make_workbook
from books.closed_files import packed_members, with_new_part, with_parts
from books.hostile_files import (
    COMMENTED,
    FAR,
    LAUGHS,
    OUTSIDE,
    SHEET,
    TABLE,
    TYPES,
    Make,
    added,
    bounded,
    changed,
    declared,
    lies_about_size,
    many_members,
    nested,
    overlapping,
    repacked,
    replaced,
    stamped,
    twice,
    unpacks_to,
    used,
    zip64,
)

pytestmark = pytest.mark.usefixtures("broken_on_purpose")


FILES: dict[str, tuple[Make, set[str]]] = {
    # Archives.
    "a member that unpacks a thousandfold": (unpacks_to(80 << 20), {"BOOK-10"}),
    "members that unpack to more than any workbook": (
        lambda path: stamped(path, 24, struct.pack("<I", 3 << 30)),
        {"BOOK-10"},
    ),
    "a member that is larger than it says": (lies_about_size, {"BOOK-04"}),
    "members that share their bytes": (overlapping, {"BOOK-14"}),
    "a zip within the workbook": (added("xl/a.zip", b"PK\3\4" + bytes(99)), {"read"}),
    "more members than a workbook has": (many_members, {"BOOK-04"}),
    "a part that is there twice": (twice, {"BOOK-04"}),
    "a part that differs in case only": (added(SHEET.upper()), {"BOOK-04"}),
    "a name that leads out": (added("../../evil.xml"), {"BOOK-14"}),
    "a name that leads out in the middle": (added("xl/../../evil.xml"), {"BOOK-14"}),
    "a name that leads out in Windows": (added("xl\\..\\..\\evil.xml"), {"BOOK-14"}),
    "a name from the root": (added("/etc/passwd"), {"BOOK-14"}),
    "a name on a drive": (added("C:\\evil.xml"), {"BOOK-14"}),
    "a name of control characters": (added("xl/a\nb.xml"), {"BOOK-14"}),
    "an encrypted member": (lambda path: stamped(path, 8, b"\1\0"), {"BOOK-14"}),
    "a member packed by bzip2": (repacked(ZIP_BZIP2), {"BOOK-14"}),
    "a member packed by lzma": (repacked(ZIP_LZMA), {"BOOK-14"}),
    "a member packed in an unknown way": (lambda path: stamped(path, 10, b"\x63\0"), {"BOOK-14"}),
    "members that are not packed": (repacked(ZIP_STORED), {"read"}),
    "members of 64 bits": (zip64, {"read"}),
    "a wrong checksum": (lambda path: stamped(path, 16, b"abcd"), {"BOOK-04"}),
    "a file with something in front": (
        lambda path: path.write_bytes(b"MZ" + path.read_bytes()),
        {"BOOK-02"},
    ),
    "a file with something behind": (
        lambda path: path.write_bytes(path.read_bytes() + b"more"),
        {"read", "BOOK-04"},
    ),
    # XML.
    "entities that multiply in the workbook": (
        changed("xl/workbook.xml", declared(LAUGHS)),
        {"BOOK-04"},
    ),
    "entities that multiply in a sheet": (changed(SHEET, declared(LAUGHS)), {"BOOK-04"}),
    "entities that multiply in a table": (changed(TABLE, declared(LAUGHS)), {"BOOK-04"}),
    "entities that multiply in the styles": (
        changed("xl/styles.xml", declared(LAUGHS)),
        {"BOOK-04"},
    ),
    "entities that multiply in the shared texts": (
        changed("xl/sharedStrings.xml", declared(LAUGHS)),
        {"BOOK-04"},
    ),
    "entities that multiply in the content types": (
        changed(TYPES, declared(LAUGHS)),
        {"BOOK-04"},
    ),
    "entities that multiply in the relations": (
        changed("xl/_rels/workbook.xml.rels", declared(LAUGHS)),
        {"BOOK-04"},
    ),
    "a document type from the disk": (changed(TABLE, declared(OUTSIDE)), {"BOOK-04"}),
    "a document type from the network": (changed(TABLE, declared(FAR)), {"BOOK-04"}),
    "a document type behind a comment": (changed(TABLE, declared(COMMENTED)), {"BOOK-04"}),
    "a document type in UTF-16": (changed(TABLE, declared(LAUGHS, "utf-16")), {"BOOK-04"}),
    "a document type in UTF-7": (changed(TABLE, declared(LAUGHS, "utf-7")), {"BOOK-04"}),
    "a table in UTF-16": (changed(TABLE, declared("", "utf-16")), {"read"}),
    "XML that does not end": (changed(TABLE, lambda content: content[:-20]), {"BOOK-04"}),
    "XML without anything": (changed(TABLE, lambda _: b""), {"BOOK-04"}),
    "zeros instead of XML": (changed("xl/workbook.xml", lambda _: bytes(500)), {"BOOK-04"}),
    "elements nested without end": (changed(SHEET, nested), {"read", "BOOK-04", "PATCH-13"}),
    # What parts are declared as.
    "a workbook declared as a document": (
        replaced(TYPES, "spreadsheetml.sheet.main", "wordprocessingml.document.main"),
        {"BOOK-02"},
    ),
    "a sheet declared as a picture": (
        replaced(TYPES, "openxmlformats-officedocument.spreadsheetml.worksheet+xml", "png"),
        {"BOOK-14"},
    ),
    "a table declared as a chart": (
        replaced(TYPES, "spreadsheetml.table+xml", "drawingml.chart+xml"),
        {"BOOK-14"},
    ),
    "styles declared as nothing": (
        replaced(TYPES, 'PartName="/xl/styles.xml"', 'PartName="/xl/other.xml"'),
        {"BOOK-14"},
    ),
    "macros in a workbook without": (
        replaced(
            TYPES,
            "<Override",
            '<Default Extension="bin" ContentType="application/vnd.'
            'ms-office.vbaProject"/><Override',
        ),
        {"BOOK-15"},
    ),
    "a workbook part that is a document": (
        changed("xl/workbook.xml", lambda _: b"<w:document xmlns:w='urn:w'/>"),
        {"BOOK-02"},
    ),
    "no content types": (
        lambda path: with_parts(path, lambda name, one: None if name == TYPES else one),
        {"BOOK-02"},
    ),
    # Relations.
    "a relation that leads out": (
        replaced(
            "xl/worksheets/_rels/sheet1.xml.rels", "../tables/table1.xml", "../../../../etc/passwd"
        ),
        {"BOOK-04", "BOOK-14"},
    ),
    "a relation to itself": (
        replaced("xl/worksheets/_rels/sheet1.xml.rels", "../tables/table1.xml", "sheet1.xml"),
        {"BOOK-04", "BOOK-14"},
    ),
    "a table on another computer": (
        replaced(
            "xl/worksheets/_rels/sheet1.xml.rels",
            'Target="../tables/table1.xml"',
            'Target="http://192.0.2.1/t.xml" TargetMode="External"',
        ),
        {"BOOK-11"},
    ),
    # Tables and cells.
    "a table of a whole sheet": (
        replaced(TABLE, 'ref="B3:G7"', 'ref="A1:XFD1048576"'),
        {"BOOK-14"},
    ),
    "a table beyond the sheet": (
        replaced(TABLE, 'ref="B3:G7"', 'ref="B3:G99999999"'),
        {"BOOK-14"},
    ),
    "a table beyond the last column": (
        replaced(TABLE, 'ref="B3:G7"', 'ref="ZZY3:ZZZ7"'),
        {"BOOK-14"},
    ),
    "a table of row 0": (replaced(TABLE, 'ref="B3:G7"', 'ref="B0:G7"'), {"BOOK-14"}),
    "a table without a place": (replaced(TABLE, 'ref="B3:G7"', 'ref=""'), {"BOOK-04"}),
    "a table whose place is no place": (
        replaced(TABLE, 'ref="B3:G7"', 'ref="B-3:G7"'),
        {"BOOK-04"},
    ),
    "a table with a hundred thousand columns": (
        changed(
            TABLE,
            lambda one: one.replace(
                b"<tableColumns",
                b"<tableColumns>"
                + b'<tableColumn id="1" name="a"/>' * 100_000
                + b"</tableColumns><x",
                1,
            ).replace(b"</tableColumns></table>", b"</x></table>"),
        ),
        {"BOOK-14", "BOOK-04"},
    ),
    "a table with a negative heading": (
        replaced(TABLE, "<table ", '<table headerRowCount="-5" '),
        {"BOOK-14", "BOOK-04"},
    ),
    "a table with a thousand totals": (
        replaced(TABLE, 'totalsRowShown="0"', 'totalsRowCount="1000"'),
        {"BOOK-14", "BOOK-04"},
    ),
    "a cell at the end of the sheet": (
        replaced(
            SHEET,
            "</sheetData>",
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        ),
        {"read"},
    ),
    "cells that are far apart and out of order": (
        replaced(
            SHEET, "<sheetData>", '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
        {"BOOK-10", "PATCH-13"},
    ),
    "a row beyond the sheet": (
        replaced(SHEET, '<row r="4"', '<row r="9999999"'),
        {"read", "BOOK-04", "BOOK-10", "PATCH-13"},
    ),
    "a row 0": (replaced(SHEET, '<row r="4"', '<row r="0"'), {"read", "BOOK-04", "PATCH-13"}),
    "a negative row": (
        replaced(SHEET, '<row r="4"', '<row r="-4"'),
        {"read", "BOOK-04", "PATCH-13"},
    ),
    "a cell beyond the last column": (
        replaced(SHEET, '<c r="B4"', '<c r="ZZZ4"'),
        {"read", "BOOK-04", "PATCH-13", "BOOK-10"},
    ),
    "a cell without an address": (
        replaced(SHEET, '<c r="B4"', '<c r=""'),
        {"read", "BOOK-04", "PATCH-13"},
    ),
    "a shared text that is not there": (
        replaced(SHEET, 't="s"><v>', 't="s"><v>99999'),
        {"read", "BOOK-04", "PATCH-13"},
    ),
    "a shared text of number -1": (
        replaced(SHEET, 't="s"><v>', 't="s"><v>-'),
        {"read", "BOOK-04", "PATCH-13"},
    ),
    "a style that is not there": (
        replaced(SHEET, '<c r="D4" s="', '<c r="D4" s="99999'),
        {"read", "BOOK-04", "PATCH-13"},
    ),
    "a number beyond all": (
        replaced(SHEET, "<v>83.33</v>", "<v>1e999</v>"),
        {"read", "BOOK-04", "PATCH-13"},
    ),
    "not a number": (
        replaced(SHEET, "<v>83.33</v>", "<v>NaN</v>"),
        {"read", "BOOK-04", "PATCH-13"},
    ),
    "infinity": (
        replaced(SHEET, "<v>83.33</v>", "<v>-Infinity</v>"),
        {"read", "BOOK-04", "PATCH-13"},
    ),
    "a number of a million digits": (
        replaced(SHEET, "<v>83.33</v>", f"<v>{'9' * 1_000_000}</v>"),
        {"read", "BOOK-04", "PATCH-13"},
    ),
    "a day that no calendar has": (
        changed(SHEET, lambda one: one.replace(b"<v>46053</v>", b"<v>99999999999</v>", 1)),
        {"read", "BOOK-04", "PATCH-13"},
    ),
    "a type of cell that is unknown": (
        replaced(SHEET, 't="s"', 't="x"'),
        {"read", "BOOK-04", "PATCH-13"},
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_it_is_read_or_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    make, expected = FILES[name]
    path = make_workbook(tmp_path / "Billing.xlsx")
    make(path)

    with bounded():
        assert used(path) in expected


def test_what_leads_to_another_computer_is_kept_and_never_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("something was asked of the network")

    path = make_workbook(tmp_path / "Billing.xlsx")
    link = (
        b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<externalBook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships" r:id="rId1"/></externalLink>'
    )
    relation = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/externalLinkPath" Target="http://192.0.2.1/a.xlsx" '
        b'TargetMode="External"/></Relationships>'
    )
    with_new_part(path, "xl/externalLinks/externalLink1.xml", link)
    with_new_part(path, "xl/externalLinks/_rels/externalLink1.xml.rels", relation)
    before = packed_members(path)
    monkeypatch.setattr("socket.socket.connect", refuse)

    assert used(path) == "read"

    after = packed_members(path)
    outside = [name for name in before if "externalLink" in name]
    assert len(outside) == 2
    assert all(after[name] == before[name] for name in outside)

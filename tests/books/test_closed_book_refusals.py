"""What is refused, and that the file is then the same to the byte."""

import io
import os
import stat
import struct
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import olefile
import pytest
import xlsxwriter

from addin.books.book import TableEdit
from addin.books.closed import ClosedBook, members, open_book
from addin.errors import BillingError
from books.closed_files import with_new_part, with_parts, with_text

ADDED = TableEdit("Fees", added=[{"Client": "New"}])
REMOVED = TableEdit("Fees", removed=frozenset({0}))
UPDATED = TableEdit("Fees", {0: {"Client": "Dupont"}})
SHEET = "xl/worksheets/sheet1.xml"
TABLE = "xl/tables/table1.xml"


def fees(
    path: Path, change: Callable[[xlsxwriter.worksheet.Worksheet], object] | None = None
) -> Path:
    """A table Fees in A1:B4 of the sheet Fees, and what ``change`` does to that sheet."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Fees")
        sheet.add_table(
            "A1:B4",
            {
                "name": "Fees",
                "columns": [{"header": "Client"}, {"header": "Fee"}],
                "data": [["Dupont", 1], ["Martin", 2], ["Peeters", 3]],
            },
        )
        if change:
            change(sheet)
    return path


def refused(path: Path, *edits: TableEdit) -> BillingError:
    """The refusal of a write; the file and its folder are as they were."""
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    book = open_book(path)
    with pytest.raises(BillingError) as caught:
        book.write(edits)
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == beside
    return caught.value


def compound(*streams: str) -> bytes:
    """The directory of an OLE compound file, as far as it tells one kind from another."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    magic: bytes = olefile.MAGIC
    return magic + b"\0" * 504 + names.ljust(1536, b"\0")


def zipped(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "BOOK-06"),
        (b"client;fee\r\nDupont;83,33\r\n", "BOOK-02"),
        (b"%PDF-1.7", "BOOK-02"),
        (compound("Workbook"), "BOOK-03"),
        (compound("EncryptedPackage", "EncryptionInfo"), "BOOK-05"),
        (compound("WordDocument"), "BOOK-02"),
        (b"PK\x03\x04 and then nothing of a zip file", "BOOK-04"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "BOOK-02"),
        (zipped(**{"xl/workbook.bin": b"", "[Content_Types].xml": b"<Types/>"}), "BOOK-03"),
        (zipped(**{"[Content_Types].xml": b"<Types/>"}), "BOOK-02"),
    ],
    ids=["empty", "csv", "pdf", "xls", "password", "doc", "cut", "ods", "xlsb", "no workbook"],
)
def test_what_is_no_workbook_is_not_opened(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "Billing.xlsx"
    path.write_bytes(content)

    with pytest.raises(BillingError) as caught:
        open_book(path)

    assert caught.value.code == code
    assert caught.value.values["file"] == path
    assert path.read_bytes() == content


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BillingError) as caught:
        open_book(tmp_path / "Nowhere.xlsx")

    assert caught.value.code == "BOOK-01"


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(BillingError) as caught:
        open_book(tmp_path)

    assert caught.value.code == "BOOK-02"


def test_a_file_cut_short_is_damaged(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    path.write_bytes(path.read_bytes()[:-100])

    with pytest.raises(BillingError) as caught:
        open_book(path)

    assert caught.value.code == "BOOK-04"


def test_a_sheet_with_flipped_bytes_is_damaged(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    content = bytearray(path.read_bytes())
    with ZipFile(path) as archive:
        start = archive.getinfo(SHEET).header_offset + 80
    content[start : start + 20] = bytes(20)
    path.write_bytes(content)

    with pytest.raises(BillingError) as caught:
        open_book(path).read(["Fees"])
    assert caught.value.code == "BOOK-04"
    assert refused(path, ADDED).code == "BOOK-04"


@pytest.mark.parametrize(
    "declaration", ['<!DOCTYPE workbook [<!ENTITY a "b">]>', '<!DOCTYPE workbook SYSTEM "x">']
)
def test_a_part_with_a_document_type_is_not_trusted(tmp_path: Path, declaration: str) -> None:
    path = with_text(
        fees(tmp_path / "F.xlsx"), "xl/workbook.xml", "<workbook ", declaration + "<workbook "
    )

    with pytest.raises(BillingError) as caught:
        open_book(path)

    assert caught.value.code == "BOOK-04"


def test_a_file_that_unpacks_without_end_is_not_opened(tmp_path: Path) -> None:
    path = with_new_part(fees(tmp_path / "Fees.xlsx"), "xl/media/bomb.bin", bytes(65 << 20))

    with pytest.raises(BillingError) as caught:
        open_book(path)

    assert caught.value.code == "BOOK-10"


def test_a_file_that_says_it_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 0x90000000)
    path.write_bytes(content)

    with pytest.raises(BillingError) as caught:
        open_book(path)

    assert caught.value.code == "BOOK-10"


def test_a_member_that_is_there_twice_is_not_trusted(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    with pytest.warns(UserWarning, match="Duplicate"):
        with_new_part(path, SHEET, b"<worksheet/>")

    with pytest.raises(BillingError) as caught:
        open_book(path)

    assert caught.value.code == "BOOK-04"


@pytest.mark.parametrize(
    ("lock", "content", "owner"),
    [
        ("~$Fees.xlsx", b"\x05Marie" + b" " * 49 + b"\x05\0M\0a\0", "Marie"),
        (".~lock.Fees.xlsx#", b",marie,desk,26.11.2026 10:00,file:///x;", "marie"),
        ("~$Fees.xlsx", b"", "?"),
    ],
)
def test_a_workbook_open_elsewhere_is_read_but_not_written(
    tmp_path: Path, lock: str, content: bytes, owner: str
) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    (tmp_path / lock).write_bytes(content)

    assert open_book(path).read(["Fees"])["Fees"].height == 3
    refusal = refused(path, UPDATED)

    assert refusal.code == "BOOK-07"
    assert (refusal.values["owner"], refusal.values["lock"]) == (owner, lock)


def test_a_read_only_workbook_is_read_but_not_written(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    path.chmod(stat.S_IREAD)

    assert open_book(path).read(["Fees"])["Fees"].height == 3
    assert refused(path, UPDATED).code == "BOOK-08"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_workbook_in_a_read_only_folder_is_not_written(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    tmp_path.chmod(0o555)
    try:
        assert refused(path, UPDATED).code == "BOOK-08"
    finally:
        tmp_path.chmod(0o755)


def test_a_file_saved_by_someone_else_meanwhile_is_not_written(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    ours, theirs = open_book(path), open_book(path)
    theirs.write([UPDATED])
    saved = path.read_bytes()

    with pytest.raises(BillingError) as caught:
        ours.write([ADDED])

    assert caught.value.code == "BOOK-09"
    assert path.read_bytes() == saved


def test_a_file_deleted_meanwhile_is_not_written(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    book = open_book(path)
    path.unlink()

    with pytest.raises(BillingError) as caught:
        book.write([ADDED])

    assert caught.value.code == "BOOK-01"


def test_a_disk_that_refuses_is_told_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = fees(tmp_path / "Fees.xlsx")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    refusal = refused(path, UPDATED)

    assert (refusal.code, refusal.values["reason"]) == ("BOOK-12", "No space left on device")


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    refusal = refused(fees(tmp_path / "Fees.xlsx"), UPDATED, TableEdit("Gone", added=[{}]))

    assert (refusal.code, refusal.values["table"]) == ("BOOK-11", "Gone")


def test_an_edit_without_anything_in_it_writes_nothing(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    before = path.stat()

    open_book(path).write([TableEdit("Fees"), TableEdit("Gone")])

    assert path.stat() == before


def sign(name: str, content: bytes) -> bytes:
    relation = b'<Relationship Id="s" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/>'  # noqa: E501
    return content.replace(b"</Rel", relation + b"</Rel") if name == "_rels/.rels" else content


def test_a_signed_workbook_is_not_touched(tmp_path: Path) -> None:
    path = with_parts(fees(tmp_path / "Fees.xlsx"), sign)

    assert refused(path, UPDATED).code == "PATCH-01"


def test_a_hidden_filter_button_is_no_filter(tmp_path: Path) -> None:
    path = with_text(
        fees(tmp_path / "Fees.xlsx"),
        TABLE,
        '<autoFilter ref="A1:B4"/>',
        '<autoFilter ref="A1:B4"><filterColumn colId="0" hiddenButton="1"/></autoFilter>',
    )

    open_book(path).write([ADDED])

    assert open_book(path).read(["Fees"])["Fees"].height == 4


@pytest.mark.parametrize("fill", [lambda s: s.write("B6", 5), lambda s: s.write("B6", "=1+1")])
def test_filled_cells_below_are_not_covered(
    tmp_path: Path, fill: Callable[[xlsxwriter.worksheet.Worksheet], object]
) -> None:
    path = fees(tmp_path / "Fees.xlsx", fill)
    open_book(path).write([ADDED])

    refusal = refused(path, ADDED)

    assert refusal.code == "PATCH-03"
    assert refusal.values == {"table": "Fees", "sheet": "Fees", "cell": "B6"}


def test_another_table_below_is_not_run_into(tmp_path: Path) -> None:
    path = fees(
        tmp_path / "Fees.xlsx",
        lambda sheet: sheet.add_table("B5:C6", {"name": "Other", "header_row": False}),
    )

    refusal = refused(path, ADDED)

    assert (refusal.code, refusal.values["other"]) == ("PATCH-04", "Other")


@pytest.mark.parametrize(
    ("formula", "edit"),
    [
        ('<f t="array" ref="B2:B3">A2:A3</f>', REMOVED),
        ('<f t="array" ref="B2:B3">A2:A3</f>', TableEdit("Fees", {0: {"Fee": 5}})),
        ('<f t="dataTable" ref="B2:B3" r1="A1"/>', REMOVED),
    ],
)
def test_a_formula_that_fills_several_cells_is_not_torn(
    tmp_path: Path, formula: str, edit: TableEdit
) -> None:
    path = with_text(
        fees(tmp_path / "Fees.xlsx"), SHEET, '<c r="B2"><v>', f'<c r="B2">{formula}<v>'
    )

    refusal = refused(path, edit)

    assert (refusal.code, refusal.values["cell"]) == ("PATCH-05", "B2")


@pytest.mark.parametrize(
    ("merged", "edit"), [("A5:A7", ADDED), ("B3:B4", REMOVED), ("B5:D5", ADDED)]
)
def test_merged_cells_are_in_the_way(tmp_path: Path, merged: str, edit: TableEdit) -> None:
    path = with_text(
        fees(tmp_path / "Fees.xlsx"),
        SHEET,
        "</sheetData>",
        f'</sheetData><mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>',
    )

    refusal = refused(path, edit)

    assert (refusal.code, refusal.values["cells"]) == ("PATCH-06", merged)


@pytest.mark.parametrize(
    ("place", "point"),
    [
        ("Fees!D1", lambda sheet: sheet.write_formula("D1", "=A2")),
        (
            "Fees!D1",
            lambda sheet: sheet.conditional_format(
                "D1", {"type": "formula", "criteria": "=$A$2>0"}
            ),
        ),
    ],
)
def test_a_formula_on_a_row_that_goes_stops_it(
    tmp_path: Path, place: str, point: Callable[[xlsxwriter.worksheet.Worksheet], object]
) -> None:
    refusal = refused(fees(tmp_path / "Fees.xlsx", point), REMOVED)

    assert refusal.code == "PATCH-09"
    assert (refusal.values["table"], refusal.values["place"]) == ("Fees", place)


def test_more_rows_than_a_sheet_has(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")

    refusal = refused(path, TableEdit("Fees", added=[{}] * 1_048_573))

    assert (refusal.code, refusal.values["count"]) == ("PATCH-10", 1_048_573)


def test_a_text_too_long_for_a_cell(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    open_book(path).write([TableEdit("Fees", {0: {"Client": "x" * 32_767}})])

    assert refused(path, TableEdit("Fees", {0: {"Client": "x" * 32_768}})).code == "PATCH-11"
    refusal = refused(path, TableEdit("Fees", {0: {"Client": "🙂" * 16_384}}))
    assert (refusal.values["cell"], refusal.values["length"]) == ("A2", 32_768)


def test_a_day_before_the_calendar_of_excel(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    open_book(path).write([TableEdit("Fees", {0: {"Fee": date(1900, 1, 1)}})])

    assert open_book(path).read(["Fees"])["Fees"].columns[1][0] == 1
    assert refused(path, TableEdit("Fees", {0: {"Fee": date(1899, 12, 31)}})).code == "PATCH-12"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<sheetData>", "<sheetData><!-- a remark -->"),
        ('encoding="UTF-8"', 'encoding="ISO-8859-1"'),
        ("<v>1</v>", "<v><![CDATA[1]]></v>"),
    ],
)
def test_a_sheet_written_in_an_unknown_way_is_not_patched(
    tmp_path: Path, before: str, after: str
) -> None:
    path = with_text(fees(tmp_path / "Fees.xlsx"), SHEET, before, after)

    refusal = refused(path, UPDATED)

    assert (refusal.code, refusal.values["part"]) == ("PATCH-13", "Fees")


@pytest.mark.parametrize("edit", [UPDATED, ADDED, REMOVED])
def test_a_protected_sheet_is_not_patched(tmp_path: Path, edit: TableEdit) -> None:
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.protect("secret"))

    refusal = refused(path, edit)

    assert (refusal.code, refusal.values) == ("PATCH-14", {"table": "Fees", "sheet": "Fees"})
    assert open_book(path).read(["Fees"])["Fees"].height == 3


def test_a_protected_sheet_is_told_before_a_job_begins(tmp_path: Path) -> None:
    path = tmp_path / "Billing.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name in ("Fees", "Clients"):
            sheet = workbook.add_worksheet(name)
            sheet.add_table("A1:B4", {"name": name})
            sheet.protect()
    with pytest.raises(BillingError) as caught:
        open_book(path).require_writable()

    assert caught.value.code == "PATCH-14"
    assert caught.value.values == {"table": "Clients", "sheet": "Clients"}


def test_a_protection_cut_between_two_stretches_of_the_file_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Billing.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Clients")
        sheet.add_table("A1:B4", {"name": "Clients"})
        sheet.protect("secret")
    with ZipFile(path) as archive:
        packed = archive.getinfo(SHEET).compress_size
    # One of these sizes, in bytes as compressed, cuts the tag in two.
    for size in range(packed // 2, packed, 3):
        monkeypatch.setattr(members, "_PACKED_CHUNK", size)
        with pytest.raises(BillingError) as caught:
            open_book(path).require_writable()
        assert caught.value.code == "PATCH-14", size


def test_a_protected_sheet_without_our_tables_keeps_no_job_from_its_work(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", lambda sheet: sheet.protect())

    open_book(path).require_writable()


def test_a_protection_that_is_not_in_force_is_none(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    off = '</sheetData><sheetProtection sheet="0" objects="1"/>'
    with_text(path, SHEET, "</sheetData>", off)

    open_book(path).write([UPDATED])

    assert open_book(path).read(["Fees"])["Fees"].columns[0][0] == "Dupont"


def queried(path: Path) -> Path:
    """The table Fees, its first column filled by a query and its second by the user."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    fields = (
        '<queryTableField id="1" name="Client" tableColumnId="1"/>'
        '<queryTableField id="2" dataBound="0" tableColumnId="2"/>'
    )
    query = (
        f'<queryTable xmlns="{main}" name="ours" connectionId="1"><queryTableRefresh nextId="3">'
        f'<queryTableFields count="2">{fields}</queryTableFields></queryTableRefresh></queryTable>'
    )
    link = f'<Relationship Id="rId1" Type="{kind}/queryTable" Target="../queryTables/q.xml"/>'
    links = f'<Relationships xmlns="{space}">{link}</Relationships>'
    with_text(fees(path), TABLE, ' name="Fees"', ' name="Fees" tableType="queryTable"')
    with_new_part(path, "xl/tables/_rels/table1.xml.rels", links.encode())
    return with_new_part(path, "xl/queryTables/q.xml", query.encode())


@pytest.mark.parametrize("edit", [UPDATED, ADDED, REMOVED])
def test_what_a_query_fills_is_not_changed_under_its_hands(tmp_path: Path, edit: TableEdit) -> None:
    path = queried(tmp_path / "Fees.xlsx")

    refusal = refused(path, edit)

    assert (refusal.code, refusal.values) == ("PATCH-16", {"table": "Fees", "sheet": "Fees"})
    open_book(path).write([TableEdit("Fees", {0: {"Fee": 9}})])
    assert open_book(path).read(["Fees"])["Fees"].columns[1][0] == 9


def right_of_a_list(path: Path) -> Path:
    """The table Fees in B1:C4, with a free column left of it."""
    with xlsxwriter.Workbook(path) as workbook:
        columns = [{"header": "Client"}, {"header": "Fee"}]
        sheet = workbook.add_worksheet("Fees")
        sheet.add_table("B1:C4", {"name": "Fees", "columns": columns})
    return path


@pytest.mark.parametrize("kind", ['t="array"', 't="dataTable" dt2D="0" dtr="1" r1="E1"'])
def test_blank_cells_that_a_formula_spreads_over_are_not_covered(tmp_path: Path, kind: str) -> None:
    formula = f'<row r="6"><c r="A6"><f {kind} ref="A6:C6">TRANSPOSE(E1:E3)</f><v>1</v></c></row>'
    path = with_text(
        right_of_a_list(tmp_path / "Fees.xlsx"), SHEET, "</sheetData>", f"{formula}</sheetData>"
    )
    open_book(path).write([ADDED])

    refusal = refused(path, ADDED)

    assert (refusal.code, refusal.values["cell"]) == ("PATCH-03", "A6:C6")


def test_blank_cells_of_a_pivot_table_are_not_covered(tmp_path: Path) -> None:
    path = right_of_a_list(tmp_path / "Fees.xlsx")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable"
    link = f'<Relationship Id="rIdP" Type="{kind}" Target="../pivotTables/pivotTable1.xml"/>'
    with_text(path, "xl/worksheets/_rels/sheet1.xml.rels", "</Rel", f"{link}</Rel")
    pivot = f'<pivotTableDefinition xmlns="{main}" name="P"><location ref="C6:F9"/>'
    with_new_part(
        path, "xl/pivotTables/pivotTable1.xml", f"{pivot}</pivotTableDefinition>".encode()
    )

    refusal = refused(path, TableEdit("Fees", added=[{}] * 2))

    assert (refusal.code, refusal.values["cell"]) == ("PATCH-03", "C6:F9")


def test_the_book_is_one_of_a_file(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    link = tmp_path / "link.xlsx"
    link.symlink_to(path)

    book = open_book(link)
    book.write([ADDED])

    assert isinstance(book, ClosedBook)
    assert link.is_symlink()
    assert open_book(path).read(["Fees"])["Fees"].height == 4


def test_the_permissions_of_the_file_stay(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    path.chmod(0o640)

    open_book(path).write([ADDED])

    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]

"""What is signed, protected or filled by a query is not written, and is the same to the byte."""

from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter

from addin.books.book import TableEdit
from addin.books.closed import members, open_book
from addin.errors import BillingError
from books.closed_files import with_new_part, with_parts, with_text
from books.fees_workbooks import ADDED, REMOVED, SHEET, TABLE, UPDATED, fees, refused


def sign(name: str, content: bytes) -> bytes:
    relation = b'<Relationship Id="s" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/>'  # noqa: E501
    return content.replace(b"</Rel", relation + b"</Rel") if name == "_rels/.rels" else content


def test_a_signed_workbook_is_not_touched(tmp_path: Path) -> None:
    path = with_parts(fees(tmp_path / "Fees.xlsx"), sign)

    assert refused(path, UPDATED).code == "PATCH-01"


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

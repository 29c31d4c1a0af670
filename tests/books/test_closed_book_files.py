"""Files that are no workbook, that are damaged, or that may not be written now."""

import io
import os
import stat
import struct
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import olefile
import pytest

from addin.books.closed import ClosedBook, open_book
from addin.errors import BillingError
from books.closed_files import with_new_part, with_text
from books.fees_workbooks import ADDED, SHEET, UPDATED, fees, refused


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

    assert caught.value.code == "BOOK-16"


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

"""Workbooks spoilt on purpose, and the watch over what becomes of them."""

import resource
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from addin.books.closed import ClosedBook, open_book
from addin.errors import BillingError
from addin.tables.edits import TableEdit
from addin.words import Language
from books.book_contract import HEADINGS
from books.closed_files import with_new_part, with_parts, with_text

SHEET = "xl/worksheets/sheet1.xml"
TABLE = "xl/tables/table1.xml"
TYPES = "[Content_Types].xml"
MEMORY = 1 << 30
"""More than any of these files may take, in bytes."""
SECONDS = 60

Make = Callable[[Path], object]


@contextmanager
def bounded() -> Iterator[None]:
    """Let nothing take much memory or time."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    began = time.monotonic()
    yield
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - used
    assert grown < MEMORY
    assert time.monotonic() - began < SECONDS


def used(path: Path) -> str:
    """Open, read and write a workbook; the code of the refusal, or ``read``."""
    before = path.read_bytes()
    ClosedBook(path)  # as undoing does, without a look at what it is
    try:
        book = open_book(path)
        book.read(["Plan", "Fees", "Blank"])
        book.write([TableEdit("Plan", {0: {HEADINGS[3]: "typed"}}, added=({HEADINGS[0]: "9"},))])
    except BillingError as error:
        refusal = error
    else:
        return "read"
    assert all(refusal.sentence(language) for language in Language)
    assert path.read_bytes() == before
    return refusal.code


def replaced(name: str, before: str, after: str) -> Make:
    return lambda path: with_text(path, name, before, after)


def added(name: str, content: bytes = b"<a/>") -> Make:
    return lambda path: with_new_part(path, name, content)


def changed(name: str, change: Callable[[bytes], bytes]) -> Make:
    def make(path: Path) -> None:
        met = []

        def one(part: str, content: bytes) -> bytes:
            met.append(part)
            return change(content) if part == name else content

        with_parts(path, one)
        assert name in met

    return make


def declared(doctype: str, encoding: str = "utf-8") -> Callable[[bytes], bytes]:
    """Put a document type in front of a part."""

    def change(content: bytes) -> bytes:
        text = content.decode("utf-8")
        start, _, rest = text.partition("?>")
        del start
        return f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{rest}'.encode(encoding)

    return change


LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
)
OUTSIDE = "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>"
FAR = "<!DOCTYPE a SYSTEM 'http://192.0.2.1/a.dtd'>"
COMMENTED = f"<!-- {'-. ' * 30_000} --><!DOCTYPE a>"


def unpacks_to(size: int) -> Make:
    """A member of zeros that unpacks a thousandfold."""
    return lambda path: with_new_part(path, "xl/media/image9.png", bytes(size))


def lies_about_size(path: Path) -> None:
    """The directory says that the sheet is small; its bytes unfold to 50 MB."""
    with_parts(
        path, lambda name, content: content + b" " * (50 << 20) if name == SHEET else content
    )
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
        where = -1
        while (where := content.find(mark, where + 1)) >= 0:
            name_at = where + (46 if mark == b"PK\1\2" else 30)
            if content[name_at : name_at + len(SHEET)] == SHEET.encode():
                content[where + at : where + at + 4] = struct.pack("<I", 5000)
    path.write_bytes(content)


def stamped(path: Path, offset: int, value: bytes, name: str = SHEET) -> None:
    """Overwrite a field in the directory entry of a member."""
    content = bytearray(path.read_bytes())
    where = content.rindex(b"PK\1\2", 0, content.rindex(name.encode()))
    content[where + offset : where + offset + len(value)] = value
    path.write_bytes(content)


def overlapping(path: Path) -> None:
    """Hundreds of entries that all unpack the same bytes."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = body.compress(bytes(1 << 20)) + body.flush()
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        info = ZipInfo("xl/media/image1.png")
        info.compress_type = ZIP_DEFLATED
        archive.writestr(info, bytes(1 << 20))
        for number in range(2, 300):
            again = ZipInfo(f"xl/media/image{number}.png")
            again.compress_type = ZIP_DEFLATED
            again.CRC, again.file_size = info.CRC, info.file_size
            again.compress_size, again.header_offset = len(packed), info.header_offset
            archive.filelist.append(again)
            archive.NameToInfo[again.filename] = again


def many_members(path: Path) -> None:
    """A directory of tens of thousands of entries, as large as it needs to be to hold them."""
    content = path.read_bytes()
    end = content.rindex(b"PK\5\6")
    start = struct.unpack_from("<I", content, end + 16)[0]
    names = [f"xl/media/{number}".encode() for number in range(66_000)]
    entries = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\1\2", *[20] * 6, 0, 0, 0, len(name), *[0] * 6) + name
        for name in names
    )
    directory = content[start:end] + entries
    path.write_bytes(
        content[:start]
        + directory
        + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFE, 0xFFFE, len(directory), start, 0)
    )


def repacked(method: int) -> Make:
    def make(path: Path) -> None:
        with ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                kind = method if name == SHEET else ZIP_STORED
                archive.writestr(name, content, compress_type=kind)

    return make


def zip64(path: Path) -> None:
    """Sizes in fields of 64 bits, as some programs write them for every file."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(content)


def twice(path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"), ZipFile(path, "a") as archive:
        archive.writestr(SHEET, b"<worksheet/>")


def nested(content: bytes) -> bytes:
    return content.replace(b"<sheetData>", b"<a>" * 300_000 + b"</a>" * 300_000 + b"<sheetData>", 1)

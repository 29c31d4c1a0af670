"""Files from outside are read or refused with a sentence; none is trusted, hangs or floods."""

import resource
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from math import inf, nan
from pathlib import Path
from random import Random
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import pytest
from excel.written import Inspector

from addin.books.closed import ClosedBook, open_book
from addin.books.closed.hostile import declares_type, refuse_vast_sheet
from addin.errors import BillingError
from addin.tables.edits import TableEdit
from addin.tables.kinds import NUMBERS, WHOLE, CellFault, Kind
from addin.words import Language
from books.book_contract import HEADINGS, make_workbook
from books.closed_files import packed_members, with_new_part, with_parts, with_text

SHEET = "xl/worksheets/sheet1.xml"
TABLE = "xl/tables/table1.xml"
TYPES = "[Content_Types].xml"
MEMORY = 1 << 30
"""More than any of these files may take, in bytes."""
SECONDS = 60

Make = Callable[[Path], object]


@pytest.fixture(autouse=True)
def _broken_on_purpose(inspector: Inspector) -> Iterator[None]:
    """Nobody looks at the files that are written here: they were no workbooks before."""
    yield
    inspector.waiting.clear()


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


@pytest.mark.parametrize("number", [inf, -inf, nan, "1e999", "NaN", "Infinity"])
@pytest.mark.parametrize("kind", [*NUMBERS, WHOLE], ids=lambda kind: kind.name)
def test_a_number_without_end_is_a_faulty_cell_to_every_job(
    kind: Kind, number: str | float
) -> None:
    with pytest.raises(CellFault):
        kind.from_text(number) if isinstance(number, str) else kind.from_cell(number)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_seen_in_every_encoding_of_a_package(encoding: str) -> None:
    assert declares_type("<?xml version='1.0'?> <!DOCTYPE a><a/>".encode(encoding))
    assert not declares_type("<?xml version='1.0'?> <a>&lt;!DOCTYPE</a>".encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-7", "utf-32", "cp037", "hz"])
def test_an_encoding_that_could_hide_one_is_taken_for_it(encoding: str) -> None:
    assert declares_type(f"<?xml version='1.0' encoding='{encoding}'?><a/>".encode())


def mutated(content: bytes, chance: Random) -> bytes:
    """A file with some bytes changed, left out, doubled or swapped."""
    broken = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        at, length = chance.randrange(len(broken)), chance.choice([1, 2, 4, 50])
        kind = chance.randrange(4)
        if kind == 0:
            broken[at : at + length] = chance.randbytes(length)
        elif kind == 1:
            del broken[at : at + length]
        elif kind == 2:
            broken[at:at] = broken[at : at + length]
        else:
            broken[at] ^= 1 << chance.randrange(8)
    return bytes(broken)


@pytest.mark.parametrize("seed", range(6))
def test_a_file_with_broken_bytes_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    whole = make_workbook(tmp_path / "Billing.xlsx").read_bytes()
    path, chance = tmp_path / "Broken.xlsx", Random(seed)  # noqa: S311
    with bounded():
        for _ in range(50):
            path.write_bytes(mutated(whole, chance))
            assert used(path)


@pytest.mark.parametrize("seed", range(6))
def test_a_file_with_broken_parts_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    whole = make_workbook(tmp_path / "Billing.xlsx")
    with ZipFile(whole) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    path, chance = tmp_path / "Broken.xlsx", Random(seed)  # noqa: S311
    with bounded():
        for _ in range(40):
            victim = chance.choice([name for name in parts if name.startswith(("xl/", "["))])
            target = BytesIO()
            with ZipFile(target, "w", ZIP_STORED) as archive:
                for name, content in parts.items():
                    archive.writestr(name, mutated(content, chance) if name == victim else content)
            path.write_bytes(target.getvalue())
            assert used(path)


SHEETS = {
    "cells that tell where they are": (b'<c r="A1"/><c r="XFD1048576"/>', True),
    "a row that tells where it is": (b'<row r="1048576">' + b"<c/>" * 99 + b"</row>", True),
    "cells of another prefix": (b"<x:c r=\"A1\"/><x:c\nr = 'XFD1048576'/>", True),
    "rows and cells that do not tell": ((b"<row>" + b"<c/>" * 20 + b"</row>") * 1000, False),
    "rows that tell, with cells that do not": (
        b"".join(b'<row r="%d"><c/><c/></row>' % row for row in range(1, 9000)),
        False,
    ),
    "a tall sheet": (b'<c r="A1"/><c r="T1048576"/>', False),
    "no sheet at all": (b"<comments><comment ref='A1'/></comments>", False),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_measured_before_it_is_held_in_memory(
    tmp_path: Path, name: str, encoding: str
) -> None:
    content, vast = SHEETS[name]
    content = content.decode().encode(encoding)
    path = tmp_path / "Billing.xlsx"

    if not vast:
        refuse_vast_sheet(path, content)
        return
    with pytest.raises(BillingError) as caught:
        refuse_vast_sheet(path, content)
    assert caught.value.code == "BOOK-10"

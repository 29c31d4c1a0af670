"""Files from outside: what a workbook never has, and what is only there to do harm.

Nothing is extracted, no entity is expanded and no address outside the file is ever followed; what
is refused here is what would cost memory without bound, or is not what it says it is.

Sources: ECMA-376 part 2 (packaging), annexes B and C: which zip features a package may use;
APPNOTE.TXT 6.3.10 (zip). The overlapping members are those of David Fifield's "better zip bomb".
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Protocol
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

import numpy as np

from addin.books.addresses import LAST_COLUMN, LAST_ROW, Area, column_number
from addin.books.refusals import HostileFileError, TooLargeError

MOST_CELLS = 1 << 25
"""Cells of a table, or of the used part of a sheet, that are held in memory at once."""

_XML = (".xml", ".rels", ".vml")
_ENCRYPTED = 0x01
_LOCAL_HEADER_LENGTH = 30
_OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|[\x00-\x1f]")

_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
# In all of them, or in UTF-8 after them, a tag is written as it is in ASCII.
_KNOWN_ENCODINGS = re.compile(
    rb"utf-?8|utf-?16(?:le|be)?|us-ascii|iso-8859-\d+|windows-125\d", re.IGNORECASE
)
_UTF_16 = (
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_UTF_32 = (b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\0\0\0<", b"<\0\0\0")
_LONGEST_START = 1 << 16
_ASIDES = ((b"<?", b"?>"), (b"<!--", b"-->"))
_ROW_OR_CELL = re.compile(
    rb"""<(?:[\w.-]+:)?(?P<what>row|c)(?=[\s/>])(?:[^>]*?\sr\s*=\s*["'](?P<letters>[A-Z]{0,3})(?P<digits>\d{1,7}))?"""
)
_PLACE = re.compile(
    rb"""<(?:[\w.-]+:)?(?:row|c)(?=[\s/>])(?:[^>]*?\sr\s*=\s*["']([A-Z]{0,3}\d{1,7}))?"""
)
_ROW = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s/>])")
_CAPITALS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def refuse_odd_members(path: Path, members: Sequence[ZipInfo]) -> None:
    """Make sure that the members of a zip file are those of a package, each in its own place.

    Raises:
        HostileFileError: A name leads out of the file, a member is encrypted or packed in a way
            that packages do not know, or two of them share bytes.
    """
    for member in members:
        known = member.compress_type in (ZIP_STORED, ZIP_DEFLATED)
        if member.flag_bits & _ENCRYPTED or not known or _OUTSIDE.search(member.filename):
            raise HostileFileError(file=path, part=member.filename)
    in_order = sorted(members, key=lambda member: member.header_offset)
    for member, following in pairwise(in_order):
        name_length = len(member.filename.encode("utf-8", "surrogatepass"))
        least = _LOCAL_HEADER_LENGTH + min(name_length, len(member.filename))
        if member.header_offset + least + member.compress_size > following.header_offset:
            raise HostileFileError(file=path, part=following.filename)


def could_declare_type(part: str, content: bytes) -> bool:
    """Whether a part is XML that declares a document type, or could hide that it does."""
    return part.lower().endswith(_XML) and declares_type(content)


def declares_type(content: bytes) -> bool:
    """Whether XML declares a document type, or begins in a way that could hide that it does.

    No part of a workbook has one; entities, which can grow without bound, come from there.

    >>> declares_type(b"<!-- a --><!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), declares_type(b"<a/>")
    (True, False)
    """
    start = content[:_LONGEST_START]
    if start.startswith(_UTF_32):
        return True
    start = _narrow(start).removeprefix(b"\xef\xbb\xbf").lstrip()
    encoding = _ENCODING.match(start)
    if encoding and not _KNOWN_ENCODINGS.fullmatch(encoding[1]):
        return True
    while closing := next((end for begin, end in _ASIDES if start.startswith(begin)), b""):
        start = start.partition(closing)[2].lstrip()
    return start.startswith(b"<!DOCTYPE") or not start


class Extent(Protocol):
    """A table as its part defines it; see ``addin.books.closed.table_part``."""

    @property
    def part(self) -> str:
        """The part that defines it."""

    @property
    def area(self) -> Area:
        """Everything, headings and totals included."""

    @property
    def headings(self) -> int:
        """Number of heading rows."""

    @property
    def totals(self) -> int:
        """Number of totals rows."""

    @property
    def columns(self) -> Sequence[object]:
        """Its columns."""


def refuse_vast_table(path: Path, table: Extent) -> None:
    """Make sure that a table lies on a sheet, is as wide as it says, and can be held in memory.

    Raises:
        HostileFileError: It does not.
        TooLargeError: It has more cells than are ever held.
    """
    area = table.area
    width = area.last_column - area.first_column + 1
    height = area.last_row - area.first_row + 1
    on_sheet = area.within(Area(1, 1, LAST_COLUMN, LAST_ROW))
    few = {table.headings, table.totals} <= {0, 1} and table.headings + table.totals < height
    if not on_sheet or not few or width != len(table.columns):
        raise HostileFileError(file=path, part=table.part)
    _refuse_many(path, width * height)


def refuse_vast_sheet(path: Path, content: bytes) -> None:
    """Make sure that the used part of a sheet can be held in memory as one rectangle.

    What is no sheet has no rows, and passes.

    Raises:
        TooLargeError: It cannot, as when a cell far away is filled.
    """
    content = _narrow(content)
    if _at_most(content) <= MOST_CELLS:
        return
    row = column = last_row = last_column = 0
    for found in _ROW_OR_CELL.finditer(content):
        # What does not tell where it is comes after the one before.
        if found["what"] == b"row":
            row, column = int(found["digits"] or row + 1), 0
        else:
            letters = found["letters"]
            column = column_number(letters.decode()) if letters else column + 1
            last_row = max(last_row, row, int(found["digits"] or 0))
            last_column = max(last_column, column)
    _refuse_many(path, last_row * last_column)


def _at_most(content: bytes) -> float:
    """Cells that the used part of a sheet has at most; rows that may be empty count as used.

    Told in a fraction of the time that looking at each cell takes; without bound where a row or a
    cell does not tell where it is.
    """
    places = _PLACE.findall(content)
    together = b" ".join(places)
    letters = together.translate(None, b"0123456789").split()
    if b"" in places or len(places) - len(letters) != len(_ROW.findall(content)):
        return inf
    rows = np.fromstring(together.translate(None, _CAPITALS).decode(), np.int64, sep=" ")
    columns = (column_number(one.decode()) for one in set(letters))
    return int(rows.max(initial=0)) * max(columns, default=0)


def _narrow(content: bytes) -> bytes:
    """XML in UTF-8, whatever it was in before."""
    wide = next((name for mark, name in _UTF_16 if content.startswith(mark)), "")
    return content.decode(wide, "replace").encode() if wide else content


def _refuse_many(path: Path, cells: int) -> None:
    if cells > MOST_CELLS:
        # Each cell in memory takes some 32 bytes before it is looked at.
        raise TooLargeError(file=path, megabytes=cells >> 15)

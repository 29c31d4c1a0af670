"""The zip package a Word document lies in, opened and closed without touching what stays the same.

A part that is not rendered keeps the compressed bytes it has; a rendered one is compressed anew.
Every entry carries the same date, so that the same content is always the same file.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import cast

from isal import isal_zlib

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
# ISA-L's own types call it an exception instead of a class of them.
_Damage = cast("type[Exception]", isal_zlib.error)
_VERSION = 20  # what deflate asks of a reader
_UTF8 = 0x800
_DATE = 0x21  # 1 January 1980, the first day a zip entry can have


@dataclass(frozen=True, slots=True)
class Entry:
    """One part of the package.

    Attributes:
        name: Path inside the package, such as ``word/document.xml``.
        method: 0 as it is, 8 deflated.
        crc: CRC-32 of the part before compression.
        size: Its length in bytes before compression.
        packed: Its bytes as they lie in the package.
    """

    name: str
    method: int
    crc: int
    size: int
    packed: bytes


class _OtherLayoutError(Exception):
    """A package has something that Python's own reader must look at."""


def _any(_: str) -> bool:
    return True


def entries(package: bytes, wanted: Callable[[str], bool] = _any) -> list[Entry]:
    """The parts of a package, in its order, without unpacking any.

    Args:
        package: A zip file.
        wanted: Of which names; others are passed over.

    Raises:
        zipfile.BadZipFile: The bytes are not a zip file.
    """
    found = _plain_entries(package, wanted)
    if found is not None:
        return found
    with zipfile.ZipFile(BytesIO(package)) as opened:
        return [_entry(package, part) for part in opened.infolist() if wanted(part.filename)]


def deflated(name: str, content: bytes) -> Entry:
    """A part compressed for the package, by zlib, so that it comes out alike on every machine.

    The journal keeps a digest of each document, and a document that was lost is written again.
    """
    # Level 1 takes a third of the time of the usual level and a quarter more bytes.
    press = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = press.compress(content) + press.flush()
    return Entry(name, zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content), packed)


def stored(name: str, content: bytes) -> Entry:
    """A part as it is, such as a picture, which is compressed already."""
    return Entry(name, zipfile.ZIP_STORED, zlib.crc32(content), len(content), content)


def inflated(part: Entry) -> bytes:
    """A part as it was before it was compressed.

    Raises:
        zipfile.BadZipFile: Its bytes do not give the part that the package promises.
    """
    content = part.packed
    if part.method == zipfile.ZIP_DEFLATED:
        try:
            content = isal_zlib.decompress(content, -zlib.MAX_WBITS, part.size)
        except _Damage as error:
            raise zipfile.BadZipFile(part.name) from error
    if len(content) != part.size or isal_zlib.crc32(content) != part.crc:
        raise zipfile.BadZipFile(part.name)
    return content


def package_of(parts: Iterable[Entry]) -> bytes:
    """The zip file of these parts, in their order; equal parts make equal bytes."""
    content: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for part in parts:
        name = part.name.encode()
        shared = (
            _VERSION,
            0 if part.name.isascii() else _UTF8,
            part.method,
            0,
            _DATE,
            part.crc,
            len(part.packed),
            part.size,
            len(name),
            0,
        )
        content += (_LOCAL.pack(b"PK\3\4", *shared), name, part.packed)
        directory += (_CENTRAL.pack(b"PK\1\2", _VERSION, *shared, 0, 0, 0, 0, offset), name)
        offset += _LOCAL.size + len(name) + len(part.packed)
    listing = b"".join(directory)
    count = len(directory) // 2
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listing), offset, 0)
    return b"".join((*content, listing, end))


def _plain_entries(package: bytes, wanted: Callable[[str], bool]) -> list[Entry] | None:
    """The parts of a package that is laid out as ``package_of`` does it; None of any other.

    Python's own reader, which takes whatever a zip file may be, takes five times as long.
    """
    end = len(package) - _END.size
    if end < 0 or not package.startswith(b"PK\5\6", end):
        return None
    _, *disks, here, count, length, place, comment = _END.unpack_from(package, end)
    if any(disks) or comment or here != count or place + length != end:
        return None
    found: list[Entry] = []
    try:
        for _ in range(count):
            part, place = _listed(package, place, wanted)
            found += part
    except (_OtherLayoutError, struct.error):
        return None
    return found if place == end else None


def _listed(
    package: bytes, place: int, wanted: Callable[[str], bool]
) -> tuple[tuple[Entry, ...], int]:
    """The part whose listing begins at a place, if it is wanted, and where the next one begins."""
    listed = _CENTRAL.unpack_from(package, place)
    mark, _, _, flags, method, _, _, crc, packed, size, *lengths, disk, _, _, start = listed
    name = package[place + _CENTRAL.size : place + _CENTRAL.size + lengths[0]].decode("latin-1")
    is_plain = name.isascii() and name.isprintable() and not (flags & ~_UTF8 or disk)
    if mark != b"PK\1\2" or not (is_plain and package.startswith(b"PK\3\4", start)):
        raise _OtherLayoutError
    after = place + _CENTRAL.size + sum(lengths)
    if not wanted(name):
        return (), after
    start += _LOCAL.size + sum(struct.unpack_from("<2H", package, start + 26))
    return (Entry(name, method, crc, size, package[start : start + packed]),), after


def _entry(package: bytes, part: zipfile.ZipInfo) -> Entry:
    try:
        name_length, extra_length = struct.unpack_from("<2H", package, part.header_offset + 26)
    except struct.error as error:
        raise zipfile.BadZipFile(part.filename) from error
    start = part.header_offset + _LOCAL.size + name_length + extra_length
    packed = package[start : start + part.compress_size]
    return Entry(part.filename, part.compress_type, part.CRC, part.file_size, packed)

"""The zip file a workbook is: read with limits, written with what did not change copied raw.

A member that is not changed keeps its very bytes, compressed as they are: nothing is inflated, so
nothing can be lost and the cost is that of a copy.
"""

import os
import shutil
import struct
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# A sheet of Excel's full size with every cell filled would be larger, but no program opens it.
UNPACKED_LIMIT = 2 << 30
# Deflate cannot exceed 1032; the sheets of real workbooks stay below 60.
RATIO_LIMIT = 400
_RATIO_COUNTS_FROM = 64 << 20

_LEVEL = 4  # a third of the time of zlib's own choice, for 7 % more bytes
_CHUNK = 1 << 20
_DATA_DESCRIPTOR = 0x08
_UTF8_NAME = 0x800
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


def unpacked_size(infos: list[ZipInfo]) -> int:
    """Bytes of all members together once inflated."""
    return sum(info.file_size for info in infos)


def is_bomb(infos: list[ZipInfo]) -> bool:
    """Whether inflating the members would take more than a workbook can need."""
    return unpacked_size(infos) > UNPACKED_LIMIT or any(
        info.file_size > max(_RATIO_COUNTS_FROM, RATIO_LIMIT * info.compress_size) for info in infos
    )


def write_archive(source: ZipFile, changes: Mapping[str, bytes | None], target: IO[bytes]) -> None:
    """Write a copy of a zip file with some of its members changed.

    Args:
        source: The zip file, open.
        changes: New content by member; None leaves the member out. All others are copied raw.
        target: Where the copy goes, from position 0.
    """
    directory: list[bytes] = []
    for info in source.infolist():
        if info.filename not in changes:
            directory.append(_copied(source, info, target))
        elif (content := changes[info.filename]) is not None:
            directory.append(_deflated(info, content, target))
    _finish(target, directory, source.comment)


def save_in_place(path: Path, source: ZipFile, changes: Mapping[str, bytes | None]) -> Path:
    """Write the changed copy beside the file, down to the disk, under a name of its own.

    The caller closes the source and then renames the copy onto it: whatever happens in between,
    the file is either the old or the new one, whole.

    Raises:
        OSError: The disk is full or refuses; nothing is left behind.
    """
    handle, name = tempfile.mkstemp(prefix=".quotepart-", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            write_archive(source, changes, target)
            target.flush()
            os.fsync(target.fileno())
        shutil.copymode(path, temporary)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _copied(source: ZipFile, info: ZipInfo, target: IO[bytes]) -> bytes:
    assert source.fp is not None
    offset = _start_member(info, info.CRC, info.compress_size, info.file_size, target)
    source.fp.seek(info.header_offset + 26)
    name_length, extra_length = struct.unpack("<HH", source.fp.read(4))
    source.fp.seek(name_length + extra_length, os.SEEK_CUR)
    left = info.compress_size
    while left and (chunk := source.fp.read(min(left, _CHUNK))):
        target.write(chunk)
        left -= len(chunk)
    if left:
        message = f"{info.filename} is cut short"
        raise EOFError(message)
    return _directory_entry(info, info.CRC, info.compress_size, info.file_size, offset)


def _deflated(info: ZipInfo, content: bytes, target: IO[bytes]) -> bytes:
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(content) + deflate.flush()
    info.compress_type = ZIP_DEFLATED
    crc = zlib.crc32(content)
    offset = _start_member(info, crc, len(body), len(content), target)
    target.write(body)
    return _directory_entry(info, crc, len(body), len(content), offset)


def _name(info: ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_NAME else "cp437")


def _stamp(info: ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _start_member(info: ZipInfo, crc: int, packed: int, size: int, target: IO[bytes]) -> int:
    """Write the header in front of a member; gives where it begins.

    Sizes go into the header, so the descriptor that some programs put behind the data is not
    needed and not copied.
    """
    offset, name = target.tell(), _name(info)
    flags = info.flag_bits & ~_DATA_DESCRIPTOR
    header = (b"PK\3\4", 20, flags, info.compress_type, *_stamp(info), crc, packed, size)
    target.write(_LOCAL.pack(*header, len(name), 0) + name)
    return offset


def _directory_entry(info: ZipInfo, crc: int, packed: int, size: int, offset: int) -> bytes:
    name = _name(info)
    made_by = info.create_system << 8 | info.create_version
    flags = info.flag_bits & ~_DATA_DESCRIPTOR
    header = (b"PK\1\2", made_by, 20, flags, info.compress_type, *_stamp(info), crc, packed, size)
    lengths = (len(name), 0, len(info.comment), 0)
    attributes = (info.internal_attr, info.external_attr, offset)
    return _CENTRAL.pack(*header, *lengths, *attributes) + name + info.comment


def _finish(target: IO[bytes], directory: list[bytes], comment: bytes) -> None:
    start, size = target.tell(), sum(map(len, directory))
    target.write(b"".join(directory))
    count = len(directory)
    target.write(_END.pack(b"PK\5\6", 0, 0, count, count, size, start, len(comment)) + comment)

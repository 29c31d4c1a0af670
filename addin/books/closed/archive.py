"""The zip file a workbook is: read with limits, written with what did not change copied raw.

A member that is not changed keeps its very bytes, compressed as they are: nothing is inflated, so
nothing can be lost and the cost is that of a copy.
"""

import os
import shutil
import struct
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from addin.books.closed.book_file import temporary_prefix
from addin.books.closed.members import deflate, member_name, packed_chunks

Piece = bytes | memoryview
"""A stretch of a member's content."""

Content = bytes | Callable[[], Iterator[Piece]]
"""The new content of a member, or what gives it piece by piece."""

# A sheet of Excel's full size with every cell filled would be larger, but no program opens it.
UNPACKED_LIMIT = 2 << 30
# Deflate cannot exceed 1032; the sheets of real workbooks stay below 60.
RATIO_LIMIT = 400
_RATIO_COUNTS_FROM = 64 << 20

_DATA_DESCRIPTOR = 0x08
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


class TooLargeToWriteError(Exception):
    """The copy would be larger than what is read again.

    Attributes:
        size: Bytes of its members together, not deflated.
    """

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


def write_archive(
    source: ZipFile, changes: Mapping[str, Content | None], target: IO[bytes]
) -> None:
    """Write a copy of a zip file with some of its members changed.

    Args:
        source: The zip file, open.
        changes: New content by member; None leaves the member out. All others are copied raw.
        target: Where the copy goes, from position 0.

    Raises:
        BadZipFile: A member that is to be copied is cut short.
        TooLargeToWriteError: It would be larger than what is read again.
    """
    directory: list[bytes] = []
    unpacked = 0
    for info in source.infolist():
        if info.filename not in changes:
            directory.append(_copied(source, info, target))
            unpacked += info.file_size
        elif (content := changes[info.filename]) is not None:
            size, entry = _deflated(info, content, target)
            directory.append(entry)
            unpacked += size
    # It bounds every size and place below the four gigabytes that the format has room for.
    if unpacked > UNPACKED_LIMIT:
        raise TooLargeToWriteError(unpacked)
    _finish(target, directory, source.comment)


def save_in_place(path: Path, source: ZipFile, changes: Mapping[str, Content | None]) -> Path:
    """Write the changed copy beside the file, down to the disk, under a name of its own.

    The caller closes the source and then renames the copy onto it: whatever happens in between,
    the file is either the old or the new one, whole.

    Raises:
        OSError: The disk is full or refuses; nothing is left behind, here and below.
        BadZipFile: A member that is to be copied is cut short.
        TooLargeToWriteError: It would be larger than what is read again.
    """
    start = temporary_prefix(path)
    handle, name = tempfile.mkstemp(prefix=start, suffix=".tmp", dir=path.parent)
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
    offset = target.tell()
    sizes = (info.CRC, info.compress_size, info.file_size)
    _write_header(info, sizes, target)
    for chunk in packed_chunks(source, info):
        target.write(chunk)
    return _directory_entry(info, sizes, offset)


def _deflated(info: ZipInfo, content: Content, target: IO[bytes]) -> tuple[int, bytes]:
    """Write a member anew; gives its size and its entry in the directory."""
    info.compress_type = ZIP_DEFLATED
    offset = target.tell()
    _write_header(info, (0, 0, 0), target)  # until its sizes are known
    start = target.tell()
    checksum, size = deflate([content] if isinstance(content, bytes) else content(), target)
    end = target.tell()
    sizes = (checksum, end - start, size)
    target.seek(offset)
    _write_header(info, sizes, target)
    target.seek(end)
    return size, _directory_entry(info, sizes, offset)


def _stamp(info: ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _write_header(info: ZipInfo, sizes: tuple[int, int, int], target: IO[bytes]) -> None:
    """Write the header in front of a member; ``sizes`` are checksum, packed and unpacked size.

    They go into the header, so the descriptor that some programs put behind the data is not
    needed and not copied.
    """
    name = member_name(info)
    flags = info.flag_bits & ~_DATA_DESCRIPTOR
    header = (b"PK\3\4", 20, flags, info.compress_type, *_stamp(info), *sizes)
    target.write(_LOCAL.pack(*header, len(name), 0) + name)


def _directory_entry(info: ZipInfo, sizes: tuple[int, int, int], offset: int) -> bytes:
    name = member_name(info)
    made_by = info.create_system << 8 | info.create_version
    flags = info.flag_bits & ~_DATA_DESCRIPTOR
    header = (b"PK\1\2", made_by, 20, flags, info.compress_type, *_stamp(info), *sizes)
    lengths = (len(name), 0, len(info.comment), 0)
    attributes = (info.internal_attr, info.external_attr, offset)
    return _CENTRAL.pack(*header, *lengths, *attributes) + name + info.comment


def _finish(target: IO[bytes], directory: list[bytes], comment: bytes) -> None:
    start, size = target.tell(), sum(map(len, directory))
    target.write(b"".join(directory))
    count = len(directory)
    target.write(_END.pack(b"PK\5\6", 0, 0, count, count, size, start, len(comment)) + comment)

"""The source of the modules in a ``vbaProject.bin``, whoever has written it ([MS-OVBA])."""

import re
import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from addin.books.closed.package import Package
from addin.books.refusals import DamagedFileError
from addin.books.vba.compression import decompress
from addin.books.vba.module import ENCODING

PROJECT_KIND = "vbaProject"
_STREAM_NAME, _SOURCE_OFFSET, _PROJECT_VERSION = 0x001A, 0x0031, 0x0009
_VERSION = re.compile(r'XLWINGS_VERSION As String = "([^"]+)"')


def modules(project: bytes) -> dict[str, str]:
    """The source of each module, by the name of its stream.

    Raises:
        ValueError: It is no VBA project, or a damaged one.
    """
    from olefile import OleFileIO  # noqa: PLC0415 - every command would wait for it

    try:
        with OleFileIO(BytesIO(project)) as file:
            directory = decompress(file.openstream(["VBA", "dir"]).read())
            found = {}
            for name, offset in _places(directory):
                stored = file.openstream(["VBA", name]).read()[offset:]
                found[name] = decompress(stored).decode(ENCODING, "replace")
            return found
    except (OSError, struct.error, IndexError) as fault:
        message = "no VBA project"
        raise ValueError(message) from fault


def xlwings_version(workbook: Path) -> str | None:
    """The version of xlwings that a workbook carries; None if it carries none.

    Raises:
        DamagedFileError: The workbook or its macros cannot be read.
    """
    with Package(workbook) as package:
        book = next(iter(package.targets("", "officeDocument")), "")
        parts = package.targets(book, PROJECT_KIND)
        try:
            sources = [text for part in parts for text in modules(package.read(part)).values()]
        except ValueError as fault:
            raise DamagedFileError(file=workbook, part=parts[0]) from fault
    found = (_VERSION.search(source) for source in sources)
    return next((match[1] for match in found if match), None)


def _places(directory: bytes) -> Iterator[tuple[str, int]]:
    """The stream of each module, and where its source begins in it (2.3.4.2.3.2)."""
    at, name = 0, ""
    while at + 6 <= len(directory):
        kind, size = struct.unpack_from("<HI", directory, at)
        # The size of the version is given as 4, though its numbers take 6 bytes.
        length = 6 if kind == _PROJECT_VERSION else size
        content = directory[at + 6 : at + 6 + length]
        at += 6 + length
        if kind == _STREAM_NAME:
            name = content.decode(ENCODING, "replace")
        elif kind == _SOURCE_OFFSET:
            yield name, struct.unpack_from("<I", content)[0]

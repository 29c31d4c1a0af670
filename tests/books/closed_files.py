"""Files of closed workbooks for the tests: looked into and altered part by part."""

import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile


def packed_members(path: Path) -> dict[str, bytes]:
    """The bytes of each member as they lie in the file, compressed."""
    members = {}
    content = path.read_bytes()
    with ZipFile(path) as archive:
        for info in archive.infolist():
            lengths = struct.unpack_from("<HH", content, info.header_offset + 26)
            start = info.header_offset + 30 + sum(lengths)
            members[info.filename] = content[start : start + info.compress_size]
    return members


def changed_members(before: Mapping[str, bytes], path: Path) -> set[str]:
    """The members that came, went or are not the same bytes any more."""
    after = packed_members(path)
    names = before.keys() | after.keys()
    return {name for name in names if before.get(name) != after.get(name)}


def part(path: Path, name: str) -> str:
    """The text of a part."""
    with ZipFile(path) as archive:
        return archive.read(name).decode("utf-8")


def with_parts(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Write a workbook again with each part put through ``change``; None leaves it out."""
    with ZipFile(path) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts:
            changed = change(name, content)
            if changed is not None:
                archive.writestr(name, changed)
    return path


def with_text(path: Path, name: str, before: str, after: str) -> Path:
    """Write a workbook again with a text of one part replaced; the text must be there."""

    def change(part_name: str, content: bytes) -> bytes:
        if part_name != name:
            return content
        assert before.encode() in content, (before, content[:2000])
        return content.replace(before.encode(), after.encode(), 1)

    return with_parts(path, change)


def with_new_part(path: Path, name: str, content: bytes) -> Path:
    """Put one more part into a workbook."""
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path

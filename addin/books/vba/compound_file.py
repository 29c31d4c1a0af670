"""A compound file, the container of ``vbaProject.bin`` ([MS-CFB], version 3).

A file system in a file: sectors of 512 bytes, a table that chains them, and a directory whose
siblings form a red-black tree. Streams under 4096 bytes share a stream cut in parts of 64 bytes.
The bytes depend on the input alone: no date and no random number is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from struct import pack
from typing import TypeAlias

Content: TypeAlias = "bytes | Mapping[str, Content]"

SECTOR_BYTES = 512
MINI_SECTOR_BYTES = 64
MINI_STREAM_BELOW_BYTES = 4096

_FREE, _END_OF_CHAIN, _TABLE_SECTOR, _NO_ENTRY = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_LINKS_PER_SECTOR = SECTOR_BYTES // 4
_TABLE_SECTORS_IN_HEADER = 109
_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
_LONGEST_NAME = 31


class _Kind(IntEnum):
    BLANK = 0
    STORAGE = 1
    STREAM = 2
    ROOT = 5


@dataclass(slots=True)
class _Entry:
    """One entry of the directory ([MS-CFB] 2.6.1); the links are positions in the directory."""

    name: str
    kind: _Kind
    content: bytes = b""
    black: bool = True
    left: int = _NO_ENTRY
    right: int = _NO_ENTRY
    child: int = _NO_ENTRY
    start: int = 0

    def record(self) -> bytes:
        """The 128 bytes of the entry; class identifier, state and dates are zero."""
        name = f"{self.name}\0".encode("utf-16-le") if self.name else b""
        fixed = pack("<64sHBB", name, len(name), self.kind, self.black)
        links = pack("<III", self.left, self.right, self.child)
        return fixed + links + bytes(36) + pack("<IQ", self.start, len(self.content))


class _Sectors:
    """The sectors after the header, and for each the number of the one that follows it."""

    def __init__(self) -> None:
        self.content = bytearray()
        self.next: list[int] = []

    def add(self, content: bytes) -> int:
        """Append a chain of sectors and give the number of its first."""
        if not content:
            return _END_OF_CHAIN
        first = len(self.next)
        self.next += _chain(first, _parts(content, SECTOR_BYTES))
        self.content += _padded(content, SECTOR_BYTES)
        return first

    def close(self) -> list[int]:
        """Append the allocation table, which describes itself too, and give its sectors."""
        count = 1
        while count * _LINKS_PER_SECTOR < len(self.next) + count:
            count += 1
        assert count <= _TABLE_SECTORS_IN_HEADER, "a compound file over 7.1 MB"
        table = list(range(len(self.next), len(self.next) + count))
        self.next += [_TABLE_SECTOR] * count
        self.content += _links(self.next)
        return table


def compound_file(root: Mapping[str, Content]) -> bytes:
    r"""The compound file with these streams (bytes) and storages (mappings).

    Args:
        root: What the root storage holds, by name: at most 31 ASCII characters without ``/``,
            ``\``, ``:`` or ``!``, two names in a storage differing by more than case.

    Returns:
        The file, at most 7.1 MB.
    """
    entries = [_Entry("Root Entry", _Kind.ROOT)]
    _fill(entries, 0, root)
    sectors = _Sectors()
    mini_table = _place_streams(entries, sectors)
    mini_table_start = sectors.add(_links(mini_table))
    while len(entries) % (SECTOR_BYTES // 128):
        entries.append(_Entry("", _Kind.BLANK, black=False))
    directory_start = sectors.add(b"".join(entry.record() for entry in entries))
    table = sectors.close()
    mini_sectors = _parts(_links(mini_table), SECTOR_BYTES)
    header = (
        pack("<8s16sHHHHH6x", _SIGNATURE, b"", 0x3E, 3, 0xFFFE, 9, 6)
        + pack("<IIIII", 0, len(table), directory_start, 0, MINI_STREAM_BELOW_BYTES)
        + pack("<IIII", mini_table_start, mini_sectors, _END_OF_CHAIN, 0)
        + pack("<109I", *table, *[_FREE] * (_TABLE_SECTORS_IN_HEADER - len(table)))
    )
    return header + bytes(sectors.content)


def _fill(entries: list[_Entry], parent: int, storage: Mapping[str, Content]) -> None:
    """Append what a storage holds, all the way down, and link it to its parent."""
    names = {name.upper() for name in storage}
    assert len(names) == len(storage), f"names that differ by case only: {sorted(storage)}"
    siblings = []
    for name, content in storage.items():
        assert name.isascii(), name
        assert 0 < len(name) <= _LONGEST_NAME, name
        assert not set(name) & set("/\\:!"), name
        siblings.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, _Kind.STREAM, content))
        else:
            entries.append(_Entry(name, _Kind.STORAGE))
            _fill(entries, len(entries) - 1, content)
    # [MS-CFB] 2.6.4: the shorter name first, then by upper case.
    siblings.sort(key=lambda entry: (len(entries[entry].name), entries[entry].name.upper()))
    entries[parent].child = _tree(entries, siblings, len(siblings).bit_length(), top=True)


def _tree(entries: list[_Entry], ordered: Sequence[int], levels: int, *, top: bool) -> int:
    """Link sorted siblings as a red-black tree and give its top.

    Halving keeps every level but the lowest full, so the tree is in order when the lowest level
    is red and all others are black.
    """
    if not ordered:
        return _NO_ENTRY
    middle = len(ordered) // 2
    entry = entries[ordered[middle]]
    entry.black = top or levels > 1
    entry.left = _tree(entries, ordered[:middle], levels - 1, top=False)
    entry.right = _tree(entries, ordered[middle + 1 :], levels - 1, top=False)
    return ordered[middle]


def _place_streams(entries: Sequence[_Entry], sectors: _Sectors) -> list[int]:
    """Give every stream its place; the small ones share the stream of the root, chained here."""
    root = entries[0]
    mini_table: list[int] = []
    for entry in entries:
        if entry.kind is not _Kind.STREAM:
            continue
        if len(entry.content) >= MINI_STREAM_BELOW_BYTES or not entry.content:
            entry.start = sectors.add(entry.content)
            continue
        entry.start = len(mini_table)
        mini_table += _chain(entry.start, _parts(entry.content, MINI_SECTOR_BYTES))
        root.content += _padded(entry.content, MINI_SECTOR_BYTES)
    root.start = sectors.add(root.content)
    return mini_table


def _chain(first: int, count: int) -> list[int]:
    return [*range(first + 1, first + count), _END_OF_CHAIN]


def _links(table: Sequence[int]) -> bytes:
    padding = [_FREE] * (-len(table) % _LINKS_PER_SECTOR)
    return pack(f"<{len(table) + len(padding)}I", *table, *padding)


def _parts(content: bytes, part_bytes: int) -> int:
    return -(-len(content) // part_bytes)


def _padded(content: bytes, part_bytes: int) -> bytes:
    return content + bytes(-len(content) % part_bytes)

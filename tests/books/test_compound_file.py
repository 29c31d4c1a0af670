"""A compound file, read back by an independent reader and held to the rules of [MS-CFB]."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.books.vba.compound_file import (
    MINI_STREAM_BELOW_BYTES,
    SECTOR_BYTES,
    Content,
    compound_file,
)

# Entries of the directory as olefile has them, which has no name for their type.
Entries = Sequence[Any]
NO_ENTRY = 0xFFFFFFFF
RED = 0
NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,30}", fullmatch=True)
SIZES = st.sampled_from([0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 9000, 70_000])
STREAMS = st.builds(lambda size, filling: bytes([filling]) * size, SIZES, st.integers(0, 255))


def read(content: bytes) -> dict[str, bytes]:
    with olefile.OleFileIO(BytesIO(content)) as file:
        return {"/".join(path): file.openstream(path).read() for path in file.listdir()}


@given(st.dictionaries(NAMES, STREAMS, max_size=12))
def test_every_stream_reads_back(streams: dict[str, bytes]) -> None:
    distinct: dict[str, Content] = {name.upper(): streams[name] for name in streams}

    assert read(compound_file(distinct)) == distinct


@pytest.mark.parametrize("count", [*range(1, 40), 100, 127, 128, 200])
def test_the_directory_is_a_red_black_tree(count: int) -> None:
    streams: dict[str, Content] = {
        f"s{n}": bytes([n % 256]) * (n * 37 % 9000) for n in range(count)
    }

    content = compound_file(streams)

    assert read(content) == streams
    with olefile.OleFileIO(BytesIO(content)) as file:
        entries = file.direntries
        top = entries[0].sid_child
        assert entries[top].color != RED
        assert black_height(entries, top, under_red=False) > 0
        names = [entries[entry].name for entry in in_order(entries, top)]
    assert all((len(a), a.upper()) < (len(b), b.upper()) for a, b in pairwise(names))
    assert len(names) == count


def black_height(entries: Entries, at: int, *, under_red: bool) -> int:
    """Number of black entries on every way down, which has to be one and the same."""
    if at == NO_ENTRY:
        return 1
    entry = entries[at]
    red = entry.color == RED
    assert not (red and under_red), "a red entry under a red one"
    left = black_height(entries, entry.sid_left, under_red=red)
    right = black_height(entries, entry.sid_right, under_red=red)
    assert left == right
    return left + (not red)


def in_order(entries: Entries, at: int) -> Iterator[int]:
    if at != NO_ENTRY:
        yield from in_order(entries, entries[at].sid_left)
        yield at
        yield from in_order(entries, entries[at].sid_right)


def test_storages_nest() -> None:
    content = compound_file(
        {"VBA": {"dir": b"1", "Module1": b"22"}, "PROJECT": b"333", "Empty": {}}
    )

    assert read(content) == {"VBA/dir": b"1", "VBA/Module1": b"22", "PROJECT": b"333"}


def test_a_file_is_whole_sectors_and_depends_on_its_input_alone() -> None:
    streams: dict[str, Content] = {"a": b"x" * MINI_STREAM_BELOW_BYTES, "b": b"y"}

    content = compound_file(streams)

    assert len(content) % SECTOR_BYTES == 0
    assert content == compound_file(streams)


def test_a_file_of_six_megabytes_reads_back() -> None:
    streams: dict[str, Content] = {"large": bytes(range(256)) * 24_000, "small": b"s"}

    assert read(compound_file(streams)) == streams


@pytest.mark.parametrize(
    "root",
    [
        pytest.param({"a" * 32: b""}, id="32 letters"),
        pytest.param({"": b""}, id="no name"),
        pytest.param({"a/b": b""}, id="a slash"),
        pytest.param({"é": b""}, id="not ASCII"),
        pytest.param({"Module": b"", "module": b""}, id="differ by case"),
        pytest.param({"large": bytes(7_200_000)}, id="too large"),
    ],
)
def test_what_the_format_cannot_hold_is_refused(root: dict[str, Content]) -> None:
    with pytest.raises(AssertionError):
        compound_file(root)

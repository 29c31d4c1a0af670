"""Compression of VBA source against an independent reader and the examples of [MS-OVBA]."""

import pytest
from excel.olevba import decompressed
from hypothesis import given
from hypothesis import strategies as st

from addin.books.vba.compression import CHUNK_BYTES, compress

WORDS = st.lists(st.sampled_from([b"Sub ", b"End ", b"Dim i As Long\r\n", b"'", b"x", b"    "]))


@given(WORDS.map(b"".join).filter(len))
def test_source_reads_back(source: bytes) -> None:
    assert decompressed(compress(source)) == source


@given(st.binary(min_size=1, max_size=600), st.integers(1, 40))
def test_any_bytes_that_repeat_read_back(content: bytes, times: int) -> None:
    repeated = content * times

    # A raw last chunk is padded.
    assert decompressed(compress(repeated))[: len(repeated)] == repeated


@pytest.mark.parametrize("size", [1, 2, 3, 15, 16, 17, 33, 4095, 4096, 4097, 8192, 12_345])
def test_a_run_of_any_length_reads_back(size: int) -> None:
    assert decompressed(compress(b"a" * size)) == b"a" * size


@pytest.mark.parametrize(
    ("content", "container"),
    [
        (
            b"abcdefghijklmnopqrstuv.",
            "01 19 b0 00 61626364 65666768 00 696a6b6c 6d6e6f70 00 71727374 7576 2e",
        ),
        (b"a" * 73, "01 03 b0 02 61 45 00"),
        (b"", "01"),
    ],
)
def test_the_examples_of_the_specification(content: bytes, container: str) -> None:
    assert compress(content) == bytes.fromhex(container)


def test_what_does_not_compress_is_stored_raw() -> None:
    # Every pair of bytes once, so that nothing repeats.
    content = bytes(byte for a in range(64) for b in range(32) for byte in (a, 128 + b))[
        :CHUNK_BYTES
    ]

    container = compress(content)

    assert container == b"\x01\xff\x3f" + content
    assert decompressed(container) == content


def test_source_becomes_much_smaller() -> None:
    source = b"".join(b"Public Sub Macro%d()\r\nEnd Sub\r\n" % n for n in range(100))

    assert len(compress(source)) < len(source) // 3

"""A code is made fast, and is the one that segno makes."""

import numpy as np
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.documents.code_modules import MASK, code_modules

ROOM = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331]
"""How many bytes a code of each version holds, from version 1: ISO/IEC 18004, table 7."""


def by_segno(content: bytes) -> list[list[int]]:
    code = segno.make_qr(content, error="m", boost_error=False, mode="byte", mask=MASK)
    return [list(row) for row in code.matrix]


@pytest.mark.parametrize("length", sorted({1, *ROOM, *(room + 1 for room in ROOM[:-1])}))
def test_each_size_is_filled_to_its_last_byte_as_segno_does(length: int) -> None:
    content = bytes(place * 37 % 256 for place in range(length))

    made = code_modules(content)

    assert made.tolist() == by_segno(content)
    version = 1 + next(place for place, room in enumerate(ROOM) if length <= room)
    assert len(made) == 17 + 4 * version


@settings(max_examples=30)
@given(st.binary(min_size=1, max_size=ROOM[-1]))
def test_any_bytes_make_the_code_that_segno_makes(content: bytes) -> None:
    assert code_modules(content).tolist() == by_segno(content)


def test_one_code_leaves_the_next_of_its_size_alone() -> None:
    first = code_modules(b"first")

    code_modules(b"other")

    assert np.array_equal(first, code_modules(b"first"))

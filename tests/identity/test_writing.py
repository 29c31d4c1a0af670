"""The ways a number is written down, undone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.identity.writing import SEPARATORS, as_typed, bare


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_and_text_from_the_web_lose_the_same_signs(text: str) -> None:
    assert bare(text) == bare(text + "\u200b")


@given(st.text())
def test_what_is_bare_stays_as_it_is(text: str) -> None:
    assert bare(bare(text)) == bare(text)
    assert not set(bare(text)) & set(SEPARATORS)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(123456749.0, "123456749"), (1.5, "1,5"), (None, ""), (" 0123 ", "0123"), (12, "12")],
)
def test_a_cell_is_read_as_it_was_typed(cell: str | float | None, expected: str) -> None:
    assert as_typed(cell) == expected

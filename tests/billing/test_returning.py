"""Entries whose marks were emptied: exactly those that an issued line lacks go back to it."""

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.returning import returned

MINUTES = st.lists(st.integers(1, 60), max_size=7)


@pytest.mark.parametrize(
    ("minutes", "lacking", "expected"),
    [
        ([30], 30, [0]),
        ([30, 30], 30, [0]),
        ([30, 30], 60, [0, 1]),
        ([20, 30, 10], 30, [0, 2]),
        ([45], 30, []),
        ([], 30, []),
        ([30], 0, []),
        ([30], -30, []),
    ],
)
def test_the_first_entries_that_make_what_is_lacking_go_back(
    minutes: list[int], lacking: int, expected: list[int]
) -> None:
    assert returned(minutes, lacking) == expected


@given(MINUTES, st.integers(1, 300))
def test_entries_go_back_whenever_some_of_them_make_what_is_lacking(
    minutes: list[int], lacking: int
) -> None:
    places = returned(minutes, lacking)

    sizes = range(1, len(minutes) + 1)
    choices = chain.from_iterable(combinations(minutes, size) for size in sizes)
    assert bool(places) == any(sum(chosen) == lacking for chosen in choices)
    assert not places or sum(minutes[place] for place in places) == lacking
    assert places == sorted(set(places))

"""Columns as codes say what the columns say, and sums by code are sums in whole numbers."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.tables.coded import Coded, coded, combined, grouped

TEXTS = st.sampled_from(["", "ANN", "ann", "BEN", "P-1"])
ROWS = st.lists(st.tuples(TEXTS, st.integers(0, 3), st.integers(-(10**6), 10**6)), max_size=40)


@given(st.lists(TEXTS))
def test_codes_give_the_values_back_in_the_order_in_which_they_came(values: list[str]) -> None:
    column = coded(values)

    assert list(column) == values
    assert list(column.values) == list(dict.fromkeys(values))


@given(st.lists(TEXTS))
def test_values_that_become_alike_become_one(values: list[str]) -> None:
    column = coded(values).translated(str.lower)

    assert list(column) == [value.lower() for value in values]
    assert len(set(column.values)) == len(column.values)


@given(st.lists(TEXTS), TEXTS)
def test_a_mask_tells_which_rows_are_wanted(values: list[str], wanted: str) -> None:
    column = coded(values)

    mask = column.mask(wanted.__eq__)

    assert mask.tolist() == [value == wanted for value in values]
    assert list(column.where(mask)) == [value for value in values if value == wanted]
    assert column.numbers(len).tolist() == [len(value) for value in values]


@given(ROWS)
def test_rows_are_combined_and_summed_as_a_dictionary_would(
    rows: list[tuple[str, int, int]],
) -> None:
    texts, numbers, amounts = ([row[at] for row in rows] for at in range(3))
    sums: dict[tuple[str, int], list[int]] = defaultdict(list)
    for text, number, amount in rows:
        sums[text, number].append(amount)

    alike = combined([coded(texts), coded(numbers)])
    members = grouped(alike)

    found = np.array(amounts, np.int64)
    keys = [(texts[at], numbers[at]) for at in alike.firsts.tolist()]
    assert dict(zip(keys, members.sums(found).tolist(), strict=True)) == {
        key: sum(one) for key, one in sums.items()
    }
    assert members.smallest(found).tolist() == [min(sums[key]) for key in keys]
    assert members.largest(found).tolist() == [max(sums[key]) for key in keys]
    assert sorted(members.order.tolist()) == list(range(len(rows)))
    assert [alike.codes.tolist().index(code) for code in range(len(alike))] == alike.firsts.tolist()


@pytest.mark.parametrize("values", [3, 1 << 24])
def test_combinations_too_many_to_count_are_sorted(values: int) -> None:
    codes = np.array([2, 0, 2, 1], np.int32)
    wide = Coded(codes, range(values))

    alike = combined([wide, coded(["x", "y", "x", "x"])])

    assert len(alike) == 3
    assert alike.codes.tolist() == [2, 0, 2, 1]
    assert alike.firsts.tolist() == [1, 3, 0]

"""Columns as codes say what the columns say, and sums by code are sums in whole numbers."""

from collections import defaultdict
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.tables.coded import (
    Coded,
    answered,
    coded,
    combined,
    grouped,
    in_order,
    numbered,
    repeated,
)

TEXTS = st.sampled_from(["", "ANN", "ann", "BEN", "P-1"])
ROWS = st.lists(st.tuples(TEXTS, st.integers(0, 3), st.integers(-(10**6), 10**6)), max_size=40)


@given(st.lists(TEXTS), st.sampled_from(["ANN", "BEN"]))
def test_values_that_no_row_has_are_left_out(values: list[str], left_out: str) -> None:
    column = coded(values)
    chosen = column.where(~column.mask(left_out.__eq__)).in_use()

    assert list(chosen) == [value for value in values if value != left_out]
    assert sorted(chosen.values) == sorted({*values} - {left_out})


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


@given(ROWS)
def test_rows_in_order_are_rows_sorted_by_their_values(rows: list[tuple[str, int, int]]) -> None:
    columns = [coded([row[at] for row in rows]) for at in range(2)]

    order = in_order(columns).tolist()

    assert order == sorted(range(len(rows)), key=lambda at: rows[at][:2])


def test_a_value_that_no_row_has_need_not_be_comparable() -> None:
    column = Coded(np.array([2, 0], np.int32), ["B", None, "A"])

    assert in_order([column]).tolist() == [0, 1]


@given(ROWS)
def test_a_function_of_columns_is_asked_once_for_all_rows_alike(
    rows: list[tuple[str, int, int]],
) -> None:
    asked = []

    def answer(text: str, number: int) -> str:
        asked.append((text, number))
        return text * number

    columns = [coded([row[at] for row in rows]) for at in range(2)]

    assert list(answered(columns, answer)) == [text * number for text, number, _ in rows]
    assert len(asked) == len({row[:2] for row in rows})


@given(st.lists(st.integers(-5, 5)))
def test_numbers_stand_for_what_they_are_translated_to(numbers: list[int]) -> None:
    column = numbered(np.array(numbers, np.int64), str)

    assert list(column) == list(map(str, numbers))
    assert list(repeated("A", len(numbers))) == ["A"] * len(numbers)


@given(ROWS.filter(bool), st.randoms(use_true_random=False))
def test_groups_in_another_order_keep_their_rows(
    rows: list[tuple[str, int, int]], chance: Random
) -> None:
    members = grouped(combined([coded([text for text, _, _ in rows])]))
    groups = [members.order[start:end].tolist() for start, end in members.bounds()]
    order = list(range(len(groups)))
    chance.shuffle(order)

    moved = members.rearranged(np.array(order))

    found = [moved.order[start:end].tolist() for start, end in moved.bounds()]
    assert found == [groups[at] for at in order]

"""A column as numbers that stand for its different values, for what is done a million times.

Only whole numbers of 64 bits take part: codes, days, minutes and rows.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]

_SMALL = 1 << 22
"""So many combinations are counted in a table of their own rather than sorted."""


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column whose value at ``i`` is ``values[codes[i]]``.

    Attributes:
        codes: One per row.
        values: The different values, each once; some of them may stand in no row.
    """

    codes: Codes
    values: Sequence[Any]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.codes)

    def __iter__(self) -> Iterator[Any]:
        """The value of each row."""
        return map(self.values.__getitem__, self.codes.tolist())

    def where(self, chosen: Mask | Integers) -> "Coded":
        """The rows chosen."""
        return Coded(self.codes[chosen], self.values)

    def in_use(self) -> "Coded":
        """The same rows, without the values that none of them has (left over from ``where``)."""
        kept, codes = np.unique(self.codes, return_inverse=True)
        return Coded(codes.astype(np.int32), [self.values[code] for code in kept])

    def mask(self, wanted: Callable[[Any], object]) -> Mask:
        """Which rows have a value that is wanted; each value is asked for once."""
        answers = np.fromiter(
            (bool(wanted(one)) for one in self.values), np.bool_, len(self.values)
        )
        return answers[self.codes]

    def numbers(self, number: Callable[[Any], int]) -> Integers:
        """A whole number for each row; each value is asked for once."""
        return np.fromiter(map(number, self.values), np.int64, len(self.values))[self.codes]

    def translated(self, translate: Callable[[Any], Any]) -> "Coded":
        """Other values in the place of these; equal ones become one."""
        others = coded([translate(one) for one in self.values])
        return Coded(others.codes[self.codes], others.values)


def coded(values: Collection[Any]) -> Coded:
    """The codes of values, in the order in which these first come."""
    code_of = {value: code for code, value in enumerate(dict.fromkeys(values))}
    codes = np.fromiter(map(code_of.__getitem__, values), np.int32, len(values))
    return Coded(codes, list(code_of))


def repeated(value: object, count: int) -> Coded:
    """A column with the same value in so many rows."""
    return Coded(np.zeros(count, np.int32), [value])


def numbered(numbers: Integers, translate: Callable[[int], Any]) -> Coded:
    """What numbers stand for; each different one is asked for once."""
    different, codes = np.unique(numbers, return_inverse=True)
    return Coded(codes.astype(np.int32), list(map(translate, different.tolist())))


class Combined(NamedTuple):
    """Several columns as one.

    Attributes:
        codes: The combination that each row has.
        firsts: A row that has it, by combination.
    """

    codes: Integers
    firsts: Integers

    def __len__(self) -> int:
        """How many combinations there are."""
        return len(self.firsts)


def combined(columns: Iterable[Coded]) -> Combined:
    """Which combination of values each row has: those alike have one code, from 0 without a gap.

    Args:
        columns: At least one, of equal length.
    """
    codes: Integers | None = None
    count = 1
    for column in columns:
        if codes is None:
            codes, count = column.codes.astype(np.int64), len(column.values)
        elif len(column.values) > 1:
            codes, count = codes * len(column.values) + column.codes, count * len(column.values)
        codes, count = _without_gaps(codes, count)
    assert codes is not None
    firsts = np.zeros(count, np.int64)
    firsts[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return Combined(codes, firsts)


def answered(columns: Sequence[Coded], answer: Callable[..., Any]) -> Coded:
    """What a function of some columns gives for each row; asked once for all rows alike.

    Args:
        columns: At least one, of equal length.
        answer: Takes a value of each column, in their order.
    """
    alike = combined(columns)
    answers = coded(list(map(answer, *(column.where(alike.firsts) for column in columns))))
    return Coded(answers.codes[alike.codes], answers.values)


def _without_gaps(codes: Integers, count: int) -> tuple[Integers, int]:
    """The same order with the codes that no row has left out."""
    if count > max(_SMALL, 4 * len(codes)):
        different, dense = np.unique(codes, return_inverse=True)
        return dense, len(different)
    present = np.zeros(count, np.bool_)
    present[codes] = True
    dense_of = np.cumsum(present) - 1
    return dense_of[codes], int(dense_of[-1]) + 1 if count else 0


def in_order(columns: Sequence[Coded]) -> Integers:
    """The rows by their value in the first column, then by that in the second, and so on.

    Args:
        columns: Their values can be compared.
    """
    return np.lexsort([_ranks(column) for column in reversed(columns)])


def _ranks(column: Coded) -> Integers:
    """Numbers in the order of the values that rows have."""
    present = np.flatnonzero(np.bincount(column.codes, minlength=len(column.values)))
    rank_of = np.zeros(len(column.values), np.int64)
    ascending = sorted(present.tolist(), key=column.values.__getitem__)
    rank_of[ascending] = np.arange(len(ascending))
    return rank_of[column.codes]


class Grouped(NamedTuple):
    """Rows brought together by their combination.

    Attributes:
        order: The rows, those of one combination beside each other and in their order.
        starts: Where each combination begins in ``order``.
    """

    order: Integers
    starts: Integers

    def bounds(self) -> Iterator[tuple[int, int]]:
        """Where each combination begins in ``order``, and where the next one does."""
        starts = self.starts.tolist()
        return zip(starts, [*starts[1:], len(self.order)], strict=False)

    def rearranged(self, combinations: Integers) -> "Grouped":
        """The same rows with the combinations in another order."""
        counts = np.diff(self.starts, append=len(self.order))[combinations]
        starts = np.cumsum(counts) - counts
        places = np.repeat(self.starts[combinations] - starts, counts) + np.arange(len(self.order))
        return Grouped(self.order[places], starts)

    def sums(self, numbers: Integers) -> Integers:
        """The sum of each combination."""
        return self._reduced(np.add, numbers)

    def smallest(self, numbers: Integers) -> Integers:
        """The smallest number of each combination."""
        return self._reduced(np.minimum, numbers)

    def largest(self, numbers: Integers) -> Integers:
        """The largest number of each combination."""
        return self._reduced(np.maximum, numbers)

    def _reduced(self, how: np.ufunc, numbers: Integers) -> Integers:
        if not len(self.starts):
            return np.zeros(0, np.int64)
        found: Integers = how.reduceat(numbers[self.order], self.starts)
        return found


def grouped(combinations: Combined) -> Grouped:
    """Bring the rows of each combination together."""
    codes, count = combinations.codes, len(combinations.codes)
    # A plain sort of code and row in one number is several times faster than a sort by code.
    bits = max(count - 1, 1).bit_length()
    together = np.sort((codes << bits) | np.arange(count, dtype=np.int64))
    order = together & ((1 << bits) - 1)
    counts = np.bincount(codes, minlength=len(combinations))
    return Grouped(order, np.cumsum(counts) - counts)

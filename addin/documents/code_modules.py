"""The black and white modules of a QR code, twenty times as fast as a general encoder.

ISO/IEC 18004. What is the same in all codes of a size (the patterns that a camera looks for, and
the places left for data) is asked of segno once; a code then costs its check words and the filling
of these places. Bytes only, error correction M, one mask.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import segno
from numpy.typing import NDArray
from segno import consts

Modules = NDArray[np.uint8]
"""1 is black."""

# All eight masks can be read; to find the prettiest takes twenty times as long as the rest.
MASK = 2
_BLOCKS = {
    1: (10, (16,)),
    2: (16, (28,)),
    3: (26, (44,)),
    4: (18, (32, 32)),
    5: (24, (43, 43)),
    6: (16, (27, 27, 27, 27)),
    7: (18, (31, 31, 31, 31)),
    8: (22, (38, 38, 39, 39)),
    9: (22, (36, 36, 36, 37, 37)),
    10: (26, (43, 43, 43, 43, 44)),
    11: (30, (50, 51, 51, 51, 51)),
    12: (22, (36, 36, 36, 36, 36, 36, 37, 37)),
    13: (22, (37, 37, 37, 37, 37, 37, 37, 37, 38)),
}
"""By version: check words of each block, and data words of every block (table 9, level M)."""
_PLACES = {consts.TYPE_DATA_DARK, consts.TYPE_DATA_LIGHT}
_TIMING_COLUMN = 6
_LONG_COUNT_FROM = 10  # the version from which the number of bytes takes two bytes
_BYTES_MODE, _PADDING = 0b0100, b"\xec\x11"
_FIELD = 0x11D  # the polynomial of GF(256)


def code_modules(content: bytes) -> Modules:
    """The code of some bytes, without its border, in the smallest size that takes them.

    Args:
        content: At most 331 bytes: what a code of version 13 holds.
    """
    size = next(size for size in map(_size, _BLOCKS) if len(content) <= size.room)
    words = _interleaved(size, _data_words(content, size))
    modules = size.patterns.copy()
    bits = np.unpackbits(words, count=len(size.places))
    modules.reshape(-1)[size.places] = bits ^ size.inverted
    return modules


@dataclass(frozen=True, slots=True)
class _Size:
    """What all codes of a version have in common.

    Attributes:
        room: How many bytes fit.
        patterns: The modules that do not depend on the content.
        places: Those for data, in the order in which they are filled; counted from the upper left
            one, row by row.
        inverted: Which of them the mask turns.
    """

    version: int
    room: int
    patterns: Modules
    places: NDArray[np.intp]
    inverted: Modules


@cache
def _size(version: int) -> _Size:
    code = segno.make_qr("", version=version, error="m", boost_error=False, mode="byte", mask=MASK)
    kinds = np.array([list(row) for row in code.matrix_iter(border=0, verbose=True)])
    is_place = np.isin(kinds, list(_PLACES))
    is_place[8, -9] = True  # segno counts it among those of the format, which end beside it
    rows, columns = _path(is_place)
    count_bytes = 2 if version >= _LONG_COUNT_FROM else 1
    return _Size(
        version=version,
        room=sum(_BLOCKS[version][1]) - count_bytes - 1,  # the mode and the end take half each
        patterns=np.array(code.matrix, dtype=np.uint8),
        places=rows * len(kinds) + columns,
        inverted=(columns % 3 == 0).astype(np.uint8),  # mask 2
    )


def _path(is_place: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the places: up and down in pairs of columns, from the right."""
    side = len(is_place)
    path: list[tuple[int, int]] = []
    rows = range(side - 1, -1, -1)
    for right in [*range(side - 1, _TIMING_COLUMN, -2), *range(_TIMING_COLUMN - 1, 0, -2)]:
        path += [(row, column) for row in rows for column in (right, right - 1)]
        rows = rows[::-1]
    places = np.array([place for place in path if is_place[place]])
    return places[:, 0], places[:, 1]


def _data_words(content: bytes, size: _Size) -> Modules:
    """Mode, number of bytes, the bytes, the end, and padding."""
    count_bits = 16 if size.version >= _LONG_COUNT_FROM else 8
    bits = (_BYTES_MODE << count_bits | len(content)) << 8 * len(content)
    bits = (bits | int.from_bytes(content)) << 4
    told = bits.to_bytes(len(content) + 1 + count_bits // 8)
    missing = sum(_BLOCKS[size.version][1]) - len(told)
    # As segno pads it, with a zero first: readers skip it, and a code is the same by either way.
    padding = b"\0" + _PADDING * (missing // 2)
    return np.frombuffer(told + padding[:missing], dtype=np.uint8)


def _interleaved(size: _Size, data: Modules) -> Modules:
    """The words of all blocks in turn, then their check words in turn."""
    checks, lengths = _BLOCKS[size.version]
    shortest, longest = lengths[0], lengths[-1]
    short = lengths.count(shortest) if shortest != longest else len(lengths)
    # A short block has its gap in front: a zero there changes no check word.
    blocks = np.zeros((len(lengths), longest), dtype=np.uint8)
    blocks[:short, longest - shortest :] = data[: short * shortest].reshape(short, shortest)
    blocks[short:] = data[short * shortest :].reshape(len(lengths) - short, longest)
    products = _shares(longest, checks).take(blocks + _first_shares(longest), axis=0)
    check_words = np.bitwise_xor.reduce(products, axis=1)
    words = np.concatenate([blocks.ravel(), check_words.ravel()])
    return words.take(_order(lengths, checks))


@cache
def _order(lengths: tuple[int, ...], checks: int) -> NDArray[np.intp]:
    """Where each word of a code lies among those of the blocks and then their check words."""
    longest, shortest = lengths[-1], lengths[0]
    words = np.arange(len(lengths) * longest).reshape(len(lengths), longest)
    check_words = words.size + np.arange(len(lengths) * checks).reshape(len(lengths), checks)
    own = [row[longest - length :] for row, length in zip(words, lengths, strict=True)]
    common = np.array([row[:shortest] for row in own])
    last = np.concatenate([row[shortest:] for row in own])
    return np.concatenate([common.T.ravel(), last, check_words.T.ravel()])


@cache
def _shares(length: int, checks: int) -> Modules:
    """What each value of each word of a block adds to the check words: 256 rows for each word."""
    return _products()[_factors(length, checks)].transpose(0, 2, 1).reshape(-1, checks)


@cache
def _first_shares(length: int) -> NDArray[np.intp]:
    """The row of ``_shares`` at which those of each word of a block begin."""
    return 256 * np.arange(length)


@cache
def _products() -> Modules:
    """The product of any two numbers of GF(256)."""
    powers = [1]
    for _ in range(254):
        doubled = powers[-1] << 1
        powers.append(doubled ^ _FIELD if doubled > 0xFF else doubled)
    logarithms = np.zeros(256, dtype=np.intp)
    logarithms[powers] = range(255)
    products: Modules = np.array(powers, dtype=np.uint8)[np.add.outer(logarithms, logarithms) % 255]
    products[0, :] = products[:, 0] = 0
    return products


@cache
def _factors(length: int, checks: int) -> Modules:
    """What each word of a block, from the first, counts with in each of its check words.

    The check words are the remainder of the block by the product of (x - 2^i), i from 0: for the
    last word that is the polynomial itself, for each word before it the next power of x.
    """
    product = _products()
    polynomial, root = np.array([1], dtype=np.uint8), 1
    for _ in range(checks):
        times_root = product[root, polynomial]
        polynomial = np.append(polynomial, 0) ^ np.insert(times_root, 0, 0)
        root = int(product[root, 2])
    remainders = [polynomial[1:]]
    for _ in range(length - 1):
        first, rest = remainders[-1][0], np.append(remainders[-1][1:], 0)
        remainders.append(rest ^ product[first, polynomial[1:]])
    return np.array(remainders[::-1], dtype=np.uint8)

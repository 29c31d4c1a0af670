"""How many lines a text takes in a column, as well as that can be told without its font.

The width of a column is counted in digits of the usual font. Beside a digit, letters are about as
wide in Calibri and in DejaVu Sans, which stands in for it where Calibri is not installed.
"""

from collections.abc import Iterable

_IN_DIGITS = {
    "abcdeghknopqsuvxyzàâäáçéèêëîïôöóùûüúñ": 0.95,
    "ABCDEFGHJKLNOPQRSTUVXYZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ": 1.2,
    "mwMW@%—…&œæŒÆ": 1.6,
    "frt()[]{}/\\-\u2019": 0.7,
    "ijlI|!.,;:'` \u00a0\u202f·": 0.5,
}
_OF = {letter: wide for letters, wide in _IN_DIGITS.items() for letter in letters}
_DIGIT = 1.0
_WIDEST = 1.7
"""Wider than any letter."""


def printed_lines(text: str, width: float) -> int:
    r"""How many lines a text takes; never fewer than its line breaks ask for.

    Args:
        text: Broken between its words where it is too long, and within a word that is.
        width: Of the column's text, in digits.

    >>> printed_lines("Rue de la Loi 16\nBoîte 3", 26), printed_lines("one two three", 8)
    (2, 2)
    """
    if len(text) * _WIDEST < width and "\n" not in text:
        return 1
    return sum(_lines(line.split(" "), width) for line in text.split("\n"))


def _lines(words: Iterable[str], width: float) -> int:
    lines, filled = 1, 0.0
    for word in words:
        wide = _width(word)
        if filled and filled + wide > width:
            lines, filled = lines + 1, 0.0
        if wide > width:
            more = int(wide // width)
            lines, wide = lines + more, wide - more * width
        filled += wide + _OF[" "]
    return lines


def _width(word: str) -> float:
    return sum(_OF.get(letter, _DIGIT) for letter in word)

"""The ways people and Excel write a number down, undone."""

import unicodedata

from stdnum.util import clean

SEPARATORS = " -./()_:"
WITHOUT_SEPARATORS = str.maketrans("`", "'", SEPARATORS)
"""What ``clean`` does to the signs of ASCII, at a tenth of its time."""
INVISIBLE = "Cf"  # Unicode category of zero-width spaces and direction marks, pasted from the web


def bare(text: str) -> str:
    r"""The letters and digits alone, in capitals, whatever they were parted by.

    >>> bare(" be\u00a00123.456-749 ")
    'BE0123456749'
    """
    if text.isascii():
        return text.translate(WITHOUT_SEPARATORS).upper()
    plain = unicodedata.normalize("NFKC", text)
    visible = "".join(sign for sign in plain if unicodedata.category(sign) != INVISIBLE)
    return clean(visible, SEPARATORS).upper()


def as_typed(cell: str | float | None) -> str:
    """What was typed into a cell that Excel may have taken for a number.

    A zero in front is lost by then. A number with decimals keeps its comma, so that it is refused
    and never read as a longer number.

    >>> as_typed(123456749.0)
    '123456749'
    >>> as_typed(1.5)
    '1,5'
    """
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
    return "" if cell is None else str(cell).strip()

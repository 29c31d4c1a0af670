"""What Quotepart itself writes into files to import beside their rows, and its words."""

from collections.abc import Iterable

from addin.tables.cells import shown
from addin.tables.grid import Cell
from addin.words import Words, catalogue, words


def import_words(key: str) -> Words:
    """A text about files to import, in the four languages."""
    return words(catalogue("interface")["import"][key])


def as_example(cells: Iterable[Cell]) -> tuple[str, ...]:
    """The words of a row, as examples are compared: a date changes when Excel saves it as csv."""
    texts = (shown(cell).strip() for cell in cells if cell is not None)
    return tuple(sorted(text for text in texts if any(map(str.isalpha, text))))

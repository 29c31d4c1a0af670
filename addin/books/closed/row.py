"""One row of a sheet, cut out of its XML."""

import re
from dataclasses import dataclass

_SPANS = re.compile(rb'\s*\bspans="[^"]*"')
_ROW_LAYOUT = re.compile(rb"\b(ht|s|hidden|outlineLevel|collapsed)=")

NUMBER = b"\0"
"""Stands for the number of a row in cells that do not have it yet: XML cannot hold it."""


@dataclass(slots=True)
class Row:
    """One row element.

    Attributes:
        attributes: What follows the row number in its tag, with the leading blank.
        cells: Everything between its tags.
    """

    attributes: bytes = b""
    cells: bytes = b""

    @property
    def style(self) -> bytes:
        """The style of cells that have none of their own; empty when the row sets none."""
        if b'customFormat="1"' not in self.attributes:
            return b""
        found = re.search(rb'\bs="([0-9]+)"', self.attributes)
        return found[1] if found else b""

    @property
    def matters(self) -> bool:
        """Whether the row has cells, a height or anything else to keep."""
        return bool(self.cells.strip() or _ROW_LAYOUT.search(self.attributes))

    def forget_spans(self) -> None:
        """Drop the hint which columns are filled, before a cell is put outside of it."""
        self.attributes = without_spans(self.attributes)

    def render(self, number: int) -> bytes:
        """The element, under a number."""
        if self.cells:
            return b'<row r="%d"%b>%b</row>' % (number, self.attributes, self.cells)
        return b'<row r="%d"%b/>' % (number, self.attributes)


def without_spans(attributes: bytes) -> bytes:
    """The attributes of a row without the hint which columns are filled."""
    return _SPANS.sub(b"", attributes) if b"spans=" in attributes else attributes

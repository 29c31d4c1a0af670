"""Shapes and controls that show cells: a text box with a total, a list box over a column.

The shape itself does not move with a table; what it shows is followed wherever it goes.

Sources: ECMA-376 part 1, 20.5 (the text of a shape); part 4, 19.4 (old controls); [MS-XLSX]
(controls of a form); [MS-ODRAWXML] (pictures of cells).
"""

import re
from collections.abc import Iterable
from html import unescape
from xml.sax.saxutils import escape

from addin.books.closed.package import Package
from addin.books.closed.row_shift import RowGoneError, Shift, followed
from addin.books.closed.workbook_part import Sheet
from addin.books.refusals import PointedRowError

_KINDS = ("drawing", "vmlDrawing", "ctrlProp")
_ATTRIBUTE = re.compile(
    rb'(\b(?:textlink|cellRange|fmlaLink|fmlaRange|fmlaGroup|fmlaTxbx)=")([^"]+)(?=")'
)
_ELEMENT = re.compile(rb"(<(?:\w+:)?Fmla(?:Link|Range|Group|Pict|Txbx)>)([^<]+)(?=</)")
_QUOTE = {'"': "&quot;"}


def follow_shapes(package: Package, sheets: Iterable[Sheet], shifts: list[Shift]) -> None:
    """Let what shapes and controls show follow the rows.

    Raises:
        PointedRowError: One shows nothing but rows that go.
    """
    for sheet in sheets:
        follow = _Formulas(sheet.name, shifts)
        for relation in list(package.relations(sheet.part)):
            if relation.kind in _KINDS:
                before = package.read(relation.target)
                after = _ELEMENT.sub(follow, _ATTRIBUTE.sub(follow, before))
                if after != before:
                    package.put(relation.target, after)


class _Formulas:
    """Follows one formula after the other of the shapes of a sheet."""

    def __init__(self, host: str, shifts: list[Shift]) -> None:
        self.host, self.shifts = host, shifts

    def __call__(self, found: re.Match[bytes]) -> bytes:
        before = after = unescape(found[2].decode())
        for shift in self.shifts:
            try:
                after = followed(after, self.host, shift)
            except RowGoneError as gone:
                name = gone.shift.table
                raise PointedRowError(table=name, place=self.host, formula=before) from None
        if after == before:
            return found[0]
        rewritten: bytes = found[1] + escape(after, _QUOTE).encode()
        return rewritten

"""A sheet at work: its rows as text, and all around them as a small tree of XML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from addin.books.addresses import Area, areas
from addin.books.closed.package import MAIN, Package, serialised
from addin.books.closed.sheet_rows import SheetText, UnknownFormError
from addin.books.closed.workbook_part import Sheet
from addin.books.refusals import UnknownContentError

_EMPTY_ROWS = re.compile(rb"<((?:\w+:)?sheetData\b[^>]*?)/>")


@dataclass(slots=True)
class SheetPart:
    """One sheet, opened for an edit.

    Attributes:
        text: Its rows.
        frame: Everything but the rows: the sheet's root with an empty rows element.
        changed: Whether it must be written.
    """

    sheet: Sheet
    text: SheetText
    frame: Element
    changed: bool = field(default=False)

    @classmethod
    def open(cls, package: Package, sheet: Sheet) -> "SheetPart":
        """Take a sheet apart.

        Raises:
            UnknownContentError: Its XML cannot be trusted to slices of bytes.
            DamagedFileError: It is not well-formed.
        """
        try:
            text = SheetText.parse(package.read(sheet.part))
        except UnknownFormError as fault:
            raise UnknownContentError(file=package.path, part=sheet.name) from fault
        return cls(sheet, text, package.parsed(text.head + text.tail, sheet.part))

    def renew_frame(self) -> None:
        """Put what is around the rows into the text again, before it is written."""
        content = serialised(self.frame)
        rows = _EMPTY_ROWS.search(content)
        assert rows is not None, self.sheet.part
        self.text.head = content[: rows.start()] + b"<" + rows[1] + b">"
        self.text.tail = b"</" + rows[1].split()[0] + b">" + content[rows.end() :]

    def column_styles(self) -> dict[int, bytes]:
        """The style of each column that has one, by its number."""
        styles: dict[int, bytes] = {}
        for column in self.frame.iterfind(f"{MAIN}cols/{MAIN}col"):
            style = column.get("style")
            if style is not None:
                numbers = range(int(column.get("min", "1")), int(column.get("max", "1")) + 1)
                styles |= dict.fromkeys(numbers, style.encode())
        return styles

    def areas_of(self, path: str) -> Iterator[Area]:
        """The areas of elements such as ``mergeCells/mergeCell``."""
        names = "/".join(MAIN + name for name in path.split("/"))
        for element in self.frame.iterfind(names):
            yield from areas(element.get("ref", ""))

    def fit_dimension(self, table: Area) -> None:
        """Let the note of which cells are used end with the last row, and hold a table whole."""
        dimension = self.frame.find(f"{MAIN}dimension")
        before = next(areas(dimension.get("ref", "")), None) if dimension is not None else None
        if dimension is not None and before is not None:
            around = before.joined(table)
            last = max(self.text.last_row(), table.last_row)
            dimension.set("ref", str(around.rows(around.first_row, last)))

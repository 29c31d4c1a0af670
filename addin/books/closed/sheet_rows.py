"""The rows of a sheet as pieces of its XML, without a tree.

A sheet of 100 000 rows is 50 MB of XML; a tree of it takes a gigabyte and five seconds. Here the
XML stays as it is, and only the rows that are asked for are cut out of it. When it is written,
all that lies between them is passed on as it was.

However a program wrote the sheet, a row that is cut out has one form: no namespace prefix, double
quotes, and the address first in every ``<row r="7"`` and ``<c r="B7"``. Excel, LibreOffice and
XlsxWriter write that form, so nearly always nothing needs to be done for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from addin.books.closed.archive import Piece
from addin.books.closed.package import NAMESPACE
from addin.books.closed.plain_rows import plain_rows, rows_in_order
from addin.books.closed.row import Row
from addin.books.closed.row_index import OddRowsError, RowIndex, index_rows
from addin.books.closed.rows import Rows

__all__ = ["Row", "Rows", "SheetText", "UnknownFormError"]

_SHEET_DATA = re.compile(rb"<(\w+:)?sheetData\b[^>]*?(/?)>")
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding=["']([\w-]+)""")


class UnknownFormError(ValueError):
    """The XML of a sheet holds something that slices of bytes cannot be trusted with."""


@dataclass(slots=True)
class SheetText:
    """A sheet in three pieces.

    Attributes:
        head: From the start to the opening tag of the rows, inclusive.
        rows: The rows by their number.
        tail: From the closing tag of the rows to the end.
    """

    head: bytes
    rows: Rows
    tail: bytes

    @classmethod
    def parse(cls, content: bytes) -> "SheetText":
        """Cut a sheet's XML into its pieces.

        Raises:
            UnknownFormError: It has no rows element, another encoding than UTF-8, one row twice,
                or CDATA, comments or extensions among its rows.
        """
        encoding = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
        opening = _SHEET_DATA.search(content)
        if opening is None or (encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii")):
            raise UnknownFormError
        prefix = opening[1] or b""
        closing = b"</%ssheetData>" % prefix
        start, end = opening.end(), content.rfind(closing)
        if opening[2]:
            tag = opening[0].removesuffix(b"/>") + b">"
            head, tail = content[: opening.start()] + tag, closing + content[start:]
            return cls(head, Rows(b"", RowIndex.of_no_rows(0)), tail)
        if end < 0 or any(_has(content, odd, start, end) for odd in (b"<!", b"<?")):
            raise UnknownFormError
        head, tail = content[:start], content[end:]
        if prefix:
            head = head.removesuffix(b">") + b' xmlns="%s">' % NAMESPACE.encode()
            content = re.sub(rb"<(/?)" + prefix, rb"<\1", content[start:end])
            start, end = 0, len(content)
        return cls(head, _indexed(content, start, end), tail)

    def render(self) -> bytes:
        """The sheet's XML again."""
        return b"".join(self.pieces())

    def pieces(self) -> Iterator[Piece]:
        """The sheet's XML again, one piece after the other."""
        yield self.head
        yield from self.rows.pieces()
        yield self.tail

    def row(self, number: int) -> Row:
        """A row, made if the sheet does not have it yet."""
        row = self.rows.find(number)
        if row is None:
            row = self.rows[number] = Row()
        return row

    def last_row(self) -> int:
        """The last row that has a cell; 1 on an empty sheet."""
        return self.rows.last_filled()


def _has(content: bytes, odd: bytes, start: int, end: int) -> bool:
    """Whether something is there; one character is found much faster than two."""
    return content.find(odd[1:], start, end) >= 0 and content.find(odd, start, end) >= 0


def _indexed(content: bytes, start: int, end: int) -> Rows:
    """The rows between two places, put into their form and order where they are not.

    Raises:
        UnknownFormError: There are extensions among them, or one row twice.
    """
    try:
        index = index_rows(content, start, end)
        if index is None:
            content = plain_rows(content[start:end])
            index = index_rows(content, 0, len(content))
        if index is None:
            content = rows_in_order(content)
            index = index_rows(content, 0, len(content))
    except OddRowsError as fault:
        raise UnknownFormError from fault
    if index is None:
        raise UnknownFormError
    return Rows(content, index)

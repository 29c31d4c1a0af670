"""The rows of a sheet as pieces of its XML, without a tree.

A sheet of 100 000 rows is 40 MB of XML; a tree of it takes a gigabyte and five seconds. Here a
row is two slices of bytes, and only the rows that change are looked into.

However a program wrote the sheet, its rows come out in one form: no namespace prefix, double
quotes, and the address first in every ``<row r="7"`` and ``<c r="B7"``. Excel, LibreOffice and
XlsxWriter write that form, so nearly always nothing needs to be done for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from addin.books.addresses import column_letters, column_number
from addin.books.closed.package import NAMESPACE

_SHEET_DATA = re.compile(rb"<(\w+:)?sheetData\b[^>]*?(/?)>")
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding=["']([\w-]+)""")
_OPENING = re.compile(rb"<(row|c)\b([^>]*?)(/?)>")
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SPANS = re.compile(rb'\s*\bspans="[^"]*"')
_ROW_LAYOUT = re.compile(rb"\b(ht|s|hidden|outlineLevel|collapsed)=")


class UnknownFormError(ValueError):
    """The XML of a sheet holds something that slices of bytes cannot be trusted with."""


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
        found = re.search(rb'\bs="([0-9]+)"', self.attributes)
        return found[1] if found and b'customFormat="1"' in self.attributes else b""

    @property
    def matters(self) -> bool:
        """Whether the row has cells, a height or anything else to keep."""
        return bool(self.cells.strip() or _ROW_LAYOUT.search(self.attributes))

    def forget_spans(self) -> None:
        """Drop the hint which columns are filled, before a cell is put outside of it."""
        self.attributes = _SPANS.sub(b"", self.attributes)


@dataclass(slots=True)
class SheetText:
    """A sheet in three pieces.

    Attributes:
        head: From the start to the opening tag of the rows, inclusive.
        rows: The rows by their number.
        tail: From the closing tag of the rows to the end.
    """

    head: bytes
    rows: dict[int, Row]
    tail: bytes

    @classmethod
    def parse(cls, content: bytes) -> "SheetText":
        """Cut a sheet's XML into its pieces.

        Raises:
            UnknownFormError: It has no rows element, another encoding than UTF-8, or CDATA,
                comments or extensions among its rows.
        """
        encoding = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
        opening = _SHEET_DATA.search(content)
        if opening is None or (encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii")):
            raise UnknownFormError
        prefix = opening[1] or b""
        closing = b"</%ssheetData>" % prefix
        start, end = opening.end(), content.find(closing, opening.end())
        if opening[2]:
            tag = opening[0].removesuffix(b"/>") + b">"
            return cls(content[: opening.start()] + tag, {}, closing + content[start:])
        if any(content.find(odd, start, end) >= 0 for odd in (b"<!", b"<?", b"extLst")):
            raise UnknownFormError
        head, region = content[:start], content[start:end]
        if prefix:
            head = head.removesuffix(b">") + b' xmlns="%s">' % NAMESPACE.encode()
            region = re.sub(rb"<(/?)" + prefix, rb"<\1", region)
        return cls(head, dict(_rows(_plain(region))), content[end:])

    def render(self) -> bytes:
        """The sheet's XML again."""
        pieces = [self.head]
        for number in sorted(self.rows):
            row = self.rows[number]
            if row.cells:
                pieces.append(b'<row r="%d"%b>%b</row>' % (number, row.attributes, row.cells))
            else:
                pieces.append(b'<row r="%d"%b/>' % (number, row.attributes))
        pieces.append(self.tail)
        return b"".join(pieces)

    def row(self, number: int) -> Row:
        """A row, made if the sheet does not have it yet."""
        row = self.rows.get(number)
        if row is None:
            row = self.rows[number] = Row()
        return row

    def last_row(self) -> int:
        """The last row that has a cell; 1 on an empty sheet."""
        return max((number for number, row in self.rows.items() if row.cells), default=1)


def _rows(region: bytes) -> Iterator[tuple[int, Row]]:
    for piece in region.split(b"</row>"):
        start = piece.find(b"<row")
        while start >= 0:
            digits = piece.index(b'"', start + 8)
            end = piece.index(b">", digits)
            number = int(piece[start + 8 : digits])
            if piece[end - 1 : end] != b"/":
                yield number, Row(piece[digits + 1 : end], piece[end + 1 :])
                break
            yield number, Row(piece[digits + 1 : end - 1])
            start = piece.find(b"<row", end)


def _plain(region: bytes) -> bytes:
    """The rows with the address first in each tag."""
    in_form = (
        region.count(b"<c") == region.count(b'<c r="')
        and region.count(b"<row") == region.count(b'<row r="')
        and b"='" not in region
    )
    return region if in_form else _OPENING.sub(_Numbering(), region)


class _Numbering:
    """Writes the tags of rows and cells anew; one without an address follows the one before."""

    def __init__(self) -> None:
        self.row = self.column = 0

    def __call__(self, tag: re.Match[bytes]) -> bytes:
        attributes = {
            name: value or other.replace(b'"', b"&quot;")
            for name, value, other in _ATTRIBUTE.findall(tag[2])
        }
        address = self._address(tag[1], attributes.pop(b"r", b"").decode())
        rest = b"".join(b' %b="%b"' % pair for pair in attributes.items())
        return b'<%b r="%b"%b%b>' % (tag[1], address.encode(), rest, tag[3])

    def _address(self, name: bytes, address: str) -> str:
        if name == b"row":
            self.row, self.column = int(address or self.row + 1), 0
            return str(self.row)
        letters = address.rstrip("0123456789")
        self.column = column_number(letters) if letters else self.column + 1
        return f"{column_letters(self.column)}{self.row}"

"""The rows of a sheet, cut out of its XML one by one when they are asked for."""

from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from itertools import repeat

import numpy as np

from addin.books.closed.archive import Piece
from addin.books.closed.cell_splices import PAD, NewCells, Splices, splice
from addin.books.closed.plain_rows import only_values, plain_cells, renamed_cells
from addin.books.closed.row import NUMBER, Row, without_spans
from addin.books.closed.row_index import RowIndex

_ROW = b'<row r="'
_ROW_END = b"</row>"
_ROWS_AT_ONCE = 250  # as many as are deflated at once


class Rows(MutableMapping[int, Row]):
    """The rows of a sheet by their number, ascending; each is cut out when it is first asked for.

    A row that has been asked for is kept, so what is changed in it is written. The cells of many
    rows can be renewed and brought elsewhere without a row being made of each.
    """

    def __init__(self, content: bytes, index: RowIndex) -> None:
        self._content, self._index = content, index
        self._splices: Splices | None = None  # new values that wait to be put into the XML
        # A row, only its new cells without their number, or None once it is deleted.
        self._held: dict[int, Row | bytes | None] = {}
        self._attributes: dict[int, bytes] = {}  # of rows whose cells are renewed
        self._untouched: set[int] = set()  # rows that nobody has asked for since they were put
        self._computed: set[int] = set()  # new rows, in some of which a cell has a formula
        self._marked: dict[tuple[bytes, range], set[int]] = {}  # as the XML was at first

    def __getitem__(self, number: int) -> Row:
        row = self.find(number)
        if row is None:
            raise KeyError(number)
        return row

    def find(self, number: int) -> Row | None:
        """A row; None when the sheet does not have it. Faster than ``get``."""
        held = self._held
        if number in held:
            self._untouched.discard(number)
            row = held[number]
            if isinstance(row, bytes):
                cells = row.replace(NUMBER, b"%d" % number)
                row = held[number] = Row(self._attributes_of(number), cells)
            return row
        at = self._index.find(number)
        if at is None:
            return None
        attributes, cells = self._cut(at)
        row = held[number] = Row(attributes, plain_cells(cells, number))
        return row

    def put(self, number: int, row: Row) -> None:
        """Replace a row by one that has formulas only where it had them before."""
        self._held[number] = row
        self._untouched.add(number)

    def renew(self, number: int, attributes: bytes, cells: bytes) -> None:
        """Give a row other cells, none of them with a formula.

        Args:
            number: Of the row.
            attributes: As it has them.
            cells: With ``NUMBER`` in place of its number, in columns that the row has.
        """
        row = self._held.get(number)
        if isinstance(row, Row):
            row.attributes, row.cells = attributes, cells.replace(NUMBER, b"%d" % number)
        else:
            self._held[number] = cells
            self._attributes[number] = attributes

    def renew_all(
        self, numbers: Iterable[int], written: Iterable[tuple[bytes, bytes] | None]
    ) -> list[int]:
        """Give many rows their attributes and other cells; returns those that have got none."""
        held, attributes = self._held, self._attributes
        left: list[int] = []
        for number, row in zip(numbers, written, strict=True):
            if row is None:
                left.append(number)
            elif isinstance(held.get(number), Row):
                self.renew(number, *row)
            else:
                attributes[number], held[number] = row
        return left

    def put_values(self, columns: Sequence[NewCells]) -> list[int]:
        """Give cells of many rows other values; returns the rows that have got none of theirs.

        Those are the rows that have been asked for, do not have all of the cells, or are out of
        the ordinary.
        """
        self._settle()
        if len(self._content) < self._index.starts[-1] + len(PAD):
            self._content += PAD
        self._splices, left = splice(self._content, self._index, columns, self._held)
        return left

    def _settle(self) -> None:
        """Put the values that wait into the XML: where other ones go depends on it."""
        if self._splices is not None:
            start, end = self._index.starts[0], self._index.starts[-1]
            starts = np.asarray(self._index.starts, np.int64)
            self._index = self._index.at(starts - start + self._splices.growth(starts))
            self._content = self._splices.between(self._content, start, end) + PAD
            self._splices = None

    def add_all(self, numbers: Iterable[int], cells: Iterable[bytes], *, computed: bool) -> None:
        """Put rows where the sheet has none.

        Args:
            numbers: Of the rows.
            cells: What each has, at least one cell, with ``NUMBER`` in place of its number.
            computed: Whether some of the cells have a formula.
        """
        added = dict(zip(numbers, cells, strict=True))
        self._held.update(added)
        self._attributes.update(dict.fromkeys(added, b""))
        if computed:
            self._computed.update(added)

    def empty(self, number: int, first: bytes, last: bytes) -> bool:
        """Take all cells out of a row, if it has none but plain ones in certain columns.

        Args:
            number: Of the row.
            first: Letters of the first of the columns.
            last: Letters of the last, inclusive.

        Returns:
            Whether it did.
        """
        if not isinstance(self._held.get(number), bytes):
            found = self._values_of(number, first, last)
            if found is None:
                return False
            self._attributes[number], _ = found
        self._held[number] = b""
        return True

    def bring(
        self, numbers: Iterable[int], to: int, first: bytes, last: bytes
    ) -> Iterator[tuple[int, int]]:
        """Bring the cells of rows to one row after the other, whatever else these rows have.

        It does so only where it costs little: when they are plain ones in certain columns, and the
        other row has no cells by then.

        Args:
            numbers: The rows, ascending.
            to: Where the first of them goes: above it.
            first: Letters of the first of the columns.
            last: Letters of the last, inclusive.

        Yields:
            A row that is not brought, and where it should go, for the caller to do it at once.
        """
        held = self._held
        for after, number in enumerate(numbers, to):
            cells, target = held.get(number), held.get(after)
            if isinstance(target, Row) and target.cells:
                yield number, after
                continue
            if not isinstance(cells, bytes):
                found = self._values_of(number, first, last)
                if found is None:
                    yield number, after
                    continue
                self._attributes[number], cells = found[0], renamed_cells(found[1], NUMBER)
            held[number] = b""
            if isinstance(target, Row):
                target.cells = cells.replace(NUMBER, b"%d" % after)
            else:
                held[after] = cells

    def _values_of(self, number: int, first: bytes, last: bytes) -> tuple[bytes, bytes] | None:
        """Attributes and cells of a row that is not held; None unless these are plain values."""
        at = None if number in self._held else self._index.find(number)
        if at is None:
            return None
        attributes, cells = self._cut(at)
        return (attributes, cells) if only_values(cells, first, last) else None

    def any_of(self, numbers: Sequence[int]) -> bool:
        """Whether the sheet has one of some rows, or had."""
        first, last = min(numbers), max(numbers)
        index = self._index
        empty = index.position(first) == index.position(last + 1)
        return not (empty and self._held.keys().isdisjoint(numbers))

    def between(self, first: int, last: int) -> list[int]:
        """The rows that the sheet has among some, both inclusive, ascending."""
        index, held = self._index, self._held
        start, end = index.position(first), index.position(last + 1)
        known = set(index.numbers[start:end])
        known.update(number for number in held if first <= number <= last)
        return sorted(number for number in known if held.get(number, number) is not None)

    def forget_empty(self, numbers: Iterable[int]) -> None:
        """Leave out those of some rows that have nothing to keep."""
        held = self._held
        for number in numbers:
            cells = held.get(number)
            if isinstance(cells, bytes) and cells:
                continue
            row = self.find(number)
            if row is not None and not row.matters:
                held[number] = None

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        if number in self._held:
            return self._held[number] is not None
        return self._index.find(number) is not None

    def __setitem__(self, number: int, row: Row) -> None:
        self._untouched.discard(number)
        self._held[number] = row

    def __delitem__(self, number: int) -> None:
        if number not in self:
            raise KeyError(number)
        self._held[number] = None

    def __iter__(self) -> Iterator[int]:
        new = [number for number in self._held if self._index.find(number) is None]
        numbers = sorted((*self._index.numbers, *new)) if new else list(self._index.numbers)
        return iter([number for number in numbers if self._held.get(number, number) is not None])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def marked(self, attribute: bytes, numbers: range) -> Iterator[int]:
        """Those of some rows that may have an attribute such as ``hidden=``, ascending.

        No row is cut out for it; each that has the attribute is among them.
        """
        if (attribute, numbers) not in self._marked:
            found = set(self._index.holding(self._content, attribute, numbers))
            self._marked[attribute, numbers] = found
        found = set(self._marked[attribute, numbers])
        for number, row in self._held.items():
            if isinstance(row, Row) and number in numbers and attribute in row.attributes:
                found.add(number)
            elif not isinstance(row, bytes):
                found.discard(number)
        return iter(sorted(found))

    def with_formulas(self) -> Iterator[tuple[int, Row]]:
        """The rows in which a cell has a formula, ascending; no other row is cut out for it."""
        for number in sorted(self.perhaps_with_formulas()):
            row = self.find(number)
            if row is not None and b"<f" in row.cells:
                yield number, row

    def perhaps_with_formulas(self) -> set[int]:
        """The numbers of the rows in which a cell may have a formula; no row is cut out."""
        index = self._index
        numbers = {index.numbers[at] for at in index.with_formulas} | self._computed
        for number in self._held.keys() - self._untouched:
            row = self._held[number]
            if isinstance(row, Row) and b"<f" in row.cells:
                numbers.add(number)
        return numbers

    def hold(self, text: bytes, numbers: Iterable[int]) -> bool:
        """Whether a text stands in the cells of one of some rows; no row is cut out for it."""
        return any(self._holds(text, number) for number in numbers)

    def _holds(self, text: bytes, number: int) -> bool:
        held = self._held.get(number)
        if held is not None:
            return text in (held.cells if isinstance(held, Row) else held)
        at = self._index.find(number)
        if at is None:
            return False
        return self._content.find(text, self._index.starts[at], self._index.starts[at + 1]) >= 0

    def xml_of(self, numbers: Sequence[int]) -> Iterable[tuple[bytes, int]]:
        """The same for many rows."""
        if self._splices is None and self._held.keys().isdisjoint(numbers):
            return zip(repeat(self._content), self._index.starts_of(numbers))
        return map(self.xml, numbers)

    def xml(self, number: int) -> tuple[bytes, int]:
        """The XML in which a row is, and where it begins; a row that is not cut out stays so."""
        if number in self._held:
            row = self.find(number)
            return (row.render(number), 0) if row else (b"", 0)
        at = self._index.find(number)
        return (b"", 0) if at is None else self._place(at)[:2]

    def last_filled(self) -> int:
        """The last row that has a cell; 1 when none has."""
        held = next(filter(self._is_filled, sorted(self._held, reverse=True)), 1)
        numbers, starts = self._index.numbers, self._index.starts
        for at in range(len(numbers) - 1, -1, -1):
            if numbers[at] <= held:
                break
            if (
                numbers[at] not in self._held
                and self._content.find(b"<c", starts[at], starts[at + 1]) >= 0
            ):
                return numbers[at]
        return held

    def _is_filled(self, number: int) -> bool:
        row = self._held[number]
        return bool(row.cells if isinstance(row, Row) else row)

    def pieces(self) -> Iterator[Piece]:
        """Their XML: each row that is held anew, the stretches in between as they were."""
        held = sorted(self._held)
        written = self._index.starts[0]
        begun = 0
        for at, (start, end) in enumerate(self._index.extents(held)):
            if start > written:
                yield b"".join(map(self._rendered, held[begun:at]))
                yield from self._stretch(written, start)
                begun = at
            elif at - begun == _ROWS_AT_ONCE:
                yield b"".join(map(self._rendered, held[begun:at]))
                begun = at
            written = end
        yield b"".join(map(self._rendered, held[begun:]))
        yield from self._stretch(written, self._index.starts[-1])

    def _stretch(self, start: int, end: int) -> Iterator[Piece]:
        """The XML between two places as it is to be written."""
        if self._splices is None:
            yield memoryview(self._content)[start:end]
        else:
            yield from self._splices.stretches(self._content, start, end)

    def _rendered(self, number: int) -> bytes:
        row = self._held[number]
        if isinstance(row, Row):
            return row.render(number)
        if row is None:
            return b""
        digits = b"%d" % number
        attributes = self._attributes.get(number)
        if attributes is None:
            attributes = self._attributes_of(number)
        return b'<row r="%b"%b>%b</row>' % (digits, attributes, row.replace(NUMBER, digits))

    def _attributes_of(self, number: int) -> bytes:
        """The attributes of a row whose cells are renewed or come from another."""
        known = self._attributes.get(number)
        if known is not None:
            return known
        at = self._index.find(number)
        if at is None:
            return b""
        content, start, _ = self._place(at)
        quote, end, empty = _tag(content, start)
        # It may have had fewer cells.
        return without_spans(content[quote + 1 : end - empty])

    def _cut(self, at: int) -> tuple[bytes, bytes]:
        """The attributes of a row and its cells."""
        content, start, following = self._place(at)
        quote, end, empty = _tag(content, start)
        if empty:
            return content[quote + 1 : end - 1], b""
        close = content.rindex(_ROW_END, end, following)
        return content[quote + 1 : end], content[end + 1 : close]

    def _place(self, at: int) -> tuple[bytes, int, int]:
        """The XML in which a row is, where it begins, and where the next one does."""
        start, end = self._index.starts[at], self._index.starts[at + 1]
        if self._splices is None:
            return self._content, start, end
        row = self._splices.between(self._content, start, end)
        return row, 0, len(row)


def _tag(content: bytes, start: int) -> tuple[int, int, bool]:
    """Where the number in a row's tag ends, where the tag ends, and whether it is all."""
    quote = content.index(b'"', start + len(_ROW))
    end = content.index(b">", quote)
    return quote, end, content[end - 1] == ord("/")

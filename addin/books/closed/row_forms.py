"""Many rows of a table written at once.

Most rows of an edit are alike: the same columns change, with values of the same kinds, in cells of
the same styles. For such rows the XML of a row is laid down once, with places for the values, and
each row costs one match and one substitution. What is out of the ordinary is left to the caller.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from addin.books.addresses import column_letters
from addin.books.cell_values import ColumnCells, column_cells
from addin.books.closed.row import NUMBER, without_spans
from addin.books.closed.row_plan import Values, by_headings
from addin.tables.column_updates import ColumnRows
from addin.tables.grid import Cell

# Below it, laying down the form costs more than it spares.
_FEWEST_CELLS = 1_000
_ROWS_AT_ONCE = 1_000  # so that their values as text take no memory to speak of

# No part of a match is ever given back: each is followed by what it cannot hold itself.
_ROW = rb'<row r="[0-9]++"([^<>]*+)>%b</row>'
_CONTENT = rb"(?:<v>[^<]*+</v>|<is><t[^<>]*+>[^<]*+</t></is>)?+</c>"
_KIND = rb'(?: t="[A-Za-z]++")?+'
_CHANGING_CELL = (
    rb'(?:<c r="%b[0-9]++"((?: s="[0-9]++")?+)' + _KIND + rb"(?:/>|>" + _CONTENT + rb"))?+"
)
_ANYTHING = rb"(?:[^<]*+<(?!/c>))*+[^<]*+</c>"  # to the end of the cell
_KEPT_CELL = rb'((?:<c r="%b[0-9]++"[^<>]*+(?:(?<=/)>|(?<!/)>' + _ANYTHING + rb"))?+)"
_STYLED_CELL = (
    rb'<c r="%b[0-9][^"]*+"%b[^<]*+'
    rb"(?:<v>[^<]*+</v></c>|<is><t[^<]*+</t></is></c>|(?<=/>)|(?<!/>)</c>)"
)
_PLAIN_CELL = rb'<c r="%b[0-9]++"%b' + _KIND + rb"(?:/>|>" + _CONTENT + rb")"

_Styles = tuple[bytes | None, ...]
_Columns = Sequence[Sequence[Cell]]
_Group = tuple[tuple[str, ...], list[int], _Columns]
_Match = Callable[[bytes, int], re.Match[bytes] | None]


def are_many(cells: int) -> bool:
    """Whether so many cells are written faster together than one by one."""
    return cells >= _FEWEST_CELLS


@dataclass(frozen=True, slots=True)
class AlikeRows:
    """Rows that get values of the same kinds in the same columns.

    Attributes:
        columns: Numbers of these columns, ascending.
        cells: What they get, column by column; None when each must be written for itself.
        places: Where the rows are: whatever the caller knows them by.
    """

    columns: tuple[int, ...]
    cells: tuple[ColumnCells, ...] | None
    places: Sequence[int]

    def values(self) -> Iterator[tuple[bytes, ...]]:
        """The values of one row after the other; columns that become empty have none."""
        filled = [cells.texts for cells in self.cells or () if cells.frame]
        return zip(*filled, strict=True) if filled else iter([()] * len(self.places))

    def frames(self) -> dict[int, bytes]:
        """The frame of the cells in each column."""
        cells = self.cells or ()
        return {column: cell.frame for column, cell in zip(self.columns, cells, strict=True)}


def alike_rows(
    rows: Iterable[tuple[int, Values]], numbers: Mapping[str, int], *, since_1904: bool
) -> Iterator[AlikeRows]:
    """Sort rows out into those that can be written at once, some hundred at a time, and others.

    Args:
        rows: Each with its place.
        numbers: Of the columns, by their heading.
        since_1904: Whether the workbook counts its days from 1904.
    """
    return _in_batches(_by_headings(rows), numbers, since_1904=since_1904)


def alike_new_rows(
    rows: Sequence[Values], first: int, numbers: Mapping[str, int], *, since_1904: bool
) -> Iterator[AlikeRows]:
    """The same for rows that follow one another from a place on."""
    if not isinstance(rows, ColumnRows):
        return alike_rows(enumerate(rows, first), numbers, since_1904=since_1904)
    groups = (
        (block.headings, (places + first).tolist(), [list(column) for column in block.columns])
        for places, block in rows.blocks()
    )
    return _in_batches(groups, numbers, since_1904=since_1904)


def _in_batches(
    groups: Iterable[_Group], numbers: Mapping[str, int], *, since_1904: bool
) -> Iterator[AlikeRows]:
    for headings, places, columns in groups:
        order = sorted(range(len(headings)), key=lambda at: numbers[headings[at]])
        in_order = tuple(numbers[headings[at]] for at in order)
        for kinds, places_alike, columns_alike in _by_kinds(places, [columns[at] for at in order]):
            few = not are_many(len(places_alike) * len(order))
            for start in range(0, len(places_alike), _ROWS_AT_ONCE):
                some = slice(start, start + _ROWS_AT_ONCE)
                batch = [values[some] for values in columns_alike]
                cells = None if few else _cells(batch, kinds, since_1904=since_1904)
                yield AlikeRows(in_order, cells, places_alike[some])


def _by_headings(rows: Iterable[tuple[int, Values]]) -> Iterator[_Group]:
    """Rows in which the same columns change: these columns, their places, their values."""
    for headings, (places, cells) in by_headings(rows).items():
        yield headings, places, [cells[at :: len(headings)] for at in range(len(headings))]


def _by_kinds(
    places: list[int], columns: _Columns
) -> Iterator[tuple[tuple[type[Cell], ...], list[int], _Columns]]:
    """Rows sorted out by the types of their values: these types, their places, their values."""
    alike = [set(map(type, values)) for values in columns]
    if all(len(kinds) == 1 for kinds in alike):
        yield tuple(kinds.pop() for kinds in alike), places, columns
        return
    groups: dict[tuple[type[Cell], ...], list[int]] = {}
    for at, kinds in enumerate(zip(*(map(type, values) for values in columns), strict=True)):
        groups.setdefault(kinds, []).append(at)
    for kinds, chosen in groups.items():
        pick = _picker(chosen)
        yield kinds, list(pick(places)), [pick(values) for values in columns]


def _cells(
    columns: _Columns, kinds: Sequence[type[Cell]], *, since_1904: bool
) -> tuple[ColumnCells, ...] | None:
    """What rows get, column by column; None if one of them is out of the ordinary."""
    cells: list[ColumnCells] = []
    for values, kind in zip(columns, kinds, strict=True):
        found = column_cells(values, kind, since_1904=since_1904)
        if found is None:
            return None
        cells.append(found)
    return tuple(cells)


class NewRowForm:
    """Rows of a table that are new, their cells without the number of the row.

    Args:
        columns: Numbers of the table's columns, ascending.
        rows: What the rows get.
        style: The style of a new cell in a column; empty for the default.
        formulas: What Excel computes in columns that the rows leave empty, the same in each row.
    """

    def __init__(
        self,
        columns: Sequence[int],
        rows: AlikeRows,
        style: Callable[[int], bytes],
        formulas: Mapping[int, bytes],
    ) -> None:
        computed = {
            column: b"><f>%b</f></c>" % formula.replace(b"%", b"%%")
            for column, formula in formulas.items()
        }
        given = {column: frame for column, frame in rows.frames().items() if frame}
        frames = computed | given
        self._template = b"".join(
            _cell(column, _style_attribute(style(column)), frames.get(column, b""))
            for column in columns
        )

    @property
    def has_cells(self) -> bool:
        """Whether the rows have any cell."""
        return bool(self._template)

    def cells(self, values: tuple[bytes, ...]) -> bytes:
        """The cells of one of the rows."""
        return self._template % values


class OldRowForm:
    """Rows that are there, with new values in some of their cells.

    Attributes:
        whole: Whether every cell of the table is written anew; such cells come without the number
            of the row, for it may move.
    """

    def __init__(
        self, columns: Sequence[int], rows: AlikeRows, style: Callable[[int], bytes]
    ) -> None:
        """Lay the form down; the arguments are the first ones of ``NewRowForm``."""
        self._columns, self._style = tuple(columns), style
        self._frames = rows.frames()
        self._any = _row_pattern(self._columns, rows.columns).match
        kept = [column for column in columns if column not in self._frames]
        self.whole = not kept
        self._pick_kept = _picker([self._columns.index(column) + 1 for column in kept])
        self._pick_styles = _picker([self._columns.index(column) + 1 for column in rows.columns])
        order = [*kept, *(column for column in rows.columns if self._frames[column])]
        self._arrange = _picker([order.index(column) for column in columns if column in order])
        self._templates: dict[_Styles, bytes] = {}
        # The styles of the row before, in which the next one comes nearly always.
        self._last: tuple[_Match, bytes] | None = None

    def rows(
        self, places: Iterable[tuple[bytes, int]], values: Iterable[tuple[bytes, ...]]
    ) -> Iterator[tuple[bytes, bytes] | None]:
        """The attributes and the cells of row after row; None for one out of the ordinary.

        Args:
            places: The XML in which a row is, and where it begins.
            values: What each row gets.
        """
        match: _Match = self._any
        template = b""
        for (xml, start), texts in zip(places, values, strict=True):
            found = match(xml, start)
            if found is not None and template:
                yield found[1], template % texts
                continue
            if found is None and template:
                found = self._any(xml, start)
            yield None if found is None else self._filled(found.groups(), texts)
            if self._last is not None:
                match, template = self._last

    def _filled(
        self, groups: tuple[Any, ...], values: tuple[bytes, ...]
    ) -> tuple[bytes, bytes] | None:
        attributes, styles = groups[0], self._pick_styles(groups)
        template = self._templates.get(styles)
        if template is None:
            template = self._templates[styles] = self._template(styles)
        if None in styles:
            if b"customFormat" in attributes:
                return None
            attributes = without_spans(attributes)
        elif self.whole:
            self._last = _styled_row_pattern(self._columns, styles).match, template
        if not self.whole:
            values = self._arrange((*self._pick_kept(groups), *values))
        return attributes, template % values

    def _template(self, styles: _Styles) -> bytes:
        found = iter(styles)
        return b"".join(
            self._cell(column, next(found)) if column in self._frames else b"%b"
            for column in self._columns
        )

    def _cell(self, column: int, style: bytes | None) -> bytes:
        if style is None:  # the row does not have this cell yet
            style = _style_attribute(self._style(column))
        return _cell(column, style, self._frames[column])


def _cell(column: int, style: bytes, frame: bytes) -> bytes:
    if not frame and not style:
        return b""
    return b'<c r="%b%b"%b%b' % (column_letters(column).encode(), NUMBER, style, frame or b"/>")


def _style_attribute(style: bytes) -> bytes:
    return b' s="%b"' % style if style else b""


def _picker(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """What takes the items at some places out of a sequence."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda items: tuple(items[place] for place in places)


@lru_cache(maxsize=64)
def _row_pattern(columns: tuple[int, ...], changing: tuple[int, ...]) -> re.Pattern[bytes]:
    """A row that has nothing but cells of a table, of which those that change have no formula.

    Its groups are the attributes of the row, then for each column the style of the cell that
    changes, None without such a cell, or the whole of the cell that is kept.
    """
    cells = (
        (_CHANGING_CELL if column in changing else _KEPT_CELL) % column_letters(column).encode()
        for column in columns
    )
    return re.compile(_ROW % b"".join(cells))


@lru_cache(maxsize=64)
def _styled_row_pattern(columns: tuple[int, ...], styles: tuple[bytes, ...]) -> re.Pattern[bytes]:
    """The same where all cells are there and change, in certain styles: four times as fast."""
    cells = (
        (_STYLED_CELL if style else _PLAIN_CELL) % (column_letters(column).encode(), style)
        for column, style in zip(columns, styles, strict=True)
    )
    return re.compile(_ROW % b"".join(cells))

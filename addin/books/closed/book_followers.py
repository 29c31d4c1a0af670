"""What in the workbook, outside its sheets, refers to the rows of a table."""

import re
from collections.abc import Callable, Iterable
from html import unescape
from xml.sax.saxutils import escape

from lxml.etree import _Element as Element

from addin.books.addresses import areas
from addin.books.closed.mentions import speaks_of
from addin.books.closed.package import MAIN, Package
from addin.books.closed.row_shift import RowGoneError, Shift, followed, print_area_followed
from addin.books.closed.table_part import Table, follow_rows
from addin.books.refusals import PointedRowError

_CHART = re.compile(r"(?i)(?:.*/)?charts/[^/]+\.xml")
_CHART_FORMULA = re.compile(rb"(<(\w+:)?f\b[^>]*>)([^<]+)(?=</)")
_PRINT_AREA = "_xlnm.Print_Area"
_SOURCE = f"{MAIN}cacheSource/{MAIN}worksheetSource"


def follow_names(root: Element, shifts: Iterable[Shift]) -> None:
    """Let the names defined in the workbook follow.

    Raises:
        PointedRowError: A name stands for nothing but rows that go.
    """
    for name in root.iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
        for shift in shifts:
            # A name refers to a sheet by its name, always: an empty host matches none.
            if name.get("name") == _PRINT_AREA:
                # Before the rows are in their new places, for that is what it looks at.
                name.text = print_area_followed(name.text or "", shift)
            name.text = _followed_at(name.text or "", name.get("name", ""), shift)


def follow_charts(package: Package, shifts: list[Shift]) -> None:
    """Let the series of charts follow; what they show is worked out anew when Excel opens them.

    Raises:
        PointedRowError: A series shows nothing but rows that go.
    """
    for part in package.names:
        if _CHART.fullmatch(part):
            content = package.read(part)
            if speaks_of([content], [shift.sheet for shift in shifts]):
                after = _CHART_FORMULA.sub(_series(part, shifts), content)
                if after != content:
                    package.put(part, after)


def follow_pivots(
    package: Package, workbook: str, tables: Iterable[Table], shifts: list[Shift]
) -> None:
    """Have the pivot tables over changed tables refreshed when Excel opens the workbook.

    Args:
        package: The workbook.
        workbook: Its workbook part.
        tables: The tables whose cells change.
        shifts: The moves of their rows.
    """
    changed = list(tables)
    for part in package.targets(workbook, "pivotCacheDefinition"):
        root = package.root(part)
        source = root.find(_SOURCE)
        if source is not None and any(_is_source(source, table) for table in changed):
            for shift in shifts:
                _follow_source(source, shift)
            root.set("refreshOnLoad", "1")
            package.put_root(part, root)


def follow_tables(
    package: Package, tables: Iterable[Table], shifts: list[Shift], edited: Callable[[Table], bool]
) -> None:
    """Let the formulas of the columns of tables that are not edited themselves follow.

    Raises:
        PointedRowError: A formula refers to nothing but rows that go.
    """
    for table in tables:
        if not edited(table):
            root = package.root(table.part)
            if follow_columns(root, table, shifts):
                package.put_root(table.part, root)


def follow_columns(root: Element, table: Table, shifts: list[Shift]) -> bool:
    """Let the formulas in a table's definition follow; gives whether one has changed."""
    changed = False
    for shift in shifts:
        try:
            changed |= follow_rows(root, table.sheet, shift)
        except RowGoneError as gone:
            name = gone.shift.table
            raise PointedRowError(table=name, place=table.name, formula="") from None
    return changed


def _series(part: str, shifts: list[Shift]) -> Callable[[re.Match[bytes]], bytes]:
    def follow(found: re.Match[bytes]) -> bytes:
        before = after = unescape(found[3].decode())
        for shift in shifts:
            after = _followed_at(after, part.rsplit("/", 1)[-1], shift, series=True)
        changed: bytes = found[1] + escape(after).encode()
        return found[0] if after == before else changed

    return follow


def _followed_at(text: str, place: str, shift: Shift, *, series: bool = False) -> str:
    try:
        return followed(text, "", shift, series=series)
    except RowGoneError as gone:
        raise PointedRowError(table=gone.shift.table, place=place, formula=text) from None


def _is_source(source: Element, table: Table) -> bool:
    if (source.get("name") or "").casefold() == table.name.casefold():
        return True
    area = next(areas(source.get("ref", "")), None)
    same_sheet = (source.get("sheet") or "").casefold() == table.sheet.casefold()
    return area is not None and same_sheet and area.meets(table.area)


def _follow_source(source: Element, shift: Shift) -> None:
    area = next(areas(source.get("ref", "")), None)
    if area is None or (source.get("sheet") or "").casefold() != shift.sheet.casefold():
        return
    after = shift.stretched(area) if shift.covers(area) else shift.moved(shift.grown(area))
    if after is not None:
        source.set("ref", str(after))

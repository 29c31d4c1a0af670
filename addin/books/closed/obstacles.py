"""What stands in the way of editing a table: found before anything is changed."""

import re
from collections.abc import Iterable, Iterator

from addin.books.addresses import Area, areas
from addin.books.closed.comments import comments_on
from addin.books.closed.hidden_rows import refuse_hidden
from addin.books.closed.hyperlinks import hyperlinks_on
from addin.books.closed.package import MAIN, Package
from addin.books.closed.row_plan import RowPlan
from addin.books.closed.sheet_cells import cut, filled
from addin.books.closed.sheet_part import SheetPart
from addin.books.closed.table_part import Table
from addin.books.refusals import (
    CellsBelowError,
    CommentError,
    HyperlinkError,
    LockedSheetError,
    MergedCellsError,
    QueryTableError,
    SignedError,
    TableBelowError,
)

_PROTECTION = re.compile(rb"<(?:\w+:)?sheetProtection\b[^>]*>")
_LONGEST_TAG = 4096  # bytes of a protection with its digest
_IN_FORCE = re.compile(rb"""\bsheet\s*=\s*["'](?:1|true)["']""")
_SPREADING = re.compile(rb'<f [^>]*\bt="(?:array|dataTable)"[^>]*')
_SEVERAL = re.compile(rb'\bref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')


def refuse_signed(package: Package) -> None:
    """A signature covers the very bytes of the file.

    Raises:
        SignedError: The workbook is signed. A signature of its macros alone is not touched.
    """
    if any(relation.kind == "origin" for relation in package.relations("")):
        raise SignedError(file=package.path)


def refuse_protected(package: Package, tables: Iterable[Table]) -> None:
    """A protected sheet is its owner's to change, here as in an open Excel.

    Raises:
        LockedSheetError: The sheet of one of the tables is protected.
    """
    for part, table in {table.sheet_part: table for table in tables}.items():
        if _is_protected(package, part):
            raise LockedSheetError(table=table.name, sheet=table.sheet)


def refuse_obstacles(
    package: Package, part: SheetPart, plan: RowPlan, tables: Iterable[Table]
) -> None:
    """Make sure that a table may change, and that the rows of a plan can come and go.

    Args:
        package: The workbook.
        part: The sheet of the table.
        plan: What is to be done.
        tables: All tables of the workbook.

    Raises:
        BillingError: One of the refusals PATCH-02 to PATCH-08 and PATCH-14 to PATCH-16.
    """
    tables = list(tables)
    protection = part.frame.find(f"{MAIN}sheetProtection")
    if protection is not None and protection.get("sheet") in ("1", "true"):
        raise LockedSheetError(table=plan.table.name, sheet=plan.table.sheet)
    _refuse_query(package, plan)
    if plan.coming is not None:
        _refuse_cells(part, plan.table, plan.coming)
        _refuse_spilled(package, part, plan.table, plan.coming)
        _refuse_tables(plan.table, plan.coming, tables)
        _refuse_merged(part, plan.table, plan.coming)
        _refuse_comments(package, part, plan.table, plan.coming)
    if plan.going is not None:
        _refuse_merged(part, plan.table, plan.going)
    _refuse_hyperlinks(part, plan)
    refuse_hidden(part, plan, tables)


def _is_protected(package: Package, part: str) -> bool:
    """Whether a sheet is protected, found without taking it apart."""
    for text in _stretches(package, part):
        # To look for the word alone is much faster than for its form.
        if b"sheetProtection" in text and (found := _PROTECTION.search(text)):
            return _IN_FORCE.search(found[0]) is not None
    return False


def _stretches(package: Package, part: str) -> Iterator[bytes]:
    """The content of a part, each stretch with the end of the one before: no tag is cut."""
    before = b""
    for stretch in package.chunks(part):
        text = before + stretch
        yield text
        before = text[-_LONGEST_TAG:]


def _refuse_query(package: Package, plan: RowPlan) -> None:
    """The columns that a query fills, and the number of rows, are those of its source."""
    table = plan.table
    for query in package.targets(table.part, "queryTable"):
        fields = package.root(query).iter(f"{MAIN}queryTableField")
        bound = {
            field.get("tableColumnId")
            for field in fields
            if field.get("dataBound", "1") in ("1", "true")
        }
        columns = package.root(table.part).iterfind(f"{MAIN}tableColumns/{MAIN}tableColumn")
        filled_by_it = {
            number
            for number, column in enumerate(columns, table.area.first_column)
            if column.get("id") in bound
        }
        if plan.moves or plan.renewed or plan.updated_columns & filled_by_it:
            raise QueryTableError(table=table.name, sheet=table.sheet)


def _refuse_cells(part: SheetPart, table: Table, coming: Area) -> None:
    for number in part.text.rows.between(coming.first_row, coming.last_row):
        _, inside, _ = cut(part.text.rows[number].cells, coming.first_column, coming.last_column)
        cell = filled(inside)
        if cell is not None:
            address = cell.split(b'"', 2)[1].decode()
            raise CellsBelowError(table=table.name, sheet=table.sheet, cell=address)


def _refuse_spilled(package: Package, part: SheetPart, table: Table, coming: Area) -> None:
    """Blank cells are taken, too, where a formula spreads over them or a pivot table lies."""
    spread = list(_spread(package, part))
    for pivot in package.targets(part.sheet.part, "pivotTable"):
        for location in package.root(pivot).iter(f"{MAIN}location"):
            spread += areas(location.get("ref", ""))
    for area in spread:
        if area.meets(coming):
            raise CellsBelowError(table=table.name, sheet=table.sheet, cell=str(area))


def _spread(package: Package, part: SheetPart) -> Iterator[Area]:
    """The areas that formulas of a sheet fill, of more cells than their own."""
    texts = _stretches(package, part.sheet.part)
    if not any(b"array" in text or b"dataTable" in text for text in texts):
        return  # rows are not cut out for nothing
    for _, row in part.text.rows.with_formulas():
        for formula in _SPREADING.findall(row.cells):
            for reference in _SEVERAL.findall(formula):
                yield Area.parse(reference.decode())


def _refuse_tables(table: Table, coming: Area, tables: Iterable[Table]) -> None:
    for other in tables:
        if other.sheet_part == table.sheet_part and other.area.meets(coming):
            raise TableBelowError(table=table.name, sheet=table.sheet, other=other.name)


def _refuse_merged(part: SheetPart, table: Table, cells: Area) -> None:
    for merged in part.areas_of("mergeCells/mergeCell"):
        if merged.meets(cells):
            raise MergedCellsError(table=table.name, sheet=table.sheet, cells=str(merged))


def _refuse_comments(package: Package, part: SheetPart, table: Table, coming: Area) -> None:
    for cell in comments_on(package, part):
        if cell.meets(coming):
            raise CommentError(table=table.name, sheet=table.sheet, cell=str(cell))


def _refuse_hyperlinks(part: SheetPart, plan: RowPlan) -> None:
    """A link on blank cells that rows need, or on moving cells and on others beside them."""
    table = plan.table
    for link in hyperlinks_on(part):
        taken = plan.coming is not None and link.meets(plan.coming)
        beyond = not link.within(table.area) and plan.going is not None and link.meets(plan.going)
        if taken or beyond:
            raise HyperlinkError(table=table.name, sheet=table.sheet, cell=str(link))

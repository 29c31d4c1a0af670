"""What stands in the way of moving the rows of a table: found before anything is changed."""

from collections.abc import Iterable

from addin.books.addresses import Area, areas
from addin.books.closed.package import Package
from addin.books.closed.row_plan import RowPlan
from addin.books.closed.sheet_cells import cut, filled
from addin.books.closed.sheet_part import SheetPart
from addin.books.closed.table_part import Table
from addin.books.refusals import (
    CellsBelowError,
    CommentError,
    FilteredError,
    HyperlinkError,
    MergedCellsError,
    SignedError,
    TableBelowError,
)

_COMMENTS = ("comments", "threadedComment")


def refuse_signed(package: Package) -> None:
    """A signature covers the very bytes of the file.

    Raises:
        SignedError: The workbook is signed. A signature of its macros alone is not touched.
    """
    if any(relation.kind == "origin" for relation in package.relations("")):
        raise SignedError(file=package.path)


def refuse_obstacles(
    package: Package, part: SheetPart, plan: RowPlan, tables: Iterable[Table]
) -> None:
    """Make sure that the rows of a plan can come and go.

    Args:
        package: The workbook.
        part: The sheet of the table.
        plan: What is to be done.
        tables: All tables of the workbook.

    Raises:
        BillingError: One of the refusals PATCH-02 to PATCH-08.
    """
    if plan.table.filtered and (plan.moves or plan.renewed):
        raise FilteredError(table=plan.table.name, sheet=plan.table.sheet)
    if plan.coming is not None:
        _refuse_cells(part, plan.table, plan.coming)
        _refuse_tables(plan.table, plan.coming, tables)
        _refuse_merged(part, plan.table, plan.coming)
    if plan.going is not None:
        _refuse_merged(part, plan.table, plan.going)
        _refuse_comments(package, part, plan.table, plan.going)
        _refuse_hyperlinks(part, plan.table, plan.going)


def _refuse_cells(part: SheetPart, table: Table, coming: Area) -> None:
    for number in range(coming.first_row, coming.last_row + 1):
        row = part.text.rows.get(number)
        if row is not None:
            _, inside, _ = cut(row.cells, coming.first_column, coming.last_column)
            cell = filled(inside)
            if cell is not None:
                address = cell.split(b'"', 2)[1].decode()
                raise CellsBelowError(table=table.name, sheet=table.sheet, cell=address)


def _refuse_tables(table: Table, coming: Area, tables: Iterable[Table]) -> None:
    for other in tables:
        if other.sheet_part == table.sheet_part and other.area.meets(coming):
            raise TableBelowError(table=table.name, sheet=table.sheet, other=other.name)


def _refuse_merged(part: SheetPart, table: Table, cells: Area) -> None:
    for merged in part.areas_of("mergeCells/mergeCell"):
        if merged.meets(cells):
            raise MergedCellsError(table=table.name, sheet=table.sheet, cells=str(merged))


def _refuse_comments(package: Package, part: SheetPart, table: Table, going: Area) -> None:
    for relation in package.relations(part.sheet.part):
        if relation.kind not in _COMMENTS:
            continue
        for comment in package.root(relation.target).iter("{*}comment", "{*}threadedComment"):
            for cell in areas(comment.get("ref", "")):
                if cell.meets(going):
                    raise CommentError(table=table.name, sheet=table.sheet, cell=str(cell))


def _refuse_hyperlinks(part: SheetPart, table: Table, going: Area) -> None:
    for link in part.areas_of("hyperlinks/hyperlink"):
        if link.meets(going):
            raise HyperlinkError(table=table.name, sheet=table.sheet, cell=str(link))

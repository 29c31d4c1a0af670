"""Edits of tables carried out in the parts of a closed workbook.

Everything is worked out in memory; the package is written by its caller, or not at all.
"""

from collections.abc import Sequence

from addin.books.addresses import Area
from addin.books.book import TableEdit
from addin.books.closed.book_followers import (
    follow_charts,
    follow_columns,
    follow_names,
    follow_pivots,
    follow_tables,
)
from addin.books.closed.comments import follow_comments
from addin.books.closed.hidden_rows import show_and_hide
from addin.books.closed.hyperlinks import follow_hyperlinks
from addin.books.closed.mentions import speaks_of
from addin.books.closed.obstacles import refuse_obstacles
from addin.books.closed.package import Package
from addin.books.closed.row_heights import fit_rows, wrapping_styles
from addin.books.closed.row_plan import RowPlan, plan_rows
from addin.books.closed.shape_links import follow_shapes
from addin.books.closed.shared_formulas import write_out
from addin.books.closed.sheet_followers import follow_on_sheet
from addin.books.closed.sheet_part import SheetPart
from addin.books.closed.table_part import Table, TableColumn, move_rows, read_table
from addin.books.closed.table_rows import TableRows
from addin.books.closed.workbook_part import (
    Layout,
    Sheet,
    ask_for_calculation,
    drop_calculation_chain,
)
from addin.books.refusals import NoSuchTableError


def patch(package: Package, layout: Layout, edits: Sequence[TableEdit]) -> None:
    """Carry out every edit.

    Args:
        package: The workbook; its changed parts are put into it.
        layout: Where its sheets and tables lie.
        edits: At most one for a table.

    Raises:
        BillingError: An edit cannot be made safely; the package must not be saved.
    """
    plans = [plan_rows(_table(package, layout, edit.table), edit) for edit in edits]
    assert len({plan.table.part for plan in plans}) == len(plans), "two edits of one table"
    parts: dict[str, SheetPart] = {}
    for plan in plans:
        name = plan.table.sheet_part
        if name not in parts:
            parts[name] = _open(package, layout, plan.table)
        # A table that grows can meet another one only where that is today: none moves as a whole.
        refuse_obstacles(package, parts[name], plan, layout.tables.values())
    _Patch(package, layout, plans, parts).carry_out()


class _Patch:
    """The plans of one write and the sheets they are carried out on."""

    def __init__(
        self, package: Package, layout: Layout, plans: list[RowPlan], parts: dict[str, SheetPart]
    ) -> None:
        self.package, self.layout, self.plans, self.parts = package, layout, plans, parts
        self.shifts = [plan.shift for plan in plans if plan.moves]
        self.rows = [self._rows(plan) for plan in plans]

    def carry_out(self) -> None:
        """Do it in the order in which each step finds the rows where it expects them.

        Values first and removed rows out; then whatever refers to the rows follows, while they
        are still in their old places, the tables too; then they move, and new ones take the
        formulas of the last.
        """
        for rows in self.rows:
            rows.update()
            rows.take_out()
        if self.shifts:
            self._follow_on_sheets()
        for plan in self.plans:
            if plan.moves or plan.renewed:
                self._follow_with_rows(plan)
        self._follow_tables()
        for rows in self.rows:
            rows.move()
            rows.add(self._columns_after(rows.plan.table))
        self._finish_sheets()
        self._finish_workbook()

    def _follow_tables(self) -> None:
        """Let the definitions of all tables say what they will after the moves."""
        for plan in self.plans:
            root = self.package.root(plan.table.part)
            if plan.moves or root.get("insertRow"):
                follow_columns(root, plan.table, self.shifts)
                move_rows(root, plan.shift)
                self.package.put_root(plan.table.part, root)
        if self.shifts:
            edited = {plan.table.part for plan in self.plans if plan.moves}
            follow_tables(
                self.package,
                self.layout.tables.values(),
                self.shifts,
                lambda table: table.part in edited,
            )

    def _columns_after(self, table: Table) -> tuple[TableColumn, ...]:
        root = self.package.root(table.part)
        return read_table(root, table.part, table.sheet, table.sheet_part).columns

    def _rows(self, plan: RowPlan) -> TableRows:
        part = self.parts[plan.table.sheet_part]
        since_1904 = self.layout.since_1904
        alone = [one.table.sheet_part for one in self.plans].count(plan.table.sheet_part) == 1
        return TableRows(part.text, plan, part.column_styles(), since_1904, alone)

    def _follow_on_sheets(self) -> None:
        for sheet in self.layout.sheets:
            part = self.parts.get(sheet.part) or self._mentioning(sheet)
            if part is not None:
                write_out(part.text)
                follow_on_sheet(part, self.shifts)
                if part.changed:
                    self.parts[sheet.part] = part

    def _follow_with_rows(self, plan: RowPlan) -> None:
        """What is attached to the cells of a row, or to the row as a whole, goes where it goes."""
        part = self.parts[plan.table.sheet_part]
        follow_comments(self.package, part, plan)
        follow_hyperlinks(self.package, part, plan)
        show_and_hide(part, plan)

    def _mentioning(self, sheet: Sheet) -> SheetPart | None:
        """A sheet that is not edited but may refer to one that is."""
        moved = [shift.sheet for shift in self.shifts]
        if not speaks_of(self.package.chunks(sheet.part), moved):
            return None
        return SheetPart.open(self.package, sheet)

    def _finish_sheets(self) -> None:
        wrapping = wrapping_styles(self.package, self.layout.part)
        for plan in self.plans:
            part = self.parts[plan.table.sheet_part]
            fit_rows(part, plan, wrapping)
            part.fit_dimension(_area_after(plan))
        for name, part in self.parts.items():
            part.renew_frame()
            self.package.put(name, part.text.pieces)

    def _finish_workbook(self) -> None:
        root = self.package.root(self.layout.part)
        follow_names(root, self.shifts)
        ask_for_calculation(root)
        self.package.put_root(self.layout.part, root)
        if self.shifts:
            follow_charts(self.package, self.shifts)
            follow_shapes(self.package, self.layout.sheets, self.shifts)
        tables = [plan.table for plan in self.plans]
        follow_pivots(self.package, self.layout.part, tables, self.shifts)
        if self.shifts or any(rows.touched_formula for rows in self.rows):
            drop_calculation_chain(self.package, self.layout.part)


def _table(package: Package, layout: Layout, name: str) -> Table:
    table = layout.tables.get(name.casefold())
    if table is None:
        raise NoSuchTableError(file=package.path, table=name)
    return table


def _open(package: Package, layout: Layout, table: Table) -> SheetPart:
    sheet = next(sheet for sheet in layout.sheets if sheet.part == table.sheet_part)
    return SheetPart.open(package, sheet)


def _area_after(plan: RowPlan) -> Area:
    area = plan.table.area
    return area.rows(area.first_row, area.last_row + plan.shift.growth)

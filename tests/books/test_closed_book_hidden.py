"""Filters, hidden rows and groups: what was hidden stays hidden, and a new row is always seen."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet as Sheet

from addin.books.book import TableEdit
from addin.books.closed import open_book
from addin.errors import BillingError
from books.closed_files import changed_members, packed_members, part, with_text
from books.soundness import assert_sound

SHEET, TABLE = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"
CLIENTS = ("Dupont", "Martin", "Peeters", "Noël", "Janssens")
LISTED = '<filters><filter val="Dupont"/><filter val="Noël"/><filter val="Janssens"/></filters>'
CRITERIA = {
    "a list": LISTED,
    "blanks": '<filters blank="1"/>',
    "a comparison": '<customFilters><customFilter operator="greaterThan" val="5"/></customFilters>',
    "days": '<filters><dateGroupItem year="2026" dateTimeGrouping="year"/></filters>',
    "a colour": '<colorFilter dxfId="0"/>',
    "an icon": '<iconFilter iconSet="3Arrows" iconId="1"/>',
    "the largest": '<top10 val="2" filterVal="4"/>',
    "above average": '<dynamicFilter type="aboveAverage" val="3"/>',
}


def fees(
    path: Path,
    *,
    hidden: tuple[int, ...] = (),
    totals: bool = False,
    change: Callable[[Sheet], object] | None = None,
) -> Path:
    """A table Fees over B2:C7, with some rows of the sheet hidden, and what ``change`` does."""
    with xlsxwriter.Workbook(path) as workbook:
        bad = workbook.add_format({"bg_color": "#FFC7CE"})
        sheet = workbook.add_worksheet("Fees")
        # A conditional format, for the colour of a filter.
        sheet.conditional_format(
            "C3:C7", {"type": "cell", "criteria": ">", "value": 3, "format": bad}
        )
        sheet.add_table(
            "B2:C8" if totals else "B2:C7",
            {
                "name": "Fees",
                "columns": [{"header": "Client", "total_string": "Total"}, {"header": "Fee"}],
                "data": [[client, number] for number, client in enumerate(CLIENTS, 1)],
                "total_row": totals,
            },
        )
        for row in hidden:
            sheet.set_row(row - 1, None, None, {"hidden": True})
        if change:
            change(sheet)
    return path


def filtered(path: Path, criterion: str = LISTED) -> Path:
    """The same with a criterion for its clients, and the second and third record hidden by it."""
    area = '<autoFilter ref="B2:C7"/>'
    column = f'<filterColumn colId="0">{criterion}</filterColumn>'
    fees(path, hidden=(4, 5))
    return with_text(path, TABLE, area, f'<autoFilter ref="B2:C7">{column}</autoFilter>')


def seen(path: Path) -> Iterator[str]:
    """The clients of the rows that can be seen, with the others in brackets."""
    sheet = openpyxl.load_workbook(path)["Fees"]
    for row in range(3, sheet.max_row + 1):
        client = sheet.cell(row, 2).value
        hidden = sheet.row_dimensions[row].hidden
        if client or hidden:
            yield f"({client})" if hidden else str(client)


def rows_of(path: Path) -> str:
    """The rows of the sheet, to the byte."""
    return part(path, SHEET).partition("<sheetData>")[2].partition("</sheetData>")[0]


def refused(path: Path, edit: TableEdit) -> BillingError:
    before = path.read_bytes()
    with pytest.raises(BillingError) as caught:
        open_book(path).write([edit])
    assert path.read_bytes() == before
    return caught.value


@pytest.mark.parametrize("criterion", CRITERIA.values(), ids=CRITERIA)
def test_a_filter_of_any_kind_keeps_its_rows_hidden(tmp_path: Path, criterion: str) -> None:
    path = filtered(tmp_path / "Fees.xlsx", criterion)

    edit = TableEdit("Fees", {1: {"Fee": 9}}, frozenset({0}), [{"Client": "New"}] * 2)
    open_book(path).write([edit])

    assert list(seen(path)) == ["(Martin)", "(Peeters)", "Noël", "Janssens", "New", "New"]
    assert criterion in part(path, TABLE)
    assert '<autoFilter ref="B2:C8">' in part(path, TABLE)
    assert_sound(path)


def test_a_hidden_record_that_goes_leaves_no_row_hidden(tmp_path: Path) -> None:
    path = filtered(tmp_path / "Fees.xlsx")

    open_book(path).write([TableEdit("Fees", removed=frozenset({1, 2}))])

    assert list(seen(path)) == ["Dupont", "Noël", "Janssens"]
    assert "hidden" not in part(path, SHEET)


def test_a_filtered_table_that_is_filled_anew_shows_its_rows(tmp_path: Path) -> None:
    path = filtered(tmp_path / "Fees.xlsx")

    edit = TableEdit("Fees", removed=frozenset(range(5)), added=[{"Client": "New"}] * 3)
    open_book(path).write([edit])

    assert list(seen(path)) == ["New", "New", "New"]


def test_a_value_under_a_filter_changes_nothing_but_its_cell(tmp_path: Path) -> None:
    path = filtered(tmp_path / "Fees.xlsx")
    members, rows = packed_members(path), rows_of(path)

    open_book(path).write([TableEdit("Fees", {1: {"Fee": 9}})])

    assert changed_members(members, path) == {SHEET, "xl/workbook.xml"}
    assert rows_of(path) == rows.replace('"C4"><v>2<', '"C4"><v>9<')


def test_a_sorted_table_keeps_its_order_and_new_rows_come_below(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx")
    order = '<sortState ref="B3:C7"><sortCondition ref="C3:C7"/></sortState>'
    with_text(path, TABLE, "<tableColumns", f"{order}<tableColumns")

    edit = TableEdit("Fees", removed=frozenset({1}), added=[{"Client": "New", "Fee": 0}] * 3)
    open_book(path).write([edit])

    assert list(seen(path)) == ["Dupont", "Peeters", "Noël", "Janssens", "New", "New", "New"]
    assert '<sortState ref="B3:C9"><sortCondition ref="C3:C9"/>' in part(path, TABLE)
    assert_sound(path)


def test_a_record_hidden_by_hand_stays_hidden(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", hidden=(4, 7))

    open_book(path).write([TableEdit("Fees", removed=frozenset({0}))])

    assert list(seen(path)) == ["(Martin)", "Peeters", "Noël", "(Janssens)"]
    assert_sound(path)


def test_rows_that_are_said_not_to_be_hidden_are_understood(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", hidden=(4,))
    with_text(path, SHEET, '<row r="3"', '<row r="3" hidden="false" customHeight="false"')
    with_text(path, SHEET, 'hidden="1"', 'hidden="true"')

    open_book(path).write([TableEdit("Fees", removed=frozenset({0}))])

    assert list(seen(path)) == ["(Martin)", "Peeters", "Noël", "Janssens"]
    assert_sound(path)


def test_the_totals_stay_seen_or_hidden(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", hidden=(7,), totals=True)

    open_book(path).write([TableEdit("Fees", removed=frozenset({0}))])
    assert list(seen(path)) == ["Martin", "Peeters", "Noël", "(Janssens)", "Total"]

    open_book(path).write([TableEdit("Fees", added=[{"Client": "New"}])])
    assert list(seen(path)) == ["Martin", "Peeters", "Noël", "(Janssens)", "New", "Total"]


def test_new_rows_come_into_sight_over_hidden_blank_rows(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", hidden=(8, 9, 10))

    open_book(path).write([TableEdit("Fees", added=[{"Client": "New"}] * 2)])

    assert list(seen(path)) == [*CLIENTS, "New", "New"]
    assert part(path, SHEET).count("hidden") == 1
    assert re.search(r'<row r="10"[^>]* hidden="1"', part(path, SHEET))


@pytest.mark.parametrize(
    ("hidden", "row", "edit"),
    [
        (4, 3, TableEdit("Fees", removed=frozenset({0}))),
        (8, 8, TableEdit("Fees", added=[{"Client": "New"}])),
    ],
)
def test_a_row_hidden_by_hand_with_other_cells_is_not_shown(
    tmp_path: Path, hidden: int, row: int, edit: TableEdit
) -> None:
    path = fees(
        tmp_path / "Fees.xlsx",
        hidden=(hidden,),
        change=lambda sheet: sheet.write_column("E1", ["beside"] * 12),
    )

    refusal = refused(path, edit)

    assert refusal.code == "PATCH-15"
    assert refusal.values == {"table": "Fees", "sheet": "Fees", "row": row}
    open_book(path).write([TableEdit("Fees", {1: {"Fee": 9}})])


def closed_group(sheet: Sheet) -> None:
    for row in (8, 9):
        sheet.set_row(row - 1, None, None, {"hidden": True, "level": 1})
    sheet.set_row(9, None, None, {"collapsed": True})


def test_a_closed_group_of_rows_is_not_opened(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", change=closed_group)

    assert refused(path, TableEdit("Fees", added=[{}])).code == "PATCH-15"
    open_book(path).write([TableEdit("Fees", removed=frozenset({0}))])


def test_heights_and_groups_stay_with_the_row_of_the_sheet(tmp_path: Path) -> None:
    def laid_out(sheet: Sheet) -> None:
        sheet.set_row(4, 30)
        sheet.set_row(5, None, None, {"level": 1})
        sheet.set_row(6, None, None, {"level": 1})

    path = fees(tmp_path / "Fees.xlsx", change=laid_out)

    open_book(path).write([TableEdit("Fees", removed=frozenset({0}))])

    rows = openpyxl.load_workbook(path)["Fees"].row_dimensions
    assert [rows[row].height for row in (4, 5, 6)] == [None, 30, None]
    assert [rows[row].outlineLevel for row in (5, 6, 7)] == [0, 1, 1]
    assert_sound(path)


def beside(sheet: Sheet) -> None:
    """A list with a filter of its own, over rows that the table shares or will need."""
    sheet.write_column("E2", ["Staff", "Ann", "Bea", "Carl", "Dora", "Eve", "Fay"])
    sheet.autofilter("E2:E10")
    sheet.filter_column("E", "x == Ann or x == Carl")


@pytest.mark.parametrize(
    "edit",
    [TableEdit("Fees", removed=frozenset({0})), TableEdit("Fees", added=[{"Client": "New"}])],
)
def test_rows_that_another_filter_hides_are_not_shown(tmp_path: Path, edit: TableEdit) -> None:
    path = fees(tmp_path / "Fees.xlsx", hidden=(4, 6, 7, 8), change=beside)

    refusal = refused(path, edit)

    assert (refusal.code, refusal.values) == ("PATCH-02", {"table": "Fees", "sheet": "Fees"})
    open_book(path).write([TableEdit("Fees", {0: {"Fee": 9}})])


def test_a_filter_that_hides_no_row_of_the_table_is_not_in_the_way(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", change=beside)

    open_book(path).write([TableEdit("Fees", removed=frozenset({0}), added=[{"Client": "New"}])])

    assert list(seen(path)) == [*CLIENTS[1:], "New"]


def test_rows_that_the_filter_of_another_table_hides_are_not_shown(tmp_path: Path) -> None:
    path = fees(
        tmp_path / "Fees.xlsx",
        hidden=(5,),
        change=lambda sheet: sheet.add_table("E2:E9", {"name": "Staff"}),
    )
    criterion = '<filterColumn colId="0"><filters blank="1"/></filterColumn>'
    area = '<autoFilter ref="E2:E9"'
    with_text(path, "xl/tables/table2.xml", f"{area}/>", f"{area}>{criterion}</autoFilter>")

    assert refused(path, TableEdit("Fees", removed=frozenset({0}))).code == "PATCH-02"
    open_book(path).write([TableEdit("Fees", removed=frozenset({4}))])


def test_rows_that_a_range_of_criteria_hides_are_not_shown(tmp_path: Path) -> None:
    path = fees(tmp_path / "Fees.xlsx", hidden=(5,))
    with_text(path, SHEET, "<dimension", '<sheetPr filterMode="1"/><dimension')

    assert refused(path, TableEdit("Fees", removed=frozenset({0}))).code == "PATCH-02"
    open_book(path).write([TableEdit("Fees", removed=frozenset({4}))])

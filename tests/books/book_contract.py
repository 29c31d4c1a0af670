"""What every book must do, whatever program holds the workbook.

A test class per kind of book inherits from ``BookContract`` and gives a ``shelf``: how such a book
is opened, and how a cell of it is looked at from outside.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addin.books.book import Book, TableEdit
from addin.books.refusals import CellsBelowError, NoSuchTableError, TextTooLongError
from addin.tables.grid import Cell, Grid
from books.shelf import Shelf, column
from books.users_workbook import UsersWorkbook, day_of

__all__ = ["BookContract", "Shelf", "column", "make_workbook"]

# Text, date, amount, free note, formula, and a column of the user's own with a formula in it.
HEADINGS = ("Code", "Datum", "Amount", "Note", "Double", "Mine")
DOUBLE = "=Plan[[#This Row],[Amount]]*2"
ROWS: Sequence[tuple[str, datetime | None, float, str | None, object]] = (
    ("0001", datetime(2026, 1, 31), 83.33, "Dupont & Fils <SA>", "yellow"),  # noqa: DTZ001
    ("0002", datetime(2026, 2, 28), 0.1, None, "=1/3"),  # noqa: DTZ001
    ("0003", None, -12.5, "Café « Ça » — €", None),
    ("0004", datetime(2026, 3, 31), 1e9, "=1+1 as text", 7),  # noqa: DTZ001
)


def make_workbook(path: Path) -> Path:
    """A workbook with a table among neighbours, one with a totals row, and a blank one."""
    with xlsxwriter.Workbook(path) as workbook:
        text = workbook.add_format({"num_format": "@"})
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        money = workbook.add_format({"num_format": "#,##0.00"})
        plan = workbook.add_worksheet("Plan sheet")
        plan.write("B1", "The plan of the year")
        columns = [{"header": heading} for heading in HEADINGS]
        columns[4]["formula"] = DOUBLE
        plan.add_table("B3:G7", {"name": "Plan", "columns": columns})
        for row, (code, when, amount, note, mine) in enumerate(ROWS, 3):
            plan.write(row, 1, code, text)
            plan.write(row, 2, when, day)
            plan.write(row, 3, amount, money)
            plan.write_string(row, 4, str(note)) if note else plan.write_blank(row, 4, None)
            plan.write_formula(row, 5, DOUBLE, None, amount * 2)
            plan.write(row, 6, mine, None, *([1 / 3] if mine == "=1/3" else []))
        plan.write_column("I3", ["beside", 1, 2, 3, 4])
        plan.write_row("B12", ["below", 5])
        plan.write_formula("D12", "=C12*2", None, 10)
        plan.write("C13", 5)
        totals = workbook.add_worksheet("Totals")
        totals.add_table(
            "A1:B4",
            {
                "name": "Fees",
                "total_row": True,
                "columns": [
                    {"header": "Client", "total_string": "Total"},
                    {"header": "Fee", "total_function": "sum"},
                ],
                "data": [["Dupont", 100], ["Martin", 250]],
            },
        )
        totals.write("A8", "below the totals")
        blank = workbook.add_worksheet("Blank")
        blank.add_table(
            "A1:B2",
            {"name": "Payments", "columns": [{"header": "Reference"}, {"header": "Paid"}]},
        )
        blank.set_column("A:A", 20, text)
    return path


class BookContract(UsersWorkbook):
    """The promises of ``Book``, each a test."""

    @pytest.fixture
    def shelf(self) -> Shelf:
        raise NotImplementedError

    @pytest.fixture
    def book(self, shelf: Shelf, tmp_path: Path) -> Book:
        return shelf.open(make_workbook(tmp_path / "Billing.xlsx"))

    def plan(self, book: Book) -> Grid:
        return book.read(["Plan"])["Plan"]

    def test_a_table_is_read_with_its_place_and_headings(self, book: Book) -> None:
        grid = self.plan(book)

        assert (grid.table, grid.sheet, grid.first_row) == ("Plan", "Plan sheet", 4)
        assert grid.headings == HEADINGS
        assert grid.height == 4

    def test_cells_are_read_as_what_they_are(self, book: Book) -> None:
        grid = self.plan(book)

        assert column(grid, "Code") == ["0001", "0002", "0003", "0004"]
        days = column(grid, "Datum")
        assert [day_of(day) for day in days[:2]] == [date(2026, 1, 31), date(2026, 2, 28)]
        assert days[2] is None
        assert column(grid, "Amount") == [83.33, 0.1, -12.5, 1e9]
        assert column(grid, "Note") == [
            "Dupont & Fils <SA>",
            None,
            "Café « Ça » — €",
            "=1+1 as text",
        ]

    def test_a_column_of_formulas_is_calculated_and_a_figure_typed_as_one_is_not(
        self, book: Book
    ) -> None:
        assert self.plan(book).calculated == {"Double"}

    def test_tables_are_asked_for_by_name(self, book: Book) -> None:
        assert set(book.read(["Plan", "Payments", "Nowhere"])) == {"Plan", "Payments"}
        assert book.read([]) == {}

    def test_a_totals_row_is_not_data(self, book: Book) -> None:
        grid = book.read(["Fees"])["Fees"]

        assert column(grid, "Client") == ["Dupont", "Martin"]

    @pytest.mark.parametrize(
        ("pasted", "totals", "below"),
        [
            (["0003", 3.5], False, ("0003", 3.5)),
            ([None, 3.5], False, (None, 3.5)),
            ([None, None], False, ()),
            (["Total", 3.5], True, ()),
        ],
    )
    def test_what_stands_right_below_a_table_is_told_apart(
        self,
        shelf: Shelf,
        tmp_path: Path,
        pasted: list[Cell],
        totals: bool,  # noqa: FBT001
        below: tuple[Cell, ...],
    ) -> None:
        with xlsxwriter.Workbook(tmp_path / "Pasted.xlsx") as workbook:
            sheet = workbook.add_worksheet("Hours")
            headings = [{"header": "Key"}, {"header": "Hours"}]
            place = "B3:C6" if totals else "B3:C5"
            sheet.add_table(place, {"name": "Hours", "columns": headings, "total_row": totals})
            for row, cells in enumerate([["0001", 1], ["0002", 2], pasted, ["far", 9]], 3):
                sheet.write_row(row, 1, cells)

        grid = shelf.open(tmp_path / "Pasted.xlsx").read(["Hours"])["Hours"]

        assert column(grid, "Key") == ["0001", "0002"]
        assert grid.below == below

    def test_a_blank_table_has_a_blank_row(self, book: Book) -> None:
        grid = book.read(["Payments"])["Payments"]

        assert grid.height == 1
        assert grid.blank(0)

    def test_the_path_is_that_of_the_file(self, book: Book, tmp_path: Path) -> None:
        assert book.path == tmp_path / "Billing.xlsx"

    def test_updates_reach_their_cells_and_no_other(self, book: Book, shelf: Shelf) -> None:
        before = shelf.values(book, "Plan sheet", "A1:E11")
        formulas = shelf.formulas(book, "Plan sheet", "A1:J14")

        book.write([TableEdit("Plan", {1: {"Amount": 99.99}, 3: {"Note": "checked"}})])

        before[4][3], before[6][4] = 99.99, "checked"
        assert shelf.values(book, "Plan sheet", "A1:E11") == before
        assert shelf.formulas(book, "Plan sheet", "A1:J14") == formulas

    def test_most_of_a_column_may_change_at_once(self, book: Book) -> None:
        updates = {row: {"Amount": float(row), "Mine": row} for row in (0, 2, 3)}

        book.write([TableEdit("Plan", updates)])

        assert column(self.plan(book), "Amount") == [0, 0.1, 2, 3]
        assert column(self.plan(book), "Mine") == [0, pytest.approx(1 / 3), 2, 3]

    def test_a_formula_between_changed_cells_stays(self, book: Book, shelf: Shelf) -> None:
        book.write([TableEdit("Plan", {row: {"Mine": row} for row in (0, 2, 3)})])

        assert shelf.formulas(book, "Plan sheet", "G4:G7") == [[""], ["=1/3"], [""], [""]]

    def test_emptying_a_cell(self, book: Book) -> None:
        book.write([TableEdit("Plan", {0: {"Note": None, "Datum": None}})])

        assert column(self.plan(book), "Note")[0] is None
        assert column(self.plan(book), "Datum")[0] is None

    @pytest.mark.parametrize(
        "text",
        [
            "=1+1",
            "+33 1 23 45",
            "-5",
            "@home",
            "0123",
            "1/2",
            "2026-03-01",
            "12 %",
            "TRUE",
            "vrai",
            "#N/A",
            "1e5",
            "'s-Hertogenbosch",
            "''",
            '"quoted"',
            "two\nlines",
            " spaces ",
            "Ünïcödé 漢字 🙂",
            "&lt;b&gt;",
            "x" * 300,
        ],
    )
    @pytest.mark.parametrize("heading", ["Code", "Note"])
    def test_a_text_stays_the_text_it_is(self, book: Book, heading: str, text: str) -> None:
        book.write([TableEdit("Plan", {2: {heading: text}}, added=[{heading: text}])])

        cells = column(self.plan(book), heading)
        assert (cells[2], cells[4]) == (text, text)

    @pytest.mark.parametrize(
        ("value", "read"),
        [
            (Decimal("83.33"), 83.33),
            (Decimal("0.123456789"), 0.123456789),
            (12345678901, 12345678901.0),
            (-0.01, -0.01),
            (True, True),
            (False, False),
        ],
    )
    def test_a_value_is_read_back_as_it_was_written(
        self, book: Book, value: Cell, read: Cell
    ) -> None:
        book.write([TableEdit("Plan", {0: {"Mine": value}})])

        cell = column(self.plan(book), "Mine")[0]
        assert cell == read
        assert isinstance(cell, bool) == isinstance(read, bool)

    def test_dates_are_dates_in_rows_old_and_new(self, book: Book) -> None:
        day, moment = date(2026, 4, 30), datetime(2026, 4, 30, 9, 10)  # noqa: DTZ001
        book.write([TableEdit("Plan", {0: {"Datum": day}}, added=[{"Datum": day}])])

        cells = column(self.plan(book), "Datum")
        assert [day_of(cells[0]), day_of(cells[4])] == [day, day]

        book.write([TableEdit("Plan", {0: {"Datum": moment}})])
        assert column(self.plan(book), "Datum")[0] == moment

    def test_rows_are_added_below_in_order(self, book: Book) -> None:
        rows: list[dict[str, Cell]] = [
            {"Code": "0005", "Amount": 1},
            {"Note": "last", "Code": "0006"},
        ]

        book.write([TableEdit("Plan", added=rows)])

        grid = self.plan(book)
        assert column(grid, "Code") == ["0001", "0002", "0003", "0004", "0005", "0006"]
        assert column(grid, "Amount")[4:] == [1, None]
        assert column(grid, "Note")[4:] == [None, "last"]
        assert column(grid, "Mine")[4:] == [None, None]

    def test_a_new_row_takes_the_formula_of_its_column(self, book: Book, shelf: Shelf) -> None:
        book.write([TableEdit("Plan", added=[{"Amount": 5}, {"Amount": 6}])])

        formulas = shelf.formulas(book, "Plan sheet", "F4:F9")
        assert len({formula for (formula,) in formulas}) == 1
        assert "Amount" in formulas[0][0]
        assert self.plan(book).calculated == {"Double"}

    def test_removed_rows_go_and_the_others_move_up(self, book: Book) -> None:
        book.write([TableEdit("Plan", removed=frozenset({0, 2}))])

        grid = self.plan(book)
        assert column(grid, "Code") == ["0002", "0004"]
        assert column(grid, "Amount") == [0.1, 1e9]
        assert column(grid, "Mine") == [pytest.approx(1 / 3), 7]

    @pytest.mark.parametrize(
        "edit",
        [
            TableEdit("Plan", removed=frozenset({1})),
            TableEdit("Plan", removed=frozenset({0, 1, 2, 3})),
            TableEdit("Plan", added=[{"Code": "0005"}, {"Code": "0006"}]),
            TableEdit("Plan", {0: {"Code": "x"}}, frozenset({1, 3}), [{"Code": "0005"}] * 5),
        ],
        ids=["shorter", "empty", "longer", "all at once"],
    )
    def test_what_lies_beside_and_below_stays(
        self, book: Book, shelf: Shelf, edit: TableEdit
    ) -> None:
        book.write([edit])

        beside = shelf.values(book, "Plan sheet", "I3:I7")
        assert beside == [["beside"], [1], [2], [3], [4]]
        assert shelf.values(book, "Plan sheet", "B12:C13") == [["below", 5], [None, 5]]
        assert shelf.formulas(book, "Plan sheet", "D12") == [["=C12*2"]]
        assert shelf.values(book, "Plan sheet", "B1:B2") == [["The plan of the year"], [None]]

    def test_all_three_at_once(self, book: Book) -> None:
        edit = TableEdit(
            "Plan", {0: {"Amount": 1}, 3: {"Amount": 4}}, frozenset({1}), [{"Code": "0005"}]
        )

        book.write([edit])

        assert column(self.plan(book), "Code") == ["0001", "0003", "0004", "0005"]
        assert column(self.plan(book), "Amount") == [1, -12.5, 4, None]

    def test_a_table_without_its_rows_keeps_a_blank_one(self, book: Book) -> None:
        book.write([TableEdit("Plan", removed=frozenset(range(4)))])

        grid = self.plan(book)
        assert grid.height == 1
        assert grid.blank(0)

    def test_a_table_is_filled_anew(self, book: Book) -> None:
        rows: list[dict[str, Cell]] = [{"Code": f"N{n}", "Amount": n} for n in range(3)]

        book.write([TableEdit("Plan", removed=frozenset(range(4)), added=rows)])

        grid = self.plan(book)
        assert column(grid, "Code") == ["N0", "N1", "N2"]
        assert column(grid, "Mine") == [None, None, None]
        assert grid.calculated == {"Double"}

    def test_a_blank_table_is_filled(self, book: Book) -> None:
        edit = TableEdit("Payments", {0: {"Reference": "001"}}, added=[{"Paid": 12.5}])

        book.write([edit])

        grid = book.read(["Payments"])["Payments"]
        assert column(grid, "Reference") == ["001", None]
        assert column(grid, "Paid") == [None, 12.5]

    def test_a_time_of_day_is_kept(self, book: Book) -> None:
        book.write([TableEdit("Payments", {0: {"Paid": time(9, 10)}})])

        cell = column(book.read(["Payments"])["Payments"], "Paid")[0]
        assert cell == time(9, 10) or cell == pytest.approx(550 / 1440)

    def test_the_totals_follow_the_rows(self, book: Book, shelf: Shelf) -> None:
        book.write([TableEdit("Fees", added=[{"Client": "New", "Fee": 1}] * 2)])

        assert shelf.values(book, "Totals", "A2:A8") == [
            ["Dupont"],
            ["Martin"],
            ["New"],
            ["New"],
            ["Total"],
            [None],
            ["below the totals"],
        ]
        book.write([TableEdit("Fees", removed=frozenset({0, 1, 2}))])
        assert shelf.values(book, "Totals", "A2:A8") == [
            ["New"],
            ["Total"],
            [None],
            [None],
            [None],
            [None],
            ["below the totals"],
        ]
        assert "SUBTOTAL" in shelf.formulas(book, "Totals", "B3")[0][0]

    def test_several_tables_change_in_one_write(self, book: Book) -> None:
        book.write(
            [
                TableEdit("Plan", {0: {"Amount": 1}}),
                TableEdit("Fees", added=[{"Client": "New"}]),
                TableEdit("Payments"),
            ]
        )

        assert column(self.plan(book), "Amount")[0] == 1
        assert column(book.read(["Fees"])["Fees"], "Client") == ["Dupont", "Martin", "New"]

    def test_growing_over_filled_cells_is_refused_and_nothing_is_written(
        self, book: Book, shelf: Shelf
    ) -> None:
        before = shelf.values(book, "Plan sheet", "A1:E11")

        with pytest.raises(CellsBelowError) as refused:
            book.write(
                [
                    TableEdit("Fees", {0: {"Fee": 1}}),
                    TableEdit("Plan", {0: {"Amount": 1}}, added=[{"Code": "x"}] * 5),
                ]
            )

        assert refused.value.values == {"table": "Plan", "sheet": "Plan sheet", "cell": "B12"}
        assert shelf.values(book, "Plan sheet", "A1:E11") == before
        assert column(book.read(["Fees"])["Fees"], "Fee") == [100, 250]

    def test_an_edit_of_no_table_is_refused(self, book: Book) -> None:
        with pytest.raises(NoSuchTableError) as refused:
            book.write([TableEdit("Fees", {0: {"Fee": 1}}), TableEdit("Gone", added=[{"x": 1}])])

        assert refused.value.values["table"] == "Gone"
        assert column(book.read(["Fees"])["Fees"], "Fee") == [100, 250]

    def test_a_text_too_long_for_a_cell_is_refused(self, book: Book) -> None:
        with pytest.raises(TextTooLongError) as refused:
            book.write([TableEdit("Plan", {0: {"Note": "x" * 32_768, "Amount": 1}})])

        assert refused.value.values["length"] == 32_768
        assert column(self.plan(book), "Amount")[0] == 83.33

    @settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.differing_executors,
        ],
    )
    @given(data=st.data())
    def test_any_edit_gives_the_rows_it_says(
        self, shelf: Shelf, tmp_path: Path, data: st.DataObject
    ) -> None:
        book = shelf.open(make_workbook(tmp_path / "Billing.xlsx"))
        row = st.fixed_dictionaries({}, optional={"Code": CODES, "Amount": AMOUNTS})
        updates = data.draw(st.dictionaries(st.integers(0, 3), row))
        removed = data.draw(st.frozensets(st.integers(0, 3)))
        added = data.draw(st.lists(row, max_size=4))

        book.write([TableEdit("Plan", updates, removed, added)])

        grid = self.plan(book)
        for heading, old in (("Code", 0), ("Amount", 2)):
            wanted = [
                updates.get(place, {}).get(heading, ROWS[place][old])
                for place in range(4)
                if place not in removed
            ]
            wanted += [cells.get(heading) for cells in added]
            assert column(grid, heading) == (wanted or [None])


CODES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=5).map(
    lambda text: text or None
)
AMOUNTS = st.decimals(-(10**9), 10**9, places=2).map(float)

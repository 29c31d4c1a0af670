"""The part of the contract that is about what users do to a workbook.

Columns of their own with formulas, tables beside and below, filters, protection, days counted from
1904, figures to the last digit, several tables at once.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from addin.books.book import Book, TableEdit
from addin.books.closed import open_book
from addin.books.refusals import CellsBelowError, TableBelowError
from addin.books.restore_points import RestorePoints
from addin.errors import BillingError
from addin.tables.grid import Cell
from books.shelf import Shelf, column

SHEET = "My hours"
# Four columns of the user follow ours: the row by address, a fixed rate, a running total, a share.
HEADINGS = ("Who", "Minutes", "Hours", "Worth", "Until now", "Part")
MINUTES = (60, 90, 30)
FORMULAS = (
    "=C{row}/60",
    "=D{row}*$L$1",
    "=SUM(C$4:C{row})",
    "=Work[[#This Row],[Minutes]]/SUM(Work[Minutes])",
)
# The rows that a filter on Ann leaves.
FILTERED = '><filterColumn colId="0"><filters><filter val="Ann"/></filters></filterColumn>'


def make_users_workbook(
    path: Path, *, since_1904: bool = False, protected: bool = False, filtered: bool = False
) -> Path:
    """A table of ours with a user's columns, one beside it, one below it, and a sum elsewhere."""
    with xlsxwriter.Workbook(path, {"date_1904": since_1904}) as workbook:
        sheet = workbook.add_worksheet(SHEET)
        sheet.write("L1", 100)
        columns: list[dict[str, str]] = [{"header": heading} for heading in HEADINGS]
        for place, formula in enumerate(FORMULAS, 2):
            columns[place]["formula"] = formula.format(row=4)
        sheet.add_table("B3:G6", {"name": "Work", "columns": columns})
        for row, (who, minutes) in enumerate(zip(("Ann", "Ben", "Cléa"), MINUTES, strict=True), 4):
            sheet.write_row(row - 1, 1, [who, minutes])
            for place, formula in enumerate(FORMULAS, 3):
                sheet.write_formula(row - 1, place, formula.format(row=row))
        beside = {"name": "Beside", "columns": [{"header": "Day"}, {"header": "Clock"}]}
        sheet.add_table("I3:J5", beside)
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        clock = workbook.add_format({"num_format": "hh:mm:ss"})
        for row, number in ((3, 1), (4, 2)):
            sheet.write_datetime(row, 8, date(2026, 3, number), day)
            sheet.write_datetime(row, 9, time(9, 10, number), clock)
        below = {"name": "Below", "columns": [{"header": "Code"}, {"header": "Rate"}]}
        sheet.add_table("B12:C14", below)
        sheet.write("B13", "low")
        sheet.write("C13", 0.125)
        other = workbook.add_worksheet("Other")
        other.write_formula("A1", "=SUM(Work[Minutes])")
        if filtered:
            sheet.set_row(4, None, None, {"hidden": True})
            sheet.set_row(5, None, None, {"hidden": True})
        if protected:
            sheet.protect()
    return _with_filter(path) if filtered else path


def _with_filter(path: Path) -> Path:
    """XlsxWriter gives a table no criteria; they go into its part."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    table, plain = "xl/tables/table1.xml", b'<autoFilter ref="B3:G6"/>'
    assert plain in parts[table]
    closed = plain.replace(b"/>", FILTERED.encode() + b"</autoFilter>")
    parts[table] = parts[table].replace(plain, closed)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


class UsersWorkbook:
    """What a book promises to those who have made the workbook their own.

    Attributes:
        limits: The tests that a kind of book cannot pass, with the reason.
    """

    limits: Mapping[str, str] = {}

    @pytest.fixture(autouse=True)
    def marked(self, request: pytest.FixtureRequest) -> None:
        """A test beyond the limits is expected to fail, and says so once it does not."""
        name = request.node.originalname
        if name in self.limits:
            request.applymarker(pytest.mark.xfail(reason=self.limits[name], strict=True))

    @pytest.fixture
    def own(self, shelf: Shelf, tmp_path: Path) -> Book:
        return shelf.open(make_users_workbook(tmp_path / "Hours.xlsx"))

    def work(self, book: Book, heading: str) -> list[Cell]:
        return column(book.read(["Work"])["Work"], heading)

    def days(self, book: Book) -> list[object]:
        return [day_of(cell) for cell in column(book.read(["Beside"])["Beside"], "Day")]

    def formulas(self, shelf: Shelf, book: Book, rows: int) -> list[list[str]]:
        return shelf.formulas(book, SHEET, f"D4:G{3 + rows}")

    def expected(self, rows: int) -> list[list[str]]:
        return [[formula.format(row=row) for formula in FORMULAS] for row in range(4, 4 + rows)]

    def test_formulas_of_the_user_are_copied_down_to_new_rows(
        self, shelf: Shelf, own: Book
    ) -> None:
        own.write([TableEdit("Work", added=[{"Who": "Dirk", "Minutes": 15}, {"Who": "Eva"}])])

        assert spelled(self.formulas(shelf, own, 5)) == spelled(self.expected(5))
        assert self.work(own, "Minutes") == [60, 90, 30, 15, None]

    def test_formulas_of_the_user_stay_on_old_rows(self, shelf: Shelf, own: Book) -> None:
        own.write([TableEdit("Work", {0: {"Minutes": 1}, 2: {"Who": "Cl."}})])

        assert spelled(self.formulas(shelf, own, 3)) == spelled(self.expected(3))

    def test_formulas_of_the_user_move_up_with_their_rows(self, shelf: Shelf, own: Book) -> None:
        own.write([TableEdit("Work", removed=frozenset({1}))])

        assert spelled(self.formulas(shelf, own, 2)) == spelled(self.expected(2))
        assert self.work(own, "Minutes") == [60, 30]

    def test_updates_removals_and_additions_at_once_keep_every_formula(
        self, shelf: Shelf, own: Book
    ) -> None:
        edit = TableEdit(
            "Work", {0: {"Minutes": 61}, 1: {"Who": "gone"}}, frozenset({1}), [{"Minutes": 5}] * 3
        )

        own.write([edit])

        assert self.work(own, "Minutes") == [61, 30, 5, 5, 5]
        assert self.work(own, "Who") == ["Ann", "Cléa", None, None, None]
        assert spelled(self.formulas(shelf, own, 5)) == spelled(self.expected(5))

    def test_a_table_emptied_and_filled_anew_has_its_formulas(
        self, shelf: Shelf, own: Book
    ) -> None:
        rows: list[dict[str, Cell]] = [{"Minutes": number} for number in range(2)]

        own.write([TableEdit("Work", removed=frozenset(range(3)), added=rows)])

        assert spelled(self.formulas(shelf, own, 2)) == spelled(self.expected(2))

    @pytest.mark.parametrize(
        "edit",
        [
            TableEdit("Work", {1: {"Minutes": 5}}),
            TableEdit("Work", added=[{"Who": "Dirk"}] * 4),
            TableEdit("Work", removed=frozenset({0, 2})),
            TableEdit("Work", removed=frozenset({0, 1, 2})),
        ],
        ids=["changed", "longer", "shorter", "emptied"],
    )
    def test_tables_beside_and_below_stay_what_they_are(
        self, shelf: Shelf, own: Book, edit: TableEdit
    ) -> None:
        around = [shelf.values(own, SHEET, area) for area in ("H1:L9", "B11:C15")]

        own.write([edit])

        assert [shelf.values(own, SHEET, area) for area in ("H1:L9", "B11:C15")] == around
        below = own.read(["Below"])["Below"]
        assert (below.first_row, column(below, "Rate")) == (13, [0.125, None])

    def test_growing_into_a_table_below_is_refused_and_nothing_is_written(
        self, shelf: Shelf, own: Book
    ) -> None:
        before = shelf.values(own, SHEET, "A1:L15")

        with pytest.raises((TableBelowError, CellsBelowError)) as refused:
            own.write(
                [
                    TableEdit("Beside", {0: {"Clock": None}}),
                    TableEdit("Work", {0: {"Minutes": 1}}, added=[{"Who": "x"}] * 6),
                ]
            )

        assert refused.value.values["table"] == "Work"
        assert shelf.values(own, SHEET, "A1:L15") == before

    def test_tables_beside_each_other_change_in_one_write(self, own: Book) -> None:
        own.write(
            [
                TableEdit("Beside", removed=frozenset({0}), added=[{"Day": date(2026, 4, 1)}]),
                TableEdit("Work", removed=frozenset({0}), added=[{"Minutes": 7}] * 2),
                TableEdit("Below", {1: {"Rate": Decimal("0.375")}}, added=[{"Code": "new"}]),
            ]
        )

        tables = own.read(["Beside", "Work", "Below"])
        assert list(map(day_of, column(tables["Beside"], "Day"))) == [
            date(2026, 3, 2),
            date(2026, 4, 1),
        ]
        assert column(tables["Work"], "Minutes") == [90, 30, 7, 7]
        assert column(tables["Below"], "Rate") == [0.125, 0.375, None]
        assert column(tables["Below"], "Code") == ["low", None, "new"]

    def test_a_protected_sheet_is_refused_before_anything_is_written(
        self, shelf: Shelf, tmp_path: Path
    ) -> None:
        book = shelf.open(make_users_workbook(tmp_path / "Hours.xlsx", protected=True))
        before = shelf.values(book, SHEET, "A1:L15")

        with pytest.raises(BillingError) as refused:
            book.write([TableEdit("Work", {0: {"Minutes": 1}})])

        assert refused.value.code in {"PATCH-14", "LIVE-01"}
        assert refused.value.values == {"table": "Work", "sheet": SHEET}
        assert shelf.values(book, SHEET, "A1:L15") == before

    def test_rows_that_a_filter_hides_are_edited_like_the_others(
        self, shelf: Shelf, tmp_path: Path
    ) -> None:
        book = shelf.open(make_users_workbook(tmp_path / "Hours.xlsx", filtered=True))
        edit = TableEdit("Work", {1: {"Minutes": 91}}, frozenset({0}), [{"Who": "Ann"}])

        book.write([edit])

        assert self.work(book, "Minutes") == [91, 30, None]
        assert self.work(book, "Who") == ["Ben", "Cléa", "Ann"]

    @pytest.mark.parametrize("day", [date(1904, 1, 2), date(2026, 2, 28), date(2199, 12, 31)])
    def test_days_are_the_same_where_they_count_from_1904(
        self, shelf: Shelf, tmp_path: Path, day: date
    ) -> None:
        book = shelf.open(make_users_workbook(tmp_path / "Hours.xlsx", since_1904=True))
        assert self.days(book) == [date(2026, 3, 1), date(2026, 3, 2)]

        book.write([TableEdit("Beside", {0: {"Day": day}}, added=[{"Day": day}])])

        assert self.days(book) == [day, date(2026, 3, 2), day]

    @pytest.mark.parametrize("clock", [time(0, 0, 1), time(12), time(23, 59, 59)])
    def test_times_of_day_are_kept_to_the_second(self, own: Book, clock: time) -> None:
        own.write([TableEdit("Beside", {0: {"Clock": clock}}, added=[{"Clock": clock}])])

        cells = column(own.read(["Beside"])["Beside"], "Clock")
        assert [seconds_of(cell) for cell in cells] == [
            seconds_of(clock),
            seconds_of(time(9, 10, 2)),
            seconds_of(clock),
        ]

    @pytest.mark.parametrize(
        "number",
        [
            Decimal("0.1") + Decimal("0.2"),
            0.1 + 0.2,
            Decimal("83.33"),
            Decimal("99999999999.99"),
            Decimal("0.00000001"),
            123_456_789_012_345,
            2**53 + 1,
            -1e-9,
            1.7976931348623157e308,
        ],
        ids=str,
    )
    def test_figures_keep_every_digit_that_a_cell_can_hold(
        self, own: Book, number: Decimal | float
    ) -> None:
        own.write([TableEdit("Work", {0: {"Minutes": number}}, added=[{"Minutes": number}])])

        assert self.work(own, "Minutes") == [float(number), 90, 30, float(number)]

    def test_a_formula_elsewhere_counts_the_new_rows(self, shelf: Shelf, own: Book) -> None:
        own.write([TableEdit("Work", removed=frozenset({0}), added=[{"Minutes": 1000}])])

        (formula,) = shelf.formulas(own, "Other", "A1")[0]
        assert spelled([[formula]]) == [["=SUM(WORK[MINUTES])"]]

    def test_a_restore_point_holds_the_workbook_as_it_was(self, own: Book) -> None:
        own.keep("generate", 30)
        own.write([TableEdit("Work", {0: {"Minutes": 1}}, added=[{"Who": "Dirk"}])])

        points = RestorePoints(own.path)
        kept = points.last()
        assert kept is not None
        assert kept.job == "generate"
        assert self.work(open_book(points.path_of(kept)), "Minutes") == list(MINUTES)
        assert self.work(own, "Minutes") == [1, 90, 30, None]


def day_of(cell: Cell) -> object:
    """The day of a date, which a book may give with midnight or without."""
    return cell.date() if isinstance(cell, datetime) else cell


def seconds_of(cell: Cell) -> int:
    """The second of a day, which a book may give as a time or as a part of a day."""
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    assert isinstance(cell, float)
    return round(cell * 86_400)


def spelled(formulas: Sequence[Sequence[str]]) -> list[list[str]]:
    """Formulas in one spelling: LibreOffice writes ``Work[[#This Row],[Minutes]]`` its own way."""
    return [[formula.upper().replace(" ", "") for formula in row] for row in formulas]

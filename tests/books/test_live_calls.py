"""How often the spreadsheet program is called: by the number of columns, never by that of rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
import xlwings

from addin.books.book import TableEdit
from addin.books.live import LiveBook
from addin.books.live.window import undisturbed
from addin.tables.grid import Cell
from books.program_calls import ProgramError, watched

HEADINGS = ("Entry", "Date", "Minutes", "Note", "Line", "Hours")
ROWS = 2000


def make_long(path: Path, rows: int) -> Path:
    """A table of figures, texts, dates and one calculated column; one figure is ``=1/3``."""
    with xlsxwriter.Workbook(path) as workbook:
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet = workbook.add_worksheet("Time")
        columns: list[dict[str, object]] = [{"header": heading} for heading in HEADINGS]
        columns[1]["format"] = day
        columns[5]["formula"] = "=[@Minutes]/60"
        data = [[f"E{row:05}", 46000 + row % 300, row % 90, "x", f"L{row}"] for row in range(rows)]
        sheet.add_table(0, 0, rows, 5, {"name": "Time", "columns": columns, "data": data})
        sheet.write_formula(5, 2, "=1/3", None, 1 / 3)
    return path


@pytest.fixture(scope="module")
def long(
    office_app: xlwings.App, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[xlwings.Book]:
    path = make_long(tmp_path_factory.mktemp("long") / "Time.xlsx", ROWS)
    book = office_app.books.open(path)
    yield book
    book.close()


def scattered(rows: int) -> TableEdit:
    """Some updates, half as many rows that go, none beside another, and as many that come."""
    step = ROWS // rows
    updates: dict[int, dict[str, Cell]] = {
        row: {"Line": f"N{row}", "Minutes": row % 60} for row in range(0, ROWS, step)
    }
    removed = frozenset(range(1, ROWS, 2 * step))
    added: list[dict[str, Cell]] = [{"Entry": "new", "Minutes": n} for n in range(len(removed))]
    return TableEdit("Time", updates, removed, added)


def calls_of(book: xlwings.Book, edit: TableEdit) -> list[str]:
    """The calls of a write, which leaves as many rows as there were."""
    with watched() as calls:
        LiveBook(book).write([edit])
    return calls.made


def test_a_table_takes_as_many_calls_however_long_it_is(
    long: xlwings.Book, office_app: xlwings.App, tmp_path: Path
) -> None:
    short = office_app.books.open(make_long(tmp_path / "Short.xlsx", 12))
    counts = []
    for book in (short, long):
        with watched() as calls:
            LiveBook(book).read(["Time"])
        counts.append(len(calls.made))
        assert calls.made.count("Range.raw_value") == 1
        assert calls.made.count("Range.formula") == 2  # two columns apart have formulas
    short.close()

    assert counts[0] == counts[1] <= 50


def test_a_thousand_updates_and_half_as_many_rows_gone_and_come_take_few_calls(
    long: xlwings.Book,
) -> None:
    edit = scattered(1000)
    assert (len(edit.updates), len(edit.removed), len(edit.added)) == (1000, 500, 500)
    before = LiveBook(long).read(["Time"])["Time"]

    made = calls_of(long, edit)

    writes = [name for name in made if name.endswith(("=", "insert", "delete", "resize"))]
    removals = made.count("Sheet.delete_up")
    assert removals <= 25  # up to twenty and more rows at a time
    assert len(writes) <= 30
    assert len(made) - removals <= 250
    after = LiveBook(long).read(["Time"])["Time"]
    gone = sorted(edit.removed)
    kept = [row for row in range(ROWS) if row not in edit.removed]
    assert after.columns[0] == [before.columns[0][row] for row in kept] + ["new"] * len(gone)
    wanted = [edit.updates.get(row, {}).get("Line", before.columns[4][row]) for row in kept]
    assert after.columns[4] == wanted + [None] * len(gone)
    assert after.calculated == {"Hours"}


def test_twice_as_many_changes_take_hardly_more_calls(long: xlwings.Book) -> None:
    few, many = (calls_of(long, scattered(rows)) for rows in (250, 500))

    more = many.count("Sheet.delete_up") - few.count("Sheet.delete_up")
    assert 0 < more <= 8
    assert len(many) - len(few) <= 2 * more


@pytest.mark.parametrize("name", ["screen_updating", "enable_events", "calculation", "scroll"])
def test_what_cannot_be_put_back_keeps_nothing_else_from_it(long: xlwings.Book, name: str) -> None:
    sheet, app = long.sheets["Time"], long.app
    sheet.activate()
    sheet["B7:C9"].select()
    long.impl.scroll = (6, 2)
    edit = TableEdit("Time", {0: {"Note": name}})

    with watched() as calls:
        # The first time it is set, the second time it is put back.
        calls.fails = lambda call, _: call.endswith(f"{name}=") and calls.made.count(call) > 1
        LiveBook(long).write([edit])

    told = {
        "screen_updating": app.screen_updating,
        "enable_events": app.enable_events,
        "display_alerts": app.display_alerts,
        "calculation": app.calculation == "automatic",
    }
    assert [one for one, restored in told.items() if not restored] == (
        [name] if name in told else []
    )
    assert app.selection == sheet["B7:C9"]
    assert long.impl.scroll == (6, 2)
    assert sheet["D2"].value == name
    app.screen_updating = app.enable_events = True
    app.calculation = "automatic"


def test_the_window_is_scrolled_back_and_shows_its_sheet(long: xlwings.Book) -> None:
    sheet = long.sheets["Time"]
    sheet.activate()
    sheet["B7"].select()
    long.impl.scroll = (40, 3)

    def disturb() -> None:
        with undisturbed(long):
            other = long.sheets.add("Other")
            other.activate()
            other["A1"].select()
            long.impl.scroll = (1, 1)
            raise ProgramError

    with pytest.raises(ProgramError):
        disturb()

    assert long.sheets.active == sheet
    assert long.app.selection == sheet["B7"]
    assert long.impl.scroll == (40, 3)
    long.sheets["Other"].delete()


def test_what_is_cut_or_copied_is_let_go_so_that_it_is_not_inserted(long: xlwings.Book) -> None:
    app = long.app
    app.impl.cut_copy_mode = "copy"

    with undisturbed(long):
        assert not app.cut_copy_mode

    app.impl.cut_copy_mode = None

"""What a job wrote into an open workbook is put back."""

from datetime import datetime

import pytest
import xlwings

from addin.books.book import TableEdit
from addin.books.kept_tables import kept_tables
from addin.books.live import LiveBook, WriteRefusedError
from addin.books.live.keeping import UnsavedTypingError
from addin.books.live.native import formulas_of
from addin.books.restore_points import CopyGoneError, RestorePoint
from addin.books.run_lock import alone
from addin.tables.grid import Grid
from books.program_calls import watched

DAYS = 30
LONGER = TableEdit(
    "Plan",
    {0: {"Amount": 9, "Datum": None}, 1: {"Mine": 4, "Note": "=1"}, 3: {"Code": "x"}},
    frozenset({2}),
    [{"Code": "new", "Amount": 1}] * 3,
)
SHORTER = TableEdit("Plan", {0: {"Mine": 4}}, frozenset({1, 2}))
WITHOUT_FIRST = TableEdit("Plan", {3: {"Mine": 1}}, frozenset({0, 2}), [{"Code": "new"}])
EMPTIED = TableEdit("Plan", removed=frozenset(range(4)))


def plan(live: LiveBook) -> Grid:
    return live.read(["Plan"])["Plan"]


def job(live: LiveBook, *edits: TableEdit) -> RestorePoint:
    """A job that writes; the restore point from before."""
    with live.session(writing=True):
        live.keep("generate", DAYS)
        live.write(edits)
    point = live.points.last()
    assert point is not None
    return point


@pytest.mark.parametrize(
    "edit",
    [LONGER, SHORTER, WITHOUT_FIRST, EMPTIED],
    ids=["longer", "shorter", "without its first row", "emptied"],
)
def test_values_formulas_and_rows_are_as_before(
    live: LiveBook, sheet: xlwings.Sheet, edit: TableEdit
) -> None:
    before, formulas = plan(live), formulas_of(sheet["A1:J14"])
    totals = live.book.sheets["Totals"]["A1:B8"].value
    sheet["D7"].color = (255, 255, 0)
    point = job(live, edit, TableEdit("Fees", {1: {"Fee": 1}}, frozenset({0}), [{"Fee": 2}] * 2))
    assert live.changed_since(point) is None
    sheet["J1"].value = "typed since"

    live.bring_back(point)

    assert plan(live) == before
    assert live.book.sheets["Totals"]["A1:B8"].value == totals
    formulas[0][9] = "typed since"
    assert formulas_of(sheet["A1:J14"]) == formulas
    if edit is not EMPTIED:  # a colour stays with its row, and goes with it
        coloured = [row for row in range(4, 9) if sheet[f"D{row}"].color]
        assert coloured == [7]
    assert sheet["C5"].number_format == sheet["C4"].number_format


def test_what_was_typed_and_not_saved_comes_back_too(live: LiveBook, sheet: xlwings.Sheet) -> None:
    sheet["D5"].value = 77.5
    sheet["C6"].value = datetime(2026, 5, 6)  # noqa: DTZ001 - cells know no time zones
    sheet["E5"].value = "'0123"
    live.write([TableEdit("Plan", added=[{"Code": "typed"}])])
    before = plan(live)

    point = job(live, LONGER)
    kept = kept_tables(live.points.path_of(point), ["Plan"])["Plan"]
    assert [row[2] for row in kept.rows] == [83.33, 77.5, -12.5, 1e9, None]

    live.bring_back(point)
    assert plan(live) == before


def test_undoing_twice_gives_what_the_job_wrote(live: LiveBook) -> None:
    point = job(live, LONGER)
    after = plan(live)

    with live.session(writing=True):
        live.keep("undo", DAYS)
        live.bring_back(point)
    again = live.points.last()
    assert again is not None
    assert live.changed_since(again) is None
    live.bring_back(again)

    assert plan(live) == after


def test_a_table_changed_after_the_job_is_noticed_and_cells_beside_it_are_not(
    live: LiveBook, sheet: xlwings.Sheet
) -> None:
    point = job(live, SHORTER)
    sheet["I5"].value = "beside"
    live.book.sheets["Totals"]["A2"].value = "another table"
    assert live.changed_since(point) is None

    sheet["E4"].value = "typed"
    assert live.changed_since(point) is not None


def test_a_job_on_the_closed_file_is_known_by_the_file(live: LiveBook) -> None:
    live.keep("plan", DAYS)
    live.points.writing("another file")
    live.points.written()
    (point,) = live.points.all()
    assert live.changed_since(point) is not None

    same = point.model_copy(update={"after": point.before})
    assert live.changed_since(same) is None
    live.book.sheets[0]["J1"].value = "typed"
    assert live.changed_since(same) is not None


def test_a_copy_that_is_gone_is_told_and_nothing_is_written(live: LiveBook) -> None:
    point = job(live, LONGER)
    after = plan(live)
    live.points.path_of(point).write_bytes(b"")

    with pytest.raises(CopyGoneError) as refused:
        live.bring_back(point)

    assert refused.value.code == "UNDO-03"
    assert plan(live) == after


def test_typing_that_cannot_be_kept_is_told_before_anything_is_written(
    live: LiveBook, sheet: xlwings.Sheet
) -> None:
    sheet["B12:D13"].clear_contents()  # in the saved file they stand in the way
    live.write([TableEdit("Plan", added=[{"Code": "n"}] * 8)])
    before = plan(live)

    with pytest.raises(UnsavedTypingError) as refused:
        job(live, SHORTER)

    assert refused.value.code == "LIVE-06"
    assert "PATCH-03" in str(refused.value.values["reason"])
    assert plan(live) == before
    assert live.points.all() == []


def test_a_write_that_is_refused_leaves_no_restore_point(
    live: LiveBook, sheet: xlwings.Sheet
) -> None:
    sheet["G6:G7"].formula_array = "=D6:D7*2"

    with pytest.raises(WriteRefusedError):
        job(live, TableEdit("Plan", {2: {"Mine": 1}}))

    assert live.points.all() == []
    assert [path.name for path in live.points.folder.glob("*.xlsx")] == []


def test_an_undo_that_is_refused_leaves_what_the_job_wrote(live: LiveBook) -> None:
    point = job(live, LONGER)
    after = plan(live)

    with watched() as calls:
        calls.fails = lambda name, _: name == "Range.formula="
        with pytest.raises(WriteRefusedError):
            live.bring_back(point)

    assert plan(live) == after


def test_looking_only_keeps_no_other_run_waiting(live: LiveBook) -> None:
    job(live, LONGER)

    with live.session(writing=False), alone(live.points.workbook, wait=True) as nobody_else:
        assert nobody_else

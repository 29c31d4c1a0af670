"""The spreadsheet program refuses a call in the middle of a write, each call in its turn."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import xlwings
from hypothesis import settings

from addin.books.book import TableEdit
from addin.books.live import HalfWrittenError, LiveBook, WriteRefusedError
from addin.books.live.attention import Step
from books.book_contract import make_workbook
from books.program_calls import ProgramError, watched

# Dates and truths where none were, scattered rows that go, texts that look like numbers, a row
# over a formula, and more new rows than old ones go.
EDITS = [
    TableEdit(
        "Plan",
        {0: {"Note": True, "Code": "0009"}, 2: {"Datum": None, "Mine": 5, "Amount": 0.5}},
        frozenset({1, 3}),
        [{"Code": "0005", "Amount": 1, "Double": 3}, {"Note": "x"}, {"Note": "y"}],
    ),
    TableEdit("Fees", {1: {"Fee": 7}}, frozenset({0}), [{"Client": "New", "Fee": 1}] * 2),
]
# All calls are refused, one after the other, in the nightly run; those that move cells in any.
THOROUGH = settings().max_examples > 100
EACH_QUESTION, EACH_CHANGE = (1, 1) if THOROUGH else (40, 3)
MOVING = ("insert", "delete", "resize")
CHANGING = (*MOVING, "clear_contents", "formula=", "format=", "value=", "calculation=", "updating=")


@pytest.fixture(scope="module")
def prepared(
    office_app: xlwings.App, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[xlwings.Book]:
    folder = tmp_path_factory.mktemp("faults")
    book = office_app.books.open(make_workbook(folder / "Billing.xlsx"))
    sheet = book.sheets["Plan sheet"]
    sheet["D6"].color = (255, 255, 0)
    sheet["C5"].number_format = "0.00"
    sheet["E9"].number_format = "0.000"
    sheet.tables["Plan"].autofilter.apply_comparison(3, "greater_than", 0)
    sheet.activate()
    sheet["C6:D7"].select()
    book.impl.scroll = (3, 2)
    yield book
    book.close()


def state(book: xlwings.Book) -> dict[str, Any]:
    """All that a user could see of the workbook and of its window."""
    seen: dict[str, Any] = {}
    for sheet in book.sheets:
        cells, name = sheet.api.getCellRangeByName("A1:K20"), sheet.name
        seen[f"{name} contents"] = cells.getFormulaArray()
        seen[f"{name} values"] = cells.getDataArray()
        seen[f"{name} hidden"] = [row.IsVisible for row in cells.Rows]
        for table in sheet.tables:
            seen[f"{name} {table.name}"] = table.range.address
        for alike in cells.getUniqueCellFormatRanges():
            kind = alike.getByIndex(0)
            code = book.api.NumberFormats.getByKey(kind.NumberFormat).FormatString
            where = seen.setdefault(f"{name} format {code} {kind.CellBackColor}", [])
            where += [at for area in alike.RangeAddresses for at in places(area)]
            where.sort()
    found = book.sheets["Plan sheet"].tables["Plan"].autofilter.criteria
    seen["filter"] = [(one.field, one.type, one.operator, one.value1) for one in found]
    return seen | window(book)


def places(area: Any) -> list[tuple[int, int]]:
    """Row and column of each cell of an area, from 0."""
    rows = range(area.StartRow, area.EndRow + 1)
    return [(row, at) for row in rows for at in range(area.StartColumn, area.EndColumn + 1)]


def window(book: xlwings.Book) -> dict[str, Any]:
    app = book.app
    names = ("screen_updating", "enable_events", "display_alerts", "calculation")
    return {
        "app": [getattr(app, name) for name in names],
        "selection": str(app.selection),
        "scroll": book.impl.scroll,
    }


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What is not the same, before and after."""
    return {
        key: (before.get(key), after.get(key))
        for key in before | after
        if before.get(key) != after.get(key)
    }


def _is_tried(number: int, name: str, afterwards: bool) -> bool:  # noqa: FBT001 - the two runs
    if name.endswith(MOVING):
        return True
    if name.endswith(CHANGING):
        return number % EACH_CHANGE == 0 and (THOROUGH or not afterwards)
    return number % EACH_QUESTION == 0 and not afterwards


def _is_at(number: int, _: str, at: int) -> bool:
    return at == number


def calls_of_a_write(live: LiveBook) -> list[str]:
    """The calls of a write up to the first removal of rows, which is refused."""
    with watched() as calls:
        removals = iter(["Sheet.delete_up", "Range.delete"])
        awaited = next(removals)

        def fails(name: str, _: int) -> bool:
            nonlocal awaited
            if name != awaited:
                return False
            awaited = next(removals, "")
            return True

        calls.fails = fails
        with pytest.raises(WriteRefusedError):
            live.write(EDITS)
    return calls.made[: calls.made.index("Sheet.delete_up")]


@pytest.mark.parametrize("afterwards", [False, True], ids=["refused", "done all the same"])
def test_whatever_call_fails_the_workbook_is_as_it_was(
    prepared: xlwings.Book, *, afterwards: bool
) -> None:
    live, before = LiveBook(prepared), state(prepared)
    made = calls_of_a_write(live)
    assert difference(before, state(prepared)) == {}
    numbers = [number for number, name in enumerate(made, 1) if _is_tried(number, name, afterwards)]

    for number in numbers:
        with watched() as calls:
            calls.fails = partial(_is_at, number)
            calls.afterwards = afterwards
            with pytest.raises((WriteRefusedError, ProgramError)):
                live.write(EDITS)
        assert difference(before, state(prepared)) == {}, (number, made[number - 1])


def test_ctrl_c_in_the_middle_of_a_write_takes_it_back(prepared: xlwings.Book) -> None:
    before = state(prepared)

    def press_ctrl_c(step: Step, done: int, _: int) -> None:
        if step is Step.WRITING and done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        LiveBook(prepared, press_ctrl_c).write(EDITS)

    assert difference(before, state(prepared)) == {}


def test_rows_that_are_gone_are_said_to_be_when_another_table_is_refused(
    prepared: xlwings.Book,
) -> None:
    live = LiveBook(prepared)
    live.keep("generate", 5)
    (point,) = live.points.all()

    with watched() as calls:
        calls.fails = lambda name, _: (
            name in {"Sheet.delete_up", "Range.delete"} and calls.made.count("Sheet.delete_up") > 1
        )
        with pytest.raises(HalfWrittenError) as refused:
            live.write(EDITS)

    assert refused.value.values == {"table": "Fees", "sheet": "Totals"}
    assert window(prepared)["app"] == [True, True, True, "automatic"]
    assert live.points.path_of(point).exists()
    with live.session(writing=True) as found:
        assert [one.code for one in found] == ["SAFE-04"]

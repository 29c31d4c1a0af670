"""What a table is said to hold after an edit is what its file is read to hold once it is edited."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from addin.books.book import TableEdit
from addin.books.closed import open_book
from addin.errors import BillingError
from addin.tables.edited import edited
from addin.tables.grid import Cell, Grid
from books.random_files import write
from books.random_workbooks import Model, edits_of, models


@st.composite
def examples(draw: st.DrawFn) -> tuple[Model, Sequence[TableEdit]]:
    """A workbook with edits of some of its tables."""
    model = draw(models())
    return model, draw(edits_of(model))


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(examples())
def test_a_table_after_an_edit_is_what_the_file_then_holds(
    asked: tuple[Model, Sequence[TableEdit]],
) -> None:
    model, edits = asked
    names = [table.name for table in model.tables]
    with TemporaryDirectory() as folder:
        book = open_book(write(Path(folder) / "Book.xlsx", model))
        before = book.read(names)
        try:
            book.write(edits)
        except BillingError:
            reject()  # nothing is written, so there is nothing to read
        after = book.read(names)
    said = {edit.table: edited(before[edit.table], edit) for edit in edits}
    for name in names:
        assert shown(said.get(name, before[name])) == shown(after[name])


def shown(grid: Grid) -> tuple[object, ...]:
    """A grid but for how exact its days are: a file knows no day without a time."""
    columns = [[_moment(cell) for cell in column] for column in grid.columns]
    return grid.headings, grid.first_row, grid.height, columns


def _moment(cell: Cell) -> object:
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime.combine(cell, time())
    return cell

"""Numbers in the format of a duration that are longer than any."""

from pathlib import Path

import pytest

from addin.books.closed import open_book
from addin.books.refusals import UnknownContentError
from books.raw_books import STYLES, write_raw_book

STYLE = list(STYLES).index("[h]:mm:ss")
CELLS = f'<row r="2"><c r="A2" s="{STYLE}"><v>10000000000</v></c></row>'


def test_a_duration_beyond_every_day_is_that_number(tmp_path: Path) -> None:
    path = write_raw_book(tmp_path / "far.xlsx", CELLS)

    assert open_book(path).read(["Data"])["Data"].columns[0][0] == 10_000_000_000


def test_where_only_the_other_reader_can_read_it_is_a_sentence(tmp_path: Path) -> None:
    odd = "<!-- not as Excel writes it -->"
    path = write_raw_book(tmp_path / "far.xlsx", odd + CELLS)

    with pytest.raises(UnknownContentError) as refused:
        open_book(path).read(["Data"])

    assert refused.value.values["part"] == "Sheet"

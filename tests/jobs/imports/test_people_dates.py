"""Days, months and times as people write them, read as their whole column is written."""

from pathlib import Path

import pytest
from memory_book import MemoryBook
from people_lists import file, refused, rows, sheet, taken, told

from addin.tables.written_days import Order

DAYS = "project;name;client;start"


def days(folder: Path, *cells: str) -> Path:
    """Projects that start on these days."""
    lines = [f"N{number};New;0012;{cell}" for number, cell in enumerate(cells)]
    return file(folder, DAYS, *lines)


@pytest.mark.parametrize(
    ("cells", "read", "code"),
    [
        (["31/10/2026", "05/03/2026", "2026-03-04"], ["10-31", "03-05", "03-04"], "IMP-13"),
        (["10/31/2026", "05/03/2026"], ["10-31", "05-03"], "IMP-13"),
        (["5.3.26", "1-2-2026"], ["03-05", "02-01"], "IMP-14"),
        (["05/03/2026"], ["03-05"], "IMP-14"),
        (["1 mars 2026", "3. Oktober 2026"], ["03-01", "10-03"], "IMP-13"),
        (["2026/3/4", "2026.10.31"], ["03-04", "10-31"], "IMP-13"),
        (["05/05/2026"], ["05-05"], "IMP-13"),
        (["31/10/2026 00:00:00"], ["10-31"], "IMP-13"),
    ],
)
def test_dates_are_read_as_their_whole_column_is_written(
    book: MemoryBook, tmp_path: Path, cells: list[str], read: list[str], code: str
) -> None:
    report = taken(book, "Projects", days(tmp_path, *cells))

    assert [row["start"] for row in rows(book, "Projects")[1:]] == [f"2026-{one}" for one in read]
    assert told(report) == [(code, "start")]


def test_a_column_that_mixes_both_orders_is_refused_where_a_cell_can_be_two_days(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = days(tmp_path, "31/10/2026", "10/31/2026", "05/03/2026", "05/05/2026")

    assert refused(book, "Projects", path) == [("IMP-15", 4, "start")]


@pytest.mark.parametrize(("order", "read"), [(Order.DAY, "03-05"), (Order.MONTH, "05-03")])
def test_who_says_what_stands_first_is_believed(
    book: MemoryBook, tmp_path: Path, order: Order, read: str
) -> None:
    report = taken(book, "Projects", days(tmp_path, "05/03/2026"), order=order)

    assert rows(book, "Projects")[1]["start"] == f"2026-{read}"
    assert told(report) == [("IMP-13", "start")]


def test_what_is_no_date_is_refused_where_it_stands(book: MemoryBook, tmp_path: Path) -> None:
    path = days(tmp_path, "31/10/2026", "soon", "31/02/2026")

    assert refused(book, "Projects", path) == [("TAB-07", 3, "start"), ("TAB-07", 4, "start")]


def test_a_date_typed_as_a_number_of_eight_digits_is_that_day(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = sheet(tmp_path, ["project", "name", "client", "start"], ["N", "New", "0012", 20261031])

    taken(book, "Projects", path)

    assert rows(book, "Projects")[1]["start"] == "2026-10-31"


def test_months_and_times_are_read_as_people_write_them(book: MemoryBook, tmp_path: Path) -> None:
    units = file(
        tmp_path, "month;project;service;quantity", "10/2026;P1;ACC;1", "mars 2026;P1;ACC;2"
    )
    times = file(
        tmp_path,
        "entry;date;person;project;service;start;end;minutes",
        "T1;2026-10-05;AD;P1;ACC;9h30;11 u;90",
        name="t.csv",
    )

    taken(book, "Units", units)
    taken(book, "Timesheets", times)

    assert [row["month"] for row in rows(book, "Units")] == ["2026-10", "2026-03"]
    [entry] = rows(book, "Timesheets")
    assert (entry["start"], entry["end"]) == ("09:30", "11:00")

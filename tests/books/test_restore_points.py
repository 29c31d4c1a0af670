"""Restore points: a copy from before each write, found again, forgotten in time."""

import json
import os
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.books.closed import ClosedBook, open_book
from addin.books.closed.book_file import temporary_prefix
from addin.books.disk import digest_of
from addin.books.kept_tables import kept_tables
from addin.books.restore_points import CannotKeepError, CopyGoneError, RestorePoints, Stage
from addin.books.table_digest import table_digest
from addin.tables.edits import TableEdit
from addin.tables.grid import Grid
from addin.words import Language
from books.book_contract import DOUBLE, HEADINGS, make_workbook

NOW = datetime(2026, 10, 31, 9, 30, 5, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook in a folder of its own."""
    return make_workbook(tmp_path / "Billing.xlsx")


def edit(note: str = "typed by a job") -> TableEdit:
    return TableEdit("Plan", {0: {HEADINGS[3]: note}})


def write(path: Path, job: str = "generate", note: str = "typed by a job") -> ClosedBook:
    """Write as a job does, in a session of its own."""
    book = open_book(path)
    with book.session(writing=True):
        book.keep(job, 30)
        book.write([edit(note)])
    return book


def test_the_copy_is_the_workbook_from_before_the_write(workbook: Path) -> None:
    before = workbook.read_bytes()

    points = write(workbook).points

    [point] = points.all()
    assert points.path_of(point).read_bytes() == before != workbook.read_bytes()
    assert (point.job, point.stage, point.size) == ("generate", Stage.WRITTEN, len(before))
    assert (point.before, point.after) == (digest_of(points.path_of(point)), digest_of(workbook))


def test_its_place_and_its_name_tell_a_user_what_it_is(workbook: Path) -> None:
    point = write(workbook).points.all()[0]

    folder = workbook.parent / "Billing.quotepart" / "restore"
    assert re.fullmatch(r"Billing \d{4}-\d\d-\d\d \d\dh\d\dm\d\d before generate\.xlsx", point.name)
    assert {path.name for path in folder.iterdir()} == {point.name, "Billing.xlsx.json"}


def test_the_index_says_job_moment_in_utc_size_and_both_digests(workbook: Path) -> None:
    points = RestorePoints(workbook)
    points.keep("issue", 30, NOW)

    index = json.loads((points.folder / "Billing.xlsx.json").read_text("utf-8"))

    [record] = index["points"]
    assert (index["workbook"], record["job"]) == ("Billing.xlsx", "issue")
    assert record["moment"] == "2026-10-31T09:30:05Z"
    assert (record["size"], record["before"]) == (workbook.stat().st_size, digest_of(workbook))
    assert record["after"] is None


def test_one_copy_serves_until_the_next_write(workbook: Path) -> None:
    book = open_book(workbook)
    with book.session(writing=True):
        book.keep("issue", 30)
        book.keep("issue", 30)
        book.write([edit("one")])
        book.keep("issue", 30)
        book.write([edit("two")])

    assert [point.stage for point in book.points.all()] == [Stage.WRITTEN] * 2


def test_two_copies_of_one_second_have_names_of_their_own(workbook: Path) -> None:
    points = RestorePoints(workbook)
    points.keep("check", 30, NOW)
    points.written()
    points.keep("check", 30, NOW)

    names = [point.name for point in points.all()]
    assert len(set(names)) == 2
    assert all((points.folder / name).is_file() for name in names)


def test_a_copy_goes_when_nothing_was_written_after_it(workbook: Path) -> None:
    book = open_book(workbook)
    with book.session(writing=True):
        book.keep("issue", 30)
        [point] = book.points.all()

    assert book.points.all() == []
    assert not book.points.path_of(point).exists()


@pytest.mark.parametrize(
    ("days", "ages", "left"),
    [
        (30, [40, 31, 30, 2], [30, 2]),
        (30, [90, 60], [60]),
        (0, [1, 0], [0]),
        (3650, [3000, 1], [3000, 1]),
    ],
)
def test_older_ones_go_at_the_next_job_but_never_the_newest(
    workbook: Path, days: int, ages: list[int], left: list[int]
) -> None:
    points = RestorePoints(workbook)
    for age in ages:
        points.keep(f"{age} days ago", 3650, NOW - age * DAY)
        points.written()

    points.keep("now", days, NOW)

    assert [point.job for point in points.all()] == [*(f"{age} days ago" for age in left), "now"]
    copies = {path.name for path in points.folder.glob("*.xlsx")}
    assert copies == {point.name for point in points.all()}


def test_without_a_copy_nothing_is_written(workbook: Path) -> None:
    before = workbook.read_bytes()
    (workbook.parent / "Billing.quotepart").mkdir()
    (workbook.parent / "Billing.quotepart" / "restore").write_text("a file is in the way")
    book = open_book(workbook)

    with book.session(writing=True), pytest.raises(CannotKeepError) as caught:
        book.keep("generate", 30)

    assert caught.value.code == "SAFE-05"
    assert workbook.read_bytes() == before


def test_a_copy_that_was_altered_or_removed_is_not_brought_back(workbook: Path) -> None:
    book = write(workbook)
    left = workbook.read_bytes()
    [point] = book.points.all()
    copy = book.points.path_of(point)

    copy.write_bytes(copy.read_bytes() + b"!")
    with pytest.raises(CopyGoneError):
        book.bring_back(point)
    copy.unlink()
    with pytest.raises(CopyGoneError) as caught:
        book.bring_back(point)

    assert caught.value.code == "UNDO-03"
    assert workbook.read_bytes() == left
    assert not list(workbook.parent.glob(f"{temporary_prefix(workbook)}*"))


@pytest.mark.parametrize("name", ["../Billing.xlsx", "/etc/passwd", "..\\x.xlsx", "..", "", "a/b"])
def test_an_index_does_not_lead_out_of_its_folder(workbook: Path, name: str) -> None:
    points = write(workbook).points
    index = points.folder / "Billing.xlsx.json"
    content = json.loads(index.read_text("utf-8"))
    content["points"][0]["name"] = name
    index.write_text(json.dumps(content), "utf-8")

    assert points.all() == []


def test_a_damaged_index_is_set_aside_and_a_new_one_begun(workbook: Path) -> None:
    points = write(workbook).points
    index = points.folder / "Billing.xlsx.json"
    index.write_text("{", "utf-8")

    assert points.all() == []
    write(workbook, note="again")

    assert len(points.all()) == 1
    assert (points.folder / "Billing.xlsx.json.damaged").read_text("utf-8") == "{"


def test_workbooks_of_one_folder_have_points_of_their_own(workbook: Path) -> None:
    other = make_workbook(workbook.with_suffix(".xlsm"))
    third = make_workbook(workbook.with_name("Other.xlsx"))

    for number, path in enumerate((workbook, other, third)):
        write(path, f"job {number}")

    assert [point.job for point in RestorePoints(other).all()] == ["job 1"]
    assert RestorePoints(third).folder.parent.name == "Other.quotepart"


def test_a_workbook_with_the_longest_name_has_restore_points(tmp_path: Path) -> None:
    book = write(make_workbook(tmp_path / f"{'B' * 240}.xlsx"))

    assert len(book.points.all()) == 1


def test_a_workbook_reached_by_a_link_has_them_beside_the_file_itself(
    workbook: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "Link.xlsx"
    link.symlink_to(workbook)

    write(link)

    assert link.is_symlink()
    assert len(RestorePoints(workbook).all()) == 1
    assert [path.name for path in folder.iterdir()] == ["Link.xlsx"]


def test_the_copy_is_on_the_disk_before_the_write_begins(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[str] = []
    fsync = os.fsync

    def noting(handle: int) -> None:
        flushed.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noting)
    point = write(workbook).points.all()[0]

    copy, temporary = flushed.index(point.name), flushed.index("Billing.xlsx.json.part", 2)
    assert copy < temporary
    [first_temporary, *_] = [at for at, name in enumerate(flushed) if name.endswith(".tmp")]
    assert copy < flushed.index("restore", copy) < first_temporary


def test_tables_of_a_copy_are_read_with_their_formulas(workbook: Path) -> None:
    table = kept_tables(workbook, ["plan", "Nothing"])["plan"]

    assert (table.table, table.sheet, str(table.area)) == ("Plan", "Plan sheet", "B3:G7")
    assert table.headings == tuple(HEADINGS)
    at = HEADINGS.index(HEADINGS[4])
    formulas = {table.formulas[row, at].replace("[#This Row],", "@") for row in range(4)}
    assert len(formulas) == 1
    assert formulas.pop().startswith("=Plan[")
    assert DOUBLE.startswith("=")


def test_a_text_of_a_copy_that_looks_like_a_formula_is_none(workbook: Path) -> None:
    write(workbook, note="=HYPERLINK(A1)")

    table = kept_tables(workbook, ["Plan"])["Plan"]

    assert table.rows[0][3] == "=HYPERLINK(A1)"
    assert (0, 3) not in table.formulas


CELLS = st.none() | st.text(max_size=3) | st.integers(-5, 5) | st.booleans()


@given(first=st.lists(CELLS, max_size=4), second=st.lists(CELLS, max_size=4))
def test_tables_have_one_digest_exactly_when_they_show_the_same(
    first: list[str | int | bool | None], second: list[str | int | bool | None]
) -> None:
    def digest(cells: list[str | int | bool | None]) -> str:
        return table_digest(Grid("T", "T", 1, ("a", "b"), (list(cells), []), frozenset("b")))

    def shown(cells: list[str | int | bool | None]) -> list[tuple[str, object]]:
        filled = [None if cell == "" else cell for cell in cells]
        kinds = ["bool" if isinstance(cell, bool) else "" for cell in filled]
        return list(zip(kinds, filled, strict=True))

    assert (digest(first) == digest(second)) == (shown(first) == shown(second))


def test_a_number_and_a_day_have_one_digest_in_any_type() -> None:
    def digest(cell: object, computed: object = None) -> str:
        columns = ([cell], [computed])
        return table_digest(Grid("T", "T", 1, ("a", "b"), columns, frozenset("b")))  # type: ignore[arg-type]

    midnight = datetime(2026, 10, 1)  # noqa: DTZ001 - as a cell has it
    assert digest(5) == digest(5.0) == digest(Decimal("5.00"), computed="other")
    assert digest(midnight) == digest(midnight.date()) != digest(midnight + DAY)


def interrupted(path: Path, after: str | None) -> RestorePoints:
    """A workbook whose last run was cut off while it wrote."""
    points = RestorePoints(path)
    points.keep("generate", 30, NOW)
    points.writing(after)
    return points


def said_at_start(path: Path) -> list[str]:
    with ClosedBook(path).session(writing=True) as findings:
        assert all(finding.sentence(language) for finding in findings for language in Language)
        return [finding.code for finding in findings]


def test_a_run_cut_off_before_its_write_is_told_once(workbook: Path) -> None:
    points = interrupted(workbook, after="f" * 64)

    assert [said_at_start(workbook), said_at_start(workbook)] == [["SAFE-01"], []]
    assert points.all() == []


def test_a_run_cut_off_after_its_write_is_told_once(workbook: Path) -> None:
    points = RestorePoints(workbook)
    points.keep("generate", 30, NOW)
    open_book(workbook).write([edit()])
    points.writing(digest_of(workbook))

    assert [said_at_start(workbook), said_at_start(workbook)] == [["SAFE-02"], []]
    assert [point.stage for point in points.all()] == [Stage.WRITTEN]


def test_a_run_cut_off_and_a_workbook_saved_since_are_told_with_the_copy(workbook: Path) -> None:
    points = interrupted(workbook, after="f" * 64)
    open_book(workbook).write([edit("typed by the user")])

    assert said_at_start(workbook) == ["SAFE-03"]
    assert digest_of(points.path_of(points.all()[0])) == points.all()[0].before


def test_a_run_cut_off_in_an_open_workbook_is_told(workbook: Path) -> None:
    interrupted(workbook, after=None)

    assert said_at_start(workbook) == ["SAFE-04"]
    assert said_at_start(workbook) == []


def test_a_run_that_is_still_at_work_is_not_taken_for_one_that_was_cut_off(workbook: Path) -> None:
    book = open_book(workbook)
    with book.session(writing=True):
        book.keep("generate", 30)
        with ClosedBook(workbook).session(writing=False) as findings:
            assert list(findings) == []

        assert [point.stage for point in book.points.all()] == [Stage.KEPT]

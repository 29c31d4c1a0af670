"""``quotepart verify`` and ``quotepart rebuild``: what was issued, compared and brought back."""

import shutil
from pathlib import Path

from quotepart_command import files_of, quotepart

from addin.books.closed import open_book
from addin.jobs.content import load
from addin.tables.edits import TableEdit

MONTH = ("--month", "2026-10")


def remove_rows(path: Path, table: str) -> int:
    """Delete all rows of a table, as a user would; how many there were."""
    book = open_book(path)
    indices = load(book).tables[table].indices
    book.write([TableEdit(table, removed=frozenset(indices))])
    return len(indices)


def test_what_was_issued_and_left_alone_is_in_order(issued: Path) -> None:
    before = files_of(issued.parent)

    ended = quotepart("verify", issued)

    assert ended.status == 0
    assert "Compared with the journal" in ended.said
    assert files_of(issued.parent) == before


def test_a_deleted_row_is_named_and_ends_with_1(issued: Path) -> None:
    lost = remove_rows(issued, "InvoiceLines")
    assert lost

    ended = quotepart("verify", issued, "--json")

    assert ended.status == 1
    assert ended.report["job"] == "verify"
    assert ended.codes == ["VER-02"] * lost


def test_rebuild_brings_it_back_and_can_be_undone(issued: Path) -> None:
    lost = remove_rows(issued, "InvoiceLines")
    before = issued.read_bytes()

    assert "Nothing was written" in quotepart("rebuild", issued, "--dry-run").said
    assert issued.read_bytes() == before
    report = quotepart("rebuild", issued, "--json").report
    assert (report["added"], report["changed"]) == (lost, 0)
    assert quotepart("verify", issued).status == 0

    assert quotepart("undo", issued).status == 0
    assert issued.read_bytes() == before


def test_a_journal_of_something_else_is_refused(issued: Path) -> None:
    journal = issued.with_suffix(".journal.sqlite")
    shutil.copy(issued, journal)

    for command in ("verify", "rebuild"):
        ended = quotepart(command, issued)
        assert ended.status == 2
        assert "not a sound journal" in ended.said + ended.warned

"""``quotepart share`` and ``quotepart merge`` on closed files, as a firm uses them."""

from datetime import date
from pathlib import Path

import pytest
from quotepart_command import FIELDS, Make, column_of, files_of, quotepart, type_into
from staff_office import everything_in, found_in

from addin.books.book import TableEdit
from addin.books.closed import open_book
from addin.tables.grid import Cell
from addin.words import Language

COPY = "Billing - Marie Lejeune 2026-11-22.xlsx"


@pytest.fixture
def firm(workbook: Make) -> Path:
    """The sample firm, in French, with one client whom Marie Lejeune may not see."""
    path = workbook(Language.FR)
    at = list(column_of(path, "Clients", "client")).index("DUPONT")
    type_into(path, "Clients", at, groups="Associés")
    return path


@pytest.fixture
def copy(firm: Path) -> Path:
    """Marie's workbook."""
    assert quotepart("share", firm, "--for", "ML").status in {0, 1}
    return firm.with_name(COPY)


def type_hours(copy: Path) -> None:
    """Marie enters an hour and a half, in French headings."""
    cells: dict[str, Cell] = {
        "Date": date(2026, 10, 30),
        "Projet": "MIR-26",
        "Prestation": "BOOK",
        "Minutes": 90,
    }
    open_book(copy).write([TableEdit("Timesheets", added=(cells,))])


def test_share_writes_a_file_beside_the_workbook_and_leaves_that_alone(firm: Path) -> None:
    before = files_of(firm.parent)[firm.name]

    ended = quotepart("share", firm, "--for", "marie.lejeune@zilverlinde.example", "--json")

    assert list(ended.report) == FIELDS
    assert ended.report["job"] == "share"
    assert ended.report["file"] == str(firm.with_name(COPY))
    assert ended.report["totals"]["staff"] == "1"
    assert files_of(firm.parent)[firm.name] == before
    assert not found_in(everything_in(firm.with_name(COPY)), "dupont-fils.example")


def test_share_says_in_the_workbooks_language_what_was_made(firm: Path) -> None:
    ended = quotepart("share", firm, "--for", "ML", "--to", firm.with_name("marie.xlsx"))

    assert "Créé : " in ended.said
    assert firm.with_name("marie.xlsx").is_file()


def test_an_unknown_person_is_refused_with_those_that_are_known(firm: Path) -> None:
    before = files_of(firm.parent)
    ended = quotepart("share", firm, "--for", "Nobody")

    assert ended.status == 2
    assert "ML, TJ" in ended.warned
    assert files_of(firm.parent) == before


def test_hours_come_back_once_and_undo_takes_them_out_again(firm: Path, copy: Path) -> None:
    type_hours(copy)
    shared = firm.read_bytes()

    first = quotepart("merge", firm, copy, "--json")
    assert (first.status, first.report["added"], first.report["changed"]) == (0, 1, 0)
    assert column_of(firm, "Timesheets", "minutes")[-1] == 90
    merged = firm.read_bytes()
    assert quotepart("merge", firm, copy, "--json").report["added"] == 0
    assert firm.read_bytes() == merged

    assert quotepart("undo", firm).status == 0
    assert firm.read_bytes() == shared
    told = quotepart("merge", firm, copy, "--json")
    assert (told.status, told.codes) == (1, ["SHR-16"])
    assert firm.read_bytes() == shared
    assert quotepart("merge", firm, copy, "--again", "--json").report["added"] == 1


def test_a_dry_run_of_a_merge_writes_nothing(firm: Path, copy: Path) -> None:
    type_hours(copy)
    before = files_of(firm.parent)

    ended = quotepart("merge", firm, copy, "--dry-run", "--json")

    assert ended.report["added"] == 1
    assert files_of(firm.parent) == before


def test_one_row_that_may_not_be_taken_leaves_every_byte_as_it_was(firm: Path, copy: Path) -> None:
    type_hours(copy)
    type_into(copy, "Timesheets", 0, person="TJ")
    before = files_of(firm.parent)

    ended = quotepart("merge", firm, copy, "--json")

    assert ended.status == 2
    assert "SHR-06" in ended.codes
    assert files_of(firm.parent) == before


def test_the_workbook_itself_is_no_shared_one(firm: Path) -> None:
    ended = quotepart("merge", firm, firm, "--json")

    assert (ended.status, ended.codes) == (2, ["SHR-21"])

"""Expenses from their sheet to an invoice: each once, whatever becomes of its row."""

from pathlib import Path
from typing import Any

import pytest
from memory_book import MemoryBook
from sample_office import Office, codes
from sample_office import two_projects as projects

from addin.jobs.content import load
from addin.jobs.importing import import_table
from addin.jobs.running import run
from addin.tables.catalogue import BY_NAME
from addin.tables.grid import Cell, Grid

TRAIN = "2026-03/P-1/-/expense/X-000001"


def expense(day: str = "2026-03-12", amount: str = "33.35", **cells: Any) -> dict[str, Any]:
    """An approved train ticket of P-1."""
    usual = {"project": "P-1", "description": "Train", "status": "approved"}
    return {"date": day, "amount": amount, **usual, **cells}


def office(folder: Path, *expenses: dict[str, Any], **tables: Any) -> Office:
    return Office(folder, Expenses=expenses, **tables)


def marks(one: Office) -> list[tuple[str | None, str | None, str | None]]:
    return [(row["expense"], row["line"], row["invoice"]) for row in one.rows("Expenses")]


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    one = office(tmp_path, expense(), expense(amount="10.00"))

    first, again = one.generate("2026-03"), one.generate("2026-03")

    assert (first.added, again.added, again.changed, again.removed) == (2, 0, 0, 0)
    assert one.amounts() == {TRAIN: "33.35", "2026-03/P-1/-/expense/X-000002": "10.00"}


def test_an_expense_without_a_number_gets_the_next_one(tmp_path: Path) -> None:
    one = office(tmp_path, expense(expense="X-000007"), expense(), expense(expense="own/1"))

    one.generate("2026-03")

    assert [key for key, _, _ in marks(one)] == ["X-000007", "X-000008", "own/1"]
    assert "2026-03/P-1/-/expense/own%2F1" in one.amounts()


def test_a_number_that_a_line_has_billed_is_given_to_no_other_expense(tmp_path: Path) -> None:
    one = office(tmp_path, expense())
    one.bill("2026-03")
    one.delete("Expenses", expense="X-000001")
    one.type_row("Expenses", **expense(amount="5.00"))

    one.generate("2026-03")

    assert [key for key, _, _ in marks(one)] == ["X-000002"]
    assert [row["amount"] for row in one.drafts()] == ["5.00", "-33.35"]


def test_a_number_is_not_given_again_when_nothing_but_the_journal_has_it(tmp_path: Path) -> None:
    one = office(tmp_path, expense())
    one.bill("2026-03")
    one.delete("Expenses", expense="X-000001")
    one.delete("Allocations", line=TRAIN)
    one.delete("Prebilling", line=TRAIN)
    one.type_row("Expenses", **expense(amount="5.00"))

    one.generate("2026-03")

    assert [key for key, _, _ in marks(one)] == ["X-000002"]
    assert [row["amount"] for row in one.drafts()] == ["5.00"]


def test_what_is_withdrawn_goes_from_the_drafts_and_is_marked_no_more(tmp_path: Path) -> None:
    one = office(tmp_path, expense())
    one.generate("2026-03")
    one.put("Expenses", {"expense": "X-000001"}, billable=False)

    report = one.generate("2026-03")

    assert (report.removed, one.lines()) == (1, [])
    assert marks(one) == [("X-000001", None, None)]


def test_an_issued_expense_that_lost_its_marks_is_not_billed_again(tmp_path: Path) -> None:
    one = office(tmp_path, expense())
    one.bill("2026-03")
    one.put("Expenses", {"expense": "X-000001"}, line=None, invoice=None)

    for month in ("2026-03", "2026-04"):
        assert one.generate(month).added == 0
        assert marks(one) == [("X-000001", TRAIN, "2026-00001")]
        assert one.drafts() == []


def test_an_issued_expense_whose_line_is_deleted_is_not_billed_again(tmp_path: Path) -> None:
    one = office(tmp_path, expense())
    one.bill("2026-03")
    one.delete("Prebilling", line=TRAIN)

    one.generate("2026-03")

    assert one.drafts() == []


def test_an_issued_line_that_is_lost_altogether_comes_back_with_its_mark(tmp_path: Path) -> None:
    one = office(tmp_path, expense())
    one.bill("2026-03")
    one.delete("Prebilling", line=TRAIN)
    one.put("Expenses", {"expense": "X-000001"}, line=None, invoice=None)

    report = one.generate("2026-03")

    assert codes(report) == ["PRE-09"]
    assert one.drafts() == []
    assert marks(one) == [("X-000001", TRAIN, "2026-00001")]


def test_an_expense_in_a_draft_of_another_month_stays_there(tmp_path: Path) -> None:
    one = office(tmp_path, expense())
    one.generate("2026-04")

    one.put("Expenses", {"expense": "X-000001"}, line=None)

    report = one.generate("2026-03")

    assert report.added == 0
    assert [row["line"] for row in one.lines()] == ["2026-04/P-1/-/expense/X-000001"]
    assert marks(one) == [("X-000001", "2026-04/P-1/-/expense/X-000001", None)]


def test_a_draft_that_is_deleted_frees_its_expense(tmp_path: Path) -> None:
    one = office(tmp_path, expense())
    one.generate("2026-03")
    one.delete("Prebilling", line=TRAIN)

    assert one.generate("2026-03").added == 1
    assert one.amounts() == {TRAIN: "33.35"}


def test_the_expenses_of_a_project_left_out_keep_their_marks(tmp_path: Path) -> None:
    one = office(tmp_path, expense(), expense())
    one.generate("2026-03")
    before = marks(one)
    one.put("Expenses", {"expense": "X-000002"}, treatment="markup")

    assert one.generate("2026-03").skipped == ["P-1"]
    assert marks(one) == before


@pytest.mark.parametrize(
    ("cells", "amount"),
    [
        ({"amount": "40.00"}, "6.65"),
        ({"amount": "30.00"}, "-3.35"),
        ({"treatment": "markup", "markup": "0.10"}, "3.34"),
        ({"billable": False}, "-33.35"),
        ({"status": "draft"}, "-33.35"),
        ({"description": "Train to Lille"}, None),
    ],
)
def test_an_issued_expense_that_changes_is_corrected_once(
    tmp_path: Path, cells: dict[str, Any], amount: str | None
) -> None:
    one = office(tmp_path, expense())
    one.bill("2026-03")
    one.put("Expenses", {"expense": "X-000001"}, **cells)

    for _ in range(2):
        one.generate("2026-04")
        assert [row["amount"] for row in one.drafts()] == ([amount] if amount else [])


def test_a_number_used_twice_is_told_and_not_billed(tmp_path: Path) -> None:
    one = office(tmp_path, expense())
    one.bill("2026-03")
    one.put("Expenses", {"expense": "X-000001"}, expense="X-000009")
    one.type_row("Expenses", **expense("2026-03-14", expense="X-000001"))

    report = one.generate("2026-03")

    assert codes(report) == ["EXP-03"]
    assert one.drafts() == []


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"treatment": "markup"}, "EXP-01"),
        ({"markup": "0.10"}, "EXP-02"),
        ({"treatment": "disbursement", "markup": "0.10"}, "EXP-02"),
        ({"treatment": "markup", "markup": "-0.10"}, "TAB-19"),
    ],
)
def test_an_expense_that_contradicts_itself_leaves_its_project_out(
    tmp_path: Path, cells: dict[str, str], code: str
) -> None:
    sound = expense(project="P-2")
    one = office(tmp_path, expense(**cells), expense(), sound, Projects=projects())

    report = one.generate("2026-03")

    assert code in codes(report)
    assert report.skipped == ["P-1"]
    assert [row["project"] for row in one.lines()] == ["P-2"]


def test_a_disbursement_is_owed_to_the_cent_on_a_document_of_its_own(tmp_path: Path) -> None:
    one = office(
        tmp_path,
        expense(amount="100.00"),
        expense(amount="181.50", treatment="disbursement"),
        Clients=[{"client": "ALDER", "discount_percent": "0.10"}],
    )

    one.bill("2026-03")

    assert [(row["net"], row["vat"]) for row in one.rows("Invoices")] == [
        ("90.00", "18.90"),
        ("181.50", "0.00"),
    ]


def test_imported_expenses_get_numbers_that_neither_side_has() -> None:
    book = MemoryBook(
        {
            "Settings": [{"setting": "language", "value": "en"}],
            "Clients": [{"client": "ALDER", "name": "Alder"}],
            "Projects": [{"project": "P-1", "name": "One", "client": "ALDER"}],
            "Expenses": [expense(expense="X-000003")],
            "Prebilling": [
                {
                    "line": "2026-02/P-1/-/expense/X-000011",
                    "month": "2026-02",
                    "project": "P-1",
                    "origin": "expense X-000011",
                }
            ],
        }
    )
    names = ("expense", "date", "project", "description", "amount")
    columns: tuple[list[Cell], ...] = (
        ["X-000020", None],
        ["2026-03-01", "2026-03-02"],
        ["P-1", "P-1"],
        ["A", "B"],
        ["1.00", "2.00"],
    )
    source = Grid("new.csv", "new.csv", 2, names, columns)

    run(
        book,
        lambda content: import_table(content, BY_NAME["Expenses"], source),
        recover=False,
    )

    assert load(book).tables["Expenses"].values["expense"] == ["X-000003", "X-000020", "X-000021"]

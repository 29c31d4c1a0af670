"""Every difference between the workbook, its journal and the files is named, and nothing else."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sample_office import FEE, SHARED, SPLITS, Office, codes, entry

from addin.billing.choices import InvoiceState
from addin.errors import RefusedError
from addin.jobs.content import load
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.jobs.verifying import verify
from addin.journal.states import Event, EventKind
from addin.tables.catalogue import BY_NAME
from addin.tables.edits import TableEdit
from addin.words import Language

MOMENT = datetime(2027, 1, 4, 9, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A month of two payers, issued: a fee and an hour, one invoice each."""
    office = Office(
        tmp_path,
        Projects=[SHARED],
        Splits=SPLITS,
        Schedules=[FEE],
        Timesheets=[entry("T-1", "2026-03-02", 90)],
    )
    office.bill("2026-03")
    return office


def verified(office: Office) -> Report:
    return run(office.book, verify, recover=False, dry_run=True)


def test_what_was_issued_and_left_alone_has_no_difference(office: Office) -> None:
    report = verified(office)

    assert (report.findings, report.exit_status) == ([], 0)
    assert report.totals == {"invoices": "2", "lines": "4", "documents": "2"}


@pytest.mark.parametrize(
    ("table", "where", "cell"),
    [
        ("Invoices", {"number": "2026-00001"}, {"net": "140.01"}),
        ("Invoices", {"number": "2026-00002"}, {"date": "2026-12-30"}),
        ("Invoices", {"number": "2026-00001"}, {"payer": "CEDAR"}),
        ("Invoices", {"number": "2026-00001"}, {"digest": None}),
        ("Invoices", {"number": "2026-00001"}, {"state": "paid"}),
        ("Invoices", {"number": "2026-00001"}, {"paid": "1.00"}),
        ("Invoices", {"number": "2026-00001"}, {"docx": "elsewhere.docx"}),
        ("InvoiceLines", {"number": "2026-00001", "position": 2}, {"description": "Advice?"}),
        ("InvoiceLines", {"number": "2026-00001", "position": 2}, {"quantity": "2"}),
        ("InvoiceLines", {"number": "2026-00002", "position": 1}, {"vat_rate": "0.06"}),
        ("Allocations", {"payer": "BIRCH", "invoice": "2026-00002"}, {"amount": "60.01"}),
        ("Allocations", {"payer": "BIRCH", "invoice": "2026-00002"}, {"invoice": None}),
        ("Prebilling", {"axis": "time"}, {"invoice": "2026-00001"}),
        ("Prebilling", {"axis": "time"}, {"invoice": "2026-00001, 2026-00002, 2026-00003"}),
    ],
)
def test_a_cell_edited_by_hand_is_named(
    office: Office, table: str, where: dict[str, Any], cell: dict[str, Any]
) -> None:
    if table == "Allocations":
        where = {**where, "line": office.lines("2026-03")[1]["line"]}
    office.put(table, where, **cell)

    report = verified(office)

    (finding,) = report.findings
    assert (finding.code, finding.sheet) == ("VER-01", BY_NAME[table].sheet[Language.EN])
    assert finding.column == BY_NAME[table].column(next(iter(cell))).heading[Language.EN]
    assert report.exit_status == 1


def test_a_difference_says_what_stands_there_and_what_was_issued(office: Office) -> None:
    office.put("Invoices", {"number": "2026-00001"}, net="140.01")

    (finding,) = verified(office).findings

    assert (finding.row, finding.column) == (5, "Net")
    assert "“140.01”" in finding.sentence
    assert "“140.00”" in finding.sentence


@pytest.mark.parametrize("table", ["Invoices", "InvoiceLines", "Allocations", "Prebilling"])
def test_a_deleted_row_is_missed(office: Office, table: str) -> None:
    removed = load(office.book).tables[table].indices[0]
    office.book.write([TableEdit(table, removed=frozenset({removed}))])

    assert codes(verified(office)) == ["VER-02"]


def test_lost_rows_of_prebilling_are_named_in_the_order_of_the_journal(office: Office) -> None:
    office.bill("2026-04")
    office.bill("2026-05")
    issued = [row["line"] for row in office.rows("InvoiceLines") if row["line"]]
    removed = load(office.book).tables["Prebilling"].indices
    office.book.write([TableEdit("Prebilling", removed=frozenset(removed))])

    told = [one.sentence for one in verified(office).findings]

    assert len(told) == len(set(issued)) == 4
    assert all(
        f"“{line}”" in sentence for line, sentence in zip(dict.fromkeys(issued), told, strict=True)
    )


def test_rows_that_nobody_issued_are_named(office: Office) -> None:
    first = dict(office.rows("Invoices")[0])
    office.type_row("Invoices", **first | {"number": "2026-00003"})
    office.type_row("Invoices", **first)
    line = dict(office.rows("InvoiceLines")[0])
    office.type_row("InvoiceLines", **line | {"position": 9})
    share = dict(office.rows("Allocations")[0])
    office.type_row("Allocations", **share | {"line": "2026-04/X", "invoice": "2026-00009"})

    report = verified(office)

    assert [(one.code, one.sheet, one.row) for one in report.findings] == [
        ("VER-03", "Allocations", 9),
        ("VER-03", "Invoice lines", 9),
        ("VER-07", "Invoices", 7),
        ("VER-03", "Invoices", 8),
    ]


def test_a_draft_is_not_the_business_of_the_journal(office: Office) -> None:
    office.generate("2026-04")
    assert office.drafts()

    assert verified(office).findings == []


def test_a_changed_document_and_a_missing_one_are_named(office: Office, tmp_path: Path) -> None:
    first, second = sorted(tmp_path.rglob("*.docx"))
    first.write_bytes(first.read_bytes() + b" ")
    second.unlink()

    report = verified(office)

    assert [(one.code, one.row) for one in report.findings] == [("VER-04", 5), ("VER-05", 6)]
    assert first.name in report.findings[0].sentence


def test_a_broken_seal_is_named(office: Office, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "Billing.journal.sqlite")) as file:
        file.execute("DROP TRIGGER invoices_update")
        file.execute("UPDATE invoices SET gross_cents = 1 WHERE number = '2026-00002'")
        file.commit()

    assert codes(verified(office)) == ["JRN-13"]


def test_a_journal_that_cannot_be_read_is_told_before_the_sheets_are_compared(
    office: Office, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "Billing.journal.sqlite")) as file:
        file.execute("DROP TRIGGER invoices_update")
        file.execute("UPDATE invoices SET content = '{}' WHERE number = '2026-00002'")
        file.commit()

    report = verified(office)

    assert codes(report) == ["JRN-13"]
    assert report.totals == {"invoices": "0", "lines": "0", "documents": "0"}


def test_without_its_journal_the_invoices_are_told_once_and_nothing_is_to_be_deleted(
    office: Office, tmp_path: Path
) -> None:
    (tmp_path / "Billing.journal.sqlite").unlink()

    (finding,) = verified(office).findings

    assert (finding.code, finding.row) == ("VER-07", 5)
    assert ": 2, first 2026-00001." in finding.sentence
    assert "delete nothing" in finding.sentence


def test_invoices_that_an_older_journal_lacks_are_told_once(office: Office, tmp_path: Path) -> None:
    journal = tmp_path / "Billing.journal.sqlite"
    older = journal.read_bytes()
    office.bill("2026-04")
    journal.write_bytes(older)

    (finding,) = verified(office).findings

    assert (finding.code, finding.row) == ("VER-07", 7)
    assert ": 2, first 2026-00003." in finding.sentence


def test_a_sheet_that_is_missing_is_refused(office: Office) -> None:
    office.book.drop("InvoiceLines")

    with pytest.raises(RefusedError):
        verified(office)


def test_what_happens_to_an_invoice_shows_on_its_row_with_the_next_job(office: Office) -> None:
    journal = office.journal
    journal.record("2026-00001", Event(EventKind.SENT, MOMENT))
    journal.record("2026-00002", Event(EventKind.PAYMENT, MOMENT, 10_00))
    assert codes(verified(office)) == ["VER-01", "VER-01", "VER-01"]

    office.generate("2026-04")

    rows = [(row["state"], row["paid"]) for row in office.rows("Invoices")]
    assert rows == [(InvoiceState.SENT, None), (InvoiceState.PARTLY_PAID, "10.00")]
    assert verified(office).findings == []

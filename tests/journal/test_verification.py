"""Whatever somebody changes in the file afterwards is found."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from journal_samples import CREDITS, issue

from addin.errors import Finding, Place
from addin.journal.content import digest_of
from addin.journal.journal import Journal
from addin.journal.models import InvoiceRow
from addin.journal.records import seal
from addin.journal.verification import columns_of

TRIGGERS = [
    f"{table}_{verb}"
    for table in ("invoices", "invoice_lines", "allocations")
    for verb in ("update", "delete")
]
Tamper = Callable[..., None]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Five invoices: 2026-00001 to 2026-00004, a credit note between the second and the third."""
    journal = Journal.beside(tmp_path / "Billing.xlsm")
    issue(journal, "L1")
    issue(journal, "L2")
    issue(journal, "C1", series=CREDITS)
    issue(journal, "L3")
    issue(journal, "L4")
    return journal


@pytest.fixture
def tamper(tmp_path: Path, journal: Journal) -> Tamper:
    """Run statements on the file as one who knows how to take the triggers away."""
    assert journal.verify_chain() == journal.gaps() == []

    def run(statement: str, values: tuple[str, ...] = ()) -> None:
        with closing(sqlite3.connect(tmp_path / "Billing.journal.sqlite")) as connection:
            for trigger in TRIGGERS:
                connection.execute(f"DROP TRIGGER {trigger}")
            connection.execute(statement, values)
            connection.commit()

    return run


def changed(number: str) -> Finding:
    return Finding("JRN-13", Place(), {"number": number})


def unlinked(number: str) -> Finding:
    return Finding("JRN-14", Place(), {"number": number})


@pytest.mark.parametrize(
    "change",
    [
        "issue_date = '2026-03-30'",
        "due_date = '2027-01-01'",
        "payer = 'MARTIN'",
        "projects = '[]'",
        "net_cents = 54574",
        "vat_cents = 0",
        "gross_cents = 1",
        "currency = 'USD'",
        "reference = ''",
        "fiscal_year = 2025",
        "series = 'another'",
        "ordinal = 9",
        "created_at = '2026-04-01 00:00:00.000000'",
        "content = replace(content, '14.75', '14.7')",
        "content = '{}'",
        "digest = ''",
    ],
)
def test_a_changed_column_is_found(journal: Journal, tamper: Tamper, change: str) -> None:
    tamper(f"UPDATE invoices SET {change} WHERE number = '2026-00002'")  # noqa: S608 - above

    assert journal.verify_chain() == [changed("2026-00002")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoice_lines SET net_cents = 1 WHERE invoice = '2026-00002'",
        "UPDATE invoice_lines SET quantity = '37.0' WHERE invoice = '2026-00002'",
        "DELETE FROM invoice_lines WHERE invoice = '2026-00002'",
        "UPDATE allocations SET payer = 'MARTIN' WHERE invoice = '2026-00002'",
        "UPDATE allocations SET net_cents = 0 WHERE invoice = '2026-00002'",
        "DELETE FROM allocations WHERE invoice = '2026-00002'",
        "INSERT INTO allocations VALUES ('L9', 'DUPONT', 1, '2026-00002')",
    ],
)
def test_a_change_of_what_hangs_on_an_invoice_is_found(
    journal: Journal, tamper: Tamper, statement: str
) -> None:
    tamper(statement)

    assert journal.verify_chain() == [changed("2026-00002")]


def test_a_removed_invoice_breaks_the_chain_and_the_numbers(
    journal: Journal, tamper: Tamper
) -> None:
    tamper("DELETE FROM invoices WHERE number = '2026-00002'")

    assert journal.verify_chain() == [unlinked("CN2026-001")]
    assert journal.gaps() == [
        Finding(
            "JRN-15",
            Place(),
            {"series": "invoice", "before": "2026-00001", "after": "2026-00003", "count": 1},
        )
    ]


def test_a_removed_first_invoice_is_found(journal: Journal, tamper: Tamper) -> None:
    tamper("DELETE FROM invoices WHERE number = '2026-00001'")

    assert journal.verify_chain() == [unlinked("2026-00002")]
    assert [finding.values["before"] for finding in journal.gaps()] == [""]


def test_removed_last_invoices_are_missed(journal: Journal, tamper: Tamper) -> None:
    tamper("DELETE FROM invoices WHERE number IN ('2026-00003', '2026-00004')")

    values = {
        "series": "invoice",
        "fiscal_year": 2026,
        "number": "2026-00002",
        "found": 2,
        "expected": 4,
    }
    assert journal.gaps() == [Finding("JRN-16", Place(), values)]


def test_a_series_removed_whole_is_missed(journal: Journal, tamper: Tamper) -> None:
    tamper("DELETE FROM invoices WHERE series = 'other'")

    (finding,) = journal.gaps()
    assert (finding.code, finding.values["found"], finding.values["expected"]) == ("JRN-16", 0, 1)


def test_an_invoice_moved_to_the_end_is_found(journal: Journal, tamper: Tamper) -> None:
    tamper("UPDATE invoices SET position = 99 WHERE number = '2026-00001'")

    assert journal.verify_chain() == [
        unlinked("2026-00002"),
        unlinked("2026-00001"),
        changed("2026-00001"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param("Payroll", "Advice", [unlinked("CN2026-001")], id="another text"),
        pytest.param(
            '"lines":', '"rows":', [changed("2026-00002"), unlinked("CN2026-001")], id="no invoice"
        ),
    ],
)
def test_a_change_sealed_anew_breaks_the_chain_behind_it(
    journal: Journal, tamper: Tamper, old: str, new: str, found: list[Finding]
) -> None:
    with journal.storage.reading() as session:
        row = session.get_one(InvoiceRow, 2)
        row.content = row.content.replace(old, new)
        row.digest = digest_of(row.content)
        forged = (row.content, row.digest, seal(columns_of(row)))
        session.expunge(row)
    tamper("UPDATE invoices SET (content, digest, seal) = (?, ?, ?) WHERE position = 2", forged)

    assert journal.verify_chain() == found

"""Issuing one invoice after another, and reading what was issued."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from journal_samples import (
    CREDITS,
    NOW,
    SERIES,
    TODAY,
    PrinterOnFireError,
    burn,
    documents,
    invoice,
    issue,
)

from addin.billing.choices import VatCategory
from addin.billing.invoice import DocumentAllowance, Invoice
from addin.journal.content import digest
from addin.journal.issuing import AlreadyInvoicedError, EarlierDateError, NumberUsedError
from addin.journal.journal import (
    ForeignJournalError,
    Issued,
    Journal,
    ProvenDocument,
)
from addin.journal.kept import UnknownInvoiceError
from addin.journal.numbering import Series


def test_the_journal_lies_beside_its_workbook(workbook: Path) -> None:
    issue(Journal.beside(workbook), "L1")

    assert [path.name for path in workbook.parent.iterdir()] == ["Billing.journal.sqlite"]


def test_numbers_follow_each_other_from_one(journal: Journal) -> None:
    numbers = [issue(journal, line).number for line in ("L1", "L2", "L3")]

    assert numbers == ["2026-00001", "2026-00002", "2026-00003"]
    assert journal.gaps() == []
    assert journal.verify_chain() == []


def test_each_series_and_each_fiscal_year_has_its_own_numbers(journal: Journal) -> None:
    issue(journal, "L1")

    assert issue(journal, "L2", series=CREDITS).number == "CN2026-001"
    assert issue(journal, "L3", series=replace(SERIES, fiscal_year=2027)).number == "2027-00001"
    assert issue(journal, "L4").number == "2026-00002"
    assert journal.gaps() == []
    assert journal.verify_chain() == []


def test_an_earlier_year_may_go_on_after_a_later_one(journal: Journal) -> None:
    later = replace(SERIES, fiscal_year=2027)
    issue(journal, "L1", issue_date=date(2027, 1, 2), series=later)

    assert issue(journal, "L2", issue_date=date(2026, 12, 31)).number == "2026-00001"


def test_a_date_before_the_last_of_the_series_is_refused(journal: Journal) -> None:
    issue(journal, "L1")

    with pytest.raises(EarlierDateError) as caught:
        issue(journal, "L2", issue_date=TODAY - timedelta(days=1))

    assert caught.value.code == "JRN-04"
    assert caught.value.values == {
        "date": date(2026, 3, 30),
        "number": "2026-00001",
        "last_date": date(2026, 3, 31),
    }
    assert issue(journal, "L2").number == "2026-00002"


@pytest.mark.parametrize("issued_before", [0, 1])
def test_an_invoice_that_cannot_be_proven_frees_its_number(
    journal: Journal, issued_before: int
) -> None:
    for place in range(issued_before):
        issue(journal, f"L{place}")
    draft = partial(invoice, line="unproven")

    with pytest.raises(PrinterOnFireError):
        journal.issue(SERIES, TODAY, draft=draft, prove=burn, created_at=NOW)

    assert len(journal.invoices()) == len(journal.issued_lines()) == issued_before
    assert issue(journal, "unproven").number == f"2026-{issued_before + 1:05}"
    assert journal.gaps() == []


def test_an_invoice_that_cannot_be_built_frees_its_number_and_date(journal: Journal) -> None:
    def fail(_: str) -> Invoice:
        raise PrinterOnFireError

    issue(journal, "L1")
    with pytest.raises(PrinterOnFireError):
        journal.issue(
            SERIES, TODAY + timedelta(days=9), draft=fail, prove=documents, created_at=NOW
        )

    assert issue(journal, "L2", issue_date=TODAY + timedelta(days=1)).number == "2026-00002"


def test_a_payer_is_never_invoiced_twice_for_a_line(journal: Journal) -> None:
    issue(journal, "L1", payer="DUPONT")
    issue(journal, "L1", payer="MARTIN")

    with pytest.raises(AlreadyInvoicedError) as caught:
        issue(journal, "L1", payer="MARTIN")

    assert caught.value.code == "JRN-06"
    assert caught.value.values == {"line": "L1", "payer": "MARTIN", "number": "2026-00002"}
    assert journal.issued_lines() == {
        ("L1", "DUPONT"): "2026-00001",
        ("L1", "MARTIN"): "2026-00002",
    }


def test_one_line_may_be_printed_as_several(journal: Journal) -> None:
    def three_tiers(number: str) -> Invoice:
        plain = invoice(number, line="TIERS")
        return replace(plain, lines=plain.lines * 3)

    issued = journal.issue(SERIES, TODAY, draft=three_tiers, prove=documents, created_at=NOW)

    assert journal.issued_lines() == {("TIERS", "DUPONT"): issued.number}
    assert journal.verify_chain() == []


def discounted(number: str) -> Invoice:
    """Line L1, 10.00 off it by line D1 at two rates and 5.00 off by the terms of the client."""
    plain = invoice(number)
    rate = plain.lines[0].vat_rate
    off = DocumentAllowance("Goodwill", 6_00, VatCategory.S, rate, line="D1")
    other = replace(off, cents=4_00, vat_category=VatCategory.E, vat_rate=Decimal(0))
    return replace(plain, allowances=(off, other, replace(off, cents=5_00, line="")))


def test_a_line_that_grants_a_discount_is_billed_with_less_than_nothing(journal: Journal) -> None:
    journal.issue(SERIES, TODAY, draft=discounted, prove=documents, created_at=NOW)

    assert journal.issued_cents() == {("L1", "DUPONT"): 545_75, ("D1", "DUPONT"): -10_00}
    assert journal.verify_chain() == []


def test_a_discount_is_never_granted_twice(journal: Journal) -> None:
    journal.issue(SERIES, TODAY, draft=discounted, prove=documents, created_at=NOW)

    def again(number: str) -> Invoice:
        whole = discounted(number)
        return replace(whole, lines=(replace(whole.lines[0], line="L2"),))

    with pytest.raises(AlreadyInvoicedError) as caught:
        journal.issue(SERIES, TODAY, draft=again, prove=documents, created_at=NOW)

    assert caught.value.values["line"] == "D1"


def test_a_pattern_without_year_is_refused_when_its_numbers_come_again(journal: Journal) -> None:
    first = Series("invoice", 2026, "F{number:03}")
    issue(journal, "L1", series=first)

    with pytest.raises(NumberUsedError) as caught:
        issue(journal, "L2", series=replace(first, fiscal_year=2027))

    assert caught.value.code == "JRN-05"
    assert caught.value.values == {"number": "F001", "date": TODAY, "pattern": "F{number:03}"}
    assert issue(journal, "L2", series=first).number == "F002"


def test_a_new_pattern_goes_on_where_the_old_one_stopped(journal: Journal) -> None:
    issue(journal, "L1")

    assert issue(journal, "L2", series=replace(SERIES, pattern="B{number}")).number == "B2"
    assert journal.gaps() == []


def test_an_issued_invoice_is_given_back_whole(journal: Journal) -> None:
    issued = issue(journal, "L1")

    assert journal.invoice(issued.number) == issued


def test_an_unknown_number_is_refused(journal: Journal) -> None:
    issue(journal, "L1")

    with pytest.raises(UnknownInvoiceError) as caught:
        journal.invoice("2026-00002")

    assert caught.value.code == "JRN-12"
    assert caught.value.values["number"] == "2026-00002"


def test_the_invoices_sheet_gets_its_rows_in_the_order_of_issue(journal: Journal) -> None:
    first = issue(journal, "L1")
    issue(journal, "L2", series=CREDITS)
    issue(journal, "L3", series=replace(SERIES, fiscal_year=2027))

    assert journal.invoices()[0] == Issued(
        number="2026-00001",
        series="invoice",
        fiscal_year=2026,
        issue_date=TODAY,
        due_date=date(2026, 12, 31),
        payer="DUPONT",
        projects=("PAYROLL",),
        net_cents=545_75,
        vat_cents=114_61,
        gross_cents=660_36,
        currency="EUR",
        reference="+++000/1459/32557+++",
        digest=digest(first),
        documents=("invoices/2026-00001.docx",),
    )
    assert [row.number for row in journal.invoices()] == ["2026-00001", "CN2026-001", "2027-00001"]
    assert [row.number for row in journal.invoices(series="other")] == ["CN2026-001"]
    assert [row.number for row in journal.invoices(fiscal_year=2027)] == ["2027-00001"]


def test_a_dry_run_tells_the_numbers_and_makes_no_file(workbook: Path, journal: Journal) -> None:
    assert journal.next_numbers(SERIES, TODAY, 3) == ["2026-00001", "2026-00002", "2026-00003"]
    assert journal.issued_lines() == {}
    assert journal.invoices() == []
    assert journal.documents_missing(workbook.parent) == []
    assert journal.gaps() == []
    assert journal.verify_chain() == []
    assert list(workbook.parent.iterdir()) == []


def test_a_dry_run_is_refused_as_the_run_would_be(journal: Journal) -> None:
    issue(journal, "L1")

    assert journal.next_numbers(SERIES, TODAY, 2) == ["2026-00002", "2026-00003"]
    with pytest.raises(EarlierDateError):
        journal.next_numbers(SERIES, TODAY - timedelta(days=1))
    with pytest.raises(NumberUsedError):
        journal.next_numbers(Series("other", 2026, SERIES.pattern), TODAY)


def test_a_document_is_missing_until_it_is_written_and_when_it_is_gone(
    workbook: Path, journal: Journal
) -> None:
    issued = issue(journal, "L1")
    (file,) = documents(issued)
    path = workbook.parent / file.path
    missing = [ProvenDocument(issued.number, file)]

    assert journal.documents_missing(workbook.parent) == missing
    path.parent.mkdir()
    path.write_text("half a document")  # a crash while it is written: not yet noted
    assert journal.documents_missing(workbook.parent) == missing
    journal.documents_written(issued.number, [file.path])
    assert journal.documents_missing(workbook.parent) == []
    path.unlink()
    assert journal.documents_missing(workbook.parent) == missing


def test_a_document_that_was_never_proven_cannot_be_noted_as_written(journal: Journal) -> None:
    issued = issue(journal, "L1")

    with pytest.raises(UnknownInvoiceError):
        journal.documents_written(issued.number, ["invoices/2026-00001.docx", "other.docx"])

    assert len(journal.documents_missing(Path())) == 1  # neither of the two


def test_a_workbook_that_shows_foreign_invoices_is_stopped(journal: Journal) -> None:
    journal.require([])
    with pytest.raises(ForeignJournalError) as caught:
        journal.require(["2026-00001"])
    assert caught.value.code == "JRN-17"
    assert caught.value.values["number"] == "2026-00001"

    issue(journal, "L1")
    journal.require(["2026-00001"])


def test_the_moment_is_kept_in_utc(journal: Journal) -> None:
    summer = datetime.fromisoformat("2026-07-01T12:00:00+02:00")
    journal.issue(SERIES, TODAY, draft=invoice, prove=documents, created_at=summer)

    assert journal.verify_chain() == []
    with journal.storage.reading() as session:
        kept = session.connection().exec_driver_sql("SELECT created_at FROM invoices").scalar()
    moment = datetime.fromisoformat(str(kept))
    assert moment.replace(tzinfo=moment.tzinfo or UTC) == summer


def test_after_a_crash_the_next_run_issues_what_is_left(journal: Journal) -> None:
    lines = [f"L{place}" for place in range(10)]

    def run(crash_at: str) -> int:
        left = [line for line in lines if (line, "DUPONT") not in journal.issued_lines()]
        for line in left:
            prove = burn if line == crash_at else documents
            draft = partial(invoice, line=line)
            journal.issue(SERIES, TODAY, draft=draft, prove=prove, created_at=NOW)
        return len(left)

    with pytest.raises(PrinterOnFireError):
        run(crash_at="L3")
    assert len(journal.invoices()) == 3

    assert run(crash_at="never") == 7
    assert [row.number for row in journal.invoices()] == [f"2026-{n:05}" for n in range(1, 11)]
    assert len(journal.issued_lines()) == 10
    assert run(crash_at="never") == 0

"""Faults that keep a project, or an invoice, from being billed: each named, with its cell."""

from pathlib import Path

import pytest
from sample_office import Office, codes, entry

from addin.books.refusals import ReadOnlyError
from addin.documents.invoices import PrintedTotals
from addin.jobs.invoices import proving
from addin.jobs.running import IssuedOnlyError

MARCH = "2026-03"


def own(**cells: str) -> dict[str, str]:
    """A line that the user added, two hours at 100.00."""
    usual = {"month": MARCH, "project": "P-1", "service": "ADV", "quantity": "2"}
    return {**usual, "unit_price": "100.00", **cells}


def test_a_unit_without_a_price_leaves_its_project_out(tmp_path: Path) -> None:
    services = [{"service": "ADV", "name": "Advice"}, {"service": "DOC", "name": "Documents"}]
    units = [{"month": MARCH, "project": "P-1", "service": "DOC", "quantity": "3"}]
    office = Office(tmp_path, Services=services, Units=units)

    report = office.generate(MARCH)

    assert "UNI-01" in codes(report)
    assert list(report.skipped) == ["P-1"]
    assert office.lines() == []


def test_a_payer_outside_the_union_needs_a_category(tmp_path: Path) -> None:
    abroad = [{"client": "ALDER", "country": "US", "vat_number": None}]
    office = Office(tmp_path, Clients=abroad, Prebilling=[own()])

    assert "PAY-02" in codes(office.generate(MARCH))

    office.put("Clients", {"client": "ALDER"}, vat_category="O")
    assert "PAY-02" not in codes(office.generate(MARCH))


def test_a_negative_price_is_refused(tmp_path: Path) -> None:
    office = Office(tmp_path, Prebilling=[own(unit_price="-100.00")])

    report = office.generate(MARCH)

    assert "PRE-03" in codes(report)
    assert list(report.skipped) == ["P-1"]


def test_a_payer_whose_own_row_is_faulty_leaves_the_project_out(tmp_path: Path) -> None:
    entries = [entry("T-1", "2026-03-02", organisation="BIRCH")]
    faulty = [{"client": "BIRCH", "discount_percent": "much"}]
    office = Office(tmp_path, Clients=faulty, Timesheets=entries)

    report = office.generate(MARCH)

    assert {"TAB-05", "PRJ-02"} <= set(codes(report))
    assert office.lines() == []


def test_a_document_that_says_another_figure_is_not_issued(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(tmp_path, Prebilling=[own()])
    office.generate(MARCH)
    office.approve(MARCH)
    # a template cannot be made to miscount: what is read back is
    monkeypatch.setattr(
        proving, "read_totals", lambda _: PrintedTotals("2026-00001", 200_00, 42_01, 242_01)
    )

    report = office.issue(MARCH)

    assert "ISS-03" in codes(report)
    assert office.rows("Invoices") == []
    assert office.journal.invoices() == []
    assert not list(tmp_path.rglob("*.docx"))


def test_a_workbook_that_cannot_be_written_after_issue_names_the_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(tmp_path, Prebilling=[own()])
    office.generate(MARCH)
    office.approve(MARCH)

    def locked(_: object) -> None:
        raise ReadOnlyError(file=tmp_path)

    with monkeypatch.context() as patch:
        patch.setattr(office.book, "write", locked)
        with pytest.raises(IssuedOnlyError) as told:
            office.issue(MARCH)

    assert told.value.code == "JOB-03"
    assert "2026-00001" in str(told.value)
    office.issue(MARCH)
    assert [row["number"] for row in office.rows("Invoices")] == ["2026-00001"]

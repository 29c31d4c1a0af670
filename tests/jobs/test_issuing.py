"""Issuing a month: what was approved and shown, each thing once, each number in its turn."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sample_office import (
    SHARED,
    SPLITS,
    Office,
    codes,
    documents,
    entry,
    own_line,
    two_projects,
)

from addin.billing.calendar import Month
from addin.documents.invoices import read_totals
from addin.errors import BillingError, RefusedError
from addin.jobs.issuing import Request
from addin.jobs.previewing import preview
from addin.jobs.running import run


def test_what_is_issued_is_written_everywhere(office: Office, tmp_path: Path) -> None:
    report = office.bill("2026-03")

    assert report.totals == {
        "invoices": "1",
        "net": "829.08",
        "vat": "174.11",
        "gross": "1003.19",
    }
    assert {row["invoice"] for row in office.lines()} == {"2026-00001"}
    assert {row["invoice"] for row in office.rows("Allocations")} == {"2026-00001"}
    assert {row["invoice"] for row in office.rows("Timesheets")} == {"2026-00001"}
    assert documents(tmp_path) == ["invoices/2026/03/2026-00001 Alder SRL.docx"]
    printed = read_totals((tmp_path / documents(tmp_path)[0]).read_bytes())
    assert (printed.net_cents, printed.gross_cents) == (829_08, 1003_19)


def test_issuing_again_takes_no_number_and_writes_no_row(office: Office) -> None:
    office.bill("2026-03")
    writes = office.book.writes

    report = office.issue("2026-03")

    assert (codes(report), report.added, len(office.journal.invoices())) == (["ISS-01"], 0, 1)
    assert office.book.writes == writes + 1  # the sheet Checks says that there was nothing


def test_a_dry_run_takes_no_number_and_leaves_no_file(office: Office, tmp_path: Path) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    writes = office.book.writes

    report = office.issue("2026-03", dry_run=True)

    assert [one["number"] for one in report.invoices or ()] == ["2026-00001"]
    assert office.book.writes == writes
    assert list(tmp_path.iterdir()) == []


def test_a_preview_takes_no_number_and_leaves_the_workbook_alone(
    office: Office, tmp_path: Path
) -> None:
    office.generate("2026-03")
    writes = office.book.writes
    request = Request(
        Month(2026, 3), date(2026, 3, 31), datetime(2026, 3, 31, tzinfo=UTC), dry_run=True
    )

    report = run(office.book, lambda content: preview(content, request))

    assert [(one["number"], one["gross"]) for one in report.invoices or ()] == [
        ("PRO-0001", "1003.19")
    ]
    assert documents(tmp_path) == ["invoices/preview/PRO-0001 Alder SRL.docx"]
    assert not (tmp_path / "Billing.journal.sqlite").exists()
    assert office.book.writes == writes


# Numbers and dates.


@pytest.mark.parametrize(
    ("start", "day", "pattern", "number"),
    [
        ("1", "2026-03-31", "{year}-{number:05}", "2026-00001"),
        ("7", "2026-03-31", "{year}-{number:05}", "2025-00001"),
        ("7", "2026-07-01", "F{number:03}/{year}", "F001/2026"),
    ],
)
def test_numbers_follow_the_pattern_and_the_fiscal_year(
    tmp_path: Path, start: str, day: str, pattern: str, number: str
) -> None:
    settings = [
        {"setting": "fiscal_year_start", "value": start},
        {"setting": "number_pattern", "value": pattern},
    ]
    office = Office(tmp_path, Settings=settings, Prebilling=[own_line("P-1", "100.00")])
    office.generate("2026-03")
    office.approve("2026-03")

    report = office.issue("2026-03", day)

    assert [one["number"] for one in report.invoices or ()] == [number]


def test_two_runs_on_one_day_count_on(office: Office) -> None:
    office.bill("2026-03")
    office.type_row("Timesheets", **entry("T-3", "2026-03-31"))

    report = office.bill("2026-03")

    assert [one["number"] for one in report.invoices or ()] == ["2026-00002"]


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_date_before_the_last_invoice_is_refused(office: Office, *, dry_run: bool) -> None:
    office.generate("2026-02")
    office.approve("2026-02")
    office.issue("2026-02", "2026-04-30")
    office.generate("2026-03")
    office.approve("2026-03")

    with pytest.raises(BillingError) as refused:
        office.issue("2026-03", "2026-03-31", dry_run=dry_run)

    assert refused.value.code == "JRN-04"
    assert len(office.journal.invoices()) == 1
    assert len(office.drafts()) == 3


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_date_that_is_still_to_come_is_told(office: Office, *, dry_run: bool) -> None:
    office.generate("2026-03")
    office.approve("2026-03")

    told = office.issue("2026-03", "2027-01-02", dry_run=dry_run)

    assert (codes(told), told.added) == (["ISS-12"], 1)
    assert "dated Jan 2, 2027, and today is Dec 31, 2026" in told.findings[0].message


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_date_in_a_fiscal_year_before_the_last_invoice_is_told(
    office: Office, *, dry_run: bool
) -> None:
    office.bill("2026-02")
    office.generate("2026-03")
    office.approve("2026-03")

    told = office.issue("2026-03", "2025-12-31", dry_run=dry_run)

    assert (codes(told), told.added) == (["ISS-15"], 1)
    assert [one["number"] for one in told.invoices or ()] == ["2025-00001"]
    assert "dated Dec 31, 2025" in told.findings[0].message
    assert "the last invoice, dated Dec 31, 2026" in told.findings[0].message


def test_an_error_leaves_its_project_unapproved(office: Office) -> None:
    office.generate("2026-03")
    office.put("Clients", {"client": "ALDER"}, vat_number="BE0123456748")

    report = office.approve("2026-03")

    assert (report.skipped, report.changed) == (["P-1"], 0)


def test_a_document_never_takes_the_place_of_another_file(office: Office, tmp_path: Path) -> None:
    taken = tmp_path / "invoices" / "2026" / "03" / "2026-00001 Alder SRL.docx"
    taken.parent.mkdir(parents=True)
    taken.write_text("somebody's file")

    office.bill("2026-03")

    assert taken.read_text() == "somebody's file"
    assert office.rows("Invoices")[0]["docx"].endswith("2026-00001 Alder SRL (2).docx")


def test_a_folder_elsewhere_is_told_with_its_whole_path(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    office.put("Settings", {"setting": "output_folder"}, value=str(elsewhere))

    office.bill("2026-03")

    assert office.rows("Invoices")[0]["docx"].startswith(elsewhere.as_posix())
    assert len(documents(elsewhere)) == 1


def test_a_template_that_fails_for_one_of_two_clients_lets_the_other_go(tmp_path: Path) -> None:
    clients = [{"client": "BIRCH", "template": "no such template.docx"}]
    lines = [own_line("P-1", "100.00"), own_line("P-2", "10.00")]
    office = Office(
        tmp_path, Clients=clients, Projects=two_projects(client="BIRCH"), Prebilling=lines
    )

    report = office.bill("2026-03")

    assert (report.skipped, report.totals["net"]) == (["P-2"], "100.00")
    assert len(office.drafts()) == 1


def test_nothing_is_issued_while_the_law_misses_a_setting(office: Office) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Settings", {"setting": "iban"}, value=None)

    with pytest.raises(RefusedError) as refused:
        office.issue("2026-03")

    assert [finding.code for finding in refused.value.findings] == ["SET-01"]


def test_an_invoice_line_always_says_what_it_is_for(tmp_path: Path) -> None:
    line = {"month": "2026-03", "project": "P-1", "quantity": "1", "unit_price": "50"}
    office = Office(tmp_path, Prebilling=[line])

    office.bill("2026-03")

    assert [row["description"] for row in office.rows("InvoiceLines")] == ["Project one"]
    assert codes(office.generate("2026-03")) == []


def test_progress_is_told_after_each_invoice(shared: Office) -> None:
    told: list[tuple[int, int]] = []
    shared.generate("2026-03")
    shared.approve("2026-03")

    shared.issue("2026-03", on_issued=lambda done, all_: told.append((done, all_)))

    assert told == [(1, 2), (2, 2)]


# Folders and files that cannot be written.


def test_nothing_is_issued_into_a_folder_that_cannot_be_written(
    office: Office, tmp_path: Path
) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    (tmp_path / "invoices").write_text("somebody's file")

    with pytest.raises(BillingError) as refused:
        office.issue("2026-03")

    assert (refused.value.code, office.journal.invoices()) == ("ISS-09", [])


def test_an_invoice_whose_document_cannot_be_written_is_issued_and_told(
    shared: Office, tmp_path: Path
) -> None:
    shared.generate("2026-03")
    shared.approve("2026-03")
    in_the_way = tmp_path / "invoices" / "2026" / "03" / "2026-00001 Alder SRL.docx.part"
    in_the_way.mkdir(parents=True)

    report = shared.issue("2026-03")
    assert (codes(report), report.added) == (["ISS-09"], 2)
    assert codes(shared.approve("2026-03")) == ["ISS-09"]

    in_the_way.rmdir()
    assert codes(shared.approve("2026-03")) == []
    assert [name[17:27] for name in documents(tmp_path)] == ["2026-00001", "2026-00002"]


def test_a_preview_goes_on_past_a_document_that_cannot_be_made(tmp_path: Path) -> None:
    clients = [{"client": "BIRCH", "template": "no such template.docx"}]
    office = Office(
        tmp_path,
        Clients=clients,
        Projects=[SHARED],
        Splits=SPLITS,
        Prebilling=[own_line("P-1", "100.00")],
    )
    office.generate("2026-03")
    request = Request(Month(2026, 3), date(2026, 3, 31), datetime(2026, 3, 31, tzinfo=UTC))

    report = run(office.book, lambda content: preview(content, request))

    assert [code[:4] for code in codes(report)] == ["DOC-"]
    assert [one["payer"] for one in report.invoices or ()] == ["ALDER"]

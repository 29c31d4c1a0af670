"""Issuing a month: what was approved and shown, whole projects only, each thing once."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sample_office import FEE, Office, codes, entry

from addin.billing.calendar import Month
from addin.documents.invoices import read_totals
from addin.errors import BillingError, RefusedError
from addin.jobs.issuing import Request
from addin.jobs.previewing import preview
from addin.jobs.running import run

TIME = "2026-03/P-1/ADV/time/100"
UNITS = {"month": "2026-03", "project": "P-1", "service": "PAY", "quantity": "37"}
SHARED = {"project": "P-1", "name": "Shared", "client": "ALDER", "multi_payer": "yes"}
SPLITS = (
    {"project": "P-1", "payer": "ALDER", "share": "0.6"},
    {"project": "P-1", "payer": "BIRCH", "share": "0.4"},
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """One project with a monthly fee, payslips and two hours of advice in March."""
    return Office(
        tmp_path,
        Schedules=[FEE],
        Units=[UNITS],
        Timesheets=[entry("T-1", "2026-03-02", 90), entry("T-2", "2026-03-20", 30)],
    )


@pytest.fixture
def shared(tmp_path: Path) -> Office:
    """Two hours of advice in March, paid 60/40."""
    return Office(
        tmp_path,
        Projects=[SHARED],
        Splits=SPLITS,
        Timesheets=[entry("T-1", "2026-03-02", 120)],
    )


def two_projects(**second: str) -> list[dict[str, str]]:
    one = {"project": "P-1", "name": "One", "client": "ALDER"}
    return [one, one | {"project": "P-2", "name": "Two"} | second]


def own(project: str, price: str, **cells: str) -> dict[str, str]:
    usual = {"month": "2026-03", "description": f"Work for {project}", "quantity": "1"}
    return {"project": project, "unit_price": price} | usual | cells


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.docx"))


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
    assert files(tmp_path) == ["invoices/2026/03/2026-00001 Alder SRL.docx"]
    printed = read_totals((tmp_path / files(tmp_path)[0]).read_bytes())
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
    assert files(tmp_path) == ["invoices/preview/PRO-0001 Alder SRL.docx"]
    assert not (tmp_path / "Billing.journal.sqlite").exists()
    assert office.book.writes == writes


# What changed since the approval.


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"minutes": "60"}, "1.5"),
        ({"status": "draft"}, "0.5"),
        ({"billable": "no"}, "0.5"),
        ({"service": "TAX"}, "0.5"),
        ({"date": "2026-04-01"}, "0.5"),
        ({"organisation": "BIRCH"}, None),
    ],
)
def test_a_line_whose_hours_changed_since_is_not_issued(
    office: Office, cells: dict[str, str], found: str | None
) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Timesheets", {"entry": "T-1"}, **cells)

    report = office.issue("2026-03")

    assert codes(report)[0] == "ISS-08"
    assert found is None or f"bills 2, but what it was computed from gives {found}" in (
        report.findings[0].sentence
    )
    assert (report.skipped, office.journal.invoices()) == (["P-1"], [])


def test_an_hour_that_comes_in_after_the_approval_waits_for_the_next_run(office: Office) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.type_row("Timesheets", **entry("T-3", "2026-03-31"))

    assert codes(office.issue("2026-03")) == []

    office.generate("2026-04")
    assert [row["amount"] for row in office.drafts() if row["axis"] == "time"] == ["100.00"]


def test_a_line_without_its_origin_is_held_against_its_hours_all_the_same(office: Office) -> None:
    office.generate("2026-03")
    office.put("Prebilling", {"line": TIME}, origin=None)
    office.approve("2026-03")
    office.put("Timesheets", {"entry": "T-1"}, minutes="60")

    assert codes(office.issue("2026-03")) == ["ISS-08"]


def test_an_entry_deleted_since_the_approval_is_not_issued(office: Office) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.delete("Timesheets", entry="T-1")

    assert codes(office.issue("2026-03"))[0] == "ISS-08"


@pytest.mark.parametrize(
    ("quantity", "expected"), [("40", []), ("37", []), ("36", ["ISS-08"]), ("0", ["ISS-08"])]
)
def test_no_more_units_are_issued_than_there_are(
    office: Office, quantity: str, expected: list[str]
) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Units", {"service": "PAY"}, quantity=quantity)

    assert [code for code in codes(office.issue("2026-03")) if code == "ISS-08"] == expected


@pytest.mark.parametrize(
    "cells", [{"amount": "1200.00"}, {"end": "2026-03-15"}, {"start": "2026-04-01"}]
)
def test_a_fee_that_changed_since_the_approval_is_not_issued(
    office: Office, cells: dict[str, str]
) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Schedules", {"service": "ACC"}, **cells)

    assert codes(office.issue("2026-03"))[0] == "ISS-08"


def test_a_fee_skipped_since_the_approval_is_not_issued(office: Office) -> None:
    office.plan(2026)
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Plan", {"month": "2026-03"}, status="skipped")

    assert codes(office.issue("2026-03"))[0] == "ISS-08"


def test_a_rate_that_changed_since_the_approval_leaves_the_line_as_it_was_approved(
    office: Office,
) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Rates", {"kind": "sale"}, rate="120.00")

    assert office.issue("2026-03").totals["net"] == "829.08"


@pytest.mark.parametrize(
    ("table", "where", "cells"),
    [
        ("Splits", {"payer": "BIRCH"}, {"valid_to": "2026-02-28"}),
        ("Splits", {"payer": "BIRCH"}, {"payer": "CEDAR"}),
        ("Services", {"service": "ADV"}, {"vat_rate": "0.06"}),
        ("Services", {"service": "ADV"}, {"vat_category": "E"}),
        ("Allocations", {"payer": "BIRCH"}, {"amount": "81.00"}),
        ("Allocations", {"payer": "BIRCH"}, {"vat_rate": "0.06"}),
        ("Prebilling", {"line": TIME}, {"price_override": "90.00"}),
        ("Prebilling", {"line": TIME}, {"quantity": "3"}),
        ("Prebilling", {"line": TIME}, {"amount": "210.00"}),
        ("Prebilling", {"line": TIME}, {"period_from": None}),
        ("Prebilling", {"line": TIME}, {"period_to": "2026-02-28"}),
    ],
)
def test_what_is_not_as_it_was_shown_is_not_issued(
    shared: Office, table: str, where: dict[str, str], cells: dict[str, str | None]
) -> None:
    shared.generate("2026-03")
    shared.approve("2026-03")
    shared.put(table, where, **cells)

    report = shared.issue("2026-03")

    assert (report.skipped, shared.journal.invoices()) == (["P-1"], [])
    assert set(codes(report)) & {"ISS-06", "ISS-08", "SPL-01"}


def test_a_split_that_changes_in_the_next_month_leaves_this_one_alone(shared: Office) -> None:
    shared.generate("2026-03")
    shared.approve("2026-03")
    for payer in ("ALDER", "BIRCH"):
        shared.put("Splits", {"payer": payer}, valid_to="2026-03-31")
    shared.type_row("Splits", project="P-1", payer="CEDAR", share="1", valid_from="2026-04-01")

    assert [one["net"] for one in shared.issue("2026-03").invoices or ()] == ["120.00", "80.00"]


@pytest.mark.parametrize("line", [TIME, "2026-03/P-1/ACC/fixed/2026-01-01"])
def test_a_deleted_allocation_keeps_its_line_from_being_issued(office: Office, line: str) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.delete("Allocations", line=line)

    report = office.issue("2026-03")

    assert (codes(report), office.journal.invoices()) == (["ISS-06"], [])


def test_a_deleted_approved_line_is_not_issued_and_comes_back(office: Office) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.delete("Prebilling", line=TIME)

    assert office.issue("2026-03").totals["net"] == "629.08"
    assert office.bill("2026-03").totals["net"] == "200.00"


def test_an_approved_line_that_was_never_generated_is_told(tmp_path: Path) -> None:
    office = Office(tmp_path, Prebilling=[own("P-1", "50.00", decision="approved")])

    report = office.issue("2026-03")

    assert codes(report) == ["ISS-06"]
    assert office.journal.invoices() == []
    assert office.bill("2026-03").totals["net"] == "50.00"


def test_a_project_put_on_hold_after_its_approval_is_not_issued(office: Office) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Projects", {"project": "P-1"}, status="on hold")

    assert codes(office.issue("2026-03")) == ["ISS-01", "PRJ-04"]
    assert office.journal.invoices() == []


def test_an_error_that_comes_in_after_the_approval_leaves_the_project_out(office: Office) -> None:
    office.generate("2026-03")
    office.approve("2026-03")
    office.type_row("Timesheets", **entry("T-3", "2026-03-31", 0))

    report = office.issue("2026-03")

    assert "TIM-04" in codes(report)
    assert (report.skipped, office.journal.invoices()) == (["P-1"], [])


# Lines that are held, waiting, for nothing, or against the firm.


def test_a_line_on_hold_is_not_issued_and_waits_for_nobody(office: Office) -> None:
    office.generate("2026-03")
    office.put("Prebilling", {"line": TIME}, hold="yes")
    office.approve("2026-03")

    report = office.issue("2026-03")

    assert (codes(report), report.totals["net"]) == ([], "629.08")


def test_lines_that_wait_are_counted(office: Office) -> None:
    office.generate("2026-03")

    report = office.issue("2026-03")

    assert codes(report) == ["ISS-04"]
    assert report.findings[0].sentence.startswith("Not issued because they are not approved yet: 3")


def test_what_is_given_for_nothing_is_printed_beside_what_is_not(office: Office) -> None:
    office.generate("2026-03")
    office.put("Prebilling", {"line": TIME}, discount_percent="1")

    office.bill("2026-03")

    printed = office.rows("InvoiceLines")[2]
    assert (printed["quantity"], printed["discount"], printed["net"]) == ("2", "200.00", "0.00")
    assert office.drafts() == []


def test_nobody_gets_a_document_of_nothing(office: Office) -> None:
    office.generate("2026-03")
    for line in office.lines():
        office.put("Prebilling", {"line": line["line"]}, discount_percent="1")

    report = office.bill("2026-03")

    assert (codes(report), office.journal.invoices()) == (["ISS-01"], [])
    assert len(office.drafts()) == 3


def test_a_payer_whose_part_rounds_to_nothing_is_not_bothered(tmp_path: Path) -> None:
    splits = [
        {"project": "P-1", "payer": "ALDER", "basis": "weight", "share": "999"},
        {"project": "P-1", "payer": "BIRCH", "basis": "weight", "share": "1"},
        {"project": "P-1", "payer": "CEDAR", "basis": "weight", "share": "0"},
    ]
    office = Office(tmp_path, Projects=[SHARED], Splits=splits, Prebilling=[own("P-1", "1.00")])

    report = office.bill("2026-03")

    assert [(one["payer"], one["net"]) for one in report.invoices or ()] == [("ALDER", "1.00")]
    assert office.drafts() == []
    assert codes(office.issue("2026-03")) == ["ISS-01"]


def test_a_correction_is_taken_off_the_same_invoice(tmp_path: Path) -> None:
    lines = [own("P-1", "100.00"), own("P-1", "30.00", quantity="-1")]
    office = Office(tmp_path, Prebilling=lines)

    assert office.bill("2026-03").totals["net"] == "70.00"


def test_an_invoice_below_zero_is_refused_with_its_whole_project(tmp_path: Path) -> None:
    lines = [own("P-1", "100.00"), own("P-1", "130.00", quantity="-1"), own("P-2", "10.00")]
    office = Office(tmp_path, Projects=two_projects(), Prebilling=lines)

    report = office.bill("2026-03")

    assert (codes(report), report.skipped, report.totals["net"]) == (["ISS-02"], ["P-1"], "10.00")


# Whole projects only, whoever shares an invoice.


def test_a_payer_of_two_projects_gets_the_sound_one_when_the_other_has_an_error(
    tmp_path: Path,
) -> None:
    """CEDAR pays both projects on one invoice; NOWHERE, who shares the second, has no address."""
    clients: list[dict[str, str | None]] = [
        {"client": "CEDAR", "invoice_grouping": "payer"},
        {"client": "NOWHERE", "name": "Nowhere SA", "address": None},
    ]
    projects = [row | {"multi_payer": "yes"} for row in two_projects()]
    splits = [
        {"project": project, "payer": payer, "share": "0.5"}
        for project, payer in (
            ("P-1", "CEDAR"),
            ("P-1", "BIRCH"),
            ("P-2", "CEDAR"),
            ("P-2", "NOWHERE"),
        )
    ]
    lines = [own("P-1", "100.00"), own("P-2", "10.00")]
    office = Office(tmp_path, Clients=clients, Projects=projects, Splits=splits, Prebilling=lines)

    report = office.bill("2026-03")

    assert (codes(report), report.skipped) == (["PAY-03"], ["P-2"])
    assert [(one["payer"], one["projects"], one["net"]) for one in report.invoices or ()] == [
        ("CEDAR", ["P-1"], "50.00"),
        ("BIRCH", ["P-1"], "50.00"),
    ]

    office.put("Clients", {"client": "NOWHERE"}, address="Rue Neuve 1")
    assert [one["net"] for one in office.issue("2026-03").invoices or ()] == ["5.00", "5.00"]


def test_a_template_that_fails_for_one_payer_leaves_the_whole_project_out(
    tmp_path: Path,
) -> None:
    clients = [{"client": "BIRCH", "template": "no such template.docx"}]
    lines = [own("P-1", "100.00"), own("P-2", "10.00")]
    projects = [SHARED, SHARED | {"project": "P-2", "multi_payer": "no"}]
    office = Office(tmp_path, Clients=clients, Projects=projects, Splits=SPLITS, Prebilling=lines)

    report = office.bill("2026-03")

    assert (report.skipped, report.totals["net"]) == (["P-1"], "10.00")
    assert [code[:4] for code in codes(report)] == ["DOC-"]
    assert report.findings[0].row == 6


def test_a_dry_run_finds_a_template_that_fails(tmp_path: Path) -> None:
    clients = [{"client": "ALDER", "template": "no such template.docx"}]
    office = Office(tmp_path, Clients=clients, Prebilling=[own("P-1", "100.00")])
    office.generate("2026-03")
    office.approve("2026-03")

    assert office.issue("2026-03", dry_run=True).skipped == ["P-1"]


def test_lines_outside_vat_stand_on_a_document_of_their_own(tmp_path: Path) -> None:
    services = [
        {"service": "ADV", "name": "Advice"},
        {"service": "OUT", "name": "Disbursement", "vat_category": "O"},
    ]
    lines = [own("P-1", "100.00", service="ADV"), own("P-1", "20.00", service="OUT")]
    office = Office(tmp_path, Services=services, Prebilling=lines)

    report = office.bill("2026-03")

    assert [(one["net"], one["vat"]) for one in report.invoices or ()] == [
        ("100.00", "21.00"),
        ("20.00", "0.00"),
    ]


def test_a_reverse_charge_without_a_vat_number_leaves_the_project_out(tmp_path: Path) -> None:
    clients = [{"client": "CEDAR", "country": "FR", "vat_category": "AE"}]
    office = Office(
        tmp_path,
        Clients=clients,
        Projects=two_projects(client="CEDAR"),
        Prebilling=[own("P-1", "100.00"), own("P-2", "10.00")],
    )

    report = office.generate("2026-03")

    assert ("PAY-01" in codes(report), report.skipped) == (True, ["P-2"])
    assert office.bill("2026-03").totals["net"] == "100.00"


def test_an_organisation_pays_the_hours_that_name_it_on_its_own_invoice(shared: Office) -> None:
    shared.type_row("Timesheets", **entry("T-2", "2026-03-03", organisation="CEDAR"))

    report = shared.bill("2026-03")

    assert [(one["payer"], one["net"]) for one in report.invoices or ()] == [
        ("ALDER", "120.00"),
        ("BIRCH", "80.00"),
        ("CEDAR", "100.00"),
    ]


@pytest.mark.parametrize("cells", [{"vat_number": "BE0123456748"}, {"discount_percent": "1.5"}])
def test_an_organisation_with_an_error_leaves_the_project_out(
    shared: Office, cells: dict[str, str]
) -> None:
    shared.type_row("Timesheets", **entry("T-2", "2026-03-03", organisation="CEDAR"))
    shared.generate("2026-03")
    shared.approve("2026-03")
    shared.put("Clients", {"client": "CEDAR"}, **cells)

    report = shared.issue("2026-03")

    assert "PRJ-02" in codes(report)
    assert (report.skipped, shared.journal.invoices()) == (["P-1"], [])
    assert shared.generate("2026-03").skipped == ["P-1"]


def test_each_payer_reads_its_own_language(shared: Office) -> None:
    shared.put("Clients", {"client": "ALDER"}, language="fr")
    shared.put("Clients", {"client": "BIRCH"}, language="de")
    shared.bill("2026-03")

    languages = [shared.journal.invoice(one.number).language for one in shared.journal.invoices()]
    assert languages == ["fr", "de"]
    descriptions = [row["description"] for row in shared.rows("InvoiceLines")]
    assert descriptions == [
        "Advice (60 % de 2 x 100,00 = 200,00)",
        "Advice (40 % von 2 x 100,00 = 200,00)",
    ]


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
    office = Office(tmp_path, Settings=settings, Prebilling=[own("P-1", "100.00")])
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
    assert len(files(elsewhere)) == 1


def test_a_template_that_fails_for_one_of_two_clients_lets_the_other_go(tmp_path: Path) -> None:
    clients = [{"client": "BIRCH", "template": "no such template.docx"}]
    lines = [own("P-1", "100.00"), own("P-2", "10.00")]
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
    assert [name[17:27] for name in files(tmp_path)] == ["2026-00001", "2026-00002"]


def test_a_preview_goes_on_past_a_document_that_cannot_be_made(tmp_path: Path) -> None:
    clients = [{"client": "BIRCH", "template": "no such template.docx"}]
    office = Office(
        tmp_path,
        Clients=clients,
        Projects=[SHARED],
        Splits=SPLITS,
        Prebilling=[own("P-1", "100.00")],
    )
    office.generate("2026-03")
    request = Request(Month(2026, 3), date(2026, 3, 31), datetime(2026, 3, 31, tzinfo=UTC))

    report = run(office.book, lambda content: preview(content, request))

    assert [code[:4] for code in codes(report)] == ["DOC-"]
    assert [one["payer"] for one in report.invoices or ()] == ["ALDER"]

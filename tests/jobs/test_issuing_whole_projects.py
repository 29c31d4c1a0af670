"""Issuing whole projects only, whoever shares an invoice, and nothing that is held."""

from pathlib import Path

import pytest
from sample_office import (
    SHARED,
    SPLITS,
    TIME,
    Office,
    codes,
    entry,
    own_line,
    two_projects,
)

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


def given_away(office: Office) -> Office:
    """The office with every line of March at a discount of 100 %."""
    office.generate("2026-03")
    for line in office.lines():
        office.put("Prebilling", {"line": line["line"]}, discount_percent="1")
    return office


def test_what_is_given_for_nothing_is_settled_without_an_invoice(office: Office) -> None:
    report = given_away(office).bill("2026-03")

    assert (codes(report), office.journal.invoices()) == (["ISS-11"], [])
    sentence = report.findings[0].sentence
    assert sentence.startswith("ALDER is sent no invoice for P-1: its approved lines (3) come to")
    assert "discounts on them give away 829.08" in sentence
    for table in ("Prebilling", "Allocations", "Timesheets"):
        assert {row["invoice"] for row in office.rows(table)} == {"no invoice"}


def test_what_was_settled_without_an_invoice_is_never_billed(office: Office) -> None:
    given_away(office).bill("2026-03")
    office.type_row("Timesheets", **entry("T-3", "2026-03-31"))

    assert codes(office.issue("2026-03")) == ["ISS-01"]
    for month, amounts in (("2026-03", ["100.00"]), ("2026-04", ["83.33"])):
        report = office.generate(month)
        assert (codes(report), office.generate(month).changed) == ([], 0)
        assert [row["amount"] for row in office.drafts() if row["month"] == month] == amounts


def test_a_dry_run_settles_nothing(office: Office) -> None:
    given_away(office).generate("2026-03")
    office.approve("2026-03")

    report = office.issue("2026-03", dry_run=True)

    assert (codes(report), len(office.drafts())) == (["ISS-11"], 3)


def test_an_amount_taken_back_by_another_stands_on_an_invoice_of_nothing(tmp_path: Path) -> None:
    lines = [own_line("P-1", "100.00"), own_line("P-1", "100.00", quantity="-1")]
    office = Office(tmp_path, Prebilling=lines)

    report = office.bill("2026-03")

    assert (codes(report), report.totals) == (
        [],
        {"invoices": "1", "net": "0.00", "vat": "0.00", "gross": "0.00"},
    )
    assert office.drafts() == []


def test_a_payer_whose_part_rounds_to_nothing_is_not_bothered(tmp_path: Path) -> None:
    splits = [
        {"project": "P-1", "payer": "ALDER", "basis": "weight", "share": "999"},
        {"project": "P-1", "payer": "BIRCH", "basis": "weight", "share": "1"},
        {"project": "P-1", "payer": "CEDAR", "basis": "weight", "share": "0"},
    ]
    office = Office(
        tmp_path, Projects=[SHARED], Splits=splits, Prebilling=[own_line("P-1", "1.00")]
    )

    report = office.bill("2026-03")

    assert [(one["payer"], one["net"]) for one in report.invoices or ()] == [("ALDER", "1.00")]
    assert office.drafts() == []
    assert codes(office.issue("2026-03")) == ["ISS-01"]


def test_a_correction_is_taken_off_the_same_invoice(tmp_path: Path) -> None:
    lines = [own_line("P-1", "100.00"), own_line("P-1", "30.00", quantity="-1")]
    office = Office(tmp_path, Prebilling=lines)

    assert office.bill("2026-03").totals["net"] == "70.00"


def test_an_invoice_below_zero_is_refused_with_its_whole_project(tmp_path: Path) -> None:
    lines = [
        own_line("P-1", "100.00"),
        own_line("P-1", "130.00", quantity="-1"),
        own_line("P-2", "10.00"),
    ]
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
    lines = [own_line("P-1", "100.00"), own_line("P-2", "10.00")]
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
    lines = [own_line("P-1", "100.00"), own_line("P-2", "10.00")]
    projects = [SHARED, SHARED | {"project": "P-2", "multi_payer": "no"}]
    office = Office(tmp_path, Clients=clients, Projects=projects, Splits=SPLITS, Prebilling=lines)

    report = office.bill("2026-03")

    assert (report.skipped, report.totals["net"]) == (["P-1"], "10.00")
    assert [code[:4] for code in codes(report)] == ["DOC-"]
    assert report.findings[0].row == 6


def test_a_dry_run_finds_a_template_that_fails(tmp_path: Path) -> None:
    clients = [{"client": "ALDER", "template": "no such template.docx"}]
    office = Office(tmp_path, Clients=clients, Prebilling=[own_line("P-1", "100.00")])
    office.generate("2026-03")
    office.approve("2026-03")

    assert office.issue("2026-03", dry_run=True).skipped == ["P-1"]


def test_lines_outside_vat_stand_on_a_document_of_their_own(tmp_path: Path) -> None:
    services = [
        {"service": "ADV", "name": "Advice"},
        {"service": "OUT", "name": "Disbursement", "vat_category": "O"},
    ]
    lines = [own_line("P-1", "100.00", service="ADV"), own_line("P-1", "20.00", service="OUT")]
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
        Prebilling=[own_line("P-1", "100.00"), own_line("P-2", "10.00")],
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

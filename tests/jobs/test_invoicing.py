"""What an invoice says: what is outside VAT, each payer's own ways, what is below zero."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from invoicing_office import EARLY, SERVICES, O, issued, printed
from sample_office import SHARED, SPLITS, Office, codes, own_line

from addin.billing.calendar import Month
from addin.billing.choices import VatCategory
from addin.config import resource
from addin.jobs.issuing import Request
from addin.jobs.previewing import preview
from addin.jobs.running import run


def test_a_disbursement_is_owed_as_it_is_and_says_why_it_bears_no_vat(tmp_path: Path) -> None:
    terms = {"client": "ALDER", "discount_percent": "0.10", "discount_amount": "1.00", **EARLY}
    lines = [own_line("P-1", "100.00", service="ADV"), own_line("P-1", "20.00", service="OUT")]
    office = Office(tmp_path, Clients=[terms], Services=SERVICES, Prebilling=lines)

    fees, disbursed = issued(office)

    assert fees.totals.net_cents == 89_00
    assert disbursed.totals.gross_cents == disbursed.totals.lines_cents == 20_00
    assert (disbursed.discount, disbursed.allowances, disbursed.early) == (Decimal(0), (), None)
    assert [mention[:13] for mention in disbursed.mentions] == ["Disbursements"]
    with_vat, without = printed(tmp_path)
    assert "VAT rate" in with_vat
    assert "VAT rate" not in without


@pytest.mark.parametrize("grouping", ["project", "payer"])
def test_a_payer_under_reverse_charge_gets_its_disbursements_apart(
    tmp_path: Path, grouping: str
) -> None:
    payer = {
        "client": "CEDAR",
        "country": "FR",
        "vat_number": "FR83404833048",
        "vat_category": "AE",
        "invoice_grouping": grouping,
    }
    lines = [own_line("P-1", "100.00", service="ADV"), own_line("P-1", "20.00", service="OUT")]
    projects = [{"project": "P-1", "name": "One", "client": "CEDAR"}]
    office = Office(
        tmp_path, Clients=[payer], Projects=projects, Services=SERVICES, Prebilling=lines
    )

    fees, disbursed = issued(office)

    assert [row.vat_category for row in fees.totals.vat] == [VatCategory.AE]
    assert [row.vat_category for row in disbursed.totals.vat] == [O]
    assert (disbursed.totals.vat_cents, disbursed.totals.gross_cents) == (0, 20_00)
    assert fees.mentions != disbursed.mentions


def test_a_payer_outside_the_union_is_told_where_the_service_takes_place(tmp_path: Path) -> None:
    payer = {"client": "ALDER", "country": "CH", "vat_category": "O", "discount_percent": "0.10"}
    office = Office(
        tmp_path, Clients=[payer], Services=SERVICES, Prebilling=[own_line("P-1", "100.00")]
    )

    (invoice,) = issued(office)

    assert invoice.totals.gross_cents == 90_00
    assert "outside the European Union" in invoice.mentions[0]


def test_each_payer_has_its_language_its_template_and_its_reference(tmp_path: Path) -> None:
    own = tmp_path / "ours.docx"
    template = docx.Document(str(resource("templates", "invoice", "nl.docx")))
    template.add_paragraph("Sjabloon van Birch")
    template.save(str(own))
    clients = [
        {"client": "ALDER", "language": "fr", "buyer_reference": "PO-1"},
        {"client": "BIRCH", "language": "nl", "buyer_reference": "PO-2", "template": "ours.docx"},
    ]
    office = Office(
        tmp_path,
        Clients=clients,
        Projects=[SHARED],
        Splits=SPLITS,
        Prebilling=[own_line("P-1", "100.00")],
    )

    first, second = issued(office)

    assert (first.language, first.buyer_reference, first.template) == ("fr", "PO-1", "")
    assert (second.language, second.buyer_reference, second.template) == (
        "nl",
        "PO-2",
        "ours.docx",
    )
    french, dutch = (text for text in printed(tmp_path) if "Shared" in text)
    assert ("Facture" in french, "PO-1" in french, "Sjabloon" in french) == (True, True, False)
    assert ("Factuur" in dutch, "PO-2" in dutch, "Sjabloon van Birch" in dutch) == (True,) * 3


def test_a_settlement_names_the_deposit_invoice_of_its_payer_in_the_payers_language(
    tmp_path: Path,
) -> None:
    deposit = {
        "project": "P-1",
        "axis": "deposit",
        "periodicity": "once",
        "amount": "300.00",
        "start": "2026-02-01",
    }
    office = Office(
        tmp_path,
        Clients=[{"client": "BIRCH", "language": "fr"}],
        Projects=[SHARED],
        Splits=SPLITS,
        Schedules=[deposit],
        Prebilling=[own_line("P-1", "1000.00")],
    )
    office.bill("2026-02")

    *_, first, second = issued(office)

    assert [line.description for line in (first.lines[-1], second.lines[-1])] == [
        "Deposit of 2026-00001 deducted",
        "Acompte de 2026-00002 déduit",
    ]
    assert [(line.quantity, line.net_cents) for line in (first.lines[-1], second.lines[-1])] == [
        (Decimal(-1), -180_00),
        (Decimal(-1), -120_00),
    ]
    assert [first.totals.net_cents, second.totals.net_cents] == [420_00, 280_00]


def test_a_phase_is_printed_by_its_name_under_its_line(tmp_path: Path) -> None:
    phases = [{"project": "P-1", "phase": "ST", "name": "Study"}]
    office = Office(tmp_path, Phases=phases, Prebilling=[own_line("P-1", "100.00", phase="ST")])

    (invoice,) = issued(office)

    assert invoice.lines[0].phase == "Study"
    assert "Work for P-1 Study" in " ".join(printed(tmp_path)[0].split())


def test_a_preview_shows_what_would_be_below_zero_and_says_so(tmp_path: Path) -> None:
    office = Office(tmp_path, Prebilling=[own_line("P-1", "100.00", quantity="-1")])
    office.generate("2026-03")
    request = Request(Month(2026, 3), date(2026, 3, 31), datetime(2026, 3, 31, tzinfo=UTC))

    report = run(office.book, lambda content: preview(content, request))

    assert codes(report) == ["ISS-02"]
    assert [one["gross"] for one in report.invoices or ()] == ["-121.00"]
    assert "-€121.00" in printed(tmp_path)[0]


def test_an_invoice_below_zero_names_the_lines_that_take_it_there(tmp_path: Path) -> None:
    lines = [
        own_line("P-1", "100.00"),
        own_line("P-1", "130.00", quantity="-1", description="Deposit"),
        own_line("P-1", "5.00", quantity="-2", description="Postage"),
    ]
    office = Office(tmp_path, Prebilling=lines)

    report = office.bill("2026-03")

    assert codes(report) == ["ISS-02"]
    sentence = report.findings[0].sentence
    assert "Deposit (-130.00); Postage (-10.00)" in sentence
    assert "credit note" in sentence

"""What an invoice says: discounts, an early payment, what is outside VAT, each payer's own ways."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import docx
import pytest
from documents.sample_templates import parts
from docx.oxml.ns import qn
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

from addin.billing.allocation import Part
from addin.billing.calendar import Month
from addin.billing.choices import VatCategory
from addin.billing.discounts import DiscountTooLargeError
from addin.billing.invoice import DocumentAllowance, DocumentCharge, Invoice
from addin.billing.lines import Charge
from addin.billing.vat import VatTreatment
from addin.config import resource
from addin.documents.invoices import read_totals
from addin.documents.package import deflated, entries, package_of
from addin.jobs.agreed.payers import PayerTerms
from addin.jobs.agreed.portfolio import read_portfolio
from addin.jobs.content import load
from addin.jobs.invoices.bundling import Bundle, Scope, Share, bundles
from addin.jobs.invoices.invoicing import InvoiceWriter
from addin.jobs.issuing import Request
from addin.jobs.previewing import preview
from addin.jobs.running import run
from addin.tables.sheets.bills import PrebillingLine

S, E, O = VatCategory.S, VatCategory.E, VatCategory.O  # noqa: E741  # as the code list has them
R21, R6, R20 = Decimal("0.21"), Decimal("0.06"), Decimal("0.20")
SERVICES = (
    {"service": "ADV", "name": "Advice", "vat_rate": "0.21"},
    {"service": "FOOD", "name": "Reduced", "vat_rate": "0.06"},
    {"service": "OUT", "name": "Court fees", "vat_category": "O"},
)
EARLY = {"early_discount_percent": "0.02", "early_discount_days": "10"}
FRENCH = [
    {"setting": "country", "value": "FR"},
    {"setting": "vat_number", "value": "FR83404833048"},
    {"setting": "trade_register", "value": "RCS Lille"},
    {"setting": "share_capital", "value": "10000"},
]


def issued(office: Office) -> list[Invoice]:
    """The invoices of March, as the journal has them."""
    office.bill("2026-03")
    return [office.journal.invoice(one.number) for one in office.journal.invoices()]


def printed(folder: Path) -> list[str]:
    """The text of each document, its content controls included, in the order of their names."""
    found = []
    for path in documents(folder):
        body = docx.Document(BytesIO((folder / path).read_bytes())).element.body
        texts = (text.text or "" for text in body.iter(qn("w:t")))
        found.append(" ".join(texts).replace("\u00a0", " ").replace("\N{MINUS SIGN}", "-"))
    return found


# Discounts of clients and of lines.


def test_the_amount_of_a_client_is_off_each_invoice_and_shared_over_the_rates(
    tmp_path: Path,
) -> None:
    lines = [
        own_line("P-1", "800.00", service="ADV"),
        own_line("P-1", "200.00", service="FOOD"),
        own_line("P-2", "30.00", service="ADV"),
    ]
    office = Office(
        tmp_path,
        Clients=[{"client": "ALDER", "discount_amount": "50.00"}],
        Projects=two_projects(),
        Services=SERVICES,
        Prebilling=lines,
    )

    first = issued(office)[0]

    assert first.allowances == (
        DocumentAllowance("Discount", 40_00, S, R21),
        DocumentAllowance("Discount", 10_00, S, R6),
    )
    assert (first.totals.net_cents, first.totals.vat_cents) == (950_00, 159_60 + 11_40)
    # The discount takes all of the bill of 30.00: nobody is sent one.
    assert [one.gross_cents for one in office.journal.invoices()] == [1121_00]
    assert "-€50.00" in printed(tmp_path)[0]


def test_the_percentage_of_a_client_comes_before_its_amount(tmp_path: Path) -> None:
    terms = {"client": "ALDER", "discount_percent": "0.10", "discount_amount": "15.00"}
    office = Office(tmp_path, Clients=[terms], Prebilling=[own_line("P-1", "200.00")])

    (invoice,) = issued(office)

    assert [(one.reason, one.cents) for one in invoice.allowances] == [
        ("Discount 10%", 20_00),
        ("Discount", 15_00),
    ]
    assert invoice.totals.net_cents == 165_00


def test_a_line_is_discounted_by_its_percentage_and_then_by_its_amount(tmp_path: Path) -> None:
    line = own_line("P-1", "100.00", quantity="2", discount_percent="0.10", discount_amount="5.00")
    office = Office(tmp_path, Prebilling=[line])

    (invoice,) = issued(office)

    (shown,) = invoice.lines
    assert (shown.allowance_cents, shown.reduction_cents, shown.net_cents) == (25_00, 0, 175_00)
    assert "Discount -25.00" in printed(tmp_path)[0]


def test_a_shared_line_tells_what_is_shared_and_keeps_its_cents(tmp_path: Path) -> None:
    line = own_line("P-1", "100.01", discount_percent="0.10", discount_amount="5.00")
    office = Office(tmp_path, Projects=[SHARED], Splits=SPLITS, Prebilling=[line])

    first, second = (invoice.lines[0] for invoice in issued(office))

    # 100.01 less 10.00 less 5.00 is 85.01, 60 % and 40 % of which are 51.01 and 34.00.
    assert (first.unit_price, first.net_cents, first.allowance_cents) == (Decimal("51.01"), 5101, 0)
    assert second.net_cents == 34_00
    assert first.description == "Work for P-1 (60 % of 85.01)"


def test_what_a_cap_takes_off_is_told_apart_from_the_discount(tmp_path: Path) -> None:
    office = Office(
        tmp_path,
        Projects=[{"project": "P-1", "name": "One", "client": "ALDER", "cap_amount": "380.00"}],
        Rates=[{"rate": "85.00"}],
        Timesheets=[entry("T-1", "2026-03-02", minutes=480)],
    )
    office.generate("2026-03")
    (line,) = office.lines()
    office.put("Prebilling", {"line": line["line"]}, discount_percent="0.10")

    (invoice,) = issued(office)

    # 8 h at 85.00 are 680.00, of which the cap leaves 380.00; 10 % of that is 38.00.
    (shown,) = invoice.lines
    assert (shown.allowance_cents, shown.reduction_cents, shown.net_cents) == (
        338_00,
        300_00,
        342_00,
    )
    text = " ".join(printed(tmp_path)[0].split())
    assert "Discount -38.00 Above the agreed cap -300.00" in text


# Discounts of a project's document.


def office_with_discount(folder: Path) -> Office:
    """One project of ALDER with a line at 21 % and one at 6 %, and a discount for goodwill."""
    rows = [
        own_line("P-1", "300.00", service="ADV", line="A"),
        own_line("P-1", "100.00", service="FOOD", line="B"),
        own_line("P-1", "40.00", line="C", axis="discount", description="Goodwill"),
    ]
    return Office(folder, Services=SERVICES, Prebilling=rows)


def share(row: PrebillingLine, cents: int, vat: VatTreatment, payer: str = "ALDER") -> Share:
    charge = Charge(Decimal(1), Decimal(abs(cents)).scaleb(-2), None, cents, 0)
    whole = Fraction(1)
    return Share(row, charge, Part(payer, whole, cents), PayerTerms(payer, whole, vat))


def bundled(office: Office, *parts: tuple[int, VatTreatment]) -> tuple[list[Bundle], InvoiceWriter]:
    content = load(office.book)
    portfolio = read_portfolio(content)
    rows = content.records(PrebillingLine)
    shares = [
        share(
            row.model_copy(
                update={"period_from": date(2026, 3, 1), "period_to": date(2026, 3, 31)}
            ),
            *part,
        )
        for row, part in zip(rows, parts, strict=True)
    ]
    writer = InvoiceWriter.of(content, portfolio, Month(2026, 3), date(2026, 3, 31), "test")
    return bundles(shares, portfolio.clients), writer


def test_a_discount_of_the_users_becomes_an_allowance_with_its_reason(tmp_path: Path) -> None:
    (bundle,), writer = bundled(
        office_with_discount(tmp_path),
        (300_00, VatTreatment(S, R21)),
        (100_00, VatTreatment(S, R6)),
        (-40_00, VatTreatment(S, R21)),
    )

    invoice = writer.invoice(bundle, "2026-00001")

    assert [line.line for line in invoice.lines] == ["A", "B"]
    assert invoice.allowances == (
        DocumentAllowance("Goodwill", 30_00, S, R21, line="C"),
        DocumentAllowance("Goodwill", 10_00, S, R6, line="C"),
    )
    assert [(row.base_cents, row.vat_cents) for row in invoice.totals.vat] == [
        (270_00, 56_70),
        (90_00, 5_40),
    ]


def test_a_discount_that_is_more_than_its_lines_is_told_at_its_row(tmp_path: Path) -> None:
    (bundle,), writer = bundled(
        office_with_discount(tmp_path),
        (30_00, VatTreatment(S, R21)),
        (9_00, VatTreatment(S, R6)),
        (-40_00, VatTreatment(S, R21)),
    )

    (fault,) = writer.sum_faults(bundle)
    assert (fault.code, fault.where.row) == ("VAT-20", bundle.discounts[0].row.sheet_row)
    with pytest.raises(DiscountTooLargeError):
        writer.sums(bundle)


def test_a_discount_goes_where_there_is_vat_and_never_on_a_disbursement(tmp_path: Path) -> None:
    outside, inside = VatTreatment(O, Decimal(0)), VatTreatment(S, R6)

    disbursed, taxed = bundled(
        office_with_discount(tmp_path), (300_00, outside), (100_00, inside), (-40_00, inside)
    )[0]
    alone, without_lines = bundled(
        office_with_discount(tmp_path), (300_00, outside), (100_00, outside), (-40_00, outside)
    )[0]

    assert (disbursed.scope, disbursed.discounts) == (Scope.DISBURSED, [])
    assert [len(taxed.shares), len(taxed.discounts)] == [1, 1]
    assert (len(alone.shares), len(without_lines.shares)) == (2, 0)
    assert without_lines.projects == ("P-1",)


def test_a_discount_for_a_payer_outside_vat_goes_on_its_only_invoice(tmp_path: Path) -> None:
    office = office_with_discount(tmp_path)
    office.put("Clients", {"client": "ALDER"}, vat_category="O")
    outside = VatTreatment(O, Decimal(0))

    (bundle,), writer = bundled(office, (300_00, outside), (100_00, outside), (-40_00, outside))

    assert bundle.scope is Scope.OUTSIDE
    assert writer.sums(bundle).totals.gross_cents == 360_00


def test_a_discount_of_the_users_is_granted_once(tmp_path: Path) -> None:
    goodwill = own_line("P-1", "40.00", axis="discount", description="Goodwill")
    office = Office(tmp_path, Prebilling=[own_line("P-1", "100.00"), goodwill])

    (invoice,) = issued(office)

    assert [(one.reason, one.cents) for one in invoice.allowances] == [("Goodwill", 40_00)]
    assert invoice.totals.net_cents == 60_00
    assert "Goodwill -€40.00" in printed(tmp_path)[0]
    assert {row["invoice"] for row in office.lines()} == {"2026-00001"}
    assert {row["invoice"] for row in office.rows("Allocations")} == {"2026-00001"}
    office.type_row("Prebilling", **own_line("P-1", "10.00"))
    assert office.bill("2026-03").totals["net"] == "10.00"
    assert office.journal.verify_chain() == []


def test_a_discount_beyond_its_project_leaves_the_project_out(tmp_path: Path) -> None:
    lines = [
        own_line("P-1", "100.00"),
        own_line("P-1", "100.01", axis="discount", description="Too much"),
        own_line("P-2", "10.00"),
    ]
    office = Office(tmp_path, Projects=two_projects(), Prebilling=lines)
    office.generate("2026-03")
    office.approve("2026-03")

    report = office.issue("2026-03")

    assert (codes(report), report.skipped, report.totals["net"]) == (["VAT-20"], ["P-1"], "10.00")
    assert "would be 100.01 on lines of 100.00" in report.findings[0].sentence
    assert report.findings[0].column == "Amount"


def test_a_preview_shows_the_discounts_and_tells_of_those_beyond_their_lines(
    tmp_path: Path,
) -> None:
    lines = [
        own_line("P-1", "100.00"),
        own_line("P-1", "40.00", axis="discount", description="Goodwill"),
        own_line("P-2", "10.00"),
        own_line("P-2", "10.01", axis="discount", description="Too much"),
    ]
    office = Office(tmp_path, Projects=two_projects(), Prebilling=lines)
    office.generate("2026-03")
    request = Request(Month(2026, 3), date(2026, 3, 31), datetime(2026, 3, 31, tzinfo=UTC))

    report = run(office.book, lambda content: preview(content, request))

    assert [one["net"] for one in report.invoices or ()] == ["60.00"]
    assert codes(report) == ["VAT-20"]


# Paying early.


def test_in_belgium_vat_is_on_what_an_early_payment_leaves(tmp_path: Path) -> None:
    office = Office(
        tmp_path, Clients=[{"client": "ALDER", **EARLY}], Prebilling=[own_line("P-1", "100.00")]
    )

    (invoice,) = issued(office)

    assert invoice.allowances == (DocumentAllowance("Early payment", 2_00, S, R21),)
    assert invoice.charges == (DocumentCharge("Early payment", 2_00, E, Decimal(0)),)
    totals, early = invoice.totals, invoice.early
    assert (totals.net_cents, totals.vat_cents, totals.gross_cents) == (100_00, 20_58, 120_58)
    assert early is not None
    assert (early.until, early.gross_cents, early.taxed) == (date(2027, 1, 10), 118_58, False)
    assert invoice.mentions == ()
    (shown,) = printed(tmp_path)
    assert "Or €118.58 by 10 January 2027, less 2% discount for early payment (€2.00)." in (
        " ".join(shown.split())
    )
    assert read_totals((tmp_path / documents(tmp_path)[0]).read_bytes()).early_cents == 118_58
    assert [row["gross"] for row in office.rows("Invoices")] == ["120.58"]


def test_in_france_vat_is_on_the_whole_and_corrected_when_the_discount_is_taken(
    tmp_path: Path,
) -> None:
    office = Office(
        tmp_path,
        Settings=FRENCH,
        Clients=[{"client": "ALDER", "country": "FR", "language": "fr", **EARLY}],
        Prebilling=[own_line("P-1", "100.00")],
    )

    (invoice,) = issued(office)

    assert (invoice.allowances, invoice.charges) == ((), ())
    assert (invoice.totals.vat_cents, invoice.totals.gross_cents) == (20_00, 120_00)
    assert invoice.early is not None
    assert (invoice.early.gross_cents, invoice.early.taxed) == (117_60, True)
    shown = " ".join(printed(tmp_path)[0].split())
    assert "Ou 117,60 € au plus tard le 10 janvier 2027, escompte de 2 % déduit (2,00 €)." in shown
    assert "la TVA que vous déduisez est à diminuer de 0,40 €" in shown
    assert "néant" not in shown


def test_a_french_firm_that_grants_nothing_says_so(tmp_path: Path) -> None:
    clients = [{"client": "ALDER", "country": "FR", "language": "fr"}]
    office = Office(
        tmp_path, Settings=FRENCH, Clients=clients, Prebilling=[own_line("P-1", "100.00")]
    )

    (invoice,) = issued(office)

    assert invoice.mentions == (
        "Escompte pour paiement anticipé : néant.",
        "SRL au capital de 10\xa0000,00\xa0€, RCS Lille 404\xa0833\xa0048",
    )


def test_an_early_payment_is_never_later_than_the_invoice_is_due(tmp_path: Path) -> None:
    terms = {"client": "ALDER", "payment_days": "5", **EARLY}
    office = Office(tmp_path, Clients=[terms], Prebilling=[own_line("P-1", "100.00")])

    (invoice,) = issued(office)

    assert invoice.early is not None
    assert invoice.early.until == invoice.due_date == date(2027, 1, 5)


def test_a_discount_that_rounds_to_nothing_is_not_offered(tmp_path: Path) -> None:
    office = Office(
        tmp_path, Clients=[{"client": "ALDER", **EARLY}], Prebilling=[own_line("P-1", "0.20")]
    )

    (invoice,) = issued(office)

    assert (invoice.early, invoice.charges) == (None, ())


def test_a_template_that_does_not_mark_the_early_payment_is_refused_for_who_may_pay_early(
    tmp_path: Path,
) -> None:
    shipped = resource("templates", "invoice", "en.docx").read_bytes()
    document = parts(shipped)["word/document.xml"].replace(b'"early_gross"', b'"other"')
    changed = deflated("word/document.xml", document)
    whole = package_of(changed if each.name == changed.name else each for each in entries(shipped))
    (tmp_path / "ours.docx").write_bytes(whole)
    clients = [{"client": "ALDER", "template": "ours.docx"}, {"client": "BIRCH", **EARLY}]
    lines = [own_line("P-1", "100.00"), own_line("P-2", "10.00")]
    office = Office(
        tmp_path, Clients=clients, Projects=two_projects(client="BIRCH"), Prebilling=lines
    )
    office.put("Clients", {"client": "BIRCH"}, template="ours.docx")

    report = office.bill("2026-03")

    assert (codes(report), report.totals["net"], report.skipped) == (["ISS-03"], "100.00", ["P-2"])
    assert "shows - for early payment, but 11.86 was computed" in report.findings[0].sentence


# Outside VAT.


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


# Each payer's own ways.


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

"""Discounts on an invoice: of a client, of a line, and of a project."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from invoicing_office import R6, R21, SERVICES, O, S, issued, printed
from sample_office import SHARED, SPLITS, Office, codes, entry, own_line, two_projects

from addin.billing.allocation import Part
from addin.billing.calendar import Month
from addin.billing.discounts import DiscountTooLargeError
from addin.billing.invoice import DocumentAllowance
from addin.billing.lines import Charge
from addin.billing.vat import VatTreatment
from addin.jobs.agreed.payers import PayerTerms
from addin.jobs.agreed.portfolio import read_portfolio
from addin.jobs.content import load
from addin.jobs.invoices.bundling import Bundle, Scope, Share, bundles
from addin.jobs.invoices.invoicing import InvoiceWriter
from addin.jobs.issuing import Request
from addin.jobs.previewing import preview
from addin.jobs.running import run
from addin.tables.sheets.bills import PrebillingLine


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

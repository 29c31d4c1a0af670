"""Which lines share an invoice, whatever VAT they bear."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from sample_office import Office, own_line

from addin.billing.allocation import Part
from addin.billing.calendar import Month
from addin.billing.choices import InvoiceGrouping, VatCategory
from addin.billing.lines import Charge
from addin.billing.vat import VatTreatment, document_totals
from addin.jobs.agreed.payers import PayerTerms
from addin.jobs.invoices.bundling import Scope, Share, bundles
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.clients import Client

O = VatCategory.O  # noqa: E741  # as the code list has it
RATES = {VatCategory.S: [Decimal("0.21"), Decimal("0.06")]}
PAYERS = {
    f"{country}-{grouping}-{category}": Client(
        client=f"{country}-{grouping}-{category}",
        name="Payer",
        country=country,
        invoice_grouping=grouping,
        vat_category=category,
    )
    for country in ("BE", "CH")
    for grouping in InvoiceGrouping
    for category in (None, O)
}


@st.composite
def shares(draw: st.DrawFn) -> Share:
    """A line of any VAT, of one of two projects and of a service that may be outside VAT."""
    payer, category = draw(st.sampled_from(sorted(PAYERS))), draw(st.sampled_from(VatCategory))
    cents = draw(st.integers(-(10**6), 10**6))
    row = PrebillingLine(
        month=Month(2026, 3),
        project=draw(st.sampled_from(["P-1", "P-2"])),
        service=draw(st.sampled_from(["WORK", "FEES"])),
        period_from=date(2026, 3, 1),
        period_to=date(2026, 3, 31),
        sheet_row=5,
    )
    vat = VatTreatment(category, draw(st.sampled_from(RATES.get(category, [Decimal(0)]))))
    terms = PayerTerms(payer, Fraction(1), vat)
    charge = Charge(Decimal(1), Decimal(abs(cents)).scaleb(-2), None, cents, 0)
    return Share(row, charge, Part(payer, Fraction(1), cents), terms)


@given(st.lists(shares(), max_size=12))
def test_what_is_outside_vat_never_shares_an_invoice_and_totals_add_up(given: list[Share]) -> None:
    found = bundles(given, PAYERS, outside={"FEES"})

    assert sorted(map(id, (one for bundle in found for one in bundle.shares))) == sorted(
        map(id, given)
    )
    for bundle in found:
        categories = {share.terms.vat.category for share in bundle.shares}
        assert (O in categories) == (bundle.scope is not Scope.VAT)
        assert O not in categories or categories == {O}
        totals = document_totals(bundle.taxed_lines)
        assert totals.net_cents == sum(share.part.cents for share in bundle.shares)
        assert totals.gross_cents == totals.net_cents + sum(row.vat_cents for row in totals.vat)


def test_disbursements_for_a_business_outside_the_union_stand_apart_and_without_discount(
    tmp_path: Path,
) -> None:
    payer = {
        "client": "ALDER",
        "country": "CH",
        "vat_number": "CHE107787577IVA",
        "discount_percent": "0.10",
        "invoice_grouping": "payer",
        "language": "en",
    }
    services = [
        {"service": "WORK", "name": "Work", "vat_rate": "0.21"},
        {"service": "FEES", "name": "Court fees", "vat_category": "O"},
    ]
    lines = [own_line("P-1", "100.00", service=name, line=name) for name in ("WORK", "FEES")]
    office = Office(tmp_path, Clients=[payer], Services=services, Prebilling=lines)

    office.bill("2026-03")

    invoices = [office.journal.invoice(one.number) for one in office.journal.invoices()]
    assert [(one.totals.net_cents, one.lines[0].line) for one in invoices] == [
        (90_00, "WORK"),
        (100_00, "FEES"),
    ]
    assert [one.exemptions[0].code for one in invoices] == ["VATEX-EU-O", "VATEX-EU-79-C"]

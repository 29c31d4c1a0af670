"""An issued invoice under the norm's terms: the same figures, each in its place."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from einvoices.samples import (
    ANNEX,
    BELGIAN,
    FRENCH_NOTES,
    FRENCH_RATE,
    PARISIAN,
    STANDARD,
    SWISS,
    belgian_cases,
    credited,
    french,
    french_cases,
    hours,
    issued,
    off,
    piece,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from addin.billing.choices import EInvoice, VatCategory
from addin.billing.discounts import Discount
from addin.billing.document import EarlyTerms
from addin.billing.invoice import DocumentKind, Invoice, Note
from addin.billing.money import line_cents
from addin.einvoices.building import NotElectronicError, electronic_invoice
from addin.einvoices.checks import exact_findings
from addin.einvoices.cii import to_cii
from addin.einvoices.model import (
    Address,
    AllowanceCharge,
    Contact,
    DocumentNote,
    ElectronicLine,
    Identifier,
    Price,
)
from addin.einvoices.profiles import FACTUR_X, FRENCH_UBL, PEPPOL, conformed
from addin.einvoices.rules.form import Form
from addin.einvoices.rules.schemas import judge_schema
from addin.einvoices.ubl import to_ubl

CASES = belgian_cases() | {
    f"{name}, French": one for name, one in french_cases(EInvoice.CII_FR).items()
}


def first_line(invoice: Invoice) -> ElectronicLine:
    return electronic_invoice(invoice).lines[0]


@pytest.mark.parametrize("name", CASES)
def test_every_sum_is_exact_and_every_number_sound(name: str) -> None:
    assert exact_findings(electronic_invoice(CASES[name])) == []


def test_the_totals_are_those_of_the_invoice() -> None:
    invoice = belgian_cases()["discounts"]
    totals = electronic_invoice(invoice).totals
    assert (totals.lines, totals.allowances, totals.without_vat, totals.vat, totals.due) == tuple(
        Decimal(cents) / 100
        for cents in (
            invoice.totals.lines_cents,
            invoice.totals.allowance_cents,
            invoice.totals.net_cents,
            invoice.totals.vat_cents,
            invoice.totals.gross_cents,
        )
    )


def test_hours_and_minutes_are_minutes_at_the_price_of_sixty() -> None:
    line = first_line(issued([hours(50, "100.00")]))
    assert (line.quantity, line.unit, line.net) == (Decimal(50), "MIN", Decimal("83.33"))
    assert line.price == Price(Decimal("100.00"), base_quantity=Decimal(60), base_unit="MIN")


def test_a_quantity_that_the_receiver_does_not_take_is_one_of_the_amount() -> None:
    long = piece("0.333333333", "100.00", rate=FRENCH_RATE)
    line = first_line(french([long], einvoice=EInvoice.UBL_FR))
    assert (line.quantity, line.unit, line.price.net) == (Decimal(1), "C62", Decimal("33.33"))
    assert line.item.description == "0,333333333 fiche de paie x 100,00"
    assert first_line(issued([long])).quantity == Decimal("0.333333333")


def test_an_amount_that_does_not_follow_from_its_hours_says_what_was_multiplied() -> None:
    line = first_line(issued([replace(hours(-90, "95.00"), net_cents=-14251)]))
    assert (line.quantity, line.price.net) == (Decimal(-1), Decimal("142.51"))
    assert line.item.description == "-1:30 h:mm x 95,00"


def test_what_is_taken_back_has_a_negative_quantity_and_a_positive_price() -> None:
    line = first_line(issued([piece("-2", "14.75"), piece("1", "100")]))
    assert (line.quantity, line.price.net, line.net) == (
        Decimal(-2),
        Decimal("14.75"),
        Decimal("-29.50"),
    )


def test_a_discount_and_a_cap_are_told_apart() -> None:
    line = first_line(issued([off(piece("37", "14.75"), 2500, 1500)]))
    assert line.allowances == (
        AllowanceCharge(
            is_charge=False, amount=Decimal("25.00"), reason="Korting", reason_code="95"
        ),
        AllowanceCharge(
            is_charge=False,
            amount=Decimal("15.00"),
            reason="Boven het afgesproken maximum",
            reason_code="95",
        ),
    )


def test_a_discount_of_a_document_below_zero_is_a_charge() -> None:
    lines = [piece("-1", "100"), piece("2", "10", rate=Decimal("0.06"))]
    told = electronic_invoice(issued(lines, [Discount("Korting", Decimal("0.1"))]))
    assert [(one.is_charge, one.amount) for one in told.allowances] == [(True, Decimal("8.00"))]
    assert (told.totals.allowances, told.totals.charges) == (None, Decimal("8.00"))


def test_an_invoice_that_kept_the_sum_of_its_discounts_has_one_for_each_rate() -> None:
    lines = [piece("1", "100"), piece("1", "50", rate=Decimal("0.06"))]
    whole = issued(lines, [Discount("Korting", Decimal("0.1"))])
    told = electronic_invoice(replace(whole, allowances=()))
    taken_off = [(one.amount, one.vat_rate) for one in told.allowances]
    assert taken_off == [(Decimal(10), Decimal(21)), (Decimal(5), Decimal(6))]
    assert exact_findings(told) == []


def test_a_discount_that_is_taken_back_is_a_charge() -> None:
    line = first_line(issued([off(piece("-3", "10"), -300), piece("1", "100")]))
    assert [(one.is_charge, one.amount) for one in line.allowances] == [(True, Decimal("3.00"))]


@pytest.mark.parametrize(
    ("unit", "code"), [("hour", "HUR"), ("day", "DAY"), ("month", "MON"), ("palette", "C62")]
)
def test_units_have_their_codes_and_the_users_own_their_name(unit: str, code: str) -> None:
    line = first_line(issued([replace(piece("1", "10"), unit=unit, unit_name=unit)]))
    assert line.unit == code
    named = [(one.name, one.value) for one in line.item.attributes]
    assert named == ([("Eenheid", unit)] if code == "C62" else [])


def test_a_description_of_several_lines_has_a_name_and_a_description() -> None:
    line = first_line(issued([replace(piece("1", "10"), description="Conseil\nPart de 40 %")]))
    assert (line.item.name, line.item.description) == ("Conseil", "Part de 40 %")


def test_the_account_of_the_buyer_the_phase_and_the_days_stay_with_their_line() -> None:
    line = first_line(issued([replace(piece("1", "10"), phase="Studie")]))
    assert (line.buyer_account, line.note) == ("613200", "Studie")
    assert line.period is not None
    assert (line.period.start, line.period.end) == (date(2026, 3, 1), date(2026, 3, 31))


def test_an_early_payment_in_belgium_is_an_allowance_and_a_charge_outside_vat() -> None:
    terms = EarlyTerms(Decimal("0.02"), "BE", "Korting voor contante betaling")
    invoice = electronic_invoice(issued([piece("1", "1000.00")], (), terms))
    told = [(one.is_charge, one.amount, one.vat_category) for one in invoice.allowances]
    assert told == [(False, Decimal("20.00"), "S"), (True, Decimal("20.00"), "E")]
    assert [(row.category, row.base, row.vat) for row in invoice.vat] == [
        ("S", Decimal("980.00"), Decimal("205.80")),
        ("E", Decimal("20.00"), Decimal("0.00")),
    ]
    assert "artikel 79" in invoice.vat[1].exemption
    assert invoice.terms == (
        "Te betalen uiterlijk op 30 apr 2026.\n"
        "2 % korting bij betaling uiterlijk op 8 apr 2026: 1.185,80 EUR."
    )


def test_a_credit_note_names_its_invoice_and_asks_for_no_payment() -> None:
    note = electronic_invoice(credited(issued([piece("1", "10")])))
    assert (note.kind, note.is_credit_note) == ("381", True)
    assert [one.number for one in note.preceding] == ["2026-00042"]
    assert (note.payment, note.due_date, note.terms) == (None, None, "")
    assert note.totals.due == Decimal("12.10")


def test_deposits_are_invoices_of_a_prepayment() -> None:
    cases = belgian_cases()
    kinds = {name: electronic_invoice(cases[name]).kind for name in ("a deposit", "one rate")}
    assert kinds == {"a deposit": "386", "one rate": "380"}
    assert electronic_invoice(cases["a settled deposit"]).lines[1].net == Decimal("-500.00")


def test_a_french_process_says_what_is_sold_and_whether_a_deposit_is_settled() -> None:
    cases = french_cases(EInvoice.UBL_FR)
    told = {
        name: electronic_invoice(cases[name]).process
        for name in ("several rates", "a settled deposit", "goods to Belgium")
    }
    assert told == {"several rates": "S1", "a settled deposit": "S4", "goods to Belgium": "B1"}
    both = [piece("1", "10", category=VatCategory.K), piece("1", "10", rate=FRENCH_RATE)]
    assert electronic_invoice(french(both, einvoice=EInvoice.UBL_FR)).process == "M1"


def test_outside_the_scope_of_vat_nobody_has_a_vat_number() -> None:
    invoice = electronic_invoice(belgian_cases()["O to CH"])
    assert (invoice.seller.vat_identifier, invoice.buyer.vat_identifier) == ("", "")
    assert invoice.seller.tax_registration == "BE0123456749"
    assert invoice.buyer.legal_registration == Identifier("CHE107787577IVA")
    assert (invoice.lines[0].vat_rate, invoice.vat[0].rate) == (None, None)


def test_goods_for_another_member_state_say_when_and_where_they_arrive() -> None:
    delivery = electronic_invoice(belgian_cases()["K to FR"]).delivery
    assert delivery is not None
    assert (delivery.day, delivery.address) == (date(2026, 3, 31), Address(country="FR"))


def test_a_firm_stands_under_its_numbers() -> None:
    invoice = electronic_invoice(
        french([piece("1", "10", rate=FRENCH_RATE)], einvoice=EInvoice.CII_FR)
    )
    assert invoice.seller.legal_registration == Identifier("732829320", "0002")
    assert invoice.seller.endpoint == Identifier("732829320", "0225")
    assert invoice.buyer.address == Address(
        "35 rue de la République", "Bâtiment B", "2e étage", "Lyon", "69001", "", "FR"
    )
    belgian = electronic_invoice(issued([piece("1", "10")]))
    assert belgian.seller.legal_registration == Identifier("0123456749", "0208")
    assert belgian.buyer.legal_registration == Identifier("0203430576", "0208")
    assert belgian.buyer.endpoint == Identifier("0203430576", "0208")
    assert (belgian.seller.contact, belgian.buyer.contact) == (
        Contact("", "+32 2 555 01 00", "compta@example.be"),
        Contact("An Peeters"),
    )


def test_a_siret_gives_the_siren_and_stays_itself() -> None:
    buyer = replace(PARISIAN, enterprise_number="404 833 048 00022")
    party = electronic_invoice(issued([piece("1", "10")], buyer=buyer)).buyer
    assert party.legal_registration == Identifier("404833048", "0002")
    assert party.identifiers == (Identifier("40483304800022", "0009"),)


def test_a_number_that_is_none_stays_for_the_checks_to_see() -> None:
    seller = replace(BELGIAN, enterprise_number="0123.456.748")
    invoice = electronic_invoice(issued([piece("1", "10")], seller=seller))
    assert invoice.seller.legal_registration == Identifier("0123456748", "0208")
    assert [one.code for one in exact_findings(invoice)] == ["ID-06"]


def test_the_endpoint_that_the_user_gave_comes_before_the_usual_one() -> None:
    buyer = replace(SWISS, endpoint="0183:CHE107787577")
    assert electronic_invoice(issued([piece("1", "10")], buyer=buyer)).buyer.endpoint == (
        Identifier("CHE107787577", "0183")
    )
    nowhere = replace(SWISS, endpoint="", enterprise_number="CH-1", email="", contact="")
    party = electronic_invoice(issued([piece("1", "10")], buyer=nowhere)).buyer
    assert (party.endpoint, party.contact) == (None, None)
    assert party.legal_registration == Identifier("CH-1")


def test_without_a_reference_of_the_buyer_its_code_stands_in_peppol_only() -> None:
    plain = issued([piece("1", "10")], buyer_reference="")
    assert electronic_invoice(plain).buyer_reference == "C-001"
    ordered = replace(plain, order_reference="PO-1")
    assert (electronic_invoice(ordered).buyer_reference, electronic_invoice(ordered).order) == (
        "",
        "PO-1",
    )
    assert electronic_invoice(replace(plain, einvoice=EInvoice.FACTURX)).buyer_reference == ""
    unnamed = replace(plain, buyer=replace(plain.buyer, key=""))
    assert electronic_invoice(unnamed).buyer_reference == "2026-00042"


def test_the_account_to_pay_into_is_there_when_there_is_one() -> None:
    payment = electronic_invoice(issued([piece("1", "10")])).payment
    assert payment is not None
    assert (payment.means, payment.reference) == ("58", "+++020/2600/04222+++")
    assert payment.transfers[0].account == "BE68539007547034"
    francs = electronic_invoice(issued([piece("1", "10")], currency="CHF")).payment
    assert francs is not None
    assert francs.means == "30"
    assert electronic_invoice(issued([piece("1", "10")], iban="")).payment is None


def test_peppol_has_one_note_and_says_no_sentence_twice() -> None:
    late = "Penalties and €40."
    notes = (Note(late, "PMT"), Note(late, "PMD"), Note("RPM", "REG"))
    invoice = electronic_invoice(issued([piece("1", "10")], notes=notes))
    assert conformed(invoice, PEPPOL).notes == (DocumentNote(f"{late}\nRPM"),)
    assert conformed(replace(invoice, notes=()), PEPPOL).notes == ()


@pytest.mark.parametrize(
    ("buyer", "exchange"),
    [
        (PARISIAN, "B2B"),
        (SWISS, "B2BINT"),
        (replace(SWISS, vat_number=""), "B2CINT"),
        (replace(PARISIAN, vat_number="", enterprise_number=""), "B2C"),
    ],
)
def test_a_french_invoice_says_between_whom_it_is_exchanged(buyer: object, exchange: str) -> None:
    whole = french([piece("1", "10", rate=FRENCH_RATE)], einvoice=EInvoice.UBL_FR, buyer=buyer)
    told = conformed(electronic_invoice(whole), FRENCH_UBL)
    assert told.notes[-1] == DocumentNote(exchange, "BAR")
    assert conformed(told, FRENCH_UBL) == told


def test_a_french_attachment_keeps_a_kind_that_the_platforms_know() -> None:
    files = [replace(ANNEX, description="LISIBLE"), ANNEX]
    invoice = electronic_invoice(
        french([piece("1", "10", rate=FRENCH_RATE)], einvoice=EInvoice.UBL_FR), files
    )
    kept = [one.description for one in conformed(invoice, FRENCH_UBL).attachments]
    assert kept == ["LISIBLE", "DOCUMENT_ANNEXE"]


def test_an_early_payment_in_france_has_its_note() -> None:
    early = EarlyTerms(Decimal("0.02"), "FR", "Escompte")
    line = piece("1", "1000.00", rate=FRENCH_RATE)
    whole = french([line], einvoice=EInvoice.UBL_FR, early=early, notes=FRENCH_NOTES[:2])
    note = electronic_invoice(whole).notes[-1]
    assert note.subject == "AAB"
    assert note.text.startswith("Escompte de 2 % en cas de paiement au plus tard le 8 avr. 2026 : ")


def test_factur_x_is_french_for_a_french_seller_only() -> None:
    belgian = electronic_invoice(issued([piece("1", "10")], einvoice=EInvoice.FACTURX))
    assert conformed(belgian, FACTUR_X).process == ""
    lyon = electronic_invoice(
        french([piece("1", "10", rate=FRENCH_RATE)], einvoice=EInvoice.FACTURX)
    )
    assert conformed(lyon, FACTUR_X).process == "S1"


def test_a_pro_forma_has_no_electronic_form() -> None:
    with pytest.raises(NotElectronicError, match="EIN-11"):
        electronic_invoice(issued([piece("1", "10")], kind=DocumentKind.PRO_FORMA))


CATEGORIES = st.sampled_from(
    [(VatCategory.S, STANDARD), (VatCategory.S, Decimal("0.06")), (VatCategory.E, Decimal(0))]
)
WORDS = st.text(st.characters(codec="utf-8"), max_size=20)


@st.composite
def invoices(draw: st.DrawFn) -> Invoice:
    """Invoices with any lines, discounts and names."""
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        category, rate = draw(CATEGORIES)
        quantity = draw(st.decimals(-3, 900, places=4))
        price = draw(st.decimals(0, 5000, places=draw(st.integers(2, 6))))
        line = replace(piece("1", "1", category=category, rate=rate), description=draw(WORDS))
        gross = line_cents(quantity, price)
        cut = draw(st.integers(min(0, gross), max(0, gross)))
        lines.append(
            replace(
                line,
                quantity=quantity,
                unit_price=price,
                net_cents=gross - cut,
                allowance_cents=cut,
                reduction_cents=draw(st.integers(min(0, cut), max(0, cut))),
            )
        )
    percent = draw(st.decimals(0, 1, places=3))
    early = draw(st.none() | st.builds(EarlyTerms, st.just(Decimal("0.02")), st.just("BE")))
    name = replace(BELGIAN, name=f"X{draw(WORDS)}", address=draw(WORDS))
    return issued(lines, [Discount("Korting", percent)], early, seller=name)


@settings(max_examples=40, deadline=None)
@given(invoices())
def test_any_invoice_is_exact_and_fits_the_schemas(invoice: Invoice) -> None:
    told = electronic_invoice(invoice)
    assert exact_findings(told) == []
    ubl, cii = etree.fromstring(to_ubl(told, PEPPOL)), etree.fromstring(to_cii(told, FACTUR_X))
    assert judge_schema(ubl, Form.PEPPOL).breaches == ()
    assert judge_schema(cii, Form.FACTURX).breaches == ()

"""Small faults that are put into valid files, and the layer that is there to catch each.

The layers, in their order: our own exact checks, the schema, the rules of EN 16931 (CEN), those of
Peppol, the French ones.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from einvoices.samples import ANNEX, FRENCH_RATE, REDUCED, credited, french, issued, piece

from addin.billing.choices import EInvoice, VatCategory
from addin.billing.discounts import Discount
from addin.einvoices.building import electronic_invoice
from addin.einvoices.cii import to_cii
from addin.einvoices.profiles import FRENCH_CII, FRENCH_UBL, PEPPOL
from addin.einvoices.rules.form import Form
from addin.einvoices.ubl import to_ubl

BELGIAN, CREDIT, FRENCH, CII = "Belgian", "Belgian credit note", "French UBL", "French CII"
FORMS = {BELGIAN: Form.PEPPOL, CREDIT: Form.PEPPOL, FRENCH: Form.UBL_FR, CII: Form.CII_FR}
EXACT = "exact checks"
XSD, CEN, BIS, BR_FR, BR_FR_CII = "schema-ubl", "cen-ubl", "peppol", "fr-ubl", "fr-cii"

Edit = Callable[[str], str]


class Mutation(NamedTuple):
    """A fault, and who has to catch it.

    Attributes:
        of: Which of the valid files.
        layer: Name of a rule set, or the exact checks.
        rule: What it is caught by.
    """

    of: str
    edit: Edit
    layer: str
    rule: str


def put(old: str, new: str, times: int = 1) -> Edit:
    """One text in place of another, at its first places."""

    def edit(xml: str) -> str:
        assert old in xml, old
        return xml.replace(old, new, times)

    return edit


def cut(pattern: str, by: str = "") -> Edit:
    """The first match of a pattern left out, or something else in its place."""

    def edit(xml: str) -> str:
        assert re.search(pattern, xml), pattern
        return re.sub(pattern, by, xml, count=1)

    return edit


def both(*edits: Edit) -> Edit:
    def edit(xml: str) -> str:
        for one in edits:
            xml = one(xml)
        return xml

    return edit


@cache
def valid(of: str) -> str:
    """The file that a fault is put into."""
    if of in {BELGIAN, CREDIT}:
        lines = [
            piece("3", "100.10"),
            piece("2", "10.00", rate=REDUCED),
            piece("1", "80.00", category=VatCategory.AE),
        ]
        invoice = issued(lines, [Discount("Korting", Decimal("0.05"))])
        whole = credited(invoice) if of == CREDIT else invoice
        return to_ubl(electronic_invoice(whole, [ANNEX]), PEPPOL).decode()
    line = piece("3", "100.10", rate=FRENCH_RATE)
    if of == FRENCH:
        return to_ubl(
            electronic_invoice(french([line], einvoice=EInvoice.UBL_FR)), FRENCH_UBL
        ).decode()
    return to_cii(electronic_invoice(french([line], einvoice=EInvoice.CII_FR)), FRENCH_CII).decode()


_BUYER = r"(<cac:AccountingCustomerParty>.*?)"
_LINES = r"(<cac:InvoiceLine>.*?)"

MUTATIONS = {
    # What the official rules let through.
    "a taxable base is off by a cent": Mutation(
        BELGIAN, put(">285.28<", ">285.29<"), EXACT, "EIN-03"
    ),
    "a line is off by a cent": Mutation(
        BELGIAN,
        both(
            cut(f"{_LINES}>300.30<", r"\1>300.31<"),
            put(">400.30<", ">400.31<"),
            put(">380.28<", ">380.29<"),
            put(">441.33<", ">441.34<", 2),
            put(">285.28<", ">285.29<"),
        ),
        EXACT,
        "EIN-01",
    ),
    "a discount moves a cent from one rate to the other": Mutation(
        BELGIAN, both(put(">15.02<", ">15.01<"), put(">1.00<", ">1.01<")), EXACT, "EIN-03"
    ),
    "a VAT number has a wrong check digit": Mutation(
        BELGIAN, put(">BE0203430576<", ">BE0203430577<"), EXACT, "ID-03"
    ),
    "a number of the register has a wrong check digit": Mutation(
        FRENCH, put(">404833048<", ">404833049<", 2), EXACT, "ID-06"
    ),
    "an address at the VAT scheme has a wrong check digit": Mutation(
        BELGIAN, cut(_BUYER + '"0208">0203430576<', r'\1"9925">BE0203430577<'), EXACT, "ID-03"
    ),
    "nobody is told until when to pay": Mutation(
        BELGIAN,
        both(
            cut("<cbc:DueDate>.*?</cbc:DueDate>"), cut("<cac:PaymentTerms>.*?</cac:PaymentTerms>")
        ),
        EXACT,
        "EIN-07",
    ),
    "a structured communication has wrong check digits": Mutation(
        BELGIAN, put("/04222+++", "/04223+++"), EXACT, "EIN-08"
    ),
    "a structured communication is that of another invoice": Mutation(
        BELGIAN, put("+++020/2600/04222+++", "+++000/1459/32557+++"), EXACT, "EIN-09"
    ),
    "an account has wrong check digits": Mutation(
        BELGIAN, put("BE68539007547034", "BE69539007547034"), EXACT, "ID-10"
    ),
    "the VAT of a rate is off by a cent, and so are the totals": Mutation(
        BELGIAN,
        both(put(">59.91<", ">59.92<"), put(">61.05<", ">61.06<"), put(">441.33<", ">441.34<", 2)),
        EXACT,
        "EIN-04",
    ),
    # The schema.
    "an element that does not exist": Mutation(
        BELGIAN,
        put("<cbc:BuyerReference>", "<cbc:Buyer>x</cbc:Buyer><cbc:BuyerReference>"),
        XSD,
        "XSD",
    ),
    "elements in another order": Mutation(
        BELGIAN,
        cut(r"(<cbc:IssueDate>.*?</cbc:IssueDate>)(<cbc:DueDate>.*?</cbc:DueDate>)", r"\2\1"),
        XSD,
        "XSD",
    ),
    "a date that is none": Mutation(BELGIAN, put(">2026-03-31<", ">31/03/2026<"), XSD, "XSD"),
    "an amount with a comma": Mutation(BELGIAN, put(">441.33<", ">441,33<"), XSD, "XSD"),
    "an amount without a currency": Mutation(
        BELGIAN, put('<cbc:PayableAmount currencyID="EUR">', "<cbc:PayableAmount>"), XSD, "XSD"
    ),
    "an invoice without lines": Mutation(
        BELGIAN, cut("<cac:InvoiceLine>.*</cac:InvoiceLine>"), XSD, "XSD"
    ),
    "a CII line without its sum": Mutation(
        CII, cut("<ram:LineTotalAmount>300.30</ram:LineTotalAmount>"), "schema-facturx", "XSD"
    ),
    # EN 16931.
    "no number": Mutation(BELGIAN, put("<cbc:ID>2026-00042</cbc:ID>", "<cbc:ID/>"), CEN, "BR-02"),
    "a buyer without a name": Mutation(
        BELGIAN,
        cut("<cbc:RegistrationName>Bakkerij Dupont BV</cbc:RegistrationName>"),
        CEN,
        "BR-07",
    ),
    "VAT numbers without their country": Mutation(
        BELGIAN, put(">BE0203430576<", ">0203430576<"), CEN, "BR-CO-09"
    ),
    "reverse charge without a number of the buyer": Mutation(
        BELGIAN,
        both(
            cut(_BUYER + "<cac:PartyTaxScheme>.*?</cac:PartyTaxScheme>", r"\1"),
            cut(_BUYER + '<cbc:CompanyID schemeID="0208">0203430576</cbc:CompanyID>', r"\1"),
        ),
        CEN,
        "BR-AE-02",
    ),
    "reverse charge with VAT": Mutation(
        BELGIAN,
        cut(
            _LINES + "<cbc:ID>AE</cbc:ID><cbc:Percent>0.00<",
            r"\1<cbc:ID>AE</cbc:ID><cbc:Percent>21.00<",
        ),
        CEN,
        "BR-AE-05",
    ),
    "reverse charge without a reason": Mutation(
        BELGIAN, cut("<cbc:TaxExemptionReasonCode>.*</cbc:TaxExemptionReason>"), CEN, "BR-AE-10"
    ),
    "goods for the Union without a country of arrival": Mutation(
        BELGIAN,
        both(
            put("<cbc:ID>AE</cbc:ID>", "<cbc:ID>K</cbc:ID>", 3),
            put("VATEX-EU-AE", "VATEX-EU-IC"),
        ),
        CEN,
        "BR-IC-12",
    ),
    "the sum of the lines": Mutation(BELGIAN, put(">400.30<", ">400.31<"), CEN, "BR-CO-10"),
    "the sum of the discounts": Mutation(BELGIAN, put(">20.02<", ">20.03<"), CEN, "BR-CO-11"),
    "the total without VAT": Mutation(BELGIAN, put(">380.28<", ">380.29<"), CEN, "BR-CO-13"),
    "the total VAT": Mutation(BELGIAN, put(">61.05<", ">61.06<"), CEN, "BR-CO-14"),
    "the total with VAT": Mutation(BELGIAN, put(">441.33<", ">441.34<"), CEN, "BR-CO-15"),
    "what is to be paid": Mutation(
        BELGIAN, put(">441.33</cbc:PayableAmount>", ">441.34</cbc:PayableAmount>"), CEN, "BR-CO-16"
    ),
    "the VAT of a rate is off by a euro": Mutation(
        BELGIAN, put(">59.91<", ">60.91<"), CEN, "BR-CO-17"
    ),
    "a taxable base is off by a euro and a half": Mutation(
        BELGIAN, put(">285.28<", ">286.78<"), CEN, "BR-S-08"
    ),
    "an amount finer than a cent": Mutation(
        BELGIAN, put(">80.00</cbc:LineExt", ">80.001</cbc:LineExt"), CEN, "BR-DEC-23"
    ),
    "a price below zero": Mutation(
        BELGIAN,
        both(put(">100.10<", ">-100.10<"), put('"C62">3<', '"C62">-3<')),
        CEN,
        "BR-27",
    ),
    "a discount without a VAT category": Mutation(
        BELGIAN,
        cut("(<cac:AllowanceCharge>.*?)<cac:TaxCategory>.*?</cac:TaxCategory>", r"\1"),
        CEN,
        "BR-32",
    ),
    "a transfer without an account": Mutation(
        BELGIAN,
        cut("<cac:PayeeFinancialAccount>.*?</cac:PayeeFinancialAccount>"),
        CEN,
        "BR-61",
    ),
    "a unit that is on no list": Mutation(BELGIAN, put('"C62"', '"XXX"'), CEN, "BR-CL-23"),
    "an electronic address of no scheme": Mutation(
        BELGIAN, put('EndpointID schemeID="0208"', 'EndpointID schemeID="9999"'), CEN, "BR-CL-25"
    ),
    "an attachment of a kind that is not allowed": Mutation(
        BELGIAN, put('"application/pdf"', '"text/html"'), CEN, "BR-CL-24"
    ),
    "a credit note that is off by a cent": Mutation(
        CREDIT, put(">441.33<", ">441.32<"), CEN, "BR-CO-15"
    ),
    # Peppol.
    "neither a reference of the buyer nor an order": Mutation(
        BELGIAN,
        cut("<cbc:BuyerReference>.*?</cbc:BuyerReference>"),
        BIS,
        "PEPPOL-EN16931-R003",
    ),
    "two notes": Mutation(
        BELGIAN,
        put("<cbc:Note>", "<cbc:Note>More.</cbc:Note><cbc:Note>"),
        BIS,
        "PEPPOL-EN16931-R002",
    ),
    "no electronic address of the buyer": Mutation(
        BELGIAN,
        cut(_BUYER + "<cbc:EndpointID.*?</cbc:EndpointID>", r"\1"),
        BIS,
        "PEPPOL-EN16931-R010",
    ),
    "no electronic address of the seller": Mutation(
        BELGIAN, cut("<cbc:EndpointID.*?</cbc:EndpointID>"), BIS, "PEPPOL-EN16931-R020"
    ),
    "a Belgian address with its country before it": Mutation(
        BELGIAN, put('"0208">0123456749<', '"0208">BE0123456749<'), BIS, "PEPPOL-COMMON-R043"
    ),
    "a Belgian address with wrong check digits": Mutation(
        BELGIAN, put('"0208">0123456749<', '"0208">0123456750<'), BIS, "PEPPOL-COMMON-R043"
    ),
    "an empty element": Mutation(
        BELGIAN,
        put("<cbc:AccountingCost>613200</cbc:AccountingCost>", "<cbc:AccountingCost/>"),
        BIS,
        "PEPPOL-EN16931-R008",
    ),
    "an amount in another currency": Mutation(
        BELGIAN, put('currencyID="EUR">15.02', 'currencyID="USD">15.02'), BIS, "PEPPOL-EN16931-R051"
    ),
    "a line that starts before its invoice": Mutation(
        BELGIAN, cut(f"{_LINES}>2026-03-01<", r"\1>2026-02-01<"), BIS, "PEPPOL-EN16931-R110"
    ),
    "a line that is off by five cents": Mutation(
        BELGIAN, cut(f"{_LINES}>300.30<", r"\1>300.35<"), BIS, "PEPPOL-EN16931-R120"
    ),
    "no business process": Mutation(
        BELGIAN, cut("<cbc:ProfileID>.*?</cbc:ProfileID>"), BIS, "PEPPOL-EN16931-R001"
    ),
    # France.
    "no note on the compensation": Mutation(
        FRENCH, cut("<cbc:Note>#PMT#.*?</cbc:Note>"), BR_FR, "BR-FR-05"
    ),
    "no note on an early payment": Mutation(
        CII,
        cut("<ram:IncludedNote><ram:Content>Escompte.*?</ram:IncludedNote>"),
        BR_FR_CII,
        "BR-FR-05",
    ),
    "the business process of Peppol": Mutation(
        FRENCH,
        cut("<cbc:ProfileID>S1<", "<cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0<"),
        BR_FR,
        "BR-FR-08",
    ),
    "a seller without a SIREN": Mutation(
        FRENCH, cut('<cbc:CompanyID schemeID="0002">732829320</cbc:CompanyID>'), BR_FR, "BR-FR-10"
    ),
    "a buyer without a SIREN": Mutation(
        FRENCH, cut('<cbc:CompanyID schemeID="0002">404833048</cbc:CompanyID>'), BR_FR, "BR-FR-11"
    ),
    "an electronic address of somebody else": Mutation(
        FRENCH, put('"0225">404833048<', '"0225">732829320<'), BR_FR, "BR-FR-21"
    ),
    "a number with a blank": Mutation(
        FRENCH, put("<cbc:ID>F2026-00042<", "<cbc:ID>F 2026 42<"), BR_FR, "BR-FR-02"
    ),
    "the VAT rate of another country": Mutation(
        FRENCH,
        both(
            put(">20.00<", ">21.00<", 2),
            put(">60.06<", ">63.06<", 2),
            put(">360.36<", ">363.36<", 2),
        ),
        BR_FR,
        "BR-FR-16",
    ),
    "a due date before the date of the invoice": Mutation(
        FRENCH, put("<cbc:DueDate>2026-04-30<", "<cbc:DueDate>2026-03-01<"), BR_FR, "BR-FR-CO-07"
    ),
}

"""Invoices of all kinds, as they are issued, to be written as electronic ones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from addin.billing.choices import EInvoice, VatCategory
from addin.billing.discounts import Discount, TaxedLine
from addin.billing.document import EarlyTerms, document_sums
from addin.billing.invoice import (
    DocumentKind,
    EarlyPayment,
    Exemption,
    Invoice,
    InvoiceLine,
    Note,
    Party,
    Preceding,
)
from addin.billing.money import line_cents
from addin.einvoices.model import Attachment

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
SETTLED = (Preceding("2026-00003", date(2026, 1, 31)),)
"""The invoice of the deposit that some of them settle."""
BELGIAN = Party(
    key="",
    name='Fiduciaire "Brun & Fils" SRL',
    address="Rue Neuve 1\nBoîte 4",
    postcode="1000",
    city="Bruxelles",
    country="BE",
    vat_number="BE0123456749",
    enterprise_number="0123.456.749",
    email="compta@example.be",
    phone="+32 2 555 01 00",
)
DUTCH_SPEAKING = Party(
    key="C-001",
    name="Bakkerij Dupont BV",
    address="Kerkstraat 3",
    postcode="9000",
    city="Gent",
    country="BE",
    vat_number="BE0203430576",
    contact="An Peeters",
)
FRENCH = Party(
    key="",
    name="Cabinet Durand SARL",
    address="1 rue de Rivoli",
    postcode="75001",
    city="Paris",
    country="FR",
    vat_number="FR44732829320",
    enterprise_number="732 829 320",
    legal_information="SARL au capital de 10 000,00 €, RCS Paris 732 829 320",
)
PARISIAN = Party(
    key="C-002",
    name="Boulangerie Dupont SAS",
    address="35 rue de la République\nBâtiment B\n2e étage",
    postcode="69001",
    city="Lyon",
    country="FR",
    vat_number="FR83404833048",
    enterprise_number="404833048",
)
SWISS = Party(
    key="C-003",
    name="Käserei Müller AG",
    address="Dorfstrasse 1",
    postcode="3000",
    city="Bern",
    country="CH",
    vat_number="CHE107787577IVA",
    endpoint="9927:CHE107787577",
)
FRENCH_NOTES = (
    Note("Indemnité forfaitaire de 40 € pour frais de recouvrement.", "PMT"),
    Note("Pénalités de retard : trois fois le taux d'intérêt légal.", "PMD"),
    Note("Escompte pour paiement anticipé : néant.", "AAB"),
)
REASONS = {
    VatCategory.E: Exemption(VatCategory.E, "Exonéré, article 44 CTVA", "VATEX-EU-132"),
    VatCategory.AE: Exemption(VatCategory.AE, "Autoliquidation", "VATEX-EU-AE"),
    VatCategory.K: Exemption(VatCategory.K, "Livraison intracommunautaire", "VATEX-EU-IC"),
    VatCategory.G: Exemption(VatCategory.G, "Exportation", "VATEX-EU-G"),
    VatCategory.O: Exemption(VatCategory.O, "Débours, article 28, 5°", "VATEX-EU-79-C"),
}
STANDARD, REDUCED, FRENCH_RATE = Decimal("0.21"), Decimal("0.06"), Decimal("0.20")


def hours(minutes: int, price: str, key: str = "2026-03/P-1/ADV/time/95") -> InvoiceLine:
    """Time that is printed as h:mm."""
    cents = round(Decimal(minutes) * Decimal(price) * 100 / 60)
    quantity = (Decimal(minutes) / 60).quantize(Decimal("0.0001"))
    usual = piece(str(quantity), price, key)
    return replace(
        usual, minutes=minutes, unit="h:mm", unit_name="h:mm", net_cents=cents, description="Advies"
    )


def piece(
    quantity: str,
    price: str,
    key: str = "2026-03/P-1/FEE/fixed/2026-01",
    category: VatCategory = VatCategory.S,
    rate: Decimal = STANDARD,
) -> InvoiceLine:
    """A line with a quantity and a price, without a discount."""
    return InvoiceLine(
        line=key,
        project="P-1",
        description="Tenue des comptes <mars> & conseil",
        quantity=Decimal(quantity),
        unit="payslip",
        unit_name="fiche de paie",
        unit_price=Decimal(price),
        net_cents=line_cents(Decimal(quantity), Decimal(price)),
        vat_category=category,
        vat_rate=rate if category is VatCategory.S else Decimal(0),
        period_from=MARCH[0],
        period_to=MARCH[1],
        ledger_account="613200",
    )


def off(line: InvoiceLine, cents: int, cap_cents: int = 0) -> InvoiceLine:
    """A line with a discount, and with what goes beyond a cap."""
    both = cents + cap_cents
    return replace(
        line, allowance_cents=both, reduction_cents=cap_cents, net_cents=line.net_cents - both
    )


def issued(
    lines: Sequence[InvoiceLine],
    discounts: Sequence[Discount] = (),
    early: EarlyTerms | None = None,
    **changes: object,
) -> Invoice:
    """A Belgian invoice by Peppol, unless the changes say otherwise."""
    taxed = [TaxedLine(one.net_cents, one.vat_category, one.vat_rate) for one in lines]
    sums = document_sums(taxed, discounts, early)
    categories = dict.fromkeys(one.vat_category for one in lines)
    whole = Invoice(
        number="2026-00042",
        series="invoice 2026",
        issue_date=MARCH[1],
        due_date=date(2026, 4, 30),
        supply_from=MARCH[0],
        supply_to=MARCH[1],
        seller=BELGIAN,
        buyer=DUTCH_SPEAKING,
        projects=("P-1",),
        title="Comptabilité, mars 2026",
        currency="EUR",
        language="nl",
        lines=tuple(lines),
        totals=sums.totals,
        reference="+++020/2600/04222+++",
        iban="BE68 5390 0754 7034",
        bic="GKCCBEBB",
        buyer_reference="DOSSIER-42",
        mentions=("Algemene voorwaarden op de keerzijde.", "RPR Brussel"),
        allowances=sums.allowances,
        charges=sums.charges,
        exemptions=tuple(REASONS[one] for one in categories if one in REASONS),
        einvoice=EInvoice.PEPPOL,
    )
    if early is not None:
        gross = sums.early_gross_cents
        offered = EarlyPayment(
            early.percent, date(2026, 4, 8), sums.early_discount_cents, gross, early.taxed
        )
        whole = replace(whole, early=offered)
    return replace(whole, **changes)  # type: ignore[arg-type]


def french(lines: Sequence[InvoiceLine], *, einvoice: EInvoice, **changes: object) -> Invoice:
    """An invoice from Paris to Lyon."""
    terms: dict[str, object] = {
        "number": "F2026-00042",
        "seller": FRENCH,
        "buyer": PARISIAN,
        "language": "fr",
        "reference": "F2026-00042",
        "iban": "FR7630006000011234567890189",
        "bic": "",
        "notes": FRENCH_NOTES,
        "einvoice": einvoice,
    }
    return issued(lines, **(terms | changes))  # type: ignore[arg-type]


def credited(invoice: Invoice) -> Invoice:
    """A credit note that takes all of an invoice back."""
    return replace(
        invoice,
        number=f"NC{invoice.number}",
        kind=DocumentKind.CREDIT_NOTE,
        preceding=Preceding(invoice.number, invoice.issue_date),
        issue_date=date(2026, 4, 15),
    )


def with_credits(invoices: dict[str, Invoice]) -> dict[str, Invoice]:
    """Invoices by what they are, and behind them a credit note for each."""
    return invoices | {f"{key}, credited": credited(one) for key, one in invoices.items()}


ANNEX = Attachment(
    "ANNEX", "Time annex", content=b"%PDF-1.7", mime="application/pdf", filename="a.pdf"
)


def belgian_cases() -> dict[str, Invoice]:
    """Every regime, discount and sign that a Belgian firm may issue, by what it is."""
    fee, payroll = piece("1", "950.00"), piece("37", "14.75")
    books = piece("3", "24.9533", rate=REDUCED)
    usual, fixed = Discount("Korting 2,5 %", Decimal("0.025")), Discount("Korting", cents=1000)
    deposit = piece("1", "500.00", "2026-01/P-1/-/deposit/2026-01-15")
    settled = piece("-1", "500.00", "2026-03/P-1/-/deposit/back/2026-01/2026-01-15")
    whole = {
        "one rate": issued([fee, payroll]),
        "several rates": issued([fee, books, piece("2", "80", category=VatCategory.E)]),
        "hours and minutes": issued([hours(50, "100.00"), hours(740, "95.00"), hours(1, "87.35")]),
        "discounts": issued([off(payroll, 2500, 1500), books], [usual, fixed]),
        "a capped line": issued([off(payroll, 0, 1500)]),
        "negative lines": issued([fee, piece("-2", "14.75"), off(piece("-3", "10"), -300)]),
        "a correction that is rounded": issued([fee, off(payroll, 0, -1)]),
        "early payment": issued(
            [fee, books], [usual], EarlyTerms(Decimal("0.02"), "BE", "Korting")
        ),
        "early payment taxed": issued([fee], (), EarlyTerms(Decimal("0.02"), "FR", "Escompte")),
        "a long quantity": issued([piece("0.333333333", "100.00"), piece("1000000", "0.00123")]),
        "a share": issued([replace(fee, unit="", unit_name="", description="Taxe\nPart de 40 %")]),
        "a deposit": issued([deposit]),
        "a settled deposit": issued([piece("1", "950.00"), settled], settles=SETTLED),
        "two settled deposits": issued(
            [piece("1", "950.00"), settled], settles=(*SETTLED, Preceding("2026-00009", MARCH[0]))
        ),
        "nothing to pay": issued([deposit, settled]),
        "an order": issued([fee], buyer_reference="", order_reference="PO-7731"),
        "neither reference nor order": issued([fee], buyer_reference=""),
        "no contact and no bank": issued(
            [fee], seller=replace(BELGIAN, email="", phone=""), bic="", mentions=()
        ),
        "odd signs": issued([replace(fee, description="\x0b]]> \N{PILE OF POO} 'q'\r\nnext")]),
    }
    for category, buyer in (
        (VatCategory.AE, PARISIAN),
        (VatCategory.K, PARISIAN),
        (VatCategory.G, SWISS),
        (VatCategory.E, DUTCH_SPEAKING),
        (VatCategory.Z, DUTCH_SPEAKING),
        (VatCategory.O, SWISS),
        (VatCategory.O, DUTCH_SPEAKING),
    ):
        lines = [piece("2.5", "80.00", category=category)]
        whole[f"{category} to {buyer.country}"] = issued(lines, [usual], buyer=buyer)
    return with_credits(whole)


def french_cases(einvoice: EInvoice) -> dict[str, Invoice]:
    """What a French firm may issue, in one of its forms."""
    fee = piece("1", "950.00", rate=FRENCH_RATE)
    reduced = piece("3", "24.9533", rate=Decimal("0.055"))
    early = EarlyTerms(Decimal("0.02"), "FR", "Escompte")
    deposit = piece("1", "500.00", "2026-01/P-1/-/deposit/2026-01-15", rate=FRENCH_RATE)
    settled = replace(
        deposit,
        quantity=Decimal(-1),
        net_cents=-50000,
        line="2026-03/P-1/-/deposit/back/2026-01/2026-01-15",
    )
    usual = Discount("Remise 2,5 %", Decimal("0.025"))
    lines = {
        "several rates": [fee, reduced],
        "a long quantity": [piece("0.333333333", "100.00", rate=FRENCH_RATE)],
        "hours and minutes": [replace(hours(50, "100.00"), vat_rate=FRENCH_RATE)],
        "a cap": [off(fee, 1000, 500)],
        "a deposit": [deposit],
        "a settled deposit": [fee, settled],
        "exempt": [piece("1", "100", category=VatCategory.E)],
        "reverse charge": [piece("1", "100", category=VatCategory.AE)],
    }
    whole = {key: french(value, einvoice=einvoice) for key, value in lines.items()}
    whole["a settled deposit"] = replace(whole["a settled deposit"], settles=SETTLED)
    whole["discounts"] = french([fee, reduced], einvoice=einvoice, discounts=[usual])
    whole["early payment"] = french([fee], einvoice=einvoice, early=early)
    whole["to Belgium"] = french(
        [piece("1", "100", category=VatCategory.AE)], einvoice=einvoice, buyer=DUTCH_SPEAKING
    )
    whole["goods to Belgium"] = french(
        [piece("1", "100", category=VatCategory.K)], einvoice=einvoice, buyer=DUTCH_SPEAKING
    )
    whole["to Switzerland"] = french(
        [piece("1", "100", category=VatCategory.O)], einvoice=einvoice, buyer=SWISS
    )
    return with_credits(whole)

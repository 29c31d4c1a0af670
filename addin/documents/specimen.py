"""An invented invoice, to try a template with."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from addin.billing.choices import VatCategory
from addin.billing.invoice import (
    DocumentAllowance,
    DocumentCharge,
    DocumentKind,
    EarlyPayment,
    Invoice,
    InvoiceLine,
    Party,
    Preceding,
    Totals,
    VatTotal,
)
from addin.words import Language, words

_TITLE = words(
    "Accounts, March 2026 | Comptabilité, mars 2026"
    " | Boekhouding, maart 2026 | Buchhaltung, März 2026"
)
_FEE = words("Monthly fee | Forfait mensuel | Maandelijks forfait | Monatspauschale")
_PAYROLL = words("Payslips | Fiches de paie | Loonfiches | Lohnabrechnungen")
_ADVICE = words("Tax advice | Conseil fiscal | Fiscaal advies | Steuerberatung")
_MONTH = words("month | mois | maand | Monat")
_SLIP = words("slip | fiche | fiche | Blatt")
_DISCOUNT = words("Discount 5 % | Remise 5 % | Korting 5 % | Rabatt 5 %")
_EARLY = words("Early payment | Escompte | Korting voor contante betaling | Skonto")
_PHASE = words("Study | Étude | Studie | Entwurf")
_HOUR = words("hour | heure | uur | Stunde")
_STANDARD = Decimal("0.21")
_MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def specimen(language: Language) -> Invoice:
    """An invoice that has everything: three kinds of lines, two discounts, a reference."""
    return Invoice(
        number="2026-00042",
        series="invoice-2026",
        issue_date=date(2026, 3, 31),
        due_date=date(2026, 4, 30),
        supply_from=_MARCH[0],
        supply_to=_MARCH[1],
        seller=_SELLER,
        buyer=_BUYER,
        projects=("DUPONT-2026",),
        title=_TITLE[language],
        currency="EUR",
        language=language.value,
        lines=_lines(language),
        totals=_TOTALS,
        reference="+++000/1459/32557+++",
        iban="BE68539007547034",
        bic="GKCCBEBB",
        discount=Decimal("0.05"),
        buyer_reference="PO-7731",
        allowances=(DocumentAllowance(_DISCOUNT[language], 13212, VatCategory.S, _STANDARD),),
    )


def early_specimen(language: Language) -> Invoice:
    """The same for a buyer who saves 2 % by paying early, with a phase and a capped line."""
    whole = specimen(language)
    early = DocumentAllowance(_EARLY[language], 5021, VatCategory.S, _STANDARD)
    capped = replace(
        whole.lines[1], phase=_PHASE[language], allowance_cents=2500, reduction_cents=1500
    )
    return replace(
        whole,
        lines=(whole.lines[0], capped, whole.lines[2]),
        totals=_EARLY_TOTALS,
        allowances=(*whole.allowances, early),
        charges=(DocumentCharge(_EARLY[language], 5021, VatCategory.E, Decimal(0)),),
        early=EarlyPayment(Decimal("0.02"), date(2026, 4, 10), 5021, 297671, taxed=False),
    )


def bare_specimen(language: Language) -> Invoice:
    """An invoice that lacks all that an invoice can do without, under the number of a draft."""
    whole = specimen(language)
    line = replace(whole.lines[0], vat_category=VatCategory.AE, vat_rate=Decimal(0))
    net = line.net_cents
    vat = (VatTotal(VatCategory.AE, Decimal(0), net, 0),)
    return replace(
        whole,
        number="PRO-0001",
        lines=(line,),
        totals=Totals(net, 0, net, vat, 0, net),
        buyer=replace(whole.buyer, vat_number="", enterprise_number="", contact=""),
        discount=Decimal(0),
        allowances=(),
        reference="",
        bic="",
        buyer_reference="",
    )


def credit_specimen(language: Language) -> Invoice:
    """A credit note that takes all of the first one back."""
    whole = specimen(language)
    lines = tuple(replace(line, credits=place) for place, line in enumerate(whole.lines, start=1))
    return replace(
        whole,
        number="NC2026-00007",
        series="credit-2026",
        kind=DocumentKind.CREDIT_NOTE,
        preceding=Preceding(whole.number, whole.issue_date),
        issue_date=date(2026, 4, 15),
        due_date=date(2026, 4, 15),
        lines=lines,
        reference="",
    )


def _lines(language: Language) -> tuple[InvoiceLine, ...]:
    fee = InvoiceLine(
        line="L1",
        project="DUPONT-2026",
        description=_FEE[language],
        quantity=Decimal(1),
        unit="month",
        unit_name=_MONTH[language],
        unit_price=Decimal("950.00"),
        net_cents=95000,
        vat_category=VatCategory.S,
        vat_rate=_STANDARD,
        period_from=_MARCH[0],
        period_to=_MARCH[1],
    )
    payroll = replace(
        fee,
        line="L2",
        description=_PAYROLL[language],
        quantity=Decimal(37),
        unit="slip",
        unit_name=_SLIP[language],
        unit_price=Decimal("14.75"),
        net_cents=52075,
        allowance_cents=2500,
    )
    advice = replace(
        fee,
        line="L3",
        description=_ADVICE[language],
        quantity=Decimal("12.3333"),
        minutes=740,
        unit="hour",
        unit_name=_HOUR[language],
        unit_price=Decimal("95.00"),
        net_cents=117167,
        period_from=date(2026, 2, 28),
        period_to=date(2026, 2, 28),
    )
    return (fee, payroll, advice)


# Lines 2 642.42, less 5 % (132.12) is 2 510.30; 21 % of it is 527.16.
_TOTALS = Totals(
    lines_cents=264242,
    allowance_cents=13212,
    net_cents=251030,
    vat=(VatTotal(VatCategory.S, _STANDARD, 251030, 52716),),
    vat_cents=52716,
    gross_cents=303746,
)
# 2 % of 2 510.30 is 50.21; 21 % of the 2 460.09 that an early payment leaves is 516.62.
_EARLY_TOTALS = Totals(
    lines_cents=264242,
    allowance_cents=18233,
    net_cents=251030,
    vat=(
        VatTotal(VatCategory.S, _STANDARD, 246009, 51662),
        VatTotal(VatCategory.E, Decimal(0), 5021, 0),
    ),
    vat_cents=51662,
    gross_cents=302692,
    charge_cents=5021,
)
_SELLER = Party(
    key="",
    name="Marchal & Associés SRL",
    address="Rue de la Loi 16",
    postcode="1000",
    city="Bruxelles",
    country="BE",
    vat_number="BE0123456749",
    enterprise_number="0123456749",
    email="facturation@marchal.example",
    phone="+32 2 555 01 16",
)
_BUYER = Party(
    key="DUPONT",
    name="Dupont & Fils <SA>",
    address="Avenue des Tilleuls 8\nBoîte 3",
    postcode="4000",
    city="Liège",
    country="BE",
    vat_number="BE0403170701",
    enterprise_number="0403170701",
    contact="Anne Dupont",
    email="compta@dupont.example",
)

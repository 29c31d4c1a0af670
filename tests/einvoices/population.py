"""Invoices and credit notes at random, as a Belgian or a French firm may issue them.

Every VAT regime, four languages, several payers, discounts, early payment, deposits, lines below
zero, and names that no file likes. All of it follows from a seed, so that a fault is found again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from einvoices.population_lines import MONTH, Taxed, fee, line
from einvoices.population_parties import ABROAD, NAMES, OVERSEAS, party

from addin.billing.choices import EInvoice, MentionReason, VatCategory, VatRegime
from addin.billing.credit import (
    Credit,
    CreditPart,
    as_credit_note,
    credit_of_amount,
    credit_of_lines,
    whole_credit,
)
from addin.billing.deposits import is_settlement
from addin.billing.discounts import Discount, DiscountTooLargeError, TaxedLine
from addin.billing.document import DocumentSums, EarlyTerms, document_sums
from addin.billing.invoice import (
    EarlyPayment,
    Exemption,
    Invoice,
    InvoiceLine,
    Note,
    Party,
    Preceding,
)
from addin.billing.vat_reasons import reason_of
from addin.einvoices.model import Attachment
from addin.errors import BillingError
from addin.jobs.invoices.invoicing import payment_reference
from addin.jobs.invoices.legal_sentences import SUBJECTS
from addin.jobs.invoices.mentions import Mentions
from addin.jobs.texts import Texts
from addin.words import Language

FORMS = (
    ("BE", EInvoice.PEPPOL),
    ("FR", EInvoice.UBL_FR),
    ("BE", EInvoice.FACTURX),
    ("FR", EInvoice.CII_FR),
    ("BE", EInvoice.PEPPOL),
    ("FR", EInvoice.FACTURX),
)
"""Country of the firm and form of the file; they take turns."""
ISSUED = date(2026, 4, 1)
ANNEX = Attachment(
    "Relevé & heures", "", content=b"%PDF-1.7", mime="application/pdf", filename="annexe <1>.pdf"
)
_HOME_RATES = {"BE": ("0.21", "0.12", "0.06"), "FR": ("0.20", "0.10", "0.055", "0.021")}
_IBAN = {"BE": "BE68 5390 0754 7034", "FR": "FR7630006000011234567890189"}


@dataclass(frozen=True, slots=True)
class Document:
    """An invoice or a credit note, and what goes with it."""

    invoice: Invoice
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Trade:
    """Who bills whom, and what VAT that makes.

    Attributes:
        buyer: Country of the client.
        known: Whether the client has a VAT number.
        taxed: What its lines may bear.
        service: What the services bear at home.
        disbursed: Whether it is money laid out for the client.
    """

    buyer: str
    taxed: tuple[Taxed, ...]
    known: bool = True
    service: VatCategory = VatCategory.S
    regime: VatRegime = VatRegime.STANDARD
    disbursed: bool = False


def trades(country: str) -> tuple[Trade, ...]:
    """Every case of VAT between a firm of a country and its clients."""
    rates = tuple(Taxed(VatCategory.S, Decimal(rate)) for rate in _HOME_RATES[country])
    exempt, reverse = Taxed(VatCategory.E), Taxed(VatCategory.AE)
    neighbours = ({"BE", "FR"} - {country}, ABROAD)
    union = [one for countries in neighbours for one in sorted(countries)]
    small = VatRegime.SMALL_BUSINESS
    return (
        *(Trade(country, rates[:many]) for many in range(1, len(rates) + 1)),
        Trade(country, rates[:1], known=False),
        Trade(country, (*rates, exempt), service=VatCategory.E),
        Trade(country, (rates[0], Taxed(VatCategory.Z))),
        Trade(country, (exempt,), service=VatCategory.E),
        Trade(country, (exempt,), regime=small),
        Trade(country, (reverse,)),
        Trade(country, (*rates[:1], reverse)),
        Trade(country, (Taxed(VatCategory.O),), disbursed=True),
        *(Trade(one, (reverse,)) for one in union),
        *(Trade(one, (Taxed(VatCategory.K),)) for one in union),
        Trade("NL", (reverse, exempt), service=VatCategory.E),
        # French rules want the sentences on late payment, which a consumer is not told.
        *([Trade("NL", rates[:1], known=False)] if country == "BE" else []),
        *(Trade(one, (Taxed(VatCategory.G),)) for one in OVERSEAS),
        *(Trade(one, (Taxed(VatCategory.O),)) for one in OVERSEAS),
    )


def population(count: int, seed: int) -> Iterator[Document]:
    """So many documents; those of another count with the same seed begin alike."""
    for place in range(1, count + 1):
        yield document(Random(f"{seed}-{place}"), place)  # noqa: S311 - nothing is secret here


def document(luck: Random, place: int) -> Document:
    """One of them: of eleven documents about two are credit notes."""
    country, form = FORMS[place % len(FORMS)]
    invoice = _invoice(luck, place, country, form)
    chance = luck.random()
    if chance < 0.2 and (credited := _credited(luck, invoice)):
        invoice = credited
    attachments = (ANNEX,) if luck.random() < 0.1 else ()
    return Document(invoice, attachments)


def _invoice(luck: Random, place: int, country: str, form: EInvoice) -> Invoice:
    cases = trades(country)
    # Each form has each case once before any comes again.
    trade, language = cases[place // len(FORMS) % len(cases)], luck.choice(tuple(Language))
    lines = _lines(luck, trade.taxed)
    sums, early = _sums(luck, lines, trade, country)
    notes, exemptions = _sentences(country, language, trade, early=early is not None)
    number = f"2026-{place:05}" if country == "BE" else f"F2026-{place:05}"
    due = ISSUED + timedelta(luck.choice((0, 30, 60)))
    order = luck.choice(("", "", "PO <4711> & co"))
    return Invoice(
        number=number,
        series="invoice 2026",
        issue_date=ISSUED,
        due_date=due,
        supply_from=min(one.period_from for one in lines),
        supply_to=max(one.period_to for one in lines),
        seller=_seller(luck, country, form, trade.regime),
        buyer=party(luck, trade.buyer, form, known=trade.known),
        projects=tuple(dict.fromkeys(one.project for one in lines)),
        title=luck.choice(NAMES),
        currency="EUR",
        language=language.value,
        lines=lines,
        totals=sums.totals,
        reference=payment_reference(number, country),
        iban=_IBAN[country],
        bic=luck.choice(("", "GKCCBEBB")),
        buyer_reference=luck.choice(("", "SERVICE-COMPTA", "Réf. <42> & fils")),
        mentions=tuple(dict.fromkeys(note.text for note in notes)),
        allowances=sums.allowances,
        charges=sums.charges,
        early=_early(early, sums, due),
        exemptions=exemptions,
        einvoice=form,
        order_reference=order,
        notes=notes,
        settles=_deposits(lines),
    )


def _deposits(lines: Sequence[InvoiceLine]) -> tuple[Preceding, ...]:
    """The invoices of the deposits that are settled: as many as there are such lines."""
    settled = [one for one in lines if is_settlement(one.line)]
    return tuple(
        Preceding(f"2026-{place:05}", date(2026, 1, place)) for place, _ in enumerate(settled, 1)
    )


def _seller(luck: Random, country: str, form: EInvoice, regime: VatRegime) -> Party:
    firm = replace(party(luck, country, form), key="")
    if country == "FR" and regime is VatRegime.SMALL_BUSINESS:
        firm = replace(firm, vat_number="")
    told = luck.choice(("", "SAS au capital de 18 600,00 €, RCS <Lille> & co"))
    return replace(firm, legal_information=told)


def _lines(luck: Random, taxed: Sequence[Taxed]) -> tuple[InvoiceLine, ...]:
    """Up to twelve lines or so that bear every VAT there is to bear, and come to 0.00 or more."""
    wanted = [*taxed, *luck.choices(taxed, k=luck.choice((0, 1, 3, 8)))]
    lines = [line(luck, place, one) for place, one in enumerate(wanted, start=1)]
    if document_sums(_taxed(lines)).totals.gross_cents < 0:
        # What is taken back is settled by a fee, now and then exactly: nothing is to pay.
        cents = -sum(one.net_cents for one in lines if one.net_cents < 0)
        lines.append(fee(luck, len(lines) + 1, taxed[0], cents))
    is_owed = document_sums(_taxed(lines)).totals.gross_cents >= 0
    return tuple(lines) if is_owed else _lines(luck, taxed)


def _taxed(lines: Sequence[InvoiceLine]) -> list[TaxedLine]:
    return [TaxedLine(one.net_cents, one.vat_category, one.vat_rate) for one in lines]


def _sums(
    luck: Random, lines: Sequence[InvoiceLine], trade: Trade, country: str
) -> tuple[DocumentSums, EarlyTerms | None]:
    """What they come to with discounts and an early payment, where these are possible at all."""
    taxed = _taxed(lines)
    plain = document_sums(taxed)
    if trade.disbursed:
        return plain, None
    outside = any(one.category is VatCategory.O for one in trade.taxed)
    percent = Discount("Remise <2,5 %> & co", Decimal("0.025"))
    amount = Discount("Korting", cents=12_34, at_most=True)
    wanted = not outside and luck.random() < 0.2
    early = EarlyTerms(Decimal("0.02"), country, "Escompte") if wanted else None
    try:
        sums = document_sums(taxed, luck.choice(((), (), (percent,), (percent, amount))), early)
    except DiscountTooLargeError:
        return plain, None
    if sums.totals.gross_cents < 0:
        return plain, None
    return sums, early if sums.early_discount_cents else None


def _early(terms: EarlyTerms | None, sums: DocumentSums, due: date) -> EarlyPayment | None:
    if terms is None:
        return None
    return EarlyPayment(
        percent=terms.percent,
        until=min(ISSUED + timedelta(8), due),
        discount_cents=sums.early_discount_cents,
        gross_cents=sums.early_gross_cents,
        taxed=terms.taxed,
    )


def _sentences(
    country: str, language: Language, trade: Trade, *, early: bool
) -> tuple[tuple[Note, ...], tuple[Exemption, ...]]:
    """What Quotepart prints of itself for such a trade: why there is no VAT, and late payment."""
    mentions = Mentions((), Texts(()), country)
    exemptions = []
    for category, reason in _reasons(country, trade):
        said = mentions.of(reason, MONTH[1], language)
        exemptions.append(Exemption(category, said.text, said.code))
    notes = [Note(one.text) for one in exemptions]
    besides = [MentionReason.LATE_PAYMENT] if trade.known or country == "FR" else []
    if country == "FR" and not early:
        besides.append(MentionReason.NO_EARLY_PAYMENT)
    for reason in besides:
        said = mentions.of(reason, ISSUED, language)
        notes += [Note(said.text, subject) for subject in SUBJECTS[reason]]
    notes.append(Note("RPM <Bruxelles> & capital 18 600,00 €", "REG"))
    return tuple(dict.fromkeys(note for note in notes if note.text)), tuple(exemptions)


def _reasons(country: str, trade: Trade) -> Iterator[tuple[VatCategory, MentionReason]]:
    """Why lines bear no VAT, by category."""
    for category in dict.fromkeys(one.category for one in trade.taxed):
        reason = reason_of(
            category,
            seller_country=country,
            buyer_country=trade.buyer,
            service_category=trade.service,
            on=MONTH[1],
            regime=trade.regime,
        )
        if reason is not None:
            yield category, MentionReason.DISBURSEMENT if trade.disbursed else reason


def _credited(luck: Random, invoice: Invoice) -> Invoice | None:
    """A credit note on all of it, a line or an amount; None where there is no such to credit."""
    try:
        credit = luck.choice(
            (
                lambda: whole_credit(invoice, ()),
                lambda: credit_of_lines(invoice, (), [CreditPart(1)]),
                lambda: credit_of_amount(invoice, (), invoice.totals.gross_cents // 3, gross=True),
                lambda: credit_of_amount(invoice, (), invoice.totals.net_cents // 3, gross=False),
            )
        )()
    except BillingError:
        return None
    if not credit.lines or credit.totals.gross_cents < 0 or _exceeds(credit, invoice):
        return None
    return as_credit_note(
        invoice,
        credit,
        number=f"NC{invoice.number}",
        series="credit note 2026",
        issue_date=date(2026, 4, 15),
    )


def _exceeds(credit: Credit, invoice: Invoice) -> bool:
    """Whether more is taken back at a rate than it comes to, as lines below zero allow."""
    bases = {(row.vat_category, row.vat_rate): row.base_cents for row in invoice.totals.vat}
    return any(row.base_cents > bases[row.vat_category, row.vat_rate] for row in credit.totals.vat)

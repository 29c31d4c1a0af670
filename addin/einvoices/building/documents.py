"""From an invoice of ``billing`` to an electronic one: the same figures under the norm's terms."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from addin.billing.choices import EInvoice, VatCategory
from addin.billing.deposits import is_settlement
from addin.billing.invoice import (
    DocumentAllowance,
    DocumentCharge,
    DocumentKind,
    EarlyPayment,
    Invoice,
    Totals,
)
from addin.billing.money import from_cents
from addin.einvoices.building.lines import electronic_line, is_deposit, vat_percent
from addin.einvoices.building.parties import electronic_party
from addin.einvoices.codes import (
    AGREED,
    CREDIT_NOTE,
    DISCOUNT,
    EARLY_PAYMENT,
    INVOICE,
    ON_DEBITS,
    ON_INVOICE,
    PREPAYMENT,
    SEPA_TRANSFER,
    TRANSFER,
)
from addin.einvoices.markup import legible
from addin.einvoices.model import (
    Address,
    AllowanceCharge,
    Attachment,
    CreditTransfer,
    Delivery,
    DocumentNote,
    ElectronicInvoice,
    MonetaryTotals,
    Payment,
    PrecedingInvoice,
    ServicePeriod,
    VatSubtotal,
)
from addin.einvoices.profiles import PEPPOL, PROFILES, Profile, one_note
from addin.errors import BillingError
from addin.words import Language, catalogue, text, words

_GOODS = frozenset({VatCategory.K, VatCategory.G})


class NotElectronicError(BillingError):
    """A document is no invoice, so that no structured file can stand for it; takes ``number``."""

    code = "EIN-11"


def electronic_invoice(
    invoice: Invoice, attachments: Sequence[Attachment] = ()
) -> ElectronicInvoice:
    """An issued invoice or credit note as EN 16931 has it.

    The payer is the buyer (BG-7): each of several payers has an invoice of its own. What a file
    cannot say is left out, nothing is worked out anew: all amounts are those of the invoice.

    Args:
        invoice: With its number.
        attachments: What goes with it, in their order.

    Raises:
        NotElectronicError: It is a pro forma.
    """
    if invoice.kind is DocumentKind.PRO_FORMA:
        raise NotElectronicError(number=invoice.number)
    profile, language = _profile(invoice), Language(invoice.language)
    allowances, notes = _allowances(invoice, language), _notes(invoice, language)
    is_french = profile.is_french(invoice.seller.country)
    is_payable = invoice.kind is DocumentKind.INVOICE and invoice.totals.gross_cents > 0
    outside_vat = any(row.vat_category is VatCategory.O for row in invoice.totals.vat)
    return ElectronicInvoice(
        number=invoice.number,
        issue_date=invoice.issue_date,
        kind=_kind(invoice),
        currency=invoice.currency,
        seller=electronic_party(invoice.seller, outside_vat=outside_vat, is_seller=True),
        buyer=electronic_party(invoice.buyer, outside_vat=outside_vat),
        totals=_totals(invoice.totals, allowances),
        vat=_vat(invoice, language),
        lines=tuple(
            electronic_line(position, line, profile, language)
            for position, line in enumerate(invoice.lines, start=1)
        ),
        due_date=invoice.due_date if is_payable else None,
        buyer_reference=legible(invoice.buyer_reference) or _own_reference(invoice),
        project=invoice.projects[0] if len(invoice.projects) == 1 else "",
        order=legible(invoice.order_reference),
        terms=_terms(invoice, language) if is_payable else "",
        notes=one_note(notes) if profile.one_note else notes,
        vat_date_code=_vat_date_code(invoice),
        process=_process(invoice) if is_french else profile.process,
        specification=profile.specification,
        preceding=_preceding(invoice),
        delivery=_delivery(invoice, profile),
        period=_period(invoice),
        payment=_payment(invoice) if is_payable else None,
        allowances=allowances,
        attachments=tuple(attachments),
    )


def _kind(invoice: Invoice) -> str:
    if invoice.kind is DocumentKind.CREDIT_NOTE:
        return CREDIT_NOTE
    return PREPAYMENT if all(is_deposit(line.line) for line in invoice.lines) else INVOICE


def _own_reference(invoice: Invoice) -> str:
    """What stands in for a reference of the buyer where Peppol wants one: its code with the firm.

    PEPPOL-EN16931-R003 asks for a reference or an order; what a buyer gave comes before.
    """
    wanted = invoice.einvoice is EInvoice.PEPPOL and not legible(invoice.order_reference)
    return (legible(invoice.buyer.key) or invoice.number) if wanted else ""


def _process(invoice: Invoice) -> str:
    """The business process by its French letters (BR-FR-08).

    ``S`` stands for services, ``B`` for goods, ``M`` for both; 1 for an invoice to be paid, 4 for
    the one that settles a deposit.
    """
    kinds = {line.vat_category in _GOODS for line in invoice.lines}
    letter = "M" if len(kinds) > 1 else "B" if True in kinds else "S"
    settles = any(is_settlement(line.line) for line in invoice.lines)
    return f"{letter}{4 if settles else 1}"


def _vat_date_code(invoice: Invoice) -> str:
    """That VAT falls due with the invoice, where the firm owes it on debits (French option)."""
    return ON_INVOICE if any(note.subject == ON_DEBITS for note in invoice.notes) else ""


def _preceding(invoice: Invoice) -> tuple[PrecedingInvoice, ...]:
    """What a credit note takes back; of an invoice, the deposits that it settles."""
    known = invoice.settles if invoice.preceding is None else (invoice.preceding,)
    return tuple([PrecedingInvoice(one.number, one.issue_date) for one in known])


def _notes(invoice: Invoice, language: Language) -> tuple[DocumentNote, ...]:
    """The sentences with their codes; an early payment has one too (BR-FR-05)."""
    notes = [DocumentNote(note.text, note.subject) for note in invoice.notes if legible(note.text)]
    if not notes:
        return tuple(DocumentNote(mention) for mention in invoice.mentions if legible(mention))
    if all(note.subject != EARLY_PAYMENT for note in notes):
        notes += _early_notes(invoice, language)
    return tuple(notes)


def _early_notes(invoice: Invoice, language: Language) -> Iterator[DocumentNote]:
    """What paying early saves; of a French credit note, that it saves nothing."""
    if invoice.early is not None:
        yield DocumentNote(_saved(invoice, invoice.early, language), EARLY_PAYMENT)
    elif invoice.kind is DocumentKind.CREDIT_NOTE and _profile(invoice).is_french(
        invoice.seller.country
    ):
        nothing = words(catalogue("lists")["mention"]["no early payment"])
        yield DocumentNote(nothing[language], EARLY_PAYMENT)


def _profile(invoice: Invoice) -> Profile:
    """Also of an invoice that goes out as a PDF alone, which may be read as Peppol all the same."""
    return PROFILES.get(invoice.einvoice, PEPPOL)


def _terms(invoice: Invoice, language: Language) -> str:
    """Until when to pay, and what an early payment saves, in the buyer's language."""
    terms = _due(invoice.due_date, language)
    if invoice.early is None:
        return terms
    return f"{terms}\n{_saved(invoice, invoice.early, language)}"


@lru_cache
def _due(day: date, language: Language) -> str:
    return text("einvoice.due", language, date=day)


def _saved(invoice: Invoice, early: EarlyPayment, language: Language) -> str:
    return text(
        "einvoice.early",
        language,
        percent=(100 * early.percent).normalize() + 0,
        date=early.until,
        amount=from_cents(early.gross_cents),
        currency=invoice.currency,
    )


def _payment(invoice: Invoice) -> Payment | None:
    if not invoice.iban:
        return None
    means = SEPA_TRANSFER if invoice.currency == "EUR" else TRANSFER
    account = invoice.iban.replace(" ", "")
    transfer = CreditTransfer(account, invoice.seller.name, invoice.bic.replace(" ", ""))
    return Payment(means, reference=invoice.reference, transfers=(transfer,))


def _delivery(invoice: Invoice, profile: Profile) -> Delivery | None:
    """The last day served, and the country in which goods for another member state arrive.

    BR-IC-11 and BR-IC-12 want them of an intra-Community supply, French law the day of any.
    """
    if any(line.vat_category is VatCategory.K for line in invoice.lines):
        return Delivery(day=invoice.supply_to, address=Address(country=invoice.buyer.country))
    return None if profile is PEPPOL else Delivery(day=invoice.supply_to)


def _period(invoice: Invoice) -> ServicePeriod:
    """The days served; those of every line lie within them (PEPPOL-EN16931-R110 and R111)."""
    first = min(line.period_from for line in invoice.lines)
    last = max(line.period_to for line in invoice.lines)
    return ServicePeriod(min(first, invoice.supply_from), max(last, invoice.supply_to))


def _allowances(invoice: Invoice, language: Language) -> tuple[AllowanceCharge, ...]:
    """What is taken off the document and put back; none is below zero, the other takes its place.

    An invoice of before Quotepart kept its discounts has the sum of them: what its VAT rows lack of
    its lines.
    """
    taken_off = invoice.allowances
    if not taken_off and invoice.totals.allowance_cents:
        taken_off = tuple(_lacking(invoice, text("einvoice.discount", language)))
    return (
        *(_taken_off(one, is_charge=one.cents < 0) for one in taken_off if one.cents),
        *(_taken_off(one, is_charge=one.cents > 0) for one in invoice.charges if one.cents),
    )


def _lacking(invoice: Invoice, reason: str) -> Iterator[DocumentAllowance]:
    for row in invoice.totals.vat:
        group = (row.vat_category, row.vat_rate)
        lines = sum(
            line.net_cents for line in invoice.lines if (line.vat_category, line.vat_rate) == group
        )
        yield DocumentAllowance(reason, lines - row.base_cents, *group)


def _taken_off(one: DocumentAllowance | DocumentCharge, *, is_charge: bool) -> AllowanceCharge:
    return AllowanceCharge(
        is_charge=is_charge,
        amount=from_cents(abs(one.cents)),
        reason=legible(one.reason),
        reason_code=AGREED if is_charge else DISCOUNT,
        vat_category=one.vat_category.value,
        vat_rate=vat_percent(one.vat_category, one.vat_rate),
    )


def _vat(invoice: Invoice, language: Language) -> tuple[VatSubtotal, ...]:
    reasons = {one.vat_category: one for one in invoice.exemptions}
    found = []
    for row in invoice.totals.vat:
        reason = reasons.get(row.vat_category)
        why = "" if reason is None else reason.text
        if not why and row.vat_category is VatCategory.E:
            # Of an early payment discount that VAT is not on: no line has such a category.
            why = text("einvoice.early_exempt", language)
        found.append(
            VatSubtotal(
                base=from_cents(row.base_cents),
                vat=from_cents(row.vat_cents),
                category=row.vat_category.value,
                rate=vat_percent(row.vat_category, row.vat_rate),
                exemption=why,
                exemption_code="" if reason is None else reason.code,
            )
        )
    return tuple(found)


def _totals(totals: Totals, allowances: Sequence[AllowanceCharge]) -> MonetaryTotals:
    return MonetaryTotals(
        lines=from_cents(totals.lines_cents),
        without_vat=from_cents(totals.net_cents),
        with_vat=from_cents(totals.gross_cents),
        due=from_cents(totals.gross_cents),
        vat=from_cents(totals.vat_cents),
        allowances=_sum(one.amount for one in allowances if not one.is_charge),
        charges=_sum(one.amount for one in allowances if one.is_charge),
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal | None:
    return sum(amounts, Decimal(0)) or None

"""What the template of an invoice can print: every field, as text in the buyer's language.

The fields are listed for whoever changes a template in ``docs/templates.md``.
"""

import re
from datetime import date

from babel import Locale

from addin.billing.change import is_rounding
from addin.billing.choices import VatCategory
from addin.billing.invoice import DocumentKind, Invoice, InvoiceLine, Party
from addin.documents.figures import (
    amount,
    day,
    grouped_by_four,
    hours,
    money,
    percent,
    period,
    price,
    quantity,
    registered,
)
from addin.documents.print_words import (
    EARLY_NOTES,
    OTHER_REGISTER,
    REGISTER,
    VAT_REASONS,
    VAT_TO_GIVE_BACK,
)
from addin.documents.printed_rows import discount_rows, vat_rows
from addin.words import Language

DRAFT_PREFIX = "PRO-"
PRECEDING_FIELDS = ("preceding_number", "preceding_date", "vat_note")
EARLY_FIELDS = ("early_date", "early_rate", "early_discount", "early_gross", "early_note")


def invoice_context(invoice: Invoice) -> dict[str, object]:
    """The fields of an invoice: texts, lists of mappings of texts, and what can be asked with if.

    What an invoice does not have is an empty text. An amount in a table is without its currency,
    a total has it. ``draft`` is true for a number that starts with ``PRO-``.
    """
    language = Language(invoice.language)
    abroad = invoice.seller.country != invoice.buyer.country
    return {
        "draft": invoice.number.startswith(DRAFT_PREFIX),
        "credit_note": invoice.kind is DocumentKind.CREDIT_NOTE,
        "seller_in_france": invoice.seller.country == "FR",
        "invoice_number": invoice.number,
        "title": invoice.title,
        "issue_date": day(invoice.issue_date, language),
        "due_date": day(invoice.due_date, language),
        "service_period": period(invoice.supply_from, invoice.supply_to, language),
        "our_reference": ", ".join(invoice.projects),
        "several_projects": len(invoice.projects) > 1,
        "outside_vat": all(row.vat_category is VatCategory.O for row in invoice.totals.vat),
        "your_reference": invoice.buyer_reference,
        "currency": invoice.currency,
        "logo": invoice.seller.name,
        "seller": party_fields(invoice.seller, language, abroad=abroad),
        "buyer": party_fields(invoice.buyer, language, abroad=abroad),
        "lines": [
            _line(position, line, invoice, language)
            for position, line in enumerate(invoice.lines, start=1)
        ],
        "mentions": list(invoice.mentions),
        **_totals(invoice, language),
        **_early(invoice, language),
        **_payment(invoice),
        **_preceding(invoice, language),
    }


def party_fields(party: Party, language: Language, *, abroad: bool) -> dict[str, str]:
    """The fields of the seller or of the buyer.

    Args:
        party: Who it is.
        language: Of the buyer.
        abroad: Whether they are in different countries, so that these are printed.
    """
    # In Belgium the VAT number is the KBO number again: one of them is enough.
    repeated = party.vat_number.endswith(party.enterprise_number)
    french = party.country == "FR"
    shown = "" if repeated and not french else party.enterprise_number
    return {
        "name": party.name,
        "address": party.address,
        "postcode": party.postcode,
        "city": party.city,
        "country": _country(party.country, language) if abroad else "",
        "contact": party.contact,
        "email": party.email,
        "phone": party.phone,
        "vat_number": registered(party.vat_number),
        "register": REGISTER.get(party.country, OTHER_REGISTER)[language] if shown else "",
        "enterprise_number": registered(shown),
    }


def _country(code: str, language: Language) -> str:
    return str(Locale(language.value).territories.get(code, code))


def _line(
    position: int, line: InvoiceLine, invoice: Invoice, language: Language
) -> dict[str, object]:
    return {
        "position": str(position),
        "project": line.project,
        "phase": line.phase,
        "description": line.description,
        "quantity": (
            quantity(line.quantity, language) if line.minutes is None else hours(line.minutes)
        ),
        "unit": line.unit_name,
        "unit_price": price(line.unit_price, language),
        "vat": (
            percent(line.vat_rate, language)
            if line.vat_category is VatCategory.S
            else VAT_REASONS[line.vat_category][0][language]
        ),
        "discount": _taken_off(line.allowance_cents - line.reduction_cents, language),
        "reduction": _beyond_the_cap(line, language),
        "period": _period_of(line, (invoice.supply_from, invoice.supply_to), language),
        "amount": amount(line.net_cents, language),
    }


def _taken_off(cents: int, language: Language) -> str:
    return amount(-cents, language) if cents else ""


def _beyond_the_cap(line: InvoiceLine, language: Language) -> str:
    """What a cap takes off; the rounding of a correction stands in its text."""
    rounded = is_rounding(line.line, line.reduction_cents)
    return "" if rounded else _taken_off(line.reduction_cents, language)


def _period_of(line: InvoiceLine, whole: tuple[date, date], language: Language) -> str:
    own = (line.period_from, line.period_to)
    return "" if own == whole else period(*own, language)


def _totals(invoice: Invoice, language: Language) -> dict[str, object]:
    totals = invoice.totals
    # What an early payment takes off the taxable base is put back by a charge: no discount yet.
    discount_cents = totals.allowance_cents - totals.charge_cents

    def written(cents: int) -> str:
        return money(cents, invoice.currency, language)

    return {
        "vat_rows": [
            {
                "label": row.label,
                "base": amount(row.base_cents, language),
                "vat": amount(row.vat_cents, language),
            }
            for row in vat_rows(invoice, language)
        ],
        "allowances": [
            {"reason": row.reason, "amount": written(-row.cents)}
            for row in discount_rows(invoice, language)
        ],
        "total_lines": written(totals.lines_cents),
        "discount": written(-discount_cents) if discount_cents else "",
        "discount_rate": percent(invoice.discount, language) if invoice.discount else "",
        "total_net": written(totals.net_cents),
        "total_vat": written(totals.vat_cents),
        "total_gross": written(totals.gross_cents),
    }


def _early(invoice: Invoice, language: Language) -> dict[str, str]:
    """What may be paid instead, all of it empty without an early payment discount."""
    early = invoice.early
    if early is None:
        return dict.fromkeys(EARLY_FIELDS, "")
    corrected = invoice.totals.gross_cents - early.gross_cents - early.discount_cents
    bears_vat = corrected if early.taxed else invoice.totals.vat_cents
    note = EARLY_NOTES[early.taxed][language] if bears_vat else ""
    return {
        "early_date": day(early.until, language),
        "early_rate": percent(early.percent, language),
        "early_discount": money(early.discount_cents, invoice.currency, language),
        "early_gross": money(early.gross_cents, invoice.currency, language),
        "early_note": note.format(vat=money(corrected, invoice.currency, language)),
    }


def _payment(invoice: Invoice) -> dict[str, object]:
    return {
        "payment_code": "",  # put in by who prints it: working it out takes longer than all else
        "iban": grouped_by_four(invoice.iban),
        "bic": invoice.bic,
        "reference": invoice.reference,
        "structured": bool(re.fullmatch(r"\+\+\+\d{3}/\d{4}/\d{5}\+\+\+", invoice.reference)),
    }


def _preceding(invoice: Invoice, language: Language) -> dict[str, str]:
    """The invoice that a credit note takes back; all of it empty on any other document."""
    preceding = invoice.preceding
    if preceding is None:
        return dict.fromkeys(PRECEDING_FIELDS, "")
    belgian = invoice.seller.country == "BE" and invoice.totals.vat_cents
    return {
        "preceding_number": preceding.number,
        "preceding_date": day(preceding.issue_date, language),
        "vat_note": VAT_TO_GIVE_BACK[language] if belgian else "",
    }

"""How an invoice is paid and what it comes to, in CII."""

import re
from datetime import date
from decimal import Decimal

from addin.einvoices.cii.parties import payee
from addin.einvoices.cii.text import allowance, moment, period
from addin.einvoices.codes import CII_VAT_DATES
from addin.einvoices.markup import element, escaped, optional, plain, wrapped
from addin.einvoices.model import (
    CreditTransfer,
    ElectronicInvoice,
    Payment,
    PaymentCard,
    PrecedingInvoice,
    VatSubtotal,
)

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


def settlement(invoice: ElectronicInvoice) -> str:
    """All that is said of paying."""
    payment = invoice.payment
    debit = None if payment is None else payment.debit
    reference = "" if payment is None else payment.reference
    account = element("ram:ID", invoice.buyer_account)
    return "".join(
        (
            "<ram:ApplicableHeaderTradeSettlement>",
            "" if debit is None else element("ram:CreditorReferenceID", debit.creditor),
            element("ram:PaymentReference", reference),
            element("ram:TaxCurrencyCode", invoice.accounting_currency),
            element("ram:InvoiceCurrencyCode", invoice.currency),
            "" if invoice.payee is None else payee(invoice.payee),
            "" if payment is None else _payments(payment),
            *[_subtotal(one, invoice, is_first=not at) for at, one in enumerate(invoice.vat)],
            period(invoice.period),
            *map(allowance, invoice.allowances),
            _terms(invoice),
            _totals(invoice),
            *map(_preceding, invoice.preceding),
            wrapped("ram:ReceivableSpecifiedTradeAccountingAccount", account),
            "</ram:ApplicableHeaderTradeSettlement>",
        )
    )


def _payments(payment: Payment) -> str:
    """One element for each account that may be paid into."""
    debit = payment.debit
    debited = "" if debit is None else element("ram:IBANID", debit.account)
    first = "".join(
        (
            element("ram:TypeCode", payment.means),
            element("ram:Information", payment.means_text),
            _card(payment.card),
            wrapped("ram:PayerPartyDebtorFinancialAccount", debited),
        )
    )
    return "".join(
        [
            wrapped("ram:SpecifiedTradeSettlementPaymentMeans", f"{first}{account}")
            for account in [_account(one) for one in payment.transfers] or [""]
        ]
    )


def _card(card: PaymentCard | None) -> str:
    if card is None:
        return ""
    number, holder = element("ram:ID", card.number), element("ram:CardholderName", card.holder)
    return wrapped("ram:ApplicableTradeSettlementFinancialCard", f"{number}{holder}")


def _account(transfer: CreditTransfer) -> str:
    is_iban = _IBAN.fullmatch(transfer.account)
    name = element("ram:AccountName", transfer.holder)
    number = element("ram:IBANID" if is_iban else "ram:ProprietaryID", transfer.account)
    account = f"{number}{name}" if is_iban else f"{name}{number}"
    bank = element("ram:BICID", transfer.bank)
    return wrapped("ram:PayeePartyCreditorFinancialAccount", account) + wrapped(
        "ram:PayeeSpecifiedCreditorFinancialInstitution", bank
    )


def _subtotal(one: VatSubtotal, invoice: ElectronicInvoice, *, is_first: bool) -> str:
    """A row of the VAT; the day on which VAT falls due is told once (CII-SR-461)."""
    code = CII_VAT_DATES.get(invoice.vat_date_code, invoice.vat_date_code)
    return "".join(
        (
            "<ram:ApplicableTradeTax>",
            optional("ram:CalculatedAmount", one.vat),
            "<ram:TypeCode>VAT</ram:TypeCode>",
            element("ram:ExemptionReason", one.exemption),
            optional("ram:BasisAmount", one.base),
            element("ram:CategoryCode", one.category),
            element("ram:ExemptionReasonCode", one.exemption_code),
            _tax_point(invoice.vat_date) if is_first else "",
            element("ram:DueDateTypeCode", code),
            optional("ram:RateApplicablePercent", one.rate),
            "</ram:ApplicableTradeTax>",
        )
    )


def _tax_point(day: date | None) -> str:
    if day is None:
        return ""
    written = f'<udt:DateString format="102">{day:%Y%m%d}</udt:DateString>'
    return wrapped("ram:TaxPointDate", written)


def _terms(invoice: ElectronicInvoice) -> str:
    debit = None if invoice.payment is None else invoice.payment.debit
    return wrapped(
        "ram:SpecifiedTradePaymentTerms",
        element("ram:Description", invoice.terms)
        + moment("ram:DueDateDateTime", invoice.due_date)
        + ("" if debit is None else element("ram:DirectDebitMandateID", debit.mandate)),
    )


def _totals(invoice: ElectronicInvoice) -> str:
    totals = invoice.totals
    vat = ""
    if totals.vat is not None:
        vat = _tax_total(totals.vat, invoice.currency)
    if totals.vat_accounting is not None:
        vat += _tax_total(totals.vat_accounting, invoice.accounting_currency)
    return "".join(
        (
            "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>",
            optional("ram:LineTotalAmount", totals.lines),
            optional("ram:ChargeTotalAmount", totals.charges),
            optional("ram:AllowanceTotalAmount", totals.allowances),
            optional("ram:TaxBasisTotalAmount", totals.without_vat),
            vat,
            optional("ram:RoundingAmount", totals.rounding),
            optional("ram:GrandTotalAmount", totals.with_vat),
            optional("ram:TotalPrepaidAmount", totals.paid),
            optional("ram:DuePayableAmount", totals.due),
            "</ram:SpecifiedTradeSettlementHeaderMonetarySummation>",
        )
    )


def _tax_total(amount: Decimal, currency: str) -> str:
    attribute = f' currencyID="{escaped(currency)}"'
    return f"<ram:TaxTotalAmount{attribute}>{plain(amount)}</ram:TaxTotalAmount>"


def _preceding(one: PrecedingInvoice) -> str:
    day = ""
    if one.issue_date is not None:
        written = f'<qdt:DateTimeString format="102">{one.issue_date:%Y%m%d}</qdt:DateTimeString>'
        day = wrapped("ram:FormattedIssueDateTime", written)
    number = element("ram:IssuerAssignedID", one.number)
    return wrapped("ram:InvoiceReferencedDocument", f"{number}{day}")

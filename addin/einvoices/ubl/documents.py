"""An electronic invoice in UBL 2.1: Invoice, or CreditNote.

Elements come in the order of the schemas of OASIS, which is not the same for the two. What stands
for which term is laid down in CEN/TS 16931-3-2.
"""

from decimal import Decimal

from addin.einvoices.codes import INVOICED_OBJECT, TENDER
from addin.einvoices.markup import (
    dated,
    element,
    embedded,
    encoded,
    escaped,
    noted,
    plain,
    schemed,
    wrapped,
)
from addin.einvoices.model import (
    Attachment,
    CreditTransfer,
    Delivery,
    ElectronicInvoice,
    MonetaryTotals,
    Payment,
    PaymentCard,
    PrecedingInvoice,
    VatSubtotal,
)
from addin.einvoices.profiles import Profile, conformed
from addin.einvoices.ubl.lines import allowance, lines, period, tax_category
from addin.einvoices.ubl.parties import address, identifier, payee, representative, trading_party

_NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd"
_COMMON = (
    f' xmlns:cac="{_NAMESPACE}:CommonAggregateComponents-2"'
    f' xmlns:cbc="{_NAMESPACE}:CommonBasicComponents-2"'
)
_NOT_TOLD = "NA"  # where the schema wants a value that the norm has no term for


def to_ubl(invoice: ElectronicInvoice, profile: Profile | None = None) -> bytes:
    """Write an invoice.

    Args:
        invoice: What it says.
        profile: What it is brought to before; None writes it as it is.

    Returns:
        XML in UTF-8: an Invoice, or a CreditNote where its kind is one.
    """
    told = invoice if profile is None else conformed(invoice, profile)
    root = "CreditNote" if told.is_credit_note else "Invoice"
    currency = f' currencyID="{escaped(told.currency)}"'
    return encoded(
        (
            f'<{root} xmlns="{_NAMESPACE}:{root}-2"{_COMMON}>',
            _head(told, root),
            period("cac:InvoicePeriod", told.period, told.vat_date_code),
            _references(told),
            _parties(told),
            "" if told.delivery is None else _delivery(told.delivery),
            _payments(told),
            wrapped("cac:PaymentTerms", element("cbc:Note", told.terms)),
            *[allowance(one, currency) for one in told.allowances],
            _tax_totals(told, currency),
            _totals(told.totals, currency),
            *lines(told),
            f"</{root}>",
        )
    )


def _head(invoice: ElectronicInvoice, root: str) -> str:
    notes = "".join([element("cbc:Note", note) for note in noted(invoice)])
    kind = element(f"cbc:{root}TypeCode", invoice.kind)
    tax_point = dated("cbc:TaxPointDate", invoice.vat_date)
    if invoice.is_credit_note:
        middle = f"{tax_point}{kind}{notes}"
    else:
        middle = f"{dated('cbc:DueDate', invoice.due_date)}{kind}{notes}{tax_point}"
    return "".join(
        (
            element("cbc:CustomizationID", invoice.specification),
            element("cbc:ProfileID", invoice.process),
            element("cbc:ID", invoice.number),
            dated("cbc:IssueDate", invoice.issue_date),
            middle,
            element("cbc:DocumentCurrencyCode", invoice.currency),
            element("cbc:TaxCurrencyCode", invoice.accounting_currency),
            element("cbc:AccountingCost", invoice.buyer_account),
            element("cbc:BuyerReference", invoice.buyer_reference),
        )
    )


def _references(invoice: ElectronicInvoice) -> str:
    shipped = _document("cac:DespatchDocumentReference", invoice.despatch_advice)
    receipt = _document("cac:ReceiptDocumentReference", invoice.receipt_advice)
    tender = _document("cac:OriginatorDocumentReference", invoice.tender)
    contract = _document("cac:ContractDocumentReference", invoice.contract)
    first = "".join([_order(invoice), *map(_preceding, invoice.preceding), shipped, receipt])
    others = "".join([_object(invoice), *map(_attachment, invoice.attachments)])
    if invoice.is_credit_note:
        # A credit note has no element for a project.
        project = _document("cac:AdditionalDocumentReference", invoice.project, TENDER)
        return f"{first}{contract}{project}{others}{tender}"
    project = wrapped("cac:ProjectReference", element("cbc:ID", invoice.project))
    return f"{first}{tender}{contract}{others}{project}"


def _document(name: str, number: str, kind: str = "") -> str:
    if not number:
        return ""
    return f"<{name}>{element('cbc:ID', number)}{element('cbc:DocumentTypeCode', kind)}</{name}>"


def _order(invoice: ElectronicInvoice) -> str:
    if not (invoice.order or invoice.sales_order):
        return ""
    order = element("cbc:ID", invoice.order or _NOT_TOLD)
    sales = element("cbc:SalesOrderID", invoice.sales_order)
    return f"<cac:OrderReference>{order}{sales}</cac:OrderReference>"


def _preceding(one: PrecedingInvoice) -> str:
    number, day = element("cbc:ID", one.number), dated("cbc:IssueDate", one.issue_date)
    document = wrapped("cac:InvoiceDocumentReference", f"{number}{day}")
    return wrapped("cac:BillingReference", document)


def _object(invoice: ElectronicInvoice) -> str:
    if invoice.object is None:
        return ""
    kind = element("cbc:DocumentTypeCode", INVOICED_OBJECT)
    known = identifier("cbc:ID", invoice.object)
    return f"<cac:AdditionalDocumentReference>{known}{kind}</cac:AdditionalDocumentReference>"


def _attachment(one: Attachment) -> str:
    place = wrapped("cac:ExternalReference", element("cbc:URI", one.location))
    file = embedded("cbc:EmbeddedDocumentBinaryObject", one)
    return "".join(
        (
            "<cac:AdditionalDocumentReference>",
            element("cbc:ID", one.reference),
            element("cbc:DocumentDescription", one.description),
            wrapped("cac:Attachment", f"{file}{place}"),
            "</cac:AdditionalDocumentReference>",
        )
    )


def _parties(invoice: ElectronicInvoice) -> str:
    debit = invoice.payment.debit if invoice.payment is not None else None
    creditor = debit.creditor if debit is not None else ""
    seller_creditor, payee_creditor = (creditor, "") if invoice.payee is None else ("", creditor)
    return "".join(
        (
            trading_party("AccountingSupplierParty", invoice.seller, seller_creditor),
            trading_party("AccountingCustomerParty", invoice.buyer),
            "" if invoice.payee is None else payee(invoice.payee, payee_creditor),
            "" if invoice.representative is None else representative(invoice.representative),
        )
    )


def _delivery(delivery: Delivery) -> str:
    place = identifier("cbc:ID", delivery.location) + address("cac:Address", delivery.address)
    name = wrapped("cac:PartyName", element("cbc:Name", delivery.name))
    return wrapped(
        "cac:Delivery",
        dated("cbc:ActualDeliveryDate", delivery.day)
        + wrapped("cac:DeliveryLocation", place)
        + wrapped("cac:DeliveryParty", name),
    )


def _payments(invoice: ElectronicInvoice) -> str:
    """One element for each account that may be paid into; the words for it once (UBL-SR-46)."""
    payment = invoice.payment
    if payment is None:
        return ""
    due = dated("cbc:PaymentDueDate", invoice.due_date) if invoice.is_credit_note else ""
    rest = f"{due}{element('cbc:PaymentID', payment.reference)}{_card(payment.card)}"
    accounts = [_account(one) for one in payment.transfers] or [""]
    return "".join(
        [
            wrapped(
                "cac:PaymentMeans",
                schemed("cbc:PaymentMeansCode", payment.means, words, "name")
                + f"{rest}{account}{_mandate(payment)}",
            )
            for words, account in zip(
                [payment.means_text, *[""] * len(accounts)], accounts, strict=False
            )
        ]
    )


def _account(transfer: CreditTransfer) -> str:
    bank = wrapped("cac:FinancialInstitutionBranch", element("cbc:ID", transfer.bank))
    number, holder = element("cbc:ID", transfer.account), element("cbc:Name", transfer.holder)
    return wrapped("cac:PayeeFinancialAccount", f"{number}{holder}{bank}")


def _card(card: PaymentCard | None) -> str:
    if card is None:
        return ""
    number = element("cbc:PrimaryAccountNumberID", card.number)
    network, holder = element("cbc:NetworkID", _NOT_TOLD), element("cbc:HolderName", card.holder)
    return wrapped("cac:CardAccount", f"{number}{network}{holder}")


def _mandate(payment: Payment) -> str:
    debit = payment.debit
    if debit is None:
        return ""
    account = wrapped("cac:PayerFinancialAccount", element("cbc:ID", debit.account))
    return wrapped("cac:PaymentMandate", f"{element('cbc:ID', debit.mandate)}{account}")


def _tax_totals(invoice: ElectronicInvoice, currency: str) -> str:
    """The VAT with its rows; once more in the currency of the seller's return, if that differs."""
    totals = invoice.totals
    own = _amount("cbc:TaxAmount", totals.vat, currency)
    rows = "".join([_subtotal(one, currency) for one in invoice.vat])
    other = f' currencyID="{escaped(invoice.accounting_currency)}"'
    accounted = _amount("cbc:TaxAmount", totals.vat_accounting, other)
    return wrapped("cac:TaxTotal", f"{own}{rows}") + wrapped("cac:TaxTotal", accounted)


def _subtotal(one: VatSubtotal, currency: str) -> str:
    code = element("cbc:TaxExemptionReasonCode", one.exemption_code)
    why = f"{code}{element('cbc:TaxExemptionReason', one.exemption)}"
    base = _amount("cbc:TaxableAmount", one.base, currency)
    vat = _amount("cbc:TaxAmount", one.vat, currency)
    category = tax_category("cac:TaxCategory", one.category, one.rate, why)
    return f"<cac:TaxSubtotal>{base}{vat}{category}</cac:TaxSubtotal>"


def _totals(totals: MonetaryTotals, currency: str) -> str:
    return "".join(
        (
            "<cac:LegalMonetaryTotal>",
            _amount("cbc:LineExtensionAmount", totals.lines, currency),
            _amount("cbc:TaxExclusiveAmount", totals.without_vat, currency),
            _amount("cbc:TaxInclusiveAmount", totals.with_vat, currency),
            _amount("cbc:AllowanceTotalAmount", totals.allowances, currency),
            _amount("cbc:ChargeTotalAmount", totals.charges, currency),
            _amount("cbc:PrepaidAmount", totals.paid, currency),
            _amount("cbc:PayableRoundingAmount", totals.rounding, currency),
            _amount("cbc:PayableAmount", totals.due, currency),
            "</cac:LegalMonetaryTotal>",
        )
    )


def _amount(name: str, amount: Decimal | None, currency: str) -> str:
    return "" if amount is None else f"<{name}{currency}>{plain(amount)}</{name}>"

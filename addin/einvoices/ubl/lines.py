"""The lines of an invoice, and what is taken off or added, in UBL."""

from decimal import Decimal

from addin.einvoices.codes import INVOICED_OBJECT
from addin.einvoices.markup import dated, element, escaped, optional, schemed, wrapped
from addin.einvoices.model import (
    AllowanceCharge,
    ElectronicInvoice,
    ElectronicLine,
    Identifier,
    Item,
    Price,
    ServicePeriod,
)
from addin.einvoices.ubl.parties import identifier

VAT_SCHEME = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"


def lines(invoice: ElectronicInvoice) -> str:
    """All lines, in the order of the invoice."""
    name, quantity = (
        ("cac:CreditNoteLine", "cbc:CreditedQuantity")
        if invoice.is_credit_note
        else ("cac:InvoiceLine", "cbc:InvoicedQuantity")
    )
    currency = f' currencyID="{escaped(invoice.currency)}"'
    return "".join([_line(line, name, quantity, currency) for line in invoice.lines])


def _line(line: ElectronicLine, name: str, quantity: str, currency: str) -> str:
    return "".join(
        (
            f"<{name}><cbc:ID>{escaped(line.identifier)}</cbc:ID>",
            element("cbc:Note", line.note),
            f'<{quantity} unitCode="{escaped(line.unit)}">{line.quantity:f}</{quantity}>',
            f"<cbc:LineExtensionAmount{currency}>{line.net:f}</cbc:LineExtensionAmount>",
            element("cbc:AccountingCost", line.buyer_account),
            period("cac:InvoicePeriod", line.period),
            wrapped("cac:OrderLineReference", element("cbc:LineID", line.order_line)),
            _object(line.object),
            *[allowance(one, currency) for one in line.allowances],
            _item(line),
            _price(line.price, currency),
            f"</{name}>",
        )
    )


def period(name: str, days: ServicePeriod | None, code: str = "") -> str:
    """From when to when; nothing without a day.

    Args:
        name: Of the element.
        days: The first and the last.
        code: By what VAT falls due (BT-8), which UBL has here; or empty.
    """
    if days is None:
        return wrapped(name, element("cbc:DescriptionCode", code))
    start, end = dated("cbc:StartDate", days.start), dated("cbc:EndDate", days.end)
    return wrapped(name, f"{start}{end}{element('cbc:DescriptionCode', code)}")


def allowance(one: AllowanceCharge, currency: str) -> str:
    """What is taken off or added; on the document, with its VAT.

    Args:
        one: The allowance or charge.
        currency: The attribute that names the currency, with a blank before it.
    """
    category = ""
    if one.vat_category:
        category = tax_category("cac:TaxCategory", one.vat_category, one.vat_rate)
    base = ""
    if one.base is not None:
        base = f"<cbc:BaseAmount{currency}>{one.base:f}</cbc:BaseAmount>"
    return "".join(
        (
            "<cac:AllowanceCharge><cbc:ChargeIndicator>",
            "true" if one.is_charge else "false",
            "</cbc:ChargeIndicator>",
            element("cbc:AllowanceChargeReasonCode", one.reason_code),
            element("cbc:AllowanceChargeReason", one.reason),
            optional("cbc:MultiplierFactorNumeric", one.percent),
            f"<cbc:Amount{currency}>{one.amount:f}</cbc:Amount>",
            f"{base}{category}</cac:AllowanceCharge>",
        )
    )


def tax_category(name: str, category: str, rate: Decimal | None, why: str = "") -> str:
    """A VAT category with its rate.

    Args:
        name: Of the element.
        category: Its code.
        rate: In percent; None outside the scope of VAT.
        why: The elements that say why no VAT is due; or empty.
    """
    percent = "" if rate is None else f"<cbc:Percent>{rate:f}</cbc:Percent>"
    return f"<{name}><cbc:ID>{escaped(category)}</cbc:ID>{percent}{why}{VAT_SCHEME}</{name}>"


def _object(known: Identifier | None) -> str:
    if known is None:
        return ""
    kind = f"<cbc:DocumentTypeCode>{INVOICED_OBJECT}</cbc:DocumentTypeCode>"
    return wrapped("cac:DocumentReference", f"{identifier('cbc:ID', known)}{kind}")


def _item(line: ElectronicLine) -> str:
    item = line.item
    return "".join(
        (
            "<cac:Item>",
            element("cbc:Description", item.description),
            f"<cbc:Name>{escaped(item.name)}</cbc:Name>",
            _numbers(item) if _is_numbered(item) else "",
            tax_category("cac:ClassifiedTaxCategory", line.vat_category, line.vat_rate),
            *[
                f"<cac:AdditionalItemProperty><cbc:Name>{escaped(one.name)}</cbc:Name>"
                f"<cbc:Value>{escaped(one.value)}</cbc:Value></cac:AdditionalItemProperty>"
                for one in item.attributes
            ],
            "</cac:Item>",
        )
    )


def _is_numbered(item: Item) -> bool:
    """Whether anything but its name says what is sold."""
    return bool(
        item.buyer_identifier
        or item.seller_identifier
        or item.standard_identifier
        or item.origin
        or item.classifications
    )


def _numbers(item: Item) -> str:
    standard = identifier("cbc:ID", item.standard_identifier)
    return "".join(
        (
            wrapped("cac:BuyersItemIdentification", element("cbc:ID", item.buyer_identifier)),
            wrapped("cac:SellersItemIdentification", element("cbc:ID", item.seller_identifier)),
            wrapped("cac:StandardItemIdentification", standard),
            wrapped("cac:OriginCountry", element("cbc:IdentificationCode", item.origin)),
            *[_classified(one) for one in item.classifications],
        )
    )


def _classified(known: Identifier) -> str:
    version = f'" listVersionID="{escaped(known.version)}' if known.version else ""
    code = schemed("cbc:ItemClassificationCode", known.value, known.scheme, "listID")
    if version:
        code = code.replace('">', f'{version}">', 1)
    return wrapped("cac:CommodityClassification", code)


def _price(price: Price, currency: str) -> str:
    base = ""
    if price.base_quantity is not None:
        unit = f' unitCode="{escaped(price.base_unit)}"' if price.base_unit else ""
        base = f"<cbc:BaseQuantity{unit}>{price.base_quantity:f}</cbc:BaseQuantity>"
    net = f"<cbc:PriceAmount{currency}>{price.net:f}</cbc:PriceAmount>"
    return f"<cac:Price>{net}{base}{_discounted(price, currency)}</cac:Price>"


def _discounted(price: Price, currency: str) -> str:
    """From which price the net one comes; nothing where it is not told."""
    if price.discount is None:
        return ""
    gross = ""
    if price.gross is not None:
        gross = f"<cbc:BaseAmount{currency}>{price.gross:f}</cbc:BaseAmount>"
    return (
        "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>"
        f"<cbc:Amount{currency}>{price.discount:f}</cbc:Amount>{gross}</cac:AllowanceCharge>"
    )

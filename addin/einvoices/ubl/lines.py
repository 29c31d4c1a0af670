"""The lines of an invoice, and what is taken off or added, in UBL."""

from decimal import Decimal
from functools import lru_cache

from addin.einvoices.codes import INVOICED_OBJECT
from addin.einvoices.markup import dated, element, escaped, optional, plain, schemed, wrapped
from addin.einvoices.model import (
    AllowanceCharge,
    ElectronicInvoice,
    ElectronicLine,
    Identifier,
    Item,
    ItemAttribute,
    Price,
    ServicePeriod,
)
from addin.einvoices.ubl.parties import identifier

VAT_SCHEME = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"


def lines(invoice: ElectronicInvoice) -> list[str]:
    """Each line, in the order of the invoice."""
    name, quantity = (
        ("cac:CreditNoteLine", "cbc:CreditedQuantity")
        if invoice.is_credit_note
        else ("cac:InvoiceLine", "cbc:InvoicedQuantity")
    )
    currency = f' currencyID="{escaped(invoice.currency)}"'
    return [_line(line, name, quantity, currency) for line in invoice.lines]


def _line(line: ElectronicLine, name: str, quantity: str, currency: str) -> str:
    taken_off = "".join([allowance(one, currency) for one in line.allowances])
    order = line.order_line and wrapped(
        "cac:OrderLineReference", element("cbc:LineID", line.order_line)
    )
    return (
        f"<{name}><cbc:ID>{escaped(line.identifier)}</cbc:ID>{element('cbc:Note', line.note)}"
        f'<{quantity} unitCode="{escaped(line.unit)}">{plain(line.quantity)}</{quantity}>'
        f"<cbc:LineExtensionAmount{currency}>{plain(line.net)}</cbc:LineExtensionAmount>"
        f"{element('cbc:AccountingCost', line.buyer_account)}"
        f"{period('cac:InvoicePeriod', line.period)}"
        f"{order}{_object(line.object)}{taken_off}{_item(line)}"
        f"{_price(line.price, currency)}</{name}>"
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
    return _period(name, days, code)


@lru_cache
def _period(name: str, days: ServicePeriod, code: str) -> str:
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
        base = f"<cbc:BaseAmount{currency}>{plain(one.base)}</cbc:BaseAmount>"
    return (
        "<cac:AllowanceCharge><cbc:ChargeIndicator>"
        f"{'true' if one.is_charge else 'false'}</cbc:ChargeIndicator>"
        f"{element('cbc:AllowanceChargeReasonCode', one.reason_code)}"
        f"{element('cbc:AllowanceChargeReason', one.reason)}"
        f"{optional('cbc:MultiplierFactorNumeric', one.percent)}"
        f"<cbc:Amount{currency}>{plain(one.amount)}</cbc:Amount>{base}{category}</cac:AllowanceCharge>"
    )


def tax_category(name: str, category: str, rate: Decimal | None, why: str = "") -> str:
    """A VAT category with its rate.

    Args:
        name: Of the element.
        category: Its code.
        rate: In percent; None outside the scope of VAT.
        why: The elements that say why no VAT is due; or empty.
    """
    percent = "" if rate is None else f"<cbc:Percent>{plain(rate)}</cbc:Percent>"
    return f"<{name}><cbc:ID>{escaped(category)}</cbc:ID>{percent}{why}{VAT_SCHEME}</{name}>"


def _object(known: Identifier | None) -> str:
    if known is None:
        return ""
    kind = f"<cbc:DocumentTypeCode>{INVOICED_OBJECT}</cbc:DocumentTypeCode>"
    return wrapped("cac:DocumentReference", f"{identifier('cbc:ID', known)}{kind}")


def _item(line: ElectronicLine) -> str:
    item = line.item
    numbers = _numbers(item) if _is_numbered(item) else ""
    category = tax_category("cac:ClassifiedTaxCategory", line.vat_category, line.vat_rate)
    known = "".join([_property(one) for one in item.attributes]) if item.attributes else ""
    return (
        f"<cac:Item>{element('cbc:Description', item.description)}"
        f"<cbc:Name>{escaped(item.name)}</cbc:Name>{numbers}{category}{known}</cac:Item>"
    )


def _property(one: ItemAttribute) -> str:
    return (
        f"<cac:AdditionalItemProperty><cbc:Name>{escaped(one.name)}</cbc:Name>"
        f"<cbc:Value>{escaped(one.value)}</cbc:Value></cac:AdditionalItemProperty>"
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
        base = f"<cbc:BaseQuantity{unit}>{plain(price.base_quantity)}</cbc:BaseQuantity>"
    net = f"<cbc:PriceAmount{currency}>{plain(price.net)}</cbc:PriceAmount>"
    return f"<cac:Price>{net}{base}{_discounted(price, currency)}</cac:Price>"


def _discounted(price: Price, currency: str) -> str:
    """From which price the net one comes; nothing where it is not told."""
    if price.discount is None:
        return ""
    gross = ""
    if price.gross is not None:
        gross = f"<cbc:BaseAmount{currency}>{plain(price.gross)}</cbc:BaseAmount>"
    return (
        "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>"
        f"<cbc:Amount{currency}>{plain(price.discount)}</cbc:Amount>{gross}</cac:AllowanceCharge>"
    )

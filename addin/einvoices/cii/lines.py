"""The lines of an invoice in CII."""

from decimal import Decimal

from addin.einvoices.cii.text import allowance, document, period, tax
from addin.einvoices.codes import INVOICED_OBJECT
from addin.einvoices.markup import element, escaped, optional, plain, schemed, wrapped
from addin.einvoices.model import ElectronicLine, Identifier, Item, Price


def line(one: ElectronicLine) -> str:
    """One line."""
    note = wrapped("ram:IncludedNote", element("ram:Content", one.note))
    unit = escaped(one.unit)
    return "".join(
        (
            "<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument>",
            f"<ram:LineID>{escaped(one.identifier)}</ram:LineID>",
            f"{note}</ram:AssociatedDocumentLineDocument>",
            _product(one.item),
            _agreement(one),
            f'<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="{unit}">',
            f"{plain(one.quantity)}</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>",
            _settlement(one),
            "</ram:IncludedSupplyChainTradeLineItem>",
        )
    )


def _product(item: Item) -> str:
    standard = item.standard_identifier
    attributes = [
        f"<ram:ApplicableProductCharacteristic><ram:Description>{escaped(one.name)}"
        f"</ram:Description><ram:Value>{escaped(one.value)}</ram:Value>"
        "</ram:ApplicableProductCharacteristic>"
        for one in item.attributes
    ]
    return "".join(
        (
            "<ram:SpecifiedTradeProduct>",
            "" if standard is None else schemed("ram:GlobalID", standard.value, standard.scheme),
            element("ram:SellerAssignedID", item.seller_identifier),
            element("ram:BuyerAssignedID", item.buyer_identifier),
            element("ram:Name", item.name),
            element("ram:Description", item.description),
            *attributes,
            *map(_classified, item.classifications),
            wrapped("ram:OriginTradeCountry", element("ram:ID", item.origin)),
            "</ram:SpecifiedTradeProduct>",
        )
    )


def _classified(known: Identifier) -> str:
    version = f' listVersionID="{escaped(known.version)}"' if known.version else ""
    scheme = f' listID="{escaped(known.scheme)}"' if known.scheme else ""
    code = f"<ram:ClassCode{scheme}{version}>{escaped(known.value)}</ram:ClassCode>"
    return wrapped("ram:DesignatedProductClassification", code)


def _agreement(one: ElectronicLine) -> str:
    order = wrapped("ram:BuyerOrderReferencedDocument", element("ram:LineID", one.order_line))
    price = one.price
    basis = _basis(price)
    net = f"<ram:ChargeAmount>{plain(price.net)}</ram:ChargeAmount>{basis}"
    return "".join(
        (
            f"<ram:SpecifiedLineTradeAgreement>{order}",
            _gross(price, basis),
            f"<ram:NetPriceProductTradePrice>{net}</ram:NetPriceProductTradePrice>",
            "</ram:SpecifiedLineTradeAgreement>",
        )
    )


def _basis(price: Price) -> str:
    if price.base_quantity is None:
        return ""
    unit = f' unitCode="{escaped(price.base_unit)}"' if price.base_unit else ""
    return f"<ram:BasisQuantity{unit}>{plain(price.base_quantity)}</ram:BasisQuantity>"


def _gross(price: Price, basis: str) -> str:
    """From which price the net one comes; nothing where it is not told."""
    if price.gross is None:
        return ""
    return "".join(
        (
            f"<ram:GrossPriceProductTradePrice><ram:ChargeAmount>{plain(price.gross)}",
            f"</ram:ChargeAmount>{basis}",
            "" if price.discount is None else _off(price.discount),
            "</ram:GrossPriceProductTradePrice>",
        )
    )


def _off(discount: Decimal) -> str:
    return (
        "<ram:AppliedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>false"
        f"</udt:Indicator></ram:ChargeIndicator><ram:ActualAmount>{plain(discount)}"
        "</ram:ActualAmount></ram:AppliedTradeAllowanceCharge>"
    )


def _settlement(one: ElectronicLine) -> str:
    account = element("ram:ID", one.buyer_account)
    subject = ""
    if one.object is not None:
        name = "ram:AdditionalReferencedDocument"
        subject = document(name, one.object.value, INVOICED_OBJECT, one.object.scheme)
    return "".join(
        (
            "<ram:SpecifiedLineTradeSettlement>",
            tax("ram:ApplicableTradeTax", one.vat_category, one.vat_rate),
            period(one.period),
            *map(allowance, one.allowances),
            "<ram:SpecifiedTradeSettlementLineMonetarySummation>",
            optional("ram:LineTotalAmount", one.net),
            f"</ram:SpecifiedTradeSettlementLineMonetarySummation>{subject}",
            wrapped("ram:ReceivableSpecifiedTradeAccountingAccount", account),
            "</ram:SpecifiedLineTradeSettlement>",
        )
    )

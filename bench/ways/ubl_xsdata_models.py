"""The elements of UBL that the benchmark needs, as dataclasses for xsdata."""

# ruff: noqa: RUF009 - what is called makes the field itself

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
NAMESPACES = {
    None: f"{_UBL}:Invoice-2",
    "cac": f"{_UBL}:CommonAggregateComponents-2",
    "cbc": f"{_UBL}:CommonBasicComponents-2",
}


def _basic(tag: str, **more: Any) -> Any:  # noqa: ANN401 - a field may hold anything
    return _element(tag, "cbc", **more)


def _day(tag: str) -> Any:  # noqa: ANN401
    metadata = {
        "name": tag,
        "type": "Element",
        "namespace": NAMESPACES["cbc"],
        "format": "%Y-%m-%d",
    }
    return field(metadata=metadata)


def _aggregate(tag: str, **more: Any) -> Any:  # noqa: ANN401
    return _element(tag, "cac", **more)


def _element(tag: str, prefix: str, **more: Any) -> Any:  # noqa: ANN401
    metadata = {"name": tag, "type": "Element", "namespace": NAMESPACES[prefix]}
    return field(metadata=metadata, **more)


@dataclass(kw_only=True)
class Amount:
    """An amount with its currency."""

    currency: str = field(metadata={"name": "currencyID", "type": "Attribute"})
    value: Decimal


@dataclass(kw_only=True)
class Quantity:
    """A quantity with its unit."""

    unit: str = field(metadata={"name": "unitCode", "type": "Attribute"})
    value: Decimal


@dataclass(kw_only=True)
class Identifier:
    """A number with its register."""

    scheme: str = field(metadata={"name": "schemeID", "type": "Attribute"})
    value: str


@dataclass(kw_only=True)
class Period:
    """``Period`` of UBL."""

    start: date = _day("StartDate")
    end: date = _day("EndDate")


@dataclass(kw_only=True)
class Reference:
    """``Reference`` of UBL."""

    id: str = _basic("ID")


@dataclass(kw_only=True)
class Country:
    """``Country`` of UBL."""

    code: str = _basic("IdentificationCode")


@dataclass(kw_only=True)
class Address:
    """``Address`` of UBL."""

    street: str | None = _basic("StreetName", default=None)
    additional: str | None = _basic("AdditionalStreetName", default=None)
    city: str = _basic("CityName")
    postcode: str = _basic("PostalZone")
    country: Country = _aggregate("Country")


@dataclass(kw_only=True)
class TaxScheme:
    """``TaxScheme`` of UBL."""

    id: str = _basic("ID")


@dataclass(kw_only=True)
class PartyTaxScheme:
    """``PartyTaxScheme`` of UBL."""

    company: str = _basic("CompanyID")
    scheme: TaxScheme = _aggregate("TaxScheme")


@dataclass(kw_only=True)
class LegalEntity:
    """``LegalEntity`` of UBL."""

    name: str = _basic("RegistrationName")
    company: Identifier = _basic("CompanyID")


@dataclass(kw_only=True)
class Contact:
    """``Contact`` of UBL."""

    name: str | None = _basic("Name", default=None)
    phone: str | None = _basic("Telephone", default=None)
    email: str | None = _basic("ElectronicMail", default=None)


@dataclass(kw_only=True)
class Party:
    """``Party`` of UBL."""

    endpoint: Identifier = _basic("EndpointID")
    address: Address = _aggregate("PostalAddress")
    tax: PartyTaxScheme = _aggregate("PartyTaxScheme")
    legal: LegalEntity = _aggregate("PartyLegalEntity")
    contact: Contact | None = _aggregate("Contact", default=None)


@dataclass(kw_only=True)
class Role:
    """``Role`` of UBL."""

    party: Party = _aggregate("Party")


@dataclass(kw_only=True)
class Account:
    """``Account`` of UBL."""

    id: str = _basic("ID")
    name: str = _basic("Name")
    branch: Reference | None = _aggregate("FinancialInstitutionBranch", default=None)


@dataclass(kw_only=True)
class PaymentMeans:
    """``PaymentMeans`` of UBL."""

    code: str = _basic("PaymentMeansCode")
    reference: str = _basic("PaymentID")
    account: Account = _aggregate("PayeeFinancialAccount")


@dataclass(kw_only=True)
class Terms:
    """``Terms`` of UBL."""

    note: str = _basic("Note")


@dataclass(kw_only=True)
class TaxCategory:
    """``TaxCategory`` of UBL."""

    id: str = _basic("ID")
    percent: Decimal = _basic("Percent")
    scheme: TaxScheme = _aggregate("TaxScheme")


@dataclass(kw_only=True)
class Allowance:
    """``Allowance`` of UBL."""

    is_charge: bool = _basic("ChargeIndicator")
    code: str = _basic("AllowanceChargeReasonCode")
    reason: str = _basic("AllowanceChargeReason")
    amount: Amount = _basic("Amount")
    category: TaxCategory | None = _aggregate("TaxCategory", default=None)


@dataclass(kw_only=True)
class Subtotal:
    """``Subtotal`` of UBL."""

    base: Amount = _basic("TaxableAmount")
    vat: Amount = _basic("TaxAmount")
    category: TaxCategory = _aggregate("TaxCategory")


@dataclass(kw_only=True)
class TaxTotal:
    """``TaxTotal`` of UBL."""

    vat: Amount = _basic("TaxAmount")
    subtotals: list[Subtotal] = _aggregate("TaxSubtotal")


@dataclass(kw_only=True)
class Totals:
    """``Totals`` of UBL."""

    lines: Amount = _basic("LineExtensionAmount")
    without_vat: Amount = _basic("TaxExclusiveAmount")
    with_vat: Amount = _basic("TaxInclusiveAmount")
    allowances: Amount | None = _basic("AllowanceTotalAmount", default=None)
    due: Amount = _basic("PayableAmount")


@dataclass(kw_only=True)
class Property:
    """``Property`` of UBL."""

    name: str = _basic("Name")
    value: str = _basic("Value")


@dataclass(kw_only=True)
class Item:
    """``Item`` of UBL."""

    name: str = _basic("Name")
    category: TaxCategory = _aggregate("ClassifiedTaxCategory")
    properties: list[Property] = _aggregate("AdditionalItemProperty")


@dataclass(kw_only=True)
class Price:
    """``Price`` of UBL."""

    amount: Amount = _basic("PriceAmount")
    base: Quantity | None = _basic("BaseQuantity", default=None)


@dataclass(kw_only=True)
class Line:
    """``Line`` of UBL."""

    id: str = _basic("ID")
    quantity: Quantity = _basic("InvoicedQuantity")
    net: Amount = _basic("LineExtensionAmount")
    period: Period = _aggregate("InvoicePeriod")
    allowances: list[Allowance] = _aggregate("AllowanceCharge")
    item: Item = _aggregate("Item")
    price: Price = _aggregate("Price")


@dataclass(kw_only=True)
class Invoice:
    """The document."""

    class Meta:
        """Name of the root."""

        namespace = NAMESPACES[None]

    specification: str = _basic("CustomizationID")
    process: str = _basic("ProfileID")
    id: str = _basic("ID")
    issued: date = _day("IssueDate")
    due: date = _day("DueDate")
    kind: str = _basic("InvoiceTypeCode")
    currency: str = _basic("DocumentCurrencyCode")
    reference: str = _basic("BuyerReference")
    period: Period = _aggregate("InvoicePeriod")
    project: Reference = _aggregate("ProjectReference")
    seller: Role = _aggregate("AccountingSupplierParty")
    buyer: Role = _aggregate("AccountingCustomerParty")
    payment: PaymentMeans = _aggregate("PaymentMeans")
    terms: Terms = _aggregate("PaymentTerms")
    allowances: list[Allowance] = _aggregate("AllowanceCharge")
    tax: TaxTotal = _aggregate("TaxTotal")
    totals: Totals = _aggregate("LegalMonetaryTotal")
    lines: list[Line] = _aggregate("InvoiceLine")

"""The elements of UBL that the benchmark needs, as models of pydantic-xml."""

from datetime import date
from decimal import Decimal

from pydantic_xml import BaseXmlModel, attr, element

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
NAMESPACES = {
    "": f"{_UBL}:Invoice-2",
    "cac": f"{_UBL}:CommonAggregateComponents-2",
    "cbc": f"{_UBL}:CommonBasicComponents-2",
}


class Amount(BaseXmlModel, nsmap=NAMESPACES):
    """An amount with its currency."""

    currency: str = attr(name="currencyID")
    value: Decimal


class Quantity(BaseXmlModel, nsmap=NAMESPACES):
    """A quantity with its unit."""

    unit: str = attr(name="unitCode")
    value: Decimal


class Identifier(BaseXmlModel, nsmap=NAMESPACES):
    """A number with its register."""

    scheme: str = attr(name="schemeID")
    value: str


class Period(BaseXmlModel, nsmap=NAMESPACES):
    """``Period`` of UBL."""

    start: date = element(tag="StartDate", ns="cbc")
    end: date = element(tag="EndDate", ns="cbc")


class Reference(BaseXmlModel, nsmap=NAMESPACES):
    """``Reference`` of UBL."""

    id: str = element(tag="ID", ns="cbc")


class Country(BaseXmlModel, nsmap=NAMESPACES):
    """``Country`` of UBL."""

    code: str = element(tag="IdentificationCode", ns="cbc")


class Address(BaseXmlModel, nsmap=NAMESPACES):
    """``Address`` of UBL."""

    street: str | None = element(tag="StreetName", ns="cbc", default=None)
    additional: str | None = element(tag="AdditionalStreetName", ns="cbc", default=None)
    city: str = element(tag="CityName", ns="cbc")
    postcode: str = element(tag="PostalZone", ns="cbc")
    country: Country = element(tag="Country", ns="cac")


class TaxScheme(BaseXmlModel, nsmap=NAMESPACES):
    """``TaxScheme`` of UBL."""

    id: str = element(tag="ID", ns="cbc")


class PartyTaxScheme(BaseXmlModel, nsmap=NAMESPACES):
    """``PartyTaxScheme`` of UBL."""

    company: str = element(tag="CompanyID", ns="cbc")
    scheme: TaxScheme = element(tag="TaxScheme", ns="cac")


class LegalEntity(BaseXmlModel, nsmap=NAMESPACES):
    """``LegalEntity`` of UBL."""

    name: str = element(tag="RegistrationName", ns="cbc")
    company: Identifier = element(tag="CompanyID", ns="cbc")


class Contact(BaseXmlModel, nsmap=NAMESPACES):
    """``Contact`` of UBL."""

    name: str | None = element(tag="Name", ns="cbc", default=None)
    phone: str | None = element(tag="Telephone", ns="cbc", default=None)
    email: str | None = element(tag="ElectronicMail", ns="cbc", default=None)


class Party(BaseXmlModel, nsmap=NAMESPACES):
    """``Party`` of UBL."""

    endpoint: Identifier = element(tag="EndpointID", ns="cbc")
    address: Address = element(tag="PostalAddress", ns="cac")
    tax: PartyTaxScheme = element(tag="PartyTaxScheme", ns="cac")
    legal: LegalEntity = element(tag="PartyLegalEntity", ns="cac")
    contact: Contact | None = element(tag="Contact", ns="cac", default=None)


class Role(BaseXmlModel, nsmap=NAMESPACES):
    """``Role`` of UBL."""

    party: Party = element(tag="Party", ns="cac")


class Account(BaseXmlModel, nsmap=NAMESPACES):
    """``Account`` of UBL."""

    id: str = element(tag="ID", ns="cbc")
    name: str = element(tag="Name", ns="cbc")
    branch: Reference | None = element(tag="FinancialInstitutionBranch", ns="cac", default=None)


class PaymentMeans(BaseXmlModel, nsmap=NAMESPACES):
    """``PaymentMeans`` of UBL."""

    code: str = element(tag="PaymentMeansCode", ns="cbc")
    reference: str = element(tag="PaymentID", ns="cbc")
    account: Account = element(tag="PayeeFinancialAccount", ns="cac")


class Terms(BaseXmlModel, nsmap=NAMESPACES):
    """``Terms`` of UBL."""

    note: str = element(tag="Note", ns="cbc")


class TaxCategory(BaseXmlModel, nsmap=NAMESPACES):
    """``TaxCategory`` of UBL."""

    id: str = element(tag="ID", ns="cbc")
    percent: Decimal = element(tag="Percent", ns="cbc")
    scheme: TaxScheme = element(tag="TaxScheme", ns="cac")


class Allowance(BaseXmlModel, nsmap=NAMESPACES):
    """``Allowance`` of UBL."""

    is_charge: bool = element(tag="ChargeIndicator", ns="cbc")
    code: str = element(tag="AllowanceChargeReasonCode", ns="cbc")
    reason: str = element(tag="AllowanceChargeReason", ns="cbc")
    amount: Amount = element(tag="Amount", ns="cbc")
    category: TaxCategory | None = element(tag="TaxCategory", ns="cac", default=None)


class Subtotal(BaseXmlModel, nsmap=NAMESPACES):
    """``Subtotal`` of UBL."""

    base: Amount = element(tag="TaxableAmount", ns="cbc")
    vat: Amount = element(tag="TaxAmount", ns="cbc")
    category: TaxCategory = element(tag="TaxCategory", ns="cac")


class TaxTotal(BaseXmlModel, nsmap=NAMESPACES):
    """``TaxTotal`` of UBL."""

    vat: Amount = element(tag="TaxAmount", ns="cbc")
    subtotals: list[Subtotal] = element(tag="TaxSubtotal", ns="cac")


class Totals(BaseXmlModel, nsmap=NAMESPACES):
    """``Totals`` of UBL."""

    lines: Amount = element(tag="LineExtensionAmount", ns="cbc")
    without_vat: Amount = element(tag="TaxExclusiveAmount", ns="cbc")
    with_vat: Amount = element(tag="TaxInclusiveAmount", ns="cbc")
    allowances: Amount | None = element(tag="AllowanceTotalAmount", ns="cbc", default=None)
    due: Amount = element(tag="PayableAmount", ns="cbc")


class Property(BaseXmlModel, nsmap=NAMESPACES):
    """``Property`` of UBL."""

    name: str = element(tag="Name", ns="cbc")
    value: str = element(tag="Value", ns="cbc")


class Item(BaseXmlModel, nsmap=NAMESPACES):
    """``Item`` of UBL."""

    name: str = element(tag="Name", ns="cbc")
    category: TaxCategory = element(tag="ClassifiedTaxCategory", ns="cac")
    properties: list[Property] = element(tag="AdditionalItemProperty", ns="cac")


class Price(BaseXmlModel, nsmap=NAMESPACES):
    """``Price`` of UBL."""

    amount: Amount = element(tag="PriceAmount", ns="cbc")
    base: Quantity | None = element(tag="BaseQuantity", ns="cbc", default=None)


class Line(BaseXmlModel, nsmap=NAMESPACES):
    """``Line`` of UBL."""

    id: str = element(tag="ID", ns="cbc")
    quantity: Quantity = element(tag="InvoicedQuantity", ns="cbc")
    net: Amount = element(tag="LineExtensionAmount", ns="cbc")
    period: Period = element(tag="InvoicePeriod", ns="cac")
    allowances: list[Allowance] = element(tag="AllowanceCharge", ns="cac")
    item: Item = element(tag="Item", ns="cac")
    price: Price = element(tag="Price", ns="cac")


class Invoice(BaseXmlModel, tag="Invoice", ns="", nsmap=NAMESPACES):
    """The document."""

    specification: str = element(tag="CustomizationID", ns="cbc")
    process: str = element(tag="ProfileID", ns="cbc")
    id: str = element(tag="ID", ns="cbc")
    issued: date = element(tag="IssueDate", ns="cbc")
    due: date = element(tag="DueDate", ns="cbc")
    kind: str = element(tag="InvoiceTypeCode", ns="cbc")
    currency: str = element(tag="DocumentCurrencyCode", ns="cbc")
    reference: str = element(tag="BuyerReference", ns="cbc")
    period: Period = element(tag="InvoicePeriod", ns="cac")
    project: Reference = element(tag="ProjectReference", ns="cac")
    seller: Role = element(tag="AccountingSupplierParty", ns="cac")
    buyer: Role = element(tag="AccountingCustomerParty", ns="cac")
    payment: PaymentMeans = element(tag="PaymentMeans", ns="cac")
    terms: Terms = element(tag="PaymentTerms", ns="cac")
    allowances: list[Allowance] = element(tag="AllowanceCharge", ns="cac")
    tax: TaxTotal = element(tag="TaxTotal", ns="cac")
    totals: Totals = element(tag="LegalMonetaryTotal", ns="cac")
    lines: list[Line] = element(tag="InvoiceLine", ns="cac")

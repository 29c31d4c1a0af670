"""UBL 2.1, as EN 16931-3-2 binds its elements to the terms of the norm."""

import re
from collections.abc import Iterator

from addin.einvoices.model import (
    Address,
    AllowanceCharge,
    Attachment,
    Contact,
    CreditTransfer,
    Delivery,
    DirectDebit,
    DocumentNote,
    ElectronicInvoice,
    ElectronicLine,
    Identifier,
    Item,
    ItemAttribute,
    MonetaryTotals,
    Payee,
    Payment,
    PaymentCard,
    PrecedingInvoice,
    Price,
    ServicePeriod,
    TaxRepresentative,
    TradingParty,
    VatSubtotal,
)
from addin.einvoices.reading.elements import Element, Elements, identifier_of

NAMESPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
VAT = "VAT"
SEPA = "SEPA"  # scheme of the creditor's identifier (BT-90), which stands among those of the party
OBJECT, PROJECT = "130", "50"  # types of the references that are no attachments (UNTDID 1001)
_NOTE = re.compile(r"#([A-Z]{3})#(.*)", re.DOTALL)


def read_ubl(root: Element) -> tuple[ElectronicInvoice, Elements]:
    """An invoice or a credit note; and what of it cannot be read."""
    reader = _Ubl()
    return reader.invoice(root), reader


class _Ubl(Elements):
    def __init__(self) -> None:
        super().__init__(NAMESPACES)

    def invoice(self, root: Element) -> ElectronicInvoice:
        is_credit_note = root.tag.endswith("}CreditNote")
        kind = "CreditNote" if is_credit_note else "Invoice"
        seller = self._existing(root, "cac:AccountingSupplierParty/cac:Party", "BG-4")
        buyer = self._existing(root, "cac:AccountingCustomerParty/cac:Party", "BG-7")
        means = self.all(root, "cac:PaymentMeans")
        currency = self.required(root, "cbc:DocumentCurrencyCode", "BT-5")
        due = "cac:PaymentMeans/cbc:PaymentDueDate" if is_credit_note else "cbc:DueDate"
        return ElectronicInvoice(
            number=self.required(root, "cbc:ID", "BT-1"),
            issue_date=self.required_day(root, "cbc:IssueDate", "BT-2"),
            kind=self.required(root, f"cbc:{kind}TypeCode", "BT-3"),
            currency=currency,
            seller=self._party(seller, "BT-27"),
            buyer=self._party(buyer, "BT-44"),
            totals=self._totals(root, currency),
            vat=tuple(self._vat(root, currency)),
            lines=tuple(self._line(one, kind) for one in self.all(root, f"cac:{kind}Line")),
            accounting_currency=self.text(root, "cbc:TaxCurrencyCode"),
            vat_date=self.day(root, "cbc:TaxPointDate", "BT-7"),
            vat_date_code=self.text(root, "cac:InvoicePeriod/cbc:DescriptionCode"),
            due_date=self.day(root, due, "BT-9"),
            buyer_reference=self.text(root, "cbc:BuyerReference"),
            project=self._project(root),
            contract=self.text(root, "cac:ContractDocumentReference/cbc:ID"),
            order=self.text(root, "cac:OrderReference/cbc:ID"),
            sales_order=self.text(root, "cac:OrderReference/cbc:SalesOrderID"),
            receipt_advice=self.text(root, "cac:ReceiptDocumentReference/cbc:ID"),
            despatch_advice=self.text(root, "cac:DespatchDocumentReference/cbc:ID"),
            tender=self.text(root, "cac:OriginatorDocumentReference/cbc:ID"),
            object=self._object(root, "cac:AdditionalDocumentReference"),
            buyer_account=self.text(root, "cbc:AccountingCost"),
            terms=self.text(root, "cac:PaymentTerms/cbc:Note"),
            notes=tuple(self._notes(root)),
            process=self.text(root, "cbc:ProfileID"),
            specification=self.text(root, "cbc:CustomizationID"),
            preceding=tuple(
                PrecedingInvoice(
                    self.required(one, "cbc:ID", "BT-25"), self.day(one, "cbc:IssueDate", "BT-26")
                )
                for one in self.all(root, "cac:BillingReference/cac:InvoiceDocumentReference")
            ),
            payee=self._payee(root),
            representative=self._representative(root),
            delivery=self._delivery(root),
            period=self._period(root, "BT-73", "BT-74"),
            payment=self._payment(means, seller) if means else None,
            allowances=tuple(map(self._allowance, self.all(root, "cac:AllowanceCharge"))),
            attachments=tuple(self._attachments(root)),
        )

    def _existing(self, root: Element, path: str, term: str) -> Element:
        """A group that no invoice goes without; the document, and a fault, if it is missing."""
        found = self.one(root, path)
        if found is None:
            self._missing(root, path, term)
            return root
        return found

    def _notes(self, root: Element) -> Iterator[DocumentNote]:
        for one in self.all(root, "cbc:Note"):
            said = (one.text or "").strip()
            about = _NOTE.fullmatch(said)
            yield DocumentNote(about[2], about[1]) if about else DocumentNote(said)

    def _references(self, element: Element, path: str, kind: str) -> list[Element]:
        return [
            one for one in self.all(element, path) if self.text(one, "cbc:DocumentTypeCode") == kind
        ]

    def _project(self, root: Element) -> str:
        """A credit note of UBL 2.1 has no element for it, so it is among its references."""
        own = self.text(root, "cac:ProjectReference/cbc:ID")
        besides = self._references(root, "cac:AdditionalDocumentReference", PROJECT)
        return own or "".join(self.text(one, "cbc:ID") for one in besides[:1])

    def _object(self, element: Element, path: str) -> Identifier | None:
        found = self._references(element, path, OBJECT)
        return self.identifier(found[0], "cbc:ID") if found else None

    def _attachments(self, root: Element) -> Iterator[Attachment]:
        content = "cac:Attachment/cbc:EmbeddedDocumentBinaryObject"
        for one in self.all(root, "cac:AdditionalDocumentReference"):
            if self.text(one, "cbc:DocumentTypeCode") in {OBJECT, PROJECT}:
                continue
            yield Attachment(
                reference=self.required(one, "cbc:ID", "BT-122"),
                description=self.text(one, "cbc:DocumentDescription"),
                location=self.text(one, "cac:Attachment/cac:ExternalReference/cbc:URI"),
                content=self.file(one, content, "BT-125"),
                mime=self.attribute(one, content, "mimeCode"),
                filename=self.attribute(one, content, "filename"),
            )

    def _party(self, party: Element, term: str) -> TradingParty:
        legal = "cac:PartyLegalEntity/cbc:RegistrationName"
        endpoint = self.identifier(party, "cbc:EndpointID")
        identifiers = map(identifier_of, self.all(party, "cac:PartyIdentification/cbc:ID"))
        registered = self._registered(party)
        return TradingParty(
            name=self.required(party, legal, term),
            address=self._address(self.one(party, "cac:PostalAddress")),
            trading_name=self.text(party, "cac:PartyName/cbc:Name"),
            identifiers=tuple(one for one in identifiers if one and one.scheme != SEPA),
            legal_registration=self.identifier(party, "cac:PartyLegalEntity/cbc:CompanyID"),
            vat_identifier=registered.get(VAT, ""),
            tax_registration=next((id_ for tax, id_ in registered.items() if tax != VAT), ""),
            legal_information=self.text(party, "cac:PartyLegalEntity/cbc:CompanyLegalForm"),
            endpoint=endpoint,
            contact=self._contact(self.one(party, "cac:Contact")),
        )

    def _registered(self, party: Element) -> dict[str, str]:
        """The numbers by which a party is registered for taxes, by the name of the tax."""
        return {
            self.text(one, "cac:TaxScheme/cbc:ID"): self.text(one, "cbc:CompanyID")
            for one in self.all(party, "cac:PartyTaxScheme")
        }

    def _contact(self, found: Element | None) -> Contact | None:
        if found is None:
            return None
        contact = Contact(
            self.text(found, "cbc:Name"),
            self.text(found, "cbc:Telephone"),
            self.text(found, "cbc:ElectronicMail"),
        )
        return contact if contact != Contact() else None

    def _address(self, found: Element | None) -> Address | None:
        if found is None:
            return None
        return Address(
            street=self.text(found, "cbc:StreetName"),
            additional=self.text(found, "cbc:AdditionalStreetName"),
            third=self.text(found, "cac:AddressLine/cbc:Line"),
            city=self.text(found, "cbc:CityName"),
            postcode=self.text(found, "cbc:PostalZone"),
            subdivision=self.text(found, "cbc:CountrySubentity"),
            country=self.text(found, "cac:Country/cbc:IdentificationCode"),
        )

    def _payee(self, root: Element) -> Payee | None:
        found = self.one(root, "cac:PayeeParty")
        if found is None:
            return None
        known = map(identifier_of, self.all(found, "cac:PartyIdentification/cbc:ID"))
        return Payee(
            name=self.required(found, "cac:PartyName/cbc:Name", "BT-59"),
            identifier=next((one for one in known if one and one.scheme != SEPA), None),
            legal_registration=self.identifier(found, "cac:PartyLegalEntity/cbc:CompanyID"),
        )

    def _representative(self, root: Element) -> TaxRepresentative | None:
        found = self.one(root, "cac:TaxRepresentativeParty")
        if found is None:
            return None
        return TaxRepresentative(
            name=self.required(found, "cac:PartyName/cbc:Name", "BT-62"),
            vat_identifier=self.required(found, "cac:PartyTaxScheme/cbc:CompanyID", "BT-63"),
            address=self._address(self.one(found, "cac:PostalAddress")),
        )

    def _delivery(self, root: Element) -> Delivery | None:
        found = self.one(root, "cac:Delivery")
        if found is None:
            return None
        return Delivery(
            name=self.text(found, "cac:DeliveryParty/cac:PartyName/cbc:Name"),
            location=self.identifier(found, "cac:DeliveryLocation/cbc:ID"),
            day=self.day(found, "cbc:ActualDeliveryDate", "BT-72"),
            address=self._address(self.one(found, "cac:DeliveryLocation/cac:Address")),
        )

    def _period(self, element: Element, start: str, end: str) -> ServicePeriod | None:
        first = self.day(element, "cac:InvoicePeriod/cbc:StartDate", start)
        last = self.day(element, "cac:InvoicePeriod/cbc:EndDate", end)
        return ServicePeriod(first, last) if first or last else None

    def _payment(self, means: list[Element], seller: Element) -> Payment:
        first = means[0]
        accounts = [
            account for one in means for account in self.all(one, "cac:PayeeFinancialAccount")
        ]
        return Payment(
            means=self.required(first, "cbc:PaymentMeansCode", "BT-81"),
            means_text=self.attribute(first, "cbc:PaymentMeansCode", "name"),
            reference=self.text(first, "cbc:PaymentID"),
            transfers=tuple(
                CreditTransfer(
                    self.required(one, "cbc:ID", "BT-84"),
                    self.text(one, "cbc:Name"),
                    self.text(one, "cac:FinancialInstitutionBranch/cbc:ID"),
                )
                for one in accounts
            ),
            card=self._card(first),
            debit=self._debit(first, seller),
        )

    def _card(self, means: Element) -> PaymentCard | None:
        found = self.one(means, "cac:CardAccount")
        if found is None:
            return None
        number = self.required(found, "cbc:PrimaryAccountNumberID", "BT-87")
        return PaymentCard(number, self.text(found, "cbc:HolderName"))

    def _debit(self, means: Element, seller: Element) -> DirectDebit | None:
        found = self.one(means, "cac:PaymentMandate")
        known = map(identifier_of, self.all(seller, "cac:PartyIdentification/cbc:ID"))
        creditor = "".join(one.value for one in known if one and one.scheme == SEPA)
        if found is None:
            return DirectDebit(creditor=creditor) if creditor else None
        account = self.text(found, "cac:PayerFinancialAccount/cbc:ID")
        return DirectDebit(self.text(found, "cbc:ID"), creditor, account)

    def _allowance(self, found: Element) -> AllowanceCharge:
        return AllowanceCharge(
            is_charge=self.is_true(found, "cbc:ChargeIndicator"),
            amount=self.required_decimal(found, "cbc:Amount", "BT-92"),
            base=self.decimal(found, "cbc:BaseAmount", "BT-93"),
            percent=self.decimal(found, "cbc:MultiplierFactorNumeric", "BT-94"),
            reason=self.text(found, "cbc:AllowanceChargeReason"),
            reason_code=self.text(found, "cbc:AllowanceChargeReasonCode"),
            vat_category=self.text(found, "cac:TaxCategory/cbc:ID"),
            vat_rate=self.decimal(found, "cac:TaxCategory/cbc:Percent", "BT-96"),
        )

    def _tax_total(self, root: Element, currency: str) -> Element | None:
        """The VAT in a currency, of which there may be two."""
        for one in self.all(root, "cac:TaxTotal"):
            if self.attribute(one, "cbc:TaxAmount", "currencyID") == currency:
                return one
        return None

    def _vat(self, root: Element, currency: str) -> Iterator[VatSubtotal]:
        total = self._tax_total(root, currency)
        for one in [] if total is None else self.all(total, "cac:TaxSubtotal"):
            yield VatSubtotal(
                base=self.required_decimal(one, "cbc:TaxableAmount", "BT-116"),
                vat=self.required_decimal(one, "cbc:TaxAmount", "BT-117"),
                category=self.required(one, "cac:TaxCategory/cbc:ID", "BT-118"),
                rate=self.decimal(one, "cac:TaxCategory/cbc:Percent", "BT-119"),
                exemption=self.text(one, "cac:TaxCategory/cbc:TaxExemptionReason"),
                exemption_code=self.text(one, "cac:TaxCategory/cbc:TaxExemptionReasonCode"),
            )

    def _totals(self, root: Element, currency: str) -> MonetaryTotals:
        found = self._existing(root, "cac:LegalMonetaryTotal", "BG-22")
        declared = self.text(root, "cbc:TaxCurrencyCode")
        other = self._tax_total(root, declared) if declared not in {"", currency} else None
        return MonetaryTotals(
            lines=self.required_decimal(found, "cbc:LineExtensionAmount", "BT-106"),
            without_vat=self.required_decimal(found, "cbc:TaxExclusiveAmount", "BT-109"),
            with_vat=self.required_decimal(found, "cbc:TaxInclusiveAmount", "BT-112"),
            due=self.required_decimal(found, "cbc:PayableAmount", "BT-115"),
            vat=self.decimal(self._tax_total(root, currency), "cbc:TaxAmount", "BT-110"),
            allowances=self.decimal(found, "cbc:AllowanceTotalAmount", "BT-107"),
            charges=self.decimal(found, "cbc:ChargeTotalAmount", "BT-108"),
            vat_accounting=self.decimal(other, "cbc:TaxAmount", "BT-111"),
            paid=self.decimal(found, "cbc:PrepaidAmount", "BT-113"),
            rounding=self.decimal(found, "cbc:PayableRoundingAmount", "BT-114"),
        )

    def _line(self, line: Element, kind: str) -> ElectronicLine:
        quantity = "cbc:CreditedQuantity" if kind == "CreditNote" else "cbc:InvoicedQuantity"
        item = self._existing(line, "cac:Item", "BG-31")
        return ElectronicLine(
            identifier=self.required(line, "cbc:ID", "BT-126"),
            quantity=self.required_decimal(line, quantity, "BT-129"),
            unit=self.attribute(line, quantity, "unitCode"),
            net=self.required_decimal(line, "cbc:LineExtensionAmount", "BT-131"),
            price=self._price(self._existing(line, "cac:Price", "BG-29")),
            vat_category=self.text(item, "cac:ClassifiedTaxCategory/cbc:ID"),
            item=self._item(item),
            vat_rate=self.decimal(item, "cac:ClassifiedTaxCategory/cbc:Percent", "BT-152"),
            note=self.text(line, "cbc:Note"),
            object=self._object(line, "cac:DocumentReference"),
            order_line=self.text(line, "cac:OrderLineReference/cbc:LineID"),
            buyer_account=self.text(line, "cbc:AccountingCost"),
            period=self._period(line, "BT-134", "BT-135"),
            allowances=tuple(map(self._allowance, self.all(line, "cac:AllowanceCharge"))),
        )

    def _price(self, found: Element) -> Price:
        return Price(
            net=self.required_decimal(found, "cbc:PriceAmount", "BT-146"),
            discount=self.decimal(found, "cac:AllowanceCharge/cbc:Amount", "BT-147"),
            gross=self.decimal(found, "cac:AllowanceCharge/cbc:BaseAmount", "BT-148"),
            base_quantity=self.decimal(found, "cbc:BaseQuantity", "BT-149"),
            base_unit=self.attribute(found, "cbc:BaseQuantity", "unitCode"),
        )

    def _item(self, item: Element) -> Item:
        classified = (
            identifier_of(one, "listID", "listVersionID")
            for one in self.all(item, "cac:CommodityClassification/cbc:ItemClassificationCode")
        )
        return Item(
            name=self.required(item, "cbc:Name", "BT-153"),
            description=self.text(item, "cbc:Description"),
            seller_identifier=self.text(item, "cac:SellersItemIdentification/cbc:ID"),
            buyer_identifier=self.text(item, "cac:BuyersItemIdentification/cbc:ID"),
            standard_identifier=self.identifier(item, "cac:StandardItemIdentification/cbc:ID"),
            classifications=tuple(one for one in classified if one),
            origin=self.text(item, "cac:OriginCountry/cbc:IdentificationCode"),
            attributes=tuple(
                ItemAttribute(self.text(one, "cbc:Name"), self.text(one, "cbc:Value"))
                for one in self.all(item, "cac:AdditionalItemProperty")
            ),
        )

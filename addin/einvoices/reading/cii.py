"""Cross Industry Invoice (UN/CEFACT D16B to D22B), as EN 16931-3-3 binds it; Factur-X too."""

from collections.abc import Iterator, Mapping

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
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}
ATTACHED, OBJECT, TENDER = "916", "130", "50"  # UNTDID 1001
VAT_NUMBER, TAX_NUMBER = "VA", "FC"
VAT_DATE_CODES: Mapping[str, str] = {"5": "3", "29": "35", "72": "432"}
"""CII says by a code of UNTDID 2475 what makes VAT due; EN 16931 has those of UNTDID 2005."""
DATE = "udt:DateTimeString"


def read_cii(root: Element) -> tuple[ElectronicInvoice, Elements]:
    """An invoice or a credit note; and what of it cannot be read."""
    reader = _Cii()
    return reader.invoice(root), reader


class _Cii(Elements):
    def __init__(self) -> None:
        super().__init__(NAMESPACES)

    def invoice(self, root: Element) -> ElectronicInvoice:
        document = self._existing(root, "rsm:ExchangedDocument", "BT-1")
        trade = self._existing(root, "rsm:SupplyChainTradeTransaction", "BG-25")
        agreement = self._existing(trade, "ram:ApplicableHeaderTradeAgreement", "BG-4")
        delivery = self._existing(trade, "ram:ApplicableHeaderTradeDelivery", "BG-13")
        settlement = self._existing(trade, "ram:ApplicableHeaderTradeSettlement", "BG-22")
        seller = self._existing(agreement, "ram:SellerTradeParty", "BG-4")
        buyer = self._existing(agreement, "ram:BuyerTradeParty", "BG-7")
        context = "rsm:ExchangedDocumentContext/ram:"
        currency = self.required(settlement, "ram:InvoiceCurrencyCode", "BT-5")
        terms = "ram:SpecifiedTradePaymentTerms/ram:"
        return ElectronicInvoice(
            number=self.required(document, "ram:ID", "BT-1"),
            issue_date=self.required_day(document, f"ram:IssueDateTime/{DATE}", "BT-2"),
            kind=self.required(document, "ram:TypeCode", "BT-3"),
            currency=currency,
            seller=self._party(seller, "BT-27"),
            buyer=self._party(buyer, "BT-44"),
            totals=self._totals(settlement, currency),
            vat=tuple(map(self._subtotal, self.all(settlement, "ram:ApplicableTradeTax"))),
            lines=tuple(map(self._line, self.all(trade, "ram:IncludedSupplyChainTradeLineItem"))),
            accounting_currency=self.text(settlement, "ram:TaxCurrencyCode"),
            vat_date=self.day(
                settlement, "ram:ApplicableTradeTax/ram:TaxPointDate/udt:DateString", "BT-7"
            ),
            vat_date_code=self._vat_date_code(settlement),
            due_date=self.day(settlement, f"{terms}DueDateDateTime/{DATE}", "BT-9"),
            buyer_reference=self.text(agreement, "ram:BuyerReference"),
            project=self.text(agreement, "ram:SpecifiedProcuringProject/ram:ID"),
            contract=self._reference(agreement, "ContractReferencedDocument"),
            order=self._reference(agreement, "BuyerOrderReferencedDocument"),
            sales_order=self._reference(agreement, "SellerOrderReferencedDocument"),
            receipt_advice=self._reference(delivery, "ReceivingAdviceReferencedDocument"),
            despatch_advice=self._reference(delivery, "DespatchAdviceReferencedDocument"),
            tender=self._tender(agreement),
            object=self._object(agreement),
            buyer_account=self._account(settlement),
            terms=self.text(settlement, f"{terms}Description"),
            notes=tuple(
                DocumentNote(self.text(one, "ram:Content"), self.text(one, "ram:SubjectCode"))
                for one in self.all(document, "ram:IncludedNote")
            ),
            process=self.text(
                root, f"{context}BusinessProcessSpecifiedDocumentContextParameter/ram:ID"
            ),
            specification=self.text(
                root, f"{context}GuidelineSpecifiedDocumentContextParameter/ram:ID"
            ),
            preceding=tuple(map(self._preceding, self._preceding_elements(settlement))),
            payee=self._payee(settlement),
            representative=self._representative(agreement),
            delivery=self._delivery(delivery),
            period=self._period(settlement, "BT-73", "BT-74"),
            payment=self._payment(settlement),
            allowances=self._allowances(settlement),
            attachments=tuple(self._attachments(agreement)),
        )

    def _existing(self, element: Element, path: str, term: str) -> Element:
        """A group that no invoice goes without; what it lies in, and a fault, if it is missing."""
        found = self.one(element, path)
        if found is None:
            self._missing(element, path, term)
            return element
        return found

    def _reference(self, element: Element, kind: str) -> str:
        return self.text(element, f"ram:{kind}/ram:IssuerAssignedID")

    def _references(self, element: Element, kind: str) -> list[Element]:
        return [
            one
            for one in self.all(element, "ram:AdditionalReferencedDocument")
            if self.text(one, "ram:TypeCode") == kind
        ]

    def _tender(self, agreement: Element) -> str:
        found = self._references(agreement, TENDER)
        return self.text(found[0], "ram:IssuerAssignedID") if found else ""

    def _object(self, element: Element) -> Identifier | None:
        for one in self._references(element, OBJECT):
            number = self.text(one, "ram:IssuerAssignedID")
            return Identifier(number, self.text(one, "ram:ReferenceTypeCode")) if number else None
        return None

    def _attachments(self, agreement: Element) -> Iterator[Attachment]:
        content = "ram:AttachmentBinaryObject"
        for one in self._references(agreement, ATTACHED):
            yield Attachment(
                reference=self.required(one, "ram:IssuerAssignedID", "BT-122"),
                description=self.text(one, "ram:Name"),
                location=self.text(one, "ram:URIID"),
                content=self.file(one, content, "BT-125"),
                mime=self.attribute(one, content, "mimeCode"),
                filename=self.attribute(one, content, "filename"),
            )

    def _account(self, settlement: Element) -> str:
        return self.text(settlement, "ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID")

    def _vat_date_code(self, settlement: Element) -> str:
        code = self.text(settlement, "ram:ApplicableTradeTax/ram:DueDateTypeCode")
        return VAT_DATE_CODES.get(code, code)

    def _preceding_elements(self, settlement: Element) -> list[Element]:
        return self.all(settlement, "ram:InvoiceReferencedDocument")

    def _preceding(self, found: Element) -> PrecedingInvoice:
        path = "ram:FormattedIssueDateTime/qdt:DateTimeString"
        number = self.required(found, "ram:IssuerAssignedID", "BT-25")
        return PrecedingInvoice(number, self.day(found, path, "BT-26"))

    def _identifiers(self, party: Element) -> Iterator[Identifier]:
        for path in ("ram:ID", "ram:GlobalID"):
            yield from filter(None, map(identifier_of, self.all(party, path)))

    def _party(self, party: Element, term: str) -> TradingParty:
        legal = "ram:SpecifiedLegalOrganization/ram:"
        registered = self._registered(party)
        return TradingParty(
            name=self.required(party, "ram:Name", term),
            address=self._address(self.one(party, "ram:PostalTradeAddress")),
            trading_name=self.text(party, f"{legal}TradingBusinessName"),
            identifiers=tuple(self._identifiers(party)),
            legal_registration=self.identifier(party, f"{legal}ID"),
            vat_identifier=registered.get(VAT_NUMBER, ""),
            tax_registration=registered.get(TAX_NUMBER, ""),
            legal_information=self.text(party, "ram:Description"),
            endpoint=self.identifier(party, "ram:URIUniversalCommunication/ram:URIID"),
            contact=self._contact(self.one(party, "ram:DefinedTradeContact")),
        )

    def _registered(self, party: Element) -> dict[str, str]:
        """The numbers by which a party is registered for taxes, by their kind."""
        numbers = map(identifier_of, self.all(party, "ram:SpecifiedTaxRegistration/ram:ID"))
        return {one.scheme: one.value for one in numbers if one}

    def _contact(self, found: Element | None) -> Contact | None:
        if found is None:
            return None
        person, department = (
            self.text(found, f"ram:{name}Name") for name in ("Person", "Department")
        )
        contact = Contact(
            ", ".join(filter(None, (person, department))),
            self.text(found, "ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
            self.text(found, "ram:EmailURIUniversalCommunication/ram:URIID"),
        )
        return contact if contact != Contact() else None

    def _address(self, found: Element | None) -> Address | None:
        if found is None:
            return None
        return Address(
            street=self.text(found, "ram:LineOne"),
            additional=self.text(found, "ram:LineTwo"),
            third=self.text(found, "ram:LineThree"),
            city=self.text(found, "ram:CityName"),
            postcode=self.text(found, "ram:PostcodeCode"),
            subdivision=self.text(found, "ram:CountrySubDivisionName"),
            country=self.text(found, "ram:CountryID"),
        )

    def _payee(self, settlement: Element) -> Payee | None:
        found = self.one(settlement, "ram:PayeeTradeParty")
        if found is None:
            return None
        return Payee(
            name=self.required(found, "ram:Name", "BT-59"),
            identifier=next(self._identifiers(found), None),
            legal_registration=self.identifier(found, "ram:SpecifiedLegalOrganization/ram:ID"),
        )

    def _representative(self, agreement: Element) -> TaxRepresentative | None:
        found = self.one(agreement, "ram:SellerTaxRepresentativeTradeParty")
        if found is None:
            return None
        return TaxRepresentative(
            name=self.required(found, "ram:Name", "BT-62"),
            vat_identifier=self.required(found, "ram:SpecifiedTaxRegistration/ram:ID", "BT-63"),
            address=self._address(self.one(found, "ram:PostalTradeAddress")),
        )

    def _delivery(self, delivery: Element) -> Delivery | None:
        path = f"ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/{DATE}"
        day, to = self.day(delivery, path, "BT-72"), self.one(delivery, "ram:ShipToTradeParty")
        if to is None:
            return Delivery(day=day) if day else None
        return Delivery(
            name=self.text(to, "ram:Name"),
            location=next(self._identifiers(to), None),
            day=day,
            address=self._address(self.one(to, "ram:PostalTradeAddress")),
        )

    def _period(self, element: Element, start: str, end: str) -> ServicePeriod | None:
        path = "ram:BillingSpecifiedPeriod/ram:"
        first = self.day(element, f"{path}StartDateTime/{DATE}", start)
        last = self.day(element, f"{path}EndDateTime/{DATE}", end)
        return ServicePeriod(first, last) if first or last else None

    def _payment(self, settlement: Element) -> Payment | None:
        found = self.all(settlement, "ram:SpecifiedTradeSettlementPaymentMeans")
        reference = self.text(settlement, "ram:PaymentReference")
        debit = self._debit(settlement, found)
        if not found:
            return Payment("", reference=reference, debit=debit) if reference or debit else None
        return Payment(
            means=self.required(found[0], "ram:TypeCode", "BT-81"),
            means_text=self.text(found[0], "ram:Information"),
            reference=reference,
            transfers=tuple(one for means in found for one in self._transfers(means)),
            card=self._card(found[0]),
            debit=debit,
        )

    def _transfers(self, means: Element) -> Iterator[CreditTransfer]:
        bank = self.text(means, "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID")
        for one in self.all(means, "ram:PayeePartyCreditorFinancialAccount"):
            account = self.text(one, "ram:IBANID") or self.text(one, "ram:ProprietaryID")
            yield CreditTransfer(account, self.text(one, "ram:AccountName"), bank)

    def _card(self, means: Element) -> PaymentCard | None:
        found = self.one(means, "ram:ApplicableTradeSettlementFinancialCard")
        if found is None:
            return None
        number = self.required(found, "ram:ID", "BT-87")
        return PaymentCard(number, self.text(found, "ram:CardholderName"))

    def _debit(self, settlement: Element, means: list[Element]) -> DirectDebit | None:
        mandate = self.text(settlement, "ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID")
        creditor = self.text(settlement, "ram:CreditorReferenceID")
        path = "ram:PayerPartyDebtorFinancialAccount/ram:IBANID"
        account = next(filter(None, (self.text(one, path) for one in means)), "")
        if mandate or creditor or account:
            return DirectDebit(mandate, creditor, account)
        return None

    def _allowances(self, element: Element) -> tuple[AllowanceCharge, ...]:
        found = self.all(element, "ram:SpecifiedTradeAllowanceCharge")
        return tuple(map(self._allowance, found))

    def _allowance(self, found: Element) -> AllowanceCharge:
        return AllowanceCharge(
            is_charge=self.is_true(found, "ram:ChargeIndicator/udt:Indicator"),
            amount=self.required_decimal(found, "ram:ActualAmount", "BT-92"),
            base=self.decimal(found, "ram:BasisAmount", "BT-93"),
            percent=self.decimal(found, "ram:CalculationPercent", "BT-94"),
            reason=self.text(found, "ram:Reason"),
            reason_code=self.text(found, "ram:ReasonCode"),
            vat_category=self.text(found, "ram:CategoryTradeTax/ram:CategoryCode"),
            vat_rate=self.decimal(found, "ram:CategoryTradeTax/ram:RateApplicablePercent", "BT-96"),
        )

    def _subtotal(self, found: Element) -> VatSubtotal:
        return VatSubtotal(
            base=self.required_decimal(found, "ram:BasisAmount", "BT-116"),
            vat=self.required_decimal(found, "ram:CalculatedAmount", "BT-117"),
            category=self.required(found, "ram:CategoryCode", "BT-118"),
            rate=self.decimal(found, "ram:RateApplicablePercent", "BT-119"),
            exemption=self.text(found, "ram:ExemptionReason"),
            exemption_code=self.text(found, "ram:ExemptionReasonCode"),
        )

    def _totals(self, settlement: Element, currency: str) -> MonetaryTotals:
        path = "ram:SpecifiedTradeSettlementHeaderMonetarySummation"
        found = self._existing(settlement, path, "BG-22")
        vat, declared = self._vat_totals(found, currency)
        return MonetaryTotals(
            lines=self.decimal(found, "ram:LineTotalAmount", "BT-106"),
            without_vat=self.required_decimal(found, "ram:TaxBasisTotalAmount", "BT-109"),
            with_vat=self.required_decimal(found, "ram:GrandTotalAmount", "BT-112"),
            due=self.required_decimal(found, "ram:DuePayableAmount", "BT-115"),
            vat=self.decimal(vat, ".", "BT-110"),
            allowances=self.decimal(found, "ram:AllowanceTotalAmount", "BT-107"),
            charges=self.decimal(found, "ram:ChargeTotalAmount", "BT-108"),
            vat_accounting=self.decimal(declared, ".", "BT-111"),
            paid=self.decimal(found, "ram:TotalPrepaidAmount", "BT-113"),
            rounding=self.decimal(found, "ram:RoundingAmount", "BT-114"),
        )

    def _vat_totals(
        self, summation: Element, currency: str
    ) -> tuple[Element | None, Element | None]:
        """The VAT in the currency of the document, and in the one it is declared in."""
        found = self.all(summation, "ram:TaxTotalAmount")
        own = [one for one in found if one.get("currencyID", currency) == currency]
        others = [one for one in found if one not in own]
        return next(iter(own), None), next(iter(others), None)

    def _line(self, line: Element) -> ElectronicLine:
        document = self._existing(line, "ram:AssociatedDocumentLineDocument", "BT-126")
        agreement = self._existing(line, "ram:SpecifiedLineTradeAgreement", "BG-29")
        settlement = self._existing(line, "ram:SpecifiedLineTradeSettlement", "BT-131")
        quantity = "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"
        summation = "ram:SpecifiedTradeSettlementLineMonetarySummation"
        tax = "ram:ApplicableTradeTax/ram:"
        return ElectronicLine(
            identifier=self.required(document, "ram:LineID", "BT-126"),
            quantity=self.required_decimal(line, quantity, "BT-129"),
            unit=self.attribute(line, quantity, "unitCode"),
            net=self.required_decimal(settlement, f"{summation}/ram:LineTotalAmount", "BT-131"),
            price=self._price(agreement),
            vat_category=self.text(settlement, f"{tax}CategoryCode"),
            item=self._item(self._existing(line, "ram:SpecifiedTradeProduct", "BG-31")),
            vat_rate=self.decimal(settlement, f"{tax}RateApplicablePercent", "BT-152"),
            note=self.text(document, "ram:IncludedNote/ram:Content"),
            object=self._object(settlement),
            order_line=self.text(agreement, "ram:BuyerOrderReferencedDocument/ram:LineID"),
            buyer_account=self._account(settlement),
            period=self._period(settlement, "BT-134", "BT-135"),
            allowances=self._allowances(settlement),
        )

    def _price(self, agreement: Element) -> Price:
        net, gross = "ram:NetPriceProductTradePrice", "ram:GrossPriceProductTradePrice"
        off = f"{gross}/ram:AppliedTradeAllowanceCharge/ram:ActualAmount"
        basis = net if self.text(agreement, f"{net}/ram:BasisQuantity") else gross
        return Price(
            net=self.required_decimal(agreement, f"{net}/ram:ChargeAmount", "BT-146"),
            discount=self.decimal(agreement, off, "BT-147"),
            gross=self.decimal(agreement, f"{gross}/ram:ChargeAmount", "BT-148"),
            base_quantity=self.decimal(agreement, f"{basis}/ram:BasisQuantity", "BT-149"),
            base_unit=self.attribute(agreement, f"{basis}/ram:BasisQuantity", "unitCode"),
        )

    def _item(self, product: Element) -> Item:
        classified = (
            identifier_of(one, "listID", "listVersionID")
            for one in self.all(product, "ram:DesignatedProductClassification/ram:ClassCode")
        )
        return Item(
            name=self.required(product, "ram:Name", "BT-153"),
            description=self.text(product, "ram:Description"),
            seller_identifier=self.text(product, "ram:SellerAssignedID"),
            buyer_identifier=self.text(product, "ram:BuyerAssignedID"),
            standard_identifier=self.identifier(product, "ram:GlobalID"),
            classifications=tuple(one for one in classified if one),
            origin=self.text(product, "ram:OriginTradeCountry/ram:ID"),
            attributes=tuple(
                ItemAttribute(self.text(one, "ram:Description"), self.text(one, "ram:Value"))
                for one in self.all(product, "ram:ApplicableProductCharacteristic")
            ),
        )

"""What the parts of a Cross Industry Invoice have in common."""

from collections.abc import Iterator

from addin.einvoices.model import AllowanceCharge, Identifier, ServicePeriod
from addin.einvoices.reading.elements import Element, Elements, identifier_of

NAMESPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}
OBJECT = "130"  # UNTDID 1001
DATE = "udt:DateTimeString"


class CiiParts(Elements):
    """Reads what stands in the invoice and in its lines alike."""

    def __init__(self) -> None:
        super().__init__(NAMESPACES)

    def _references(self, element: Element, kind: str) -> list[Element]:
        return [
            one
            for one in self.all(element, "ram:AdditionalReferencedDocument")
            if self.text(one, "ram:TypeCode") == kind
        ]

    def _object(self, element: Element) -> Identifier | None:
        for one in self._references(element, OBJECT):
            number = self.text(one, "ram:IssuerAssignedID")
            return Identifier(number, self.text(one, "ram:ReferenceTypeCode")) if number else None
        return None

    def _account(self, settlement: Element) -> str:
        return self.text(settlement, "ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID")

    def _identifiers(self, party: Element) -> Iterator[Identifier]:
        for path in ("ram:ID", "ram:GlobalID"):
            yield from filter(None, map(identifier_of, self.all(party, path)))

    def _period(self, element: Element, start: str, end: str) -> ServicePeriod | None:
        path = "ram:BillingSpecifiedPeriod/ram:"
        first = self.day(element, f"{path}StartDateTime/{DATE}", start)
        last = self.day(element, f"{path}EndDateTime/{DATE}", end)
        return ServicePeriod(first, last) if first or last else None

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

"""What the parts of a UBL document have in common."""

from addin.einvoices.model import AllowanceCharge, Identifier, ServicePeriod
from addin.einvoices.reading.elements import Element, Elements

NAMESPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
OBJECT = "130"  # UNTDID 1001
SEPA = "SEPA"  # scheme of the creditor's identifier (BT-90), which stands among those of the party


class UblParts(Elements):
    """Reads what stands in the document and in its lines alike."""

    def __init__(self) -> None:
        super().__init__(NAMESPACES)

    def _references(self, element: Element, path: str, kind: str) -> list[Element]:
        return [
            one for one in self.all(element, path) if self.text(one, "cbc:DocumentTypeCode") == kind
        ]

    def _object(self, element: Element, path: str) -> Identifier | None:
        found = self._references(element, path, OBJECT)
        return self.identifier(found[0], "cbc:ID") if found else None

    def _period(self, element: Element, start: str, end: str) -> ServicePeriod | None:
        first = self.day(element, "cac:InvoicePeriod/cbc:StartDate", start)
        last = self.day(element, "cac:InvoicePeriod/cbc:EndDate", end)
        return ServicePeriod(first, last) if first or last else None

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

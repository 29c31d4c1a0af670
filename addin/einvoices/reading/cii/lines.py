"""The lines of an invoice, with their prices and what is sold."""

from addin.einvoices.model import ElectronicLine, Item, ItemAttribute, Price
from addin.einvoices.reading.cii.parts import CiiParts
from addin.einvoices.reading.elements import Element, identifier_of


class CiiLines(CiiParts):
    """Reads the lines."""

    def _line(self, line: Element) -> ElectronicLine:
        document = self.group(line, "ram:AssociatedDocumentLineDocument", "BT-126")
        agreement = self.group(line, "ram:SpecifiedLineTradeAgreement", "BG-29")
        settlement = self.group(line, "ram:SpecifiedLineTradeSettlement", "BT-131")
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
            item=self._item(self.group(line, "ram:SpecifiedTradeProduct", "BG-31")),
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

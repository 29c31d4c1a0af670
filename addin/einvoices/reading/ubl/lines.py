"""The lines of a document, with their prices and what is sold."""

from addin.einvoices.model import ElectronicLine, Item, ItemAttribute, Price
from addin.einvoices.reading.elements import Element, identifier_of
from addin.einvoices.reading.ubl.parts import UblParts


class UblLines(UblParts):
    """Reads the lines."""

    def _line(self, line: Element, kind: str) -> ElectronicLine:
        quantity = "cbc:CreditedQuantity" if kind == "CreditNote" else "cbc:InvoicedQuantity"
        item = self.group(line, "cac:Item", "BG-31")
        return ElectronicLine(
            identifier=self.required(line, "cbc:ID", "BT-126"),
            quantity=self.required_decimal(line, quantity, "BT-129"),
            unit=self.attribute(line, quantity, "unitCode"),
            net=self.required_decimal(line, "cbc:LineExtensionAmount", "BT-131"),
            price=self._price(self.group(line, "cac:Price", "BG-29")),
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

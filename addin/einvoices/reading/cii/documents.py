"""A Cross Industry Invoice as a whole."""

from collections.abc import Iterator

from addin.einvoices.model import Attachment, DocumentNote, ElectronicInvoice
from addin.einvoices.reading.cii.lines import CiiLines
from addin.einvoices.reading.cii.parties import CiiParties
from addin.einvoices.reading.cii.parts import DATE
from addin.einvoices.reading.cii.settlement import CiiSettlement
from addin.einvoices.reading.elements import Element, Elements

ATTACHED, TENDER = "916", "50"  # UNTDID 1001


def read_cii(root: Element) -> tuple[ElectronicInvoice, Elements]:
    """An invoice or a credit note; and what of it cannot be read."""
    reader = _Cii()
    return reader.invoice(root), reader


class _Cii(CiiParties, CiiSettlement, CiiLines):
    """Reads the document."""

    def invoice(self, root: Element) -> ElectronicInvoice:
        document = self.group(root, "rsm:ExchangedDocument", "BT-1")
        trade = self.group(root, "rsm:SupplyChainTradeTransaction", "BG-25")
        agreement = self.group(trade, "ram:ApplicableHeaderTradeAgreement", "BG-4")
        delivery = self.group(trade, "ram:ApplicableHeaderTradeDelivery", "BG-13")
        settlement = self.group(trade, "ram:ApplicableHeaderTradeSettlement", "BG-22")
        seller = self.group(agreement, "ram:SellerTradeParty", "BG-4")
        buyer = self.group(agreement, "ram:BuyerTradeParty", "BG-7")
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

    def _reference(self, element: Element, kind: str) -> str:
        return self.text(element, f"ram:{kind}/ram:IssuerAssignedID")

    def _tender(self, agreement: Element) -> str:
        found = self._references(agreement, TENDER)
        return self.text(found[0], "ram:IssuerAssignedID") if found else ""

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

"""A UBL invoice or credit note as a whole."""

import re
from collections.abc import Iterator

from addin.einvoices.model import Attachment, DocumentNote, ElectronicInvoice, PrecedingInvoice
from addin.einvoices.reading.elements import Element, Elements
from addin.einvoices.reading.ubl.lines import UblLines
from addin.einvoices.reading.ubl.parties import UblParties
from addin.einvoices.reading.ubl.parts import OBJECT
from addin.einvoices.reading.ubl.settlement import UblSettlement

PROJECT = "50"  # UNTDID 1001; like OBJECT a type of reference that is no attachment
NOTE = re.compile(r"#([A-Z]{3})#(.*)", re.DOTALL)


def read_ubl(root: Element) -> tuple[ElectronicInvoice, Elements]:
    """An invoice or a credit note; and what of it cannot be read."""
    reader = _Ubl()
    return reader.invoice(root), reader


class _Ubl(UblParties, UblSettlement, UblLines):
    """Reads the document."""

    def invoice(self, root: Element) -> ElectronicInvoice:
        is_credit_note = root.tag.endswith("}CreditNote")
        kind = "CreditNote" if is_credit_note else "Invoice"
        seller = self.group(root, "cac:AccountingSupplierParty/cac:Party", "BG-4")
        buyer = self.group(root, "cac:AccountingCustomerParty/cac:Party", "BG-7")
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

    def _notes(self, root: Element) -> Iterator[DocumentNote]:
        for one in self.all(root, "cbc:Note"):
            said = (one.text or "").strip()
            about = NOTE.fullmatch(said)
            yield DocumentNote(about[2], about[1]) if about else DocumentNote(said)

    def _project(self, root: Element) -> str:
        """A credit note of UBL 2.1 has no element for it, so it is among its references."""
        own = self.text(root, "cac:ProjectReference/cbc:ID")
        besides = self._references(root, "cac:AdditionalDocumentReference", PROJECT)
        return own or "".join(self.text(one, "cbc:ID") for one in besides[:1])

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

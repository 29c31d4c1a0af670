"""How an invoice is paid, its VAT and its totals."""

from collections.abc import Iterator, Mapping

from addin.einvoices.model import (
    CreditTransfer,
    DirectDebit,
    MonetaryTotals,
    Payment,
    PaymentCard,
    PrecedingInvoice,
    VatSubtotal,
)
from addin.einvoices.reading.cii.parts import CiiParts
from addin.einvoices.reading.elements import Element

VAT_DATE_CODES: Mapping[str, str] = {"5": "3", "29": "35", "72": "432"}
"""CII says by a code of UNTDID 2475 what makes VAT due; EN 16931 has those of UNTDID 2005."""


class CiiSettlement(CiiParts):
    """Reads the settlement."""

    def _vat_date_code(self, settlement: Element) -> str:
        code = self.text(settlement, "ram:ApplicableTradeTax/ram:DueDateTypeCode")
        return VAT_DATE_CODES.get(code, code)

    def _preceding_elements(self, settlement: Element) -> list[Element]:
        return self.all(settlement, "ram:InvoiceReferencedDocument")

    def _preceding(self, found: Element) -> PrecedingInvoice:
        path = "ram:FormattedIssueDateTime/qdt:DateTimeString"
        number = self.required(found, "ram:IssuerAssignedID", "BT-25")
        return PrecedingInvoice(number, self.day(found, path, "BT-26"))

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
        found = self.group(settlement, path, "BG-22")
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

"""How a document is paid, its VAT and its totals."""

from collections.abc import Iterator

from addin.einvoices.model import (
    CreditTransfer,
    DirectDebit,
    MonetaryTotals,
    Payment,
    PaymentCard,
    VatSubtotal,
)
from addin.einvoices.reading.elements import Element, identifier_of
from addin.einvoices.reading.ubl.parts import SEPA, UblParts


class UblSettlement(UblParts):
    """Reads the settlement."""

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
        found = self.group(root, "cac:LegalMonetaryTotal", "BG-22")
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

"""An electronic invoice: the terms of EN 16931, whatever form it is written in or was read from.

Each field has its number in the norm: BT a term, BG a group of terms. It stands apart from the
invoice of ``billing``, so that what somebody else made fits as well: nothing is worked out here,
and what a file says is kept, right or wrong.

Amounts are in the currency of the document and are written with the decimals they have here: two,
on a sound invoice. Percentages are as the norm has them, 21 for 21 %. Text that is absent is empty,
any other value None; of several values there is a tuple. Dates are inclusive. Codes are those of
the lists that the norm names, kept as text, since a file that is read may hold any.
"""

from addin.einvoices.model.amounts import (
    AllowanceCharge,
    CreditTransfer,
    DirectDebit,
    MonetaryTotals,
    Payment,
    PaymentCard,
    VatSubtotal,
)
from addin.einvoices.model.documents import (
    Attachment,
    DocumentNote,
    ElectronicInvoice,
    ElectronicLine,
    Item,
    ItemAttribute,
    PrecedingInvoice,
    Price,
)
from addin.einvoices.model.parties import (
    Address,
    Contact,
    Delivery,
    Identifier,
    Payee,
    ServicePeriod,
    TaxRepresentative,
    TradingParty,
)

__all__ = [
    "Address",
    "AllowanceCharge",
    "Attachment",
    "Contact",
    "CreditTransfer",
    "Delivery",
    "DirectDebit",
    "DocumentNote",
    "ElectronicInvoice",
    "ElectronicLine",
    "Identifier",
    "Item",
    "ItemAttribute",
    "MonetaryTotals",
    "Payee",
    "Payment",
    "PaymentCard",
    "PrecedingInvoice",
    "Price",
    "ServicePeriod",
    "TaxRepresentative",
    "TradingParty",
    "VatSubtotal",
]

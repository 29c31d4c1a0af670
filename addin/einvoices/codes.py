"""Codes of the lists that EN 16931 names, as far as an invoice of Quotepart needs them."""

from collections.abc import Mapping
from types import MappingProxyType

INVOICE, CREDIT_NOTE, PREPAYMENT = "380", "381", "386"
"""Kinds of document in UNTDID 1001 (BT-3)."""
CREDIT_NOTE_KINDS = frozenset(
    {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}
)
"""The kinds that are credit notes: rule BR-CL-01 of CEN, for the UBL document of this name."""

HOUR, MINUTE, ONE = "HUR", "MIN", "C62"
UNITS: Mapping[str, str] = MappingProxyType(
    {
        "hour": HOUR,
        "day": "DAY",
        "month": "MON",
        "quarter": "QAN",
        "year": "ANN",
        "piece": ONE,
        "km": "KMT",
        "m²": "MTK",
    }
)
"""UN/ECE recommendation 20, revision 11 (BT-130), by our codes of units; any other is ``C62``."""

DISCOUNT = "95"
"""Reason of an allowance in UNTDID 5189 (BT-98, BT-140)."""
AGREED = "ZZZ"
"""Reason of a charge in UNTDID 7161 (BT-105, BT-145): as the parties have agreed."""

EARLY_PAYMENT = "AAB"
"""Subject of a note on an early payment, in UNTDID 4451 (BT-21)."""

ON_DEBITS = "TXD"
"""Subject of a note that VAT is owed on debits, in the same list."""

SEPA_TRANSFER, TRANSFER = "58", "30"
"""Means of payment in UNTDID 4461 (BT-81)."""

BELGIAN_REGISTER, FRENCH_REGISTER, FRENCH_ESTABLISHMENT = "0208", "0002", "0009"
"""Registers of firms in ISO 6523 (BT-30-1, BT-47-1)."""

INVOICED_OBJECT, RELATED_DOCUMENT, TENDER = "130", "916", "50"
"""What a referenced document is, in UNTDID 1001."""

ON_INVOICE = "3"
"""VAT falls due with the invoice, in UNTDID 2005 (BT-8)."""
CII_VAT_DATES: Mapping[str, str] = MappingProxyType({"3": "5", "35": "29", "432": "72"})
"""When VAT falls due: code of UNTDID 2475, as CII wants it, by that of UNTDID 2005 (BT-8)."""

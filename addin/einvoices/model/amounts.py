"""What an electronic invoice comes to and how it is paid: a part of the model."""

from dataclasses import dataclass
from decimal import Decimal

from addin.einvoices.model.making import quickly_made


@dataclass(frozen=True, slots=True)
class CreditTransfer:
    """An account to pay into (BG-17).

    Attributes:
        account: IBAN, or the number that stands for one elsewhere (BT-84).
        holder: BT-85.
        bank: BIC (BT-86).
    """

    account: str
    holder: str = ""
    bank: str = ""


@dataclass(frozen=True, slots=True)
class PaymentCard:
    """The card that paid (BG-18).

    Attributes:
        number: The last four to six digits (BT-87).
        holder: BT-88.
    """

    number: str
    holder: str = ""


@dataclass(frozen=True, slots=True)
class DirectDebit:
    """How the seller collects the amount itself (BG-19).

    Attributes:
        mandate: BT-89.
        creditor: Identifier of the creditor (BT-90).
        account: The account debited (BT-91).
    """

    mandate: str = ""
    creditor: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """How it is to be paid (BG-16).

    Attributes:
        means: Code of UNTDID 4461 (BT-81): 58 is a SEPA credit transfer.
        means_text: The same in words (BT-82).
        reference: What the payer quotes (BT-83).
        transfers: BG-17.
        card: BG-18.
        debit: BG-19.
    """

    means: str
    means_text: str = ""
    reference: str = ""
    transfers: tuple[CreditTransfer, ...] = ()
    card: PaymentCard | None = None
    debit: DirectDebit | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class AllowanceCharge:
    """What is taken off or added (BG-20, BG-21; on a line BG-27, BG-28).

    Attributes:
        is_charge: True where it is added.
        amount: Without VAT (BT-92, BT-99, BT-136, BT-141).
        base: What the percentage is of (BT-93, BT-100, BT-137, BT-142).
        percent: BT-94, BT-101, BT-138, BT-143.
        reason: BT-97, BT-104, BT-139, BT-144.
        reason_code: Of an allowance in UNTDID 5189 (BT-98, BT-140), of a charge in UNTDID 7161
            (BT-105, BT-145).
        vat_category: On the document only (BT-95, BT-102); a line has its own.
        vat_rate: On the document only (BT-96, BT-103).
    """

    is_charge: bool
    amount: Decimal
    base: Decimal | None = None
    percent: Decimal | None = None
    reason: str = ""
    reason_code: str = ""
    vat_category: str = ""
    vat_rate: Decimal | None = None


@quickly_made
@dataclass(frozen=True, slots=True)
class VatSubtotal:
    """One category and rate (BG-23).

    Attributes:
        base: Taxable amount (BT-116).
        vat: BT-117.
        category: BT-118.
        rate: BT-119; None outside the scope of VAT.
        exemption: Why no VAT is due (BT-120).
        exemption_code: The same by its VATEX code (BT-121).
    """

    base: Decimal
    vat: Decimal
    category: str
    rate: Decimal | None = None
    exemption: str = ""
    exemption_code: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class MonetaryTotals:
    """What the document comes to (BG-22).

    Attributes:
        lines: Sum of the line nets (BT-106); None where a file has no lines.
        without_vat: BT-109.
        with_vat: BT-112.
        due: What is to be paid (BT-115).
        vat: BT-110; None where a file has none.
        allowances: BT-107; None where there are none.
        charges: BT-108; None where there are none.
        vat_accounting: VAT in the currency of BT-6 (BT-111).
        paid: Before (BT-113).
        rounding: Added to what is to be paid (BT-114).
    """

    lines: Decimal | None
    without_vat: Decimal
    with_vat: Decimal
    due: Decimal
    vat: Decimal | None = None
    allowances: Decimal | None = None
    charges: Decimal | None = None
    vat_accounting: Decimal | None = None
    paid: Decimal | None = None
    rounding: Decimal | None = None

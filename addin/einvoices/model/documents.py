"""What an electronic invoice says as a whole, its lines and what goes with it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from addin.einvoices.codes import CREDIT_NOTE_KINDS
from addin.einvoices.model.amounts import (
    AllowanceCharge,
    MonetaryTotals,
    Payment,
    VatSubtotal,
)
from addin.einvoices.model.making import quickly_made
from addin.einvoices.model.parties import (
    Delivery,
    Identifier,
    Payee,
    ServicePeriod,
    TaxRepresentative,
    TradingParty,
)


@dataclass(frozen=True, slots=True)
class DocumentNote:
    """A sentence on the document (BG-1).

    Attributes:
        text: BT-22.
        subject: What it is about (BT-21), by its code in UNTDID 4451; empty for anything else.
    """

    text: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class PrecedingInvoice:
    """An invoice that this document corrects or settles (BG-3).

    Attributes:
        number: BT-25.
        issue_date: BT-26.
    """

    number: str
    issue_date: date | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that goes with the invoice (BG-24).

    Attributes:
        reference: What it is called (BT-122).
        description: BT-123.
        location: Where it can be fetched (BT-124).
        content: The file itself (BT-125); empty without one.
        mime: Kind of the file (BT-125), such as ``application/pdf``.
        filename: BT-125.
    """

    reference: str
    description: str = ""
    location: str = ""
    content: bytes = b""
    mime: str = ""
    filename: str = ""


@dataclass(frozen=True, slots=True)
class ItemAttribute:
    """Something to be known about what is sold (BG-32).

    Attributes:
        name: BT-160.
        value: BT-161.
    """

    name: str
    value: str


@quickly_made
@dataclass(frozen=True, slots=True)
class Item:
    """What is sold (BG-31).

    Attributes:
        name: BT-153.
        description: BT-154.
        seller_identifier: BT-155.
        buyer_identifier: BT-156.
        standard_identifier: BT-157.
        classifications: BT-158.
        origin: Country it comes from (BT-159).
        attributes: BG-32.
    """

    name: str
    description: str = ""
    seller_identifier: str = ""
    buyer_identifier: str = ""
    standard_identifier: Identifier | None = None
    classifications: tuple[Identifier, ...] = ()
    origin: str = ""
    attributes: tuple[ItemAttribute, ...] = ()


@quickly_made
@dataclass(frozen=True, slots=True)
class Price:
    """What one thing costs (BG-29).

    Attributes:
        net: Without VAT, never negative (BT-146); may have any decimals.
        discount: What was taken off ``gross`` (BT-147).
        gross: BT-148.
        base_quantity: What the price is for, 1 if it is not told (BT-149).
        base_unit: BT-150.
    """

    net: Decimal
    discount: Decimal | None = None
    gross: Decimal | None = None
    base_quantity: Decimal | None = None
    base_unit: str = ""


@quickly_made
@dataclass(frozen=True, slots=True)
class ElectronicLine:
    """One line (BG-25).

    Attributes:
        identifier: BT-126.
        quantity: BT-129; negative where something is taken back.
        unit: Code of UN/ECE recommendation 20 or 21 (BT-130).
        net: Quantity x price / base quantity, rounded once, less allowances, plus charges
            (BT-131).
        price: BG-29.
        vat_category: BT-151.
        item: BG-31.
        vat_rate: BT-152; None outside the scope of VAT.
        note: BT-127.
        object: What the line is about, such as a meter (BT-128).
        order_line: Of the purchase order (BT-132).
        buyer_account: Where the buyer books it (BT-133).
        period: BG-26.
        allowances: And charges, in the order of the file (BG-27, BG-28).
    """

    identifier: str
    quantity: Decimal
    unit: str
    net: Decimal
    price: Price
    vat_category: str
    item: Item
    vat_rate: Decimal | None = None
    note: str = ""
    object: Identifier | None = None
    order_line: str = ""
    buyer_account: str = ""
    period: ServicePeriod | None = None
    allowances: tuple[AllowanceCharge, ...] = ()


@quickly_made
@dataclass(frozen=True, slots=True)
class ElectronicInvoice:
    """An invoice or a credit note.

    What is positive on a credit note is owed to the buyer.

    Attributes:
        number: BT-1.
        issue_date: BT-2.
        kind: Code of UNTDID 1001 (BT-3): 380 invoice, 381 credit note, 384 correction, 386 invoice
            of a prepayment, 389 made out by the buyer.
        currency: BT-5.
        seller: BG-4.
        buyer: BG-7.
        totals: BG-22.
        vat: BG-23.
        lines: BG-25.
        accounting_currency: In which the seller declares VAT (BT-6).
        vat_date: When VAT falls due (BT-7).
        vat_date_code: By what it falls due (BT-8), as a code of UNTDID 2005: 3 the invoice, 35 the
            delivery, 432 the payment.
        due_date: BT-9.
        buyer_reference: BT-10.
        project: BT-11.
        contract: BT-12.
        order: BT-13.
        sales_order: BT-14.
        receipt_advice: BT-15.
        despatch_advice: BT-16.
        tender: BT-17.
        object: What is billed (BT-18).
        buyer_account: Where the buyer books it (BT-19).
        terms: Of payment, in words (BT-20).
        notes: BG-1.
        process: Business process (BT-23).
        specification: What rules it follows (BT-24).
        preceding: BG-3.
        payee: BG-10.
        representative: BG-11.
        delivery: BG-13.
        period: BG-14.
        payment: BG-16.
        allowances: And charges, in the order of the file (BG-20, BG-21).
        attachments: BG-24.
    """

    number: str
    issue_date: date
    kind: str
    currency: str
    seller: TradingParty
    buyer: TradingParty
    totals: MonetaryTotals
    vat: tuple[VatSubtotal, ...]
    lines: tuple[ElectronicLine, ...]
    accounting_currency: str = ""
    vat_date: date | None = None
    vat_date_code: str = ""
    due_date: date | None = None
    buyer_reference: str = ""
    project: str = ""
    contract: str = ""
    order: str = ""
    sales_order: str = ""
    receipt_advice: str = ""
    despatch_advice: str = ""
    tender: str = ""
    object: Identifier | None = None
    buyer_account: str = ""
    terms: str = ""
    notes: tuple[DocumentNote, ...] = ()
    process: str = ""
    specification: str = ""
    preceding: tuple[PrecedingInvoice, ...] = ()
    payee: Payee | None = None
    representative: TaxRepresentative | None = None
    delivery: Delivery | None = None
    period: ServicePeriod | None = None
    payment: Payment | None = None
    allowances: tuple[AllowanceCharge, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def is_credit_note(self) -> bool:
        """Whether its kind is one of a credit note."""
        return self.kind in CREDIT_NOTE_KINDS

"""An invoice: what is printed, written to the journal and, later, sent as a structured file.

Everything that a document shows is in here, so that a document can be made again from the journal
when the workbook has moved on. Terms and numbers (BT, BG) are those of EN 16931.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from addin.billing.choices import EInvoice, VatCategory


class DocumentKind(StrEnum):
    """What a document is, by its code in UNTDID 1001 (BT-3)."""

    INVOICE = "380"
    CREDIT_NOTE = "381"
    PRO_FORMA = "325"  # never has a number of a series


@dataclass(frozen=True, slots=True)
class Preceding:
    """An invoice that a credit note takes back, or whose deposit another settles (BG-3).

    Attributes:
        number: BT-25.
        issue_date: BT-26.
    """

    number: str
    issue_date: date


@dataclass(frozen=True, slots=True)
class Source:
    """A row of the workbook that a credit note opens again, so that it can be billed once more.

    Attributes:
        table: Timesheets, Expenses, Units, ...; Prebilling for what a fee or a typed line bills.
        key: As in the key column of the table.
    """

    table: str
    key: str


@dataclass(frozen=True, slots=True)
class Party:
    """The seller (BG-4) or the buyer (BG-7).

    Attributes:
        key: The firm's own code of the client; empty for the seller.
        name: Legal name, with its legal form (BT-27, BT-44).
        address: Street and number; may have several lines.
        country: Two letters, ISO 3166-1 (BT-40, BT-55).
        vat_number: With its country prefix, without spaces or dots (BT-31, BT-48); or empty.
        enterprise_number: KBO/BCE number or SIREN (BT-30, BT-47); or empty.
        endpoint: Where it receives electronic invoices (BT-34, BT-49): a code of the list of
            electronic address schemes, a colon and the address, such as ``0208:0123456749``; or
            empty.
        legal_information: Legal form, capital and register of the seller (BT-33), in the buyer's
            language, where a structured file carries it; or empty.
    """

    key: str
    name: str
    address: str
    postcode: str
    city: str
    country: str
    vat_number: str = ""
    enterprise_number: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    endpoint: str = ""
    legal_information: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence on the document (BG-1).

    Attributes:
        text: In the buyer's language (BT-22).
        subject: What it is about (BT-21), by its code in UNTDID 4451: ``PMT`` the fixed
            compensation of a late payment, ``PMD`` the penalties, ``AAB`` the early-payment
            discount, ``REG`` the register of the seller, ``ABL`` its legal form and capital; empty
            for any other sentence.
    """

    text: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line (BG-25).

    Attributes:
        line: Key of the prebilling line it bills.
        quantity: What is multiplied (BT-129); negative where an earlier amount is taken back, as
            a deposit is by its settlement.
        minutes: Exact minutes where the line is printed as h:mm, else None.
        unit: Code of the unit, such as ``hour``.
        unit_name: The unit in the buyer's language.
        unit_price: Net price of one unit (BT-146); never negative.
        allowance_cents: What is taken off the line (BT-136); never negative on a positive line.
        net_cents: Line net amount (BT-131): quantity x unit price rounded once, less the allowance.
        vat_rate: As a fraction: 0.21 (BT-152 is 21).
        period_from: First day served (BT-134).
        period_to: Last day served, inclusive (BT-135).
        reduction_cents: The part of ``allowance_cents`` that a cap takes off, and not a discount.
        phase: Name of the phase of the project that it bills; or empty.
        credits: On a credit note, the place on the preceding invoice, from 1, of the line that it
            takes back; else 0.
        reopens: On a credit note, what is to be billed again; empty where the credit is a
            commercial one.
        ledger_account: Account in which the buyer's accountant books the line (BT-133); or empty.
    """

    line: str
    project: str
    description: str
    quantity: Decimal
    unit: str
    unit_name: str
    unit_price: Decimal
    net_cents: int
    vat_category: VatCategory
    vat_rate: Decimal
    period_from: date
    period_to: date
    allowance_cents: int = 0
    minutes: int | None = None
    reduction_cents: int = 0
    phase: str = ""
    credits: int = 0
    reopens: tuple[Source, ...] = ()
    ledger_account: str = ""


@dataclass(frozen=True, slots=True)
class DocumentAllowance:
    """What a discount on the document takes off one VAT category and rate (BG-20).

    Attributes:
        reason: As printed (BT-97).
        cents: Without VAT (BT-92).
        vat_category: Of the lines it is taken off (BT-95).
        vat_rate: As a fraction (BT-96 is 21 for 0.21).
        line: Key of the prebilling line that grants it; empty for the terms of the client.
    """

    reason: str
    cents: int
    vat_category: VatCategory
    vat_rate: Decimal
    line: str = ""


@dataclass(frozen=True, slots=True)
class DocumentCharge:
    """What puts back, outside VAT, the allowances of the same reason (BG-21).

    Attributes:
        reason: As printed (BT-104).
        cents: Without VAT (BT-99).
        vat_category: BT-102.
        vat_rate: As a fraction (BT-103).
    """

    reason: str
    cents: int
    vat_category: VatCategory
    vat_rate: Decimal


@dataclass(frozen=True, slots=True)
class EarlyPayment:
    """What the buyer may pay instead, if it pays early.

    Attributes:
        percent: The discount on the total without VAT, as a fraction.
        until: Last day, inclusive.
        discount_cents: The discount, without VAT.
        gross_cents: What is to be paid until that day.
        taxed: Whether VAT is on the whole amount, so that it is corrected when the discount is
            taken; else it is on what the discount leaves, taken or not.
    """

    percent: Decimal
    until: date
    discount_cents: int
    gross_cents: int
    taxed: bool


@dataclass(frozen=True, slots=True)
class VatTotal:
    """One row of the VAT breakdown (BG-23), a category and a rate.

    Attributes:
        vat_rate: As a fraction: 0.21 (BT-119 is 21).
        base_cents: Sum of the line nets less document allowances, plus charges (BT-116).
        vat_cents: Rounded once on ``base_cents`` (BT-117).
    """

    vat_category: VatCategory
    vat_rate: Decimal
    base_cents: int
    vat_cents: int


@dataclass(frozen=True, slots=True)
class Exemption:
    """Why the lines of a VAT category bear no VAT.

    Attributes:
        text: As printed (BT-120), in the buyer's language.
        code: Of the reason (BT-121), from the VATEX list; empty where there is none.
    """

    vat_category: VatCategory
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """What an invoice comes to (BG-22).

    Attributes:
        lines_cents: Sum of the line nets (BT-106).
        allowance_cents: Discounts on the document (BT-107).
        net_cents: Without VAT (BT-109): lines less allowances, plus charges.
        vat: One row per category and rate, in the order the lines bring them.
        vat_cents: Total VAT (BT-110).
        gross_cents: Net and VAT (BT-112), the amount due (BT-115).
        charge_cents: Charges on the document (BT-108).
    """

    lines_cents: int
    allowance_cents: int
    net_cents: int
    vat: tuple[VatTotal, ...]
    vat_cents: int
    gross_cents: int
    charge_cents: int = 0


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice of one payer, numbered; or a credit note.

    The amounts of a credit note are those of the invoice it mirrors, with their signs: what is
    positive here is owed to the buyer (as EN 16931 has it for type 381).

    Attributes:
        number: As printed (BT-1), such as ``2026-00042``.
        series: What it is numbered within: kind of document and fiscal year.
        supply_from: First day served (BT-73).
        supply_to: Last day served, inclusive (BT-74).
        projects: Codes of the projects it bills.
        title: What it is about in one line: the name of the project, or of the month.
        language: Of the buyer: en, fr, nl or de.
        template: Name of the template; empty for the one that ships.
        reference: Structured communication or other payment reference (BT-83).
        discount: The client's usual discount, as a fraction; one of ``allowances``.
        mentions: The sentences the law wants on it, in the buyer's language.
        logo: Path of the firm's picture; empty without one.
        allowances: The discounts on the document; empty on an invoice that Quotepart issued before
            it kept them, whose ``totals`` have their sum.
        early: What may be paid instead, if it is paid early; None without such a discount.
        kind: Invoice, credit note or pro forma.
        preceding: The invoice that a credit note takes back; None on any other document.
        exemptions: Why lines bear no VAT, once for each category that has a reason; the sentences
            are among ``mentions`` too.
        einvoice: In which form the buyer gets it.
        order_reference: The buyer's purchase order (BT-13); or empty.
        notes: The sentences that a structured file carries (BG-1), in the order of the document.
        settles: The invoices of the deposits that it takes off (BG-3), in the order of its lines.
    """

    number: str
    series: str
    issue_date: date
    due_date: date
    supply_from: date
    supply_to: date
    seller: Party
    buyer: Party
    projects: tuple[str, ...]
    title: str
    currency: str
    language: str
    lines: tuple[InvoiceLine, ...]
    totals: Totals
    reference: str
    iban: str
    bic: str = ""
    discount: Decimal = Decimal(0)
    buyer_reference: str = ""
    template: str = ""
    mentions: tuple[str, ...] = ()
    logo: str = ""
    allowances: tuple[DocumentAllowance, ...] = ()
    charges: tuple[DocumentCharge, ...] = ()
    early: EarlyPayment | None = None
    kind: DocumentKind = DocumentKind.INVOICE
    preceding: Preceding | None = None
    exemptions: tuple[Exemption, ...] = ()
    einvoice: EInvoice = EInvoice.PDF
    order_reference: str = ""
    notes: tuple[Note, ...] = ()
    settles: tuple[Preceding, ...] = ()


def billed_lines(invoice: Invoice) -> tuple[str, ...]:
    """Keys of the prebilling lines of an invoice, each once: its lines, then its discounts."""
    granted = (one.line for one in invoice.allowances if one.line)
    return tuple(dict.fromkeys([*(line.line for line in invoice.lines), *granted]))

"""An invoice: what is printed, written to the journal and, later, sent as a structured file.

Everything that a document shows is in here, so that a document can be made again from the journal
when the workbook has moved on. Terms and numbers (BT, BG) are those of EN 16931.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from addin.billing.choices import VatCategory


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


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line (BG-25).

    Attributes:
        line: Key of the prebilling line it bills.
        quantity: What is multiplied (BT-129); never negative.
        minutes: Exact minutes where the line is printed as h:mm, else None.
        unit: Code of the unit, such as ``hour``.
        unit_name: The unit in the buyer's language.
        unit_price: Net price of one unit (BT-146); never negative.
        allowance_cents: Discount on the line (BT-136); never negative.
        net_cents: Line net amount (BT-131): quantity x unit price rounded once, less the allowance.
        vat_rate: As a fraction: 0.21 (BT-152 is 21).
        period_from: First day served (BT-134).
        period_to: Last day served, inclusive (BT-135).
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


@dataclass(frozen=True, slots=True)
class VatTotal:
    """One row of the VAT breakdown (BG-23), a category and a rate.

    Attributes:
        vat_rate: As a fraction: 0.21 (BT-119 is 21).
        base_cents: Sum of the line nets less the document allowance (BT-116).
        vat_cents: Rounded once on ``base_cents`` (BT-117).
    """

    vat_category: VatCategory
    vat_rate: Decimal
    base_cents: int
    vat_cents: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What an invoice comes to (BG-22).

    Attributes:
        lines_cents: Sum of the line nets (BT-106).
        allowance_cents: Discount on the document (BT-107); never negative.
        net_cents: Without VAT (BT-109).
        vat: One row per category and rate, in the order the lines bring them.
        vat_cents: Total VAT (BT-110).
        gross_cents: Net and VAT (BT-112), the amount due (BT-115).
    """

    lines_cents: int
    allowance_cents: int
    net_cents: int
    vat: tuple[VatTotal, ...]
    vat_cents: int
    gross_cents: int


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice of one payer, numbered.

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
        mentions: The sentences the law wants on it, in the buyer's language.
        logo: Path of the firm's picture; empty without one.
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

"""Discounts of clients and of the user's own lines, and early payments, from the sheets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from addin.billing.choices import Axis, VatCategory
from addin.billing.deposits import is_settlement
from addin.billing.discounts import Discount
from addin.billing.document import DocumentSums, EarlyTerms
from addin.billing.invoice import EarlyPayment
from addin.billing.lines import Overrides, charge
from addin.billing.money import from_cents, to_cents
from addin.billing.time import HOUR_MINUTES
from addin.documents.figures import percent
from addin.errors import Finding, Place
from addin.jobs.agreed.payers import discount_of
from addin.jobs.content import Content
from addin.jobs.month.prebilled import NOTHING
from addin.jobs.shared.sharing import Owed, PayerPart
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.clients import Client
from addin.words import Language, text

LONGEST_DAYS = 365


def client_discounts(client: Client, language: Language) -> list[Discount]:
    """What a client has off each of its invoices: a percentage, then an amount."""
    usual, amount = discount_of(client), to_cents(client.discount_amount or NOTHING)
    found = []
    if usual:
        reason = text("discount.percent", language, percent=percent(usual, language))
        found.append(Discount(reason, percent=usual))
    if amount:
        found.append(Discount(text("discount.amount", language), cents=amount, at_most=True))
    return found


def early_terms(client: Client, country: str, language: Language) -> EarlyTerms | None:
    """What a client saves by paying early; None if nothing was agreed.

    Args:
        client: The payer.
        country: Of the firm.
        language: Of the document.
    """
    if not client.early_discount_percent or client.early_discount_days is None:
        return None
    reason = text("discount.early", language)
    return EarlyTerms(client.early_discount_percent, country.upper(), reason)


def early_payment(
    client: Client, terms: EarlyTerms | None, sums: DocumentSums, issued: date, due: date
) -> EarlyPayment | None:
    """What an invoice offers for paying early, at the latest on the day it is due."""
    if terms is None or not sums.early_discount_cents:
        return None
    days = timedelta(days=client.early_discount_days or 0)
    return EarlyPayment(
        percent=terms.percent,
        until=min(issued + days, due),
        discount_cents=sums.early_discount_cents,
        gross_cents=sums.early_gross_cents,
        taxed=terms.taxed,
    )


def discounted_cents(
    lines: Iterable[Owed], parts: Mapping[str, Sequence[PayerPart]], payer: str = ""
) -> dict[str, int]:
    """What a discount in percent on the lines of a project is taken off, by payer.

    What is outside the scope of VAT gets no discount, and a deposit that is deducted lessens none:
    it was paid on the same work.

    Args:
        lines: The drafts of the project and month that nobody holds.
        parts: What each payer pays of them, by key.
        payer: The one client who gets the discount; empty for all.

    Returns:
        Cents above zero.
    """
    nets: dict[str, int] = {}
    for one in lines:
        if one.axis is Axis.DISCOUNT or is_settlement(one.key):
            continue
        for part, terms in parts.get(one.key, ()):
            if terms.vat.category is not VatCategory.O and payer in {"", part.payer}:
                nets[part.payer] = nets.get(part.payer, 0) + part.cents
    return {payer: cents for payer, cents in nets.items() if cents > 0}


def discount_findings(content: Content) -> list[Finding]:
    """Discounts and early payments that nobody can grant, on lines and with clients."""
    return [
        *(one for row in content.records(PrebillingLine) for one in _line_faults(row)),
        *(one for client in content.records(Client) for one in _client_faults(client)),
    ]


def _line_faults(row: PrebillingLine) -> Iterator[Finding]:
    """A discount in euros that is negative, or more than what it is taken off."""
    amount = row.discount_amount
    if not amount or row.invoice or row.quantity is None or row.unit_price is None:
        return
    place = Place("Prebilling", row.sheet_row, "discount_amount")
    before = charge(
        row.quantity,
        row.unit_price,
        Overrides(
            row.quantity_override, row.price_override, discount=row.discount_percent or NOTHING
        ),
        by_minutes=row.unit == HOUR_MINUTES,
        reduction_cents=to_cents(row.reduction or NOTHING),
    ).net_cents
    if not 0 <= to_cents(amount) <= abs(before):
        values = {"discount": amount, "line": from_cents(abs(before))}
        yield Finding("DISC-01", place, values)


def _client_faults(client: Client) -> Iterator[Finding]:
    amount, days = client.discount_amount, client.early_discount_days
    if amount is not None and amount < 0:
        values: dict[str, object] = {"discount": amount}
        yield Finding("DISC-02", Place("Clients", client.sheet_row, "discount_amount"), values)
    early = client.early_discount_percent
    if early is not None and not 0 <= early < 1:
        place = Place("Clients", client.sheet_row, "early_discount_percent")
        yield Finding("PRE-05", place, {"discount": early})
    place = Place("Clients", client.sheet_row, "early_discount_days")
    if days is not None and not 0 <= days <= LONGEST_DAYS:
        expected = f"0-{LONGEST_DAYS}"
        values = {"heading": "early_discount_days", "value": days, "expected": expected}
        yield Finding("SET-02", place, values)
    elif early and days is None:
        yield Finding("DISC-03", place, {"client": client.client})

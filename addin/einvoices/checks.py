"""What the official rules let through: sums that are off by a cent, and numbers that nobody has.

The rules of CEN allow a taxable base to be off by almost one euro, those of Peppol a line by two
cents, and none of them looks at check digits. Here an amount is right to the cent, or it is told.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from addin.billing.money import from_cents, to_cents
from addin.billing.reference import structured_reference
from addin.einvoices.model import (
    AllowanceCharge,
    ElectronicInvoice,
    ElectronicLine,
    Identifier,
    TradingParty,
)
from addin.errors import Finding, Place
from addin.identity.bank_account import checked_iban
from addin.identity.endpoint import (
    BELGIAN_ENTERPRISE,
    FRENCH_INVOICING,
    FRENCH_SIREN,
    FRENCH_SIRET,
    VAT_SCHEMES,
    checked_endpoint,
)
from addin.identity.fault import Fault
from addin.identity.vat_number import checked_vat_number

_ZERO = Decimal(0)
_REGISTERS = frozenset({BELGIAN_ENTERPRISE, FRENCH_INVOICING, FRENCH_SIREN, FRENCH_SIRET})
_VAT_COUNTRIES = {scheme: country for country, scheme in VAT_SCHEMES.items()}
_REFERENCE_DIGITS = 10

Group = tuple[str, Decimal]
"""A VAT category and a rate in percent; 0 outside the scope of VAT."""


def exact_findings(invoice: ElectronicInvoice, *, ours: bool = True) -> list[Finding]:
    """What is wrong with an invoice, whatever the official rules say.

    Args:
        invoice: As it is written, or as it was read.
        ours: Whether Quotepart issued it, so that its payment reference follows from its number.

    Returns:
        EIN-01 to EIN-10, and ID-01 to ID-10 for a number whose check digits are wrong. A finding
        names the sheet where the party or the firm stands; the row is for the caller to tell.
    """
    return [
        *_decimals(invoice),
        *(one for line in invoice.lines for one in _line(line)),
        *(one for allowance in invoice.allowances for one in _percent(allowance, "-")),
        *_bases(invoice),
        *_totals(invoice),
        *_party(invoice.seller, "Settings"),
        *_party(invoice.buyer, "Clients"),
        *_payment(invoice, ours=ours),
    ]


def _decimals(invoice: ElectronicInvoice) -> Iterator[Finding]:
    """Amounts finer than a cent, which nobody can pay."""
    totals = invoice.totals
    amounts: list[tuple[str, Decimal | None]] = [
        ("BT-106", totals.lines),
        ("BT-107", totals.allowances),
        ("BT-108", totals.charges),
        ("BT-109", totals.without_vat),
        ("BT-110", totals.vat),
        ("BT-112", totals.with_vat),
        ("BT-115", totals.due),
        *(("BT-131", line.net) for line in invoice.lines),
        *(("BT-116", row.base) for row in invoice.vat),
        *(("BT-117", row.vat) for row in invoice.vat),
        *(("BT-92", one.amount) for one in invoice.allowances),
        *(("BT-136", one.amount) for line in invoice.lines for one in line.allowances),
    ]
    for term, amount in amounts:
        if amount is not None and amount != from_cents(to_cents(amount)):
            yield Finding("EIN-06", Place(), {"term": term, "amount": amount})


def _line(line: ElectronicLine) -> Iterator[Finding]:
    """Quantity x price, rounded once, less allowances, plus charges."""
    per = line.price.base_quantity
    per = Decimal(1) if per is None else per
    if per > 0:
        exact = Fraction(line.quantity) * Fraction(line.price.net) / Fraction(per)
        expected = from_cents(to_cents(exact)) + _added(line.allowances)
        if expected != line.net:
            values = {"line": line.identifier, "expected": expected, "found": line.net}
            yield Finding("EIN-01", Place(), values)
    for one in line.allowances:
        yield from _percent(one, line.identifier)


def _percent(one: AllowanceCharge, line: str) -> Iterator[Finding]:
    """A percentage of a base, if both are told."""
    if one.percent is None or one.base is None:
        return
    expected = from_cents(to_cents(Fraction(one.base) * Fraction(one.percent) / 100))
    if expected != one.amount:
        values = {"line": line, "expected": expected, "found": one.amount}
        yield Finding("EIN-10", Place(), values)


def _added(allowances: Iterable[AllowanceCharge]) -> Decimal:
    return sum((one.amount if one.is_charge else -one.amount for one in allowances), _ZERO)


def _bases(invoice: ElectronicInvoice) -> Iterator[Finding]:
    """The taxable amount of each category and rate, and the VAT on it."""
    bases: dict[Group, Decimal] = {}
    for line in invoice.lines:
        group = (line.vat_category, line.vat_rate or _ZERO)
        bases[group] = bases.get(group, _ZERO) + line.net
    for one in invoice.allowances:
        group = (one.vat_category, one.vat_rate or _ZERO)
        bases[group] = bases.get(group, _ZERO) + _added([one])
    for row in invoice.vat:
        rate = row.rate or _ZERO
        values = {"category": row.category, "rate": rate}
        expected = bases.pop((row.category, rate), _ZERO)
        if expected != row.base:
            yield Finding("EIN-03", Place(), values | {"expected": expected, "found": row.base})
        # The last of several credit notes gives back what the others have left of the VAT.
        due = from_cents(to_cents(Fraction(row.base) * Fraction(rate) / 100))
        if due != row.vat and not (invoice.is_credit_note and invoice.preceding):
            yield Finding("EIN-04", Place(), values | {"expected": due, "found": row.vat})
    for (category, rate), expected in bases.items():
        values = {"category": category, "rate": rate}
        yield Finding("EIN-03", Place(), values | {"expected": expected, "found": _ZERO})


def _totals(invoice: ElectronicInvoice) -> Iterator[Finding]:
    """The sums of sums: each follows from those before it."""
    totals = invoice.totals
    off = sum((one.amount for one in invoice.allowances if not one.is_charge), _ZERO)
    on = sum((one.amount for one in invoice.allowances if one.is_charge), _ZERO)
    vat = sum((row.vat for row in invoice.vat), _ZERO)
    lines = sum((line.net for line in invoice.lines), _ZERO)
    if invoice.lines and lines != totals.lines:
        yield Finding("EIN-02", Place(), {"expected": lines, "found": totals.lines})
    sums = (
        ("BT-107", off, totals.allowances or _ZERO),
        ("BT-108", on, totals.charges or _ZERO),
        ("BT-109", (totals.lines or lines) - off + on, totals.without_vat),
        ("BT-110", vat, totals.vat or _ZERO),
        ("BT-112", totals.without_vat + vat, totals.with_vat),
        (
            "BT-115",
            totals.with_vat - (totals.paid or _ZERO) + (totals.rounding or _ZERO),
            totals.due,
        ),
    )
    for term, expected, found in sums:
        if expected != found:
            values = {"term": term, "expected": expected, "found": found}
            yield Finding("EIN-05", Place(), values)


def _party(party: TradingParty, table: str) -> Iterator[Finding]:
    """Numbers whose check digits are wrong."""
    if party.vat_identifier:
        found = checked_vat_number(party.vat_identifier, party.vat_identifier[:2])
        if isinstance(found, Fault):
            yield found.at(Place(table, None, "vat_number"))
    numbers = [party.legal_registration, *party.identifiers]
    columns = [("endpoint", party.endpoint), *(("enterprise_number", one) for one in numbers)]
    for column, number in columns:
        fault = _fault(number)
        if fault is not None:
            yield fault.at(Place(table, None, column))


def _fault(number: Identifier | None) -> Fault | None:
    """Why a number is none of its register; None also where nobody can tell."""
    if number is None:
        return None
    found: str | Fault = ""
    if number.scheme in _REGISTERS:
        found = checked_endpoint(f"{number.scheme}:{number.value}")
    elif number.scheme in _VAT_COUNTRIES:
        found = checked_vat_number(number.value, _VAT_COUNTRIES[number.scheme])
    return found if isinstance(found, Fault) else None


def _payment(invoice: ElectronicInvoice, *, ours: bool) -> Iterator[Finding]:
    """Until when, with what reference, and to which account."""
    is_owed = invoice.totals.due > 0 and not invoice.is_credit_note
    if is_owed and invoice.due_date is None and not invoice.terms:
        yield Finding("EIN-07", Place("Clients", None, "payment_days"))
    payment = invoice.payment
    if payment is None:
        return
    for transfer in payment.transfers:
        # Outside Europe an account may have a number of another kind.
        if transfer.account[:2].isalpha() and transfer.account[2:4].isdigit():
            found = checked_iban(transfer.account)
            if isinstance(found, Fault):
                yield found.at(Place("Settings", None, "iban"))
    yield from _reference(invoice.number, payment.reference, ours=ours)


def _reference(number: str, reference: str, *, ours: bool) -> Iterator[Finding]:
    """A structured communication with wrong check digits, or that of another invoice."""
    values = {"reference": reference, "number": number}
    if reference.startswith("+++") and not _is_structured(reference):
        yield Finding("EIN-08", Place(), values)
    elif ours and reference and reference not in _references(number):
        yield Finding("EIN-09", Place(), values)


def _is_structured(reference: str) -> bool:
    """Whether a structured communication has twelve digits, the last two of which are right."""
    digits = _digits(reference)
    return len(digits) == 12 and reference == structured_reference(digits[:-2])


def _references(number: str) -> set[str]:
    """What the payer of an invoice of ours may be asked to quote."""
    digits = _digits(number)
    if 0 < len(digits) <= _REFERENCE_DIGITS:
        return {number, structured_reference(digits)}
    return {number}


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign in "0123456789")

"""Credit notes: what takes back an issued invoice, wholly or in part, to the cent.

A credit note mirrors the cents that the invoice has; it computes nothing anew that the invoice has
computed. The note that leaves nothing of a VAT rate takes all that was left of its VAT, whatever a
rounding would give.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from addin.billing.credit_allowances import LeftOver, left_over
from addin.billing.credit_amount import shares_of_gross, shares_of_net, spread
from addin.billing.credit_left import Left, Taxed, left_of, vat_of_credit
from addin.billing.invoice import (
    DocumentAllowance,
    DocumentCharge,
    DocumentKind,
    Invoice,
    InvoiceLine,
    Note,
    Preceding,
    Source,
    Totals,
    VatTotal,
)
from addin.billing.lines import round_to_minutes
from addin.billing.money import Exact, from_cents, line_cents, part_of
from addin.errors import BillingError


class NothingLeftError(BillingError):
    """All of the invoice is credited."""

    code = "CRN-01"


class CreditAmountError(BillingError):
    """An amount is nothing, or more than is left."""

    code = "CRN-02"


class UnknownLineError(BillingError):
    """The invoice has no line at that place."""

    code = "CRN-03"


class CreditQuantityError(BillingError):
    """A quantity is nothing, or more than the line bills."""

    code = "CRN-04"


@dataclass(frozen=True, slots=True)
class CreditPart:
    """A line of an invoice that is to be credited, or a part of it.

    Attributes:
        place: Of the line, from 1.
        quantity: In the unit of the line; None for all that is left of it.
        reopens: What is to be billed again; nothing where the credit is commercial.
    """

    place: int
    quantity: Decimal | None = None
    reopens: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Credit:
    """What a credit note takes back, before it has a number."""

    lines: tuple[InvoiceLine, ...]
    allowances: tuple[DocumentAllowance, ...]
    charges: tuple[DocumentCharge, ...]
    totals: Totals


def whole_credit(
    invoice: Invoice,
    notes: Sequence[Invoice],
    reopens: Mapping[int, tuple[Source, ...]] | None = None,
) -> Credit:
    """All that is left of an invoice.

    Args:
        invoice: As it was issued.
        notes: The credit notes it has already.
        reopens: What is to be billed again, by the place of the line.

    Raises:
        NothingLeftError: It is credited whole.
    """
    opened = reopens or {}
    left = left_of(invoice, notes)
    if notes and not (left.gross_cents or any(left.lines)):
        raise NothingLeftError(invoice=invoice.number, notes=_numbers(notes))
    places = [place for place, cents in enumerate(left.lines, start=1) if cents or not notes]
    lines = [
        _line(invoice, place, left.lines[place - 1], None, opened.get(place, ()))
        for place in places or [1]
    ]
    rest = left_over(invoice, notes)
    return _credit(invoice, left, lines, rest.all_of_it())


def credit_of_lines(
    invoice: Invoice, notes: Sequence[Invoice], parts: Sequence[CreditPart]
) -> Credit:
    """Some lines, or parts of their quantity; the discounts of the document go with them.

    Args:
        invoice: As it was issued.
        notes: The credit notes it has already.
        parts: One for each line, in their order.

    Raises:
        UnknownLineError: There is no such line.
        CreditQuantityError: A quantity is nothing, or more than the line has.
        NothingLeftError: Nothing is left of one of the lines.
    """
    left = left_of(invoice, notes)
    cents = {one.place: _cents(invoice, left, notes, one) for one in parts}
    if all(cents.get(place, 0) == rest for place, rest in enumerate(left.lines, start=1)):
        return whole_credit(invoice, notes, {one.place: one.reopens for one in parts})
    lines = [
        _line(invoice, one.place, cents[one.place], one.quantity, one.reopens) for one in parts
    ]
    taken: dict[Taxed, int] = {}
    for line in lines:
        taxed = (line.vat_category, line.vat_rate)
        taken[taxed] = taken.get(taxed, 0) + line.net_cents
    rest = left_over(invoice, notes)
    return _credit(invoice, left, lines, rest.in_proportion(taken, _sums(invoice, left)))


def credit_of_amount(
    invoice: Invoice, notes: Sequence[Invoice], cents: int, *, gross: bool
) -> Credit:
    """An amount over what is left of each VAT rate and line; it opens nothing again.

    Args:
        invoice: As it was issued.
        notes: The credit notes it has already.
        cents: Above zero; with VAT if ``gross``.
        gross: Whether the amount is with VAT. The note then comes to exactly this amount.

    Raises:
        CreditAmountError: It is nothing, or more than is left.

    The parts of a VAT rate are those of its lines, less what its discounts have taken off.
    """
    left = left_of(invoice, notes)
    most = left.gross_cents if gross else left.net_cents
    if cents == most and cents > 0:
        return whole_credit(invoice, notes)
    # What an early payment puts back is in the base of exempt lines, and on no line.
    put_back = left_over(invoice, notes).put_back()
    weights = {
        taxed: of_lines + (left.vat[taxed] if gross else 0)
        for taxed, base_cents in left.bases.items()
        if (of_lines := base_cents - put_back.get(taxed, 0)) > 0
    }
    most = min(most, sum(weights.values()))
    if not 0 < cents <= most:
        raise CreditAmountError(
            invoice=invoice.number, asked=from_cents(cents), left=from_cents(max(most, 0))
        )
    shares = (shares_of_gross if gross else shares_of_net)(left, weights, cents)
    lines: list[InvoiceLine] = []
    for taxed, share in shares.items():
        rests = {
            place: left.lines[place - 1]
            for place, line in enumerate(invoice.lines, start=1)
            if (line.vat_category, line.vat_rate) == taxed
        }
        parts = {place: part for place, part in spread(share[0], rests).items() if part}
        if any(share) and not parts:  # VAT alone: it stands on a line of nothing
            parts[next(filter(rests.get, rests))] = 0
        lines += [_piece(invoice, place, part) for place, part in parts.items()]
    lines.sort(key=lambda line: line.credits)
    vat = tuple(VatTotal(*taxed, *share) for taxed, share in shares.items() if any(share))
    return Credit(tuple(lines), (), (), _totals(lines, (), (), vat))


def as_credit_note(  # noqa: PLR0913 - all that a number and a day add
    invoice: Invoice,
    credit: Credit,
    *,
    number: str,
    series: str,
    issue_date: date,
    mentions: Iterable[str] = (),
) -> Invoice:
    """The credit note of an invoice: its parties, terms and cents, numbered and dated.

    Args:
        invoice: As it was issued.
        credit: What is taken back.
        number: Of the credit note.
        series: What it is numbered within.
        issue_date: Its day; nothing is due later.
        mentions: What it says before the sentences of the invoice.
    """
    said = tuple(mentions)
    return replace(
        invoice,
        number=number,
        series=series,
        issue_date=issue_date,
        due_date=issue_date,
        supply_from=min(line.period_from for line in credit.lines),
        supply_to=max(line.period_to for line in credit.lines),
        projects=tuple(dict.fromkeys(line.project for line in credit.lines)),
        lines=credit.lines,
        totals=credit.totals,
        allowances=credit.allowances,
        charges=credit.charges,
        mentions=(*said, *invoice.mentions),
        notes=(*map(Note, said), *invoice.notes) if invoice.notes else (),
        early=None,
        kind=DocumentKind.CREDIT_NOTE,
        preceding=Preceding(invoice.number, invoice.issue_date),
    )


def quantity_left(invoice: Invoice, notes: Iterable[Invoice], place: int) -> Decimal:
    """What earlier notes have left of the quantity of a line; parts by amount take none of it."""
    quantity = invoice.lines[place - 1].quantity
    unit = invoice.lines[place - 1].unit
    for note in notes:
        for line in note.lines:
            if line.credits == place and line.unit == unit:
                quantity -= line.quantity
    return quantity


def _cents(invoice: Invoice, left: Left, notes: Sequence[Invoice], part: CreditPart) -> int:
    """What a part comes to: its quantity at the price of the line, never more than is left."""
    if not 1 <= part.place <= len(invoice.lines):
        raise UnknownLineError(invoice=invoice.number, line=part.place, count=len(invoice.lines))
    line, rest = invoice.lines[part.place - 1], left.lines[part.place - 1]
    if not rest:
        raise NothingLeftError(invoice=invoice.number, notes=_numbers(notes))
    if part.quantity is None:
        return rest
    most = quantity_left(invoice, notes, part.place)
    ratio = Fraction(*_whole_ratio(part.quantity, line.quantity)) if line.quantity else Fraction(0)
    if ratio <= 0 or abs(part.quantity) > abs(most):
        raise CreditQuantityError(
            invoice=invoice.number, line=part.place, asked=part.quantity, left=most
        )
    if part.quantity == most:
        return rest
    cents = part_of(line.net_cents, ratio)
    return min(cents, rest) if rest > 0 else max(cents, rest)


def _whole_ratio(part: Decimal, whole: Decimal) -> tuple[int, int]:
    """A part over a whole as two whole numbers."""
    top, bottom = part.as_integer_ratio()
    whole_top, whole_bottom = whole.as_integer_ratio()
    return top * whole_bottom, bottom * whole_top


def _line(
    invoice: Invoice,
    place: int,
    cents: int,
    quantity: Decimal | None,
    reopens: tuple[Source, ...],
) -> InvoiceLine:
    """A line of a credit note: that of the invoice where all of it is credited at once."""
    theirs = invoice.lines[place - 1]
    if cents == theirs.net_cents:
        return replace(theirs, credits=place, reopens=reopens)
    if quantity is None:
        return replace(_piece(invoice, place, cents), reopens=reopens)
    minutes = None if theirs.minutes is None else round_to_minutes(quantity)
    exact: Exact = quantity if minutes is None else Fraction(minutes, 60)
    off = line_cents(exact, theirs.unit_price) - cents
    if off * cents < 0:
        return replace(_piece(invoice, place, cents), reopens=reopens)
    return replace(
        theirs,
        quantity=quantity,
        minutes=minutes,
        net_cents=cents,
        allowance_cents=off,
        reduction_cents=0,
        credits=place,
        reopens=reopens,
    )


def _piece(invoice: Invoice, place: int, cents: int) -> InvoiceLine:
    """A part of a line that has no quantity of its own."""
    return replace(
        invoice.lines[place - 1],
        quantity=Decimal(1 if cents >= 0 else -1),
        unit="",
        unit_name="",
        unit_price=from_cents(abs(cents)),
        net_cents=cents,
        allowance_cents=0,
        reduction_cents=0,
        minutes=None,
        credits=place,
        reopens=(),
    )


def _credit(invoice: Invoice, left: Left, lines: Sequence[InvoiceLine], off: LeftOver) -> Credit:
    """Lines with what is taken off them and put back, and what all of it comes to."""
    bases: dict[Taxed, int] = {}
    for line in lines:
        taxed = (line.vat_category, line.vat_rate)
        bases[taxed] = bases.get(taxed, 0) + line.net_cents
    for allowance in off.allowances:
        taxed = (allowance.vat_category, allowance.vat_rate)
        bases[taxed] = bases.get(taxed, 0) - allowance.cents
    for charge in off.charges:
        taxed = (charge.vat_category, charge.vat_rate)
        bases[taxed] = bases.get(taxed, 0) + charge.cents
    vat = tuple(
        VatTotal(
            *taxed,
            bases[taxed],
            vat_of_credit(left, taxed, bases[taxed], part_of(bases[taxed], taxed[1])),
        )
        for taxed in ((one.vat_category, one.vat_rate) for one in invoice.totals.vat)
        if taxed in bases
    )
    totals = _totals(lines, off.allowances, off.charges, vat)
    return Credit(tuple(lines), tuple(off.allowances), tuple(off.charges), totals)


def _totals(
    lines: Sequence[InvoiceLine],
    allowances: Sequence[DocumentAllowance],
    charges: Sequence[DocumentCharge],
    vat: tuple[VatTotal, ...],
) -> Totals:
    net_cents, vat_cents = sum(one.base_cents for one in vat), sum(one.vat_cents for one in vat)
    return Totals(
        lines_cents=sum(line.net_cents for line in lines),
        allowance_cents=sum(one.cents for one in allowances),
        net_cents=net_cents,
        vat=vat,
        vat_cents=vat_cents,
        gross_cents=net_cents + vat_cents,
        charge_cents=sum(one.cents for one in charges),
    )


def _sums(invoice: Invoice, left: Left) -> dict[Taxed, int]:
    """What is left of the lines of each VAT rate, before discounts of the document."""
    sums: dict[Taxed, int] = {}
    for line, cents in zip(invoice.lines, left.lines, strict=True):
        taxed = (line.vat_category, line.vat_rate)
        sums[taxed] = sums.get(taxed, 0) + cents
    return sums


def _numbers(notes: Iterable[Invoice]) -> str:
    return ", ".join(note.number for note in notes)

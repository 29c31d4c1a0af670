"""Rows of prebilling: from the sheet to the core, and back."""

from collections.abc import Container
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis, Decision
from addin.billing.existing import NO_OVERRIDES, ExistingLine
from addin.billing.lines import Charge, Line, Overrides, charge, is_computed
from addin.billing.money import from_cents, line_cents, to_cents
from addin.billing.time import HOUR_MINUTES
from addin.jobs.agreed.portfolio import Portfolio
from addin.tables.reading import Table
from addin.tables.sheets.bills import PrebillingLine
from addin.words import Language, text

NOTHING = Decimal(0)
_typed = attrgetter(
    "quantity_override",
    "price_override",
    "text_override",
    "discount_percent",
    "discount_amount",
    "payer_override",
)
_NOTHING_TYPED = (None,) * 6


def existing_lines(
    table: Table[PrebillingLine], issued: Container[str] = frozenset()
) -> list[ExistingLine]:
    """The sound rows that have a key; ``issued`` are the lines that the journal has."""
    return [existing_line(row, table, issued) for row in table.records if row.line]


def existing_line(
    row: PrebillingLine, table: Table[PrebillingLine], issued: Container[str] = frozenset()
) -> ExistingLine:
    """A row as the core sees it."""
    return ExistingLine(
        position=table.positions[row.sheet_row - table.grid.first_row],
        key=row.line or "",
        month=row.month,
        project=row.project,
        service=row.service or "",
        axis=row.axis,
        period=period_of(row),
        quantity=row.quantity or NOTHING,
        unit_price=row.unit_price or NOTHING,
        cents=_computed_cents(row),
        origin=row.origin or "",
        invoiced=bool(row.invoice) or row.line in issued,
        phase=row.phase or "",
        net_cents=to_cents(row.amount) if row.amount else 0,
        reduction_cents=to_cents(row.reduction) if row.reduction else 0,
        overrides=overrides_of(row),
    )


def period_of(row: PrebillingLine) -> Period | None:
    """The days that a row serves; None if it does not tell, or tells them the wrong way round."""
    if row.period_from is None or row.period_to is None or row.period_to < row.period_from:
        return None
    return Period(row.period_from, row.period_to)


def _computed_cents(row: PrebillingLine) -> int:
    if row.quantity is None or row.unit_price is None:
        return to_cents(row.amount or NOTHING)
    if row.unit != HOUR_MINUTES:
        return line_cents(row.quantity, row.unit_price)
    return charge(row.quantity, row.unit_price, NO_OVERRIDES, by_minutes=True).net_cents


def overrides_of(row: PrebillingLine) -> Overrides:
    """What the user typed beside the computed values."""
    if _typed(row) == _NOTHING_TYPED:
        return NO_OVERRIDES
    return Overrides(
        quantity=row.quantity_override,
        price=row.price_override,
        text=row.text_override or "",
        discount=row.discount_percent or NOTHING,
        discount_cents=to_cents(row.discount_amount or NOTHING),
        payer=row.payer_override or "",
    )


def charge_of(row: PrebillingLine) -> Charge:
    """What a row comes to with its overrides; a discount of the user's own comes to less than 0."""
    if is_percent_discount(row):
        cents = to_cents(row.amount or NOTHING)
        return Charge(row.quantity or Decimal(1), from_cents(-cents), None, cents, 0)
    priced = charge(
        row.quantity if row.quantity is not None else NOTHING,
        row.unit_price if row.unit_price is not None else NOTHING,
        overrides_of(row),
        by_minutes=row.unit == HOUR_MINUTES,
        reduction_cents=to_cents(row.reduction) if row.reduction else 0,
    )
    if row.axis is not Axis.DISCOUNT:
        return priced
    return Charge(priced.quantity, priced.unit_price, None, -priced.net_cents, 0)


def is_percent_discount(row: PrebillingLine) -> bool:
    """Whether the user takes a percentage off the other lines of a project."""
    given = row.price_override if row.unit_price is None else row.unit_price
    return row.axis is Axis.DISCOUNT and given is None and row.discount_percent is not None


def computed_values(line: Line, portfolio: Portfolio, language: Language) -> dict[str, Any]:
    """The cells that a run writes for a line, before overrides."""
    return {
        "line": line.key,
        "month": line.month,
        "project": line.project,
        "phase": line.phase or None,
        "client": line.client,
        "service": line.service or None,
        "axis": line.axis,
        "description": describe(Subject.of(line), portfolio, language),
        "period_from": line.period.start,
        "period_to": line.period.end,
        "quantity": line.quantity,
        "unit": line.unit or None,
        "unit_price": line.unit_price,
        "reduction": from_cents(line.reduction_cents) if line.reduction_cents else None,
        "value": None if line.value_cents is None else from_cents(line.value_cents),
        "origin": line.origin,
    }


class Subject(NamedTuple):
    """What a line says of itself.

    Attributes:
        note: What replaces the name of the service; empty for nothing.
        detail: The person, the task or the note; empty for nothing.
        caught_up: The month of the work where a later one bills it; else None.
    """

    service: str
    axis: Axis
    note: str
    detail: str
    caught_up: Month | None

    @classmethod
    def of(cls, line: Line) -> "Subject":
        """That of a line."""
        caught_up = Month.of(line.period.start) if line.late else None
        return cls(line.service, line.axis, line.note, line.detail, caught_up)


def describe(line: Subject, portfolio: Portfolio, language: Language) -> str:
    """What the invoice prints for a line."""
    service = portfolio.services.get(line.service)
    subject = line.note or (service.name if service is not None else "")
    parts = [subject or text(f"line.{line.axis.value}", language)]
    if line.detail:
        parts.append(_detail(line, portfolio))
    if line.caught_up is not None:
        month = month_name(line.caught_up, language)
        parts.append(text("line.late", language, month=month))
    return " - ".join(part for part in parts if part)


def _detail(line: Subject, portfolio: Portfolio) -> str:
    person = portfolio.staff.get(line.detail) if line.axis is Axis.TIME else None
    return person.name if person is not None else line.detail


@cache
def month_name(month: Month, language: Language) -> str:
    """Such as ``octobre 2026``."""
    from babel.dates import format_date  # noqa: PLC0415 - only for late lines

    return format_date(month.first, format="LLLL yyyy", locale=language.value)


def overridden_values(overrides: Overrides) -> dict[str, Any]:
    """The override columns of a new row that takes over what the user typed in another."""
    values: dict[str, Any] = {}
    if overrides.discount:
        values["discount_percent"] = overrides.discount
    if overrides.discount_cents:
        values["discount_amount"] = from_cents(overrides.discount_cents)
    return values


def plain(quantity: Decimal) -> Decimal:
    """A quantity without the zeros at its end, whichever its cell had.

    >>> plain(Decimal("2.0")), plain(Decimal("100.00"))
    (Decimal('2'), Decimal('100'))
    """
    return quantity.normalize() + 0


def two_decimals(price: Decimal) -> Decimal:
    """A price with at least two decimals, as prices are read.

    >>> two_decimals(Decimal("95.0")), two_decimals(Decimal("0.125"))
    (Decimal('95.00'), Decimal('0.125'))
    """
    cents = price.quantize(Decimal("0.01"))
    return cents if cents == price else price


def is_generated(row: PrebillingLine) -> bool:
    """Whether a run wrote a row, and not the user."""
    if row.origin:
        return True
    return is_computed(row.line or "", row.project, row.service or "", row.axis)


def is_approved(row: PrebillingLine) -> bool:
    """Whether the user let it go out."""
    return row.decision is Decision.APPROVED and not row.hold

"""Rows of prebilling: from the sheet to the core, and back."""

from collections.abc import Container, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis, Decision
from addin.billing.lines import Charge, Line, Overrides, charge, is_computed
from addin.billing.money import from_cents, to_cents
from addin.billing.prebilling import ExistingLine
from addin.billing.time import HOUR_MINUTES
from addin.jobs.portfolio import Portfolio
from addin.tables.reading import Table
from addin.tables.sheets.bills import Allocation, PrebillingLine
from addin.words import Language, text

NOTHING = Decimal(0)


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
        overridden=overrides_of(row) != Overrides(),
        phase=row.phase or "",
        net_cents=to_cents(row.amount or NOTHING),
        reduction_cents=to_cents(row.reduction or NOTHING),
    )


def period_of(row: PrebillingLine) -> Period | None:
    """The days that a row serves; None if it does not tell, or tells them the wrong way round."""
    if row.period_from is None or row.period_to is None or row.period_to < row.period_from:
        return None
    return Period(row.period_from, row.period_to)


def _computed_cents(row: PrebillingLine) -> int:
    if row.quantity is None or row.unit_price is None:
        return to_cents(row.amount or NOTHING)
    by_minutes = row.unit == HOUR_MINUTES
    return charge(row.quantity, row.unit_price, Overrides(), by_minutes=by_minutes).net_cents


def overrides_of(row: PrebillingLine) -> Overrides:
    """What the user typed beside the computed values."""
    return Overrides(
        quantity=row.quantity_override,
        price=row.price_override,
        text=row.text_override or "",
        discount=row.discount_percent or NOTHING,
        discount_cents=to_cents(row.discount_amount or NOTHING),
        payer=row.payer_override or "",
    )


def charge_of(row: PrebillingLine) -> Charge:
    """What a row comes to with its overrides."""
    return charge(
        row.quantity if row.quantity is not None else NOTHING,
        row.unit_price if row.unit_price is not None else NOTHING,
        overrides_of(row),
        by_minutes=row.unit == HOUR_MINUTES,
        reduction_cents=to_cents(row.reduction or NOTHING),
    )


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
        "description": describe(line, portfolio, language),
        "period_from": line.period.start,
        "period_to": line.period.end,
        "quantity": line.quantity,
        "unit": line.unit or None,
        "unit_price": line.unit_price,
        "reduction": from_cents(line.reduction_cents) if line.reduction_cents else None,
        "value": None if line.value_cents is None else from_cents(line.value_cents),
        "origin": line.origin,
    }


def describe(line: Line, portfolio: Portfolio, language: Language) -> str:
    """What the invoice prints for a line."""
    service = portfolio.services.get(line.service)
    subject = line.note or (service.name if service is not None else "")
    subject = subject or text(f"line.{line.axis.value}", language)
    parts = [subject, _detail(line, portfolio)]
    if line.late:
        worked = Month.of(line.period.start)
        parts.append(text("line.late", language, month=month_name(worked, language)))
    return " - ".join(part for part in parts if part)


def _detail(line: Line, portfolio: Portfolio) -> str:
    person = portfolio.staff.get(line.detail) if line.axis is Axis.TIME else None
    return person.name if person is not None else line.detail


@cache
def month_name(month: Month, language: Language) -> str:
    """Such as ``octobre 2026``."""
    from babel.dates import format_date  # noqa: PLC0415 - only for late lines

    return format_date(month.first, format="LLLL yyyy", locale=language.value)


def changes(
    before: PrebillingLine,
    after: Mapping[str, Any],
    cents: int,
    payers: tuple[str, str],
    language: Language,
) -> str:
    """What a run changed in a row, in words; empty when the bill stays the same.

    Args:
        before: The row as it lies in the workbook.
        after: The cells that the run writes.
        cents: What the line comes to.
        payers: Who pays it, before and after.
        language: Of the workbook.
    """
    told = []
    for name, shortened in (("quantity", plain), ("unit_price", two_decimals)):
        old, new = getattr(before, name), after.get(name)
        if new is not None and old != new:
            heading = PrebillingLine.spec.column(name).heading[language].lower()
            values = {"old": old if old is None else shortened(old), "new": shortened(new)}
            told.append(text("line.changed", language, what=heading, **values))
    amount = from_cents(cents)
    if before.amount != amount:
        heading = PrebillingLine.spec.column("amount").heading[language].lower()
        told.append(text("line.changed", language, what=heading, old=before.amount, new=amount))
    elif payers[0] != payers[1]:
        heading = Allocation.spec.column("payer").heading[language].lower()
        old, new = payers[0] or "-", payers[1]
        told.append(text("line.changed", language, what=heading, old=old, new=new))
    return "; ".join(told)


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
    by_key = is_computed(row.line or "", row.project, row.service or "", row.axis)
    return bool(row.origin) or by_key


def is_approved(row: PrebillingLine) -> bool:
    """Whether the user let it go out."""
    return row.decision is Decision.APPROVED and not row.hold

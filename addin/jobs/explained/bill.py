"""From quantity and price to what each payer owes: the part that every line has."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from addin.billing.change import is_rounding
from addin.billing.choices import Axis, Basis, VatCategory
from addin.billing.lines import Charge
from addin.billing.money import from_cents, round_half_away, to_cents
from addin.billing.payers import PayerShare
from addin.billing.split import as_percent, exact_share
from addin.jobs.explained.steps import Asked, Step
from addin.jobs.month.prebilled import charge_of, is_percent_discount, plain, two_decimals
from addin.tables.sheets.bills import Allocation, PrebillingLine
from addin.tables.sheets.clients import Client

_AMOUNTS = frozenset({Basis.FIXED, Basis.CAP, Basis.REST})


def charge_steps(asked: Asked) -> Iterator[Step]:
    """Quantity x price, what is taken off, and what the line comes to."""
    row = asked.row
    yield from _typed(asked)
    charge = charge_of(row)
    if row.axis is Axis.DISCOUNT:
        yield from _own_discount(row, charge)
        return
    quantity: object = plain(charge.quantity)
    if charge.minutes is not None:
        quantity = f"{charge.minutes // 60}:{charge.minutes % 60:02}"
    gross = from_cents(charge.gross_cents)
    price = two_decimals(charge.unit_price)
    yield Step("product", {"quantity": quantity, "price": price, "amount": gross})
    yield from _taken_off(row, charge)
    yield Step("amount", {"amount": from_cents(charge.net_cents)})
    if row.amount is not None and to_cents(row.amount) != charge.net_cents:
        yield Step("amount_otherwise", {"shown": row.amount})


def _own_discount(row: PrebillingLine, charge: Charge) -> Iterator[Step]:
    """A discount that the user gives on a whole project."""
    if is_percent_discount(row):
        assert row.discount_percent is not None
        yield Step("discount_project", {"percent": plain(100 * row.discount_percent)})
    yield Step("amount", {"amount": from_cents(charge.net_cents)})


def _typed(asked: Asked) -> Iterator[Step]:
    """What the user typed in the override columns."""
    row, language = asked.row, asked.content.language
    pairs = (
        ("quantity_override", row.quantity, row.quantity_override),
        ("price_override", row.unit_price, row.price_override),
    )
    for name, computed, typed in pairs:
        if typed is not None:
            heading = PrebillingLine.spec.column(name).heading[language]
            shown = plain if name == "quantity_override" else two_decimals
            old = "-" if computed is None else shown(computed)
            yield Step("override", {"heading": heading, "typed": shown(typed), "computed": old})
    if row.hold:
        yield Step("hold")


def _taken_off(row: PrebillingLine, charge: Charge) -> Iterator[Step]:
    """The reduction, the percentage and the amount, as the charge takes them off one by one."""
    bare = row.model_copy(update={"discount_percent": None, "discount_amount": None})
    reduced = charge_of(bare).allowance_cents
    by_percent = charge_of(row.model_copy(update={"discount_amount": None})).allowance_cents
    if reduced:
        if is_rounding(row.line or "", reduced):
            yield Step("rounded_correction", {"cents": from_cents(-reduced)})
        else:
            yield Step("reduction", {"cents": from_cents(reduced)})
    if row.discount_percent:
        percent = plain(100 * row.discount_percent)
        left = from_cents(charge.gross_cents - reduced)
        taken = from_cents(by_percent - reduced)
        yield Step("discount_percent", {"percent": percent, "left": left, "cents": taken})
    if charge.allowance_cents != by_percent:
        yield Step("discount_amount", {"cents": from_cents(charge.allowance_cents - by_percent)})


def payer_steps(asked: Asked) -> Iterator[Step]:
    """Who pays which part, how it was rounded, with which VAT and why, on which invoice."""
    parts = [one for one in asked.content.records(Allocation) if one.line == asked.key]
    if not parts:
        yield Step("no_payers")
        return
    if asked.row.payer_override:
        yield Step("payer_override", {"payer": asked.row.payer_override})
    yield from _shares(asked, parts)
    for part in parts:
        yield _vat(asked, part)
    for part in parts:
        if part.invoice:
            yield Step("invoice", {"payer": part.payer, "number": part.invoice})


def _shares(asked: Asked, parts: Sequence[Allocation]) -> Iterator[Step]:
    rows = _split_rows(asked)
    if len(parts) == 1:
        yield Step("pays_all", {"payer": parts[0].payer, "part": parts[0].amount})
        return
    total = sum((part.amount for part in parts), Decimal(0))
    rounded = False
    for part in parts:
        row = rows.get(part.payer)
        values = {"payer": part.payer, "part": part.amount, "place": _place(asked, row)}
        if row is not None and row.basis in _AMOUNTS:
            yield Step("share_agreed", {**values, "basis": row.basis})
            continue
        share = exact_share(part.weight)
        exact = share * Fraction(total)
        values |= {"share": as_percent(share), "total": total, "exact": _decimals(exact)}
        is_exact = exact == part.amount
        rounded |= not is_exact
        yield Step("share" if is_exact else "share_rounded", values)
    if rounded:
        yield Step("largest_remainder", {"total": total})


def _split_rows(asked: Asked) -> Mapping[str, PayerShare]:
    """The rows of *Splits* that hold on the last day served, by payer."""
    row, day = asked.row, asked.row.period_to
    shares = asked.portfolio.shares.get(row.project, [])
    held = [one for one in shares if day is not None and one.holds_on(day)]
    own = [one for one in held if one.phase and one.phase == row.phase]
    return {one.payer: one for one in own or [one for one in held if not one.phase]}


def _place(asked: Asked, row: PayerShare | None) -> str:
    return asked.place("Splits", None if row is None else row.row)


def _decimals(euros: Fraction) -> Decimal:
    """An exact amount as far as it is worth reading: at four decimals."""
    return Decimal(f"{round_half_away(10_000 * euros.numerator, euros.denominator)}E-4")


def _vat(asked: Asked, part: Allocation) -> Step:
    """The VAT of a part, and what decides it."""
    portfolio, category = asked.portfolio, part.vat_category
    client = portfolio.clients.get(part.payer)
    service = portfolio.services.get(asked.row.service or "")
    values: dict[str, object] = {
        "payer": part.payer,
        "category": category,
        "rate": plain(100 * part.vat_rate),
    }
    if asked.row.axis is Axis.EXPENSE and category is VatCategory.O:
        return Step("vat_disbursement", values)
    if client is not None and _decides(client, category):
        return Step("vat_client", {**values, "place": asked.place("Clients", client.sheet_row)})
    if category is VatCategory.AE:
        country = client.country if client is not None else ""
        return Step("vat_reverse", {**values, "country": country})
    by_service = service is not None and (
        category is not VatCategory.S or service.vat_rate == part.vat_rate
    )
    if service is not None and by_service:
        return Step("vat_service", {**values, "place": asked.place("Services", service.sheet_row)})
    return Step("vat_standard", {**values, "country": portfolio.firm.country})


def _decides(client: Client, category: VatCategory) -> bool:
    return client.vat_category == category and category is not VatCategory.S

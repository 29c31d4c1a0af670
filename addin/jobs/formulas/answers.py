"""What the cell formulas answer: a value, or a short sentence instead of an error value."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from addin.billing.calendar import Period, due_date, prorated
from addin.billing.choices import HoursMode, Periodicity, TierMode, VatCategory
from addin.billing.indexation import indexed_cents
from addin.billing.money import from_cents, to_cents
from addin.billing.plan import cumulative
from addin.billing.reference import structured_reference
from addin.billing.retainers import retainer_cents
from addin.billing.split import as_percent, exact_share, percent_gap, split_cents
from addin.billing.tiers import TierRow, price_lists
from addin.billing.time import hours
from addin.billing.vat import totals
from addin.errors import BillingError
from addin.jobs.firm import LIMITS
from addin.tables.kinds import CellFault
from addin.tables.numbers import vat_rate, whole
from addin.tables.sheets.settings import Firm
from addin.words import Language, sentence, text

INSTALMENTS = {
    Periodicity.MONTHLY: 12,
    Periodicity.BIMONTHLY: 6,
    Periodicity.QUARTERLY: 4,
    Periodicity.HALF_YEARLY: 2,
    Periodicity.YEARLY: 1,
    Periodicity.ONCE: 1,
}


class UnusableError(Exception):
    """A formula was given something it cannot use; ``sentence`` is what its cell shows."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    @classmethod
    def of(cls, fault: CellFault, language: Language) -> "UnusableError":
        """In the words of the finding that the same value in a table would get."""
        return cls(sentence(fault.code, language, fault.values))


def split_check(shares: Sequence[Decimal], language: Language) -> str:
    """``OK``, or what percentages lack.

    >>> split_check([Decimal("0.6"), Decimal("0.38")], Language.EN)
    '98 %: 2 % missing'
    """
    if not shares:
        return text("formula.no_share", language)
    if any(share < 0 for share in shares):
        return text("formula.negative", language)
    above = next((share for share in shares if share > 1), None)
    if above is not None:
        percent = f"{above.normalize():f}"
        return text("formula.percent", language, share=above, percent=percent)
    gap = percent_gap([exact_share(share) for share in shares])
    if not gap:
        return "OK"
    missing = as_percent(gap)
    key = "formula.missing" if gap > 0 else "formula.excess"
    return text(key, language, total=100 - missing, gap=abs(missing))


def split_amounts(amount: Decimal, shares: Sequence[Decimal], language: Language) -> list[Decimal]:
    """An amount over shares: percentages that make 100 %, or whole weights.

    Raises:
        UnusableError: The shares are percentages that do not make 100 %, or nobody has any.
    """
    if any(share < 0 for share in shares):
        raise UnusableError(text("formula.negative", language))
    if not any(shares):
        raise UnusableError(text("formula.no_share", language))
    weights = all(share == share.to_integral_value() for share in shares)
    if not weights and (answer := split_check(shares, language)) != "OK":
        raise UnusableError(answer)
    parts = split_cents(to_cents(amount), [exact_share(share) for share in shares])
    return [from_cents(part) for part in parts]


def split_amount(
    amount: Decimal, shares: Sequence[Decimal], position: Decimal, language: Language
) -> Decimal:
    """The part of one payer; ``position`` from 1."""
    parts = split_amounts(amount, shares, language)
    return parts[_index(position, len(parts), language)]


def plan_amount(
    total: Decimal, periodicity: Periodicity, n: Decimal, language: Language
) -> Decimal:
    """Instalment ``n`` (from 1) of a year's total, by cumulative rounding."""
    count = INSTALMENTS.get(periodicity)
    if count is None:
        allowed = tuple(INSTALMENTS)
        raise UnusableError(
            text("formula.not_choice", language, value=periodicity, allowed=allowed)
        )
    parts = cumulative(to_cents(total), [Fraction(1, count)] * count)
    return from_cents(parts[_index(n, count, language)])


def _index(position: Decimal, count: int, language: Language) -> int:
    if position not in range(1, count + 1):
        raise UnusableError(text("formula.not_position", language, value=position, last=count))
    return int(position) - 1


def _whole(value: Decimal, language: Language) -> int:
    try:
        return whole(value)
    except CellFault as fault:
        raise UnusableError.of(fault, language) from None


def hours_shown(minutes: Sequence[Decimal], mode: HoursMode, language: Language) -> Decimal | str:
    """Minutes, added first, as hours: a number at two decimals, or ``h:mm``.

    Raises:
        UnusableError: They do not make whole minutes.
    """
    total = _whole(sum(minutes, Decimal(0)), language)
    if mode is HoursMode.MINUTES:
        sign = "-" if total < 0 else ""
        return f"{sign}{abs(total) // 60}:{abs(total) % 60:02}"
    return hours(total, mode)


def due_day(issued: date, days: Decimal, language: Language, *, end_of_month: bool) -> date:
    """Last day to pay.

    Raises:
        UnusableError: The days are not those of a setting, or lead beyond the calendar.
    """
    low, high = LIMITS["payment_days"]
    if not low <= days <= high:
        heading = Firm.spec.column("payment_days").heading[language]
        values = {"heading": heading, "value": days, "expected": f"{low}-{high}"}
        raise UnusableError(sentence("SET-02", language, values))
    try:
        return due_date(issued, _whole(days, language), end_of_month=end_of_month)
    except OverflowError:
        raise UnusableError(text("formula.not_date", language, value=issued)) from None


def vat_amount(nets: Sequence[Decimal], rates: Sequence[Decimal], language: Language) -> Decimal:
    """VAT of a document: once per rate, on the sum of its nets.

    Raises:
        UnusableError: A rate is none, or the rates are not as many as the nets.
    """
    if len(rates) == 1:
        rates = [rates[0]] * len(nets)
    if len(rates) != len(nets):
        values = {"nets": len(nets), "rates": len(rates)}
        raise UnusableError(text("formula.uneven", language, **values))
    try:
        lines = [
            (to_cents(net), VatCategory.S, vat_rate(rate))
            for net, rate in zip(nets, rates, strict=True)
        ]
    except CellFault as fault:
        raise UnusableError.of(fault, language) from None
    return from_cents(totals(lines).vat_cents)


def reference(number: str, language: Language) -> str:
    """The Belgian structured communication of an invoice number; other signs are left out."""
    try:
        return structured_reference("".join(sign for sign in number if sign.isdigit()))
    except BillingError:
        raise UnusableError(text("formula.not_digits", language, value=number)) from None


def indexed(amount: Decimal, base: Decimal, current: Decimal, language: Language) -> Decimal:
    """A fee at the index of today, from the fee and the index first agreed.

    Raises:
        UnusableError: An index is zero or below.
    """
    try:
        return from_cents(indexed_cents(amount, base, current))
    except BillingError as error:
        raise UnusableError(error.sentence(language)) from None


def part_of_period(
    amount: Decimal, served: tuple[date, date], period: tuple[date, date], language: Language
) -> Decimal:
    """The amount of a period for the days served in it, by actual days; all ends are inclusive.

    Raises:
        UnusableError: The days or the period end before they start.
    """
    part, whole = _period(*served, language), _period(*period, language)
    return from_cents(prorated(to_cents(amount), part, whole))


def _period(start: date, end: date, language: Language) -> Period:
    if end < start:
        raise UnusableError(text("formula.days_reversed", language, start=start, end=end))
    return Period(start, end)


def retainer_amount(
    worked: Decimal, minimum: Decimal, included: Decimal, overage: Decimal, language: Language
) -> Decimal:
    """What a month with a minimum comes to; hours count at two decimals.

    Raises:
        UnusableError: One of the figures is negative.
    """
    for value in (worked, minimum, included, overage):
        if value < 0:
            raise UnusableError(text("formula.below_zero", language, value=value))
    return from_cents(retainer_cents(worked, minimum, included, overage))


def tiered_amount(
    quantity: Decimal,
    tiers: Sequence[tuple[Decimal, Decimal]],
    mode: TierMode,
    language: Language,
) -> Decimal:
    """What a quantity costs by a price list; ``tiers`` are first units with their prices.

    Raises:
        UnusableError: The quantity is negative, or the list is none, as *Check* would say of it.
    """
    if quantity < 0:
        raise UnusableError(text("formula.below_zero", language, value=quantity))
    rows = [TierRow(at, "-", *tier, mode) for at, tier in enumerate(tiers, start=1)]
    lists, findings = price_lists(rows)
    if findings:
        raise UnusableError(findings[0].sentence(language))
    if not lists:
        raise UnusableError(text("formula.no_tier", language))
    return from_cents(sum(part.cents for part in lists["-"].parts(quantity)))

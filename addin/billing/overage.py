"""Hours beyond those of a retainer: whose they are, and what is still to be billed of them.

The hours beyond are the last ones worked, in order of day, then of row. They are counted in
hundredths of an hour and shared by largest remainder, so that the parts make the whole.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from addin.billing.calendar import Period
from addin.billing.money import Exact, to_cents
from addin.billing.retainers import HUNDREDTH, MINUTE, Work, worked_hundredths
from addin.billing.rollover import MonthBalance
from addin.billing.split import split_cents


class Price(NamedTuple):
    """What hours beyond are told apart by: each is a line of its own."""

    project: str
    service: str
    phase: str
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Overage:
    """Hours beyond that are billed as one.

    Attributes:
        hours: In hundredths of an hour.
        days: From the first to the last of the work.
        rows: Sheet rows of the entries that lie beyond, in part or whole, in order of day.
    """

    price: Price
    hours: int
    days: Period
    rows: tuple[int, ...]


Part = tuple[Work, Exact]
"""A stretch of work, and the seconds of it that lie beyond."""


def minimum_overage(
    work: Sequence[Work], balance: MonthBalance, pool: Sequence[str], rate: Decimal | None
) -> list[Overage]:
    """The hours of a month beyond those of a minimum, in the order of the pool.

    At a rate of the retainer, every project of the pool bears them in proportion to its hours of
    the month. At the entries' own rates, they are the last hours worked, whosever they are.

    Args:
        work: All work of the month that the retainer concerns.
        balance: Of the month.
        pool: The projects; between equal remainders the first one is served first.
        rate: Of an hour beyond; None for the entries' own rates.
    """
    if not balance.over:
        return []
    covered = HUNDREDTH * (balance.used_carried + balance.used_own)
    beyond = MINUTE * sum(one.minutes for one in work) - covered
    if rate is None:
        return share(balance.over, last_worked(work, beyond), None, pool)
    minutes = [sum(one.minutes for one in work if one.project == project) for project in pool]
    found: list[Overage] = []
    parts = split_cents(balance.over, minutes)
    for project, spent, part in zip(pool, minutes, parts, strict=True):
        if part:
            of_project = [one for one in work if one.project == project]
            seconds = Fraction(beyond * spent, sum(minutes))
            found += share(part, last_worked(of_project, seconds), rate, pool)
    return found


def last_worked(work: Iterable[Work], seconds: Exact) -> list[Part]:
    """The last so many seconds worked, in order; the first of the parts may be cut.

    >>> from datetime import date
    >>> days = [Work(row, date(2026, 3, row), "P", "S", 60, Decimal(100)) for row in (5, 6, 7)]
    >>> [(one.row, str(part)) for one, part in last_worked(days, 5400)]
    [(6, '1800'), (7, '3600')]
    """
    parts: list[Part] = []
    left = Fraction(seconds)
    for one in sorted(work, key=lambda one: (one.day, one.row), reverse=True):
        if left <= 0:
            break
        taken = min(left, Fraction(MINUTE * one.minutes))
        if taken:
            parts.insert(0, (one, taken))
            left -= taken
    return parts


def share(
    hours: int, parts: Sequence[Part], rate: Decimal | None, pool: Sequence[str]
) -> list[Overage]:
    """Hundredths of an hour over the work that lies beyond, one ``Overage`` per price.

    A price to which not even a hundredth falls has none.

    Args:
        hours: To share.
        parts: The work and its seconds, in order of day.
        rate: Of every hour; None for the entries' own rates.
        pool: Order of the projects.
    """
    groups: dict[Price, list[Part]] = {}
    for work, seconds in parts:
        paid = work.rate if rate is None else rate
        price = Price(work.project, work.service, work.phase, paid)
        groups.setdefault(price, []).append((work, seconds))
    in_order = sorted(groups, key=lambda price: (pool.index(price.project), price))
    weights = [sum(Fraction(seconds) for _, seconds in groups[price]) for price in in_order]
    if not any(weights):
        return []
    return [
        _overage(price, part, [work for work, _ in groups[price]])
        for price, part in zip(in_order, split_cents(hours, weights), strict=True)
        if part
    ]


def _overage(price: Price, hours: int, work: Sequence[Work]) -> Overage:
    days = [one.day for one in work]
    return Overage(price, hours, Period(min(days), max(days)), tuple(one.row for one in work))


def block_overage(
    parts: Sequence[Part], rate: Decimal | None, pool: Sequence[str]
) -> list[Overage]:
    """The hours of a month that no block covers.

    Args:
        parts: The work and its whole seconds that no block covers, in order of day.
        rate: Of the last block; None for the entries' own rates.
        pool: Order of the projects.
    """
    seconds = sum((Fraction(part) for _, part in parts), Fraction(0))
    hours = to_cents(Fraction(seconds, 100 * HUNDREDTH))
    return share(hours, parts, rate, pool)


def not_billed(due: Sequence[Overage], billed: Mapping[Price, int]) -> list[Overage]:
    """What is left to bill of a month's hours beyond: what is due less what other lines bill.

    The hours that are left go to the prices that are short of them: when an entry has moved from
    one price to another since, no more is billed than has come due in all.

    Args:
        due: As computed from all the work of today.
        billed: Hundredths of an hour that issued lines, or drafts of other months, bill.
    """
    left = sum(one.hours for one in due) - sum(billed.values())
    short = [max(one.hours - billed.get(one.price, 0), 0) for one in due]
    if left <= 0:
        return []
    return [
        replace(one, hours=part)
        for one, part in zip(due, split_cents(left, short), strict=True)
        if part
    ]


def billed_too_much(due: Sequence[Overage], billed: Mapping[Price, int]) -> dict[Price, int]:
    """Hours beyond that are to be taken back, in hundredths of an hour, by their price.

    They come from the prices that have too many. While as many hours are due in all as were
    billed, none are taken back: hours that moved from one price to another stay as they are.

    Args:
        due: As computed from all the work of today.
        billed: Hundredths of an hour that lines bill, by price.
    """
    hours = {one.price: one.hours for one in due}
    excess = sum(billed.values()) - sum(hours.values())
    if excess <= 0:
        return {}
    prices = list(billed)
    over = [max(billed[price] - hours.get(price, 0), 0) for price in prices]
    parts = split_cents(excess, over)
    return {price: part for price, part in zip(prices, parts, strict=True) if part}


def without(work: Sequence[Work], balance: MonthBalance, rows: Collection[int]) -> MonthBalance:
    """The balance that a month had before some of its work came in.

    Args:
        work: All of the month, ``rows`` included.
        balance: With all of it.
        rows: Sheet rows of the work that came in since.
    """
    used = worked_hundredths(sum(one.minutes for one in work if one.row not in rows))
    covered = min(used, balance.included + balance.carried_in)
    return replace(balance, used_carried=0, used_own=covered, over=used - covered)

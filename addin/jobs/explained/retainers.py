"""Lines of retainers: the amount, the hours it covers, those carried over and those beyond."""

from collections.abc import Iterator

from addin.billing.calendar import Month
from addin.billing.choices import RetainerKind
from addin.billing.money import from_cents, to_cents
from addin.billing.retainer_lines import retainer_origin
from addin.billing.retainers import Retainer, in_hours
from addin.billing.rollover import MonthBalance
from addin.jobs.agreed.retainers import read_retainers
from addin.jobs.explained.steps import Asked, Step
from addin.jobs.explained.time import entries_of, entry_steps, rate_steps
from addin.jobs.month.minimums import balances_of
from addin.jobs.month.prebilled import existing_lines, plain, two_decimals
from addin.jobs.month.retained_work import RetainedWork
from addin.jobs.month.sources import Sources
from addin.jobs.work.pricing_time import pool_time
from addin.tables.sheets.bills import PrebillingLine


def retainer_of(asked: Asked) -> Retainer | None:
    """The retainer that a line names in its origin, of its amount or of hours beyond it."""
    origin = asked.row.origin or ""
    return next(
        (
            one
            for one in read_retainers(asked.content).sound
            if retainer_origin(one) in {origin, origin[: -len(" 2026-03")]}
        ),
        None,
    )


def retainer_steps(asked: Asked) -> Iterator[Step]:
    """What was agreed, and where the hours of the month went."""
    retainer = retainer_of(asked)
    if retainer is None:
        yield Step("schedule_gone", {"sheet": asked.sheet("Retainers")})
        return
    values = {
        "amount": two_decimals(retainer.amount),
        "hours": plain(in_hours(retainer.included or 0)),
        "place": asked.place("Retainers", retainer.row),
    }
    if retainer.kind is RetainerKind.BLOCK:
        yield Step("block", {**values, "day": retainer.start})
        return
    if retainer.kind is RetainerKind.SPEND:
        cents = retainer.amount_cents(asked.row.month)
        yield Step("spend", {**values, "amount": from_cents(cents), "missing": asked.price})
        return
    yield Step("minimum", values)
    yield from _prorated(asked, retainer)
    yield from _balance(asked, retainer, asked.row.month)


def _prorated(asked: Asked, retainer: Retainer) -> Iterator[Step]:
    """The first or the last month, by the days on which it runs."""
    month = asked.row.month
    days = retainer.served(month)
    if days is not None and days != month.period:
        values = {"days": days.days, "whole": month.period.days, "start": days.start}
        amount = from_cents(to_cents(retainer.amount))
        cents = from_cents(retainer.amount_cents(month))
        yield Step("prorated", {**values, "end": days.end, "amount": amount, "cents": cents})


def _balance(asked: Asked, retainer: Retainer, worked: Month) -> Iterator[Step]:
    balance = balance_of(asked, retainer, worked)
    if balance is None:
        return
    used = balance.used_own + balance.used_carried + balance.over
    hours = {
        "worked": used,
        "own": balance.used_own,
        "carried": balance.used_carried,
        "over": balance.over,
        "next": balance.carried_out,
        "lapsed": balance.lapsed,
    }
    shown = {name: plain(in_hours(count)) for name, count in hours.items()}
    yield Step("balance", {**shown, "month": worked})


def balance_of(asked: Asked, retainer: Retainer, worked: Month) -> MonthBalance | None:
    """Where the hours of a month of a minimum went, by all the work there is today."""
    existing = existing_lines(asked.content.table(PrebillingLine))
    sources = Sources(asked.content, asked.portfolio, worked, existing)
    entries = list(pool_time(sources, retainer.pool).entries())
    work = RetainedWork(entries, existing, worked)
    return balances_of(retainer, work.of([retainer]), worked).get(worked)


def overage_steps(asked: Asked) -> Iterator[Step]:
    """The hours beyond a retainer: the work that reached it, and what an hour beyond costs."""
    retainer = retainer_of(asked)
    if retainer is None:
        yield Step("schedule_gone", {"sheet": asked.sheet("Retainers")})
        return
    entries = entries_of(asked)
    yield from entry_steps(asked, entries)
    worked = Month.of(asked.row.period_to) if asked.row.period_to else asked.row.month
    if retainer.kind is RetainerKind.MINIMUM:
        yield from _balance(asked, retainer, worked)
    values = {"hours": plain(asked.row.quantity or in_hours(0))}
    yield Step("beyond", {**values, "place": asked.place("Retainers", retainer.row)})
    if retainer.overage_rate is not None:
        place = asked.place("Retainers", retainer.row)
        yield Step("rate", {"rate": two_decimals(retainer.overage_rate), "place": place})
    else:
        yield from rate_steps(asked, entries)

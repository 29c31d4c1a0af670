"""Lines of stages: milestones that are shares of a fee, and its progress."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from addin.billing.choices import Axis
from addin.billing.money import from_cents, part_of, to_cents
from addin.billing.plan import Schedule
from addin.billing.split import as_percent, exact_share
from addin.billing.stages import stage_groups
from addin.jobs.agreed.progress import read_progress
from addin.jobs.explained.steps import Asked, Step
from addin.jobs.month.billed_stages import gross_cents, stage_instalments
from addin.jobs.month.prebilled import existing_lines
from addin.tables.sheets.bills import PrebillingLine


def stage_steps(asked: Asked, schedule: Schedule) -> Iterator[Step]:
    """The share of a milestone, and what the stages up to it come to together."""
    assert schedule.fee is not None
    assert schedule.share is not None
    place = asked.place("Schedules", schedule.row)
    share = as_percent(exact_share(schedule.share))
    yield Step(
        "stage", {"percent": share, "fee": from_cents(to_cents(schedule.fee)), "place": place}
    )
    schedules = asked.portfolio.schedules.get(schedule.project, [])
    group = next(one for one in stage_groups(schedules).values() if schedule in one)
    existing = existing_lines(asked.content.table(PrebillingLine))
    others = [replace(one, invoiced=one.invoiced and one.key != asked.key) for one in existing]
    cents = {
        one.schedule: one.cents for one in stage_instalments(asked.content, asked.portfolio, others)
    }
    before = sum(cents[one] for one in group[: group.index(schedule)])
    done = sum(
        (exact_share(one.share) for one in group[: group.index(schedule) + 1] if one.share),
        Fraction(0),
    )
    yield from _cumulative(asked, as_percent(done), before + cents[schedule], before)


def progress_steps(asked: Asked, schedule: Schedule) -> Iterator[Step]:
    """How far the fee has come, and what was billed of it before."""
    assert schedule.fee is not None
    fee_cents = to_cents(schedule.fee)
    place = asked.place("Schedules", schedule.row)
    yield Step("progress_fee", {"fee": from_cents(fee_cents), "place": place})
    done = read_progress(asked.content).on(schedule.project, schedule.phase, asked.row.month)
    if done is None:
        yield Step("progress_gone", {"sheet": asked.sheet("Progress")})
        return
    percent = as_percent(done.percent)
    yield Step("progress", {"percent": percent, "place": asked.place("Progress", done.row)})
    gross = gross_cents(asked.content)
    before = sum(
        gross.get(one.key, one.cents)
        for one in existing_lines(asked.content.table(PrebillingLine))
        if one.axis is Axis.PROGRESS
        and one.key != asked.key
        and one.month <= asked.row.month
        and (one.project, one.phase, one.origin)
        == (asked.row.project, asked.row.phase or "", asked.row.origin)
    )
    yield from _cumulative(asked, percent, part_of(fee_cents, done.percent), before)


def _cumulative(asked: Asked, percent: object, due: int, before: int) -> Iterator[Step]:
    cents = due - before
    values = {"percent": percent, "due": from_cents(due), "before": from_cents(before)}
    yield Step("due_so_far", {**values, "cents": from_cents(cents)})
    row = asked.row
    if row.quantity is None or row.unit_price is None:
        return
    if to_cents(row.quantity * row.unit_price) != cents:
        yield Step("fee_otherwise", {"cents": from_cents(cents)})

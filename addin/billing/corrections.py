"""Issued lines whose sources have changed since: what is to be added to them, or taken back.

An issued line never changes. What it would come to today, less what it and its corrections bill,
is a line of its own: once that is issued too, nothing is left to correct. Prices stay those of the
issued line, and so does what the user fixed by hand: a quantity or a fee that was typed over would
still be what was typed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from addin.billing.calendar import Month
from addin.billing.change import Change, is_priced_by_hand, levelled
from addin.billing.choices import Axis, HoursMode
from addin.billing.covering import REMAINDERS, Covering, Run, is_remainder, source_of
from addin.billing.existing import Billed, ExistingLine, billed_lines
from addin.billing.lines import Line, hours_of, line_key, round_to_minutes
from addin.billing.money import from_cents
from addin.billing.time import hours

__all__ = ["Change", "amount_change", "fee_changes", "is_plain_time", "time_changes"]


# Instalments: fees, milestones by amount, deposits, the amounts of retainers.


def fee_changes(wanted: Sequence[Line], existing: Sequence[ExistingLine], run: Run) -> list[Change]:
    """The issued instalments of the month that would come out otherwise today.

    Args:
        wanted: What the sources give for the month.
        existing: All rows of prebilling.
        run: What else there is to know.
    """
    billed = billed_lines(existing, run.month)
    if not any(one.row.axis not in REMAINDERS for one in billed.values()):
        return []
    covering = Covering(existing, run, wanted)
    seen: set[str] = set()
    changes: list[Change] = []
    for line in wanted:
        if is_remainder(line):
            continue
        rows = [billed[row.key] for row in covering.rows(line) if row.key in billed]
        seen |= {one.row.key for one in rows}
        if rows and not _is_cut_otherwise(line, rows, run):
            changes += amount_change(rows, line.cents)
    for key, one in billed.items():
        if key not in seen and _has_ended(one.row, run):
            changes += amount_change([one], 0)
    return changes


def amount_change(rows: Sequence[Billed], due_cents: int) -> Iterator[Change]:
    """What lines that bill an amount together lack of it, or have too much; the first bears it.

    Nothing where the user typed the amount of one of them.
    """
    cents = due_cents - sum(one.cents for one in rows)
    if cents and not any(is_priced_by_hand(one.row) for one in rows):
        yield Change(rows[0], Decimal(1 if cents > 0 else -1), from_cents(abs(cents)))


def _is_cut_otherwise(line: Line, rows: Sequence[Billed], run: Run) -> bool:
    """Whether issued lines bill days that other instalments of the schedule bill today.

    That is so when a quarter was issued and the schedule has become a monthly one. A milestone by
    share is made good by the next one.
    """
    schedule = run.schedules.get(source_of(line))
    if schedule is None:
        return False
    if schedule.is_stage:
        return True
    for one in rows:
        period = one.row.period
        served = None if period is None else schedule.served(period)
        if served is not None and served.overlap(line.period) != served:
            return True
    return False


def _has_ended(row: ExistingLine, run: Run) -> bool:
    """Whether an instalment of the month is issued for days that its schedule serves no more."""
    schedule = run.schedules.get(source_of(row))
    return (
        row.month == run.month
        and schedule is not None
        and not schedule.is_stage
        and row.period is not None
        and schedule.served(row.period) is None
    )


# Time.


def is_plain_time(row: ExistingLine) -> bool:
    """Whether a line bills the hours of its entries.

    Hours beyond those of a retainer, and what a cap had held back, are not; the key of any other
    line of time names its rate.
    """
    if row.axis is not Axis.TIME or row.period is None:
        return False
    stem = _stem_of_time(row.month, row.project, row.service)
    return row.key.startswith(stem) and row.key[len(stem) : len(stem) + 1].isdigit()


@lru_cache(maxsize=1 << 16)
def _stem_of_time(month: Month, project: str, service: str) -> str:
    return line_key(month, project, service, Axis.TIME.value) + "/"


def time_changes(
    billed: Iterable[Billed], minutes: Mapping[str, int], run: Run, by_minutes: Collection[str]
) -> list[Change]:
    """The issued lines of time whose entries make other hours today.

    A line of another month of which no entry is left is not corrected: its month may have been
    cleared away.

    Args:
        billed: The issued lines.
        minutes: That the entries of each line make today, by the key of the line.
        run: Its month; later months are left alone.
        by_minutes: Keys of the lines that bill exact minutes.
    """
    changes = []
    for one in billed:
        row = one.row
        if not is_plain_time(row) or row.month > run.month or row.overrides.quantity is not None:
            continue
        if row.key not in minutes and row.month != run.month:
            continue
        found = minutes.get(row.key, 0)
        change = _exact(one, found) if row.key in by_minutes else _decimal(one, found)
        if change.quantity and (exact := levelled(change)):
            changes.append(exact)
    return changes


def _price(row: ExistingLine) -> Decimal:
    return row.unit_price if row.overrides.price is None else row.overrides.price


def _decimal(one: Billed, minutes: int) -> Change:
    return Change(one, hours(minutes, HoursMode.DECIMAL) - one.quantity, _price(one.row))


def _exact(one: Billed, minutes: int) -> Change:
    rows = (one.row, *one.corrections)
    more = minutes - sum(round_to_minutes(row.quantity) for row in rows)
    return Change(one, hours_of(more, 4), _price(one.row), more)

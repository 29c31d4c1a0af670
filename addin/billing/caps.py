"""The cap of a project: how much time it may bill in all, and what becomes of the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from addin.billing.calendar import Month, Period
from addin.billing.change import is_priced_by_hand, is_rounding
from addin.billing.choices import Axis, CapMode
from addin.billing.existing import ExistingLine
from addin.billing.lines import Line, line_key
from addin.billing.money import from_cents

CARRIED = "cap carried"
"""Origin of a line that bills what a cap had held back."""


@dataclass(frozen=True, slots=True)
class Cap:
    """What a project agreed.

    Attributes:
        client: Of the project.
        cents: What its time may come to in all, without VAT.
        mode: Whether what lies beyond comes back once there is room.
    """

    project: str
    client: str
    cents: int
    mode: CapMode


@dataclass(frozen=True, slots=True)
class Capped:
    """The time lines of a project under its cap.

    Attributes:
        lines: Those that are billed, in order of key; one of them may be reduced.
        billed_cents: What other lines bill of the cap already.
        reduced_cents: What was taken off a line for want of room.
        waiting: Lines for which there is no room at all: their entries stay unbilled.
    """

    lines: tuple[Line, ...]
    billed_cents: int
    reduced_cents: int
    waiting: tuple[Line, ...]

    @property
    def waiting_cents(self) -> int:
        """What the lines without room would come to."""
        return sum(line.cents for line in self.waiting)


def capped(
    cap: Cap,
    lines: Sequence[Line],
    existing: Iterable[ExistingLine],
    month: Month,
    before: Sequence[Line] | None = None,
) -> Capped:
    """Bill the time of a project as far as its cap goes.

    What an earlier cap held back comes first, then the lines of the month in order of key.

    Args:
        cap: Of the project.
        lines: Its time lines of the month, before any override.
        existing: Every row of prebilling; ``net_cents`` is what each comes to, overrides in.
        month: Month that bills.
        before: Its time lines that are billed already, when ``lines`` correct issued ones: nothing
            that was held back is billed with those.
    """
    others = [row for row in existing if _counts(row, cap.project, month)]
    billed_cents = sum(row.net_cents for row in others)
    billed_cents += sum(line.cents - line.reduction_cents for line in before or ())
    room = cap.cents - billed_cents
    kept: list[Line] = []
    if before is None and cap.mode is CapMode.CARRY:
        kept = _carried(cap, others, room, month)
        room -= sum(line.cents for line in kept)
    return _in_order(sorted(lines, key=lambda line: line.key), kept, room, billed_cents)


def _in_order(lines: Iterable[Line], kept: list[Line], room: int, billed_cents: int) -> Capped:
    """One line after the other, while there is room; what a line takes back makes some."""
    reduced_cents, waiting = 0, []
    for line in lines:
        net_cents = line.cents - line.reduction_cents
        if net_cents <= max(room, 0):
            kept.append(line)
            room -= net_cents
        elif room > 0:
            reduced_cents += net_cents - room
            kept.append(replace(line, reduction_cents=line.cents - room))
            room = 0
        else:
            waiting.append(line)
    return Capped(tuple(kept), billed_cents, reduced_cents, tuple(waiting))


def _counts(row: ExistingLine, project: str, month: Month) -> bool:
    """Whether a row bills time that this run does not compute again."""
    computed_again = row.month == month and row.generated and not row.invoiced
    return row.axis is Axis.TIME and row.project == project and not computed_again


Kind = tuple[str, str]
"""Service and phase: they decide about VAT and payers."""


def _carried(cap: Cap, rows: Sequence[ExistingLine], room: int, month: Month) -> list[Line]:
    """What issued lines were reduced by and nothing has billed since, as far as there is room.

    One line per service and phase.
    """
    kinds: dict[Kind, list[ExistingLine]] = {}
    for row in rows:
        if row.origin == CARRIED or (row.invoiced and row.reduction_cents):
            kinds.setdefault((row.service, row.phase), []).append(row)
    lines = []
    for kind in sorted(kinds):
        held_back = sum(_held_back_cents(row) for row in kinds[kind])
        if (cents := min(held_back, room)) > 0:
            room -= cents
            lines.append(_carried_line(cap, kind, cents, _since(kinds[kind], month)))
    return lines


def _held_back_cents(row: ExistingLine) -> int:
    """What a row was reduced by; whoever typed its quantity or price has said what to bill."""
    if row.origin == CARRIED:
        return -row.cents
    rounded = is_rounding(row.key, row.reduction_cents)
    return 0 if rounded or is_priced_by_hand(row) else row.reduction_cents


def _since(rows: Iterable[ExistingLine], month: Month) -> Period:
    """From the first day of the work that was held back to the end of the month."""
    starts = [row.period.start for row in rows if row.period is not None]
    return Period(min([*starts, month.first]), month.last)


def _carried_line(cap: Cap, kind: Kind, cents: int, days: Period) -> Line:
    service, phase = kind
    month = Month.of(days.end)
    key = line_key(month, cap.project, service, Axis.TIME.value, "carried", phase)
    return Line(
        key=key,
        month=month,
        project=cap.project,
        client=cap.client,
        service=service,
        axis=Axis.TIME,
        period=days,
        quantity=Decimal(1),
        unit="",
        unit_price=from_cents(cents),
        cents=cents,
        origin=CARRIED,
        home=key,
        phase=phase,
    )

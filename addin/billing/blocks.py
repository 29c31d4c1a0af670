"""Prepaid blocks of hours: bought at once, drawn down by the work that follows.

Everything is counted in seconds: a minute has 60 of them and a hundredth of an hour 36, so that
neither is ever rounded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from addin.billing.calendar import valid_on


@dataclass(frozen=True, slots=True)
class Block:
    """Hours bought in advance.

    Attributes:
        name: What its row is called.
        row: Sheet row; tells the older of two blocks that were bought on one day.
        seconds: What was bought; positive.
        start: The day it was bought: work before it does not draw on it.
        end: Last day it can be used, inclusive; None without one.
    """

    name: str
    row: int
    seconds: int
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Draw:
    """Work that blocks may cover.

    Attributes:
        row: Sheet row; orders the work of one day.
        seconds: Billed time; not negative.
        blocks: Names of the blocks that are for this kind of work, whatever their days.
    """

    row: int
    day: date
    seconds: int
    blocks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """How one stretch of work was covered.

    Attributes:
        row: Sheet row of the work.
        covered: Seconds by the block that gave them, the oldest first.
        beyond: Seconds that no block covers.
        last: The newest block that could have covered it, whose rate prices what is beyond; empty
            when the day lies within none: such work is ordinary time.
    """

    row: int
    covered: tuple[tuple[str, int], ...]
    beyond: int
    last: str


@dataclass(frozen=True, slots=True)
class Drawdown:
    """What all the work left of all the blocks.

    Attributes:
        drawn: In the order of day, then of row.
        left: Seconds left, by the name of the block; expired ones included.
    """

    drawn: tuple[Drawn, ...]
    left: dict[str, int]


def draw_down(blocks: Sequence[Block], work: Sequence[Draw]) -> Drawdown:
    """Let the work draw on the blocks, in order of day; the oldest block gives first.

    >>> march = Block("B-1", 5, 3600, date(2026, 3, 1), None)
    >>> lesson = Draw(9, date(2026, 3, 2), 5400, frozenset({"B-1"}))
    >>> draw_down([march], [lesson]).drawn
    (Drawn(row=9, covered=(('B-1', 3600),), beyond=1800, last='B-1'),)
    """
    oldest_first = sorted(blocks, key=lambda block: (block.start, block.row))
    left = {block.name: block.seconds for block in oldest_first}
    # There are few kinds of work and many hours of each.
    suited = {
        names: [block for block in oldest_first if block.name in names]
        for names in {one.blocks for one in work}
    }
    in_order = sorted(work, key=lambda one: (one.day, one.row))
    drawn = tuple(_cover(one, suited[one.blocks], left) for one in in_order)
    return Drawdown(drawn, left)


def _cover(work: Draw, oldest_first: Sequence[Block], left: dict[str, int]) -> Drawn:
    """Take one stretch of work off what is ``left`` of the blocks that are for it."""
    open_blocks = [block for block in oldest_first if valid_on(work.day, block.start, block.end)]
    beyond, covered = work.seconds, []
    for block in open_blocks:
        if taken := min(beyond, left[block.name]):
            left[block.name] -= taken
            beyond -= taken
            covered.append((block.name, taken))
    last = open_blocks[-1].name if open_blocks else ""
    return Drawn(work.row, tuple(covered), beyond, last)

"""A stop before a client gets a bill out of all proportion to last month's."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

NOTHING = Decimal(0)


@dataclass(slots=True)
class MonthOfClient:
    """What one client is billed in a month.

    Attributes:
        rows: Lines of prebilling.
        cents: What they come to, without VAT.
    """

    rows: int = 0
    cents: int = 0

    def add(self, cents: int) -> None:
        """Count one more line."""
        self.rows += 1
        self.cents += cents


Months = Mapping[str, MonthOfClient]
"""By client."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many times last month a client may be billed unasked; 0 for any number of times."""

    amount: Decimal = NOTHING
    rows: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Excess:
    """A client who would be billed too much to go unasked.

    Attributes:
        before: Last month.
        after: This month, once the run has been written.
    """

    client: str
    before: MonthOfClient
    after: MonthOfClient
    too_much: bool
    too_many: bool


def excesses(before: Months, standing: Months, after: Months, limits: Limits) -> list[Excess]:
    """The clients for whom a run goes beyond its limits, by name.

    A client without a line last month has nothing to be compared with, nor has an amount of
    nothing or less. What stands in the month already was let through before: only what goes
    beyond that is asked about.

    Args:
        before: Last month.
        standing: This month as it is now.
        after: This month as it would be.
        limits: How many times last month is too much.
    """
    found = []
    for client in sorted(after):
        last = before.get(client)
        if last is None:
            continue
        now, already = after[client], standing.get(client, MonthOfClient())
        too_much = last.cents > 0 and _exceeds(now.cents, already.cents, last.cents, limits.amount)
        too_many = _exceeds(now.rows, already.rows, last.rows, limits.rows)
        if too_much or too_many:
            found.append(Excess(client, last, now, too_much, too_many))
    return found


def _exceeds(now: int, already: int, last: int, times: Decimal) -> bool:
    return times > 0 and now > already and now > last * times

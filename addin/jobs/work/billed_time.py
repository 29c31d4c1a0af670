"""The minutes billed of many entries: each kind of entry is worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from addin.billing.choices import Rounding, RoundingPer
from addin.billing.rounding import (
    WHOLE_MINUTES,
    BilledBefore,
    MinuteRounding,
    billed_minutes,
)
from addin.billing.split import exact_share
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.work.timesheets import DAY_MINUTES, Entries
from addin.tables.coded import Coded, Integers, Mask, combined, grouped
from addin.tables.sheets.clients import Client

ALL_OF_IT = Fraction(1)


def rounding_of(client: Client | None) -> MinuteRounding:
    """To what a client's minutes are brought."""
    if client is None or not client.rounding_minutes or client.rounding_minutes < 1:
        return WHOLE_MINUTES
    return MinuteRounding(
        client.rounding_minutes,
        client.rounding or Rounding.UP,
        client.rounding_per or RoundingPer.ENTRY,
    )


def roundings(portfolio: Portfolio) -> dict[str, MinuteRounding]:
    """That of the client of each project."""
    clients = {code: rounding_of(client) for code, client in portfolio.clients.items()}
    return {
        code: clients.get(project.client, WHOLE_MINUTES)
        for code, project in portfolio.projects.items()
    }


@dataclass(frozen=True, slots=True, eq=False)
class Worked:
    """What the billed minutes of some entries hang on.

    Attributes:
        minutes: Worked.
        roundings: Of the client of each project.
        free: Whether this run may bill them; the others keep what their lines bill of them.
    """

    entries: Entries
    minutes: Integers
    roundings: Coded
    free: Mask

    def billed(self, new_keys: Mapping[int, str]) -> Integers:
        """Billed minutes of each entry.

        Args:
            new_keys: Keys that entries without one will get, by sheet row. The odd minutes of a
                day go by the keys of its entries, not by where their rows happen to lie.
        """
        shares = self.entries.column("billable_percent").translated(_share)
        billed = self._each_alone(shares)
        by_day = self.roundings.mask(lambda one: one.per is RoundingPer.DAY)
        if by_day.any():
            self._day_by_day(billed, shares, np.flatnonzero(by_day), new_keys)
        return billed

    def _each_alone(self, shares: Coded) -> Integers:
        """Entry by entry; what other lines hold stays as they bill it."""
        before = self.entries.column("billed_minutes").numbers(
            lambda one: -1 if one is None else one
        )
        held = np.where(before >= 0, before, self.minutes)
        if all(one == WHOLE_MINUTES for one in self.roundings.values) and set(shares.values) <= {
            ALL_OF_IT
        }:
            return np.where(self.free, self.minutes, held)
        minutes = Coded(self.minutes.astype(np.int32), range(DAY_MINUTES + 1))
        alike = combined([minutes, shares, self.roundings])
        columns = (column.where(alike.firsts) for column in (minutes, shares, self.roundings))
        answers = [
            billed_minutes([worked], [share], rounding)[0]
            for worked, share, rounding in zip(*columns, strict=True)
        ]
        return np.where(self.free, np.array(answers, np.int64)[alike.codes], held)

    def _day_by_day(
        self, billed: Integers, shares: Coded, chosen: Integers, new_keys: Mapping[int, str]
    ) -> None:
        """The days of several entries; one alone is its own day."""
        names = ("person", "project", "service", "phase", "date")
        days = grouped(combined([self.entries.column(name).where(chosen) for name in names]))
        ends = np.append(days.starts[1:], len(chosen))
        several = np.flatnonzero(ends - days.starts > 1)
        order = chosen[days.order].tolist()
        typed, at, rows = (
            self.entries.table.values["entry"],
            self.entries.positions,
            self.entries.rows,
        )

        def key(place: int) -> tuple[str, int]:
            return typed[at[place]] or new_keys.get(int(rows[place]), ""), place

        bounds = zip(days.starts[several].tolist(), ends[several].tolist(), strict=True)
        for start, end in bounds:
            members = order[start:end]
            free = sorted((place for place in members if self.free[place]), key=key)
            held = [place for place in members if not self.free[place]]
            if free:
                billed[free] = self._day(billed, shares, free, held)

    def _day(self, billed: Integers, shares: Coded, free: list[int], held: list[int]) -> list[int]:
        def exact(places: list[int]) -> tuple[list[int], list[Fraction]]:
            return self.minutes[places].tolist(), list(shares.where(np.array(places, np.int64)))

        rounding: MinuteRounding = self.roundings.values[self.roundings.codes[free[0]]]
        before = sum((one * share for one, share in zip(*exact(held), strict=True)), Fraction(0))
        return billed_minutes(
            *exact(free), rounding, BilledBefore(before, sum(billed[held].tolist()))
        )


def _share(percent: Decimal | None) -> Fraction:
    return ALL_OF_IT if percent is None else exact_share(percent)

"""The month of the large firm in one pass of numpy, written for its data alone.

It knows that there is one month, one currency, two services billed by time, one rate a person and
at most three payers, and it looks for no fault: what is left is what any way of doing it must do.
Whole numbers only, as in the program itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.month_firm import (
    BY_TIME,
    GRADES,
    MONTH,
    OWN_RATE,
    PARTS,
    SERVICES,
    Firm,
    monthly_fee,
    quarterly_fee,
)

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Billed:
    """What the month comes to.

    Attributes:
        project: Of each line.
        service: Of each line, as in ``SERVICES``.
        rate: In cents for an hour; 0 for a fee.
        minutes: Worked; 0 for a fee.
        cents: Net amount of each line.
        line: Of each share.
        payer: Of each share, from 0.
        share_cents: Of each share.
        taken: The line that took each entry; -1 for none.
    """

    project: Codes
    service: Codes
    rate: Codes
    minutes: Codes
    cents: Codes
    line: Codes
    payer: Codes
    share_cents: Codes
    taken: Codes


def bill_month(firm: Firm) -> Billed:
    """Every line, every share, and the line of every entry."""
    project, service, rate, minutes, taken = _time(firm)
    hundredths = _nearest(minutes * 100, 60)
    cents = _nearest(hundredths * rate, 100)
    fees = np.arange(firm.projects)
    monthly, quarterly = _fees(firm)
    project = np.concatenate([project, fees, fees])
    service = np.concatenate([service, np.full(len(fees), 0), np.full(len(fees), 1)])
    nothing = np.zeros(2 * len(fees), np.int64)
    rate, minutes = np.concatenate([rate, nothing]), np.concatenate([minutes, nothing])
    cents = np.concatenate([cents, monthly, quarterly])
    line, payer, share_cents = _shares(firm, project, cents)
    return Billed(project, service, rate, minutes, cents, line, payer, share_cents, taken)


def _nearest(numerator: Codes, denominator: int) -> Codes:
    """Half goes up; nothing here is negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def _time(firm: Firm) -> tuple[Codes, Codes, Codes, Codes, Codes]:
    """Project, service, rate and minutes of each line of time, and the line of each entry."""
    prices = np.array([int(100 * rate) for rate in (*GRADES, OWN_RATE)])
    wanted = np.isin(firm.service, [SERVICES.index(one) for one in BY_TIME])
    chosen = np.flatnonzero(wanted & (firm.billable == 1))
    project = firm.project[chosen]
    grade = np.where(project % 10 == 5, len(GRADES), firm.person[chosen] % len(GRADES))
    group = (project * len(SERVICES) + firm.service[chosen]) * len(prices) + grade
    count = firm.projects * len(SERVICES) * len(prices)
    minutes = np.zeros(count, np.int64)
    np.add.at(minutes, group, firm.minutes[chosen])
    present = np.flatnonzero(minutes)
    line_of = np.full(count, -1)
    line_of[present] = np.arange(len(present))
    taken = np.full(firm.entries, -1)
    taken[chosen] = line_of[group]
    pair, grade = np.divmod(present, len(prices))
    return pair // len(SERVICES), pair % len(SERVICES), prices[grade], minutes[present], taken


def _fees(firm: Firm) -> tuple[Codes, Codes]:
    """The instalments of March: the third of twelve, and the first of four."""
    yearly = np.array([int(100 * monthly_fee(one)) for one in range(firm.projects)])
    by_quarter = np.array([int(100 * quarterly_fee(one)) for one in range(firm.projects)])
    month = MONTH.month
    monthly = _nearest(yearly * month, 12) - _nearest(yearly * (month - 1), 12)
    return monthly, _nearest(by_quarter, 4)


def _shares(firm: Firm, project: Codes, cents: Codes) -> tuple[Codes, Codes, Codes]:
    """Who pays how much of each line, by largest remainder."""
    shared = project % 10 < 3
    alone, together = np.flatnonzero(~shared), np.flatnonzero(shared)
    tenths = np.array([int(10 * float(part)) for part in PARTS])
    exact = cents[together, None] * tenths
    parts, remainders = np.divmod(exact, 10)
    left = cents[together] - parts.sum(axis=1)
    # The largest remainder first; of equal ones the payer listed first.
    rank = np.argsort(np.argsort(-remainders, axis=1, kind="stable"), axis=1, kind="stable")
    parts += rank < left[:, None]
    payers = (project[together, None] // 2 + np.arange(len(PARTS))) % firm.clients
    line = np.concatenate([alone, np.repeat(together, len(PARTS))])
    payer = np.concatenate([project[alone] // 2, payers.ravel()])
    return line, payer, np.concatenate([cents[alone], parts.ravel()])

"""Hours without a sale rate of their own, which a retainer prices."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from addin.billing.calendar import valid_on
from addin.billing.retainers import Retainer
from addin.errors import Finding
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.agreed.retainers import read_retainers
from addin.jobs.content import Content
from addin.jobs.month.retained_work import TAKES_HOURS
from addin.jobs.work.timesheets import Entries
from addin.tables.coded import Coded


def with_rates_beyond(
    rates: Coded, entries: Entries, content: Content, portfolio: Portfolio
) -> Coded:
    """The sale rates, and where there is none the overage rate of the retainer that runs.

    A firm that sells its hours by retainer only has no other rate: its hours are covered, or
    billed at that one.

    Args:
        rates: Of each entry, a finding where none applies.
        entries: As many.
        content: Has the retainers.
        portfolio: Tells the clients of the projects.
    """
    read = read_retainers(content).of(*TAKES_HOURS)
    retainers = [one for one in read if one.overage_rate is not None]
    if not retainers:
        return rates
    missing = np.flatnonzero(rates.mask(_is_missing))
    unrated = entries.where(rates.mask(_is_missing))
    projects, services, organisations = (
        list(unrated.texts(name)) for name in ("project", "service", "organisation")
    )
    found, codes = list(rates.values), rates.codes.copy()
    for place, project, service, payer, day in zip(
        missing.tolist(), projects, services, organisations, unrated.days().tolist(), strict=True
    ):
        rate = _rate(retainers, project, service, date.fromordinal(day))
        if rate is not None and _is_usual_payer(payer, project, portfolio):
            codes[place] = len(found)
            found.append(rate)
    return Coded(codes, found)


def _is_missing(rate: object) -> bool:
    return isinstance(rate, Finding) and rate.code == "RATE-01"


def _is_usual_payer(payer: str, project: str, portfolio: Portfolio) -> bool:
    """Whether the project's own split decides who pays; any other hour is ordinary time."""
    own_client = portfolio.projects[project].client
    return not payer or (payer == own_client and project not in portfolio.shares)


def _rate(retainers: Sequence[Retainer], project: str, service: str, day: date) -> Decimal | None:
    for one in retainers:
        if one.concerns(project, service) and valid_on(day, one.start, one.end):
            return one.overage_rate
    return None

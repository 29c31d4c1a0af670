"""The rate of each entry, and whether a fee covers it: asked once for all that is alike."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

import numpy as np

from addin.billing.choices import RateKind
from addin.billing.rates import Codes, Form, Rate, RateDays, in_form, no_rate
from addin.billing.stretches import Stretches
from addin.billing.time import covers, days_covered_by
from addin.errors import Finding, Place
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.work.by_day import answers_by_day
from addin.jobs.work.timesheets import Entries
from addin.tables.coded import Coded, Integers, Mask, combined


class Work(NamedTuple):
    """What the rate of an entry hangs on, in the order of a rate's codes, and its day."""

    project: Coded
    client: Coded
    person: Coded
    team: Coded
    service: Coded
    days: Integers

    @property
    def codes(self) -> tuple[Coded, ...]:
        """Without the day."""
        return self[:5]

    def kinds(self, places: Integers) -> Iterator[Codes]:
        """The codes of the entries at some places."""
        return zip(*(column.where(places) for column in self.codes), strict=True)

    def codes_of(self, place: int) -> Codes:
        """The codes of the entry at a place."""
        project, client, person, team, service = (
            column.values[column.codes[place]] for column in self.codes
        )
        return project, client, person, team, service


def work_of(entries: Entries, portfolio: Portfolio) -> Work:
    """The work of entries of known projects, people and services."""
    projects, persons = entries.column("project"), entries.column("person")
    known, staff = portfolio.projects, portfolio.staff
    return Work(
        project=projects,
        client=projects.translated(lambda one: known[one].client if one in known else ""),
        person=persons,
        team=persons.translated(lambda one: (staff[one].team or "") if one in staff else ""),
        service=entries.column("service"),
        days=entries.days(),
    )


def rates_of(work: Work, portfolio: Portfolio, kind: RateKind = RateKind.SALE) -> Coded:
    """The row that decides for each entry, a finding where two do, or None where none does.

    The same as asking ``RateBook.find`` for each, but None for an hour without a rate.
    """
    found = np.zeros(len(work.days), np.int32)
    answers: list[Rate | Finding | None] = [None]
    for form in portfolio.rates.forms(kind):
        still = np.flatnonzero((found == 0) & _has(work, form))
        if len(still):
            answer = _answers(work, form, kind, portfolio, still)
            found[still] = np.where(answer.codes, answer.codes + len(answers), 0)
            answers += answer.values
    return Coded(found, answers)


def _has(work: Work, form: Form) -> Mask:
    """Which entries have all the codes that a row of this form names."""
    has = np.ones(len(work.days), np.bool_)
    for column, named in zip(work.codes, form, strict=True):
        if named:
            has &= column.mask(bool)
    return has


def _answers(
    work: Work, form: Form, kind: RateKind, portfolio: Portfolio, still: Integers
) -> Coded:
    """What the rows of one form say; code 0 where they say nothing."""
    named = [column.where(still) for column, one in zip(work.codes, form, strict=True) if one]
    alike = combined(named or [Coded(np.zeros(len(still), np.int32), [""])])
    kinds = work.kinds(still[alike.firsts])
    days: Iterator[RateDays | None] = (
        portfolio.rates.rows_on(kind, in_form(codes, form)) for codes in kinds
    )
    found = answers_by_day(alike, work.days[still], days)
    nothing = np.fromiter((one is None for one in found.values), np.bool_, len(found.values))
    return Coded(np.where(nothing[found.codes], 0, found.codes).astype(np.int32), found.values)


def sale_rates(work: Work, portfolio: Portfolio) -> Coded:
    """The sale rate of each entry, or the finding that keeps it from having one."""
    rates = rates_of(work, portfolio)
    outcomes = [one.rate if isinstance(one, Rate) else one for one in rates.values]
    codes = rates.codes.copy()
    for place in np.flatnonzero(rates.mask(lambda one: one is None)).tolist():
        day = date.fromordinal(int(work.days[place]))
        codes[place] = len(outcomes)
        outcomes.append(no_rate(RateKind.SALE, work.codes_of(place), day))
    for row in reversed(portfolio.faulty_rates):  # the first that fits is named
        codes[_fits(work, row)] = len(outcomes)
        outcomes.append(Finding("TIM-05", Place("Timesheets"), {"rate_row": row["sheet_row"]}))
    return Coded(codes, outcomes)


def _fits(work: Work, row: Mapping[str, object]) -> Mask:
    """The entries to which a row that cannot be read might apply."""
    fits = np.ones(len(work.days), np.bool_)
    for name in ("project", "client", "person", "team", "service"):
        column, wanted = getattr(work, name), row[name]
        if wanted is not None:
            fits &= column.mask(lambda code, wanted=wanted: code == wanted)
    return fits


def covered_by_fees(entries: Entries, portfolio: Portfolio) -> Mask:
    """The entries that a fee of their project pays for."""
    said = entries.texts("project").translated(
        lambda project: covers(portfolio.schedules.get(project, ()))
    )
    covered = np.zeros(len(entries), np.bool_)
    chosen = np.flatnonzero(said.mask(bool))
    if not len(chosen):
        return covered
    columns = [
        column.where(chosen) for column in (said, entries.texts("service"), entries.texts("phase"))
    ]
    alike = combined(columns)
    days: Iterator[Stretches[bool]] = map(
        days_covered_by, *(column.where(alike.firsts) for column in columns)
    )
    found = answers_by_day(alike, entries.days()[chosen], days)
    covered[chosen] = found.mask(bool)
    return covered

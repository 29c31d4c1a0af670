"""The rate of an hour: the most specific row that is valid on its day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from addin.billing.calendar import valid_on
from addin.billing.choices import RateKind
from addin.billing.stretches import Stretches
from addin.errors import Finding, Place


@dataclass(frozen=True, slots=True)
class Rate:
    """One row of the Rates table; an empty code stands for any.

    Attributes:
        rate: Price or cost of an hour in euros.
        valid_from: First day; None for always.
        valid_to: Last day, inclusive; None for ever.
        row: Row number as the sheet shows it.
    """

    person: str
    team: str
    service: str
    client: str
    project: str
    kind: RateKind
    rate: Decimal
    valid_from: date | None
    valid_to: date | None
    row: int

    @property
    def codes(self) -> "Codes":
        """What it is the rate of, the most decisive code first."""
        return (self.project, self.client, self.person, self.team, self.service)

    def place(self, column: str) -> Place:
        """One of its cells."""
        return Place("Rates", self.row, column)


Codes = tuple[str, str, str, str, str]
"""Project, client, person, team and service; in a row, an empty one stands for any."""

Work = tuple[RateKind, Codes]

Form = tuple[bool, bool, bool, bool, bool]
"""Which of the codes a row names."""

Answer = Rate | Finding | None
"""The row that decides, RATE-02 where two do, or None where none is valid."""

RateDays = Stretches[Answer]
"""What a kind of work is paid over the days."""


class RateBook:
    """All rates, ready to be asked for the rate of each of many hours.

    The most specific row wins: project over client over person over team over service over a row
    that names none of them. What comes first decides alone: a row that names the project wins over
    one that names everything else. The order of the rows is irrelevant.
    """

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._rows: dict[Work, list[Rate]] = {}
        for rate in sorted(rates, key=lambda rate: rate.row):
            self._rows.setdefault((rate.kind, rate.codes), []).append(rate)
        self._days = {work: _days(rows) for work, rows in self._rows.items()}
        forms = {(kind, _form(codes)) for kind, codes in self._rows}
        self._forms = {
            one: sorted((form for kind, form in forms if kind is one), reverse=True)
            for one in RateKind  # True sorts above False
        }
        # Hours repeat a few kinds of work many times over: the answers to each are kept.
        self._found: dict[Work, RateDays] = {}

    def forms(self, kind: RateKind) -> list[Form]:
        """Which codes the rows name, in the combinations that occur, the most specific first."""
        return self._forms[kind]

    def rows_on(self, kind: RateKind, codes: Codes) -> RateDays | None:
        """What the rows that name exactly these codes say over the days; None without such rows."""
        return self._days.get((kind, codes))

    def find(  # noqa: PLR0913  # a rate hangs on five codes, a kind and a day
        self,
        *,
        person: str,
        team: str,
        service: str,
        client: str,
        project: str,
        on: date,
        kind: RateKind = RateKind.SALE,
    ) -> Rate | Finding:
        """The rate of an hour worked on a day.

        Args:
            person: Who worked.
            team: The team of that person; empty without one.
            service: What was done; empty where the entry does not say.
            client: For whom; the client of the project.
            project: On what.
            on: The day of the work.
            kind: The selling price, or what the hour costs the firm.

        Returns:
            The row that decides, or RATE-01 when none is valid on that day, placed on the table, or
            RATE-02 when two equally specific rows are, placed on the later of the two, or RATE-04
            when that row is below zero.
        """
        work = (kind, (project, client, person, team, service))
        found = self._found.get(work)
        if found is None:
            found = self._found[work] = _first_of(self._days_in_each_form(work))
        return found.on(on) or no_rate(kind, work[1], on)

    def findings(self) -> list[Finding]:
        """What is wrong with the rows themselves, whether an hour meets it or not, by row.

        RATE-02 for two equally specific rows with a day in common, RATE-03 for a row that ends
        before it starts, RATE-04 for a rate below zero.
        """
        found = [finding for rows in self._rows.values() for finding in _faults(rows)]
        return sorted(found, key=lambda finding: (finding.where.row or 0, finding.code))

    def _days_in_each_form(self, work: Work) -> list[RateDays]:
        """What the rows that may apply say, the most specific first."""
        kind, codes = work
        named = _form(codes)
        found = (
            self._days.get((kind, in_form(codes, form)))
            for form in self.forms(kind)
            # A row that names a code does not apply where the work has none.
            if all(code or not wanted for code, wanted in zip(named, form, strict=True))
        )
        return [days for days in found if days is not None]


def _form(codes: Codes) -> Form:
    project, client, person, team, service = codes
    return bool(project), bool(client), bool(person), bool(team), bool(service)


def in_form(codes: Codes, form: Form) -> Codes:
    """The codes that a row of this form names; the others empty.

    >>> in_form(("P-1", "ALDER", "ANN", "", "ADV"), (True, False, False, False, True))
    ('P-1', '', '', '', 'ADV')
    """
    project, client, person, team, service = codes
    return (
        project if form[0] else "",
        client if form[1] else "",
        person if form[2] else "",
        team if form[3] else "",
        service if form[4] else "",
    )


def _days(rows: Sequence[Rate]) -> RateDays:
    """What equally specific rows say over the days."""
    return RateDays.of(
        ((row.valid_from, row.valid_to) for row in rows), lambda day: _valid(rows, day)
    )


def _valid(rows: Sequence[Rate], day: date) -> Answer:
    valid = [row for row in rows if valid_on(day, row.valid_from, row.valid_to)]
    if len(valid) > 1:
        return _two_rates(valid[0], valid[1])
    if valid and valid[0].rate < 0:
        return _below_zero(valid[0])
    return valid[0] if valid else None


def _below_zero(row: Rate) -> Finding:
    return Finding("RATE-04", row.place("rate"), {"rate": row.rate})


def _first_of(candidates: Sequence[RateDays]) -> RateDays:
    """The answers of several, where the first that has one decides."""
    if len(candidates) == 1:
        return candidates[0]
    changes = ((day, None) for one in candidates for day in one.since)

    def first(day: date) -> Answer:
        return next((found for one in candidates if (found := one.on(day)) is not None), None)

    return RateDays.of(changes, first)


def _faults(rows: Sequence[Rate]) -> Iterator[Finding]:
    """Faults of rows that apply to the same work, in the order of the sheet."""
    for one, other in combinations(rows, 2):
        if _share_a_day(one, other):
            yield _two_rates(one, other)
    for row in rows:
        start, end = row.valid_from, row.valid_to
        if start is not None and end is not None and end < start:
            yield Finding("RATE-03", row.place("valid_to"), {"start": start, "end": end})
        if row.rate < 0:
            yield _below_zero(row)


def _share_a_day(one: Rate, other: Rate) -> bool:
    start = max(one.valid_from or date.min, other.valid_from or date.min)
    return start <= min(one.valid_to or date.max, other.valid_to or date.max)


def no_rate(kind: RateKind, codes: Codes, on: date) -> Finding:
    """No row gives a rate for this work on a day."""
    project, client, person, _, service = codes
    values = {
        "kind": kind,
        "person": person,
        "service": service,
        "client": client,
        "project": project,
        "day": on,
    }
    return Finding("RATE-01", Place("Rates"), values)


def _two_rates(first: Rate, second: Rate) -> Finding:
    values = {
        "first_row": first.row,
        "first_rate": first.rate,
        "second_row": second.row,
        "second_rate": second.rate,
    }
    return Finding("RATE-02", second.place("valid_from"), values)

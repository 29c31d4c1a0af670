"""The rate of an hour: the most specific row that is valid on its day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from addin.billing.calendar import valid_on
from addin.billing.choices import RateKind
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
        # Which codes the rows name, in the forms that occur: True sorts above False.
        forms = {tuple(map(bool, codes)) for _, codes in self._rows}
        self._forms = sorted(forms, reverse=True)
        # Hours repeat a few kinds of work many times over: what may apply to each is kept.
        self._candidates: dict[Work, list[list[Rate]]] = {}

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
            RATE-02 when two equally specific rows are, placed on the later of the two.
        """
        work = (kind, (project, client, person, team, service))
        for rows in self._candidates_of(work):
            valid = [row for row in rows if valid_on(on, row.valid_from, row.valid_to)]
            if len(valid) > 1:
                return _two_rates(valid[0], valid[1])
            if valid:
                return valid[0]
        return _no_rate(work, on)

    def findings(self) -> list[Finding]:
        """What is wrong with the rows themselves, whether an hour meets it or not, by row.

        RATE-02 for two equally specific rows with a day in common, RATE-03 for a row that ends
        before it starts, RATE-04 for a rate below zero.
        """
        found = [finding for rows in self._rows.values() for finding in _faults(rows)]
        return sorted(found, key=lambda finding: (finding.where.row or 0, finding.code))

    def _candidates_of(self, work: Work) -> list[list[Rate]]:
        """Rows that may apply, the most specific first; those of a list are equally specific."""
        found = self._candidates.get(work)
        if found is None:
            found = [self._rows[form] for form in self._in_each_form(work) if form in self._rows]
            self._candidates[work] = found
        return found

    def _in_each_form(self, work: Work) -> Iterator[Work]:
        kind, (project, client, person, team, service) = work
        named = tuple(map(bool, work[1]))
        for form in self._forms:
            # A row that names a code does not apply where the work has none.
            if all(code or not wanted for code, wanted in zip(named, form, strict=True)):
                yield (
                    kind,
                    (
                        project if form[0] else "",
                        client if form[1] else "",
                        person if form[2] else "",
                        team if form[3] else "",
                        service if form[4] else "",
                    ),
                )


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
            yield Finding("RATE-04", row.place("rate"), {"rate": row.rate})


def _share_a_day(one: Rate, other: Rate) -> bool:
    start = max(one.valid_from or date.min, other.valid_from or date.min)
    return start <= min(one.valid_to or date.max, other.valid_to or date.max)


def _no_rate(work: Work, on: date) -> Finding:
    kind, (project, client, person, _, service) = work
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

"""Who pays ordinary lines: each question asked once for all lines that ask it."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from addin.billing.allocation import Proportions
from addin.billing.column_split import split_each
from addin.billing.money import from_cents
from addin.errors import Finding
from addin.jobs.agreed.agreements import Held
from addin.jobs.agreed.payers import PayerBook, PayerTerms, Weights
from addin.jobs.month.ordinary_lines import OrdinaryLines
from addin.jobs.shared.allocating import share_as_decimal
from addin.tables.coded import (
    Coded,
    Integers,
    Mask,
    answered,
    combined,
    grouped,
    numbered,
    repeated,
)


@dataclass(frozen=True, slots=True, eq=False)
class Payers:
    """Who pays some lines, and on what terms.

    Attributes:
        terms: Of all payers of one line, in their order.
        proportions: By which they divide it.
    """

    terms: list[PayerTerms]
    proportions: Proportions


NOBODY = Payers([], Proportions.alone(""))
"""Where something is wrong with the payers."""


@dataclass(frozen=True, slots=True, eq=False)
class PaidLines:
    """Ordinary lines with their payers; ``payers`` holds those of each line."""

    lines: OrdinaryLines
    payers: Coded

    def where(self, mask: Mask) -> "PaidLines":
        """The lines for which ``mask`` is true."""
        return PaidLines(self.lines.where(mask), self.payers.where(mask))

    def without(self, projects: frozenset[str]) -> "PaidLines":
        """The lines of other projects than these."""
        return self.where(~self.lines.projects.mask(projects.__contains__))

    def allocations(self) -> dict[str, Coded]:
        """The columns of *Allocations*: a row per line and payer, in their order."""
        several = [one.terms for one in self.payers.values]
        terms = [term for some in several for term in some]
        shares = [share for one in self.payers.values for share in one.proportions.shares]
        counts_of = np.fromiter(map(len, several), np.int64, len(several))
        counts = counts_of[self.payers.codes]
        line = np.repeat(np.arange(len(counts)), counts)
        first = np.cumsum(counts) - counts
        # The place of each row's payer among the payers of all answers.
        begin = (np.cumsum(counts_of) - counts_of)[self.payers.codes] - first
        payer = (begin[line] + np.arange(len(line))).astype(np.int32)
        return {
            "line": Coded(line.astype(np.int32), self.lines.keys),
            "payer": Coded(payer, [term.payer for term in terms]),
            "weight": Coded(payer, [share_as_decimal(*one.as_integer_ratio()) for one in shares]),
            "amount": numbered(self._cents(first, len(line)), from_cents),
            "vat_category": Coded(payer, [term.vat.category for term in terms]),
            "vat_rate": Coded(payer, [term.vat.rate for term in terms]),
            "invoice": repeated(None, len(line)),
        }

    def _cents(self, first: Integers, count: int) -> Integers:
        """What each payer pays of each line; ``first`` are the places of the first payers."""
        cents = np.zeros(count, np.int64)
        weights = self.payers.translated(lambda one: one.proportions.weights)
        alike = combined([weights])
        members = grouped(alike)
        for start, end in members.bounds():
            chosen = members.order[start:end]
            dividing: tuple[int, ...] = weights.values[weights.codes[chosen[0]]]
            places = first[chosen, None] + np.arange(len(dividing))
            cents[places] = split_each(self.lines.cents[chosen], dividing)
        return cents


def paid_lines(
    book: PayerBook, lines: OrdinaryLines
) -> tuple[PaidLines, list[Finding], frozenset[str]]:
    """Who pays the lines, what is wrong with some payers, and the projects of those."""
    ends = lines.periods.translated(lambda period: period.end)

    def source(project: str, payers: Weights, phase: str, end: date) -> Held | Weights:
        return payers or book.held(project, phase, end)

    sources = answered([lines.projects, lines.payers, lines.phases, ends], source)
    sold = answered([lines.services, ends], book.sold)
    alike = combined([sources, sold])
    columns = (lines.projects, sources, sold)
    asked = list(zip(*(column.where(alike.firsts) for column in columns), strict=True))
    found: list[Payers] = []
    faulty: list[int] = []
    for code, (project, who, what) in enumerate(asked):
        terms, faults = book.answer(project, who, what)
        found.append(NOBODY if faults else Payers(terms, _proportions(who)))
        if faults:
            faulty.append(code)
    paid = PaidLines(lines, Coded(alike.codes.astype(np.int32), found))
    findings, left_out = [], set()
    for code in faulty:
        _, who, what = asked[code]
        projects = lines.projects.where(alike.codes == code)
        for project in {projects.values[one] for one in np.unique(projects.codes).tolist()}:
            findings += book.answer(project, who, what)[1]
            left_out.add(project)
    return paid, findings, frozenset(left_out)


def _proportions(source: Held | Weights) -> Proportions:
    if not isinstance(source, Held):
        return Proportions.of(source)
    assert source.proportions is not None  # a project that agrees on amounts is not ordinary
    return source.proportions

"""Issued lines whose row is gone: deleted, or never in this copy of the workbook."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from addin.billing.money import to_cents
from addin.jobs.content import Content
from addin.jobs.shared.allocating import Priced
from addin.journal.journal import Journal
from addin.journal.reopened import reopened
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.work import Expense, TimesheetEntry


class IssuedLines:
    """What the journal has of each line: which payer was invoiced how much, and by which number."""

    def __init__(self, journal: Journal) -> None:
        self._numbers: dict[str, dict[str, str]] = {}
        for (line, payer), number in journal.issued_lines().items():
            self._numbers.setdefault(line, {})[payer] = number
        self._cents: dict[str, dict[str, int]] = {}
        self.reopened = reopened(journal)
        for (line, payer), cents in self.reopened.cents.items():
            self._cents.setdefault(line, {})[payer] = cents
        self.keys = frozenset(self._numbers)

    @property
    def cents(self) -> Mapping[str, Mapping[str, int]]:
        """What each payer was invoiced of each line, without VAT."""
        return self._cents

    def numbers(self, line: str) -> str:
        """The invoices of a line, as its cell names them; empty for one that none bills."""
        return ", ".join(dict.fromkeys(self._numbers.get(line, {}).values()))

    def is_half(self, line: str, whole: int) -> bool:
        """Whether somebody has still to pay a part of a line that comes to ``whole`` cents."""
        return line in self.keys and sum(self._cents[line].values()) != whole

    def agrees(self, line: str, shown: Mapping[str, int], whole: int) -> bool:
        """Whether the parts shown make the line, those that are issued being what they were."""
        return sum(shown.values()) == whole and self._cents[line].items() <= shown.items()

    def whole(self, line: str, cents: int) -> tuple[tuple[str, Fraction], ...]:
        """Who was invoiced how much of a line that comes to ``cents``; empty unless it is all."""
        parts = self._cents[line]
        if sum(parts.values()) != cents:
            return ()
        return tuple((payer, Fraction(abs(part))) for payer, part in parts.items() if part)

    def restored(self, priced: Priced) -> tuple[Priced, int]:
        """A line as it was issued, and the cents that were.

        What it comes to today tells who pays the rest, if the parts that were issued are still
        the same. If not, it has no payers: nothing more of it can be billed.
        """
        cents = self._cents[priced.key]
        parts = {row.payer: to_cents(row.amount) for row in priced.allocations()}
        same = all(parts.get(payer) == amount for payer, amount in cents.items())
        restored = replace(
            priced,
            payers=priced.payers if same else [],
            invoices=self._numbers[priced.key] if same else {},
        )
        return restored, sum(cents.values())


def lost_lines(content: Content, issued: frozenset[str]) -> frozenset[str]:
    """The issued lines of which nothing is left: no row, no entry or expense that names them."""
    if not issued:
        return issued
    tables = (PrebillingLine, TimesheetEntry, Expense)
    return issued.difference(*(content.table(one).values["line"] for one in tables))

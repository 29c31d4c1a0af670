"""The rows of *Allocations*: who pays which part of each draft."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from addin.billing.choices import VatCategory
from addin.billing.lines import Charge
from addin.billing.money import from_cents, to_cents
from addin.jobs.agreed.payers import PayerTerms
from addin.jobs.content import Content
from addin.jobs.shared.sharing import PayerPart, parts_by_weight
from addin.tables.editing import TableEditor
from addin.tables.sheets.bills import Allocation

_NOT_ISSUED: Mapping[str, str] = MappingProxyType({})


@dataclass(slots=True)
class Priced:
    """A line of the month with what it comes to and who pays it.

    Attributes:
        parts: What each payer pays; none where nobody can be billed.
        invoices: The number of the invoice of each payer whose part is issued already.
    """

    key: str
    project: str
    charge: Charge
    payers: Sequence[PayerTerms] = ()
    invoices: Mapping[str, str] = field(default_factory=dict)
    parts: Sequence[PayerPart] = ()

    @classmethod
    def of(
        cls,
        key: str,
        project: str,
        charge: Charge,
        parts: Sequence[PayerPart],
        invoices: Mapping[str, str] | None = None,
    ) -> "Priced":
        """A line whose parts are worked out."""
        payers = [one.terms for one in parts]
        return cls(key, project, charge, payers, invoices or _NOT_ISSUED, parts)

    def allocations(self) -> "list[AllocationRow]":
        """A row per payer; they sum to the line."""
        if not self.payers:
            return []
        parts = self.parts or parts_by_weight(self.charge.net_cents, self.payers)
        return [
            AllocationRow(
                self.key,
                part.payer,
                share_as_decimal(part.share.numerator, part.share.denominator),
                from_cents(part.cents),
                terms.vat.category,
                terms.vat.rate,
                self.invoices.get(part.payer),
            )
            for part, terms in parts
        ]


class AllocationRow(NamedTuple):
    """A row of *Allocations*, its values under the names of their fields."""

    line: str
    payer: str
    weight: Decimal
    amount: Decimal
    vat_category: VatCategory
    vat_rate: Decimal
    invoice: str | None


@cache
def share_as_decimal(numerator: int, denominator: int) -> Decimal:
    """A share with the digits that a cell keeps of it, so that a second run finds it unchanged.

    >>> share_as_decimal(1, 3)
    Decimal('0.333333333333333')
    """
    return Decimal(f"{Decimal(numerator) / Decimal(denominator):.15g}")


class Shown:
    """What *Allocations* says of each line before a run."""

    def __init__(self, content: Content) -> None:
        self._rows: dict[str, list[Allocation]] = {}
        for row in content.records(Allocation):
            self._rows.setdefault(row.line, []).append(row)

    def of(self, line: str) -> str:
        """Who pays a line, which amount, with which VAT; empty where nothing is shown."""
        return _all_told(self._rows.get(line, ()))

    def cents(self, line: str) -> Mapping[str, int]:
        """What each payer pays of a line."""
        return {row.payer: to_cents(row.amount) for row in self._rows.get(line, ())}


def told(priced: Priced) -> str:
    """What ``Shown.of`` will say of a line after the run."""
    return _all_told(priced.allocations())


def _all_told(rows: Iterable[Allocation | AllocationRow]) -> str:
    parts = (_told(row.payer, row.amount, row.vat_category, row.vat_rate) for row in rows)
    return ", ".join(sorted(parts))


def _told(payer: str, amount: Decimal, category: VatCategory, rate: Decimal) -> str:
    return f"{payer} {amount:.2f} ({category} {(100 * rate).normalize():f} %)"


def allocation_editor(
    content: Content, drafts: Iterable[Priced], gone: Collection[str], known: Collection[str]
) -> TableEditor:
    """Rows of these drafts as they should be, and none of a line that is no longer there.

    A part that is issued stays as long as its line does.

    Args:
        content: The workbook.
        drafts: Lines that the run wrote.
        gone: Keys of the lines that it removed.
        known: Keys of all lines that there were before it.
    """
    editor = content.editor(Allocation)
    wanted = {(row.line, row.payer): row for one in drafts for row in one.allocations()}
    ours = {line for line, _ in wanted} | set(gone)
    invoices = editor.table.values["invoice"]
    for position, (line, payer) in enumerate(editor.table.keys()):
        row = wanted.pop((line, payer), None)
        if row is not None:
            editor.change(position, row._asdict())
        elif line not in known or (line in ours and not invoices[position]):
            editor.remove(position)
    editor.add_all(AllocationRow._fields, wanted.values())
    return editor

"""The rows of *Allocations*: who pays which part of each draft."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from addin.billing.allocation import allocate
from addin.billing.choices import VatCategory
from addin.billing.lines import Charge
from addin.billing.money import from_cents, to_cents
from addin.jobs.content import Content
from addin.jobs.payers import PayerTerms
from addin.tables.editing import TableEditor
from addin.tables.sheets.bills import Allocation

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Priced:
    """A line of the month with what it comes to and who pays it.

    Attributes:
        invoices: The number of the invoice of each payer whose part is issued already.
    """

    key: str
    project: str
    charge: Charge
    payers: list[PayerTerms]
    invoices: Mapping[str, str] = field(default_factory=dict)

    def allocations(self) -> list[Row]:
        """A row per payer; they sum to the line."""
        if not self.payers:
            return []
        weights = [(one.payer, one.weight) for one in self.payers]
        parts = allocate(self.charge.net_cents, weights)
        return [
            {
                "line": self.key,
                "payer": part.payer,
                "weight": share_as_decimal(part.share.numerator, part.share.denominator),
                "amount": from_cents(part.cents),
                "vat_category": terms.vat.category,
                "vat_rate": terms.vat.rate,
                "invoice": self.invoices.get(part.payer),
            }
            for part, terms in zip(parts, self.payers, strict=True)
        ]


def share_as_decimal(numerator: int, denominator: int) -> Decimal:
    """A share with the digits that a cell keeps of it, so that a second run finds it unchanged.

    >>> share_as_decimal(1, 3)
    Decimal('0.333333333333333')
    """
    return Decimal(f"{Decimal(numerator) / Decimal(denominator):.15g}")


class Shown:
    """What *Allocations* says of each line before a run."""

    def __init__(self, content: Content) -> None:
        self._texts: dict[str, list[str]] = {}
        self._cents: dict[str, dict[str, int]] = {}
        for row in content.records(Allocation):
            part = _told(row.payer, row.amount, row.vat_category, row.vat_rate)
            self._texts.setdefault(row.line, []).append(part)
            self._cents.setdefault(row.line, {})[row.payer] = to_cents(row.amount)

    def of(self, line: str) -> str:
        """Who pays a line, which amount, with which VAT; empty where nothing is shown."""
        return ", ".join(sorted(self._texts.get(line, ())))

    def cents(self, line: str) -> Mapping[str, int]:
        """What each payer pays of a line."""
        return self._cents.get(line, {})


def told(priced: Priced) -> str:
    """What ``Shown.of`` will say of a line after the run."""
    rows = priced.allocations()
    parts = (
        _told(row["payer"], row["amount"], row["vat_category"], row["vat_rate"]) for row in rows
    )
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
    wanted = {(row["line"], row["payer"]): row for one in drafts for row in one.allocations()}
    ours = {line for line, _ in wanted} | set(gone)
    invoices = editor.table.values["invoice"]
    for position, (line, payer) in enumerate(editor.table.keys()):
        row = wanted.pop((line, payer), None)
        if row is not None:
            editor.change(position, row)
        elif line not in known or (line in ours and not invoices[position]):
            editor.remove(position)
    for row in wanted.values():
        editor.add(row)
    return editor

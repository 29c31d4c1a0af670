"""What a month came to, read from the workbook that a way has written."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from addin.books.building.layout import FIRST_ROW, HEADING_ROW

Group = tuple[str, str, Decimal]
"""Project, service and price: what a line is, whatever key it was given."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A month as it was written; equal ones bill the same, cent by cent and entry by entry.

    Attributes:
        lines: Quantity and amount of each line.
        shares: Payer and amount of each share.
        entries: The line that took each entry.
    """

    lines: Counter[tuple[Group, Decimal, Decimal]]
    shares: Counter[tuple[Group, str, Decimal]]
    entries: dict[str, Group]

    @property
    def net(self) -> Decimal:
        """The sum of the shares."""
        return sum((amount for _, _, amount in self.shares.elements()), Decimal(0))


def outcome(path: Path) -> Outcome:
    """Read what was billed."""
    with CalamineWorkbook.from_path(path) as book:
        prebilling, allocations, timesheets = (
            _rows(book, name) for name in ("Prebilling", "Allocations", "Timesheets")
        )
    groups = {
        row["Line"]: (row["Project"], row["Service"], _decimal(row["Unit price"]))
        for row in prebilling
    }
    return Outcome(
        Counter(
            (groups[row["Line"]], _decimal(row["Quantity"]), _decimal(row["Amount"]))
            for row in prebilling
        ),
        Counter(
            (groups[row["Line"]], row["Payer"], _decimal(row["Amount"])) for row in allocations
        ),
        {row["Entry"]: groups[row["Line"]] for row in timesheets if row["Line"]},
    )


def _rows(book: CalamineWorkbook, sheet: str) -> list[dict[str, Any]]:
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    headings = [str(heading) for heading in rows[HEADING_ROW]]
    return [dict(zip(headings, row, strict=True)) for row in rows[FIRST_ROW:] if row[0]]


def _decimal(cell: float) -> Decimal:
    return Decimal(repr(cell))

"""The rows of the workbook that credit notes set free, to be billed again."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from addin.billing.invoice import DocumentKind, Invoice, Source, billed_lines
from addin.jobs.invoices.journal_rows import Part
from addin.journal.reopened import Reopened

LineAndSource = tuple[str, str, str]
"""The key of a line, the table and the key of a row that it billed."""


@dataclass(frozen=True)
class Freed:
    """What is free again.

    Attributes:
        opened: What all credit notes have opened; None where nobody has asked.
        rows: Entries and expenses, each with the line that billed it.
        numbers: The credit notes of each prebilling line, in their order.
    """

    opened: Reopened | None
    rows: frozenset[LineAndSource] = frozenset()
    numbers: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def by(cls, invoices: Iterable[Invoice], opened: Reopened | None) -> "Freed":
        """By the credit notes among some invoices.

        The rows of a line that several pay are free once it is open for all of them.
        """
        lines = frozenset() if opened is None else opened.lines
        parts = {(one.credit_note, one.line) for one in opened.parts} if opened else set()
        rows: set[LineAndSource] = set()
        numbers: dict[str, list[str]] = {}
        for note in invoices:
            if note.kind is not DocumentKind.CREDIT_NOTE:
                continue
            for key in billed_lines(note):
                numbers.setdefault(key, []).append(note.number)
            for line in note.lines:
                if line.line in lines or (note.number, line.line) in parts:
                    rows |= {(line.line, one.table, one.key) for one in line.reopens}
        return cls(opened, frozenset(rows), numbers)

    def is_open(self, part: Part) -> bool:
        """Whether a payer's part of a line that was issued is open again."""
        return self.opened is not None and part not in self.opened.cents

    def frees(self, line: str | None, source: Source) -> bool:
        """Whether a row that names a line is free of it again."""
        return (line or "", source.table, source.key) in self.rows

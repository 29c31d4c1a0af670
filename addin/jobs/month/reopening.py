"""The rows of prebilling as a run is to see them, once credit notes have opened some again."""

from collections.abc import Iterable
from dataclasses import replace

from addin.billing.existing import NO_OVERRIDES, ExistingLine, credited_key
from addin.journal.reopened import OpenedPart, Reopened

NOWHERE = -1
"""Position of a row that no sheet has."""


def standing_lines(existing: Iterable[ExistingLine], opened: Reopened) -> list[ExistingLine]:
    """The rows that still bill something, and what credit notes take back of them.

    The row of a line that is open again whole stays on the sheet as it was issued, and bills
    nothing any more: its sources are as free as if they had never been billed. One that the user
    typed is itself what is billed again. Of a line that is open in part, the part taken back
    counts as a correction that is issued.

    Args:
        existing: The rows as they lie in the workbook.
        opened: By the credit notes of the journal.
    """
    found = [row for row in existing if row.key not in opened.lines or not row.generated]
    if not opened.parts:
        return found
    rows = {row.key: row for row in found}
    return found + [_taken_back(rows[one.line], one) for one in opened.parts if one.line in rows]


def _taken_back(row: ExistingLine, part: OpenedPart) -> ExistingLine:
    return replace(
        row,
        position=NOWHERE,
        key=credited_key(row.key, part.credit_note),
        quantity=-part.quantity,
        cents=-part.cents,
        net_cents=-part.cents,
        reduction_cents=0,
        overrides=NO_OVERRIDES,
        invoiced=True,
    )

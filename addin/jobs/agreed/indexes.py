"""The indexes that fees follow, from their rows."""

from collections.abc import Iterable

from addin.billing.choices import Axis
from addin.billing.indexation import IndexBook, IndexRow
from addin.billing.schedule import Schedule
from addin.errors import Finding
from addin.jobs.content import Content
from addin.jobs.faults import row_values
from addin.tables.sheets.engagements import IndexValue

_NEVER_INDEXED = frozenset({Axis.TIME, Axis.PROGRESS})


def read_indexes(content: Content) -> IndexBook:
    """Every value of every index; a faulty row is there too, as one that cannot be read."""
    table = content.table(IndexValue)
    sound = [IndexRow(row.index, row.valid_from, row.value, row.sheet_row) for row in table.records]
    faulty = []
    for sheet_row in sorted(table.faulty_rows):
        cells = row_values(table, sheet_row)
        name, first, value = (cells.get(column) for column in ("index", "valid_from", "value"))
        faulty.append(IndexRow(name or "", first, value, sheet_row))
    return IndexBook([*sound, *faulty])


def index_findings(schedules: Iterable[Schedule], indexes: IndexBook) -> list[Finding]:
    """What keeps schedules from following the index they name, on the day they start."""
    findings = []
    for one in schedules:
        if not one.index:
            continue
        if one.axis in _NEVER_INDEXED or one.takes_part:
            findings.append(Finding("IDX-05", one.place("index"), {"index": one.index}))
            continue
        ratio = one.ratio_on(one.start, indexes)
        # With a base of its own, the index need not go back to the start of the fee.
        may_come = one.index_base is not None and isinstance(ratio, Finding)
        if isinstance(ratio, Finding) and not (may_come and ratio.code == "IDX-02"):
            findings.append(ratio)
    return findings

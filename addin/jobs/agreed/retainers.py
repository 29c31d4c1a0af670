"""The retainers that clients have agreed to, from their rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from addin.billing.choices import Axis, RetainerKind, RolloverOrder
from addin.billing.prebilling import Source
from addin.billing.retainer_lines import retainer_origin
from addin.billing.retainers import Retainer, hundredths, overlap_findings, retainer_findings
from addin.billing.rollover import RolloverTerms
from addin.errors import Finding, Severity
from addin.jobs.content import Content
from addin.jobs.faults import project_codes, row_values
from addin.tables.sheets.engagements import Retainer as RetainerRow


@dataclass(slots=True)
class Retainers:
    """The rows of the table.

    Attributes:
        sound: Those that can be billed, in the order of the sheet.
        findings: What is wrong with the others.
        stopped: The projects of the others: their hours may be paid for already, so that none of
            them is billed as ordinary time.
    """

    sound: list[Retainer] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)

    def of(self, *kinds: RetainerKind) -> list[Retainer]:
        """Those of some kinds."""
        return [one for one in self.sound if one.kind in kinds]


def read_retainers(content: Content) -> Retainers:
    """Every retainer, checked on its own and against the others."""
    read = Retainers()
    codes = project_codes(content)
    for row in content.records(RetainerRow):
        retainer = _retainer(row)
        faults = [*_unknown(retainer, codes), *retainer_findings(retainer)]
        read.findings += faults
        if faults:
            read.stopped |= codes.intersection(retainer.pool)
        else:
            read.sound.append(retainer)
    collisions = overlap_findings(read.sound)
    rows: set[object] = {finding.where.row for finding in collisions}
    rows |= {finding.values["first_row"] for finding in collisions}
    read.findings += collisions
    read.stopped |= {code for one in read.sound if one.row in rows for code in one.pool}
    read.stopped |= codes.intersection(_of_faulty_rows(content))
    read.sound = [one for one in read.sound if one.row not in rows]
    return read


def _of_faulty_rows(content: Content) -> Iterator[str]:
    """The projects of rows of which a cell cannot be read."""
    table = content.table(RetainerRow)
    faults = [*table.findings, *content.findings]
    rows = {
        finding.where.row
        for finding in faults
        if finding.where.table == RetainerRow.spec.name and finding.severity is Severity.ERROR
    }
    for row in rows:
        if row is not None:
            values = row_values(table, row)
            yield from _pool(values.get("project") or "", values.get("projects"))


def _unknown(retainer: Retainer, codes: frozenset[str]) -> Iterator[Finding]:
    for code in retainer.pool[1:]:
        if code not in codes:
            yield Finding("RET-07", retainer.place("projects"), {"project": code})


def _pool(project: str, others: str | None) -> tuple[str, ...]:
    """The project that bills, then the others, each once."""
    parts = (others or "").replace(";", ",").replace("\n", ",").split(",")
    return tuple(dict.fromkeys([project, *(part.strip() for part in parts if part.strip())]))


def _retainer(row: RetainerRow) -> Retainer:
    return Retainer(
        name=row.retainer,
        project=row.project,
        kind=row.kind,
        pool=_pool(row.project, row.projects),
        service=row.service or "",
        amount=row.amount,
        included=_hundredths(row.included_hours),
        overage_rate=row.overage_rate,
        start=row.start,
        end=row.end,
        row=row.sheet_row,
        description=row.description or "",
        rollover=RolloverTerms(
            most=_hundredths(row.rollover_hours) or 0,
            months=1 if row.rollover_months is None else row.rollover_months,
            order=row.rollover_order or RolloverOrder.OLDEST,
        ),
        threshold=_hundredths(row.threshold_hours),
    )


def _hundredths(hours: Decimal | None) -> int | None:
    return None if hours is None else hundredths(hours)


def retainer_sources(content: Content) -> frozenset[Source]:
    """What names the amounts of every retainer, whatever month bills them."""
    return frozenset(
        (one.project, one.service, Axis.RETAINER, retainer_origin(one))
        for one in read_retainers(content).sound
    )

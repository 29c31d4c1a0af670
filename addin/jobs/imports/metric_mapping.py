"""What the headings and codes of an export stand for, as the user has set it up on *Metrics*."""

from collections.abc import Sequence
from dataclasses import dataclass

from addin.billing.choices import MetricRole, ProjectStatus
from addin.errors import BillingError, Finding, Place, RefusedError, Severity
from addin.jobs.content import Content
from addin.tables.sheets.clients import Client
from addin.tables.sheets.engagements import Project
from addin.tables.sheets.work import Metric, Service

LEFT_OUT = "-"
"""What stands on *Metrics* for a code whose rows are not wanted."""


class UnknownSourceError(BillingError):
    """Nothing is set up for an export of this name."""

    code = "MET-01"


@dataclass(frozen=True)
class MetricMapping:
    """The columns of an export that count.

    Attributes:
        source: Name of the export, as *Metrics* spells it.
        project: The column that tells whose quantities stand in a row.
        months: The column of the month; at most one.
        quantities: The columns of quantities, each with our service.
        codes: What is said of their codes, by the code in small letters.
    """

    source: str
    project: Metric
    months: Sequence[Metric]
    quantities: Sequence[Metric]
    codes: dict[str, Metric]

    @property
    def columns(self) -> list[Metric]:
        """All of them."""
        return [self.project, *self.months, *self.quantities]


def read_mapping(content: Content, source: str) -> MetricMapping:
    """What is set up for an export.

    Raises:
        UnknownSourceError: Nothing is.
        RefusedError: With everything that is wrong with it.
    """
    table = content.table(Metric)
    findings = [one for one in table.findings if one.severity is Severity.ERROR]
    if findings:
        raise RefusedError(findings, content.tables)
    rows = [row for row in table.records if row.source.lower() == source.lower()]
    if not rows:
        known = sorted({row.source for row in table.records})
        raise UnknownSourceError(source=source, sources=", ".join(known) or LEFT_OUT)
    by_role = {role: [row for row in rows if row.role is role] for role in MetricRole}
    if findings := [*_column_faults(rows[0], by_role), *_service_faults(content, by_role)]:
        raise RefusedError(findings, content.tables)
    return MetricMapping(
        source=rows[0].source,
        project=by_role[MetricRole.PROJECT][0],
        months=by_role[MetricRole.MONTH],
        quantities=by_role[MetricRole.QUANTITY],
        codes={row.theirs.lower(): row for row in by_role[MetricRole.CLIENT]},
    )


ByRole = dict[MetricRole, list[Metric]]


def _column_faults(first: Metric, by_role: ByRole) -> list[Finding]:
    """There is one column of codes, at most one of months, and something is counted."""
    findings = []
    for role in (MetricRole.PROJECT, MetricRole.QUANTITY):
        if not by_role[role]:
            values = {"source": first.source, "role": role}
            findings.append(Finding("MET-02", Place("Metrics", first.sheet_row, "role"), values))
    for role in (MetricRole.PROJECT, MetricRole.MONTH):
        for row in by_role[role][1:]:
            before = by_role[role][0].sheet_row
            place = Place("Metrics", row.sheet_row, "role")
            twice = {"source": first.source, "role": role, "first": before}
            findings.append(Finding("MET-03", place, twice))
    return findings


def _service_faults(content: Content, by_role: ByRole) -> list[Finding]:
    """Each column of quantities counts a service that there is."""
    known = {code for code in content.table(Service).values["service"] if code}
    return [
        Finding(
            "MET-04",
            Place("Metrics", row.sheet_row, "ours"),
            {"theirs": row.theirs, "ours": row.ours or ""},
        )
        for row in by_role[MetricRole.QUANTITY]
        if row.ours not in known
    ]


class Projects:
    """Answers for which project a code of an export stands."""

    def __init__(self, content: Content, mapping: MetricMapping) -> None:
        self._mapping = mapping
        values = content.table(Project).values
        rows = zip(values["project"], values["client"], values["status"], strict=True)
        self._projects: dict[str, str] = {}
        self._active: dict[str, list[str]] = {}
        for project, client, status in rows:
            if project:
                self._projects.setdefault(project.lower(), project)
            if project and client and status is ProjectStatus.ACTIVE:
                self._active.setdefault(client.lower(), []).append(project)
        clients = content.table(Client).values["client"]
        self._clients = {code.lower(): code for code in clients if code}

    def of(self, code: str, where: Place) -> str | Finding | None:
        """The project of a code; None for one that is left out.

        Args:
            code: As the export has it; one that *Metrics* does not name is tried as our own.
            where: Its cell in the export, for a finding.
        """
        mapped = self._mapping.codes.get(code.lower())
        if mapped is None:
            found = self._ours(code, where)
            values = {"code": code, "source": self._mapping.source}
            return Finding("MET-05", where, values) if found is None else found
        place = Place("Metrics", mapped.sheet_row, "ours")
        if mapped.ours == LEFT_OUT:
            return None
        found = self._ours(mapped.ours or "", place)
        values = {"code": code, "ours": mapped.ours or ""}
        return Finding("MET-06", place, values) if found is None else found

    def _ours(self, code: str, where: Place) -> str | Finding | None:
        """Our project of this code, or the only active project of our client of this code."""
        if project := self._projects.get(code.lower()):
            return project
        client = self._clients.get(code.lower())
        if client is None:
            return None
        active = self._active.get(client.lower(), [])
        if len(active) == 1:
            return active[0]
        values = {"client": client, "projects": ", ".join(active) or LEFT_OUT}
        return Finding("MET-07", where, values)

"""The agreement that holds for a project or one of its phases, day by day."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from addin.billing.allocation import Proportions
from addin.billing.payers import (
    Agreement,
    PayerShare,
    agreement_on,
    boundaries,
    by_phase,
    days_of_change,
    shared_name,
)
from addin.errors import Finding
from addin.tables.sheets.engagements import Project


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Who pays from one change of the rows to the next.

    Attributes:
        phase: Phase whose rows these are; empty for those of the project.
        proportions: By which each line is divided; None where amounts are agreed, or where
            something is wrong.
        findings: What is wrong with the rows of these days.
    """

    phase: str
    agreement: Agreement
    proportions: Proportions | None
    findings: tuple[Finding, ...] = ()


class _Days:
    """The rows of a project, or of one of its phases, on every day."""

    def __init__(self, rows: Sequence[PayerShare], phase: str, project: str) -> None:
        self._rows, self._phase, self._name = rows, phase, shared_name(project, phase)
        self._since = boundaries(rows)
        self._held: dict[int, Held] = {}

    def findings(self) -> Iterator[Finding]:
        """What is wrong on any day."""
        for day in days_of_change(self._rows):
            yield from self.on(day).findings

    def on(self, day: date) -> Held:
        at = bisect_right(self._since, day)
        if at not in self._held:
            agreement, findings = agreement_on(self._rows, day, self._name)
            weights = agreement.weights
            self._held[at] = Held(
                phase=self._phase,
                agreement=agreement,
                proportions=Proportions.of(weights) if weights else None,
                findings=tuple(findings),
            )
        return self._held[at]


class Agreements:
    """Answers who pays, once for all the days between two changes."""

    def __init__(
        self, projects: Mapping[str, Project], shares: Mapping[str, Sequence[PayerShare]]
    ) -> None:
        """``shares`` are the rows of each project, also of one whose own row is faulty."""
        self._projects = projects
        self._days: dict[str, dict[str, _Days]] = {
            project: {name: _Days(own, name, project) for name, own in by_phase(rows).items()}
            for project, rows in shares.items()
        }
        self._clients: dict[str, Held] = {}

    def on(self, project: str, phase: str, day: date) -> Held:
        """Who pays a line.

        A line of a phase that has rows of its own is shared by them; any other by the rows of the
        project without a phase. Where there are none, the client of the project pays.

        Args:
            project: Project of the line.
            phase: Its phase; empty without one.
            day: Its last day served.
        """
        days = self._days.get(project)
        own = (days.get(phase) or days.get("")) if days else None
        return own.on(day) if own is not None else self._paid_by_client(project)

    def findings(self) -> Iterator[Finding]:
        """What is wrong with the rows of every project and phase, on every day they hold."""
        for days in self._days.values():
            for own in days.values():
                yield from own.findings()

    def _paid_by_client(self, project: str) -> Held:
        client = self._projects[project].client
        held = self._clients.get(client)
        if held is None:
            held = self._clients[client] = Held("", Agreement(), Proportions.alone(client))
        return held

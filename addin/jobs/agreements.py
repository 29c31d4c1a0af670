"""The agreement that holds for a project or one of its phases, day by day."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from addin.billing.allocation import Proportions
from addin.billing.payers import (
    Agreement,
    PayerShare,
    agreement_on,
    boundaries,
    by_phase,
    shared_name,
)
from addin.errors import Finding
from addin.jobs.portfolio import Portfolio


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

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self._days: dict[str, dict[str, _Days]] = {}
        self._whole: dict[str, Held] = {}
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
        whole = self._whole.get(project)
        if whole is not None:
            return whole
        days = self._days.get(project)
        if days is None:
            rows = by_phase(self._portfolio.shares.get(project, ()))
            days = {name: _Days(own, name, project) for name, own in rows.items()}
            self._days[project] = days
            if not days:
                return self._paid_whole(project)
        own = days.get(phase) or days.get("")
        return own.on(day) if own is not None else self._paid_by_client(project)

    def _paid_whole(self, project: str) -> Held:
        """By its client, whatever the phase and the day."""
        self._whole[project] = held = self._paid_by_client(project)
        return held

    def _paid_by_client(self, project: str) -> Held:
        client = self._portfolio.projects[project].client
        if client not in self._clients:
            self._clients[client] = Held("", Agreement(), Proportions.alone(client))
        return self._clients[client]

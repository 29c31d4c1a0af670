"""Clients whose files the firm keeps itself become active; invitations are taken back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from addin.billing.choices import ClientStatus
from addin.delivery.invitation_ledger import Invitation, InvitationLedger, Step
from addin.errors import Finding
from addin.jobs.clients.chosen import chosen_clients, require_marks
from addin.jobs.content import Content
from addin.jobs.report import Proposal, Report, told_findings
from addin.tables.sheets.clients import Client
from addin.words import text

ACTIVATE = "activate"
WITHDRAW = "withdraw"


@dataclass(frozen=True)
class StatusRequest:
    """Whose status is to change.

    Attributes:
        clock: The moment, with its time zone.
        clients: Their codes; at least one.
        dry_run: Keep nothing.
    """

    clock: Callable[[], datetime]
    clients: Sequence[str]
    dry_run: bool = False


def activate(content: Content, request: StatusRequest) -> Proposal:
    """Mark clients active without asking them; no mail is sent.

    Raises:
        BillingError: The workbook has no place for it; nothing was written.
    """
    return _Run(content, request, ACTIVATE).activated()


def withdraw(content: Content, request: StatusRequest) -> Proposal:
    """Take invitations back: their codes are worth nothing from now on.

    A client that has accepted stays active, and that is told.

    Raises:
        BillingError: The ledger cannot be used; nothing was written.
    """
    return _Run(content, request, WITHDRAW).withdrawn()


class _Run:
    """One run of either."""

    def __init__(self, content: Content, request: StatusRequest, job: str) -> None:
        content.require_structure(Client.spec.name)
        require_marks(content)
        self.content = content
        self.request = request
        self.editor = content.editor(Client)
        self.report = Report(job, str(content.book.path))
        self.findings: list[Finding] = []
        self.positions = list(chosen_clients(content, request.clients, self.findings))

    def activated(self) -> Proposal:
        for position in self.positions:
            if self.editor.table.values["status"][position] is ClientStatus.ACTIVE:
                self.report.unchanged += 1
                continue
            said = text("invitation.activated", self.content.language)
            self._change(position, {"status": ClientStatus.ACTIVE, "invitation": said})
        return self._proposal()

    def withdrawn(self) -> Proposal:
        ledger = InvitationLedger.beside(self.content.book.path)
        known, rows = ledger.invitations(), self.editor.table.values
        for position in self.positions:
            client = rows["client"][position]
            found = known.get(client, Invitation(client))
            if rows["status"][position] is ClientStatus.ACTIVE:
                place = self.editor.table.place(position, "status")
                self.findings.append(Finding("INVT-18", place, {"client": client}))
            elif found.step in {None, Step.WITHDRAWN} and not rows["invited"][position]:
                self.report.unchanged += 1
            else:
                if found.step not in {None, Step.WITHDRAWN} and not self.request.dry_run:
                    ledger.end(found, Step.WITHDRAWN, self.request.clock())
                said = text("invitation.withdrawn", self.content.language, address=found.address)
                cells = {"status": ClientStatus.NOT_INVITED, "invited": None, "invitation": said}
                self._change(position, cells)
        return self._proposal()

    def _change(self, position: int, cells: Mapping[str, object]) -> None:
        self.editor.change(position, cells)
        self.report.changed += 1

    def _proposal(self) -> Proposal:
        self.report.findings = told_findings(self.content, self.findings)
        edit = self.editor.edit()
        return Proposal(self.report, [edit] if edit else [])

"""Clients accept their invitations: by a code that only the firm can have made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from addin.delivery.invitation_ledger import Invitation, InvitationLedger, Step
from addin.delivery.keys import KeyRing
from addin.errors import BillingError, Finding, Place
from addin.jobs.clients.acceptance_code import KEY, Signer
from addin.jobs.clients.chosen import require_marks
from addin.jobs.clients.inviting import invitation_cells
from addin.jobs.clients.returned_mail import Answer, answer_of
from addin.jobs.content import Content
from addin.jobs.platforms import keys_of
from addin.jobs.report import Proposal, Report, told_findings
from addin.tables.sheets.clients import Client
from addin.tables.sheets.settings import Firm

JOB = "accept"
_CLIENTS = Place(Client.spec.name)


@dataclass(frozen=True)
class AcceptRequest:
    """Who accepts.

    Attributes:
        clock: The moment, with its time zone.
        answers: Codes, and paths of mails that came back.
        dry_run: Keep nothing.
        keys: The keys of a firm.
    """

    clock: Callable[[], datetime]
    answers: Sequence[str]
    dry_run: bool = False
    keys: Callable[[Firm], KeyRing] = keys_of


def accept(content: Content, request: AcceptRequest) -> Proposal:
    """Mark the clients active whose codes are given; each answer is taken or told by itself.

    Raises:
        BillingError: The ledger or the secret cannot be read; nothing was written.
    """
    content.require_structure(Client.spec.name)
    require_marks(content)
    return _Run(content, request).proposal()


class _Run:
    """One run of ``accept``."""

    def __init__(self, content: Content, request: AcceptRequest) -> None:
        self.content = content
        self.request = request
        self.editor = content.editor(Client)
        self.ledger = InvitationLedger.beside(content.book.path)
        self.known = self.ledger.invitations()
        self.report = Report(JOB, str(content.book.path))
        self.findings: list[Finding] = []

    def proposal(self) -> Proposal:
        signer = self._signer()
        for given in self.request.answers:
            try:
                answer = answer_of(given)
            except BillingError as error:
                self.findings.append(Finding(error.code, _CLIENTS, error.values))
            else:
                self._take(given, answer, signer)
        self.report.findings = told_findings(self.content, self.findings)
        edit = self.editor.edit()
        return Proposal(self.report, [edit] if edit else [])

    def _signer(self) -> Signer | None:
        """None as long as nobody was invited: no code can be right, and no file is to be made.

        Raises:
            NoKeyError: Clients were invited, but from another computer.
        """
        if not self.known:
            return None
        secret = self.request.keys(self.content.firm).get(KEY)
        return Signer(secret, self.ledger.book())

    def _take(self, given: str, answer: Answer, signer: Signer | None) -> None:
        code = answer.code
        found = signer.whose(code, self.known.values()) if signer and code else None
        if found is None:
            self.findings.append(Finding("INVT-15", _CLIENTS, {"answer": given}))
        elif found.step is Step.WITHDRAWN:
            values = {"client": found.client, "answer": given}
            self.findings.append(Finding("INVT-16", _CLIENTS, values))
        else:
            self._mark(found, answer)

    def _mark(self, found: Invitation, answer: Answer) -> None:
        """Show that a client has accepted, and tell where the mail was not its own."""
        clients = self.editor.table.values["client"]
        if found.client not in clients:
            self.findings.append(Finding("INVT-13", _CLIENTS, {"client": found.client}))
            return
        position = clients.index(found.client)
        self._compare(position, found, answer)
        accepted = replace(found, step=Step.ACCEPTED, reason="")
        if found.step is not Step.ACCEPTED and not self.request.dry_run:
            accepted = self.ledger.end(found, Step.ACCEPTED, self.request.clock())
        self.known[found.client] = accepted
        cells = invitation_cells(accepted, self.content.language)
        if self.editor.change(position, cells):
            self.report.changed += 1
        else:
            self.report.unchanged += 1

    def _compare(self, position: int, found: Invitation, answer: Answer) -> None:
        email = self.editor.table.values["email"][position] or ""
        own = {email.casefold(), found.address.casefold()}
        if answer.sender and answer.sender.casefold() not in own:
            values = {"client": found.client, "sender": answer.sender, "email": email}
            place = self.editor.table.place(position, "email")
            self.findings.append(Finding("INVT-17", place, values))

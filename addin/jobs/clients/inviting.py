"""Inviting clients by mail, each once, each with an outcome of its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from addin.billing.choices import ClientStatus
from addin.delivery.invitation_ledger import Invitation, InvitationLedger, Step
from addin.delivery.keys import Key, KeyRing
from addin.delivery.mail import MailAccount, Mailer, mail_account, message_identifier, sender_of
from addin.delivery.mail_faults import (
    MailKeyRefusedError,
    MailRefusedError,
    MailUnknownError,
    MailUnreachableError,
    MailUnsafeError,
)
from addin.errors import BillingError, Finding, Place, StoppedError
from addin.identity.fault import Fault
from addin.identity.mail_address import checked_email
from addin.jobs.clients.acceptance_code import Signer, signing_secret
from addin.jobs.clients.chosen import chosen_clients, is_internal, require_marks
from addin.jobs.clients.invitation_texts import (
    InvitationTexts,
    acceptance_link,
    address_of,
    invitation_texts,
)
from addin.jobs.content import Content
from addin.jobs.platforms import keys_of
from addin.jobs.report import Proposal, Report, told_findings
from addin.tables.sheets.clients import Client
from addin.tables.sheets.settings import Firm
from addin.words import Language, text

JOB = "invite"
FRUITLESS = 3
"""So many mails in a row the server may fail before the rest is left for another run."""

NOBODY = Key("-")


@dataclass(frozen=True)
class InviteRequest:
    """Who is to be invited, and how.

    Attributes:
        clock: The moment, with its time zone.
        clients: Their codes; empty for all who were not invited, but those kept internally.
        again: Mail also those who were invited and have not accepted, and those of whom it is not
            known whether the mail arrived; only for clients that are named.
        dry_run: Write the mails and the settings through, and send nothing.
        on_sent: Told after each mail how many are done, and how many there are. It may raise
            ``StoppedError``: what was sent stays so, and the rest is left for another run.
        mailer: Opens the mail server.
        keys: The keys of a firm.
    """

    clock: Callable[[], datetime]
    clients: tuple[str, ...] = ()
    again: bool = False
    dry_run: bool = False
    on_sent: Callable[[int, int], None] | None = None
    mailer: Callable[[MailAccount], Mailer] = Mailer
    keys: Callable[[Firm], KeyRing] = keys_of


@dataclass(frozen=True, slots=True)
class _Due:
    """A client to be invited.

    Attributes:
        position: Of its row.
        before: How far its invitation has come.
    """

    position: int
    client: str
    before: Invitation


def invite(content: Content, request: InviteRequest) -> Proposal:
    """Mail an invitation to every client that is due, each once.

    What was handed over is told to the ledger beside the workbook at once, so that a run that was
    cut short goes on where it stopped; rows that the workbook does not show yet are brought level.

    Raises:
        BillingError: Nothing was sent: the settings, a template, a key or the ledger are not in
            order.
    """
    content.require_structure(Client.spec.name, "Settings")
    require_marks(content)
    return _Run(content, request).proposal()


def due_count(content: Content, request: InviteRequest) -> int:
    """How many clients ``invite`` would mail.

    Raises:
        BillingError: The ledger cannot be read.
    """
    return len(list(_Run(content, request).due()))


def invitation_cells(one: Invitation, language: Language) -> dict[str, object]:
    """What the row of a client shows of its invitation."""
    assert one.step is not None
    said = text(f"invitation.{one.step.value}", language, address=one.address)
    cells: dict[str, object] = {"invitation": f"{said} {one.reason}".strip()}
    if one.is_out:
        accepted = one.step is Step.ACCEPTED
        cells["status"] = ClientStatus.ACTIVE if accepted else ClientStatus.INACTIVE
    if one.step is Step.SENT and one.moment is not None:
        cells["invited"] = one.moment.astimezone().date()
    return cells


class _Run:
    """One run of ``invite``."""

    def __init__(self, content: Content, request: InviteRequest) -> None:
        self.content = content
        self.request = request
        self.firm = content.firm
        self.editor = content.editor(Client)
        self.rows = self.editor.table.values
        self.ledger = InvitationLedger.beside(content.book.path)
        self.known = self.ledger.invitations()
        self.report = Report(JOB, str(content.book.path), totals={"failed": "0", "left": "0"})
        self.findings: list[Finding] = []
        self.texts: dict[Language, InvitationTexts] = {}

    def proposal(self) -> Proposal:
        """Send, then say what the workbook is to show."""
        due = list(self.due())
        if due:
            self._send_all(due)
        self.report.findings = told_findings(self.content, self.findings)
        edit = self.editor.edit()
        return Proposal(self.report, [edit] if edit else [])

    def due(self) -> Iterator[_Due]:
        """The clients to be mailed, in the order of the sheet."""
        asked = self.request.clients
        for position in chosen_clients(self.content, asked, self.findings):
            client, status = self.rows["client"][position], self.rows["status"][position]
            if not asked and (status is not ClientStatus.NOT_INVITED or self._is_kept(position)):
                continue
            before = self.known.get(client, Invitation(client))
            if self._is_to_go(position, status, before) and self._has_address(position):
                yield _Due(position, client, before)

    def _is_kept(self, position: int) -> bool:
        return is_internal(self.rows["subscription_mode"][position])

    def _is_to_go(self, position: int, status: ClientStatus | None, before: Invitation) -> bool:
        """Whether a client is to be mailed; what the ledger knows of the others is shown."""
        again = self.request.again and bool(self.request.clients)
        if status is ClientStatus.ACTIVE:
            self.report.unchanged += 1
            return False
        if before.is_doubtful and not again:
            self._doubt(position, before)
            return False
        if before.is_out and not (again and before.step is Step.SENT):
            self.report.unchanged += 1
            self.editor.change(position, invitation_cells(before, self.content.language))
            return False
        if status is ClientStatus.INACTIVE and not again:
            self.report.unchanged += 1
            return False
        return True

    def _doubt(self, position: int, before: Invitation) -> None:
        """The last mail was begun, and nobody knows what became of it."""
        values = {"client": before.client, "address": before.address}
        self._tell("INVT-10", position, values)
        unknown = text("invitation.unknown", self.content.language, address=before.address)
        self.editor.change(position, {"invitation": f"{unknown} {before.reason}".strip()})

    def _has_address(self, position: int) -> bool:
        """Whether a client can be mailed; if not, it is told."""
        email = self.rows["email"][position]
        if not email:
            self._tell("INVT-11", position, {"client": self.rows["client"][position]})
            return False
        checked = checked_email(email)
        if isinstance(checked, Fault):
            self.findings.append(checked.at(self.editor.table.place(position, "email")))
            return False
        return True

    def _send_all(self, due: Sequence[_Due]) -> None:
        sender, keys = sender_of(self.firm), self.request.keys(self.firm)
        account = mail_account(self.firm, keys)
        signer = self._signer(keys)
        mails = [self._mail(one, sender, signer) for one in due]
        if self.request.dry_run:
            self.report.added = len(due)
            return
        with self.request.mailer(account) as mailer, suppress(StoppedError):
            left = self._sent(due, mails, mailer)
            self.report.totals["left"] = str(left)
            if left:
                values = {"count": left, "server": account.server}
                self.findings.append(Finding("INVT-12", Place(Client.spec.name), values))

    def _signer(self, keys: KeyRing) -> Signer:
        """Of a trial run nothing is kept, neither a secret nor a ledger."""
        if self.request.dry_run:
            return Signer(NOBODY, "")
        return Signer(signing_secret(keys), self.ledger.book())

    def _sent(self, due: Sequence[_Due], mails: Sequence[EmailMessage], mailer: Mailer) -> int:
        """Send the mails; how many are left for another run."""
        fruitless = 0
        for done, (one, mail) in enumerate(zip(due, mails, strict=True), start=1):
            try:
                self._send(one, mail, mailer)
            except (MailKeyRefusedError, MailUnsafeError):
                return len(due) - done
            except MailUnreachableError:
                fruitless += 1
            except MailRefusedError as error:
                fruitless = 0 if error.for_good else fruitless + 1
            except MailUnknownError:
                fruitless = 0
            else:
                fruitless = 0
            if fruitless == FRUITLESS:
                return len(due) - done
            if self.request.on_sent is not None:
                self.request.on_sent(done, len(due))
        return 0

    def _send(self, one: _Due, mail: EmailMessage, mailer: Mailer) -> None:
        """Send one mail, and note what came of it before anything else is done.

        Raises:
            BillingError: As ``Mailer.send`` has it; it is noted, and told.
        """
        clock, address = self.request.clock, self.rows["email"][one.position]
        begun = self.ledger.begin(one.before, address, clock())
        if begun is None:
            self._doubt(one.position, Invitation(one.client, address=address))
            return
        try:
            mailer.send(mail)
        except BillingError as error:
            step = Step.UNKNOWN if isinstance(error, MailUnknownError) else Step.FAILED
            reason = str(error.values.get("reason", ""))
            ended = self.ledger.end(begun, step, clock(), reason)
            self._tell(error.code, one.position, error.values)
            self.report.totals["failed"] = str(int(self.report.totals["failed"]) + 1)
            self._show(one, ended)
            raise
        self._show(one, self.ledger.end(begun, Step.SENT, clock()))
        self.report.added += 1

    def _show(self, one: _Due, ended: Invitation) -> None:
        self.editor.change(one.position, invitation_cells(ended, self.content.language))

    def _mail(self, one: _Due, sender: str, signer: Signer) -> EmailMessage:
        """The invitation of one client."""
        rows, at = self.rows, one.position
        language = rows["language"][at] or self.firm.language
        turn = one.before.round + (one.before.step is Step.WITHDRAWN)
        code = signer.code(one.client, turn)
        reply_to = (self.firm.reply_to or "").strip() or sender
        link = acceptance_link(self.firm.invitation_link or "", reply_to, code, language)
        name = rows["name"][at] or one.client
        contact = rows["contact"][at] or name
        firm = self.firm.firm_name or ""
        values = {
            "contact": contact,
            "client": name,
            "firm": firm,
            "address": _address(self.firm),
            "phone": self.firm.phone or "",
            "reply_to": reply_to,
            "link": link,
            "code": code,
        }
        mail = self._texts(language).message(values)
        mail["From"] = address_of(firm, sender)
        mail["To"] = address_of(contact, rows["email"][at])
        mail["Reply-To"] = reply_to
        mail["Message-ID"] = message_identifier(sender, "invitation", code, str(one.before.mails))
        mail["Date"] = self.request.clock()
        mail["Auto-Submitted"] = "auto-generated"
        return mail

    def _texts(self, language: Language) -> InvitationTexts:
        if language not in self.texts:
            self.texts[language] = invitation_texts(self.content.book.path.parent, language)
        return self.texts[language]

    def _tell(self, code: str, position: int, values: Mapping[str, object]) -> None:
        place = self.editor.table.place(position, "email")
        self.findings.append(Finding(code, place, values))


def _address(firm: Firm) -> str:
    """The address of the firm in one line."""
    city = " ".join(part for part in (firm.postcode, firm.city) if part)
    return ", ".join(part for part in (firm.address, city) if part)

"""Sending electronic invoices to the platform that carries them to the payers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Protocol

from addin.billing.choices import EInvoice
from addin.delivery.envelope import document
from addin.delivery.faults import (
    KeyRefusedError,
    UnknownDocumentError,
    UnreachableError,
)
from addin.delivery.ledger import Courier
from addin.delivery.platform import Document, Participant, Platform, Syntax
from addin.errors import BillingError, Finding, Place, StoppedError
from addin.jobs.content import Content
from addin.jobs.invoices.journal_rows import reached
from addin.jobs.invoices.recovering import journal_of
from addin.jobs.invoices.standing import JournalLedger, Standing
from addin.jobs.platforms import connect
from addin.jobs.report import Proposal, Report, told_findings
from addin.journal.filed import filed_documents
from addin.tables.sheets.bills import InvoiceRow
from addin.tables.sheets.clients import Client
from addin.tables.sheets.settings import Firm
from addin.words import Language, text

JOB = "send"
SYNTAXES: Mapping[EInvoice, Syntax] = MappingProxyType(
    {
        EInvoice.PEPPOL: Syntax.UBL,
        EInvoice.UBL_FR: Syntax.UBL,
        EInvoice.CII_FR: Syntax.CII,
        EInvoice.FACTURX: Syntax.FACTUR_X,
    }
)
"""What a payer gets in each electronic form."""
FRUITLESS = 3
"""So many times in a row the platform may not be reached before the rest is left for later."""


class Connect(Protocol):
    """Opens the platform of a firm."""

    def __call__(
        self, firm: Firm, *, since: datetime | None = None
    ) -> AbstractContextManager[Platform]:
        """See ``platforms.connect``."""


@dataclass(frozen=True)
class SendRequest:
    """What is to be sent, and how.

    Attributes:
        clock: The moment, with its time zone.
        numbers: Of the invoices; empty for all that are due. One that failed on its way is sent
            again only when it is named.
        dry_run: Ask who receives, and hand nothing over.
        on_sent: Told after each invoice how many are done, and how many there are. It may raise
            ``StoppedError``: what was sent stays so, and the rest is left for another run.
        connect: Opens the platform of a firm.
        courier: Makes what brings documents to a platform.
    """

    clock: Callable[[], datetime]
    numbers: tuple[str, ...] = ()
    dry_run: bool = False
    on_sent: Callable[[int, int], None] | None = None
    connect: Connect = connect
    courier: Callable[..., Courier] = Courier


@dataclass(frozen=True, slots=True)
class _Due:
    """An invoice to be sent.

    Attributes:
        position: Of its row in the table of invoices.
        payer: Its position in the table of clients.
        path: Of its file, from the workbook's folder; empty where a PDF is still to be made.
        column: That has the path.
    """

    position: int
    number: str
    payer: int
    path: str
    column: str


def send(content: Content, request: SendRequest) -> Proposal:
    """Hand every issued invoice that is due to the firm's platform, each once.

    Due is what has an electronic file, is for a payer who wants one, and was not sent; of Factur-X
    it is the PDF that goes. What the platform does not carry is left alone: Peppol takes UBL. Each
    invoice has an outcome of its own; what was handed over is in the journal at once, so that a
    run that was cut short goes on where it stopped.

    Raises:
        BillingError: There is no platform, or no key for it; or the journal cannot be read.
    """
    content.require_structure("Invoices", "Clients", "Settings")
    with request.connect(content.firm) as platform:
        return _Run(content, request, platform).proposal()


def due_count(content: Content, request: SendRequest, platform: Platform) -> int:
    """How many invoices ``send`` would hand over, as far as the workbook and the journal tell.

    Raises:
        BillingError: The journal cannot be read.
    """
    return sum(1 for _ in _Run(content, request, platform)._due())  # noqa: SLF001 - this module's


def delivery_cells(found: Standing, language: Language) -> dict[str, str | None]:
    """What the row of an invoice shows of its delivery."""
    if found.delivery is None:
        return {"delivery_state": None, "delivery_reason": None, "delivery_id": None}
    said = found.delivery
    reason = " ".join(part for part in (said.code, said.reason) if part)
    return {
        "delivery_state": text(f"delivery.{said.state.value}", language),
        "delivery_reason": reason or None,
        "delivery_id": found.receipt.identifier if found.receipt else None,
    }


class _Run:
    """One run of ``send``."""

    def __init__(self, content: Content, request: SendRequest, platform: Platform) -> None:
        self.content = content
        self.request = request
        self.platform = platform
        self.base = content.book.path.parent
        self.journal = journal_of(content)
        self.ledger = JournalLedger(self.journal, platform.name)
        self.courier = request.courier(platform, self.ledger, request.clock)
        self.editor = content.editor(InvoiceRow)
        self.clients = content.table(Client)
        self.report = Report(JOB, str(content.book.path))
        self.findings: list[Finding] = []
        self.before = self.ledger.standings()
        self.participants: dict[str, Participant | None] = {}
        known = [(one.number, one.file) for one in self.journal.documents()]
        known += [(one.number, one.file) for one in filed_documents(self.journal)]
        self.proven = {(number, file.path): file.digest for number, file in known}

    def proposal(self) -> Proposal:
        """Send, then say what the workbook is to show."""
        due = list(self._due())
        with suppress(StoppedError):  # the workbook is to show what was sent by then
            self._send_all(due)
        self._show()
        self.report.findings = told_findings(self.content, self.findings)
        edit = self.editor.edit()
        return Proposal(self.report, [edit] if edit else [])

    def _due(self) -> Iterator[_Due]:
        """The invoices to be sent, in the order of the sheet."""
        asked, unknown = self.request.numbers, set(self.request.numbers)
        rows = self.editor.table.values
        places = {client: place for place, client in enumerate(self.clients.values["client"])}
        forms = self.clients.values["einvoice"]
        cells = zip(rows["number"], rows["payer"], rows["xml"], rows["pdf"], strict=True)
        for position, (number, payer, xml, pdf) in enumerate(cells):
            if not number or (asked and number not in asked):
                continue
            place = places.get(payer)
            if place is None or not xml or not self._is_carried(forms[place]):
                continue
            unknown.discard(number)
            is_pdf = forms[place] is EInvoice.FACTURX
            path, column = (pdf or "", "pdf") if is_pdf else (xml, "xml")
            if self._is_to_go(number, self.before.get(number, Standing())):
                yield _Due(position, number, place, path, column)
            else:
                self.report.unchanged += 1
        for number in sorted(unknown):
            self.findings.append(Finding("SND-16", Place("Invoices"), {"number": number}))

    def _is_carried(self, form: EInvoice | None) -> bool:
        """Whether the platform takes what a payer wants; paper it never does."""
        return SYNTAXES.get(form or EInvoice.PDF) in self.platform.carries

    def _is_to_go(self, number: str, found: Standing) -> bool:
        """Whether no platform has an invoice; after a failure it must be named."""
        failed = found.delivery is not None and not found.under_way
        return number in self.request.numbers if failed else not found.under_way

    def _send_all(self, due: Sequence[_Due]) -> None:
        fruitless = 0
        for done, one in enumerate(due, start=1):
            try:
                self._send(one)
            except KeyRefusedError as error:
                self._tell(one, error)
                self._leave(len(due) - done)
                return
            except UnreachableError as error:
                self._tell(one, error)
                fruitless += 1
                if fruitless == FRUITLESS:
                    self._leave(len(due) - done)
                    return
            except BillingError as error:
                self._tell(one, error)
            else:
                fruitless = 0
            if self.request.on_sent is not None:
                self.request.on_sent(done, len(due))

    def _send(self, one: _Due) -> None:
        """Send one invoice, unless a finding stands in the way."""
        file = self._file(one)
        if file is None or not self._can_receive(one, file):
            return
        self.report.added += 1
        if not self.request.dry_run:
            try:
                self.courier.bring(file)
            except BillingError:
                self.report.added -= 1
                raise

    def _file(self, one: _Due) -> Document | None:
        """The very file that was proven when the invoice was issued, or made of it since."""
        if not one.path:
            place = self.editor.table.place(one.position, one.column)
            client = self.clients.values["client"][one.payer]
            values = {"number": one.number, "client": client}
            self.findings.append(Finding("SND-19", place, values))
            return None
        try:
            content = (self.base / one.path).read_bytes()
        except OSError:
            content = b""
        proven = self.proven.get((one.number, one.path))
        place = self.editor.table.place(one.position, one.column)
        values = {"number": one.number, "document": one.path}
        if not content or sha256(content).hexdigest() != proven:
            self.findings.append(Finding("SND-12", place, values))
            return None
        try:
            file = document(content)
        except UnknownDocumentError as error:
            self.findings.append(Finding(error.code, place, error.values))
            return None
        if file.number != one.number or not self._is_as_begun(file):
            self.findings.append(Finding("SND-12", place, values))
            return None
        return file

    def _is_as_begun(self, file: Document) -> bool:
        """Whether it is what an attempt without an answer has perhaps handed over already.

        A platform that has another file of the same invoice would not find this one, and get both.
        """
        begun = self.before.get(file.number, Standing()).tracking
        return not begun or begun == file.tracking

    def _can_receive(self, one: _Due, file: Document) -> bool:
        """Whether the payer is registered, and takes this kind of document."""
        if file.recipient not in self.participants:
            self.participants[file.recipient] = self.platform.lookup(file.recipient)
        found = self.participants[file.recipient]
        if found is not None and found.takes(file.document_type):
            return True
        client = self.clients.values["client"][one.payer]
        values = {"client": client, "endpoint": file.recipient, "number": one.number}
        if found is None:
            place = self.clients.place(one.payer, "endpoint")
            self.findings.append(Finding("SND-13", place, values))
        else:
            place = self.clients.place(one.payer, "einvoice")
            self.findings.append(Finding("SND-14", place, values))
        return False

    def _tell(self, one: _Due, error: BillingError) -> None:
        place = self.editor.table.place(one.position, "number")
        self.findings.append(Finding(error.code, place, error.values))

    def _leave(self, count: int) -> None:
        """Tell that the rest is left for another run."""
        if count:
            values = {"count": count, "platform": self.platform.name}
            self.findings.append(Finding("SND-15", Place("Invoices"), values))

    def _show(self) -> None:
        """Bring the rows of all invoices level with the journal."""
        if self.request.dry_run:
            return
        kept = {one.number: one for one in self.journal.invoices()}
        after = self.ledger.standings()
        for position, number in enumerate(self.editor.table.values["number"]):
            if number in after:
                cells = delivery_cells(after[number], self.content.language)
                self.editor.change(position, reached(kept[number]) | cells)

"""What has become of the electronic invoices that were sent."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from addin.delivery.faults import KeyRefusedError, UnreachableError
from addin.delivery.platform import DeliveryState, Platform
from addin.errors import BillingError, Finding, Place, StoppedError
from addin.jobs.content import Content
from addin.jobs.invoices.journal_rows import reached
from addin.jobs.invoices.recovering import journal_of
from addin.jobs.invoices.standing import JournalLedger, Standing
from addin.jobs.report import Proposal, Report, told_findings
from addin.jobs.sending import FRUITLESS, SendRequest, delivery_cells
from addin.tables.sheets.bills import InvoiceRow

JOB = "states"
FOLLOWED = timedelta(days=180)
"""So long after it was sent an invoice is asked about."""
EARLIER = timedelta(days=1)
"""The clocks of a platform and of this computer differ by less."""

TROUBLES = {DeliveryState.FAILED: "SND-17", DeliveryState.REJECTED: "SND-18"}
"""States that want somebody's attention."""


def states(content: Content, request: SendRequest) -> Proposal:
    """Ask the platform about every invoice that it has and has not said the last word on.

    What is new goes into the journal at once and into the row; a refusal, a dispute and a failure
    are findings for as long as they stand.

    Raises:
        BillingError: There is no platform, or no key for it; or the journal cannot be read.
    """
    content.require_structure("Invoices", "Clients", "Settings")
    return _Run(content, request).proposal()


class _Run:
    """One run of ``states``."""

    def __init__(self, content: Content, request: SendRequest) -> None:
        self.content = content
        self.request = request
        self.journal = journal_of(content)
        self.ledger = JournalLedger(
            self.journal, content.firm.platform.value if content.firm.platform else ""
        )
        self.editor = content.editor(InvoiceRow)
        self.report = Report(JOB, str(content.book.path))
        self.findings: list[Finding] = []
        self.sent = dict(self._sent())

    def proposal(self) -> Proposal:
        """Ask, then say what the workbook is to show."""
        moment = self.request.clock()
        waiting = [one for one in self.sent.values() if moment - _since(one) < FOLLOWED]
        if waiting:
            first = min(_since(one) for one in waiting) - EARLIER
            with (
                self.request.connect(self.content.firm, since=first) as platform,
                suppress(StoppedError),
            ):
                self._ask_all(platform, waiting)
        self._show()
        self.report.findings = told_findings(self.content, self.findings)
        edit = self.editor.edit()
        return Proposal(self.report, [edit] if edit else [])

    def _sent(self) -> Iterator[tuple[int, Standing]]:
        """Where the documents are that a platform was given, by the position of their rows."""
        known = self.ledger.standings()
        for position, number in enumerate(self.editor.table.values["number"]):
            if not self.request.numbers or number in self.request.numbers:
                found = known.get(number)
                if found is not None and found.receipt is not None:
                    yield position, found

    def _ask_all(self, platform: Platform, waiting: Sequence[Standing]) -> None:
        asked = [
            one
            for one in waiting
            if one.platform == platform.name
            and one.delivery is not None
            and one.delivery.state not in platform.last
        ]
        fruitless = 0
        for done, one in enumerate(asked, start=1):
            try:
                self._ask(platform, one)
                fruitless = 0
            except BillingError as error:
                self._tell(one, error)
                fruitless += isinstance(error, UnreachableError)
                if isinstance(error, KeyRefusedError) or fruitless == FRUITLESS:
                    values = {"count": len(asked) - done, "platform": platform.name}
                    self.findings.append(Finding("SND-15", Place("Invoices"), values))
                    return
            if self.request.on_sent is not None:
                self.request.on_sent(done, len(asked))

    def _ask(self, platform: Platform, one: Standing) -> None:
        """Ask about one invoice, and keep what is new."""
        assert one.receipt is not None, one
        said = platform.state(one.receipt)
        if self.request.dry_run:
            news = said.state != (one.delivery and one.delivery.state)
        else:
            news = self.ledger.tell(one.receipt.number, said, self.request.clock())
        if news:
            self.report.changed += 1
        else:
            self.report.unchanged += 1

    def _tell(self, one: Standing, error: BillingError) -> None:
        assert one.receipt is not None, one
        position = self.editor.table.values["number"].index(one.receipt.number)
        place = self.editor.table.place(position, "number")
        self.findings.append(Finding(error.code, place, error.values))

    def _show(self) -> None:
        """Bring the rows level with the journal, and name what wants somebody's attention."""
        kept = {one.number: one for one in self.journal.invoices()}
        after = self.ledger.standings()
        for position in self.sent:
            number = self.editor.table.values["number"][position]
            found = after[number]
            if not self.request.dry_run:
                cells = reached(kept[number]) | delivery_cells(found, self.content.language)
                self.editor.change(position, cells)
            if finding := self._finding(position, found):
                self.findings.append(finding)

    def _finding(self, position: int, found: Standing) -> Finding | None:
        """What is wrong with a delivery, if anything is."""
        said = found.delivery
        if said is None:
            return None
        code = TROUBLES.get(said.state) or ("SND-01" if said.disputed else "")
        reason = " ".join(part for part in (said.code, said.reason) if part)
        number = self.editor.table.values["number"][position]
        place = self.editor.table.place(position, "delivery_reason")
        return Finding(code, place, {"number": number, "reason": reason}) if code else None


def _since(found: Standing) -> datetime:
    """When a document was handed over."""
    assert found.since is not None, found
    return found.since

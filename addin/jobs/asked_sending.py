"""What the button *Send* asks, and the two jobs it does: what became of the old, and the new."""

from collections.abc import Callable
from typing import Protocol

from addin.errors import StoppedError
from addin.jobs.content import Content
from addin.jobs.following import states
from addin.jobs.report import Proposal
from addin.jobs.sending import SendRequest, due_count, send
from addin.jobs.summary import ASKED
from addin.words import text


class Asker(Protocol):
    """Who puts questions to the user."""

    def agrees(self, question: str) -> bool:
        """Whether the answer is yes."""


def asked_to_send(content: Content, asker: Asker, request: SendRequest) -> None:
    """Ask whether the e-invoices are to be sent, once it is sure that they could be.

    Raises:
        StoppedError: The user does not want it.
        BillingError: There is no platform, or no key for it; nothing was asked.
    """
    content.require_structure("Invoices", "Clients", "Settings")
    with request.connect(content.firm) as platform:
        count = due_count(content, request, platform)
        question = text("ask.send.confirm", content.language, count=count, platform=platform.name)
    if not asker.agrees(question):
        raise StoppedError


def send_and_ask(content: Content, request: SendRequest, go_on: Callable[[], None]) -> Proposal:
    """Ask what became of what was sent, then send the rest; one report and one write of both.

    Args:
        content: The workbook.
        request: What is to be sent, and how.
        go_on: Called between the two; it may raise ``StoppedError``, and then nothing is sent.

    Raises:
        BillingError: As the two jobs have it.
    """
    asked = states(content, request).report
    go_on()
    # The rows of all invoices are brought level with the journal here, which has the states too.
    proposal = send(content, request)
    report = proposal.report
    report.findings = [*asked.findings, *report.findings]
    report.changed = asked.changed
    report.totals[ASKED] = str(asked.changed + asked.unchanged)
    return proposal

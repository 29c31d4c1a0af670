"""What the button *Deliver* asks before anything is carried."""

from typing import Protocol

from addin.errors import StoppedError
from addin.jobs.content import Content
from addin.jobs.delivering.delivering import DeliverRequest, due_count
from addin.words import text


class Asker(Protocol):
    """Who puts questions to the user."""

    def agrees(self, question: str) -> bool:
        """Whether the answer is yes."""


def asked_to_deliver(content: Content, asker: Asker, request: DeliverRequest) -> None:
    """Ask whether the documents are to be carried; without any, nothing is asked.

    Raises:
        StoppedError: The user does not want it.
        BillingError: The journal cannot be read; nothing was asked.
    """
    count = due_count(content, request)
    question = text("ask.deliver.confirm", content.language, count=count)
    if count and not asker.agrees(question):
        raise StoppedError

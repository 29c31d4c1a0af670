"""What the button *Invite* asks before any mail is sent."""

from typing import Protocol

from addin.errors import StoppedError
from addin.jobs.clients.inviting import InviteRequest, due_count
from addin.jobs.content import Content
from addin.words import text


class Asker(Protocol):
    """Who puts questions to the user."""

    def agrees(self, question: str) -> bool:
        """Whether the answer is yes."""


def asked_to_invite(content: Content, asker: Asker, request: InviteRequest) -> None:
    """Ask whether the invitations are to be mailed; without any, nothing is asked.

    Raises:
        StoppedError: The user does not want it.
        BillingError: It is not known who was invited before; nothing was asked.
    """
    content.require_structure("Clients", "Settings")
    count = due_count(content, request)
    question = text("ask.invite.confirm", content.language, count=count)
    if count and not asker.agrees(question):
        raise StoppedError

"""The mail server that invitations go through."""

from collections.abc import Iterator

import pytest
from mail_office import MailOffice, mail_office


@pytest.fixture
def mail() -> Iterator[MailOffice]:
    with mail_office() as made:
        yield made

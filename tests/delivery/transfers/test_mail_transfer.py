"""Documents go by mail to the address of an accounting software, each mail with all its files."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from transfer_servers import Postbox, mail_server

from addin.billing.choices import MailSecurity
from addin.delivery.mail import MailAccount, Mailer
from addin.delivery.mail_faults import MailRefusedError
from addin.delivery.transfers.faults import (
    ArrivalUnknownError,
    NotDeliveredError,
    SignInRefusedError,
    UntrustedServerError,
)
from addin.delivery.transfers.mail_transfer import MailTransfer, Sender, mail_of
from addin.delivery.transfers.transfer import CarriedFile, Parcel, Trace

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SENDER = Sender("Fiduciaire du Parc", "billing@parc.example", "office@parc.example")
FILES = (CarriedFile("é 1.pdf", b"%PDF-1.7\r\n\x00"), CarriedFile("é 1.xml", b"<Invoice/>\n"))
PARCEL = Parcel("2026-1", FILES, "ALDER", recipient="alder@purchases.example")


@pytest.fixture
def server() -> Iterator[tuple[Postbox, int]]:
    with mail_server() as running:
        yield running


def transfer(port: int, **given: object) -> MailTransfer:
    account = MailAccount("127.0.0.1", port, MailSecurity.NONE, timeout=5, **given)  # type: ignore[arg-type]
    return MailTransfer(Mailer(account), SENDER, lambda: NOW)


def test_a_mail_has_all_files_of_a_document(server: tuple[Postbox, int]) -> None:
    postbox, port = server

    with transfer(port) as carrier:
        carrier.carry(PARCEL)
        assert carrier.find(PARCEL) is Trace.NONE

    (envelope,) = postbox.mails
    assert envelope.rcpt_tos == ["alder@purchases.example"]
    assert isinstance(envelope.content, bytes)
    mail = message_from_bytes(envelope.content, policy=SMTP)
    assert isinstance(mail, EmailMessage)
    attached = {
        part.get_filename(): part.get_payload(decode=True) for part in mail.iter_attachments()
    }
    assert attached == {one.name: one.content for one in FILES}
    assert str(mail["Reply-To"]) == "office@parc.example"
    assert str(mail["Subject"]) == "2026-1 Fiduciaire du Parc"


def test_the_same_document_has_the_same_identifier_at_each_attempt() -> None:
    first, second = mail_of(PARCEL, SENDER, NOW), mail_of(PARCEL, SENDER, NOW.replace(hour=9))
    elsewhere = mail_of(Parcel("2026-1", FILES, recipient="b@c.example"), SENDER, NOW)

    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"] != elsewhere["Message-ID"]


def test_a_recipient_whom_the_server_refuses_leaves_the_others_able_to_go(
    server: tuple[Postbox, int],
) -> None:
    postbox, port = server
    postbox.refused = {"nobody@purchases.example"}
    refused = Parcel("2026-2", FILES, "BIRCH", recipient="nobody@purchases.example")

    with transfer(port) as carrier:
        with pytest.raises(MailRefusedError, match="no such user"):
            carrier.carry(refused)
        carrier.carry(PARCEL)

    assert [one.rcpt_tos for one in postbox.mails] == [["alder@purchases.example"]]


def test_a_mail_server_that_is_not_there_has_got_nothing() -> None:
    with transfer(9) as carrier, pytest.raises(NotDeliveredError):
        carrier.carry(PARCEL)


def test_a_mail_whose_answer_gets_lost_may_have_arrived(server: tuple[Postbox, int]) -> None:
    postbox, port = server

    async def lost(server: object, session: object, envelope: object) -> str:
        del session, envelope
        server.transport.close()  # type: ignore[attr-defined]
        return "250 queued"

    postbox.handle_DATA = lost  # type: ignore[method-assign]
    with transfer(port) as carrier, pytest.raises(ArrivalUnknownError):
        carrier.carry(PARCEL)


def test_who_is_not_let_in_is_told(server: tuple[Postbox, int]) -> None:
    given = {"user": "x", "password": "y"}

    with transfer(server[1], **given) as carrier, pytest.raises(SignInRefusedError):
        carrier.carry(PARCEL)


def test_a_server_without_secrecy_gets_nothing(server: tuple[Postbox, int]) -> None:
    account = MailAccount("127.0.0.1", server[1], MailSecurity.STARTTLS, timeout=5)

    carrier = MailTransfer(Mailer(account), SENDER, lambda: NOW)
    with carrier, pytest.raises(UntrustedServerError):
        carrier.carry(PARCEL)

    assert server[0].mails == []

"""Mail through a real server on this machine: what arrives, and what is known of what does not."""

import socket
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from threading import Thread
from typing import Any

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_office import PASSWORD, USER, HangUp, MailOffice, mail_office
from memory_keyring import MemoryKeyring, using

from addin.billing.choices import MailSecurity
from addin.delivery.faults import NoKeyError
from addin.delivery.keys import Key, KeyRing
from addin.delivery.mail import (
    MailAccount,
    Mailer,
    mail_account,
    message_identifier,
    sender_of,
)
from addin.delivery.mail_faults import (
    MailKeyRefusedError,
    MailRefusedError,
    MailSettingsError,
    MailUnknownError,
    MailUnreachableError,
    MailUnsafeError,
)
from addin.tables.sheets.settings import Firm
from addin.words import Language


@pytest.fixture
def office() -> Iterator[MailOffice]:
    with mail_office() as made:
        yield made


def mail(to: str = "marie@dupont.example", body: str = "Bonjour,\n") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Cabinet Lambert <office@firm.example>"
    made["To"] = to
    made["Subject"] = "Fiche d'été"
    made.set_content(body, cte="quoted-printable")
    return made


def test_a_mail_arrives_as_it_was_written(office: MailOffice) -> None:
    with Mailer(office.account()) as mailer:
        mailer.send(mail(body="Voilà :\n.point\n..deux\n\n.\nfin\n"))
    assert office.taken() == ["marie@dupont.example"]
    (arrived,) = office.messages
    assert arrived["Subject"] == "Fiche d'été"
    assert arrived.get_content().replace("\r\n", "\n") == "Voilà :\n.point\n..deux\n\n.\nfin\n"


def test_a_mail_without_an_end_of_line_gets_one(office: MailOffice) -> None:
    written = mail()
    del written["Content-Transfer-Encoding"]
    written.set_payload("no end")
    with Mailer(office.account()) as mailer:
        mailer.send(written)
        mailer.send(written)
    assert [one.get_content().strip() for one in office.messages] == ["no end", "no end"]


def test_all_recipients_get_it_and_nobody_sees_the_hidden_ones(office: MailOffice) -> None:
    written = mail("Marie <a@x.example>, b@x.example")
    written["Cc"] = "c@x.example"
    written["Bcc"] = "d@x.example"
    with Mailer(office.account()) as mailer:
        mailer.send(written)
    assert office.recipients == [["a@x.example", "b@x.example", "c@x.example", "d@x.example"]]
    assert "Bcc" not in office.messages[0]
    assert written["Bcc"] == "d@x.example"


def test_one_connection_carries_many_mails(office: MailOffice) -> None:
    with Mailer(office.account()) as mailer:
        for _ in range(5):
            mailer.send(mail())
    assert (len(office.messages), office.connections) == (5, 1)


def test_a_server_that_wants_a_new_connection_gets_one(office: MailOffice) -> None:
    office.per_connection = 2
    with Mailer(office.account()) as mailer:
        for _ in range(5):
            mailer.send(mail())
    assert (len(office.messages), office.connections) == (5, 3)


def test_a_refused_recipient_stops_only_its_own_mail(office: MailOffice) -> None:
    office.refused = {"no@x.example": "550 5.1.1 no such user", "full@x.example": "452 4.2.2 full"}
    with Mailer(office.account()) as mailer:
        with pytest.raises(MailRefusedError) as refused:
            mailer.send(mail("yes@x.example, no@x.example"))
        with pytest.raises(MailRefusedError) as later:
            mailer.send(mail("full@x.example"))
        mailer.send(mail("yes@x.example"))
    assert refused.value.values == {"address": "no@x.example", "reason": "550 5.1.1 no such user"}
    assert (refused.value.for_good, later.value.for_good) == (True, False)
    assert (office.taken(), office.connections) == (["yes@x.example"], 1)


def test_a_server_that_leaves_after_a_refusal_is_called_again(office: MailOffice) -> None:
    office.refused = {"no@x.example": "550 no such user"}
    office.leaves_after_refusal = True
    with Mailer(office.account()) as mailer:
        with pytest.raises(MailRefusedError):
            mailer.send(mail("no@x.example"))
        mailer.send(mail("yes@x.example"))
    assert (office.taken(), office.connections) == (["yes@x.example"], 2)


def test_a_server_that_goes_away_before_the_text_has_not_sent_it(office: MailOffice) -> None:
    office.hang_ups = {"gone@x.example": HangUp.RECIPIENT}
    with Mailer(office.account()) as mailer:
        with pytest.raises(MailUnreachableError):
            mailer.send(mail("gone@x.example"))
        mailer.send(mail("next@x.example"))
    assert (office.taken(), office.connections) == (["next@x.example"], 2)


def test_of_a_mail_whose_answer_got_lost_nobody_knows(office: MailOffice) -> None:
    office.hang_ups = {"gone@x.example": HangUp.TEXT}
    with Mailer(office.account()) as mailer:
        with pytest.raises(MailUnknownError) as unknown:
            mailer.send(mail("gone@x.example"))
        mailer.send(mail("next@x.example"))
    assert unknown.value.values["address"] == "gone@x.example"
    assert office.taken() == ["gone@x.example", "next@x.example"]


def test_an_address_that_the_server_cannot_write_is_refused(office: MailOffice) -> None:
    with Mailer(office.account()) as mailer:
        with pytest.raises(MailRefusedError, match="andré"):
            mailer.send(mail("andré@x.example"))
        mailer.send(mail())
    assert office.taken() == ["marie@dupont.example"]


def test_no_server_is_told_with_its_address() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        account = MailAccount("127.0.0.1", taken.getsockname()[1], MailSecurity.NONE, timeout=2)
        with Mailer(account) as mailer, pytest.raises(MailUnreachableError) as gone:
            mailer.send(mail())
    assert gone.value.values["server"] == account.server


def test_a_server_that_is_busy_is_told_with_its_answer() -> None:
    def busy(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection:
            connection.sendall(b"421 4.3.2 too busy\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        answering = Thread(target=busy, args=(listening,))
        answering.start()
        account = MailAccount("127.0.0.1", listening.getsockname()[1], MailSecurity.NONE, timeout=5)
        with Mailer(account) as mailer, pytest.raises(MailUnreachableError) as gone:
            mailer.send(mail())
        answering.join()
    assert gone.value.values["reason"] == "421 4.3.2 too busy"


def test_a_silent_server_is_not_waited_for_without_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        account = MailAccount("127.0.0.1", silent.getsockname()[1], MailSecurity.NONE, timeout=0.2)
        with Mailer(account) as mailer, pytest.raises(MailUnreachableError):
            mailer.send(mail())


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def certified(authority: trustme.CA, name: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.mark.parametrize("security", [MailSecurity.STARTTLS, MailSecurity.TLS])
def test_a_password_goes_over_a_secret_way(security: MailSecurity, authority: trustme.CA) -> None:
    way: dict[str, Any] = {security.value: certified(authority)}
    with mail_office(**way, keys=True) as office:
        given = {"security": security, "context": trusting(authority)}
        with Mailer(office.account(**given, user=USER, password=PASSWORD)) as mailer:
            mailer.send(mail())
        assert office.taken() == ["marie@dupont.example"]
        assert office.signed_in == [USER]


@pytest.mark.parametrize("security", [MailSecurity.STARTTLS, MailSecurity.TLS])
@pytest.mark.parametrize("fault", ["unknown authority", "another name"])
def test_a_certificate_that_is_not_right_gets_no_password(
    security: MailSecurity, fault: str, authority: trustme.CA
) -> None:
    name = "mail.other.example" if fault == "another name" else "127.0.0.1"
    trusted = trusting(authority) if fault == "another name" else None
    way: dict[str, Any] = {security.value: certified(authority, name)}
    with mail_office(**way, keys=True) as office:
        account = office.account(security=security, context=trusted, user=USER, password=PASSWORD)
        with Mailer(account) as mailer, pytest.raises(MailUnsafeError):
            mailer.send(mail())
        assert (office.signed_in, office.messages) == ([], [])


def test_a_server_without_starttls_gets_neither_password_nor_mail() -> None:
    with mail_office(keys=True) as office:
        account = office.account(security=MailSecurity.STARTTLS, user=USER, password=PASSWORD)
        with Mailer(account) as mailer, pytest.raises(MailUnsafeError):
            mailer.send(mail())
        assert (office.signed_in, office.messages) == ([], [])


@pytest.mark.parametrize("host", ["192.0.2.1", "smtp.firm.example"])
def test_a_password_never_leaves_this_computer_unprotected(host: str) -> None:
    account = MailAccount(host, 25, MailSecurity.NONE, USER, PASSWORD)
    with Mailer(account) as mailer, pytest.raises(MailUnsafeError):
        mailer.send(mail())
    assert PASSWORD not in repr(account)


def test_a_mail_program_on_this_computer_may_have_it() -> None:
    with mail_office(keys=True) as near:
        with Mailer(near.account(user=USER, password=PASSWORD)) as mailer:
            mailer.send(mail())
        assert (near.signed_in, near.taken()) == ([USER], ["marie@dupont.example"])


@pytest.mark.parametrize("without", [[], ["PLAIN"]])
def test_a_password_may_have_accents(without: list[str]) -> None:
    with mail_office(keys=True, without=without) as office:
        office.password = "Été à Liège €"  # noqa: S105 - of a test
        with Mailer(office.account(user=USER, password=office.password)) as mailer:
            mailer.send(mail())
        assert office.taken() == ["marie@dupont.example"]


@pytest.mark.parametrize(
    ("without", "told"), [([], "535"), (["PLAIN"], "535"), (["PLAIN", "LOGIN"], "AUTH")]
)
def test_a_wrong_password_with_accents_is_told_without_it(without: list[str], told: str) -> None:
    with mail_office(keys=True, without=without) as office:
        account = office.account(user=USER, password="falsché")  # noqa: S106 - of a test
        with Mailer(account) as mailer, pytest.raises(MailKeyRefusedError) as refused:
            mailer.send(mail())
        assert office.messages == []
    assert str(refused.value.values["reason"]).startswith(told)
    assert "falsché" not in str(refused.value)


def test_a_wrong_password_is_told_with_what_the_server_says() -> None:
    with mail_office(keys=True) as office:
        account = office.account(user=USER, password="wrong")  # noqa: S106 - of a test
        with Mailer(account) as mailer, pytest.raises(MailKeyRefusedError) as refused:
            mailer.send(mail())
        assert office.messages == []
    assert str(refused.value.values["reason"]).startswith("535")
    assert "wrong" not in str(refused.value)


def test_no_more_mails_go_in_a_minute_than_the_provider_allows(office: MailOffice) -> None:
    now = [0.0]
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        now[0] += seconds

    account = office.account(per_minute=2)
    with Mailer(account, clock=lambda: now[0], sleep=sleep) as mailer:
        for _ in range(5):
            mailer.send(mail())
            now[0] += 10.0
    assert pauses == [40.0, 40.0]


@pytest.mark.parametrize(
    ("server", "security", "expected"),
    [
        ("smtp.firm.example:2525", MailSecurity.STARTTLS, ("smtp.firm.example", 2525)),
        ("smtp.firm.example", MailSecurity.STARTTLS, ("smtp.firm.example", 587)),
        ("smtp.firm.example", MailSecurity.TLS, ("smtp.firm.example", 465)),
        (" [::1]:25 ", MailSecurity.NONE, ("::1", 25)),
    ],
)
def test_the_settings_name_server_and_port(
    server: str, security: MailSecurity, expected: tuple[str, int]
) -> None:
    firm = Firm(mail_server=server, mail_security=security)
    account = mail_account(firm, KeyRing(environment={}))
    assert (account.host, account.port) == expected


@pytest.mark.parametrize(
    "server",
    [None, "", "smtp.firm.example:", "a b:25", "https://x:25", "x:99999", "smtp..firm.example:25"],
)
def test_a_setting_that_names_no_server_is_refused(server: str | None) -> None:
    with pytest.raises(MailSettingsError) as refused:
        mail_account(Firm(mail_server=server), KeyRing(environment={}))
    assert "Mail server" in refused.value.sentence(Language.EN)


def test_the_password_comes_from_the_keyring() -> None:
    firm = Firm(mail_server="smtp.firm.example", mail_user=USER)
    ring = KeyRing("BE0123456749", environment={})
    with using(MemoryKeyring()):
        with pytest.raises(NoKeyError):
            mail_account(firm, ring)
        ring.put("mail", Key(PASSWORD))
        assert mail_account(firm, ring).password == PASSWORD


def test_mail_is_sent_from_the_address_for_mail_else_from_that_of_the_firm() -> None:
    assert sender_of(Firm(email="a@firm.example", mail_from="b@firm.example")) == "b@firm.example"
    assert sender_of(Firm(email="a@firm.example")) == "a@firm.example"
    with pytest.raises(MailSettingsError):
        sender_of(Firm())


@given(st.lists(st.text(max_size=5), min_size=1, max_size=3), st.text(max_size=5))
def test_the_identifier_of_a_mail_is_its_own_and_stays(parts: list[str], other: str) -> None:
    first = message_identifier("office@firm.example", *parts)
    assert first == message_identifier("office@firm.example", *parts)
    assert first != message_identifier("office@firm.example", *parts, other)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from([".", "..", "", "a", "é", "= ", "From x"]), max_size=6))
def test_no_line_of_a_mail_is_lost_on_its_way(lines: list[str]) -> None:
    body = "".join(f"{line}\n" for line in lines)
    with mail_office() as office, Mailer(office.account()) as mailer:
        mailer.send(mail(body=body))
        (arrived,) = office.messages
    assert arrived.get_content().replace("\r\n", "\n").rstrip("\n") == body.rstrip("\n")

"""The mail of an invitation: its language, its link, and a text of the firm's own."""

from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from invitation_office import Inviter, numbered
from mail_office import MailOffice

from addin.jobs.clients.invitation_texts import InvitationLinkError, InvitationTemplateError


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_a_mail_is_in_the_language_of_the_client_with_text_and_page(
    tmp_path: Path, mail: MailOffice
) -> None:
    clients = [
        {"client": one, "email": f"{one}@x.example", "language": one, "contact": "Marie & Jean"}
        for one in ("en", "fr", "nl", "de")
    ]
    Inviter(tmp_path, mail, clients).invite()
    greetings = [part(one, "plain").splitlines()[0] for one in mail.messages]
    assert greetings == [
        "Dear Marie & Jean,",
        "Bonjour Marie & Jean,",
        "Beste Marie & Jean,",
        "Guten Tag Marie & Jean,",
    ]
    for one in mail.messages:
        assert "Marie &amp; Jean" in part(one, "html")
        assert "{{" not in str(one["Subject"]) + part(one, "plain") + part(one, "html")
        assert "Cabinet Lambert" in str(one["Subject"])
        assert one["From"] == "Cabinet Lambert <office@firm.example>"


def test_without_a_page_the_client_answers_by_a_mail_that_is_written(
    tmp_path: Path, mail: MailOffice
) -> None:
    office = Inviter(tmp_path, mail, numbered(1), {"reply_to": "clients@firm.example"})
    office.invite()
    link = next(
        line.strip() for line in part(mail.messages[0], "plain").splitlines() if "mailto:" in line
    )
    assert link.startswith("mailto:clients@firm.example?subject=")
    assert unquote(link.partition("=")[2]) == f"I accept: {office.code()}"
    assert mail.messages[0]["Reply-To"] == "clients@firm.example"


def test_with_a_page_the_link_carries_the_code(tmp_path: Path, mail: MailOffice) -> None:
    page = "https://firm.example/join?from=mail"
    office = Inviter(tmp_path, mail, numbered(1), {"invitation_link": page})
    office.invite()
    link = next(
        line.strip() for line in part(mail.messages[0], "plain").splitlines() if "https:" in line
    )
    assert parse_qs(urlsplit(link).query) == {"from": ["mail"], "code": [office.code()]}
    assert "&amp;code=" in part(mail.messages[0], "html")


@pytest.mark.parametrize(
    "page", ["http://firm.example", "firm.example/join", "javascript:alert(1)"]
)
def test_a_page_that_is_not_secret_is_refused(page: str, tmp_path: Path, mail: MailOffice) -> None:
    office = Inviter(tmp_path, mail, numbered(1), {"invitation_link": page})
    with pytest.raises(InvitationLinkError, match="INVT-09"):
        office.invite()
    assert mail.messages == []


def test_the_firm_may_write_its_own_text(tmp_path: Path, mail: MailOffice) -> None:
    folder = tmp_path / "templates" / "invitation"
    folder.mkdir(parents=True)
    own = "Subject: Hello {{client}}\n\nCome: {{ link }}\n"
    (folder / "en.txt").write_text(own, "utf-8")
    Inviter(tmp_path, mail, numbered(1)).invite()
    assert mail.messages[0]["Subject"] == "Hello Client 1"
    assert not mail.messages[0].is_multipart()
    (folder / "en.html").write_text("<p>{{ client }} {{ link }}</p>", "utf-8")
    Inviter(tmp_path, mail, numbered(2)).invite("C02")
    assert part(mail.messages[1], "html").startswith("<p>Client 2 mailto:")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("en.txt", "Hello\n\n{{ link }}\n"),
        ("en.txt", "Subject: Hello\n\n{{ lnik }} {{ code }}\n"),
        ("en.txt", "Subject: Hello\n\nCome!\n"),
        ("en.txt", "Subject: {{ link }}\n\n"),
        ("en.html", "<p>{{ link }}</p>"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused_before_a_mail_goes(
    name: str, written: str, tmp_path: Path, mail: MailOffice
) -> None:
    folder = tmp_path / "templates" / "invitation"
    folder.mkdir(parents=True)
    (folder / name).write_text(written, "utf-8")
    office = Inviter(tmp_path, mail, numbered(2))
    with pytest.raises(InvitationTemplateError, match="INVT-08"):
        office.invite()
    assert mail.messages == []


def test_a_template_in_another_encoding_is_refused(tmp_path: Path, mail: MailOffice) -> None:
    folder = tmp_path / "templates" / "invitation"
    folder.mkdir(parents=True)
    (folder / "en.txt").write_bytes("Subject: été\n\n{{ link }}\n".encode("cp1252"))
    with pytest.raises(InvitationTemplateError, match="UTF-8"):
        Inviter(tmp_path, mail, numbered(1)).invite()

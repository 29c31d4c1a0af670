"""The commands about invitations on a closed workbook: what they say, and how they end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from mail_office import MailOffice, mail_office
from quotepart_command import column_of, quotepart
from sample_office import SETTINGS, closed_workbook

from addin.jobs.clients.acceptance_code import found_code
from addin.words import Language


@pytest.fixture
def mail() -> Iterator[MailOffice]:
    with mail_office() as made:
        yield made


@pytest.fixture
def billing(tmp_path: Path, mail: MailOffice, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUOTEPART_INVITATIONS_KEY", "the secret of the firm")
    path = tmp_path / "Billing.xlsm"
    settings = SETTINGS | {
        "email": "office@firm.example",
        "mail_server": f"127.0.0.1:{mail.port}",
        "mail_security": "none",
    }
    clients = [
        {"client": one, "name": f"{one.title()} SRL", "email": f"{one.lower()}@x.example"}
        for one in ("ALDER", "BIRCH", "CEDAR")
    ]
    rows = [{"setting": name, "value": value} for name, value in settings.items()]
    closed_workbook(path, Language.EN, Settings=rows, Clients=clients)
    return path


def test_clients_are_invited_accept_and_are_activated(billing: Path, mail: MailOffice) -> None:
    mail.refused = {"birch@x.example": "550 no such user"}
    invited = quotepart("client", "invite", billing, "--json")
    assert invited.status == 1
    record = invited.report
    assert (record["job"], record["added"]) == ("invite", 2)
    assert record["totals"] == {"failed": "1", "left": "0"}
    assert invited.codes == ["INVT-03"]
    body = mail.messages[0].get_body(("plain",))
    assert body is not None
    accepted = quotepart("client", "accept", billing, found_code(body.get_content()))
    assert accepted.status == 0
    assert "Clients that have accepted: 1" in accepted.said
    assert quotepart("client", "activate", billing, "BIRCH").status == 0
    assert quotepart("client", "withdraw", billing, "CEDAR").status == 0
    assert column_of(billing, "Clients", "status") == ["active", "active", "not invited"]


def test_inviting_again_is_for_clients_that_are_named(billing: Path, mail: MailOffice) -> None:
    refused = quotepart("client", "invite", billing, "--again")
    assert (refused.status, mail.messages) == (2, [])
    assert "--client" in refused.said + refused.warned


def test_a_trial_run_changes_neither_workbook_nor_folder(billing: Path, mail: MailOffice) -> None:
    before = billing.read_bytes()
    shown = quotepart("client", "invite", billing, "--dry-run")
    assert (shown.status, mail.messages) == (0, [])
    assert "Invitations sent: 3" in shown.said
    assert billing.read_bytes() == before
    assert not billing.with_suffix(".invitations.sqlite").exists()


def test_our_mail_can_be_copied_to_be_changed(tmp_path: Path) -> None:
    for ending, said in (
        (".txt", "Subject: {{ firm }} vous invite"),
        (".html", '<html lang="fr">'),
    ):
        path = tmp_path / "templates" / "invitation" / f"fr{ending}"
        assert quotepart("template", "copy", path).status == 0
        assert said in path.read_text("utf-8")
        assert quotepart("template", "copy", path).status == 2

"""Inviting clients by mail: each once, whatever the mail server does."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from invitation_office import Inviter, mailbox, numbered
from mail_office import HangUp, MailOffice
from memory_keyring import MemoryKeyring, no_keyring, using
from sample_office import codes

from addin.delivery.faults import KeyringError
from addin.delivery.invitation_ledger import InvitationLedger, InvitationLedgerError, Step
from addin.delivery.keys import SERVICE, KeyRing
from addin.delivery.mail import MailAccount, Mailer
from addin.delivery.mail_faults import MailKeyRefusedError, MailSettingsError
from addin.errors import StoppedError
from addin.jobs.clients.inviting import InviteRequest, due_count
from addin.jobs.content import load
from addin.tables.editing import NoColumnError


def test_every_client_who_was_not_invited_gets_one_mail(tmp_path: Path, mail: MailOffice) -> None:
    office = Inviter(tmp_path, mail, numbered(3))
    report = office.invite()
    assert (report.added, report.totals, codes(report)) == (3, {"failed": "0", "left": "0"}, [])
    assert mail.taken() == [mailbox(place) for place in (1, 2, 3)]
    assert mail.connections == 1
    assert office.shown("status", "invitation")[0] == ("inactive", f"sent to {mailbox(1)}")
    assert [str(day)[:10] for day in office.shown("invited")] == ["2026-11-22"] * 3


def test_who_was_invited_gets_no_second_mail(tmp_path: Path, mail: MailOffice) -> None:
    office = Inviter(tmp_path, mail, numbered(2))
    office.invite()
    again = office.invite()
    assert (again.added, len(mail.messages)) == (0, 2)
    named = office.invite("C01")
    assert (named.added, named.unchanged, len(mail.messages)) == (0, 1, 2)


def test_the_21st_of_50_is_refused_and_the_others_get_theirs(
    tmp_path: Path, mail: MailOffice
) -> None:
    office = Inviter(tmp_path, mail, numbered(50))
    mail.refused = {mailbox(21): "550 5.1.1 no such user"}
    report = office.invite()
    assert (report.added, report.totals) == (49, {"failed": "1", "left": "0"})
    assert codes(report) == ["INVT-03"]
    assert report.findings[0].row == 25
    assert "550 5.1.1 no such user" in report.findings[0].message
    rows = office.shown("status", "invitation")
    assert rows[20] == (
        "not invited",
        f"not sent to {mailbox(21)}: 550 5.1.1 no such user",
    )
    assert sum(status == "inactive" for status, _ in rows) == 49
    mail.refused = {}
    later = office.invite()
    assert (later.added, mail.taken()[49:]) == (1, [mailbox(21)])


def test_a_server_that_goes_away_for_good_at_the_21st_of_50_leaves_the_rest_for_later(
    tmp_path: Path, mail: MailOffice
) -> None:
    office = Inviter(tmp_path, mail, numbered(50))
    mail.hang_ups = {mailbox(21): HangUp.RECIPIENT}

    def close(done: int, _: int) -> None:
        mail.open = done < 21

    report = office.invite(on_sent=close)
    assert (report.added, report.totals) == (20, {"failed": "3", "left": "27"})
    assert codes(report) == ["INVT-12", "INVT-02", "INVT-02", "INVT-02"]
    assert office.shown("status").count("inactive") == 20
    mail.open, mail.hang_ups = True, {}
    later = office.invite()
    assert (later.added, later.totals) == (30, {"failed": "0", "left": "0"})
    assert mail.taken() == [mailbox(place) for place in range(1, 51)]


def test_a_server_that_hangs_up_once_loses_that_mail_only(tmp_path: Path, mail: MailOffice) -> None:
    office = Inviter(tmp_path, mail, numbered(5))
    mail.hang_ups = {mailbox(3): HangUp.RECIPIENT}
    report = office.invite()
    assert (report.added, codes(report)) == (4, ["INVT-02"])
    assert mailbox(3) not in mail.taken()


def test_a_mail_whose_answer_got_lost_is_not_sent_again_of_itself(
    tmp_path: Path, mail: MailOffice
) -> None:
    office = Inviter(tmp_path, mail, numbered(3))
    mail.hang_ups = {mailbox(2): HangUp.TEXT}
    report = office.invite()
    assert (report.added, codes(report)) == (2, ["INVT-04"])
    mail.hang_ups = {}
    later = office.invite()
    assert (later.added, codes(later), len(mail.messages)) == (0, ["INVT-10"], 3)
    assert office.shown("status", "invitation")[1][0] == "not invited"
    assert "perhaps sent" in office.shown("invitation")[1]
    again = office.invite("C02", again=True)
    assert (again.added, mail.taken()[3:]) == (1, [mailbox(2)])
    assert mail.messages[1]["Message-ID"] == mail.messages[3]["Message-ID"]


class Killed(BaseException):
    """The computer went off."""


class Killing(Mailer):
    """A mail server that takes the second mail, and then the computer goes off."""

    count = 0

    def send(self, message: EmailMessage) -> None:
        super().send(message)
        Killing.count += 1
        if Killing.count == 2:
            raise Killed


def test_after_a_computer_went_off_nobody_is_mailed_twice(tmp_path: Path, mail: MailOffice) -> None:
    office = Inviter(tmp_path, mail, numbered(4))
    Killing.count = 0
    with pytest.raises(Killed):
        office.invite(mailer=Killing)
    assert office.shown("status") == ["not invited"] * 4
    report = office.invite()
    assert mail.taken() == [mailbox(place) for place in (1, 2, 3, 4)]
    assert (report.added, report.unchanged, codes(report)) == (2, 1, ["INVT-10"])
    assert office.shown("status") == ["inactive", "not invited", "inactive", "inactive"]


def test_a_run_that_is_stopped_keeps_what_was_sent(tmp_path: Path, mail: MailOffice) -> None:
    office = Inviter(tmp_path, mail, numbered(5))

    def stop(done: int, _: int) -> None:
        if done == 2:
            raise StoppedError

    assert office.invite(on_sent=stop).added == 2
    assert office.shown("status").count("inactive") == 2
    assert office.invite().added == 3
    assert len(mail.messages) == 5


def test_a_wrong_password_stops_the_run(tmp_path: Path, mail: MailOffice) -> None:
    class Closed(Mailer):
        def send(self, message: EmailMessage) -> None:
            del message
            raise MailKeyRefusedError(server=self.account.server, user="me", reason="535 no")

    office = Inviter(tmp_path, mail, numbered(4))
    report = office.invite(mailer=Closed)
    assert (report.added, report.totals) == (0, {"failed": "1", "left": "3"})
    assert codes(report) == ["INVT-12", "INVT-01"]
    assert office.invite().added == 4


def test_a_server_that_cannot_keep_a_secret_gets_no_mail(tmp_path: Path, mail: MailOffice) -> None:
    office = Inviter(tmp_path, mail, numbered(2), {"mail_security": "STARTTLS"})
    report = office.invite()
    assert (report.totals, codes(report)) == ({"failed": "1", "left": "1"}, ["INVT-12", "INVT-05"])
    assert mail.messages == []


def test_a_server_that_asks_for_patience_three_times_gets_it(
    tmp_path: Path, mail: MailOffice
) -> None:
    office = Inviter(tmp_path, mail, numbered(6))
    mail.refused = {mailbox(place): "451 4.7.1 try again later" for place in range(1, 7)}
    report = office.invite()
    assert report.totals == {"failed": "3", "left": "3"}
    mail.refused = {}
    assert office.invite().added == 6


def test_a_client_without_a_sound_address_is_told_and_the_others_are_invited(
    tmp_path: Path, mail: MailOffice
) -> None:
    clients = numbered(3)
    del clients[0]["email"]
    clients[1]["email"] = "marie at dupont"
    office = Inviter(tmp_path, mail, clients)
    report = office.invite()
    assert (report.added, codes(report)) == (1, ["INVT-11", "ID-12"])
    assert [one.row for one in report.findings] == [5, 6]


def test_a_client_that_is_not_there_is_told(tmp_path: Path, mail: MailOffice) -> None:
    office = Inviter(tmp_path, mail, numbered(2))
    report = office.invite("c02", "NOBODY")
    assert (report.added, codes(report), mail.taken()) == (1, ["INVT-13"], [mailbox(2)])


def test_files_the_firm_keeps_itself_are_invited_only_by_name(
    tmp_path: Path, mail: MailOffice
) -> None:
    office = Inviter(tmp_path, mail, numbered(2, subscription_mode="interne"))
    assert office.invite().added == 0
    assert office.invite("C01").added == 1


def test_active_clients_are_not_invited(tmp_path: Path, mail: MailOffice) -> None:
    office = Inviter(tmp_path, mail, numbered(2, status="active"))
    report = office.invite("C01", again=True)
    assert (report.added, report.unchanged, mail.messages) == (0, 1, [])


def test_who_was_invited_elsewhere_is_mailed_only_on_request(
    tmp_path: Path, mail: MailOffice
) -> None:
    office = Inviter(tmp_path, mail, numbered(1, status="inactive"))
    report = office.invite("C01")
    assert (report.added, report.unchanged, mail.messages) == (0, 1, [])
    assert office.invite("C01", again=True).added == 1


def test_a_trial_run_sends_and_keeps_nothing(tmp_path: Path, mail: MailOffice) -> None:
    office = Inviter(tmp_path, mail, numbered(3))
    office.environment.clear()
    report = office.invite(dry_run=True)
    assert (report.added, mail.messages, list(tmp_path.iterdir())) == (3, [], [])
    content = load(office.book)
    assert due_count(content, InviteRequest(office.clock)) == 3


def test_an_invitation_is_sent_again_on_request_as_a_mail_of_its_own(
    tmp_path: Path, mail: MailOffice
) -> None:
    office = Inviter(tmp_path, mail, numbered(1))
    office.invite()
    first = office.code()
    assert office.invite("C01", again=True).added == 1
    assert office.code() == first
    assert mail.messages[0]["Message-ID"] != mail.messages[1]["Message-ID"]


def test_a_workbook_put_back_is_brought_level_and_nobody_is_mailed(
    tmp_path: Path, mail: MailOffice
) -> None:
    Inviter(tmp_path, mail, numbered(3)).invite()
    restored = Inviter(tmp_path, mail, numbered(3))
    report = restored.invite()
    assert (report.added, report.unchanged, len(mail.messages)) == (0, 3, 3)
    assert restored.shown("status") == ["inactive"] * 3


def test_two_who_invite_at_once_send_one_mail(tmp_path: Path, mail: MailOffice) -> None:
    first = Inviter(tmp_path, mail, numbered(3))
    second = Inviter(tmp_path, mail, numbered(3))

    def meanwhile(done: int, _: int) -> None:
        if done == 1:
            second.invite()

    report = first.invite(on_sent=meanwhile)
    assert mail.taken() == [mailbox(place) for place in (1, 2, 3)]
    assert (report.added, codes(report)) == (1, ["INVT-10", "INVT-10"])


def test_the_first_invitation_makes_the_secret_of_the_firm(
    tmp_path: Path, mail: MailOffice
) -> None:
    office = Inviter(tmp_path, mail, numbered(2))
    ring, kept = KeyRing("BE0123456749", environment={}), MemoryKeyring()
    with using(kept):
        office.invite("C01", keys=lambda _: ring)
        made = dict(kept.kept)
        office.invite("C02", keys=lambda _: ring)
    assert kept.kept == made
    assert [*made] == [(SERVICE, "invitations BE0123456749")]
    assert len(next(iter(made.values()))) == 64


def test_without_a_keyring_nothing_is_sent(tmp_path: Path, mail: MailOffice) -> None:
    office = Inviter(tmp_path, mail, numbered(2))
    with using(no_keyring()), pytest.raises(KeyringError, match="QUOTEPART_INVITATIONS_KEY"):
        office.invite(keys=lambda _: KeyRing(environment={}))
    assert mail.messages == []


def test_settings_without_a_mail_server_are_refused(tmp_path: Path, mail: MailOffice) -> None:
    office = Inviter(tmp_path, mail, numbered(2), {"mail_server": None})
    with pytest.raises(MailSettingsError, match="INVT-06"):
        office.invite()


def test_an_older_workbook_is_refused_before_a_mail_goes(tmp_path: Path, mail: MailOffice) -> None:
    office = Inviter(tmp_path, mail, numbered(2))
    office.book.drop_column("Clients", "Invitation")
    with pytest.raises(NoColumnError):
        office.invite()
    assert mail.messages == []


def test_a_damaged_ledger_stops_everything(tmp_path: Path, mail: MailOffice) -> None:
    office = Inviter(tmp_path, mail, numbered(2))
    InvitationLedger.beside(office.book.path).path.write_bytes(b"no database at all" * 100)
    with pytest.raises(InvitationLedgerError, match="INVT-07"):
        office.invite()
    assert mail.messages == []


def test_the_ledger_tells_each_step_before_and_after(tmp_path: Path, mail: MailOffice) -> None:
    office = Inviter(tmp_path, mail, numbered(1))
    mail.refused = {mailbox(1): "550 no"}
    office.invite()
    mail.refused = {}
    office.invite()
    found = InvitationLedger.beside(office.book.path).invitations()["C01"]
    assert (found.attempt, found.mails, found.step) == (2, 1, Step.SENT)
    assert found.address == mailbox(1)


def test_what_a_mailer_is_given_is_the_firms(tmp_path: Path, mail: MailOffice) -> None:
    seen: list[MailAccount] = []

    def look(account: MailAccount) -> Mailer:
        seen.append(account)
        return Mailer(account)

    settings = {"mails_per_minute": 7, "mail_user": "me"}
    office = Inviter(tmp_path, mail, numbered(1), settings)
    office.environment["QUOTEPART_MAIL_KEY"] = "never shown"
    mail.open = False
    office.invite(mailer=look)
    assert (seen[0].per_minute, seen[0].user, seen[0].password) == (7, "me", "never shown")

"""Clients accept by a code that only the firm can have made; invitations are taken back."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invitation_office import Inviter, mailbox, numbered
from mail_office import HangUp, MailOffice
from sample_office import codes

from addin.books.vba.compound_file import compound_file
from addin.delivery.faults import NoKeyError
from addin.delivery.invitation_ledger import Invitation, InvitationLedger, Step
from addin.delivery.keys import Key
from addin.jobs.clients.acceptance_code import Signer, found_code


@pytest.fixture
def office(tmp_path: Path, mail: MailOffice) -> Inviter:
    return Inviter(tmp_path, mail, numbered(3))


def answer(folder: Path, subject: str, sender: str = mailbox(1), **headers: str) -> str:
    written = EmailMessage()
    written["From"] = f"Marie Dupont <{sender}>"
    written["To"] = "office@firm.example"
    written["Subject"] = subject
    for name, value in headers.items():
        written[name.replace("_", "-")] = value
    written.set_content("D'accord !")
    path = folder / "answer.eml"
    path.write_bytes(bytes(written))
    return str(path)


def test_a_code_makes_its_client_active(office: Inviter) -> None:
    office.invite("C02")
    report = office.accept(office.code().lower())
    assert (report.changed, codes(report)) == (1, [])
    assert office.shown("status") == ["not invited", "active", "not invited"]
    assert office.shown("invitation")[1] == "accepted"


def test_a_code_counts_once_and_stays_right(office: Inviter) -> None:
    office.invite("C02")
    office.accept(office.code())
    again = office.accept(office.code())
    assert (again.changed, again.unchanged, codes(again)) == (0, 1, [])


def test_the_mail_of_the_client_counts_by_its_subject(office: Inviter, tmp_path: Path) -> None:
    office.invite("C01")
    report = office.accept(answer(tmp_path, f"J'accepte : {office.code()}"))
    assert (report.changed, codes(report)) == (1, [])


def test_a_mail_from_another_address_counts_and_is_told(office: Inviter, tmp_path: Path) -> None:
    office.invite("C01")
    report = office.accept(answer(tmp_path, f"Re: {office.code()}", "jean@dupont.example"))
    assert (report.changed, codes(report)) == (1, ["INVT-17"])
    assert "jean@dupont.example" in report.findings[0].message


def test_an_answer_that_only_quotes_the_code_does_not_count(
    office: Inviter, mail: MailOffice, tmp_path: Path
) -> None:
    office.invite("C01")
    path = answer(tmp_path, f"Re: {mail.messages[0]['Subject']}")
    with Path(path).open("ab") as written:
        written.write(f"\n> {office.code()}\n".encode())
    report = office.accept(path)
    assert (report.changed, codes(report)) == (0, ["INVT-15"])


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"X_Autoreply": "yes"}],
)
def test_an_automatic_answer_does_not_count(
    headers: dict[str, str], office: Inviter, tmp_path: Path
) -> None:
    office.invite("C01")
    report = office.accept(answer(tmp_path, f"Absent: {office.code()}", **headers))
    assert (report.changed, codes(report)) == (0, ["INVT-14"])


@pytest.mark.parametrize("content", [b"", b"no mail at all", b"\x00\xff" * 50])
def test_a_file_that_is_no_mail_is_told(content: bytes, office: Inviter, tmp_path: Path) -> None:
    office.invite("C01")
    path = tmp_path / "answer.eml"
    path.write_bytes(content)
    assert codes(office.accept(str(path))) == ["INVT-14"]
    assert codes(office.accept(str(tmp_path / "nowhere.eml"))) == ["INVT-14"]


def outlook(folder: Path, subject: str, **streams: str) -> str:
    """A mail as Outlook saves it."""
    tags = {"subject": "0037", "sender": "5D01", "headers": "007D", "kind": "001A"}
    texts = {"kind": "IPM.Note", "sender": mailbox(1), "subject": subject} | streams
    path = folder / "answer.msg"
    path.write_bytes(
        compound_file(
            {
                f"__substg1.0_{tags[one]}001F": said.encode("utf-16-le")
                for one, said in texts.items()
            }
        )
    )
    return str(path)


def test_a_mail_saved_by_outlook_counts(office: Inviter, tmp_path: Path) -> None:
    office.invite("C01")
    report = office.accept(outlook(tmp_path, f"J'accepte : {office.code()}"))
    assert (report.changed, codes(report)) == (1, [])


@pytest.mark.parametrize(
    "streams",
    [{"kind": "REPORT.IPM.Note.NDR"}, {"headers": "Auto-Submitted: auto-replied\r\n"}],
)
def test_an_automatic_answer_saved_by_outlook_does_not_count(
    streams: dict[str, str], office: Inviter, tmp_path: Path
) -> None:
    office.invite("C01")
    report = office.accept(outlook(tmp_path, office.code(), **streams))
    assert (report.changed, codes(report)) == (0, ["INVT-14"])


def test_a_damaged_mail_of_outlook_is_told(office: Inviter, tmp_path: Path) -> None:
    office.invite("C01")
    path = Path(outlook(tmp_path, office.code()))
    whole = path.read_bytes()
    for size in (8, 60, 600, 1100):
        path.write_bytes(whole[:size])
        assert codes(office.accept(str(path)))[0] in {"INVT-14", "INVT-15"}


def test_each_answer_is_taken_by_itself(office: Inviter) -> None:
    office.invite()
    right = [office.code(place) for place in (0, 2)]
    report = office.accept(right[0], "AAAAA-BBBBB-CCCCC-DDDDD", right[1])
    assert (report.changed, codes(report)) == (2, ["INVT-15"])
    assert office.shown("status") == ["active", "inactive", "active"]


def test_a_code_of_another_workbook_is_worth_nothing(
    office: Inviter, tmp_path: Path, mail: MailOffice
) -> None:
    (tmp_path / "other").mkdir()
    other = Inviter(tmp_path / "other", mail, numbered(3))
    other.invite("C01")
    code = other.code()
    office.invite("C01")
    assert codes(office.accept(code)) == ["INVT-15"]


def test_a_code_is_worth_nothing_with_another_secret(office: Inviter) -> None:
    office.invite("C01")
    office.environment["QUOTEPART_INVITATIONS_KEY"] = "another"
    assert codes(office.accept(office.code())) == ["INVT-15"]


def test_before_anybody_was_invited_no_code_is_right_and_no_file_is_made(
    office: Inviter, tmp_path: Path
) -> None:
    assert codes(office.accept("AAAAA-BBBBB-CCCCC-DDDDD")) == ["INVT-15"]
    assert list(tmp_path.iterdir()) == []


def test_on_a_computer_without_the_secret_nothing_is_accepted(office: Inviter) -> None:
    office.invite("C01")
    office.environment.clear()
    with pytest.raises(NoKeyError, match="keys set invitations"):
        office.accept(office.code())


def test_a_trial_run_accepts_nothing(office: Inviter) -> None:
    office.invite("C01")
    assert office.accept(office.code(), dry_run=True).changed == 1
    found = InvitationLedger.beside(office.book.path).invitations()["C01"]
    assert (found.step, office.shown("status")[0]) == (Step.SENT, "inactive")


def test_a_mail_of_unknown_outcome_that_is_answered_did_arrive(
    office: Inviter, mail: MailOffice
) -> None:
    mail.hang_ups = {mailbox(1): HangUp.TEXT}
    office.invite("C01")
    assert office.accept(office.code()).changed == 1
    assert office.shown("status")[0] == "active"


def test_a_client_that_left_the_sheet_is_told(
    office: Inviter, tmp_path: Path, mail: MailOffice
) -> None:
    office.invite("C03")
    fewer = Inviter(tmp_path, mail, numbered(2))
    assert codes(fewer.accept(office.code())) == ["INVT-13"]


def test_a_withdrawn_invitation_is_worth_nothing(office: Inviter) -> None:
    office.invite("C01")
    code = office.code()
    assert office.withdraw("C01").changed == 1
    assert office.shown("status", "invited", "invitation")[0] == ("not invited", None, "withdrawn")
    report = office.accept(code)
    assert (report.changed, codes(report)) == (0, ["INVT-16"])


def test_after_a_withdrawal_the_client_gets_another_code(office: Inviter) -> None:
    office.invite("C01")
    first = office.code()
    office.withdraw("C01")
    assert office.invite("C01").added == 1
    second = office.code()
    assert second != first
    assert codes(office.accept(first)) == ["INVT-16"]
    assert office.accept(second).changed == 1


def test_nothing_is_withdrawn_where_nothing_was_sent(office: Inviter) -> None:
    report = office.withdraw("C01", "NOBODY")
    assert (report.changed, report.unchanged, codes(report)) == (0, 1, ["INVT-13"])


def test_what_was_accepted_is_not_withdrawn(office: Inviter) -> None:
    office.invite("C01")
    office.accept(office.code())
    report = office.withdraw("C01")
    assert (report.changed, codes(report)) == (0, ["INVT-18"])
    assert office.shown("status")[0] == "active"


def test_a_client_that_is_to_take_part_no_more_is_withdrawn_for_good(office: Inviter) -> None:
    office.invite("C01")
    code = office.code()
    office.accept(code)
    office.book.put("Clients", 0, status="inactive")
    assert office.withdraw("C01").changed == 1
    assert codes(office.accept(code)) == ["INVT-16"]
    assert office.shown("status")[0] == "not invited"


def test_a_withdrawal_of_an_unknown_outcome_lets_the_client_be_invited_anew(
    office: Inviter, mail: MailOffice
) -> None:
    mail.hang_ups = {mailbox(1): HangUp.TEXT}
    office.invite("C01")
    mail.hang_ups = {}
    office.withdraw("C01")
    assert office.invite("C01").added == 1


def test_a_trial_run_withdraws_nothing(office: Inviter) -> None:
    office.invite("C01")
    assert office.withdraw("C01", dry_run=True).changed == 1
    assert office.accept(office.code()).changed == 1


def test_a_file_the_firm_keeps_is_activated_without_a_mail(
    office: Inviter, mail: MailOffice, tmp_path: Path
) -> None:
    report = office.activate("C01", "c02")
    assert (report.changed, mail.messages, list(tmp_path.iterdir())) == (2, [], [])
    assert office.shown("status") == ["active", "active", "not invited"]
    assert office.activate("C01").unchanged == 1
    assert office.invite().added == 1


KEY, OTHER = Key("secret"), Key("other")
TEXTS = st.text(min_size=1, max_size=8)


@given(TEXTS, st.integers(1, 9), TEXTS)
def test_a_code_belongs_to_one_invitation_only(client: str, turn: int, other: str) -> None:
    signer = Signer(KEY, "book")
    code = signer.code(client, turn)
    assert found_code(f"Re: {code}.") == found_code(code.replace("-", " ").lower()) == code
    found = signer.whose(code, [Invitation(client, turn, step=Step.SENT)])
    assert found == Invitation(client, turn, step=Step.SENT)
    assert signer.code(client, turn + 1) != code != Signer(OTHER, "book").code(client, turn)
    assert (signer.code(other, turn) == code) == (other == client)


@given(st.text(max_size=60))
def test_no_text_is_taken_for_a_code_by_chance(text: str) -> None:
    found = found_code(text)
    assert not found or found.replace("-", "") in "".join(text.upper().split()).replace("-", "")

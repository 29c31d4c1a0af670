"""A mail that came back is read whatever its headers look like, or refused with a reason."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.jobs.clients.returned_mail import Answer, ReturnedMailError, answer_of

PIECES = [
    "a",
    "@b.be",
    "<",
    ">",
    '"',
    "(",
    ")",
    ",",
    ";",
    ":",
    "=?utf-8?q?",
    "=?x?q?a?=",
    "?=",
    "é",
]
HEADER = st.lists(st.sampled_from([*PIECES, "[", "=C3=A9", "\\", "\r\n "]), max_size=8).map("".join)


def saved(folder: Path, *headers: str) -> str:
    """The path of a mail with these headers."""
    path = folder / "answer.eml"
    path.write_bytes("\r\n".join([*headers, "", "Oui."]).encode())
    return str(path)


@given(HEADER, HEADER, HEADER)
def test_no_header_is_too_odd_to_be_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, sender: str, subject: str, kind: str
) -> None:
    headers = (f"From: {sender}", f"Subject: {subject}", f"Content-Type: {kind}")
    assert isinstance(answer_of(saved(tmp_path_factory.getbasetemp(), *headers)), Answer)


@pytest.mark.parametrize(
    "sender", ['"', "=?utf-8?b?b.be<", "a <@b.be", "[=?x?q?a?=.,undisclosed:;"]
)
def test_a_sender_written_wrongly_does_not_keep_the_subject_from_counting(
    sender: str, tmp_path: Path
) -> None:
    subject = "Re: K7M3U-MVVZV-ZMKRB-DLP36"
    found = answer_of(saved(tmp_path, f"From: {sender}", f"Subject: {subject}"))
    assert found.text == subject


def test_a_name_in_code_does_not_pass_for_the_address(tmp_path: Path) -> None:
    spelled = "=?utf-8?q?marie=40dupont=2Eexample=2C?= <other@else.example>"
    assert answer_of(saved(tmp_path, f"From: {spelled}")).sender == "other@else.example"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?q?R=C3=A9ponse?= :", "Réponse :"),
        ("=?iso-8859-1?q?R=E9ponse?=", "Réponse"),
        ("=?no-such-code?q?R=E9ponse?=", "=?no-such-code?q?R=E9ponse?="),
        ("=?utf-8?q?R=E9?=", "=?utf-8?q?R=E9?="),
        ("=?utf-8?b?A?=", "=?utf-8?b?A?="),
    ],
)
def test_a_subject_is_deciphered_where_that_can_be(written: str, read: str, tmp_path: Path) -> None:
    assert answer_of(saved(tmp_path, "From: a@b.be", f"Subject: {written}")).text == read


def test_a_mail_of_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReturnedMailError, match="INVT-14"):
        answer_of(saved(tmp_path, "Subject: Re"))

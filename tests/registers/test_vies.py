"""VIES: what it says of a number, and that nobody waits for it or stumbles over it."""

import socket
from collections.abc import Iterator

import pytest
from loopback import Answered, Asked, Mishap, Server

from addin.registers.vies import Outcome, ViesAnswer, ask_vies

PATH = "/check-vat-number"
KNOWN = "BE0677482840"


class ViesServer(Server):
    """The REST service of the Commission: its path, its fields, its way to say that it failed."""

    def answer(self, asked: Asked) -> Answered:
        assert (asked.method, asked.path) == ("POST", PATH)
        country, number = asked.json["countryCode"], asked.json["vatNumber"]
        facts = {"countryCode": country, "vatNumber": number, "requestDate": "2026-11-22T23:00:00Z"}
        if country + number == KNOWN:
            address = "Rue de la Loi 16\n1000 Bruxelles"
            return 200, {**facts, "valid": True, "name": "SRL  Janssens", "address": address}
        if country == "DE":
            return 200, {**facts, "valid": True, "name": "---", "address": "---"}
        return 200, {**facts, "valid": False, "name": "", "address": ""}


@pytest.fixture
def vies() -> Iterator[ViesServer]:
    with ViesServer() as server:
        yield server


def test_a_known_number_comes_with_its_name_and_address(vies: ViesServer) -> None:
    assert ask_vies(KNOWN, address=vies.address) == ViesAnswer(
        KNOWN, Outcome.VALID, "SRL Janssens", "Rue de la Loi 16", "1000", "Bruxelles"
    )
    assert vies.asked[0].json == {"countryCode": "BE", "vatNumber": "0677482840"}


def test_a_country_that_keeps_names_to_itself_still_knows_the_number(vies: ViesServer) -> None:
    assert ask_vies("DE123456704", address=vies.address) == ViesAnswer("DE123456704", Outcome.VALID)


def test_a_number_that_is_not_known_is_invalid(vies: ViesServer) -> None:
    assert ask_vies("FR11123456782", address=vies.address).outcome is Outcome.INVALID


@pytest.mark.parametrize(
    ("mishap", "reason"),
    [
        pytest.param(
            Mishap(
                "POST",
                status=200,
                body=b'{"actionSucceed": false, "errorWrappers": [{"error": "MS_UNAVAILABLE"}]}',
            ),
            "MS_UNAVAILABLE",
            id="the country does not answer",
        ),
        pytest.param(
            Mishap("POST", status=500, body=b"<html>gone</html>"), "500", id="another page"
        ),
        pytest.param(Mishap("POST", status=429, body=b"{}"), "429", id="too many"),
        pytest.param(Mishap("POST", status=200, body=b"[]"), "200", id="something else"),
        pytest.param(Mishap("POST", lost=True), "", id="cut off"),
        pytest.param(Mishap("POST", slow=5.0), "timed out", id="too slow"),
    ],
)
def test_no_answer_says_nothing_about_the_number(
    vies: ViesServer, mishap: Mishap, reason: str
) -> None:
    vies.mishaps.append(mishap)

    answer = ask_vies(KNOWN, address=vies.address, seconds=0.3)

    assert (answer.outcome, answer.name) == (Outcome.UNKNOWN, "")
    assert answer.reason
    assert reason in answer.reason


def test_nobody_there_says_nothing_about_the_number() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"

        assert ask_vies(KNOWN, address=address).outcome is Outcome.UNKNOWN


def test_a_country_outside_vies_is_not_asked_for(vies: ViesServer) -> None:
    answer = ask_vies("CHE123456707TVA", address=vies.address)

    assert (answer.outcome, vies.asked) == (Outcome.UNKNOWN, [])


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("RUE X 1\n75001 PARIS", ("RUE X 1", "75001", "PARIS")),
        ("KEIZERSGRACHT 1\n1015 CJ AMSTERDAM", ("KEIZERSGRACHT 1", "1015 CJ", "AMSTERDAM")),
        ("12, RUE A\nL-1234 LUXEMBOURG", ("12, RUE A", "1234", "LUXEMBOURG")),
        ("A\nB 2\n1000 BRUSSEL", ("A, B 2", "1000", "BRUSSEL")),
        ("Unit 4\nDublin", ("Unit 4, Dublin", "", "")),
        ("1000 Bruxelles", ("1000 Bruxelles", "", "")),
    ],
)
def test_an_address_is_parted_where_its_country_writes_it_so(
    vies: ViesServer, address: str, parts: tuple[str, str, str]
) -> None:
    body = ViesAnswer(KNOWN, Outcome.VALID, "X", *parts)
    quoted = address.replace("\n", "\\n")
    told = f'{{"valid": true, "name": "X", "address": "{quoted}"}}'.encode()
    vies.mishaps.append(Mishap("POST", status=200, body=told))

    assert ask_vies(KNOWN, address=vies.address) == body

"""Asking over the network: what is tried again, what never is, and that no key is told."""

import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from loopback import QUICK, Answered, Asked, Mishap, Server, running

from addin.delivery.faults import (
    KeyRefusedError,
    OutcomeUnknownError,
    TurnedDownError,
    UnreachableError,
    UnsafeAddressError,
)
from addin.delivery.web import Patience, Web, asked_to_wait, safe_address
from addin.errors import BillingError

SECRET = "0123-secret"  # noqa: S105 - of nobody


class Echo(Server):
    """Says that all is well."""

    def answer(self, asked: Asked) -> Answered:
        return 200, {"path": asked.path}


@pytest.fixture
def server() -> Iterator[Echo]:
    with running(Echo) as started:
        yield started


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def web(server: Echo, slept: list[float]) -> Iterator[Web]:
    patience = Patience(timeout=0.3, attempts=3, backoff=1, longest=8, per_second=10_000)
    headers = {"X-Api-Key": SECRET}
    with Web(
        "echo", server.address, patience, headers=headers, secrets=(SECRET,), sleep=slept.append
    ) as made:
        yield made


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_platform_that_fails_twice_is_asked_a_third_time(
    status: int, server: Echo, web: Web, slept: list[float]
) -> None:
    server.mishaps = [Mishap("GET /a", status), Mishap("GET /a", status)]

    assert web.ask("GET", "a").json() == {"path": "/a"}

    first, second = slept
    assert 0.75 <= first <= 1
    assert 1.5 <= second <= 2, "about twice the one before"


def test_a_platform_that_goes_on_failing_is_given_up(
    server: Echo, web: Web, slept: list[float]
) -> None:
    server.mishaps = [Mishap("GET", 500, body=b"out of order")] * 3

    with pytest.raises(UnreachableError) as caught:
        web.ask("GET", "a")

    assert caught.value.values == {"platform": "echo", "reason": "500 out of order"}
    assert caught.value.code == "SND-03"
    assert (len(server.asked), len(slept)) == (3, 2)


def test_a_platform_says_itself_how_long_to_wait(
    server: Echo, web: Web, slept: list[float]
) -> None:
    long = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    server.mishaps = [
        Mishap("GET", 429, {"Retry-After": "5"}),
        Mishap("GET", 503, {"Retry-After": long}),
    ]

    web.ask("GET", "a")

    assert slept == [5, 8], "as asked, but never longer than our patience"


def test_a_date_to_come_back_at_is_counted_from_now() -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)

    wait = asked_to_wait(moment)

    assert wait is not None
    assert 85 < wait <= 90


@pytest.mark.parametrize("status", [400, 404, 409, 413, 422])
def test_what_is_turned_down_is_not_asked_again(status: int, server: Echo, web: Web) -> None:
    told = b'{"errorCode": "FILE_SIZE_EXCEEDED", "errorMessage": "Provided file is too big"}'
    server.mishaps = [Mishap("GET", status, body=told)]

    with pytest.raises(TurnedDownError) as caught:
        web.ask("GET", "a")

    reason = f"{status} FILE_SIZE_EXCEEDED: Provided file is too big"
    assert caught.value.values == {"platform": "echo", "reason": reason}
    assert (caught.value.status, caught.value.code, len(server.asked)) == (status, "SND-04", 1)


def test_a_redirection_is_not_followed_with_the_key(server: Echo, web: Web) -> None:
    server.mishaps = [Mishap("GET", 302, {"Location": f"{server.address}/elsewhere"})]

    with pytest.raises(TurnedDownError):
        web.ask("GET", "a")

    assert [one.path for one in server.asked] == ["/a"]


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_told_without_the_key(
    status: int, server: Echo, web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.mishaps = [Mishap("GET", status, body=f"{SECRET} is not known".encode())]

    with pytest.raises(KeyRefusedError) as caught:
        web.ask("GET", "a")

    assert caught.value.values["reason"] == f"{status} *** is not known"
    assert SECRET not in f"{caught.value!r} {caught.value} {caplog.text} {vars(web)['platform']}"
    assert server.asked[0].headers["X-Api-Key"] == SECRET


@pytest.mark.parametrize("mishap", [Mishap("", lost=True), Mishap("", slow=0.5)])
def test_an_answer_that_is_cut_or_late_is_asked_for_again(
    mishap: Mishap, server: Echo, web: Web
) -> None:
    server.mishaps = [mishap]

    assert web.ask("GET", "a").json() == {"path": "/a"}
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("mishap", "answered"),
    [
        (Mishap("", lost=True), False),
        (Mishap("", slow=0.5), False),
        (Mishap("", 200, {"Content-Encoding": "gzip"}, b"not packed"), False),
        (Mishap("", 500), True),
        (Mishap("", 504), True),
    ],
)
def test_what_must_be_done_once_is_not_repeated_when_it_may_have_been_done(
    mishap: Mishap,
    answered: bool,  # noqa: FBT001 - a column of the table
    server: Echo,
    web: Web,
) -> None:
    server.mishaps = [mishap]

    with pytest.raises(OutcomeUnknownError) as caught:
        web.hand_over("a", json={})

    assert (caught.value.answered, len(server.asked)) == (answered, 1)


@pytest.mark.parametrize("status", [429, 503])
def test_what_was_surely_not_done_is_repeated(status: int, server: Echo, web: Web) -> None:
    server.mishaps = [Mishap("POST", status), Mishap("POST", status)]

    assert web.hand_over("a", json={}).status_code == 200


def test_nobody_at_the_address_is_told_and_nothing_was_done() -> None:
    with Echo() as gone:
        address = gone.address
    with Web("echo", address, QUICK) as web, pytest.raises(UnreachableError):
        web.hand_over("a", json={})


def test_requests_are_no_closer_together_than_agreed(server: Echo) -> None:
    patience = Patience(per_second=20)
    with Web("echo", server.address, patience) as web:
        start = time.monotonic()
        for _ in range(5):
            web.ask("GET", "a")

    assert time.monotonic() - start >= 4 / 20


@pytest.mark.parametrize(
    "address",
    [
        "http://api.example.org/v1",
        "ftp://api.example.org",
        "api.example.org",
        "",
        "https://",
        "https://user:secret@api.example.org",
        "http://localhost.example.org",
        "https://[::1",
        "https://user:secret@[::1",
        "https://api..example.org",
        f"https://{'a' * 64}.example.org",
        "https://xn--zz.example.org",
        "https://api.exam\x00ple.org",
    ],
)
def test_a_key_goes_only_where_nobody_can_read_it(address: str) -> None:
    with pytest.raises(UnsafeAddressError) as caught:
        safe_address(address)

    assert caught.value.code == "SND-07"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("address", ["https://api.example.org/v1/", "http://127.0.0.1:8080"])
def test_https_and_this_computer_are_safe(address: str) -> None:
    assert safe_address(f" {address} ") == address.rstrip("/")


@pytest.mark.parametrize(
    ("copied_along", "told"),
    [
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\xa0", "U+00A0 NO-BREAK SPACE"),
        ("\n", "U+000A"),
        ("é", "U+00E9 LATIN SMALL LETTER E WITH ACUTE"),
    ],
)
def test_a_sign_that_came_along_with_a_key_is_named_and_nothing_is_sent(
    copied_along: str, told: str, server: Echo
) -> None:
    with pytest.raises(KeyRefusedError, match="SND-02") as caught:
        Web("echo", server.address, QUICK, headers={"X-Api-Key": SECRET + copied_along})

    assert caught.value.values == {"platform": "echo", "reason": told}
    assert SECRET not in str(caught.value)
    assert server.asked == []


def test_an_answer_that_cannot_be_unpacked_is_asked_for_again(server: Echo, web: Web) -> None:
    server.mishaps = [Mishap("GET", 200, {"Content-Encoding": "gzip"}, b"not packed")]

    assert web.ask("GET", "a").json() == {"path": "/a"}
    assert server.count("GET") == 2


def test_a_long_answer_is_told_in_short(server: Echo, web: Web) -> None:
    server.mishaps = [Mishap("GET", 400, body=b"<p>\n" + b"x" * 10_000)]

    with pytest.raises(BillingError) as caught:
        web.ask("GET", "a")

    assert 500 < len(caught.value.values["reason"]) < 510  # type: ignore[arg-type]


def test_certificates_are_checked() -> None:
    """A server that nobody vouches for gets no key."""
    with Web("echo", "https://127.0.0.1:1", QUICK) as web:
        context = web._client._transport._pool._ssl_context  # type: ignore[attr-defined]  # noqa: SLF001 - httpx shows it nowhere else

    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"

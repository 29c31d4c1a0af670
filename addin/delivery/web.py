"""Asking a platform over HTTPS: patiently, not too often, and never twice what must be once."""

import json
import random
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from addin.delivery.faults import (
    KeyRefusedError,
    OutcomeUnknownError,
    TurnedDownError,
    UnreachableError,
    UnreadableAnswerError,
    UnsafeAddressError,
)
from addin.delivery.server_name import is_server_name

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
NOT_TAKEN = frozenset({429, 503})
"""The platform has not looked at the request: even a document may be handed over again."""
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""Nothing of the request can have reached the platform."""
LONGEST_REASON = 500

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often a platform is asked.

    Attributes:
        timeout: Seconds to wait for a connection, and for each piece of an answer.
        attempts: Of one request, the first one included.
        backoff: Seconds before the second attempt; doubled each time, up to a quarter less so
            that many who wait do not come back together.
        longest: Most seconds to wait before an attempt, whatever the platform asks for.
        per_second: Requests in a second at most.
    """

    timeout: float = 30.0
    attempts: int = 4
    backoff: float = 1.0
    longest: float = 60.0
    per_second: float = 5.0


class Web:
    """A connection to one platform. Redirections are not followed: the key stays with it.

    Args:
        platform: Its name, for the messages.
        address: What every path is put behind; https, or http on this computer.
        patience: How long and how often to ask.
        headers: Sent with each request.
        secrets: Texts that no message may have.
        sleep: Waits some seconds.

    Raises:
        UnsafeAddressError: The address would show the key to others.
        KeyRefusedError: The key has a sign in it that no header may have.
    """

    def __init__(  # noqa: PLR0913 - what a connection is made of
        self,
        platform: str,
        address: str,
        patience: Patience | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        secrets: tuple[str, ...] = (),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.platform = platform
        self.patience = patience or Patience()
        self._secrets = tuple(one for one in secrets if one)
        self._sleep = sleep
        self._next = 0.0
        sent = {"Accept": "application/json", **(headers or {})}
        if odd := _unsendable("".join(sent.values())):
            raise KeyRefusedError(platform=platform, reason=odd)
        self._client = httpx.Client(
            base_url=safe_address(address),
            headers=sent,
            timeout=self.patience.timeout,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()

    def ask(self, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        """A request that may be repeated without harm.

        Raises:
            KeyRefusedError: 401 or 403.
            TurnedDownError: Any other answer from 300 to 499 but 429.
            UnreachableError: No attempt brought a usable answer.
        """
        return self._answered(method, path, request, once=False)

    def hand_over(self, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        """A request that must not be done twice: repeated only when it was surely not done.

        Raises:
            KeyRefusedError: 401 or 403.
            TurnedDownError: Any other answer from 300 to 499 but 429.
            OutcomeUnknownError: It may have been done.
            UnreachableError: It was never done.
        """
        return self._answered("POST", path, request, once=True)

    def _answered(
        self, method: str, path: str, request: Mapping[str, Any], *, once: bool
    ) -> httpx.Response:
        attempts = self.patience.attempts
        for attempt in range(1, attempts + 1):
            self._throttle()
            try:
                response = self._client.request(method, path, **request)
            except NEVER_LEFT as failure:
                fault = self._unreachable(failure)
                wait = None
            except httpx.RequestError as failure:  # that it cannot be unpacked is one too
                if once:
                    raise self._unknown(failure, answered=False) from None
                fault, wait = self._unreachable(failure), None
            else:
                status = response.status_code
                if status < 300:
                    return response
                if status < 500 and status != 429:
                    raise self._turned_down(response)
                if once and status not in NOT_TAKEN:
                    raise self._unknown(self._reason(response), answered=True)
                fault = self._unreachable(self._reason(response))
                wait = asked_to_wait(response.headers.get("Retry-After", ""))
            if attempt < attempts:
                self._sleep(self._pause(attempt, wait))
        raise fault

    def _pause(self, attempt: int, wait: float | None) -> float:
        """Seconds before the next attempt."""
        doubled = self.patience.backoff * 2.0 ** (attempt - 1)
        usual = doubled * (1 - random.random() / 4)  # noqa: S311 - spreads callers, hides nothing
        return min(self.patience.longest, usual if wait is None else max(wait, 0.0))

    def _throttle(self) -> None:
        """Wait until another request may go."""
        now = time.monotonic()
        if now < self._next:
            self._sleep(self._next - now)
        self._next = max(now, self._next) + 1 / self.patience.per_second

    def _turned_down(self, response: httpx.Response) -> KeyRefusedError | TurnedDownError:
        reason = self._reason(response)
        if response.status_code in {401, 403}:
            return KeyRefusedError(platform=self.platform, reason=reason)
        status = response.status_code
        return TurnedDownError(status=status, platform=self.platform, reason=reason)

    def _unreachable(self, why: Exception | str) -> UnreachableError:
        return UnreachableError(platform=self.platform, reason=self.clean(why))

    def _unknown(self, why: Exception | str, *, answered: bool) -> OutcomeUnknownError:
        return OutcomeUnknownError(
            answered=answered, platform=self.platform, reason=self.clean(why)
        )

    def unreadable(self, *reason: str) -> UnreadableAnswerError:
        """An answer that lacks what was promised."""
        return UnreadableAnswerError(platform=self.platform, reason=self.clean(" ".join(reason)))

    def _reason(self, response: httpx.Response) -> str:
        """The status and what the platform says of it."""
        said = told(response.text)
        return self.clean(f"{response.status_code} {said}".strip())

    def clean(self, why: Exception | str) -> str:
        """A reason as one short line without any secret."""
        text = why if isinstance(why, str) else str(why) or type(why).__name__
        for secret in self._secrets:
            text = text.replace(secret, "***")
        text = " ".join(text.split())
        return text if len(text) <= LONGEST_REASON else f"{text[:LONGEST_REASON]}..."


def safe_address(address: str) -> str:
    """An address that a key may be sent to.

    Raises:
        UnsafeAddressError: It is not https, and not on this computer either.
    """
    try:
        parts = urlsplit(address.strip())
        url, known_port = httpx.URL(address.strip()), parts.port
        host, looked_up = url.host, url.raw_host.decode("ascii")
    except (ValueError, httpx.InvalidURL):
        raise UnsafeAddressError(address=address.rpartition("@")[2]) from None
    del known_port
    local = parts.scheme == "http" and host in LOOPBACK
    if not is_server_name(looked_up) or parts.username or not (parts.scheme == "https" or local):
        raise UnsafeAddressError(address=parts.hostname or address)
    return address.strip().rstrip("/")


def _unsendable(header: str) -> str:
    """The first sign of a text that a header cannot carry; it came along when a key was copied.

    >>> _unsendable("Bearer abc"), _unsendable("Bearer abc\u200b")
    ('', 'U+200B ZERO WIDTH SPACE')
    """
    odd = next((sign for sign in header if not " " <= sign <= "~"), "")
    return f"U+{ord(odd):04X} {unicodedata.name(odd, '')}".strip() if odd else ""


def asked_to_wait(header: str) -> float | None:
    """Seconds of a ``Retry-After`` (RFC 9110, 10.2.3): a number of them, or a date.

    >>> asked_to_wait("3"), asked_to_wait("soon")
    (3.0, None)
    """
    if header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - datetime.now(UTC)).total_seconds()


def told(body: str) -> str:
    """What the body of a refusal says: its messages, or else the body itself.

    >>> told('{"errorCode": "X", "errorMessage": "Too big"}')
    'X: Too big'
    """
    try:
        said = json.loads(body)
    except ValueError:
        return body
    if isinstance(said, dict) and "errorCode" in said:
        texts = (said.get(name) for name in ("errorCode", "errorMessage", "details"))
        return ": ".join(str(one) for one in texts if one)
    return "; ".join(_texts(said))


def _texts(said: object) -> list[str]:
    """Every text in an answer, wherever it stands."""
    if isinstance(said, dict):
        return [text for one in said.values() for text in _texts(one)]
    if isinstance(said, list):
        return [text for one in said for text in _texts(one)]
    return [str(said)] if isinstance(said, str | int) and str(said) else []

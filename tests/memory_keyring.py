"""A keyring in memory, and keyrings that cannot be used."""

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring
from keyring.errors import KeyringLocked, PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Keeps what it is given."""

    priority = -1  # never chosen of itself

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        try:
            del self.kept[service, username]
        except KeyError:
            raise PasswordDeleteError(username) from None


class LockedKeyring(MemoryKeyring):
    """Nobody has unlocked it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        del password
        raise KeyringLocked(service, username)

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked(service, username)


@contextmanager
def using(backend: KeyringBackend) -> Iterator[None]:
    """Have this keyring be the computer's until the end of the block."""
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        yield
    finally:
        keyring.set_keyring(before)


def no_keyring() -> KeyringBackend:
    """What a computer without a keyring has."""
    made: KeyringBackend = Keyring()  # type: ignore[no-untyped-call]
    return made

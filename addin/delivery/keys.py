"""The keys that platforms ask for: in the keyring of the computer, never in a workbook.

On a computer without a keyring, such as a server, they are environment variables.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import keyring
from keyring.errors import KeyringError as BackendError
from keyring.errors import NoKeyringError, PasswordDeleteError

from addin.delivery.faults import KeyringError, NoKeyError

SERVICE = "Quotepart"
CONNECTION = "connection "
"""What the name of a connection of the firm comes behind."""


def of_connection(name: str) -> str:
    """What the secret of a connection is kept under.

    >>> of_connection("Adsolut")
    'connection Adsolut'
    """
    return CONNECTION + name.strip()


@dataclass(frozen=True, slots=True)
class Key:
    """What opens a platform; it is never shown.

    Attributes:
        secret: The key; for OAuth2 the client's identifier, a colon and its secret.
    """

    secret: str = field(repr=False)

    @property
    def pair(self) -> tuple[str, str]:
        """The identifier and the secret of an OAuth2 client."""
        name, _, secret = self.secret.partition(":")
        return name, secret


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys of one firm.

    Attributes:
        firm: Its VAT or enterprise number, so that who bills for several firms keeps a key for
            each; a key that was kept without a number serves all of them.
        environment: Where the variables are looked up.
    """

    firm: str = ""
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    def user(self, platform: str) -> str:
        """The name that a key has in the keyring.

        >>> KeyRing("BE0123456749").user("peppyrus")
        'peppyrus BE0123456749'
        """
        return f"{platform} {self.firm}".strip()

    def get(self, platform: str) -> Key:
        """The key of a platform: from the keyring, else from the environment.

        Raises:
            NoKeyError: There is none.
            KeyringError: The keyring is there but cannot be read, and neither is the variable.
        """
        given = self.environment.get(variable(platform), "").strip()
        try:
            found = self._kept(platform)
        except NoKeyringError:
            found = None
        except BackendError as fault:
            if not given:
                raise _unusable(platform, fault) from None
            found = None
        if secret := (found or given):
            return Key(secret)
        raise NoKeyError(
            platform=platform.removeprefix(CONNECTION),
            command=_command(platform),
            variable=variable(platform),
        )

    def where(self, platform: str) -> str:
        """Where the key of a platform is: ``keyring``, the name of the variable, or empty."""
        try:
            if self._kept(platform):
                return "keyring"
        except BackendError:
            pass
        name = variable(platform)
        return name if self.environment.get(name, "").strip() else ""

    def _kept(self, platform: str) -> str | None:
        """The key in the keyring: the firm's own, else that of all firms."""
        own = keyring.get_password(SERVICE, self.user(platform))
        return own or keyring.get_password(SERVICE, platform)

    def put(self, platform: str, key: Key) -> None:
        """Keep the key of a platform in the keyring.

        Raises:
            KeyringError: This computer has none, or it is locked.
        """
        try:
            keyring.set_password(SERVICE, self.user(platform), key.secret)
        except BackendError as fault:
            raise _unusable(platform, fault) from None

    def forget(self, platform: str) -> bool:
        """Take the key of a platform out of the keyring; whether it was there.

        Raises:
            KeyringError: This computer has none, or it is locked.
        """
        try:
            keyring.delete_password(SERVICE, self.user(platform))
        except PasswordDeleteError:
            return False
        except BackendError as fault:
            raise _unusable(platform, fault) from None
        return True


def variable(platform: str) -> str:
    """The environment variable that stands in for the keyring.

    >>> variable("peppyrus")
    'QUOTEPART_PEPPYRUS_KEY'
    >>> variable(of_connection("Adsolut (Gent)"))
    'QUOTEPART_CONNECTION_ADSOLUT_GENT_KEY'
    """
    words = re.sub(r"[^A-Z0-9]+", "_", platform.upper()).strip("_")
    return f"QUOTEPART_{words}_KEY"


def _command(platform: str) -> str:
    """What is typed to keep a key."""
    name = platform.removeprefix(CONNECTION)
    return f'quotepart keys set "{name}"' if " " in name else f"quotepart keys set {name}"


def _unusable(platform: str, fault: BackendError) -> KeyringError:
    return KeyringError(platform=platform, variable=variable(platform), reason=type(fault).__name__)

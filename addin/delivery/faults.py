"""What can go wrong between here and a platform."""

from addin.errors import BillingError


class DeliveryError(Exception):
    """A platform could not do what it was asked. No message ever has a key in it."""


class KeyRefusedError(BillingError, DeliveryError):
    """The platform does not take the key (401, 403); takes ``platform`` and ``reason``."""

    code = "SND-02"


class UnreachableError(BillingError, DeliveryError):
    """No usable answer, after several attempts; takes ``platform`` and ``reason``."""

    code = "SND-03"


class TurnedDownError(BillingError, DeliveryError):
    """The platform turns a request down for good (4xx); takes ``platform`` and ``reason``."""

    code = "SND-04"

    def __init__(self, *, status: int, **values: object) -> None:
        """``status`` is that of HTTP."""
        super().__init__(**values)
        self.status = status


class OutcomeUnknownError(BillingError, DeliveryError):
    """A document was on its way when the answer got lost; takes ``platform`` and ``reason``."""

    code = "SND-05"

    def __init__(self, *, answered: bool, **values: object) -> None:
        """``answered`` says that the platform itself reported a failure of its own (5xx)."""
        super().__init__(**values)
        self.answered = answered


class UnreadableAnswerError(BillingError, DeliveryError):
    """An answer that is not what the platform promises; takes ``platform`` and ``reason``."""

    code = "SND-06"


class UnsafeAddressError(BillingError):
    """The address of a platform is none that a key may be sent to; takes ``address``."""

    code = "SND-07"


class UnknownPlatformError(BillingError):
    """The settings name no platform; takes ``known``."""

    code = "SND-08"


class NoKeyError(BillingError):
    """There is no key for a platform; takes ``platform``, ``command`` and ``variable``."""

    code = "SND-09"


class KeyringError(BillingError):
    """The keyring of this computer cannot be used; takes ``platform`` and ``variable``."""

    code = "SND-10"


class UnknownDocumentError(BillingError):
    """A file holds no electronic invoice with both addresses; takes ``reason``."""

    code = "SND-11"

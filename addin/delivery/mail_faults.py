"""What can go wrong between here and a mail server."""

from addin.delivery.faults import DeliveryError
from addin.errors import BillingError


class MailError(DeliveryError):
    """A mail did not go out, or it is not known whether it did."""


class MailKeyRefusedError(BillingError, MailError):
    """The server does not let us in; no mail will go. Takes ``server``, ``user``, ``reason``."""

    code = "INVT-01"


class MailUnreachableError(BillingError, MailError):
    """No usable answer before the mail was handed over; takes ``server`` and ``reason``.

    It was surely not sent, and may be later.
    """

    code = "INVT-02"


class MailRefusedError(BillingError, MailError):
    """The server refuses one mail, which was surely not sent; takes ``address`` and ``reason``."""

    code = "INVT-03"

    def __init__(self, *, status: int, **values: object) -> None:
        """``status`` is that of SMTP: from 500 on it is refused for good."""
        super().__init__(**values)
        self.status = status

    @property
    def for_good(self) -> bool:
        """Whether the same mail is of no use another time."""
        return self.status >= 500


class MailUnknownError(BillingError, MailError):
    """The mail was handed over when the answer got lost; takes ``address`` and ``reason``."""

    code = "INVT-04"


class MailUnsafeError(BillingError, MailError):
    """The way to the server cannot be kept secret; takes ``server`` and ``reason``.

    Neither the password nor a mail was sent.
    """

    code = "INVT-05"


class MailSettingsError(BillingError):
    """The settings name no mail server, or no sender; takes ``setting`` and ``found``."""

    code = "INVT-06"

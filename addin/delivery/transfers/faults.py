"""What can go wrong between here and a server that documents are carried to."""

from addin.delivery.faults import DeliveryError
from addin.errors import BillingError


class NotDeliveredError(BillingError, DeliveryError):
    """The server was out of reach or was lost; takes ``connection`` and ``reason``.

    The document surely did not arrive.
    """

    code = "DLV-01"


class SignInRefusedError(BillingError, DeliveryError):
    """The server does not take the user or the key; takes ``connection`` and ``reason``."""

    code = "DLV-02"


class UnknownServerError(BillingError, DeliveryError):
    """No host key is pinned; takes ``connection`` and ``fingerprint``, the key that was shown."""

    code = "DLV-03"


class OtherServerError(BillingError, DeliveryError):
    """Another host key than the pinned one; takes ``connection``, ``expected`` and ``found``."""

    code = "DLV-04"


class UntrustedServerError(BillingError, DeliveryError):
    """The certificate of the server is not to be trusted; takes ``connection`` and ``reason``."""

    code = "DLV-05"


class OtherFileError(BillingError, DeliveryError):
    """Another file of this name is there already; takes ``connection`` and ``file``."""

    code = "DLV-06"


class RefusedDocumentError(BillingError, DeliveryError):
    """The other side does not want a document; takes ``connection`` and ``reason``."""

    code = "DLV-07"


class ArrivalUnknownError(BillingError, DeliveryError):
    """Nothing is known of how it ended; takes ``connection`` and ``reason``."""

    code = "DLV-08"


class UnusableAddressError(BillingError, DeliveryError):
    """The address of a connection cannot be used; takes ``connection`` and ``address``."""

    code = "DLV-09"


FOR_ALL = (SignInRefusedError, UnknownServerError, OtherServerError, UntrustedServerError)
"""What stands in the way of every document of a connection."""

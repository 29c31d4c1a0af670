"""The platform that the settings of a firm name, opened with the firm's key."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from addin.billing.choices import SendingPlatform
from addin.delivery.afnor import Addresses, Afnor
from addin.delivery.faults import UnknownPlatformError
from addin.delivery.keys import KeyRing
from addin.delivery.peppyrus import LIVE, TEST, Peppyrus
from addin.delivery.platform import Platform
from addin.delivery.web import Patience
from addin.tables.sheets.settings import Firm

NAMES = tuple(one.value for one in SendingPlatform)

KNOWN_ADDRESSES = {"": LIVE, "live": LIVE, "test": TEST}
"""What the address of Peppyrus may be called."""


def keys_of(firm: Firm) -> KeyRing:
    """The keys of a firm, under its VAT or enterprise number."""
    return KeyRing(firm.vat_number or firm.enterprise_number or "")


@contextmanager
def connect(
    firm: Firm, *, since: datetime | None = None, patience: Patience | None = None
) -> Iterator[Platform]:
    """The firm's platform, until the end of the block.

    Args:
        firm: With the settings ``platform`` and ``platform_address``. That of Peppyrus may be
            empty or ``test``; a French platform has three addresses, parted by blanks: flows,
            directory, token.
        since: Nothing that is older is asked for.
        patience: How long and how often to ask.

    Raises:
        UnknownPlatformError: The settings name none.
        NoKeyError: There is no key for it.
        UnsafeAddressError: An address is missing, or none that a key may be sent to.
    """
    address = firm.platform_address or ""
    match firm.platform:
        case SendingPlatform.PEPPYRUS:
            key = keys_of(firm).get(SendingPlatform.PEPPYRUS.value)
            found = KNOWN_ADDRESSES.get(address.strip().lower(), address)
            with Peppyrus(key, found, patience) as peppyrus:
                yield peppyrus
        case SendingPlatform.AFNOR:
            addresses = Addresses.read(address)
            key = keys_of(firm).get(SendingPlatform.AFNOR.value)
            with Afnor(key, addresses, patience, since=since) as afnor:
                yield afnor
        case _:
            raise UnknownPlatformError(known=NAMES)

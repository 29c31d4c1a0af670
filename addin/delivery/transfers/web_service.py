"""What goes wrong with a web service, in the words of connections."""

from collections.abc import Iterator
from contextlib import contextmanager

from addin.delivery.faults import (
    KeyRefusedError,
    OutcomeUnknownError,
    TurnedDownError,
    UnreachableError,
    UnreadableAnswerError,
    UnsafeAddressError,
)
from addin.delivery.transfers.faults import (
    ArrivalUnknownError,
    NotDeliveredError,
    RefusedDocumentError,
    SignInRefusedError,
    UnusableAddressError,
)


@contextmanager
def told_of(connection: str, *, underway: bool = True) -> Iterator[None]:
    """Tell faults of a web service as those of a connection.

    Args:
        connection: Its name, for the messages.
        underway: Whether a document may have arrived when an answer is lost or cannot be read.
    """
    try:
        yield
    except KeyRefusedError as fault:
        raise SignInRefusedError(connection=connection, reason=fault.values["reason"]) from None
    except TurnedDownError as fault:
        raise RefusedDocumentError(connection=connection, reason=fault.values["reason"]) from None
    except UnreachableError as fault:
        raise NotDeliveredError(connection=connection, reason=fault.values["reason"]) from None
    except (OutcomeUnknownError, UnreadableAnswerError) as fault:
        kind = ArrivalUnknownError if underway else NotDeliveredError
        raise kind(connection=connection, reason=fault.values["reason"]) from None
    except UnsafeAddressError as fault:
        address = fault.values["address"]
        raise UnusableAddressError(connection=connection, address=address) from None

"""Why a register cannot be taken in or asked."""

from addin.errors import BillingError


class NotKboFileError(BillingError):
    """Takes ``file`` and ``lacking``, the file or column that a zip of the KBO has."""

    code = "REG-09"


class UpdateOutOfTurnError(BillingError):
    """Takes ``file``, ``extract``, its number, and ``there``, that of the index."""

    code = "REG-10"


class NoIndexError(BillingError):
    """The register was never taken in on this computer; takes nothing."""

    code = "REG-11"


class NothingFoundError(BillingError):
    """Takes ``sought`` and ``day``, that of the snapshot."""

    code = "REG-12"


class IndexUnusableError(BillingError):
    """Takes ``path`` and ``reason``, as the system tells it."""

    code = "REG-13"

"""Who is at work, as an auditor would want to read it."""

import getpass
import platform


def clerk() -> str:
    """Name of the user and of the computer: ``anna@office-3``."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account that the system does not know
        user = "?"
    return f"{user}@{platform.node()}"

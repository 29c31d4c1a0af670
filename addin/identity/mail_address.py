"""E-mail addresses as clients write them, and the form they are kept in."""

import re

from email_validator import EmailNotValidError, validate_email

from addin.identity.fault import Fault

SEVERAL = re.compile(r"@[^,;]*[,;].*@", re.DOTALL)
MAIL_LINK = re.compile(r"^mailto:", re.IGNORECASE)


def checked_email(text: str) -> str | Fault:
    """One e-mail address, its domain in small letters.

    Nothing is asked from the network: whether somebody reads the mail is not known.

    Args:
        text: As typed, or as pasted from a mail program: ``Marie Dupont <marie@dupont.example>``.

    Returns:
        The address alone; or why it is refused: ID-13 for several addresses in one cell, ID-12
        for anything else that is not an address.

    >>> checked_email("Marie Dupont <marie@Dupont.Example>")
    'marie@dupont.example'
    >>> checked_email("marie@dupont").code
    'ID-12'
    """
    if SEVERAL.search(text):
        return Fault("ID-13", {"email": text})
    try:
        found = validate_email(
            MAIL_LINK.sub("", text.strip()), check_deliverability=False, allow_display_name=True
        )
    except EmailNotValidError:
        return Fault("ID-12", {"email": text})
    return str(found.normalized)

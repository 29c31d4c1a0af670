"""The number of a firm in its country's register (BT-30, BT-47)."""

from stdnum import exceptions
from stdnum.be import vat as belgian
from stdnum.fr import siren, siret

from addin.identity.fault import Fault
from addin.identity.writing import bare

SIREN_DIGITS = 9
SIRET_DIGITS = 14


def checked_enterprise_number(text: str, country: str) -> str | Fault:
    """The number of a firm in the form that goes on an invoice.

    Args:
        text: As typed, with any spaces, dots and dashes.
        country: Country of the firm, two letters of ISO 3166.

    Returns:
        The ten digits of a Belgian firm; the SIREN of a French one, also when its SIRET was
        given; the text without its outer spaces for any other country. Or why it is refused
        (ID-04 to ID-06).

    >>> checked_enterprise_number("BE 0123.456.749", "BE")
    '0123456749'
    >>> checked_enterprise_number("732 829 320 00074", "FR")
    '732829320'
    """
    if country == "BE":
        return _belgian(text)
    if country == "FR":
        number = bare(text)
        if len(number) != SIRET_DIGITS:
            return checked_siren(text)
        establishment = checked_siret(text)
        return establishment if isinstance(establishment, Fault) else establishment[:SIREN_DIGITS]
    return text.strip()


def printed_belgian(number: str) -> str:
    """The ten digits of a Belgian enterprise as its register prints them.

    >>> printed_belgian("0123456749")
    '0123.456.749'
    """
    return f"{number[:4]}.{number[4:7]}.{number[7:]}"


def checked_siren(text: str) -> str | Fault:
    """A French firm: nine digits, by the check of Luhn.

    A number that is too short is refused, not filled up with zeros: one in ten would pass.
    """
    try:
        return str(siren.validate(bare(text)))
    except exceptions.InvalidChecksum:
        return Fault("ID-06", {"number": text, "register": "SIREN"})
    except exceptions.ValidationError:
        return Fault("ID-05", {"number": text, "register": "SIREN", "digits": SIREN_DIGITS})


def checked_siret(text: str) -> str | Fault:
    """An establishment of a French firm: its SIREN and five digits more."""
    try:
        return str(siret.validate(bare(text)))
    except exceptions.InvalidChecksum:
        return Fault("ID-06", {"number": text, "register": "SIRET"})
    except exceptions.ValidationError:
        return Fault("ID-05", {"number": text, "register": "SIRET", "digits": SIRET_DIGITS})


def _belgian(text: str) -> str | Fault:
    try:
        return str(belgian.validate(bare(text)))
    except exceptions.InvalidChecksum:
        return Fault("ID-06", {"number": text, "register": "KBO/BCE"})
    except exceptions.ValidationError:
        return Fault("ID-04", {"number": text})

"""Where a firm receives electronic invoices (BT-34, BT-49).

The address has two parts: the code of a scheme, from the list of electronic address schemes (EAS)
that EN 16931 refers to, and a number within that scheme.
"""

import re
from collections.abc import Callable, Mapping

from addin.identity.enterprise_number import (
    SIREN_DIGITS,
    checked_enterprise_number,
    checked_siren,
    checked_siret,
)
from addin.identity.fault import Fault
from addin.identity.vat_number import checked_vat_number
from addin.identity.writing import bare

BELGIAN_ENTERPRISE = "0208"
FRENCH_INVOICING = "0225"
FRENCH_SIREN, FRENCH_SIRET = "0002", "0009"
VAT_SCHEMES: Mapping[str, str] = {
    "AT": "9914",
    "BE": "9925",
    "BG": "9926",
    "CY": "9928",
    "CZ": "9929",
    "DE": "9930",
    "EE": "9931",
    "ES": "9920",
    "FR": "9957",
    "GR": "9933",
    "HR": "9934",
    "HU": "9910",
    "IE": "9935",
    "IT": "0211",
    "LT": "9937",
    "LU": "9938",
    "LV": "9939",
    "MT": "9943",
    "NL": "9944",
    "PL": "9945",
    "PT": "9946",
    "RO": "9947",
    "SI": "9949",
    "SK": "9950",
}
"""Scheme of the VAT numbers of a country, by its ISO 3166-1 code (EAS list, version of 2026)."""

_FORM = re.compile(r"\d{4}:\S{1,50}")


def checked_endpoint(text: str) -> str | Fault:
    """An electronic address in the form that goes into the file.

    Args:
        text: As typed: the four digits of the scheme, a colon, the address. A Belgian number may
            have dots, spaces or its country before it.

    Returns:
        The scheme, a colon and the address. Or why it is refused: ID-11 where it has another form,
        ID-04 to ID-06 where the number in it is not one of its register.

    >>> checked_endpoint("0208: BE 0123.456.749")
    '0208:0123456749'
    """
    scheme, _, address = (part.strip() for part in text.strip().partition(":"))
    check = _CHECKS.get(scheme)
    if check is not None and address:
        found = check(address)
        return found if isinstance(found, Fault) else f"{scheme}:{found}"
    whole = f"{scheme}:{address}"
    return whole if _FORM.fullmatch(whole) else Fault("ID-11", {"endpoint": text})


def usual_endpoint(country: str, enterprise_number: str, vat_number: str) -> str:
    """Where a firm most likely receives electronic invoices; empty where nothing tells.

    Belgium registers its firms in the Peppol network under their enterprise number, France in its
    directory under their SIREN; other countries mostly use the VAT number.

    Args:
        country: Two letters, ISO 3166-1.
        enterprise_number: In its register; or empty.
        vat_number: With its country prefix; or empty.

    >>> usual_endpoint("BE", "0123.456.749", "")
    '0208:0123456749'
    """
    country = country.upper()
    if country in {"BE", "FR"}:
        national = vat_number[-SIREN_DIGITS:] if country == "FR" else vat_number
        number = checked_enterprise_number(enterprise_number or national, country)
        scheme = BELGIAN_ENTERPRISE if country == "BE" else FRENCH_INVOICING
        return "" if isinstance(number, Fault) else f"{scheme}:{number}"
    number = checked_vat_number(vat_number, country) if vat_number else ""
    scheme = VAT_SCHEMES.get(country, "")
    return f"{scheme}:{number}" if scheme and number and not isinstance(number, Fault) else ""


def _belgian(text: str) -> str | Fault:
    return checked_enterprise_number(text, "BE")


def _french(text: str) -> str | Fault:
    """A SIREN, which may go on with a SIRET or a suffix after an underscore."""
    head, underscore, rest = text.partition("_")
    siren = checked_siren(bare(head))
    return siren if isinstance(siren, Fault) else f"{siren}{underscore}{rest}"


_CHECKS: Mapping[str, Callable[[str], str | Fault]] = {
    BELGIAN_ENTERPRISE: _belgian,
    FRENCH_INVOICING: _french,
    FRENCH_SIREN: checked_siren,
    FRENCH_SIRET: checked_siret,
}

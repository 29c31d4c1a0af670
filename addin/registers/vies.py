"""VIES: whether the tax office of a country of the Union knows a VAT number.

The REST service of the European Commission. It asks the country in turn, and is often not
answered: that says nothing about the number. Nothing here raises for the network, so that nobody
has to wait for VIES to go on.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from addin.identity.vat_number import EXAMPLES

VIES = "https://ec.europa.eu/taxation_customs/vies/rest-api"
COUNTRIES = frozenset(EXAMPLES) - {"CH", "GB", "NO"}
"""The Union under its VAT letters, and Northern Ireland."""

LAST_LINE = re.compile(r"^(?:[A-Z]{1,3}-)?(\d[\d ]{2,5}\d(?: [A-Z]{2})?) +(\S.*)$")
"""Where most countries write the postcode and the city."""

NOT_TOLD = frozenset({"", "---"})
"""What stands for a name or an address that the country does not give away."""


class Outcome(StrEnum):
    """What VIES says of a number."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"  # it was not asked, or gave no answer


@dataclass(frozen=True, slots=True)
class ViesAnswer:
    """What VIES says of a VAT number.

    Attributes:
        number: With its country in front.
        name: Of the enterprise; empty where the country does not tell, as Germany and Spain.
        address: Street and number; likewise.
        reason: Why nothing is known; empty otherwise.
    """

    number: str
    outcome: Outcome
    name: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    reason: str = ""


class _Fault(BaseModel):
    model_config = ConfigDict(extra="ignore")
    error: str = ""


class _Body(BaseModel):
    """What comes back; more fields may come with it."""

    model_config = ConfigDict(extra="ignore")
    valid: bool | None = None
    name: str | None = None
    address: str | None = None
    faults: tuple[_Fault, ...] = Field((), alias="errorWrappers")


def ask_vies(number: str, *, address: str = VIES, seconds: float = 8.0) -> ViesAnswer:
    """Ask for one number; at most this long for the connection and for each piece of the answer.

    Args:
        number: A VAT number whose check digits are right, with its country in front.
        address: Where the service is.
        seconds: How long to wait.
    """
    country, national = number[:2], number[2:]
    if country not in COUNTRIES:
        return ViesAnswer(number, Outcome.UNKNOWN, reason=country)
    asked = {"countryCode": country, "vatNumber": national}
    try:
        answer = httpx.post(f"{address}/check-vat-number", json=asked, timeout=seconds)
        return _read(number, answer)
    except httpx.HTTPError as failure:
        return ViesAnswer(number, Outcome.UNKNOWN, reason=str(failure) or type(failure).__name__)


def _read(number: str, answer: httpx.Response) -> ViesAnswer:
    try:
        body = _Body.model_validate_json(answer.content)
    except ValidationError:
        return ViesAnswer(number, Outcome.UNKNOWN, reason=str(answer.status_code))
    if body.valid is None or body.faults:
        reason = ", ".join(fault.error for fault in body.faults if fault.error)
        return ViesAnswer(number, Outcome.UNKNOWN, reason=reason or str(answer.status_code))
    if not body.valid:
        return ViesAnswer(number, Outcome.INVALID)
    street, postcode, city = _parted(_told(body.address))
    name = " ".join(_told(body.name).split())
    return ViesAnswer(number, Outcome.VALID, name, street, postcode, city)


def _told(text: str | None) -> str:
    given = (text or "").strip()
    return "" if given in NOT_TOLD else given


def _parted(address: str) -> tuple[str, str, str]:
    r"""Street, postcode and city of an address; all of it as the street where it is written else.

    >>> _parted("Rue de la Loi 16\n1000 Bruxelles")
    ('Rue de la Loi 16', '1000', 'Bruxelles')
    """
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    found = LAST_LINE.match(lines[-1]) if lines[1:] else None
    if found is None:
        return ", ".join(lines), "", ""
    return ", ".join(lines[:-1]), found[1], found[2]

"""Mobile numbers, as they are dialled from any country (ITU-T E.164)."""

from functools import lru_cache

from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    PhoneNumberType,
    format_number,
    is_valid_number,
    number_type,
    parse,
)

from addin.identity.fault import Fault

REMEMBERED = 16_384  # answers kept, so that a list of clients asks once for each number
MOBILES = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
"""North America has no numbers of its own for mobiles; Belgium and France have."""


@lru_cache(REMEMBERED)
def checked_mobile(text: str, country: str) -> str | Fault:
    """A mobile number with its country in front, a plus and digits alone.

    A zero in front that Excel dropped is not missed: the number begins with its country anyway.

    Args:
        text: As typed, with any spaces, dots and dashes, and its country or not.
        country: Country of the client, two letters of ISO 3166; taken where the number has none.

    Returns:
        The number as E.164 has it, at most 15 digits; or why it is refused: ID-14 where no such
        number can exist, ID-15 where it is one, but not of a mobile.

    >>> checked_mobile("0470 12 34 56", "BE")
    '+32470123456'
    >>> checked_mobile("02 511 11 11", "BE").code
    'ID-15'
    """
    try:
        number = parse(text, country or None)
    except NumberParseException:
        return Fault("ID-14", {"mobile": text, "country": country})
    if not is_valid_number(number):
        return Fault("ID-14", {"mobile": text, "country": country})
    if number_type(number) not in MOBILES:
        return Fault("ID-15", {"mobile": text})
    return format_number(number, PhoneNumberFormat.E164)


def printed_mobile(mobile: str) -> str:
    """A number of E.164 in groups, as it is printed.

    >>> printed_mobile("+32470123456")
    '+32 470 12 34 56'
    """
    return format_number(parse(mobile), PhoneNumberFormat.INTERNATIONAL)

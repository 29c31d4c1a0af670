"""The structured communication by which a Belgian bank payment names its invoice."""

from addin.errors import BillingError


class ReferenceDigitsError(BillingError):
    """A number cannot be made into a structured communication."""

    code = "REF-01"

    def __init__(self, number: str, digits: int) -> None:
        super().__init__(number=number, digits=digits)


def structured_reference(number: str) -> str:
    """The structured communication (OGM, VCS) of a number.

    The digits are padded on the left to ten; two check digits follow, the rest of their division by
    97, or 97 itself when nothing is left, by the rule of the Belgian banks (Febelfin).

    Args:
        number: One to ten digits 0-9; anything between them, as in ``2026-00042``, is left out.

    Raises:
        ReferenceDigitsError: It has no digit, or more than ten.

    >>> structured_reference("0001459325")
    '+++000/1459/32557+++'
    """
    digits = "".join(character for character in number if character in "0123456789")
    if not 1 <= len(digits) <= 10:
        raise ReferenceDigitsError(number, len(digits))
    base = digits.zfill(10)
    check = int(base) % 97 or 97
    return f"+++{base[:3]}/{base[3:7]}/{base[7:]}{check:02d}+++"

"""How the number of an invoice is written: the setting ``number_pattern``.

Numbers run from 1, without a gap, per series and fiscal year (in France: CGI, annex II,
article 242 nonies A).
"""

import re
from dataclasses import dataclass
from string import Formatter

from addin.errors import BillingError

# What the French rules allow in BT-1 (BR-FR-01); it also keeps the number fit for a file name,
# the slash aside.
ALLOWED = re.compile(r"[A-Za-z0-9+_/-]*")
LENGTH_MAX = 35
WIDTH = re.compile(r"(0\d{1,2})?")
LAST_EXPECTED = 999_999
PRO_FORMA = "PRO-"
"""What the number of a draft or a pro forma begins with, and no number of a series ever does."""


class NoNumberInPatternError(BillingError):
    """Every invoice would have the same number."""

    code = "JRN-01"


class UnknownPatternFieldError(BillingError):
    """The pattern asks for something other than the year and the number."""

    code = "JRN-02"


class UnreadablePatternError(BillingError):
    """The braces or the signs of the pattern cannot be used."""

    code = "JRN-03"


class ProFormaPatternError(BillingError):
    """The numbers of the series would look like those of drafts."""

    code = "JRN-22"


@dataclass(frozen=True, slots=True)
class Series:
    """What invoices are numbered within.

    Attributes:
        name: Kind of document, such as ``invoice`` or ``credit``.
        fiscal_year: The year that ``{year}`` stands for.
        pattern: Such as ``{year}-{number:05}``. Without ``{year}`` the numbers of a second year
            are refused, because the first has used them.

    Raises:
        BillingError: The pattern cannot be used (JRN-01 to JRN-03, JRN-22).

    >>> Series("invoice", 2026, "{year}-{number:05}").number(42)
    '2026-00042'
    """

    name: str
    fiscal_year: int
    pattern: str

    def __post_init__(self) -> None:
        fields = _fields(self.pattern)
        if "number" not in fields:
            raise NoNumberInPatternError(pattern=self.pattern)
        longest = self.number(LAST_EXPECTED)
        if not ALLOWED.fullmatch(longest) or len(longest) > LENGTH_MAX:
            raise UnreadablePatternError(pattern=self.pattern, length=LENGTH_MAX)
        if is_pro_forma(longest):
            raise ProFormaPatternError(pattern=self.pattern)

    def number(self, ordinal: int) -> str:
        """The number of the invoice that comes ``ordinal``-th in its fiscal year, from 1."""
        return self.pattern.format(year=self.fiscal_year, number=ordinal)


def pro_forma_number(ordinal: int) -> str:
    """The number of a draft or a pro forma: it is of no series, and leaves no gap in one.

    >>> pro_forma_number(7)
    'PRO-0007'
    """
    return f"{PRO_FORMA}{ordinal:04}"


def is_pro_forma(number: str) -> bool:
    """Whether a number is that of a draft or a pro forma, however it is capitalised."""
    return number.upper().startswith(PRO_FORMA)


def _fields(pattern: str) -> set[str]:
    """The fields that a pattern names."""
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError as error:
        raise UnreadablePatternError(pattern=pattern, length=LENGTH_MAX) from error
    fields = set()
    for _, name, width, conversion in parts:
        if name is None:
            continue
        if name not in {"year", "number"}:
            raise UnknownPatternFieldError(pattern=pattern, field=name)
        if conversion or not WIDTH.fullmatch(width or ""):
            raise UnreadablePatternError(pattern=pattern, length=LENGTH_MAX)
        fields.add(name)
    return fields

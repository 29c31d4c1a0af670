"""What Quotepart itself writes into a description, in the language of whoever reads it.

Lines are described in the language of the workbook, for the firm that goes through them; an invoice
is in that of its payer.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache

from addin.words import Language, catalogue, text, words

PART = " - "
"""What parts the pieces of a description: its subject, its detail, its catch-up."""

_KEYS = (
    "fixed",
    "deposit",
    "deposit_back",
    "adjustment",
    "unit",
    "time",
    "retainer",
    "spend",
    "beyond",
    "carried",
    "rounding",
    "correction",
)
_BLANK = re.compile(r"\\\{(\w+)\\\}")
_AMOUNT = re.compile(r"-?\d+[.,]\d\d")


def in_words_of(piece: str, language: Language, said: Callable[[str], str] = str) -> str | None:
    """A piece of a description in a language; None for what the firm wrote itself.

    Args:
        piece: Of a description, in any language.
        language: Of the reader.
        said: Translates what stands in the blanks of our words, such as the name of a service.

    >>> in_words_of("Adjustment to the volumes of 2025-2026", Language.FR)
    'Régularisation sur les volumes de 2025-2026'
    """
    found = _recognised(piece)
    if found is None:
        return None
    key, blanks = found
    values = {name: _amount(value) or said(value) for name, value in blanks}
    return text(f"line.{key}", language, **values)


def _amount(value: str) -> Decimal | None:
    return Decimal(value.replace(",", ".")) if _AMOUNT.fullmatch(value) else None


@lru_cache(10_000)
def _recognised(piece: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Which of our texts a piece is, and what stands in its blanks."""
    for key, written in _patterns():
        if found := written.fullmatch(piece):
            return key, tuple(found.groupdict().items())
    return None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """How each of our pieces is written in each language, and where its values stand."""
    lines = catalogue("interface")["line"]
    return tuple(
        (key, re.compile(_BLANK.sub(r"(?P<\1>.+)", re.escape(written))))
        for key in _KEYS
        for written in words(lines[key]).all()
    )

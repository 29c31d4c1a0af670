"""Cells that hold several texts, parted by semicolons or commas."""

import re

_PARTED = re.compile(r"[;,\n]")


def several(text: str | None) -> tuple[str, ...]:
    """The texts of a cell in their order, each once, without the blanks around them.

    >>> several("Tax; Audit;; Tax")
    ('Tax', 'Audit')
    """
    parts = (part.strip() for part in _PARTED.split(text or ""))
    return tuple(dict.fromkeys(part for part in parts if part))

"""The code that a new client gets where its user gives none."""

import re
from collections.abc import Collection, Iterator
from itertools import count

from addin.jobs.clients.duplicates import essence

LONGEST = 12
"""Characters of a code made of a name."""

_NUMBERED = re.compile(r"(\D*)(\d+)")


def next_code(name: str, known: Collection[str]) -> str:
    """A code that no client has: the next number where codes are numbers, else from the name.

    Args:
        name: Of the client.
        known: The codes of the others.

    >>> next_code("Boulangerie Mirabelle", ["0041", "0042"])
    '0043'
    >>> next_code("Boulangerie Mirabelle SRL", ["DUPONT", "BOULANGERIE"])
    'BOULANGERIE2'
    """
    taken = {code.casefold() for code in known}
    return next(code for code in _candidates(name, known) if code.casefold() not in taken)


def _candidates(name: str, known: Collection[str]) -> Iterator[str]:
    numbered = [match for code in known if (match := _NUMBERED.fullmatch(code))]
    prefixes = {match[1] for match in numbered}
    if len(numbered) == len(known) and len(prefixes) == 1:
        last = max(numbered, key=lambda match: int(match[2]))
        for number in count(int(last[2]) + 1):
            yield f"{last[1]}{number:0{len(last[2])}}"
    first = essence(name).split(maxsplit=1)
    word = (first[0] if first else "client").upper()[:LONGEST]
    yield word
    for number in count(2):
        yield f"{word}{number}"

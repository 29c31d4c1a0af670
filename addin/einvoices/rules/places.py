"""Where in a document a breach lies, from the XPath that the rules report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

# As the compilers of Schematron write an element: *[local-name()='A' and namespace-uri()='urn:x'],
# *:A[namespace-uri()='urn:x'], Q{urn:x}A or x:A, each with its place among others behind it.
_STEP = re.compile(
    r"""/(?P<attribute>@)?
    (?:\*\[local-name\(\)\s*=\s*['"](?P<local>[^'"]+)['"][^\]]*\]
     |(?:Q\{[^}]*\}|\*:|[\w.-]+:)?(?P<name>[\w.-]+)(?:\[namespace-uri\(\)\s*=[^\]]*\])?)
    (?:\[(?P<place>\d+)\])?""",
    re.VERBOSE,
)
_LINES = frozenset({"InvoiceLine", "CreditNoteLine", "IncludedSupplyChainTradeLineItem"})


@dataclass(frozen=True, slots=True)
class Spot:
    """An element or an attribute of a document.

    Attributes:
        path: From the root, without namespaces, repeated elements counted.
        found: Its text; empty where it holds elements.
        line: Place of the invoice line it is in, from 1; 0 for none.
    """

    path: str
    found: str
    line: int


def path_of(location: str) -> str:
    """An XPath without namespaces, the first of repeated elements without its number.

    >>> path_of("/*:Invoice[namespace-uri()='urn:x'][1]/*:InvoiceLine[namespace-uri()='u'][2]")
    'Invoice/InvoiceLine[2]'
    """
    return "/".join(
        f"{sign}{name}[{place}]" if place > 1 else sign + name
        for sign, name, place in _steps(location)
    )


def spot(root: etree._Element, location: str) -> Spot:
    """What a location means in a document."""
    steps = list(_steps(location))
    line = next((place for _, name, place in steps if name in _LINES), 0)
    return Spot(path_of(location), _found(root, steps), line)


def _steps(location: str) -> Iterator[tuple[str, str, int]]:
    for step in _STEP.finditer(location):
        yield step["attribute"] or "", step["local"] or step["name"], int(step["place"] or 1)


def _found(root: etree._Element, steps: list[tuple[str, str, int]]) -> str:
    element = root
    for sign, name, place in steps[1:]:
        if sign:
            return element.get(name, "")
        same = [one for one in element.iterchildren("*") if etree.QName(one).localname == name]
        if len(same) < place:
            return ""
        element = same[place - 1]
    return "" if len(element) else (element.text or "").strip()

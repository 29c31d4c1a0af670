"""The values of one XML document, by path; what cannot be read is collected, all of it."""

import binascii
from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from lxml import etree

from addin.einvoices.model import Identifier
from addin.errors import Finding, Place

Element = etree._Element  # noqa: SLF001 - the only name that lxml has for it
Value = TypeVar("Value")
CII_DATE_DIGITS = 8
ISO_DATE_LENGTH = 10
"""Of the date alone: a time or a zone behind it says nothing that an invoice has a term for."""


class Elements:
    """Reads values out of the elements of one document.

    Attributes:
        faults: What is missing or written otherwise than the form has it (ERD-02 and ERD-03).
    """

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self._namespaces = dict(namespaces)
        self.faults: list[Finding] = []

    def all(self, element: Element, path: str) -> list[Element]:
        """The elements at a path, in their order."""
        return element.findall(path, self._namespaces)

    def one(self, element: Element, path: str) -> Element | None:
        """The first element at a path."""
        return element.find(path, self._namespaces)

    def text(self, element: Element | None, path: str) -> str:
        """What stands at a path, without blanks around it; empty if nothing does."""
        if element is None:
            return ""
        return (element.findtext(path, "", self._namespaces) or "").strip()

    def attribute(self, element: Element, path: str, name: str) -> str:
        """An attribute of the element at a path; empty without one."""
        found = self.one(element, path)
        return "" if found is None else found.get(name, "").strip()

    def identifier(
        self, element: Element, path: str, scheme: str = "schemeID", version: str = ""
    ) -> Identifier | None:
        """A number with what its attributes say of it; None without one.

        Args:
            element: Where the path starts.
            path: Of the number.
            scheme: Attribute that names who gives it out.
            version: Attribute that names the version of the list; empty if there is none.
        """
        found = self.one(element, path)
        return None if found is None else identifier_of(found, scheme, version)

    def group(self, element: Element, path: str, term: str) -> Element:
        """A group that no invoice goes without; what it lies in, and a fault, if it is missing."""
        found = self.one(element, path)
        if found is None:
            self._missing(element, path, term)
            return element
        return found

    def required(self, element: Element, path: str, term: str) -> str:
        """A text that no invoice goes without; empty, and a fault, if it is missing."""
        found = self.text(element, path)
        if not found:
            self._missing(element, path, term)
        return found

    def decimal(self, element: Element | None, path: str, term: str) -> Decimal | None:
        """A number as it is written; None without one, or where it is none."""
        return self._read(element, path, term, _decimal)

    def required_decimal(self, element: Element, path: str, term: str) -> Decimal:
        """A number that no invoice goes without; zero, and a fault, if it is missing."""
        found = self.decimal(element, path, term)
        if found is None and not self.text(element, path):
            self._missing(element, path, term)
        return Decimal(0) if found is None else found

    def day(self, element: Element | None, path: str, term: str) -> date | None:
        """A date; None without one, or where it is none."""
        return self._read(element, path, term, _day)

    def required_day(self, element: Element, path: str, term: str) -> date:
        """A date that no invoice goes without; the first of all, and a fault, if it is missing."""
        found = self.day(element, path, term)
        if found is None and not self.text(element, path):
            self._missing(element, path, term)
        return found or date.min

    def is_true(self, element: Element, path: str) -> bool:
        """Whether ``true`` or 1 stands at a path."""
        return self.text(element, path) in {"true", "1"}

    def file(self, element: Element, path: str, term: str) -> bytes:
        """The bytes of a file in base 64; empty without one."""
        return self._read(element, path, term, _bytes) or b""

    def _read(
        self, element: Element | None, path: str, term: str, read: Callable[[str], Value]
    ) -> Value | None:
        written = self.text(element, path)
        if element is None or not written:
            return None
        try:
            return read(written)
        except ValueError:
            shown = written if len(written) <= 40 else f"{written[:40]}..."
            self._fault("ERD-03", element, path, term, value=shown)
            return None

    def _missing(self, element: Element, path: str, term: str) -> None:
        self._fault("ERD-02", element, path, term)

    def _fault(self, code: str, element: Element, path: str, term: str, **values: object) -> None:
        above = [etree.QName(one).localname for one in (element, *element.iterancestors())]
        below = [part.rpartition(":")[2] for part in path.split("/") if part != "."]
        where = "/".join([*reversed(above), *below])
        known = {"term": term, "element": where, "at": element.sourceline or 0}
        self.faults.append(Finding(code, Place(), known | values))


def identifier_of(
    element: Element, scheme: str = "schemeID", version: str = ""
) -> Identifier | None:
    """The number in an element; None if it is empty."""
    value = (element.text or "").strip()
    if not value:
        return None
    return Identifier(
        value, element.get(scheme, "").strip(), element.get(version, "").strip() if version else ""
    )


def _decimal(written: str) -> Decimal:
    try:
        found = Decimal(written)
    except InvalidOperation as fault:
        raise ValueError(written) from fault
    if not found.is_finite():
        raise ValueError(written)
    return found


def _day(written: str) -> date:
    """A date as ISO 8601 has it, or in eight digits as UN/CEFACT does."""
    if len(written) == CII_DATE_DIGITS and written.isdecimal():
        return date(int(written[:4]), int(written[4:6]), int(written[6:]))
    return date.fromisoformat(written[:ISO_DATE_LENGTH])


def _bytes(written: str) -> bytes:
    try:
        return b64decode("".join(written.split()), validate=True)
    except binascii.Error as fault:
        raise ValueError(written) from fault

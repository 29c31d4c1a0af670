"""Where a breach lies, in words that a person can follow."""

import pytest
from lxml import etree

from addin.einvoices.rules.places import path_of, spot

INVOICE = etree.fromstring(
    '<Invoice xmlns="urn:x" xmlns:c="urn:c"><c:Party><c:ID scheme="0208">1</c:ID></c:Party>'
    "<c:InvoiceLine><c:ID>A</c:ID></c:InvoiceLine><c:InvoiceLine><c:ID>B</c:ID></c:InvoiceLine>"
    "</Invoice>"
)


@pytest.mark.parametrize(
    "location",
    [
        "/*:Invoice[namespace-uri()='urn:x'][1]/*:InvoiceLine[namespace-uri()='u'][2]/*:ID[1]",
        "/*[local-name()='Invoice' and namespace-uri()='x']/*[local-name()='InvoiceLine'][2]/c:ID",
        "/Q{urn:x}Invoice[1]/Q{urn:c}InvoiceLine[2]/Q{urn:c}ID[1]",
        "/x:Invoice/c:InvoiceLine[2]/c:ID",
        '/*:Invoice[namespace-uri() = "urn:x"]/*:InvoiceLine[namespace-uri() = "u"][2]/*:ID',
    ],
)
def test_a_location_is_followed_however_it_is_written(location: str) -> None:
    there = spot(INVOICE, location)

    assert (there.path, there.found, there.line) == ("Invoice/InvoiceLine[2]/ID", "B", 2)


def test_an_attribute_and_what_is_not_there() -> None:
    assert spot(INVOICE, "/x:Invoice/c:Party/c:ID/@scheme").found == "0208"
    assert spot(INVOICE, "/x:Invoice/c:Party/c:ID/@scheme").path == "Invoice/Party/ID/@scheme"
    assert spot(INVOICE, "/x:Invoice/c:Party[2]/c:ID").found == ""
    assert spot(INVOICE, "/x:Invoice/c:Party").found == ""
    assert path_of("") == ""

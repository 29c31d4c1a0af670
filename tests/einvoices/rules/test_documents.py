"""A file from anywhere can do no harm: it is refused with a sentence before the rules see it."""

from pathlib import Path

import pytest

from addin.einvoices.rules.documents import (
    LARGEST_BYTES,
    DoctypeError,
    InvoiceTooLargeError,
    NotXmlError,
    TooDeepError,
    read_document,
)
from addin.errors import BillingError
from addin.words import Language

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE Invoice [
 <!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
 <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
 <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
 <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
 <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
]>
<Invoice>%s</Invoice>"""
LONG = b"x" * 10_500_000


def nested(depth: int, filling: bytes = b"") -> bytes:
    return b"<a>" * depth + filling + b"</a>" * depth


HOSTILE = {
    "an entity bomb": (BOMB % b"&e;", DoctypeError),
    "an entity bomb in an attribute": (BOMB % b'<a b="&e;"/>', DoctypeError),
    "a large entity bomb": (BOMB % (b"<a>" + LONG + b"</a>&e;"), DoctypeError),
    "a document type without entities": (b"<!DOCTYPE Invoice><Invoice/>", DoctypeError),
    "a document type elsewhere": (
        b'<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd"><a/>',
        DoctypeError,
    ),
    "an entity bomb in UTF-16": ((BOMB % b"&e;").decode().encode("utf-16"), BillingError),
    "one byte too many": (b" " * (LARGEST_BYTES + 1), InvoiceTooLargeError),
    "a hundred megabytes": (b"<a>" + b" " * 100_000_000, InvoiceTooLargeError),
    "nesting": (nested(300), TooDeepError),
    "deep nesting": (nested(100_000), TooDeepError),
    "deep nesting in a large file": (nested(100_000, LONG), TooDeepError),
    "nothing": (b"", NotXmlError),
    "blanks": (b" \n", NotXmlError),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", NotXmlError),
    "a zip file": (b"PK\x03\x04" + bytes(40), NotXmlError),
    "half an invoice": (b"<Invoice><ID>1</ID>", NotXmlError),
    "half a large invoice": (b"<Invoice><ID>" + LONG, NotXmlError),
    "bytes that are no text": (
        b'<?xml version="1.0" encoding="UTF-8"?><a>\xff\xfe</a>',
        NotXmlError,
    ),
    "an entity that nobody defined": (b"<a>&b;</a>", BillingError),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(what: str) -> None:
    content, error = HOSTILE[what]

    with pytest.raises(error) as refused:
        read_document(content)

    assert refused.value.code in {"EIR-06", "EIR-07", "EIR-08", "EIR-09"}
    for language in Language:
        assert refused.value.sentence(language).endswith(".")


def test_a_file_that_the_invoice_names_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("1234", "utf-8")
    entity = f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret.as_uri()}">]><a>&b;</a>'

    with pytest.raises(DoctypeError):
        read_document(entity.encode())


def test_an_attachment_of_some_megabytes_is_read() -> None:
    root = read_document(b"<Invoice><a>" + LONG + b"</a></Invoice>")

    assert root.findtext("a") == LONG.decode()


def test_comments_and_instructions_do_not_reach_the_rules() -> None:
    root = read_document(b"<a><!-- seen? --><?run it?>1</a>")

    assert (len(root), root.text) == (0, "1")

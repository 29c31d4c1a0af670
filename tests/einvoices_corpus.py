"""The official rules and invoices that the tests are held to; they are no part of the project."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from addin.einvoices.rules.form import Form

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
INVOICES = CORPUS / "invoices"
PEPPOL = CORPUS / "rules" / "peppol-3.0.21"
PEPPOL_SCHEMATRON = PEPPOL / "PEPPOL-EN16931-UBL.sch"
PEPPOL_STYLESHEET = PEPPOL / "PEPPOL-EN16931-UBL.xslt"
CEN_CII = CORPUS / "rules" / "en16931-1.3.16" / "EN16931-CII-validation.xslt"

needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the official rules and invoices are not beside the project"
)

FULL_FORMS = {"be-peppol": Form.PEPPOL, "fr-ubl": Form.UBL_FR, "fr-cii": Form.CII_FR}
VALID_FORMS = {
    "cen-ubl": Form.UBL,
    "cen-testfiles": Form.UBL,
    "cen-cii": Form.CII,
    "peppol": Form.PEPPOL,
    "factur-x-2.5-en16931": Form.FACTURX,
}
"""What the examples of a folder are meant for; those of other folders say it themselves."""


def labelled() -> Iterator[tuple[Path, Form, list[str]]]:
    """Whole invoices, each with its form and the rules that refuse it."""
    if not CORPUS.is_dir():
        return
    expected = json.loads((INVOICES / "full" / "expected.json").read_text("utf-8"))
    for name, rules in expected.items():
        yield INVOICES / "full" / name, FULL_FORMS[name.partition("/")[0]], rules


def valid() -> list[Path]:
    """The official examples, all of them valid."""
    files = (one for one in (INVOICES / "valid").glob("*/*") if one.suffix.lower() == ".xml")
    return sorted(files)


def twelve_lines() -> bytes:
    """A Peppol invoice with twelve lines; its totals are those of four."""
    text = (INVOICES / "full" / "be-peppol" / "ok_invoice.xml").read_text("utf-8")
    start, end = "<cac:InvoiceLine>", "</cac:InvoiceLine>"
    line = text[text.index(start) : text.index(end) + len(end)]
    return text.replace(line, line * 9, 1).encode()

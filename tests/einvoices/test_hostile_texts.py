"""Texts that no file likes: what XML cannot hold is left out, and nothing stands empty."""

from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from einvoices.official import breaches
from einvoices.samples import (
    BELGIAN,
    DUTCH_SPEAKING,
    FRENCH_NOTES,
    FRENCH_RATE,
    PARISIAN,
    STANDARD,
    credited,
    french,
    issued,
    off,
    piece,
)
from einvoices.written_forms import FORMS, IDENTIFIED, Writer
from lxml import etree

from addin.billing.discounts import Discount
from addin.billing.invoice import Invoice, Note, Party
from addin.documents.invoices import render_invoice
from addin.einvoices.building import electronic_invoice
from addin.einvoices.markup import legible
from addin.einvoices.profiles import PEPPOL, Profile
from addin.einvoices.rules.desk import Desk
from addin.einvoices.rules.form import Form
from addin.einvoices.ubl import to_ubl

HOSTILE = {
    "control characters": "Con\x00seil\x07 \x0bet\x0c com\x1bptes\x1f",
    "C1 controls and noncharacters": "Con\x85seil \x9f\ufffe\uffff",
    "lone surrogates": "Con\ud800seil \udfff",
    "ten thousand signs": "Conseil & " * 1000,
    "emoji": "Conseil \N{RECEIPT} \N{FAMILY}",
    "right to left": "\N{RIGHT-TO-LEFT MARK}\N{RIGHT-TO-LEFT OVERRIDE}Conseil\u202c",
    "blanks around": " \t Conseil \n ",
    "a line that is only a control character": "\x07\nConseil",
    "markup": "]]> <!-- --> <![CDATA[ &amp; &#0; \"q\" 'q'",
}
NOTHING = {
    "a control character": "\x07",
    "blanks": " \t\r\n ",
    "blanks and controls": " \x00\n\x0b",
    "a lone surrogate": "\ud83d",
    "a no-break space": "\N{NO-BREAK SPACE}",
}


def saying(text: str, profile: Profile) -> Invoice:
    """An invoice with a text wherever somebody may type one; the names of the parties are known."""
    rate = STANDARD if profile is PEPPOL else FRENCH_RATE
    line = off(piece("2.5", "80.00", rate=rate), 1000)
    typed = replace(line, description=text, unit_name=text, phase=text, ledger_account=text)
    told: dict[str, Any] = {"buyer_reference": text, "order_reference": text, "reference": text}
    discount = Discount(text, cents=500)
    if profile is PEPPOL:
        parties: dict[str, Any] = {
            "seller": around(BELGIAN, text),
            "buyer": around(DUTCH_SPEAKING, text),
        }
        return issued([typed], [discount], mentions=(text, text), **told, **parties)
    notes = (*FRENCH_NOTES, Note(text), Note(text, "REG"))
    return french(
        [typed],
        einvoice=profile.einvoice,
        discounts=[discount],
        notes=notes,
        buyer=around(PARISIAN, text),
        **told,
    )


def around(party: Party, text: str) -> Party:
    """A party of which everything but its name and its numbers is a text."""
    return replace(
        party, address=f"{text}\n{text}", postcode=text, city=text, contact=text, phone=text
    )


def named(text: str, profile: Profile) -> Invoice:
    """An invoice of a firm and to a client of a name."""
    whole = saying("Conseil", profile)
    seller, buyer = replace(whole.seller, name=text), replace(whole.buyer, name=text)
    return replace(whole, seller=seller, buyer=buyer)


def empty_elements(xml: bytes) -> list[str]:
    """Elements with neither others nor a text in them, by their names."""
    found = etree.fromstring(xml).iterfind(".//*")
    return [one.tag for one in found if not len(one) and not (one.text or "").strip()]


@pytest.mark.parametrize(("write", "profile", "form"), FORMS, ids=IDENTIFIED)
def test_no_text_makes_a_file_that_a_rule_refuses(
    desk: Desk, write: Writer, profile: Profile, form: Form
) -> None:
    texts = HOSTILE | NOTHING
    invoices = {name: saying(text, profile) for name, text in texts.items()}
    invoices |= {f"{name}, as names": named(text, profile) for name, text in HOSTILE.items()}
    found = {}
    for name, invoice in invoices.items():
        xml = write(electronic_invoice(invoice), profile)
        if said := [*breaches(desk, xml, form), *empty_elements(xml)]:
            found[name] = said
    assert found == {}


@pytest.mark.parametrize(("write", "profile", "form"), FORMS, ids=IDENTIFIED)
def test_who_has_no_legible_name_is_told_by_the_rules_and_by_nothing_else(
    desk: Desk, write: Writer, profile: Profile, form: Form
) -> None:
    """A name cannot be made up: the client or the firm is to be mended before a number."""
    for text in NOTHING.values():
        xml = write(electronic_invoice(named(text, profile)), profile)
        assert empty_elements(xml) == []
        said = " ".join(breaches(desk, xml, form))
        assert "BR-06" in said
        assert "BR-07" in said
        assert "R008" not in said


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(("write", "profile", "form"), FORMS, ids=IDENTIFIED)
def test_a_file_says_all_of_a_text_that_xml_can_hold(
    write: Writer, profile: Profile, form: Form, text: str
) -> None:
    assert form.value
    root = etree.fromstring(write(electronic_invoice(saying(text, profile)), profile))
    said = "".join("".join(map(str, root.itertext())).split())
    assert "".join(legible(text).split()) in said


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_a_line_without_a_legible_description_goes_by_its_project(text: str) -> None:
    line = electronic_invoice(issued([replace(piece("1", "10"), description=text)])).lines[0]
    assert (line.item.name, line.item.description) == ("P-1", "")


def test_a_line_with_nothing_legible_at_all_goes_by_its_key() -> None:
    line = replace(piece("1", "10"), description="\x07", project="\x07")
    assert electronic_invoice(issued([line])).lines[0].item.name == line.line


def test_the_first_legible_line_of_a_description_is_its_name() -> None:
    line = replace(piece("1", "10"), description="\x07\n Conseil \nMars")
    item = electronic_invoice(issued([line])).lines[0].item
    assert (item.name, item.description) == ("Conseil", "Mars")


def test_a_credit_note_of_hostile_texts_passes_as_well(desk: Desk) -> None:
    for text in ("\x07", HOSTILE["control characters"]):
        xml = to_ubl(electronic_invoice(credited(saying(text, PEPPOL))), PEPPOL)
        assert list(breaches(desk, xml, Form.PEPPOL)) == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_word_and_the_file_say_the_same_of_a_text(text: str) -> None:
    invoice = issued([replace(piece("1", "10"), description=text)])
    with ZipFile(BytesIO(render_invoice(invoice))) as package:
        printed = etree.fromstring(package.read("word/document.xml"))
    item = electronic_invoice(invoice).lines[0].item
    told = etree.fromstring(to_ubl(electronic_invoice(invoice), PEPPOL))
    for signs in f"{legible(item.name)}\n{legible(item.description)}".split():
        for root in (printed, told):
            assert signs in "".join(map(str, root.itertext()))

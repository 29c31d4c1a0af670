"""An invoice as a Word document: its file name, its logo, and the figures read back from it."""

import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path, PureWindowsPath

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.invoice import Invoice
from addin.config import resource
from addin.documents.invoices import (
    PrintedTotals,
    expected_totals,
    read_totals,
    render_invoice,
)
from addin.documents.output_folder import document_name
from addin.documents.package import deflated, entries, package_of
from addin.documents.specimen import bare_specimen, early_specimen, specimen
from addin.documents.template_errors import (
    DamagedDocumentError,
    UnclearFigureError,
    UnmarkedFigureError,
    UnreadableLogoError,
)
from addin.words import Language
from documents.sample_templates import parts, png, texts, with_text

FR = specimen(Language.FR)
RENDERED = render_invoice(FR)


def named(number: str, buyer: str) -> str:
    return document_name(replace(FR, number=number, buyer=replace(FR.buyer, name=buyer)))


@pytest.mark.parametrize(
    ("number", "buyer", "expected"),
    [
        ("2026-00042", "Dupont & Fils", "2026-00042 Dupont & Fils.docx"),
        ("2026-00042", "Dupont & Fils <SA>", "2026-00042 Dupont & Fils SA.docx"),
        ("2026/42", 'A: "B" | C\\D?*', "2026-42 A- B - C-D.docx"),
        ("1", "Van Damme S.A. ...", "1 Van Damme S.A.docx"),
        ("1", "two\nlines\ttab", "1 two lines tab.docx"),
        ("CON", "", "_CON.docx"),
        ("lpt1.x", "", "_lpt1.x.docx"),
        ("CONTI", "", "CONTI.docx"),
        ("1", "Société \u202eexe.pdf", "1 Société exe.pdf.docx"),
        ("1", "e\u0301tude", "1 étude.docx"),
    ],
)
def test_a_document_is_named_by_its_number_and_buyer(
    number: str, buyer: str, expected: str
) -> None:
    assert named(number, buyer) == expected


@given(st.text(min_size=1), st.text())
def test_a_name_can_be_a_file_on_windows_and_linux(number: str, buyer: str) -> None:
    name = named(number, buyer)

    assert not set('<>:"/\\|?*\0\n') & set(name)
    assert not name.startswith((" ", "."))
    assert len(name.encode()) <= 126
    assert not PureWindowsPath(name).is_reserved()
    assert name.endswith(".docx")


def test_the_figures_are_read_back_as_they_are_due() -> None:
    assert read_totals(RENDERED) == PrintedTotals("2026-00042", 251030, 52716, 303746)
    assert expected_totals(FR) == read_totals(RENDERED)


@given(
    st.sampled_from(list(Language)),
    st.integers(-(10**12), 10**12),
    st.integers(-(10**12), 10**12),
)
def test_any_figures_are_read_back_in_any_language(language: Language, net: int, vat: int) -> None:
    whole = specimen(language)
    totals = replace(whole.totals, net_cents=net, vat_cents=vat, gross_cents=net + vat)
    invoice = replace(whole, totals=totals, number="A & B <2026>")

    assert read_totals(render_invoice(invoice)) == expected_totals(invoice)


@given(st.sampled_from(list(Language)), st.integers(-(10**12), 10**12))
def test_what_an_early_payment_comes_to_is_read_back(language: Language, cents: int) -> None:
    whole = early_specimen(language)
    assert whole.early is not None
    invoice = replace(whole, early=replace(whole.early, gross_cents=cents))

    assert read_totals(render_invoice(invoice)).early_cents == cents


def test_an_invoice_that_offers_no_early_payment_marks_none() -> None:
    assert read_totals(RENDERED).early_cents is None


def changed(old: bytes, new: bytes) -> bytes:
    """The rendered invoice with a change that somebody, or a fault, made in its text."""
    document = parts(RENDERED)["word/document.xml"]
    assert old in document
    part = deflated("word/document.xml", document.replace(old, new, 1))
    return package_of(part if entry.name == part.name else entry for entry in entries(RENDERED))


def test_a_figure_changed_in_the_document_is_seen() -> None:
    figure = "3\u00a0037,46".encode()
    document = changed(b">" + figure, b">" + figure.replace(b"46", b"47"))

    assert read_totals(document) == replace(expected_totals(FR), gross_cents=303747)


@pytest.mark.parametrize("shown", ["", "none", "3 037,4", "3037", "1,00 2,00", "3,037.46.1"])
def test_a_figure_that_is_no_amount_is_refused(shown: str) -> None:
    with pytest.raises(UnclearFigureError) as caught:
        read_totals(changed("3\u00a0037,46\u00a0€".encode(), shown.encode()))

    assert caught.value.code == "DOC-09"
    assert caught.value.values == {"mark": "total_gross", "found": shown}


def test_a_mark_that_says_two_things_is_refused() -> None:
    with pytest.raises(UnclearFigureError) as caught:
        read_totals(changed(b'w:val="total_vat"', b'w:val="total_net"'))

    assert caught.value.values["mark"] == "total_net"
    assert "510,30" in str(caught.value.values["found"])
    assert "527,16" in str(caught.value.values["found"])


def test_a_figure_without_its_mark_is_refused() -> None:
    with pytest.raises(UnmarkedFigureError) as caught:
        read_totals(with_text("Total 1,00"))

    assert caught.value.code == "DOC-08"
    assert caught.value.values == {"mark": "invoice_number"}


def test_a_control_without_a_tag_marks_nothing() -> None:
    with pytest.raises(UnmarkedFigureError) as caught:
        read_totals(changed(b'<w:tag w:val="total_vat"/>', b""))

    assert caught.value.values == {"mark": "total_vat"}


def test_a_document_that_word_could_not_open_is_refused() -> None:
    with pytest.raises(DamagedDocumentError) as caught:
        read_totals(changed(b"</w:p>", b""))

    assert caught.value.code == "DOC-07"
    assert caught.value.values["part"] == "word/document.xml"


def with_logo(logo: Path, invoice: Invoice = FR) -> bytes:
    return render_invoice(replace(invoice, logo=str(logo)))


@pytest.mark.parametrize(
    ("width", "height", "wide_mm", "high_mm"),
    [(4000, 1000, 70, 17.5), (1000, 1000, 22, 22), (50, 25, Decimal("17.64"), Decimal("8.82"))],
)
def test_a_logo_takes_the_place_of_the_name_and_fits(
    tmp_path: Path, width: int, height: int, wide_mm: float, high_mm: float
) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(png(width, height))
    made = tmp_path / "made.docx"

    made.write_bytes(with_logo(logo))

    header = docx.Document(str(made)).sections[0].first_page_header
    (inline,) = header.part.element.xpath(".//wp:extent")
    assert inline.cx == pytest.approx(float(wide_mm) * 36000, abs=400)
    assert inline.cy == pytest.approx(float(high_mm) * 36000, abs=400)
    assert logo.read_bytes() in parts(made.read_bytes()).values()
    assert FR.seller.name not in texts(made.read_bytes(), "word/header1.xml")
    assert read_totals(made.read_bytes()) == expected_totals(FR)


def test_a_logo_in_the_body_is_shown_too(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(png(40, 20))
    template = tmp_path / "ours.docx"
    template.write_bytes(with_text("{{ logo }}", "{{ seller.name }} and {{ logo }}"))

    made = render_invoice(replace(FR, logo=str(logo)), template)

    assert parts(made)["word/document.xml"].count(b"<pic:pic") == 1
    assert texts(made)[1] == f"{FR.seller.name} and {FR.seller.name}"


@pytest.mark.parametrize("content", [None, b"", b"no picture", b"\x89PNG\r\n\x1a\n"])
def test_a_logo_that_is_no_picture_is_refused(tmp_path: Path, content: bytes | None) -> None:
    logo = tmp_path / "logo.png"
    if content is not None:
        logo.write_bytes(content)

    with pytest.raises(UnreadableLogoError) as caught:
        with_logo(logo)

    assert caught.value.code == "DOC-06"
    assert caught.value.values == {"logo": str(logo)}


def test_a_template_edited_meanwhile_is_read_again(tmp_path: Path) -> None:
    template = tmp_path / "ours.docx"
    template.write_bytes(with_text("{{ invoice_number }}"))
    assert texts(render_invoice(FR, template)) == ["2026-00042"]

    template.write_bytes(with_text("No {{ invoice_number }}"))
    os.utime(template, ns=(1, 1))

    assert texts(render_invoice(FR, template)) == ["No 2026-00042"]


def test_the_same_invoice_always_makes_the_same_bytes() -> None:
    assert render_invoice(FR) == RENDERED


def test_a_draft_says_so_on_every_page() -> None:
    made = render_invoice(bare_specimen(Language.FR))
    mark = "PRO FORMA \N{EN DASH} BROUILLON\u00a0: ce document n'est pas une facture"

    assert mark in texts(made, "word/header1.xml")
    assert mark in texts(made, "word/header2.xml")
    assert "Pro forma" in texts(made)
    assert mark not in texts(RENDERED, "word/header1.xml")
    assert resource("templates", "invoice", "fr.docx").is_file()

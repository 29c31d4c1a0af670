"""The invoice in its PDF, and what is no PDF for it."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from einvoices.samples import ANNEX, issued, piece

from addin.documents.invoices import render_invoice
from addin.documents.pdf import convert
from addin.einvoices.building import electronic_invoice
from addin.einvoices.cii import to_cii
from addin.einvoices.factur_x import NotArchivalError, faults_of, with_cii
from addin.einvoices.profiles import FACTUR_X
from addin.einvoices.reading import read_invoice
from addin.einvoices.reading.files import xml_of

INVOICE = issued([piece("1", "950.00")])
CII = to_cii(electronic_invoice(INVOICE), FACTUR_X)


@pytest.fixture(scope="module")
def archival(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The document of the invoice as PDF/A-3, as it is made for archives."""
    document: Path = tmp_path_factory.mktemp("facturx") / "invoice.docx"
    document.write_bytes(render_invoice(INVOICE))
    (made,) = convert([document])
    assert isinstance(made.pdf, bytes), made.pdf
    return made.pdf


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A PDF after a change."""
    kept = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        change(document)
        document.save(kept)
    return kept.getvalue()


def test_the_pdf_gives_its_invoice_again(archival: bytes) -> None:
    made = with_cii(archival, CII, [ANNEX])

    assert list(faults_of(made)) == []
    assert xml_of(made) == CII
    assert read_invoice(xml_of(made)).number == INVOICE.number
    with pikepdf.open(BytesIO(made)) as document:
        assert sorted(document.attachments) == ["a.pdf", "factur-x.xml"]
        assert document.attachments["a.pdf"].get_file().read_bytes() == ANNEX.content
        relations = {str(one.UF): str(one.AFRelationship) for one in document.Root.AF}
        assert relations == {"factur-x.xml": "/Data", "a.pdf": "/Supplement"}
        assert "/StructTreeRoot" in document.Root, "people who cannot see it read its structure"


def test_a_plain_pdf_is_refused_with_a_sentence() -> None:
    plain = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(plain)
    with pytest.raises(NotArchivalError, match="its colours are not defined") as refused:
        with_cii(plain.getvalue(), CII)
    assert refused.value.code == "EIN-12"


def test_what_cannot_be_opened_is_refused() -> None:
    with pytest.raises(NotArchivalError, match="it cannot be opened"):
        with_cii(b"no pdf", CII)


def without_claim(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as metadata:
        metadata["pdfaid:part"] = "1"


def without_font(document: pikepdf.Pdf) -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1)
    document.Root["/Unused"] = document.make_indirect(font)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (without_claim, "does not say that it is PDF/A-3"),
        (without_font, "a font is not embedded"),
    ],
)
def test_a_pdf_that_is_not_for_archives_is_refused(
    archival: bytes, change: Callable[[pikepdf.Pdf], None], reason: str
) -> None:
    with pytest.raises(NotArchivalError, match=reason):
        with_cii(changed(archival, change), CII)


def spoilt(document: pikepdf.Pdf) -> None:
    """Everything that a Factur-X file needs besides being a PDF/A-3, taken away."""
    for one in document.Root.AF:
        del one["/AFRelationship"]
        del one.EF.F["/Params"]
        one["/UF"] = pikepdf.String("other.xml")
    document.Root.Metadata.write(
        document.Root.Metadata.read_bytes()
        .replace(b"EN 16931", b"BASIC")
        .replace(b"<pdfaid:conformance>", b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>")
    )


def test_what_a_file_lacks_is_found(archival: bytes) -> None:
    made = with_cii(archival, CII)
    found = list(faults_of(changed(made, spoilt)))
    assert [one.split(" ")[-1] for one in found if "is not" in one] == ["files"]
    assert any("several claims" in one for one in found)
    assert any("/AFRelationship" in one for one in found)
    assert any("no date" in one for one in found)
    with_out_intent = changed(made, lambda document: document.Root.__delitem__("/OutputIntents"))
    assert "PDF/A-3: no_intent" in list(faults_of(with_out_intent))

"""Factur-X: a PDF that people read, with the invoice in CII that programs read inside it.

The factur-x package does the embedding. It writes that the result is PDF/A-3 whatever it was given,
so what comes in is looked at first, and what comes out once more. Formal conformance to PDF/A is
not proven by this: for that there is veraPDF.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import facturx  # type: ignore[import-untyped]
import pikepdf

from addin.einvoices.model import Attachment
from addin.errors import BillingError
from addin.words import catalogue, words

FILE = "factur-x.xml"
"""The name under which the invoice lies in the PDF (Factur-X 1.09, section 6)."""

_PART, _RELATION = "{http://www.aiim.org/pdfa/ns/id/}part", "/AFRelationship"
_FX = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


class NotArchivalError(BillingError):
    """A PDF is not PDF/A-3, so that nothing can be embedded; takes ``reason``."""

    code = "EIN-12"


def with_cii(pdf: bytes, cii: bytes, attachments: Sequence[Attachment] = ()) -> bytes:
    """Put an invoice into its PDF.

    Args:
        pdf: PDF/A-3, as ``documents.pdf`` makes it.
        cii: As ``to_cii`` writes it, in the profile EN 16931; it is not validated here.
        attachments: Further files that go into the PDF, each under its file name.

    Returns:
        The same PDF with ``factur-x.xml`` and the attachments in it.

    Raises:
        NotArchivalError: The PDF is a plain one, which must not be passed off as PDF/A-3.
    """
    reason = _why_not(pdf)
    if reason:
        raise NotArchivalError(reason=words(catalogue("interface")["einvoice"]["pdf"][reason]))
    now = datetime.now(UTC)
    files = {
        one.filename: {
            "filedata": one.content,
            "description": one.description or one.reference,
            "modification_datetime": now,
            "afrelationship": "supplement",
        }
        for one in attachments
        if one.content
    }
    made: bytes = facturx.generate_from_binary(
        pdf, cii, flavor="factur-x", level="en16931", check_xsd=False, attachments=files
    )
    faults = list(faults_of(made))
    assert not faults, faults
    return made


def faults_of(pdf: bytes) -> Iterator[str]:
    """What a Factur-X file lacks, for whoever maintains the program; nothing if it is sound."""
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root
        if _why_not(pdf):
            yield f"PDF/A-3: {_why_not(pdf)}"
        if bytes(root.Metadata.read_bytes()).count(b"<pdfaid:part") > 1:
            yield "several claims to be PDF/A"
        metadata = document.open_metadata()
        expected = {"DocumentFileName": FILE, "ConformanceLevel": "EN 16931", "Version": "1.0"}
        for name, value in expected.items():
            if metadata.get(f"{_FX}{name}") != value:
                yield f"fx:{name} is {metadata.get(f'{_FX}{name}')!r}"
        yield from _file_faults(root)


def _file_faults(root: pikepdf.Object) -> Iterator[str]:
    """What is wrong with the files that go with a document."""
    files: list[Any] = list(root.get("/AF", []))
    if FILE not in {str(one.get("/UF", "")) for one in files}:
        yield f"{FILE} is not among the associated files"
    for one in files:
        name = str(one.get("/UF", ""))
        if _RELATION not in one:
            yield f"{name} has no {_RELATION}"
        if "/ModDate" not in one.EF.F.get("/Params", {}):
            yield f"{name} has no date"


def _why_not(pdf: bytes) -> str:
    """Why a PDF is not PDF/A-3, as a key of ``einvoice.pdf``; empty if it looks like one."""
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            if "/OutputIntents" not in document.Root:
                return "no_intent"
            if document.open_metadata().get(_PART) != "3":
                return "no_claim"
            return "" if all(map(_is_embedded, _fonts(document))) else "font"
    except pikepdf.PdfError:
        return "unreadable"


def _fonts(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (
        one
        for one in document.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
    )


def _is_embedded(font: Any) -> bool:  # noqa: ANN401 - pikepdf types no entry of a dictionary
    """Whether a font brings its shapes; one made of others is as good as those."""
    if font.get("/Subtype") in {"/Type0", "/Type3"}:
        return True
    descriptor = font.get("/FontDescriptor")
    return descriptor is not None and any(name in descriptor for name in _PROGRAMS)

"""What is written on the outside of an electronic invoice: its number, from whom, to whom."""

from io import BytesIO

import pikepdf
from lxml import etree

from addin.delivery.faults import UnknownDocumentError
from addin.delivery.platform import Document, Syntax

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
UBL_ROOTS = {f"{{{UBL}{name}-2}}{name}" for name in ("Invoice", "CreditNote")}
CII_ROOT = (
    "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice"  # D16B
)
EMBEDDED = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml")
"""Under these names a PDF carries its XML."""


def document(content: bytes) -> Document:
    """A file as something to send.

    Args:
        content: UBL, CII, or a PDF that carries CII (Factur-X).

    Raises:
        UnknownDocumentError: It is none of these, or lacks its number or one of the addresses.
    """
    if content.startswith(b"%PDF-"):
        return _cii(content, parsed(_embedded(content)), Syntax.FACTUR_X)
    root = parsed(content)
    if root.tag in UBL_ROOTS:
        return _ubl(content, root)
    return _cii(content, root, Syntax.CII)


def parsed(xml: bytes) -> etree._Element:
    """The root of a file from outside: no entity is resolved and nothing is fetched.

    Raises:
        UnknownDocumentError: It is no well-formed XML, or brings a document type of its own.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as fault:
        raise UnknownDocumentError(reason=str(fault)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnknownDocumentError(reason="DOCTYPE")
    return root


def text_at(element: etree._Element, path: str) -> str:
    """The text at a path of local names, whatever their namespaces; empty if there is none."""
    steps = "/".join(f"{{*}}{step}" for step in path.split("/"))
    return (element.findtext(steps) or "").strip()


def _ubl(content: bytes, root: etree._Element) -> Document:
    name = etree.QName(root)
    specification = text_at(root, "CustomizationID")
    version = text_at(root, "UBLVersionID") or "2.1"
    return _addressed(
        Document(
            content=content,
            number=text_at(root, "ID"),
            sender=_address(root, "AccountingSupplierParty/Party/EndpointID"),
            recipient=_address(root, "AccountingCustomerParty/Party/EndpointID"),
            syntax=Syntax.UBL,
            document_type=f"{name.namespace}::{name.localname}##{specification}::{version}",
            process=text_at(root, "ProfileID"),
        )
    )


def _cii(content: bytes, root: etree._Element, syntax: Syntax) -> Document:
    if root.tag != CII_ROOT:
        raise UnknownDocumentError(reason=etree.QName(root).localname)
    agreement = "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement"
    party = "URIUniversalCommunication/URIID"
    process = "ExchangedDocumentContext/BusinessProcessSpecifiedDocumentContextParameter/ID"
    return _addressed(
        Document(
            content=content,
            number=text_at(root, "ExchangedDocument/ID"),
            sender=_address(root, f"{agreement}/SellerTradeParty/{party}"),
            recipient=_address(root, f"{agreement}/BuyerTradeParty/{party}"),
            syntax=syntax,
            process=text_at(root, process),
        )
    )


def _address(root: etree._Element, path: str) -> str:
    """An electronic address with the code of its scheme; empty if there is none."""
    found = root.find("/".join(f"{{*}}{step}" for step in path.split("/")))
    if found is None or not (found.text or "").strip():
        return ""
    return f"{found.get('schemeID', '')}:{(found.text or '').strip()}"


def _addressed(made: Document) -> Document:
    terms = {1: made.number, 34: made.sender, 49: made.recipient}
    lacking = [f"BT-{term}" for term, value in terms.items() if not value]
    if lacking:
        raise UnknownDocumentError(reason=", ".join(lacking))
    return made


def _embedded(pdf: bytes) -> bytes:
    """The XML that a PDF carries."""
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            for name in EMBEDDED:
                if name in opened.attachments:
                    return bytes(opened.attachments[name].get_file().read_bytes())
    except pikepdf.PdfError:
        raise UnknownDocumentError(reason="PDF") from None
    raise UnknownDocumentError(reason="PDF")

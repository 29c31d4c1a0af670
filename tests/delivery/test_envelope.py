"""What is read from a file before it is sent: number, addresses and kind."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import INVOICE_TYPE, ubl

from addin.delivery.envelope import document
from addin.delivery.faults import UnknownDocumentError
from addin.delivery.platform import Syntax

INVOICES = Path(__file__).parent.parent.parent.parent / "shared" / "corpus" / "invoices" / "full"
CII = b"""<r:CrossIndustryInvoice
 xmlns:r="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:a="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100">
<r:ExchangedDocumentContext><a:BusinessProcessSpecifiedDocumentContextParameter><a:ID>S1</a:ID>
</a:BusinessProcessSpecifiedDocumentContextParameter></r:ExchangedDocumentContext>
<r:ExchangedDocument><a:ID>F2026-00001</a:ID></r:ExchangedDocument>
<r:SupplyChainTradeTransaction><a:ApplicableHeaderTradeAgreement>
<a:SellerTradeParty><a:URIUniversalCommunication><a:URIID schemeID="0225">123456749</a:URIID>
</a:URIUniversalCommunication></a:SellerTradeParty>
<a:BuyerTradeParty><a:URIUniversalCommunication><a:URIID schemeID="0225">702042755</a:URIID>
</a:URIUniversalCommunication></a:BuyerTradeParty>
</a:ApplicableHeaderTradeAgreement></r:SupplyChainTradeTransaction></r:CrossIndustryInvoice>"""


def pdf(name: str = "factur-x.xml", xml: bytes = CII) -> bytes:
    """A PDF that carries a file."""
    written = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.attachments[name] = xml
        made.save(written)
    return written.getvalue()


def corpus(name: str) -> bytes:
    path = INVOICES / name
    if not path.is_file():
        pytest.skip(f"{path} is not here: the example invoices lie beside the project")
    return path.read_bytes()


def test_a_peppol_invoice_tells_where_it_goes() -> None:
    found = document(ubl("2026-00001"))

    assert (found.number, found.syntax) == ("2026-00001", Syntax.UBL)
    assert (found.sender, found.recipient) == ("0208:0123456749", "0208:0403170701")
    assert found.document_type == INVOICE_TYPE
    assert found.process == "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


def test_whole_invoices_tell_where_they_go() -> None:
    belgian = document(corpus("be-peppol/ok_invoice.xml"))
    french = document(corpus("fr-cii/ok_invoice.xml"))

    assert (belgian.sender, belgian.recipient) == ("0208:0404621642", "0208:0203430576")
    assert belgian.document_type == INVOICE_TYPE
    assert (french.number, french.syntax, french.process) == ("F2026-00001", Syntax.CII, "S1")
    assert french.recipient.startswith("0225:")


def test_a_factur_x_pdf_is_sent_whole_and_read_inside() -> None:
    whole = pdf()

    found = document(whole)

    assert (found.syntax, found.number, found.content) == (Syntax.FACTUR_X, "F2026-00001", whole)
    assert (found.sender, found.recipient) == ("0225:123456749", "0225:702042755")


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", "Document is empty"),
        (b"%PDF-1.7", "PDF"),
        (pdf("notes.txt"), "PDF"),
        (pdf(xml=b"<a/>"), "a"),
        (b"<Invoice/>", "Invoice"),
        (ubl(""), "BT-1"),
        (ubl("1", recipient="0208:"), "BT-49"),
        (ubl("1").replace(b"?>", b"?><!DOCTYPE Invoice>"), "DOCTYPE"),
    ],
)
def test_what_cannot_be_sent_says_what_it_lacks(file: bytes, reason: str) -> None:
    with pytest.raises(UnknownDocumentError) as caught:
        document(file)

    assert reason in str(caught.value.values["reason"])


def test_an_entity_is_never_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("0208:1111111111", "utf-8")
    declared = f'?><!DOCTYPE Invoice [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()

    with pytest.raises(UnknownDocumentError):
        document(ubl("&e;").replace(b"?>", declared, 1))


@given(st.sampled_from(["sender", "recipient", "number"]), st.text("0123456789", min_size=5))
def test_a_document_is_told_apart_by_sender_number_and_file(part: str, other: str) -> None:
    usual = {"number": "2026-1", "recipient": "0208:1", "sender": "0208:2"}
    changed = usual | {part: f"0208:{other}"}

    assert document(ubl(**usual)).tracking == document(ubl(**usual)).tracking
    assert document(ubl(**usual)).tracking != document(ubl(**changed)).tracking
    assert len(document(ubl(**changed)).tracking) == 64

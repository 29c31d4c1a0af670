"""What a payer of Factur-X is sent: the PDF with the data in it, and nothing else."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from delivery.test_envelope import CII, pdf
from loopback import INVOICE_TYPE, AfnorServer, Mishap, PeppyrusServer, running
from sample_office import codes
from sending_office import ADDRESSES, NOW, NUMBERS, Sender

from addin.journal.filed import FiledDocument, note_filed
from addin.journal.records import DocumentFile

NUMBER = NUMBERS[0]


@pytest.fixture
def server() -> Iterator[AfnorServer]:
    with running(AfnorServer) as started:
        started.lines = {"702042755": {"addressingIdentifier": "702042755"}}
        yield started


@pytest.fixture
def sender(tmp_path: Path, server: AfnorServer) -> Sender:
    """The first payer gets Factur-X, the others paper."""
    at = server.address
    made = Sender(tmp_path, f"{at}/flow-service {at}/directory-service {at}/token", "afnor")
    for client in ADDRESSES:
        form = "facturx" if client == "ALDER" else "pdf"
        made.office.put("Clients", {"client": client}, einvoice=form)
    return made


def give_pdf(sender: Sender, remark: str = "") -> bytes:
    """Give the first invoice its PDF, as ``quotepart pdf`` does."""
    content = pdf(xml=CII.replace(b"F2026-00001", NUMBER.encode()) + remark.encode())
    path = f"invoices/{NUMBER}.pdf"
    (sender.folder / path).write_bytes(content)
    file = DocumentFile(path, sha256(content).hexdigest())
    note_filed(sender.office.journal, [FiledDocument(NUMBER, file, f"{NUMBER}.docx")], NOW)
    sender.office.put("Invoices", {"number": NUMBER}, pdf=path)
    return content


def test_a_payer_of_factur_x_is_sent_the_pdf(sender: Sender, server: AfnorServer) -> None:
    content = give_pdf(sender)

    report = sender.send()

    assert (report.added, codes(report)) == (1, [])
    (flow,) = server.flows.values()
    assert (flow["flowSyntax"], flow["name"]) == ("Factur-X", f"{NUMBER}.pdf")
    assert list(server.files.values()) == [content]


def test_without_its_pdf_it_is_not_sent_and_the_remedy_is_told(
    sender: Sender, server: AfnorServer
) -> None:
    report = sender.send()

    assert (report.added, codes(report)) == (0, ["SND-19"])
    (told,) = report.findings
    assert (told.sheet, told.column) == ("Invoices", "PDF")
    assert "quotepart pdf" in told.message
    assert server.flows == {}


def test_a_pdf_that_was_changed_is_not_sent(sender: Sender, server: AfnorServer) -> None:
    give_pdf(sender)
    path = sender.folder / f"invoices/{NUMBER}.pdf"
    path.write_bytes(path.read_bytes() + b"\n")

    assert codes(sender.send()) == ["SND-12"]
    assert server.flows == {}


def test_a_pdf_made_anew_is_not_sent_after_an_attempt_without_an_answer(
    sender: Sender, server: AfnorServer
) -> None:
    first = give_pdf(sender)
    server.mishaps = [
        Mishap("POST /flow-service/v1/flows", lost=True),
        *[Mishap("POST /flow-service/v1/flows/search", 500)] * 9,
    ]
    assert codes(sender.send()) != []
    assert list(server.files.values()) == [first]
    server.mishaps = []
    give_pdf(sender, "<!-- made anew -->")
    sender.now = NOW + timedelta(hours=1)

    report = sender.send()

    assert (report.added, codes(report)) == (0, ["SND-12"])
    assert list(server.files.values()) == [first], "the platform has one file of it, not two"


def test_peppol_is_not_asked_to_carry_factur_x(tmp_path: Path) -> None:
    with running(PeppyrusServer) as server:
        server.participants = {one: [INVOICE_TYPE] for one in ADDRESSES.values()}
        sender = Sender(tmp_path, f"{server.address}/v1")
        sender.office.put("Clients", {"client": "ALDER"}, einvoice="facturx")
        give_pdf(sender)

        report = sender.send()
        named = sender.send([NUMBER])

        assert (report.added, codes(report)) == (2, [])
        assert (named.added, codes(named)) == (0, ["SND-16"])
        assert "Factur-X" in named.findings[0].message
        assert server.sent(NUMBER) == 0

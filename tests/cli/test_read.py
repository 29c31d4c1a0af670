"""The command ``read``: an electronic invoice on the screen, its XML and its files on the disk."""

from base64 import b64encode
from pathlib import Path

import pytest
from einvoices.smallest_invoice import SMALLEST
from quotepart_command import quotepart

QUICK = "--no-rules"


def attached(name: str, content: bytes) -> str:
    """An invoice with a file inside it."""
    return SMALLEST.replace(
        "  <cac:AccountingSupplierParty>",
        f"""  <cac:AdditionalDocumentReference><cbc:ID>hours</cbc:ID><cac:Attachment>
    <cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="{name}">
      {b64encode(content).decode()}
    </cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>
  <cac:AccountingSupplierParty>""",
        1,
    )


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    """A file with an invoice."""
    path = tmp_path / "invoice.xml"
    path.write_text(attached("hours.pdf", b"%PDF-1.7 hours"), "utf-8")
    return path


def test_an_invoice_is_shown(invoice: Path) -> None:
    ended = quotepart("read", invoice, QUICK)

    assert ended.status == 0
    for shown in ("2026-00042", "Alder SRL", "Birch SA", "Thank you.", "hours.pdf"):
        assert shown in ended.said


def test_a_script_gets_a_record_without_the_files_in_it(invoice: Path) -> None:
    report = quotepart("read", invoice, QUICK, "--json").report

    assert report["invoice"]["seller"] == {"name": "Alder SRL"}
    assert report["invoice"]["totals"]["due"] == "0.00"
    assert report["invoice"]["issue_date"] == "2026-10-31"
    assert report["invoice"]["attachments"][0]["content"] == len(b"%PDF-1.7 hours")
    assert (report["rules"], report["written"]) == ([], [])


def test_what_the_official_rules_say_is_told_rule_by_rule(invoice: Path) -> None:
    """An invoice without a line is no UBL, so that the rules of EN 16931 are not even run."""
    ended = quotepart("read", invoice, "--json")

    assert ended.status == 1
    rules = {one["rules"]: one for one in ended.report["rules"]}
    broken = {found["rule"] for one in rules.values() for found in one["breaches"]}
    assert broken == {"XSD"}
    assert not any(one["passed"] for one in rules.values())
    assert "XSD" in quotepart("read", invoice).said


def test_a_cent_too_much_is_told_though_the_rules_let_it_through(tmp_path: Path) -> None:
    path = tmp_path / "cent.xml"
    path.write_text(
        SMALLEST.replace(
            'TaxInclusiveAmount currencyID="EUR">0.00', 'TaxInclusiveAmount currencyID="EUR">0.01'
        ),
        "utf-8",
    )

    ended = quotepart("read", path, QUICK, "--json")

    assert ended.status == 1
    assert "EIN-05" in {one["code"] for one in ended.report["checks"]}
    assert "0.01" in quotepart("read", path, QUICK).said


def test_its_xml_and_its_files_are_written(invoice: Path, tmp_path: Path) -> None:
    folder = tmp_path / "files"

    ended = quotepart("read", invoice, QUICK, "--xml", tmp_path / "a.xml", "--attachments", folder)

    assert ended.status == 0
    assert (tmp_path / "a.xml").read_bytes() == invoice.read_bytes()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "hours.pdf": b"%PDF-1.7 hours"
    }


@pytest.mark.parametrize(
    "name",
    ["../../away.pdf", "C:\\Windows\\away.pdf", "/etc/away.pdf", "..\\away.pdf"],
)
def test_no_file_inside_it_leaves_the_folder(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "hostile.xml"
    path.parent.mkdir(parents=True)
    path.write_text(attached(name, b"away"), "utf-8")

    quotepart("read", path, QUICK, "--attachments", path.parent / "files")

    assert [one.name for one in (path.parent / "files").iterdir()] == ["away.pdf"]
    assert not list(tmp_path.glob("*.pdf"))


def test_nothing_is_written_over(invoice: Path) -> None:
    before = invoice.read_bytes()

    ended = quotepart("read", invoice, QUICK, "--xml", invoice, "--json")

    assert (ended.status, invoice.read_bytes()) == (2, before)
    assert ended.codes == ["ERD-08"]


def test_what_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "broken.xml"
    path.write_text(SMALLEST.replace("2026-10-31", "yesterday"), "utf-8")

    ended = quotepart("read", path, QUICK)

    assert ended.status == 2
    assert "“yesterday” was found for BT-2 at Invoice/IssueDate" in ended.warned

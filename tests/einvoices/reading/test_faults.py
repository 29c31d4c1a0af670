"""Files that are no invoice, or not wholly: each is told, and all at once."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from einvoices.smallest_invoice import SMALLEST

from addin.einvoices.model import DocumentNote
from addin.einvoices.reading import read_file, read_invoice
from addin.errors import BillingError, RefusedError


def told(xml: str) -> list[tuple[str, object, object]]:
    """What is wrong with a file: code, term and element."""
    with pytest.raises(RefusedError) as refused:
        read_invoice(xml.encode())
    return [(one.code, one.values["term"], one.values["element"]) for one in refused.value.findings]


def code_of(path: Path) -> str:
    with pytest.raises(BillingError) as refused:
        read_file(path)
    return refused.value.code


def pdf(path: Path, **attached: bytes) -> Path:
    """A PDF of one page with files inside it."""
    with pikepdf.new() as made:
        made.add_blank_page()
        for name, content in attached.items():
            made.attachments[name.replace("_", ".")] = content
        made.save(path)
    return path


def test_the_smallest_invoice_is_read() -> None:
    invoice = read_invoice(SMALLEST.encode())

    assert (invoice.number, invoice.seller.name, invoice.lines) == ("2026-00042", "Alder SRL", ())
    assert invoice.notes == (
        DocumentNote("Thank you."),
        DocumentNote("40 EUR for late payment.", "PMT"),
    )


def test_all_that_is_missing_or_unreadable_is_told_at_once() -> None:
    broken = (
        SMALLEST.replace("<cbc:ID>2026-00042</cbc:ID>", "")
        .replace("2026-10-31", "31/10/2026")
        .replace('PayableAmount currencyID="EUR">0.00', 'PayableAmount currencyID="EUR">1,50')
    )

    assert told(broken) == [
        ("ERD-02", "BT-1", "Invoice/ID"),
        ("ERD-03", "BT-2", "Invoice/IssueDate"),
        ("ERD-03", "BT-115", "Invoice/LegalMonetaryTotal/PayableAmount"),
    ]


@pytest.mark.parametrize("written", ["NaN", "Infinity", "1e", "0x10"])
def test_what_is_no_amount_is_not_taken_for_one(written: str) -> None:
    at = "Invoice/LegalMonetaryTotal/TaxExclusiveAmount"
    broken = SMALLEST.replace(
        'TaxExclusiveAmount currencyID="EUR">0.00', f'TaxExclusiveAmount currencyID="EUR">{written}'
    )

    assert told(broken) == [("ERD-03", "BT-109", at)]


def test_a_group_that_is_missing_is_named() -> None:
    start, end = SMALLEST.index("<cac:AccountingCustomerParty>"), SMALLEST.index("<cac:LegalMon")

    assert ("ERD-02", "BG-7", "Invoice/AccountingCustomerParty/Party") in told(
        SMALLEST[:start] + SMALLEST[end:]
    )


def test_xml_of_another_kind_is_no_invoice(tmp_path: Path) -> None:
    path = tmp_path / "order.xml"
    path.write_text(SMALLEST.replace("Invoice-2", "Order-2"), "utf-8")

    assert code_of(path) == "ERD-01"


def test_the_invoice_of_a_pdf_is_found_by_its_name(tmp_path: Path) -> None:
    path = pdf(tmp_path / "invoice.pdf", terms_txt=b"our terms", FACTUR_X_xml=SMALLEST.encode())
    other = pdf(tmp_path / "other.pdf", xrechnung_xml=SMALLEST.encode())

    assert code_of(path) == "ERD-04"
    assert read_file(other) == (read_invoice(SMALLEST.encode()), SMALLEST.encode())


def test_a_pdf_without_an_invoice_names_what_it_has(tmp_path: Path) -> None:
    with pytest.raises(BillingError) as refused:
        read_file(pdf(tmp_path / "scan.pdf", terms_txt=b"our terms"))

    assert (refused.value.code, refused.value.values["files"]) == ("ERD-04", "terms.txt")


def test_a_pdf_that_is_cut_off_is_told(tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing follows")

    assert code_of(path) == "ERD-05"


def test_a_pdf_with_a_password_is_told(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    made = BytesIO()
    with pikepdf.new() as locked:
        locked.add_blank_page()
        locked.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    path.write_bytes(made.getvalue())

    assert code_of(path) == "ERD-06"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert code_of(tmp_path / "nothing.xml") == "ERD-07"

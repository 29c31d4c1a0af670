"""What an invoice holds for its structured file, beside what is printed."""

from pathlib import Path
from typing import Any

from sample_office import Office, own_line

from addin.billing.invoice import Invoice, Note

PROJECT = {"project": "P-1", "name": "Project one", "client": "ALDER"}
FRENCH: list[dict[str, Any]] = [
    {"setting": "country", "value": "FR"},
    {"setting": "vat_number", "value": "FR83404833048"},
    {"setting": "legal_form", "value": "SAS"},
    {"setting": "trade_register", "value": "RCS Lille"},
    {"setting": "share_capital", "value": "10000"},
]


def issued(tmp_path: Path, **tables: Any) -> Invoice:
    """The invoice of one line, once it is issued."""
    office = Office(tmp_path, Prebilling=[own_line("P-1", "100.00")], **tables)
    office.generate("2026-03")
    office.approve("2026-03")
    office.issue("2026-03")
    (kept,) = office.journal.invoices()
    return office.journal.invoice(kept.number)


def client(**cells: Any) -> list[dict[str, Any]]:
    return [{"client": "ALDER", **cells}]


def test_one_who_gets_paper_has_nothing_of_it(tmp_path: Path) -> None:
    invoice = issued(tmp_path)

    assert (invoice.seller.endpoint, invoice.buyer.endpoint, invoice.notes) == ("", "", ())


def test_the_addresses_follow_from_the_numbers(tmp_path: Path) -> None:
    invoice = issued(
        tmp_path, Clients=client(einvoice="peppol", vat_number="BE0123456749", country="BE")
    )

    assert invoice.seller.endpoint.startswith("0208:")
    assert invoice.buyer.endpoint == "0208:0123456749"


def test_an_address_of_its_own_comes_first(tmp_path: Path) -> None:
    invoice = issued(
        tmp_path,
        Clients=client(einvoice="peppol", endpoint="0088:5790000435968", buyer_account="613200"),
        Projects=[{**PROJECT, "order_reference": "PO 4711"}],
    )

    assert invoice.buyer.endpoint == "0088:5790000435968"
    assert invoice.order_reference == "PO 4711"
    assert {line.ledger_account for line in invoice.lines} == {"613200"}


def test_what_france_wants_said_apart_is_marked(tmp_path: Path) -> None:
    invoice = issued(
        tmp_path,
        Settings=FRENCH,
        Clients=client(einvoice="facturx", country="FR", vat_number="FR44732829320"),
    )

    late = next(text for text in invoice.mentions if "40" in text)
    assert {Note(late, "PMT"), Note(late, "PMD")} <= set(invoice.notes)
    assert {"AAB", "REG"} <= {note.subject for note in invoice.notes}
    assert tuple(dict.fromkeys(note.text for note in invoice.notes)) == invoice.mentions

"""Which invoices a document names before it, and what it says of the firm."""

from datetime import date
from pathlib import Path

import pytest
from einvoices.samples import belgian_cases, french_cases
from electronic_office import ALDER, FRENCH_FIRM, files, settings
from sample_office import Office, codes, own_line

from addin.billing.choices import EInvoice
from addin.einvoices.building import electronic_invoice
from addin.einvoices.reading import read_invoice
from addin.einvoices.rules import judging


def test_an_invoice_names_the_deposits_that_it_takes_off() -> None:
    one = electronic_invoice(belgian_cases()["two settled deposits"])

    assert [(known.number, known.issue_date) for known in one.preceding] == [
        ("2026-00003", date(2026, 1, 31)),
        ("2026-00009", date(2026, 3, 1)),
    ]


def test_a_credit_note_names_what_it_takes_back_alone() -> None:
    (known,) = electronic_invoice(belgian_cases()["two settled deposits, credited"]).preceding

    assert known.number == "2026-00042"


def test_the_seller_tells_its_form_capital_and_register() -> None:
    one = electronic_invoice(french_cases(EInvoice.UBL_FR)["several rates"])

    assert one.seller.legal_information == "SARL au capital de 10 000,00 €, RCS Paris 732 829 320"
    assert one.buyer.legal_information == ""


@pytest.mark.parametrize("form", ["peppol", "french cii"])
def test_the_file_of_a_final_invoice_names_the_invoice_of_the_deposit(
    tmp_path: Path, form: str
) -> None:
    french = {"country": "FR", "vat_number": "FR44732829320", "enterprise_number": "732829320"}
    client = ALDER | (french if form != "peppol" else {}) | {"einvoice": form}
    deposit = {"project": "P-1", "axis": "deposit", "amount": "300.00", "start": "2026-01-15"}
    office = Office(
        tmp_path,
        Clients=[client],
        Schedules=[deposit],
        Prebilling=[own_line("P-1", "1000.00")],
        Settings=settings(**(FRENCH_FIRM if form != "peppol" else {})),
    )

    found = [codes(office.bill(month)) for month in ("2026-01", "2026-03")]

    assert found == [[], []]
    first, final = (
        read_invoice((tmp_path / one.file.path).read_bytes()) for one in files(office, ".xml")
    )
    assert (first.kind, first.preceding) == ("386", ())
    assert [(one.number, one.issue_date) for one in final.preceding] == [
        (first.number, first.issue_date)
    ]
    told = final.seller.legal_information
    assert "RCS Lille" in told if form != "peppol" else told == ""
    judging.DESK.close()

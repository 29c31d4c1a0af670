"""Adding a client: what is checked, what it looks like, what is written."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from memory_book import MemoryBook
from older_workbook import older_workbook

from addin.billing.choices import ClientStatus, Transfer, UnmatchedTransactions, VatCheck
from addin.errors import BillingError, Finding, Place, RefusedError
from addin.jobs.clients.adding import Asking, NewClient, add_client, nobody
from addin.jobs.clients.codes import next_code
from addin.jobs.clients.duplicates import AlikeClientsError, alike_clients
from addin.jobs.clients.registers import LookUp
from addin.jobs.content import load
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.tables.editing import NoColumnError
from addin.tables.sheets.clients import Client, ClientAccount
from addin.words import Language

TODAY = date(2026, 11, 22)
DUPONT = {
    "client": "DUPONT",
    "name": "Dupont & Fils",
    "vat_number": "BE0276059921",
    "email": "info@dupont.example",
}


def office(*clients: Mapping[str, Any], **tables: list[dict[str, Any]]) -> MemoryBook:
    return MemoryBook({"Clients": list(clients), **tables}, Language.FR)


def add(
    book: MemoryBook, look_up: Asking = nobody, *, confirmed: bool = False, **given: Any
) -> Report:
    request = NewClient(given, TODAY, confirmed=confirmed, look_up=look_up)
    return run(book, lambda content: add_client(content, request), recover=False)


def refused(book: MemoryBook, **given: Any) -> dict[str, str]:
    """The codes of the faults by field; nothing was written."""
    with pytest.raises(RefusedError) as caught:
        add(book, **given)
    assert book.writes == 0
    return {str(one.where.column): one.code for one in caught.value.findings}


def test_a_client_is_added_with_its_accounts_in_one_write() -> None:
    book = office(DUPONT)

    report = add(
        book,
        name="Garage Martin",
        vat_number="be 123.456.749",
        mobile="0470 12 34 56",
        iban="BE53 2817 6317 0653; BE68539007547034",
        sales_accounts="700000,701000",
        transfer="sftp",
        follow_up_from="2026-09-01",
        email="Martin <m@Martin.Example>",
    )

    assert (book.writes, report.added, report.totals) == (1, 1, {"client": "GARAGE"})
    content = load(book)
    client = content.records(Client)[-1]
    assert (client.client, client.vat_number) == ("GARAGE", "BE0123456749")
    assert client.enterprise_number == "0123456749"
    assert (client.country, client.email) == ("BE", "m@martin.example")
    assert client.mobile == "+32 470 12 34 56"
    assert (client.sales_accounts, client.transfer) == ("700000; 701000", Transfer.SFTP)
    assert (client.status, client.registered) == (ClientStatus.NOT_INVITED, TODAY)
    assert client.follow_up_from == date(2026, 9, 1)
    assert client.vat_check is VatCheck.CHECKED
    assert client.unmatched_transactions is UnmatchedTransactions.ALL
    accounts = [(one.client, one.iban, one.bic) for one in content.records(ClientAccount)]
    assert accounts == [
        ("GARAGE", "BE53281763170653", "GEBABEBB"),
        ("GARAGE", "BE68539007547034", accounts[1][2]),
    ]


@pytest.mark.parametrize(
    ("field", "given", "code"),
    [
        ("vat_number", "BE0123456748", "ID-03"),
        ("enterprise_number", "0123456748", "ID-06"),
        ("iban", "BE68539007547035", "ID-10"),
        ("email", "martin", "ID-12"),
        ("purchases_email", "a@b.be, c@d.be", "ID-13"),
        ("mobile", "02 511 11 11", "ID-15"),
        ("postcode", "75001", "ID-16"),
        ("endpoint", "0123", "ID-11"),
        ("language", "es", "TAB-09"),
        ("follow_up_from", "2026-08-23", "CLT-06"),
        ("connection", "NOWHERE", "TAB-10"),
        ("client", "dupont", "TAB-11"),
        ("email", "INFO@dupont.example", "CLT-02"),
        ("groups", "Tax; Audit", "CLT-05"),
        ("payment_days", "1000", "SET-02"),
    ],
)
def test_a_wrong_answer_is_refused_with_its_field(field: str, given: str, code: str) -> None:
    book = office(DUPONT, Groups=[{"group": "TAX"}])

    assert refused(book, **{"name": "Garage Martin", field: given}) == {field: code}


def test_the_follow_up_may_begin_ninety_days_before() -> None:
    assert add(office(), name="Martin", follow_up_from="2026-08-24").added == 1


def test_every_wrong_answer_is_told_at_once() -> None:
    faults = refused(office(), vat_number="1", mobile="1")

    assert faults == {"vat_number": "ID-02", "mobile": "ID-14", "name": "TAB-04"}


def test_a_number_of_another_country_is_checked_by_its_rules() -> None:
    book = office()

    add(book, country="fr", name="Boulanger", enterprise_number="732 829 320 00074")

    client = load(book).records(Client)[-1]
    assert (client.country, client.enterprise_number) == ("FR", "732829320")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": "Autre", "enterprise_number": "0276.059.921"}, "CLT-01"),
        ({"name": "Autre", "vat_number": "276059921"}, "CLT-01"),
        ({"name": "DUPONT et Fils S.A."}, "CLT-03"),
        ({"name": "Autre", "legal_name": "Dupond & Fils"}, "CLT-03"),
    ],
)
def test_a_client_like_another_is_written_once_that_is_confirmed(
    given: dict[str, Any], code: str
) -> None:
    book = office(DUPONT)

    with pytest.raises(AlikeClientsError) as alike:
        add(book, **given)
    assert alike.value.code == "CLT-04"
    assert [(one.code, one.where.row) for one in alike.value.findings] == [(code, 5)]
    assert book.writes == 0
    report = add(book, confirmed=True, **given)

    assert (report.added, [one.code for one in report.findings]) == (1, [code])


def test_other_names_and_numbers_are_nobody_else() -> None:
    content = load(office(DUPONT))

    assert alike_clients(content, {"name": "Garage Martin", "vat_number": "BE0123456749"}) == []


def test_a_client_is_named_once_for_its_number_and_its_name() -> None:
    found = alike_clients(load(office(DUPONT)), DUPONT)

    assert [one.code for one in found] == ["CLT-01"]


def test_a_register_fills_in_what_is_empty_and_warns() -> None:
    asked: list[Mapping[str, Any]] = []

    def register(row: Mapping[str, Any], _: Language) -> LookUp:
        asked.append(dict(row))
        facts = {"name": "Garage Martin", "city": "Namur", "postcode": "5000"}
        warning = Finding(
            "REG-07", Place("Clients", None, "vat_number"), {"number": "BE0123456749"}
        )
        return LookUp(facts, [warning])

    book = office()
    report = add(book, register, vat_number="BE0123456749", city="Jambes")

    client = load(book).records(Client)[-1]
    assert (client.name, client.city, client.postcode) == ("Garage Martin", "Jambes", "5000")
    assert asked == [{"vat_number": "BE0123456749", "city": "Jambes", "country": "BE"}]
    assert [one.code for one in report.findings] == ["REG-07"]


def test_an_older_workbook_gets_a_client_but_not_what_it_has_no_column_for(tmp_path: Path) -> None:
    book = older_workbook(tmp_path)

    with pytest.raises(NoColumnError):
        add(book, name="Martin", transfer="email")
    assert book.writes == 0
    assert add(book, name="Martin").added == 1


@pytest.mark.parametrize(
    ("name", "known", "code"),
    [
        ("Garage Martin", [], "GARAGE"),
        ("Garage Martin", ["garage", "GARAGE2"], "GARAGE3"),
        ("S.A.", ["X"], "SA"),
        ("…", ["X"], "CLIENT"),
        ("Martin", ["C009", "C010"], "C011"),
        ("Martin", ["C009", "D010"], "MARTIN"),
    ],
)
def test_a_code_is_the_next_number_or_the_name(name: str, known: list[str], code: str) -> None:
    assert next_code(name, known) == code


def test_a_structure_that_is_broken_is_refused() -> None:
    book = office(DUPONT)
    book.drop("ClientAccounts")

    with pytest.raises(BillingError):
        add(book, name="Martin")

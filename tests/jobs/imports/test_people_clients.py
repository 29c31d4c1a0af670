"""Lists of clients: numbers and addresses are checked, accounts go to their own sheet."""

from pathlib import Path

from memory_book import MemoryBook
from people_lists import file, refused, rows, taken, told


def test_addresses_and_numbers_of_clients_are_checked_and_brought_into_their_form(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = file(
        tmp_path,
        "client;name;country;postcode;mobile;email;billing_email",
        "C3;New;BE;B-5000;0478 11 22 33; Anne <anne@New.be> ;x@new.be",
    )

    taken(book, "Clients", path)

    new = rows(book, "Clients")[2]
    assert (new["postcode"], new["mobile"]) == ("5000", "+32 478 11 22 33")
    assert (new["email"], new["billing_email"]) == ("anne@new.be", "x@new.be")


def test_every_fault_of_a_client_is_named_at_once(book: MemoryBook, tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "Client;Naam;Land;Postcode;Gsm;E-mail;Btw-nummer;Bankrekeningen",
        "C3;;BE;75001;12;new;0123456748;BE68539007547035",
        "C4;Four;BE;1000;;info@DUPONT.be;;nonsense; ",
    )

    assert sorted(refused(book, "Clients", path)) == [
        ("ID-03", 2, "Btw-nummer"),
        ("ID-08", 3, "Bankrekeningen"),
        ("ID-10", 2, "Bankrekeningen"),
        ("ID-12", 2, "E-mail"),
        ("ID-14", 2, "Gsm"),
        ("ID-16", 2, "Postcode"),
        ("IMP-19", 3, "E-mail"),
        ("TAB-04", 2, "Naam"),
    ]


def test_the_same_e_mail_twice_in_the_file_is_told_with_both_rows(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = file(tmp_path, "client;name;email", "C3;Three;a@b.be", "C4;Four;A@b.be")

    assert refused(book, "Clients", path) == [("IMP-19", 3, "email")]


def test_the_same_number_twice_is_a_warning(book: MemoryBook, tmp_path: Path) -> None:
    path = file(tmp_path, "client;name;vat_number", "C3;Three;0123456749", "C4;Four;BE0123456749")

    assert told(taken(book, "Clients", path))[0] == ("IMP-23", "vat_number")


def test_a_client_may_keep_its_own_e_mail(book: MemoryBook, tmp_path: Path) -> None:
    path = file(tmp_path, "client;email", "0012;info@dupont.be")

    assert taken(book, "Clients", path).unchanged == 1


def test_a_key_twice_in_the_file_is_told_with_both_rows(book: MemoryBook, tmp_path: Path) -> None:
    path = file(tmp_path, "client;name", "C3;Three", "C4;Four", "c3 ;Three")

    assert refused(book, "Clients", path) == [("TAB-11", 4, "client")]


def test_bank_accounts_in_one_column_become_rows_of_their_sheet_in_the_same_write(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = file(
        tmp_path,
        "client,name,IBAN",
        "12,Dupont,BE68539007547034",
        "C3,New,BE68 5390 0754 7034; BE53 2817 6317 0653;BE53281763170653",
    )

    report = taken(book, "Clients", path)
    again = taken(book, "Clients", path)

    accounts = [(row["client"], row["iban"]) for row in rows(book, "ClientAccounts")]
    assert accounts[1:] == [("C3", "BE68539007547034"), ("C3", "BE53281763170653")]
    assert rows(book, "ClientAccounts")[2]["bic"] == "GEBABEBB"
    assert (report.added, again.added, again.changed, book.writes) == (1, 0, 0, 1)

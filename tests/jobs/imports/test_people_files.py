"""Lists of people: what is repaired and told, and what is refused."""

from decimal import Decimal
from pathlib import Path

import pytest
from memory_book import MemoryBook
from people_lists import FIRM, file, refused, rows, sheet, taken, told


def test_a_windows_list_with_a_title_and_french_headings_goes_in(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = file(
        tmp_path,
        "Liste des clients;;",
        "Ville;Nom ;Client",
        "Liège; Été & Fils  ;C3",
        encoding="cp1252",
    )

    report = taken(book, "Clients", path)

    assert (report.added, told(report)) == (1, [])
    new = rows(book, "Clients")[2]
    assert (new["client"], new["name"], new["city"]) == ("C3", "Été & Fils", "Liège")
    assert new["registered"] == "2026-11-22"


def test_zeros_that_excel_has_dropped_come_back_where_one_number_only_is_meant(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path,
        ["client", "name", "country", "postcode", "vat_number", "enterprise_number"],
        [12, "Dupont SA", None, None, 123456749, 123456749],
        ["C3", "Ain", "FR", 1000, None, None],
    )

    report = taken(book, "Clients", path)

    first, _, new = rows(book, "Clients")
    assert (report.added, report.changed) == (1, 1)
    assert (first["client"], first["name"]) == ("0012", "Dupont SA")
    assert (first["vat_number"], first["enterprise_number"]) == ("BE0123456749", "0123456749")
    assert new["postcode"] == "01000"
    columns = ["client", "enterprise_number", "postcode", "vat_number"]
    assert told(report) == [("IMP-16", column) for column in columns]


def test_a_code_is_known_in_other_capitals(book: MemoryBook, tmp_path: Path) -> None:
    path = file(tmp_path, "project;name;client", "P2;Tax;martin")

    assert taken(book, "Projects", path).added == 1
    assert rows(book, "Projects")[1]["client"] == "MARTIN"


def test_a_code_that_can_mean_two_rows_is_left_as_it_is(tmp_path: Path) -> None:
    clients = [{"client": "012", "name": "One"}, {"client": "0012", "name": "Two"}]
    book = MemoryBook({**FIRM, "Clients": clients, "ClientAccounts": []})

    assert refused(book, "Projects", file(tmp_path, "project;name;client", "P2;Tax;12")) == [
        ("TAB-10", 2, "client")
    ]


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["12,5"], ["12.5"]),
        (["1.234,50", "7"], ["1234.5", "7"]),
        (["1\u202f234,5", "1 000"], ["1234.5", "1000"]),
        (["1,234.50", "2,000.5"], ["1234.5", "2000.5"]),
        (["1.234", "0,5"], ["1234", "0.5"]),
        (["1.234"], ["1.234"]),
        (["1.5", "2.25"], ["1.5", "2.25"]),
        (["12,5-", "(3,25)"], ["-12.5", "-3.25"]),
    ],
)
def test_numbers_are_read_as_their_whole_column_is_written(
    book: MemoryBook, tmp_path: Path, cells: list[str], read: list[str]
) -> None:
    lines = [f'"2026-{month:02}";P1;ACC;"{cell}"' for month, cell in enumerate(cells, 1)]

    report = taken(book, "Units", file(tmp_path, "month;project;service;quantity", *lines))

    repaired = [("IMP-12", "quantity")] if "," in "".join(cells) else []
    assert told(report) == repaired
    found = [Decimal(row["quantity"]) for row in rows(book, "Units")]
    assert found == [Decimal(one) for one in read]


def test_a_number_that_can_be_two_is_refused(book: MemoryBook, tmp_path: Path) -> None:
    path = file(
        tmp_path, "month;project;service;quantity", "2026-01;P1;ACC;1,234", "2026-02;P1;ACC;5"
    )

    assert refused(book, "Units", path) == [("MET-15", 2, "quantity")]


def test_percentages_and_euros_are_what_they_say(book: MemoryBook, tmp_path: Path) -> None:
    path = file(
        tmp_path, "project;payer;share", "P1;0012;45 %", "P1;MARTIN;55,0%", encoding="cp1252"
    )
    services = file(
        tmp_path, "service;name;unit_price;vat_rate", "TAX;Tax;€ 1.250,00;21 %", name="s.csv"
    )

    taken(book, "Splits", path)
    taken(book, "Services", services)

    assert [row["share"] for row in rows(book, "Splits")] == ["0.45", "0.55"]
    service = rows(book, "Services")[1]
    assert (service["unit_price"], service["vat_rate"]) == ("1250.00", "0.21")


def test_a_number_that_excel_has_cut_short_is_refused(book: MemoryBook, tmp_path: Path) -> None:
    path = file(tmp_path, "client;name;enterprise_number", 'C3;New;"7,32829E+13"')

    assert ("IMP-17", 2, "enterprise_number") in refused(book, "Clients", path)


def test_a_scripts_records_are_read_strictly_as_ever(book: MemoryBook, tmp_path: Path) -> None:
    path = file(
        tmp_path,
        '[{"project": "P2", "name": "New", "client": "martin", "start": "05/03/2026"}]',
        name="list.json",
    )

    assert sorted(refused(book, "Projects", path)) == [
        ("TAB-07", 1, "start"),
        ("TAB-10", 1, "client"),
    ]


def test_what_was_issued_takes_no_file(book: MemoryBook, tmp_path: Path) -> None:
    path = file(tmp_path, "number", "2026-00001")

    with pytest.raises(Exception, match="IMP-06"):
        taken(book, "Invoices", path)

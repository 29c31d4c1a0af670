"""Files of people: what is repaired and told, what is refused, and what is remembered."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from memory_book import MemoryBook

from addin.errors import RefusedError, StoppedError
from addin.jobs.content import load
from addin.jobs.exporting import records
from addin.jobs.imports.headings import (
    Meanings,
    NoSuchFieldError,
    NoSuchHeadingError,
    Target,
)
from addin.jobs.imports.people_files import FileRequest, import_file
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.jobs.telling import told_of
from addin.tables.catalogue import BY_NAME
from addin.tables.written_days import Order
from addin.words import Language

FIRM: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "Settings": [{"setting": "language", "value": "en"}],
    "Clients": [
        {"client": "0012", "name": "Dupont", "email": "info@dupont.be"},
        {"client": "MARTIN", "name": "Martin", "country": "FR"},
    ],
    "ClientAccounts": [{"client": "0012", "iban": "BE68 5390 0754 7034"}],
    "Staff": [{"person": "AD", "name": "Anne"}],
    "Services": [{"service": "ACC", "name": "Accounts"}],
    "Projects": [{"project": "P1", "name": "Books", "client": "0012"}],
}
TODAY = date(2026, 11, 22)


@pytest.fixture
def book() -> MemoryBook:
    """A small workbook."""
    return MemoryBook(FIRM)


def file(folder: Path, *lines: str, encoding: str = "utf-8", name: str = "list.csv") -> Path:
    """A csv file."""
    path = folder / name
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def sheet(folder: Path, *rows: Sequence[Any]) -> Path:
    """An Excel file."""
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.worksheets[0].append(list(row))
    path = folder / "list.xlsx"
    workbook.save(path)
    return path


def taken(book: MemoryBook, table: str, path: Path, **request: Any) -> Report:
    """Import a file."""
    asked = FileRequest(path, **({"today": TODAY} | request))
    return run(book, lambda content: import_file(content, BY_NAME[table], asked), recover=False)


def refused(book: MemoryBook, table: str, path: Path, **request: Any) -> list[tuple[str, Any, str]]:
    """Code, row and column of each fault; nothing is written, and all is said in each language."""
    with pytest.raises(RefusedError) as caught:
        taken(book, table, path, **request)
    assert book.writes == 0
    told = [told_of(caught.value, language) for language in Language]
    assert all(one.sentence and one.sheet == path.name for each in told for one in each)
    return [(one.code, one.row, one.column) for one in told[0]]


def rows(book: MemoryBook, table: str) -> list[dict[str, Any]]:
    """The rows of a table, as they would be exported."""
    return records(load(book), BY_NAME[table])


def told(report: Report) -> list[tuple[str, str]]:
    """Code and column of what an import tells."""
    return [(one.code, one.column) for one in report.findings]


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


DAYS = "project;name;client;start"


def days(folder: Path, *cells: str) -> Path:
    """Projects that start on these days."""
    lines = [f"N{number};New;0012;{cell}" for number, cell in enumerate(cells)]
    return file(folder, DAYS, *lines)


@pytest.mark.parametrize(
    ("cells", "read", "code"),
    [
        (["31/10/2026", "05/03/2026", "2026-03-04"], ["10-31", "03-05", "03-04"], "IMP-13"),
        (["10/31/2026", "05/03/2026"], ["10-31", "05-03"], "IMP-13"),
        (["5.3.26", "1-2-2026"], ["03-05", "02-01"], "IMP-14"),
        (["05/03/2026"], ["03-05"], "IMP-14"),
        (["1 mars 2026", "3. Oktober 2026"], ["03-01", "10-03"], "IMP-13"),
        (["2026/3/4", "2026.10.31"], ["03-04", "10-31"], "IMP-13"),
        (["05/05/2026"], ["05-05"], "IMP-13"),
        (["31/10/2026 00:00:00"], ["10-31"], "IMP-13"),
    ],
)
def test_dates_are_read_as_their_whole_column_is_written(
    book: MemoryBook, tmp_path: Path, cells: list[str], read: list[str], code: str
) -> None:
    report = taken(book, "Projects", days(tmp_path, *cells))

    assert [row["start"] for row in rows(book, "Projects")[1:]] == [f"2026-{one}" for one in read]
    assert told(report) == [(code, "start")]


def test_a_column_that_mixes_both_orders_is_refused_where_a_cell_can_be_two_days(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = days(tmp_path, "31/10/2026", "10/31/2026", "05/03/2026", "05/05/2026")

    assert refused(book, "Projects", path) == [("IMP-15", 4, "start")]


@pytest.mark.parametrize(("order", "read"), [(Order.DAY, "03-05"), (Order.MONTH, "05-03")])
def test_who_says_what_stands_first_is_believed(
    book: MemoryBook, tmp_path: Path, order: Order, read: str
) -> None:
    report = taken(book, "Projects", days(tmp_path, "05/03/2026"), order=order)

    assert rows(book, "Projects")[1]["start"] == f"2026-{read}"
    assert told(report) == [("IMP-13", "start")]


def test_what_is_no_date_is_refused_where_it_stands(book: MemoryBook, tmp_path: Path) -> None:
    path = days(tmp_path, "31/10/2026", "soon", "31/02/2026")

    assert refused(book, "Projects", path) == [("TAB-07", 3, "start"), ("TAB-07", 4, "start")]


def test_a_date_typed_as_a_number_of_eight_digits_is_that_day(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = sheet(tmp_path, ["project", "name", "client", "start"], ["N", "New", "0012", 20261031])

    taken(book, "Projects", path)

    assert rows(book, "Projects")[1]["start"] == "2026-10-31"


def test_months_and_times_are_read_as_people_write_them(book: MemoryBook, tmp_path: Path) -> None:
    units = file(
        tmp_path, "month;project;service;quantity", "10/2026;P1;ACC;1", "mars 2026;P1;ACC;2"
    )
    times = file(
        tmp_path,
        "entry;date;person;project;service;start;end;minutes",
        "T1;2026-10-05;AD;P1;ACC;9h30;11 u;90",
        name="t.csv",
    )

    taken(book, "Units", units)
    taken(book, "Timesheets", times)

    assert [row["month"] for row in rows(book, "Units")] == ["2026-10", "2026-03"]
    [entry] = rows(book, "Timesheets")
    assert (entry["start"], entry["end"]) == ("09:30", "11:00")


def test_a_number_that_excel_has_cut_short_is_refused(book: MemoryBook, tmp_path: Path) -> None:
    path = file(tmp_path, "client;name;enterprise_number", 'C3;New;"7,32829E+13"')

    assert ("IMP-17", 2, "enterprise_number") in refused(book, "Clients", path)


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


def test_a_heading_is_mapped_once_and_remembered(book: MemoryBook, tmp_path: Path) -> None:
    path = file(tmp_path, "Code client;Société;Remarques", "C3;New;vip")
    meanings = Meanings({"code CLIENT": "client", "Société": "Nom"}, ["Remarques"])

    first = taken(book, "Clients", path, meanings=meanings)
    again = taken(book, "Clients", path)

    assert (first.added, again.unchanged, told(first), told(again)) == (1, 1, [], [])
    assert [(row["heading"], row["field"]) for row in rows(book, "Mappings")] == [
        ("Code client", "client"),
        ("Société", "name"),
        ("Remarques", "-"),
    ]


def test_what_is_said_now_counts_before_what_is_remembered(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = file(tmp_path, "client;name;Extra", "C3;New;Namur")
    taken(book, "Clients", path, meanings=Meanings(left_out=["Extra"]))

    taken(book, "Clients", path, meanings=Meanings({"Extra": "city"}))

    assert rows(book, "Clients")[2]["city"] == "Namur"
    assert [row["field"] for row in rows(book, "Mappings")] == ["city"]


def test_a_workbook_without_the_sheet_of_headings_says_that_it_cannot_remember(
    book: MemoryBook, tmp_path: Path
) -> None:
    book.drop("Mappings")
    path = file(tmp_path, "client;Firm", "C3;New")

    report = taken(book, "Clients", path, meanings=Meanings({"Firm": "name"}))

    assert (report.added, told(report)) == (1, [("IMP-20", "")])


def test_a_heading_that_looks_like_a_missing_column_is_refused(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = file(tmp_path, "client;name;Adress;colour", "C3;New;Rue 1;red")

    assert refused(book, "Clients", path) == [("IMP-08", None, "")]


def test_headings_nobody_knows_are_all_named_where_a_needed_column_is_missing(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = file(tmp_path, "client;Firma X;colour", "C3;New;red")

    assert refused(book, "Clients", path) == [("IMP-09", None, "")] * 2


def test_a_heading_that_means_nothing_is_left_out_with_a_warning(
    book: MemoryBook, tmp_path: Path
) -> None:
    report = taken(book, "Clients", file(tmp_path, "client;name;colour", "C3;New;red"))

    assert (report.added, told(report)) == (1, [("TAB-18", "")])


def test_what_is_said_must_be_of_the_file_and_of_the_table(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = file(tmp_path, "client;name", "C3;New")

    with pytest.raises(NoSuchHeadingError) as heading:
        taken(book, "Clients", path, meanings=Meanings(left_out=["Extra"]))
    with pytest.raises(NoSuchFieldError) as field:
        taken(book, "Clients", path, meanings=Meanings({"name": "nom de famille"}))
    assert (heading.value.code, field.value.code) == ("IMP-11", "IMP-10")
    for language in Language:
        assert "client, name" in heading.value.sentence(language)
        assert "legal_name" in field.value.sentence(language)
    assert book.writes == 0


def test_who_is_asked_answers_for_each_heading(book: MemoryBook, tmp_path: Path) -> None:
    asked: list[tuple[str, str | None]] = []

    def ask(heading: str, likely: Target | None, free: Sequence[Target]) -> str | None:
        asked.append((heading, likely.name if likely else None))
        assert "client" not in [one.name for one in free]
        return {"Adress": "address", "colour": "-"}.get(heading)

    path = file(tmp_path, "client;name;Adress;colour;size", "C3;New;Rue 1;red;XL")
    report = taken(book, "Clients", path, meanings=Meanings(ask=ask))

    assert asked == [("Adress", "address"), ("colour", None), ("size", None)]
    assert (rows(book, "Clients")[2]["address"], told(report)) == ("Rue 1", [("TAB-18", "")])


def test_who_stops_the_questions_stops_the_import(book: MemoryBook, tmp_path: Path) -> None:
    def ask(*_: object) -> str | None:
        raise StoppedError

    path = file(tmp_path, "client;name;colour", "C3;New;red")

    with pytest.raises(StoppedError):
        taken(book, "Clients", path, meanings=Meanings(ask=ask))
    assert book.writes == 0


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

"""Bad input: each fault a sentence with its place and its remedy, the file as it was."""

import struct
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from books.closed_files import with_parts, with_text
from quotepart_command import FIELDS, Make, column_of, files_of, quotepart, type_into

from addin.books.closed import open_book
from addin.tables.catalogue import BY_NAME
from addin.words import Language

MONTH = ("--month", "2026-10")
COMMANDS = [
    ("check",),
    ("plan", "--year", "2026"),
    ("generate", *MONTH),
    ("approve", *MONTH),
    ("preview", *MONTH),
    ("issue", *MONTH),
]
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")


def compound(stream: str) -> bytes:
    """The beginning of a compound file with a stream of this name."""
    return COMPOUND + bytes(600) + stream.encode("utf-16-le") + bytes(600)


def zip_of(*names: str) -> Callable[[Path], None]:
    """Write a zip file with these parts."""

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, "<x/>")

    return write


def someone_elses(path: Path) -> None:
    """Write a sound workbook that Quotepart did not make."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Client", "Name"])
    book.save(path.with_suffix(".xlsx"))
    path.with_suffix(".xlsx").replace(path)


def bytes_of(content: bytes) -> Callable[[Path], None]:
    """Write a file with this content."""

    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


NO_WORKBOOKS: dict[str, tuple[Callable[[Path], None] | None, str]] = {
    "no file": (None, "BOOK-01"),
    "a folder": (Path.mkdir, "BOOK-16"),
    "a csv file under another name": (bytes_of(b"client;name\nC1;Dupont\n"), "BOOK-02"),
    "random bytes": (bytes_of(struct.pack("<99d", *range(99))), "BOOK-02"),
    "a picture of a spreadsheet": (zip_of("mimetype", "content.xml"), "BOOK-02"),
    "an old workbook": (bytes_of(compound("Workbook")), "BOOK-03"),
    "a binary workbook": (zip_of("[Content_Types].xml", "xl/workbook.bin"), "BOOK-03"),
    "a workbook cut short": (bytes_of(b"PK\x03\x04" + bytes(500)), "BOOK-04"),
    "a workbook with a password": (bytes_of(compound("EncryptedPackage")), "BOOK-05"),
    "an empty file": (bytes_of(b""), "BOOK-06"),
    "a workbook of somebody else's": (someone_elses, "WB-01"),
}


@pytest.mark.parametrize("job", COMMANDS, ids=lambda job: job[0])
@pytest.mark.parametrize("case", NO_WORKBOOKS)
def test_what_is_no_workbook_of_ours_is_refused_by_every_command(
    tmp_path: Path, case: str, job: tuple[str, ...]
) -> None:
    write, code = NO_WORKBOOKS[case]
    path = tmp_path / "Billing.xlsm"
    if write is not None:
        write(path)
    before = files_of(tmp_path)

    as_json = quotepart(job[0], path, *job[1:], "--json")

    assert as_json.status == 2
    assert list(as_json.report) == FIELDS
    [finding] = as_json.report["findings"]
    assert (finding["code"], finding["severity"], finding["sheet"]) == (code, "error", "")
    assert "Billing.xlsm" in finding["message"]
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("case", NO_WORKBOOKS)
def test_a_refusal_is_a_sentence_in_the_language_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str, language: Language
) -> None:
    write, _ = NO_WORKBOOKS[case]
    path = tmp_path / "Billing.xlsm"
    if write is not None:
        write(path)
    monkeypatch.setenv("QUOTEPART_LANGUAGE", language)

    ended = quotepart("export", "clients", path)

    assert (ended.status, ended.said) == (2, "")
    assert "Billing.xlsm" in ended.warned
    assert ended.warned.count("\n") == 1
    assert ended.warned.rstrip().endswith((".", ")."))


@pytest.mark.parametrize("lock", ["~$Billing.xlsm", ".~lock.Billing.xlsm#"])
@pytest.mark.parametrize(
    "job", [one for one in COMMANDS if one[0] not in {"check", "preview"}], ids=lambda one: one[0]
)
def test_a_workbook_that_is_open_elsewhere_is_not_written(
    workbook: Make, lock: str, job: tuple[str, ...]
) -> None:
    path = ready_for(job[0], workbook())
    path.with_name(lock).write_bytes(b"\x04Anne" if lock.startswith("~$") else b"Anne,x,y")
    before = files_of(path.parent)

    ended = quotepart(job[0], path, *job[1:])

    assert ended.status == 2
    assert "Anne" in ended.warned
    assert lock in ended.warned
    assert files_of(path.parent) == before


def ready_for(job: str, path: Path) -> Path:
    """Bring a workbook to where a job has something to write."""
    if job == "check":
        type_into(path, "Clients", 0, payment_days="thirty")
    if job in {"approve", "issue"}:
        quotepart("generate", path, *MONTH)
    if job == "issue":
        quotepart("approve", path, *MONTH)
    return path


@pytest.mark.parametrize(
    "job", [one for one in COMMANDS if one[0] not in {"check", "preview"}], ids=lambda one: one[0]
)
def test_a_read_only_workbook_is_not_written(workbook: Make, job: tuple[str, ...]) -> None:
    path = ready_for(job[0], workbook())
    path.chmod(0o444)
    before = files_of(path.parent)

    ended = quotepart(job[0], path, *job[1:], "--json")

    assert (ended.status, ended.codes) == (2, ["BOOK-08"])
    assert files_of(path.parent) == before
    assert path.stat().st_mode & 0o777 == 0o444


def test_a_workbook_that_may_not_be_written_can_still_be_looked_at(workbook: Make) -> None:
    path = ready_for("check", workbook())
    path.chmod(0o444)
    path.with_name("~$Billing.xlsm").write_bytes(b"\x04Anne")

    looked_at = quotepart("check", path, "--dry-run", "--json")

    assert (looked_at.status, looked_at.codes) == (1, ["TAB-05"])
    assert quotepart("export", "staff", path).status == 0


def table_part(path: Path, table: str) -> str:
    """The part that defines a table."""
    with zipfile.ZipFile(path) as archive:
        return next(
            name
            for name in archive.namelist()
            if name.startswith("xl/tables/") and f'name="{table}"'.encode() in archive.read(name)
        )


def renamed_table(path: Path, table: str, to: str) -> None:
    """Give a table another name, as in *Table Design*."""
    part = table_part(path, table)
    with_parts(
        path,
        lambda name, content: (
            content.replace(f'ame="{table}"'.encode(), f'ame="{to}"'.encode())
            if name == part
            else content
        ),
    )


def renamed_heading(path: Path, table: str, heading: str, to: str) -> None:
    """Give a column another heading."""
    with_text(path, table_part(path, table), f'name="{heading}"', f'name="{to}"')


@pytest.mark.parametrize("job", COMMANDS[1:], ids=lambda job: job[0])
def test_tables_and_columns_that_are_missing_are_named_all_at_once(
    workbook: Make, job: tuple[str, ...]
) -> None:
    path = workbook(Language.FR)
    renamed_table(path, "Staff", "Personnel")
    renamed_table(path, "Units", "Unites")
    renamed_heading(path, "Rates", "Tarif horaire", "Prix")
    before = files_of(path.parent)

    ended = quotepart(job[0], path, *job[1:], "--json")

    assert ended.status == 2
    found = {(one["code"], one["sheet"], one["column"]) for one in ended.report["findings"]}
    assert found == {
        ("TAB-01", "Collaborateurs", ""),
        ("TAB-01", "Unités", ""),
        ("TAB-02", "Tarifs", "Tarif horaire"),
    }
    assert files_of(path.parent) == before


def test_a_check_puts_what_is_missing_on_its_sheet(workbook: Make) -> None:
    path = workbook(Language.FR)
    renamed_table(path, "Staff", "Personnel")

    assert quotepart("check", path, "--json").codes == ["TAB-01"]

    assert column_of(path, "Checks", "code")[0] == "TAB-01"
    assert column_of(path, "Checks", "sheet")[0] == "Collaborateurs"


def test_without_the_sheet_of_checks_a_check_still_says_what_it_found(workbook: Make) -> None:
    path = workbook()
    renamed_table(path, "Checks", "Controls")
    before = path.read_bytes()

    ended = quotepart("check", path, "--json")

    assert (ended.status, ended.codes) == (1, ["TAB-01"])
    assert path.read_bytes() == before


def test_a_new_workbook_with_nothing_in_it_is_no_error(workbook: Make) -> None:
    path = workbook(sample=False)

    assert quotepart("check", path).status == 0
    assert quotepart("plan", path, "--year", "2026").status == 0
    assert quotepart("generate", path, *MONTH).status == 0
    assert quotepart("approve", path, *MONTH).status == 0

    ended = quotepart("issue", path, *MONTH, "--json")
    assert ended.status == 2
    assert set(ended.codes) == {"SET-01"}
    assert {one["sheet"] for one in ended.report["findings"]} == {"Settings"}


def test_every_bad_cell_is_named_with_sheet_row_column_value_and_remedy(workbook: Make) -> None:
    path = workbook(Language.FR)
    first = column_of(path, "Staff", "person")[0]
    type_into(path, "Clients", 0, payment_days="trente")
    type_into(path, "Clients", 1, discount_percent="2,5")
    type_into(path, "Staff", 1, person=first)
    type_into(path, "Projects", 0, start="01/03/2026", client="PERSONNE")
    type_into(path, "Timesheets", 0, date="5 octobre", billable="peut-être")
    type_into(path, "Settings", 0, value="#N/A")
    type_into(path, "Rates", 0, valid_from=datetime(2026, 1, 1), rate="#VALUE!")  # noqa: DTZ001

    ended = quotepart("check", path, "--json")

    found = {
        (one["sheet"], one["column"]): (one["code"], one["message"])
        for one in ended.report["findings"]
        if one["code"].startswith("TAB")
    }
    assert {place: code for place, (code, _) in found.items()} == {
        ("Clients", "Délai de paiement (jours)"): "TAB-05",
        ("Collaborateurs", "Collaborateur"): "TAB-11",
        ("Clients", "Remise"): "TAB-06",
        ("Projets", "Début"): "TAB-07",
        ("Projets", "Client"): "TAB-10",
        ("Feuilles de temps", "Date"): "TAB-07",
        ("Feuilles de temps", "Facturable"): "TAB-17",
        ("Feuilles de temps", "Collaborateur"): "TAB-10",  # of the code that was typed over
        ("Paramètres", "Valeur"): "TAB-12",
        ("Tarifs", "Tarif horaire"): "TAB-12",
    }
    for (sheet, heading), (_, message) in found.items():
        assert message.startswith(f"{sheet}, ligne "), message
        assert f"{heading} : " in message
    assert "« PERSONNE »" in found["Projets", "Client"][1]
    assert "2.5" in found["Clients", "Remise"][1]
    assert ended.status == 1
    on_the_sheet = [code for code in column_of(path, "Checks", "code") if code is not None]
    assert on_the_sheet == ended.codes


def test_a_fault_leaves_its_project_out_and_the_others_go_on(workbook: Make) -> None:
    path = workbook()
    whole = quotepart("generate", path, *MONTH, "--dry-run", "--json").report
    codes = column_of(path, "Projects", "project")
    type_into(path, "Projects", 0, start="soon")

    ended = quotepart("generate", path, *MONTH, "--json")

    assert ended.status == 1
    assert ended.report["skipped"] == [codes[0]]
    assert "TAB-07" in ended.codes
    assert 0 < ended.report["added"] < whole["added"]
    assert codes[0] not in column_of(path, "Prebilling", "project")


def test_a_faulty_setting_keeps_invoices_from_being_issued(workbook: Make) -> None:
    path = ready_for("issue", workbook())
    type_into(path, "Settings", 0, value=None)
    before = files_of(path.parent)

    ended = quotepart("issue", path, *MONTH, "--json")

    assert (ended.status, ended.codes) == (2, ["SET-01"])
    assert files_of(path.parent) == before


def test_a_column_of_the_users_own_and_another_order_change_nothing(workbook: Make) -> None:
    path = workbook(Language.DE)
    expected = quotepart("generate", path, *MONTH, "--dry-run", "--json").report
    renamed_heading(path, "Clients", "Mobilnummer", "Telefon des Chefs")

    ended = quotepart("generate", path, *MONTH, "--dry-run", "--json")

    assert ended.codes == ["TAB-22"]
    assert {**ended.report, "findings": []} == expected


def sheets_of(path: Path) -> list[Any]:
    """The headings of every table, to see that the file is whole."""
    return [grid.headings for grid in open_book(path).read(BY_NAME).values()]


def test_a_refused_import_leaves_the_workbook_whole(workbook: Make, tmp_path: Path) -> None:
    path = workbook()
    before, content = sheets_of(path), path.read_bytes()
    source = tmp_path / "units.json"
    source.write_text('[{"month": "2026-10", "project": "P", "service": "S", "quantity": "x"}]')

    assert quotepart("import", "units", path, source).status == 2

    assert path.read_bytes() == content
    assert sheets_of(path) == before

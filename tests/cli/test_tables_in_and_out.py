"""Tables into a workbook and out of it by the command line: files, statuses, refusals."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from quotepart_command import (
    FIELDS,
    FINDING_FIELDS,
    Make,
    column_of,
    files_of,
    quotepart,
    type_into,
    written,
)

from addin.books.closed import open_book
from addin.jobs.content import load
from addin.tables.catalogue import BY_COMMAND
from addin.words import Language


def rows_of(path: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table."""
    found: list[dict[str, Any]] = json.loads(
        quotepart("export", table, path, "--format", "json").said
    )
    return found


def test_an_import_adds_updates_and_may_be_repeated(workbook: Make, tmp_path: Path) -> None:
    path = workbook(Language.NL)
    code = str(column_of(path, "Clients", "client")[0])
    source = written(
        tmp_path, "klanten.csv", f"Klant;Naam;Land\nNIEUW;Dupont & Fils;BE\n{code};Anders;\n"
    )

    first = quotepart("import", "clients", path, source, "--json")
    again = quotepart("import", "clients", path, source, "--json")

    assert (first.status, list(first.report)) == (0, FIELDS)
    assert [first.report[count] for count in ("added", "changed", "unchanged")] == [1, 1, 0]
    assert [again.report[count] for count in ("added", "changed", "unchanged")] == [0, 0, 2]
    rows = {row["client"]: row["name"] for row in rows_of(path, "clients")}
    assert (rows["NIEUW"], rows[code]) == ("Dupont & Fils", "Anders")


def test_an_import_is_shown_before_it_is_done(workbook: Make, tmp_path: Path) -> None:
    path = workbook()
    source = written(tmp_path, "staff.csv", "person,name\nNEW,Nina\n")
    before = files_of(path.parent)

    ended = quotepart("import", "staff", path, source, "--dry-run")

    assert ended.status == 0
    assert ended.said.rstrip().endswith("Nothing was written.")
    assert files_of(path.parent) == before


def test_an_import_with_a_fault_is_refused_whole(workbook: Make, tmp_path: Path) -> None:
    path = workbook(Language.FR)
    source = written(
        tmp_path,
        "clients.csv",
        "client,name,payment_days,vat_number\nA1,Un,30,\nA2,Deux,trente,0123456748\nA3,,1,\n",
    )
    before = files_of(path.parent)

    ended = quotepart("import", "clients", path, source)
    as_json = quotepart("import", "clients", path, source, "--json")

    assert (ended.status, as_json.status) == (2, 2)
    assert ended.said == ""
    assert "clients.csv, ligne 3, payment_days : « trente »" in ended.warned
    assert [(one["code"], one["row"], one["column"]) for one in as_json.report["findings"]] == [
        ("TAB-05", 3, "payment_days"),
        ("ID-03", 3, "vat_number"),
        ("TAB-04", 4, "name"),
    ]
    assert all(list(one) == FINDING_FIELDS for one in as_json.report["findings"])
    assert list(as_json.report) == FIELDS
    assert files_of(path.parent) == before


def test_a_heading_that_means_nothing_ends_with_1(workbook: Make, tmp_path: Path) -> None:
    source = written(tmp_path, "staff.csv", "person,name,colour\nNEW,Nina,red\n")

    ended = quotepart("import", "staff", workbook(), source)

    assert ended.status == 1
    assert "“colour”" in ended.said
    assert "(TAB-18)" in ended.said


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("none.csv", None, "IMP-01"),
        ("x.pdf", "person", "IMP-02"),
        ("x.xlsx", "person", "IMP-02"),
        ("x.csv", "", "IMP-03"),
        ("x.csv", "person,name\n", "IMP-03"),
        ("x.json", "{}", "IMP-05"),
    ],
)
def test_a_file_that_cannot_be_imported_is_refused(
    workbook: Make, tmp_path: Path, name: str, content: str | None, code: str
) -> None:
    source = tmp_path / name
    if content is not None:
        written(tmp_path, name, content)

    ended = quotepart("import", "staff", workbook(), source, "--json")

    assert (ended.status, ended.codes) == (2, [code])
    assert name in ended.report["findings"][0]["message"]


def test_what_was_issued_takes_no_import(workbook: Make, tmp_path: Path) -> None:
    source = written(tmp_path, "x.csv", "number\n1\n")

    assert quotepart("import", "invoices", workbook(), source, "--json").codes == ["IMP-06"]


@pytest.mark.parametrize("name", BY_COMMAND)
def test_every_table_is_exported_under_its_name(workbook: Make, name: str) -> None:
    path = workbook()
    spec = BY_COMMAND[name]

    as_json = quotepart("export", name, path, "--format", "json")
    as_csv = quotepart("export", name.upper(), path)

    assert (as_json.status, as_csv.status, as_csv.warned) == (0, 0, "")
    records = json.loads(as_json.said)
    lines = list(csv.DictReader(StringIO(as_csv.said)))
    assert len(records) == len(lines) == len(load(open_book(path)).tables[spec.name])
    assert all(list(one) == list(two) for one, two in zip(records, lines, strict=True))


def test_an_export_goes_into_a_file_that_excel_reads_with_its_accents(
    workbook: Make, tmp_path: Path
) -> None:
    path = workbook(Language.FR)
    for form, start in (("csv", b"\xef\xbb\xbf"), ("json", b"[\n")):
        out = tmp_path / f"x.{form}"
        ended = quotepart("export", "clients", path, "--format", form, "-o", out)
        assert (ended.status, ended.said) == (0, "")
        assert out.read_bytes().startswith(start)
        assert b"\r\n" not in out.read_bytes()


def test_an_export_with_faulty_cells_says_so_and_ends_with_1(workbook: Make) -> None:
    path = workbook()
    type_into(path, "Clients", 0, payment_days="thirty")

    ended = quotepart("export", "clients", path, "--format", "json")

    assert ended.status == 1
    assert json.loads(ended.said)[0]["payment_days"] is None
    assert "Days to pay: “thirty”" in ended.warned


def test_an_export_never_takes_the_place_of_the_workbook(workbook: Make, tmp_path: Path) -> None:
    path = workbook()
    before = path.read_bytes()

    ended = quotepart("export", "clients", path, "-o", path)

    assert ended.status == 2
    assert "is not overwritten" in ended.warned
    assert path.read_bytes() == before
    assert quotepart("export", "clients", path, "-o", tmp_path).status == 2

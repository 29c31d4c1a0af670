"""Export: what a script reads, and what a spreadsheet does not take for a formula."""

import csv
import json
import re
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory_book import MemoryBook
from sound_rows import FEWER, expected, grid_of, rows

from addin.errors import RefusedError
from addin.jobs.content import Content, load
from addin.jobs.exporting import as_csv, as_json, records
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.columns import Writer
from addin.tables.edits import TableEdit
from addin.tables.reading import read_table
from addin.tables.sources import FORMULA_SIGNS, guarded, read_source, unguarded
from addin.words import Language

each_table = pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)


def content_of(spec: Any, filled: list[dict[str, Any]]) -> Content:
    """A workbook whose only filled table has these rows."""
    book = MemoryBook({})
    grid = grid_of(spec, filled)
    cells = [dict(zip(grid.headings, row, strict=True)) for row in zip(*grid.columns, strict=True)]
    book.write([TableEdit(spec.name, {0: cells[0]}, added=tuple(cells[1:]))])
    return load(book)


@each_table
@FEWER
@given(data=st.data(), form=st.sampled_from(["csv", "json"]))
def test_every_row_of_every_table_is_read_back_from_its_export(
    spec: Any, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, form: str
) -> None:
    filled = data.draw(rows(spec))
    content = content_of(spec, filled)
    path = tmp_path_factory.getbasetemp() / f"{spec.name}.{form}"
    written = as_csv(content, spec) if form == "csv" else as_json(content, spec)
    path.write_text(written, "utf-8", newline="")

    table = read_table(spec, read_source(path), typed=False)

    names = [column.name for column in spec.columns if column.writer is not Writer.FORMULA]
    read = [{name: table.values[name][at] for name in names} for at in range(len(table))]
    wanted = [{name: expected(spec, row)[name] for name in names} for row in filled]
    if spec.name == "Settings":  # read as what each setting is, in test_firm
        read, wanted = ([{"setting": row["setting"]} for row in some] for some in (read, wanted))
    assert read == wanted
    assert table.findings == ()


def test_a_setting_is_exported_as_what_it_is() -> None:
    settings: list[dict[str, Any]] = [
        {"setting": "firm_name", "value": "=Dupont"},
        {"setting": "payment_days", "value": 30.0},
        {"setting": "end_of_month", "value": "oui"},
        {"setting": "month", "value": datetime(2026, 10, 1)},  # noqa: DTZ001 - as a cell has it
        {"setting": "language", "value": "français"},
        {"setting": "phone", "value": None},
        {"setting": "fiscal_year_start", "value": "soon"},
        {"setting": "colour", "value": "red"},
    ]
    content = load(MemoryBook({"Settings": settings}))

    assert [tuple(row.values()) for row in records(content, BY_NAME["Settings"])] == [
        ("firm_name", "=Dupont"),
        ("payment_days", 30),
        ("end_of_month", True),
        ("month", "2026-10"),
        ("language", "fr"),
        ("phone", None),
        ("fiscal_year_start", None),
        (None, None),
    ]


def test_json_is_a_list_of_records_with_accents_as_they_are() -> None:
    content = load(MemoryBook({"Staff": [{"person": "AD", "name": "Adèle", "weekly_hours": 38.0}]}))

    text = as_json(content, BY_NAME["Staff"])

    assert "Adèle" in text
    assert text.endswith("]\n")
    [record] = json.loads(text)
    assert record["weekly_hours"] == "38"
    assert record["team"] is None


def test_csv_has_field_names_and_says_yes_or_no() -> None:
    entry = {"entry": "T-1", "date": "2026-10-05", "person": "AD", "billable": False}
    content = load(MemoryBook({"Timesheets": [entry]}))

    [line] = csv.DictReader(StringIO(as_csv(content, BY_NAME["Timesheets"])))

    assert list(line)[:4] == ["entry", "date", "person", "project"]
    assert (line["billable"], line["date"], line["project"]) == ("no", "2026-10-05", "")


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("=HYPERLINK(A1)", "'=HYPERLINK(A1)"),
        ("+32 2 555 01 00", "'+32 2 555 01 00"),
        ("-5", "'-5"),
        ("@home", "'@home"),
        ("'=1", "''=1"),
        ("''t", "'''t"),
        ("'t Zand", "'t Zand"),
        ("Dupont", "Dupont"),
        ("\uff1d1", "'\uff1d1"),
        ("x;=HYPERLINK(A1)", "x;'=HYPERLINK(A1)"),
        ("a = b; c", "a = b; c"),
    ],
)
def test_no_text_of_a_csv_file_is_a_formula(tmp_path: Path, name: str, field: str) -> None:
    content = load(MemoryBook({"Staff": [{"person": "AD", "name": name}]}))
    text = as_csv(content, BY_NAME["Staff"])

    [line] = csv.DictReader(StringIO(text))
    assert line["name"] == field
    (tmp_path / "x.csv").write_text(text)
    assert read_source(tmp_path / "x.csv").columns[1] == [name]


@given(text=st.text("'=+-@\t\r\n;, aé15/<", max_size=12))
def test_any_text_is_harmless_in_a_csv_file_and_read_back_as_it_was(text: str) -> None:
    written = guarded(text)

    assert unguarded(written) == text
    for separator in ";\t":
        assert not any(part.startswith(FORMULA_SIGNS[:4]) for part in written.split(separator))
    if not re.search("(^|[;\t])'*[=+@\t\r\n-]|(^|[;\t])''", text):
        assert written == text


def test_json_has_texts_as_they_are() -> None:
    content = load(MemoryBook({"Staff": [{"person": "AD", "name": "=HYPERLINK(A1)"}]}))

    assert records(content, BY_NAME["Staff"])[0]["name"] == "=HYPERLINK(A1)"
    assert '"=HYPERLINK(A1)"' in as_json(content, BY_NAME["Staff"])


def test_a_negative_number_of_a_csv_file_stays_a_number() -> None:
    row = {"project": "P1", "name": "Books", "client": "C1", "budget_amount": -5.0}
    content = load(MemoryBook({"Projects": [row]}))

    [line] = csv.DictReader(StringIO(as_csv(content, BY_NAME["Projects"])))

    assert line["budget_amount"] == "-5.00"


def test_a_faulty_cell_is_exported_as_nothing() -> None:
    content = load(MemoryBook({"Clients": [{"client": "C1", "payment_days": "soon"}]}))

    assert records(content, BY_NAME["Clients"])[0]["payment_days"] is None


def test_a_blank_table_has_no_rows() -> None:
    content = load(MemoryBook({}))

    assert as_json(content, BY_NAME["Staff"]) == "[]\n"
    assert as_csv(content, BY_NAME["Staff"]).count("\n") == 1


def test_a_table_that_is_missing_is_not_exported_and_others_are() -> None:
    book = MemoryBook({"Staff": [{"person": "AD", "name": "Anne"}]}, Language.FR)
    book.drop("Clients")

    with pytest.raises(RefusedError) as caught:
        records(load(book), BY_NAME["Clients"])

    assert [finding.code for finding in caught.value.findings] == ["TAB-01"]
    assert len(records(load(book), BY_NAME["Staff"])) == 1

"""Exports of payroll and accounting to units, as the sheet Metrics says."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from memory_book import MemoryBook

from addin.billing.calendar import Month
from addin.errors import BillingError, RefusedError
from addin.jobs.content import load
from addin.jobs.exporting import records
from addin.jobs.imports.metrics import import_metrics
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.jobs.telling import told_of
from addin.tables.catalogue import BY_NAME
from addin.words import Language

MARCH = Month(2026, 3)
Row = Mapping[str, Any]


def metric(role: str, theirs: str, ours: str | None = None, source: str = "PAYROLL") -> Row:
    return {"source": source, "role": role, "theirs": theirs, "ours": ours}


SETUP = (
    metric("project column", "Dossier"),
    metric("quantity column", "Bulletins", "PAY"),
    metric("quantity column", "Entr\u00e9es", "NEW"),
    metric("client code", "00123", "P-1"),
    metric("client code", "456", "BIRCH"),
    metric("client code", "DIVERS", "-"),
)
WITH_MONTH = (*SETUP, metric("month column", "P\u00e9riode"))
FIRM: Mapping[str, Sequence[Row]] = {
    "Settings": [{"setting": "language", "value": "fr"}, {"setting": "country", "value": "BE"}],
    "Clients": [
        {"client": "ALDER", "name": "Alder", "city": "Mons"},
        {"client": "BIRCH", "name": "Birch", "city": "Mons"},
        {"client": "CEDAR", "name": "Cedar", "city": "Mons"},
    ],
    "Projects": [
        {"project": "P-1", "name": "Alder payroll", "client": "ALDER"},
        {"project": "P-2", "name": "Birch payroll", "client": "BIRCH"},
        {"project": "P-3", "name": "Birch, done", "client": "BIRCH", "status": "closed"},
        {"project": "P-4", "name": "Cedar one", "client": "CEDAR"},
        {"project": "P-5", "name": "Cedar two", "client": "CEDAR"},
    ],
    "Services": [{"service": "PAY", "name": "Payslips"}, {"service": "NEW", "name": "New staff"}],
}


def book(metrics: Sequence[Row] = SETUP, **tables: Sequence[Row]) -> MemoryBook:
    return MemoryBook({**FIRM, "Metrics": metrics, **tables}, Language.FR)


def csv(folder: Path, text: str, name: str = "paie_2026-03.csv", code: str = "cp1252") -> Path:
    path = folder / name
    path.write_bytes(text.replace("\n", "\r\n").encode(code))
    return path


def import_(one: MemoryBook, path: Path, month: Month | None = None) -> Report:
    return run(one, lambda content: import_metrics(content, path, "payroll", month), recover=False)


def units(one: MemoryBook) -> list[tuple[str, str, str, str, str]]:
    names = ("month", "project", "service", "quantity", "source")
    rows = records(load(one), BY_NAME["Units"])
    return [tuple(row[name] for name in names) for row in rows]


def refused(one: MemoryBook, path: Path, month: Month | None = None) -> list[tuple[str, str, str]]:
    """Code, place and column of every fault; each can be said in every language."""
    with pytest.raises(RefusedError) as caught:
        import_(one, path, month)
    assert one.writes == 0
    for language in Language:
        assert all(told.sentence for told in told_of(caught.value, language))
    return [
        (told.code, f"{told.sheet} {told.row}", told.column)
        for told in told_of(caught.value, Language.FR)
    ]


def code_of(one: MemoryBook, path: Path, source: str = "PAYROLL") -> str:
    with pytest.raises(BillingError) as caught:
        run(one, lambda content: import_metrics(content, path, source), recover=False)
    return caught.value.code


def test_a_payroll_export_becomes_units(tmp_path: Path) -> None:
    one = book()
    export = csv(
        tmp_path,
        "Dossier;Nom;Bulletins;Entr\u00e9es\n00123;Alder;37;1\n456;Birch;1.234,5;\n",
    )

    report = import_(one, export)

    assert units(one) == [
        ("2026-03", "P-1", "PAY", "37", "PAYROLL"),
        ("2026-03", "P-1", "NEW", "1", "PAYROLL"),
        ("2026-03", "P-2", "PAY", "1234.5", "PAYROLL"),
    ]
    assert (report.added, report.findings) == (3, [])


def test_titles_above_the_headings_and_a_code_on_several_rows(tmp_path: Path) -> None:
    one = book()
    export = csv(
        tmp_path,
        'Export "paie", mars\n\n"Dossier";" BULLETINS";"Entr\u00e9es"\n'
        "00123;30;-\n00123;7;\n00123;-2;\nDossier;Bulletins;Entr\u00e9es\nDIVERS;beaucoup;1\n;;\n",
        code="utf-8-sig",
    )

    import_(one, export)

    assert units(one) == [("2026-03", "P-1", "PAY", "35", "PAYROLL")]


def test_an_excel_export_with_numbers_and_dates(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        day = workbook.add_format({"num_format": "mm/yyyy"})
        sheet.write_row("A1", ["Paie 2026"])
        sheet.write_row("A3", ["P\u00e9riode", "Dossier", "Bulletins", "Entr\u00e9es"])
        sheet.write_row("B4", ["00123", 12.5, 0])
        sheet.write_datetime("A4", datetime(2026, 2, 28), day)  # noqa: DTZ001 - as Excel has it
        sheet.write_row("A5", [202603, 456, 8])
    one = book(WITH_MONTH)

    import_(one, path)

    assert units(one) == [
        ("2026-02", "P-1", "PAY", "12.5", "PAYROLL"),
        ("2026-03", "P-2", "PAY", "8", "PAYROLL"),
    ]


def test_a_json_export(tmp_path: Path) -> None:
    path = tmp_path / "export_2026-03.json"
    rows = [{"Dossier": "p-1", "Bulletins": "1,5", "Entr\u00e9es": None}]
    path.write_text(json.dumps(rows), "utf-8")
    one = book()

    import_(one, path)

    assert units(one) == [("2026-03", "P-1", "PAY", "1.5", "PAYROLL")]


def test_leading_zeros_tell_codes_apart_and_numbers_match_texts(tmp_path: Path) -> None:
    setup = [*SETUP, metric("client code", "123", "P-2")]
    one = book(setup)
    export = csv(tmp_path, 'Dossier;Bulletins;Entr\u00e9es\n123;1;\n"=""00123""";2;\n00123;4;\n')

    import_(one, export)

    assert units(one) == [
        ("2026-03", "P-2", "PAY", "1", "PAYROLL"),
        ("2026-03", "P-1", "PAY", "6", "PAYROLL"),
    ]


def test_the_same_export_again_changes_nothing(tmp_path: Path) -> None:
    one = book()
    export = csv(tmp_path, "Dossier;Bulletins;Entr\u00e9es\n00123;37;1\n456;8;\n")
    import_(one, export)
    before = units(one)

    report = import_(one, export)

    assert (report.added, report.changed, report.unchanged) == (0, 0, 3)
    assert units(one) == before


def test_a_corrected_export_replaces_its_rows_and_no_others(tmp_path: Path) -> None:
    typed = {"project": "P-1", "service": "PAY", "quantity": "3"}
    one = book(
        Units=[
            {"month": "2026-03", **typed, "source": "typed"},
            {"month": "2026-03", **typed, "source": "payroll"},
            {"month": "2026-02", **typed, "source": "PAYROLL"},
            {"month": "2026-03", **typed, "service": "NEW", "source": "PAYROLL"},
        ]
    )

    report = import_(one, csv(tmp_path, "Dossier;Bulletins;Entr\u00e9es\nP-1;5;0\n456;0;0\n"))

    assert units(one) == [
        ("2026-03", "P-1", "PAY", "3", "typed"),
        ("2026-03", "P-1", "PAY", "5", "payroll"),
        ("2026-02", "P-1", "PAY", "3", "PAYROLL"),
        ("2026-03", "P-1", "NEW", "0", "PAYROLL"),
    ]
    assert (report.added, report.changed) == (0, 2)


def test_a_quantity_that_an_export_no_longer_has_is_told_and_stays(tmp_path: Path) -> None:
    one = book(
        Units=[
            {
                "month": "2026-03",
                "project": "P-2",
                "service": "PAY",
                "quantity": "8",
                "source": "PAYROLL",
            }
        ]
    )

    report = import_(one, csv(tmp_path, "Dossier;Bulletins;Entr\u00e9es\n00123;37;\n"))

    assert [(told.code, told.row) for told in report.findings] == [("MET-10", 5)]
    assert [row[3] for row in units(one)] == ["8", "37"]


def test_a_project_that_is_not_billed_is_told(tmp_path: Path) -> None:
    one = book()

    report = import_(one, csv(tmp_path, "Dossier;Bulletins;Entr\u00e9es\nP-3;2;\nP-1;0;\n"))

    assert [told.code for told in report.findings] == ["PRJ-04"]
    assert units(one) == [("2026-03", "P-3", "PAY", "2", "PAYROLL")]


def test_the_month_asked_for_wins_over_the_column(tmp_path: Path) -> None:
    one = book(WITH_MONTH)
    export = csv(
        tmp_path,
        "P\u00e9riode;Dossier;Bulletins;Entr\u00e9es\n04/2026;00123;37;\n?;456;8;\n;P-4;1;\n",
        "avril_2026.csv",
    )

    report = import_(one, export, MARCH)

    assert {row[0] for row in units(one)} == {"2026-03"}
    assert [(told.code, told.row, told.column) for told in report.findings] == [
        ("MET-14", 2, "P\u00e9riode")
    ]


def test_the_column_wins_over_the_name_of_the_file(tmp_path: Path) -> None:
    one = book(WITH_MONTH)
    export = csv(
        tmp_path,
        "P\u00e9riode;Dossier;Bulletins;Entr\u00e9es\nf\u00e9vr. 2026;00123;37;\n;456;8;\n",
    )

    import_(one, export)

    assert [row[:2] for row in units(one)] == [("2026-02", "P-1"), ("2026-03", "P-2")]


def test_several_months_are_not_taken_for_one(tmp_path: Path) -> None:
    export = csv(
        tmp_path,
        "P\u00e9riode;Dossier;Bulletins;Entr\u00e9es\n03/2026;00123;37;\n02/2026;00123;8;\n",
    )

    assert refused(book(WITH_MONTH), export, MARCH) == [
        ("MET-13", f"{export.name} 3", "P\u00e9riode")
    ]


@pytest.mark.parametrize("name", ["paie.csv", "paie_2026-03_2026-04.csv"])
def test_a_month_that_nothing_tells_is_a_fault_told_once(tmp_path: Path, name: str) -> None:
    export = csv(tmp_path, "Dossier;Bulletins;Entr\u00e9es\n00123;1;\n456;2;\n", name)

    assert refused(book(), export) == [("MET-11", f"{name} None", "")]


def test_every_fault_of_an_export_is_told_at_once(tmp_path: Path) -> None:
    export = csv(
        tmp_path,
        "P\u00e9riode;Dossier;Bulletins;Entr\u00e9es\n"
        "03/2026;999;1;\n03/2026;999;2;\nmars;00123;1;\n03/2026;00123;x;1.000\n"
        "03/2026;;4;\n03/2026;CEDAR;1;\n03/2026;456;-3;\n;456;1;\n03/2026;#N/A;;\n",
        "paie.csv",
    )

    assert refused(book(WITH_MONTH), export) == [
        ("MET-05", "paie.csv 2", "Dossier"),
        ("MET-12", "paie.csv 4", "P\u00e9riode"),
        ("TAB-05", "paie.csv 5", "Bulletins"),
        ("MET-15", "paie.csv 5", "Entr\u00e9es"),
        ("MET-08", "paie.csv 6", "Dossier"),
        ("MET-07", "paie.csv 7", "Dossier"),
        ("TAB-19", "paie.csv 8", "Bulletins"),
        ("MET-11", "paie.csv 9", "P\u00e9riode"),
        ("TAB-12", "paie.csv 10", "Dossier"),
    ]


def test_an_unknown_code_says_how_to_set_it_up(tmp_path: Path) -> None:
    export = csv(tmp_path, "Dossier;Bulletins;Entr\u00e9es\n999;1;\n")

    with pytest.raises(RefusedError) as caught:
        import_(book(), export)

    (told,) = told_of(caught.value, Language.EN)
    for part in ("source PAYROLL", "client code", "999", "- to leave this code out"):
        assert part in told.sentence


@pytest.mark.parametrize(
    ("setup", "expected"),
    [
        pytest.param([SETUP[1]], ("MET-02", "Correspondances 5"), id="no column of codes"),
        pytest.param([SETUP[0]], ("MET-02", "Correspondances 5"), id="no quantity"),
        pytest.param(
            [*SETUP[:2], metric("project column", "Client")],
            ("MET-03", "Correspondances 7"),
            id="two columns of codes",
        ),
        pytest.param(
            [*WITH_MONTH, metric("month column", "Mois")],
            ("MET-03", "Correspondances 12"),
            id="two columns of months",
        ),
        pytest.param(
            [SETUP[0], metric("quantity column", "Bulletins", "XXX")],
            ("MET-04", "Correspondances 6"),
            id="no service of ours",
        ),
        pytest.param(
            [SETUP[0], metric("quantity column", "Bulletins")],
            ("MET-04", "Correspondances 6"),
            id="no service",
        ),
        pytest.param(
            [*SETUP[:3], metric("client code", "00123", "P-99")],
            ("MET-06", "Correspondances 8"),
            id="nothing of ours",
        ),
        pytest.param(
            [*SETUP[:3], metric("client code", "00123", "CEDAR")],
            ("MET-07", "Correspondances 8"),
            id="several projects",
        ),
        pytest.param(
            [*SETUP[:3], metric("client code", "00123")],
            ("MET-06", "Correspondances 8"),
            id="left empty",
        ),
        pytest.param(
            [*SETUP[:2], metric("quantity column", "Sorties", "NEW"), SETUP[3]],
            ("MET-09", "Correspondances 7"),
            id="a heading that is not there",
        ),
        pytest.param(
            [*SETUP, metric("other", "x")], ("TAB-09", "Correspondances 11"), id="no such role"
        ),
    ],
)
def test_what_is_set_up_wrongly_is_told_at_its_cell(
    tmp_path: Path, setup: list[Row], expected: tuple[str, str]
) -> None:
    export = csv(tmp_path, "Dossier;Bulletins;Entr\u00e9es\n00123;1;\n")

    assert [fault[:2] for fault in refused(book(setup), export)] == [expected]


def test_a_heading_that_stands_twice_is_no_column(tmp_path: Path) -> None:
    export = csv(tmp_path, "Dossier;Bulletins;Bulletins;Entr\u00e9es\n00123;1;2;\n")

    assert [fault[0] for fault in refused(book(), export)] == ["MET-09"]


def test_an_unknown_source_names_those_that_are_set_up(tmp_path: Path) -> None:
    export = csv(tmp_path, "Dossier;Bulletins\n00123;1\n")

    assert code_of(book(), export, "accounts") == "MET-01"
    assert code_of(book(()), export) == "MET-01"


def test_units_without_a_column_for_the_source_take_no_export(tmp_path: Path) -> None:
    one = book()
    one.rename("Units", "Source", "Origine maison")

    assert ("TAB-02", "Unit\u00e9s None", "Source") in refused(
        one, csv(tmp_path, "Dossier;Bulletins;Entr\u00e9es\n00123;1;\n")
    )

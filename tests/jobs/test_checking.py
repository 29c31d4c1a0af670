"""Check: every problem with its cell, on the sheet of checks, and the projects it leaves out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory_book import MemoryBook
from sound_rows import FEWER

from addin.billing.calendar import Month
from addin.books.building.content import cell_for
from addin.books.sample import sample_rows
from addin.errors import Finding, Place
from addin.jobs.checking import all_findings, check
from addin.jobs.content import NoTablesError, load
from addin.jobs.exporting import records
from addin.jobs.report import ExitStatus, Report, told_findings
from addin.jobs.running import run
from addin.jobs.summary import summary
from addin.jobs.telling import tell
from addin.jobs.work.timesheets import minutes_of
from addin.tables.catalogue import BY_NAME
from addin.tables.edits import TableEdit
from addin.tables.grid import Cell
from addin.tables.sheets.bills import CheckRow
from addin.words import Language

Rows = Sequence[Mapping[str, Any]]

TODAY = date(2026, 10, 31)
OCTOBER = Month(2026, 10)
CLIENT = {"client": "C1", "name": "Dupont"}
OTHER = {"client": "C2", "name": "Martin"}
PROJECT = {"project": "P1", "name": "Books", "client": "C1"}
SERVICE = {"service": "ACC", "name": "Accounts"}
PERSON = {"person": "AD", "name": "Anne"}
SCHEDULE = {"project": "P1", "service": "ACC", "axis": "fixed", "periodicity": "monthly"}
FEE = {**SCHEDULE, "amount": "1200", "amount_per": "year", "start": "2026-01-01"}
ENTRY = {"entry": "T-1", "date": "2026-10-05", "person": "AD", "project": "P1", "service": "ACC"}


def book_of(**tables: Rows) -> MemoryBook:
    """A workbook with one client, project, service and person, and these tables."""
    return MemoryBook(
        {
            "Clients": [CLIENT, OTHER],
            "Projects": [PROJECT],
            "Services": [SERVICE],
            "Staff": [PERSON],
            **tables,
        }
    )


def found(**tables: Rows) -> list[Finding]:
    """What a check finds, said in every language to see that it can be."""
    content = load(book_of(**tables))
    findings = all_findings(content, OCTOBER)
    for finding in findings:
        for language in Language:
            assert tell(finding, content.tables, language).message
    return findings


def checked(book: MemoryBook, *, dry_run: bool = False) -> Report:
    """Check a workbook."""
    return run(book, lambda content: check(content, TODAY), dry_run=dry_run, recover=False)


def codes(findings: Sequence[Finding]) -> list[tuple[str, str, int | None, str | None]]:
    """Code and place of each finding."""
    return [(one.code, one.where.table, one.where.row, one.where.column) for one in findings]


def test_a_sound_workbook_has_no_findings() -> None:
    report = checked(book_of(Schedules=[FEE]))

    assert (report.findings, report.skipped, report.exit_status) == ([], [], ExitStatus.DONE)
    assert report.totals == {"month": "2026-10"}
    assert summary(report, Language.EN) == "Check of 2026-10. Nothing is wrong."


def test_the_month_of_the_settings_is_looked_at() -> None:
    settings = [{"setting": "month", "value": "2026-03"}]

    assert checked(book_of(Settings=settings)).totals == {"month": "2026-03"}


def test_the_findings_stand_on_the_sheet_of_checks_in_the_order_of_the_sheets() -> None:
    book = book_of(
        Projects=[{**PROJECT, "client": "C9"}, {"project": "P2", "name": "Tax", "client": "C1"}],
        Splits=[{"project": "P1", "payer": "C1", "share": "sixty"}],
    )

    report = checked(book)

    rows = records(load(book), CheckRow.spec)
    assert [
        (row["code"], row["sheet"], row["row"], row["column"], row["cell"]) for row in rows
    ] == [
        ("TAB-10", "Projects", 5, "Client", "C5"),
        ("TAB-05", "Splits", 5, "Share", "E5"),
    ]
    assert [row["message"] for row in rows] == [told.sentence for told in report.findings]
    assert report.skipped == ["P1"]
    assert report.exit_status is ExitStatus.FINDINGS


def test_checking_again_changes_nothing_and_mending_empties_the_sheet() -> None:
    book = book_of(Projects=[{**PROJECT, "client": "C9"}])
    checked(book)
    writes = book.writes

    checked(book)
    assert book.writes == writes

    book.put("Projects", 0, client="C1")
    checked(book)
    assert records(load(book), CheckRow.spec) == []


def test_a_dry_run_finds_but_does_not_write() -> None:
    book = book_of(Projects=[{**PROJECT, "client": "C9"}])

    report = checked(book, dry_run=True)

    assert [told.code for told in report.findings] == ["TAB-10"]
    assert book.writes == 0
    assert summary(report, Language.EN).endswith("Nothing was written.")


def test_a_workbook_of_somebody_elses_is_refused() -> None:
    book = MemoryBook({})
    for name in BY_NAME:
        book.drop(name)

    with pytest.raises(NoTablesError) as caught:
        load(book)

    assert caught.value.values == {"path": "Billing.xlsm"}


def test_without_a_table_nothing_else_is_looked_at() -> None:
    book = book_of(Splits=[{"project": "P1", "payer": "C1", "share": "0.6"}])
    book.drop("Staff")

    report = checked(book)

    assert [(told.code, told.sheet, told.row) for told in report.findings] == [
        ("TAB-01", "Staff", None)
    ]
    assert report.skipped == ()


def test_the_sheet_of_checks_may_itself_be_missing() -> None:
    book = book_of()
    book.drop("Checks")

    report = checked(book)

    assert [told.code for told in report.findings] == ["TAB-01"]
    assert book.writes == 0


def test_a_renamed_column_is_a_warning_that_leaves_nothing_out() -> None:
    book = book_of()
    book.rename("Timesheets", "Billable", to="To bill?")

    report = checked(book)

    assert [(told.code, told.column) for told in report.findings] == [("TAB-22", "Billable")]
    assert report.skipped == []
    assert report.exit_status is ExitStatus.FINDINGS


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"vat_number": "0123456748"}, "ID-03", "vat_number"),
        ({"enterprise_number": "0123456748"}, "ID-06", "enterprise_number"),
        ({"enterprise_number": "732829321", "country": "FR"}, "ID-06", "enterprise_number"),
        ({"fiscal_year_start": 13.0}, "SET-02", "fiscal_year_start"),
        ({"payment_days": 100_000.0}, "SET-02", "payment_days"),
        ({"discount_percent": 10.0}, "PRE-05", "discount_percent"),
    ],
)
def test_a_client_is_checked_with_all_its_projects(
    cells: Mapping[str, Cell], code: str, column: str
) -> None:
    book = book_of(
        Clients=[{**CLIENT, **cells}, OTHER],
        Projects=[PROJECT, {"project": "P2", "name": "Tax", "client": "C2"}],
        Splits=[
            {"project": "P2", "payer": "C1", "share": "0.5"},
            {"project": "P2", "payer": "C2", "share": "0.5"},
        ],
        Schedules=[FEE],
    )
    book.put("Projects", 1, multi_payer="yes")

    report = checked(book)

    assert [(told.code, told.row) for told in report.findings] == [(code, 5)]
    assert report.findings[0].column == BY_NAME["Clients"].column(column).heading.en
    assert report.skipped == ["P1", "P2"]


def test_two_clients_never_share_an_e_mail() -> None:
    one, other = {**CLIENT, "email": "A@x.be"}, {**OTHER, "email": "a@X.be"}

    assert found(Clients=[one, other]) == [
        Finding("TAB-11", Place("Clients", 6, "email"), {"key": "a@X.be", "first": 5})
    ]


def test_an_account_of_a_client_is_checked() -> None:
    account = {"client": "C1", "iban": "BE68539007547035"}

    assert codes(found(ClientAccounts=[account])) == [("ID-10", "ClientAccounts", 5, "iban")]


def test_several_payers_need_a_project_that_says_so() -> None:
    splits = [
        {"project": "P1", "payer": "C2", "share": "0.4"},
        {"project": "P1", "payer": "C1", "share": "0.6"},
    ]

    assert found(Splits=splits) == [
        Finding(
            "PRJ-01", Place("Projects", 5, "multi_payer"), {"project": "P1", "payers": "C1, C2"}
        )
    ]
    assert found(Splits=splits, Projects=[{**PROJECT, "multi_payer": "yes"}]) == []


def test_shares_that_do_not_make_100_percent_leave_the_project_out() -> None:
    splits = [
        {"project": "P1", "payer": "C1", "share": "0.6"},
        {"project": "P1", "payer": "C2", "share": "0.38"},
    ]
    book = book_of(Splits=splits, Projects=[{**PROJECT, "multi_payer": "yes"}], Schedules=[FEE])

    report = checked(book)

    assert [told.code for told in report.findings] == ["SPL-01"]
    assert "98" in report.findings[0].message
    assert report.skipped == ["P1"]


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"axis": "progress", "amount": None}, "STG-01", "amount"),
        ({"axis": "milestone", "start": None}, "SCH-04", "start"),
        ({"periodicity": "once", "start": None}, "SCH-04", "start"),
        ({"periodicity": "custom", "months": "Jan, Feb"}, "SCH-06", "months"),
        ({"axis": "time", "periodicity": None, "amount_per": None}, "SCH-07", "amount"),
        ({"amount": None}, "SCH-02", "amount"),
        ({"periodicity": None}, "SCH-03", "periodicity"),
        ({"end": "2025-01-01"}, "SCH-05", "end"),
        ({"amount_per": "unit"}, "SCH-08", "amount_per"),
        ({"amount": "-1"}, "SCH-10", "amount"),
    ],
)
def test_a_schedule_that_cannot_be_billed_is_named_with_its_cell(
    cells: Mapping[str, Any], code: str, column: str
) -> None:
    assert codes(found(Schedules=[{**FEE, **cells}])) == [(code, "Schedules", 5, column)]


def test_a_schedule_starts_with_its_project_when_it_says_nothing_itself() -> None:
    once = {**FEE, "periodicity": "once", "amount_per": "period", "start": None}

    assert found(Schedules=[once], Projects=[{**PROJECT, "start": "2026-10-01"}]) == []


def test_units_are_missed_only_of_active_projects_in_the_month_they_are_billed() -> None:
    units = {
        "project": "P1",
        "service": "ACC",
        "axis": "unit",
        "amount": "5",
        "start": "2026-10-01",
    }
    [finding] = found(Schedules=[units])

    assert (finding.code, finding.where) == ("UNI-02", Place("Schedules", 5, "service"))
    assert finding.values == {"project": "P1", "service": "ACC"}
    assert finding.severity == "warning"
    counted = {"month": "2026-10", "project": "P1", "service": "ACC", "quantity": "0"}
    assert found(Schedules=[units], Units=[counted]) == []
    assert found(Schedules=[{**units, "start": "2026-11-01"}]) == []
    assert found(Schedules=[units], Projects=[{**PROJECT, "status": "on hold"}]) == []


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({}, "TIM-01", "minutes"),
        ({"minutes": 90.0, "start": 0.375, "end": time(10)}, "TIM-02", "minutes"),
        ({"start": 0.5, "end": 0.375}, "TIM-03", "end"),
        ({"minutes": 1441.0}, "TIM-04", "minutes"),
        ({"minutes": -30.0}, "TIM-04", "minutes"),
    ],
)
def test_an_entry_is_checked_whether_or_not_it_is_billed(
    cells: Mapping[str, Cell], code: str, column: str
) -> None:
    assert codes(found(Timesheets=[{**ENTRY, **cells}])) == [(code, "Timesheets", 5, column)]


@pytest.mark.parametrize(
    ("minutes", "start", "end", "worked"),
    [
        (90, None, None, 90),
        (None, time(9), time(10, 30), 90),
        (None, time(22), time(0), 120),
        (1440, time(0), time(0), 1440),
        (30, time(9), None, 30),
    ],
)
def test_minutes_are_typed_or_the_end_less_the_start(
    minutes: int | None, start: time | None, end: time | None, worked: int
) -> None:
    assert minutes_of(minutes, start, end) == (worked, None)


def test_an_approved_entry_without_a_rate_leaves_its_project_out() -> None:
    book = book_of(Timesheets=[{**ENTRY, "minutes": "60", "status": "approved"}])

    report = checked(book)

    assert [told.code for told in report.findings] == ["RATE-01"]
    assert report.skipped == ["P1"]


def test_an_entry_whose_rate_has_an_error_waits_for_it() -> None:
    entry = {**ENTRY, "minutes": "60", "status": "approved"}

    findings = found(Timesheets=[entry], Rates=[{"person": "AD", "rate": "95,00"}])

    assert codes(findings) == [
        ("TAB-06", "Rates", 5, "rate"),
        ("TIM-05", "Timesheets", 5, "service"),
    ]
    assert findings[1].values == {"rate_row": 5}


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("Services", {"service": "ACC", "name": None}),
        ("Clients", {"client": "C1", "name": None}),
        ("Projects", {**PROJECT, "start": "soon"}),
    ],
)
def test_a_faulty_row_leaves_out_the_projects_that_need_it(
    table: str, cells: Mapping[str, Any]
) -> None:
    other = {"project": "P2", "name": "Tax", "client": "C2"}
    rows = [cells, other] if table == "Projects" else [cells]
    tables: dict[str, Rows] = {"Projects": [PROJECT, other], "Schedules": [FEE], table: rows}
    if table == "Clients":
        tables[table] = [cells, OTHER]

    assert checked(book_of(**tables)).skipped == ["P1"]


def test_a_fault_of_a_setting_leaves_no_project_out_but_is_named() -> None:
    report = checked(book_of(Settings=[{"setting": "payment_days", "value": "soon"}]))

    assert [(told.code, told.sheet, told.row) for told in report.findings] == [
        ("TAB-05", "Settings", 5)
    ]
    assert report.skipped == []


def test_the_findings_are_told_in_the_language_of_the_workbook() -> None:
    settings = [{"setting": "language", "value": "fr"}]
    tables: dict[str, Rows] = {"Settings": settings, "Projects": [{**PROJECT, "client": "C9"}]}

    report = checked(MemoryBook(tables, Language.FR))

    [told] = report.findings
    assert told.message.startswith("Projets, ligne 5, Client : « C9 » ")
    assert summary(report, Language.FR).startswith("Contrôle de 2026-10.")


def test_the_same_fault_is_told_once() -> None:
    content = load(book_of())
    finding = Finding("TAB-10", Place("Projects", 5, "client"), {"value": "C9", "table": "Clients"})
    other = replace(finding, values={"value": "C8", "table": "Clients"})

    told = told_findings(content, [finding, other, finding])

    assert len(told) == 2


def sample_book() -> MemoryBook:
    """The sample firm."""
    cells = {
        name: [
            {
                one.name: cell_for(BY_NAME[name], one, row, Language.EN)
                for one in BY_NAME[name].columns
            }
            for row in rows
        ]
        for name, rows in sample_rows(Language.EN).items()
    }
    return MemoryBook(cells)


ANYTHING: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.sampled_from(["", "x", "#N/A", "yes", "2026-10", "12,5", "fixed", "once", "custom", "unit"]),
    st.sampled_from([0.0, -1.0, 0.5, 1.0, 13.0, 45.0, 1e-9, 1e11, 1e300, 46326.0]),
    st.dates(),
    st.booleans(),
    st.times(),
)
INPUT = [
    "Settings",
    "Clients",
    "Projects",
    "Splits",
    "Schedules",
    "Rates",
    "Services",
    "Staff",
    "Units",
    "Timesheets",
]


@FEWER
@given(data=st.data())
def test_no_cell_whatever_keeps_a_workbook_from_being_checked(data: st.DataObject) -> None:
    book = sample_book()
    for _ in range(data.draw(st.integers(1, 8))):
        [grid] = book.read([data.draw(st.sampled_from(INPUT))]).values()
        index = data.draw(st.integers(0, grid.height - 1))
        heading = data.draw(st.sampled_from(grid.headings))
        book.write([TableEdit(grid.table, {index: {heading: data.draw(ANYTHING)}})])

    report = checked(book)

    assert all(told.message for told in report.findings)
    assert len(records(load(book), CheckRow.spec)) == len(report.findings)
    assert set(report.skipped) <= {
        row["project"] for row in records(load(book), BY_NAME["Projects"])
    }


def test_the_sample_firm_is_sound() -> None:
    assert checked(sample_book()).findings == []


def test_a_report_of_notes_needs_nobodys_attention() -> None:
    note = tell(Finding("PRJ-03", Place("Projects", 5), {"project": "P1"}), {}, Language.EN)
    warning = replace(note, severity="warning")

    assert Report("generate", "x", findings=[note]).exit_status is ExitStatus.DONE
    assert Report("generate", "x", findings=[note, warning]).exit_status is ExitStatus.FINDINGS


def test_a_summary_says_what_was_done_and_what_to_look_at() -> None:
    error = tell(Finding("TAB-04", Place("Clients", 5), {"heading": "name"}), {}, Language.EN)
    report = Report("generate", "x", added=3, skipped=["P1", "P2"], findings=[error])
    report.totals = {"month": "2026-10", "net": "1234.50"}

    said = summary(report, Language.FR)

    assert said.startswith("Préfacturation : ")
    assert "1\u202f234,50" in said
    assert "Laissés de côté en entier : P1, P2." in said
    assert said.index("P2") < said.rindex("1") < said.rindex("0")

"""What is exported comes back as it was: into its own workbook, or into an empty one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from memory_book import MemoryBook

from addin.billing.calendar import Month
from addin.books.building.content import cell_for
from addin.books.sample import sample_rows
from addin.jobs.content import Content, load
from addin.jobs.exporting import as_csv, as_json, records
from addin.jobs.generating import generate
from addin.jobs.importing import FACTS, import_table
from addin.jobs.imports.people_files import FileRequest, import_file
from addin.jobs.month_report import compare
from addin.jobs.planning import plan
from addin.jobs.report import Proposal
from addin.jobs.running import run
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.grid import Grid
from addin.tables.sources import read_source
from addin.words import Language

MENTIONS = [
    {"reason": "late payment", "language": "fr", "text": "Payable au comptant."},
    {"reason": "late payment", "country": "BE", "language": "nl", "text": "Contant te betalen."},
]


def filled_in(language: Language) -> MemoryBook:
    """The sample firm with its October generated: every table that has rows has some."""
    cells = {
        name: [
            {one.name: cell_for(BY_NAME[name], one, row, language) for one in BY_NAME[name].columns}
            for row in rows
        ]
        for name, rows in {"Mentions": MENTIONS, **sample_rows(language)}.items()
    }
    book = MemoryBook(cells, language)
    run(book, lambda content: plan(content, 2026), recover=False)
    run(book, lambda content: generate(content, Month(2026, 10)), recover=False)
    run(book, lambda content: compare(content, Month(2026, 10)), recover=False)
    return book


@pytest.fixture(scope="module", params=Language)
def full(request: pytest.FixtureRequest) -> Content:
    """The sample firm in each language."""
    return load(filled_in(request.param))


def test_what_is_exported_changes_nothing_when_it_is_imported(
    tmp_path: Path, full: Content
) -> None:
    """No repair touches what is right already."""
    exported = [spec for spec in TABLES if len(full.tables[spec.name]) and spec.name not in FACTS]
    for spec in exported:
        request = FileRequest(tmp_path / f"{spec.name}.csv")
        request.path.write_text(as_csv(full, spec), "utf-8-sig", newline="")
        report = import_file(full, spec, request).report

        assert (report.added, report.changed) == (0, 0), spec.name
        assert [one.message for one in report.findings] == []
    assert len(exported) > 15


IN_ORDER = [
    "Settings",
    "Lists",
    "Mentions",
    "Groups",
    "Connections",
    "Staff",
    "Services",
    "Clients",
    "ClientAccounts",
    "Projects",
    "Phases",
    "Rates",
    "Tiers",
    "Indexes",
    "Metrics",
    "Splits",
    "Schedules",
    "Retainers",
    "Units",
    "Progress",
    "Expenses",
    "Volumes",
    "Plan",
    "Timesheets",
    "Overview",
    "Prebilling",
    "Allocations",
    "WorkInProgress",
]
NOT_IN_THE_SAMPLE = {"Checks", "Mappings", "Deliveries", "NewClient"}
"""Tables whose rows come from the jobs of other tests."""


def exported(content: Content, name: str, form: str) -> str:
    """A table as the command line writes it."""
    return (as_csv if form == "csv" else as_json)(content, BY_NAME[name])


def importer(name: str, grid: Grid) -> Callable[[Content], Proposal]:
    """The job that imports a file."""
    return lambda content: import_table(content, BY_NAME[name], grid)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_is_exported_can_be_imported_into_an_empty_workbook(
    tmp_path: Path, full: Content, form: str
) -> None:
    """Every table that may be imported, codes before what refers to them."""
    assert set(IN_ORDER) == {spec.name for spec in TABLES} - FACTS - NOT_IN_THE_SAMPLE
    empty = MemoryBook({}, Language.EN)
    for name in [name for name in IN_ORDER if len(full.tables[name])]:
        path = tmp_path / f"{name}.{form}"
        path.write_text(exported(full, name, form), "utf-8", newline="")
        grid = read_source(path)
        report = run(empty, importer(name, grid), recover=False)
        assert (report.added, report.findings) == (len(full.tables[name]), [])

        assert records(load(empty), BY_NAME[name]) == records(full, BY_NAME[name])
        again = run(empty, importer(name, grid), recover=False)
        assert (again.added, again.changed) == (0, 0)

"""The scenarios: in memory, on a closed workbook in French, and on an older workbook."""

import shlex
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from memory_book import MemoryBook
from older_workbook import is_newer, older_workbook
from scenarios.credit_command import credit_job
from scenarios.telling import FOLDER, Step, TableText, pages, steps_of

from addin.billing.calendar import Month
from addin.books.book import Book
from addin.books.builder import build_workbook
from addin.books.closed import open_book
from addin.errors import RefusedError
from addin.jobs.approving import approve
from addin.jobs.checking import check
from addin.jobs.content import Content, load
from addin.jobs.exporting import records
from addin.jobs.generating import generate
from addin.jobs.importing import import_table
from addin.jobs.issuing import Request, issue
from addin.jobs.month_report import compare
from addin.jobs.planning import plan
from addin.jobs.report import Proposal, Report
from addin.jobs.running import run
from addin.jobs.telling import told_of
from addin.tables.catalogue import BY_NAME
from addin.tables.grid import Cell, Grid
from addin.words import Language

PAGES = list(pages())
FIRM = steps_of(FOLDER / "firm.md")
"""What the pages begin with."""


@pytest.fixture(scope="session")
def workbook_of_the_firm(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What `quotepart new --lang fr` makes, with the firm typed into it."""
    settings = [{"setting": "language", "value": Language.FR}]
    path = tmp_path_factory.mktemp("firm") / "Billing.xlsm"
    path.write_bytes(build_workbook(Language.FR, {"Settings": settings}))
    book = open_book(path)
    for step in FIRM:
        for table in step.tables:
            _type(book, table)
    return path.read_bytes()


def _fits_an_older_workbook(page: Path) -> bool:
    steps = steps_of(page)
    return not any(is_newer(table.name, table.headings) for step in steps for table in step.tables)


BOOKS = ("memory", "closed file in French", "an older workbook")
BY_NIGHT = settings().max_examples >= 10_000
"""By day one page in three is told on a closed file too; by night all are."""


def _is_told(place: int, page: Path, kind: str) -> bool:
    if kind == "an older workbook":
        return _fits_an_older_workbook(page)
    return kind == "memory" or BY_NIGHT or place % 3 == 0


CASES = [
    pytest.param(page, kind, id=f"{page.stem}-{kind}")
    for place, page in enumerate(PAGES)
    for kind in BOOKS
    if _is_told(place, page, kind)
]


@pytest.fixture
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Book:
    """A workbook of the firm, without a project."""
    if request.param == "closed file in French":
        path = tmp_path / "Billing.xlsm"
        path.write_bytes(request.getfixturevalue("workbook_of_the_firm"))
        return open_book(path)
    book: Book = (
        MemoryBook({}, folder=tmp_path) if request.param == "memory" else older_workbook(tmp_path)
    )
    for step in FIRM:
        for table in step.tables:
            _type(book, table)
    return book


@pytest.mark.parametrize(("page", "book"), CASES, indirect=["book"])
def test_a_month_comes_out_as_told(page: Path, book: Book) -> None:
    report: Report | None = None
    for step in _own_steps(page):
        if step.verb in {"given", "type"}:
            for table in step.tables:
                _type(book, table)
        elif step.verb == "change":
            for table in step.tables:
                _change(book, table)
        elif step.verb == "when":
            report = run(book, _job(step.command))
        elif step.verb == "refused":
            with pytest.raises(RefusedError) as refused:
                run(book, _job(step.command))
            told = told_of(refused.value, load(book).language)
            report = Report(step.command, "", findings=told)
        else:
            _compare(book, step, report)


def _own_steps(page: Path) -> list[Step]:
    """The steps of a page after those of the firm, with which it must begin."""
    steps = steps_of(page)
    assert steps[: len(FIRM)] == FIRM, f"{page.name} does not begin with the firm"
    return steps[len(FIRM) :]


def _type(book: Book, table: TableText) -> None:
    """Import the rows, which is typing them with all their cells checked."""
    columns: tuple[list[Cell], ...] = tuple(
        [row[name] or None for row in table.rows] for name in table.headings
    )
    source = Grid(table.name, table.name, 2, tuple(table.headings), columns)
    report = run(
        book, lambda content: import_table(content, BY_NAME[table.name], source), recover=False
    )
    assert report.findings == []


def _change(book: Book, table: TableText) -> None:
    """Type over cells; the columns before ``→`` say in which row."""
    middle = table.headings.index("→")
    content = load(book)
    spec = BY_NAME[table.name]
    editor = content.editor(spec.record)
    for wanted in table.rows:
        position = _position(content, table, wanted, table.headings[:middle])
        typed = {
            name: spec.column(name).kind.from_text(wanted[name]) if wanted[name] else None
            for name in table.headings[middle + 1 :]
        }
        assert editor.change(position, typed), f"{wanted} changes nothing"
    book.write([editor.edit()])


def _position(
    content: Content, table: TableText, wanted: Mapping[str, str], keys: list[str]
) -> int:
    rows = _shown(content, table)
    found = [at for at, row in enumerate(rows) if all(_same(row[key], wanted[key]) for key in keys)]
    assert len(found) == 1, f"{wanted} is {len(found)} rows of {table.name}"
    return found[0]


def _job(command: str) -> Callable[[Content], Proposal]:
    confirmed = "--confirm" in command
    words = shlex.split(command.replace("--confirm", ""))
    if words[0] == "credit":
        return credit_job(words[1:])
    options = dict(zip(words[1::2], words[2::2], strict=True))
    month = Month.parse(options["--month"]) if "--month" in options else Month(2026, 3)
    day = date.fromisoformat(options.get("--date", str(month.last)))
    jobs: dict[str, Callable[[Content], Proposal]] = {
        "check": lambda content: check(content, month.last),
        "plan": lambda content: plan(content, int(options["--year"])),
        "compare": lambda content: compare(content, month),
        "generate": lambda content: generate(content, month, confirmed=confirmed),
        "approve": lambda content: approve(content, month),
        "issue": lambda content: issue(content, Request(month, day, datetime.now(UTC))),
    }
    return jobs[words[0]]


def _compare(book: Book, step: Step, report: Report | None) -> None:
    content = load(book)
    for table in step.tables:
        if table.name == "Report":
            assert report is not None
            shown = [{**report.record(), **report.totals, "skipped": ", ".join(report.skipped)}]
        elif table.name == "Findings":
            assert report is not None
            shown = [told.record() for told in report.findings]
        else:
            shown = _shown(content, table)
        assert _texts(shown, table) == table.rows, f"{step.command} {table.name}"


def _shown(content: Content, table: TableText) -> list[dict[str, Any]]:
    rows = records(content, BY_NAME[table.name])
    return [row for row in rows if not table.month or row["month"] == table.month]


def _texts(rows: list[dict[str, Any]], table: TableText) -> list[dict[str, str]]:
    return [{name: _text(row[name]) for name in table.headings} for row in rows]


def _same(value: Any, wanted: str) -> bool:
    return _text(value) == wanted


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)

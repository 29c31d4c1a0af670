"""The content after edits is what the workbook is read to hold once they are written."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from memory_book import MemoryBook
from sample_office import Office

from addin.billing.calendar import Month
from addin.books.book import Book
from addin.books.closed import open_book
from addin.errors import BillingError
from addin.jobs.approving import approve
from addin.jobs.checking import check
from addin.jobs.content import Content, load
from addin.jobs.founding import found
from addin.jobs.generating import generate
from addin.jobs.issuing import Request, issue
from addin.jobs.month_report import compare
from addin.jobs.planning import plan
from addin.jobs.report import Proposal, Report
from addin.jobs.running import run
from addin.tables.edits import TableEdit
from addin.words import Language

MONTH = Month(2026, 10)
LATER = Month(2026, 11)
REQUEST = Request(MONTH, MONTH.last, datetime(2026, 10, 31, 18, tzinfo=UTC))
JOBS: tuple[Callable[[Content], Proposal], ...] = (
    lambda content: check(content, date(2026, 10, 31)),
    lambda content: plan(content, MONTH.year),
    lambda content: compare(content, MONTH),
    lambda content: generate(content, MONTH, confirmed=True),
    lambda content: approve(content, MONTH),
    lambda content: issue(content, REQUEST),
    lambda content: generate(content, LATER, confirmed=True),
    lambda content: generate(content, LATER, confirmed=True),
)


def assert_alike(said: Content, read: Content) -> None:
    """Two contents hold the same, and have the same wrong with them."""
    for name, table in read.tables.items():
        assert said.tables[name] == table, name
        for column in table.spec.columns:
            assert list(said.tables[name].coded(column.name)) == table.values[column.name]
    assert (said.firm, said.findings) == (read.firm, read.findings)


def carried_out(book: Book, job: Callable[[Content], Proposal]) -> list[TableEdit]:
    """Carry a job out and hold what it should leave against what it left."""
    with book.session(writing=True):
        content = load(book)
        edits = job(content).edits
        said = content.after(edits)
        book.write(edits)
        assert_alike(said, load(book))
    return edits


def test_after_every_job_of_a_month(tmp_path: Path) -> None:
    path = found(tmp_path / "Billing.xlsm", Language.DE, sample=True)

    edited = [bool(carried_out(open_book(path), job)) for job in JOBS]

    assert edited == [False, True, True, True, True, True, True, False]


def test_what_is_wrong_is_told_of_the_rows_where_it_then_is(office: Office) -> None:
    content = load(office.book)
    editor = content.editor(content.tables["Projects"].spec.record)
    editor.remove(0)
    edits = [editor.edit()]

    said = content.after(edits)
    office.book.write(edits)

    assert {finding.code for finding in said.findings} == {"TAB-10"}
    assert_alike(said, load(office.book))


def test_a_faulty_column_is_read_again() -> None:
    book = MemoryBook({"Clients": [{"client": "A", "name": "Alder", "payment_days": "soon"}]})
    content = load(book)
    edits = [TableEdit("Clients", {0: {"Name": "Alder & Co"}})]

    said = content.after(edits)
    book.write(edits)

    assert "TAB-05" in {finding.code for finding in said.findings}
    assert_alike(said, load(book))


def test_a_preview_that_cannot_be_made_is_a_finding_of_the_job(office: Office) -> None:
    class LostError(BillingError):
        code = "WB-01"

    def lost(content: Content) -> Proposal:
        assert content.table(content.tables["Prebilling"].spec.record)
        raise LostError(path="Billing.xlsm")

    report = run(office.book, lambda content: generate(content, Month(2026, 3)), preview=lost)

    assert report.added > 0
    assert report.preview is None
    assert [told.code for told in report.findings] == ["WB-01"]
    assert office.book.writes == 1


def test_a_preview_sees_the_month_that_a_dry_run_does_not_write(office: Office) -> None:
    seen: list[int] = []

    def look(content: Content) -> Proposal:
        seen.append(len(content.tables["Prebilling"]))
        return Proposal(Report("preview", ""))

    month = Month(2026, 3)
    report = run(office.book, lambda content: generate(content, month), dry_run=True, preview=look)

    assert seen == [report.added]
    assert office.book.writes == 0

"""Bring a workbook back to what it was before a job wrote into it.

Undoing is itself a job that writes: it makes a restore point first. So undoing twice is the same
as not undoing at all, and going further back means choosing an older point by its number.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from addin.books.book import Book, UndoableBook
from addin.books.closed import open_book
from addin.books.restore_points import RestorePoint
from addin.errors import BillingError, Finding, Place
from addin.jobs.firm import read_firm
from addin.jobs.report import Report
from addin.jobs.telling import tell
from addin.tables.reading import read_table
from addin.tables.sheets.bills import InvoiceRow
from addin.tables.sheets.settings import Firm, Setting
from addin.words import Language

JOB = "undo"


class NothingToUndoError(BillingError):
    """There is no such restore point; takes ``file``, ``folder``."""

    code = "UNDO-01"


class ChangedAfterError(BillingError):
    """The user has changed the workbook since; takes ``file``, ``changed``, ``job``, ``moment``."""

    code = "UNDO-02"


class ChangedWhileOpenError(BillingError):
    """The same, told where nobody can insist; takes ``file``, ``job``, ``moment``, ``copy``."""

    code = "UNDO-05"


def undo(
    book: UndoableBook,
    *,
    number: int = 1,
    force: bool = False,
    can_force: bool = True,
    dry_run: bool = False,
) -> Report:
    """Bring the workbook back to what it was before its last job, whole.

    Invoices that were issued stay issued: their numbers are in the journal for good.

    Args:
        book: A closed file, or an open workbook.
        number: Which restore point, counted from the newest, which is 1.
        force: Also when the workbook was changed after its last job.
        can_force: Whether the user could ask for that; a button has no options.
        dry_run: Show what would be brought back, but write nothing.

    Raises:
        BillingError: There is no such point, its copy is gone, or the workbook was changed since
            or may not be written; it is as it was.
    """
    with book.session(writing=not dry_run) as interrupted:
        findings = list(interrupted)
        point = _point(book, number)
        changed = book.changed_since(book.points.all()[-1])
        if changed is not None and not force:
            raise _changed(book, changed, can_force=can_force)
        book.points.require(point)
        findings += [*_typed_between(book, point), *_issued_since(book, point)]
        report = _report(book, point, findings, settings_of(book).language)
        report.dry_run = dry_run
        if not dry_run:
            book.keep(JOB, _days(book, point))
            book.bring_back(point)
        return report


def _point(book: UndoableBook, number: int) -> RestorePoint:
    points = book.points.listed()
    if not 1 <= number <= len(points):
        raise NothingToUndoError(file=book.path.name, folder=book.points.folder)
    return points[-number]


def _changed(book: UndoableBook, changed: datetime, *, can_force: bool) -> BillingError:
    last = book.points.all()[-1]
    if not can_force:
        return ChangedWhileOpenError(
            file=book.path.name,
            job=last.told_job,
            moment=last.told_moment,
            copy=book.points.path_of(last),
        )
    return ChangedAfterError(
        file=book.path.name,
        changed=f"{changed.astimezone():%Y-%m-%d %H:%M:%S}",
        job=last.told_job,
        moment=last.told_moment,
    )


def _typed_between(book: UndoableBook, point: RestorePoint) -> list[Finding]:
    """The changes that somebody made after one job and before the next, since a point."""
    points = book.points.all()
    return [
        Finding(
            "UNDO-07",
            Place(),
            {
                "job": earlier.told_job,
                "moment": earlier.told_moment,
                "later": later.told_job,
                "copy": book.points.path_of(later),
            },
        )
        for earlier, later in pairwise(points[points.index(point) :])
        if earlier.after not in {None, later.before}
    ]


def _issued_since(book: UndoableBook, point: RestorePoint) -> list[Finding]:
    """The invoices that the workbook shows and its copy does not."""
    try:
        now = _numbers(book)
        then = _numbers(open_book(book.points.path_of(point)))
    except BillingError:  # a damaged workbook is what one may want to leave behind
        return []
    gone = tuple(number for number in now if number not in then)
    return [Finding("UNDO-04", Place("Invoices"), {"numbers": gone})] if gone else []


def _numbers(book: Book) -> list[str]:
    """The invoices that a workbook shows, in its own order."""
    grids = book.read([InvoiceRow.spec.name])
    rows = [read_table(InvoiceRow.spec, grid) for grid in grids.values()]
    return [number for table in rows for number in table.values["number"] if number]


def settings_of(book: Book) -> Firm:
    """The settings of a workbook as far as it can be read; else their defaults."""
    try:
        grid = book.read([Setting.spec.name])[Setting.spec.name]
    except (BillingError, KeyError):
        return Firm.model_construct()
    return read_firm(read_table(Setting.spec, grid))[0]


def _days(book: Book, point: RestorePoint) -> int:
    """How long restore points stay; the one that is brought back stays this time."""
    age = datetime.now(UTC) - point.moment
    return max(settings_of(book).restore_days, age.days + 1)


def _report(
    book: UndoableBook, point: RestorePoint, findings: Sequence[Finding], language: Language
) -> Report:
    report = Report(JOB, str(book.path))
    report.totals = {"undone": point.job, "moment": point.told_moment}
    report.findings = [tell(finding, {}, language) for finding in findings]
    return report

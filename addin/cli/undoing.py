"""The command that brings a workbook back, and the list of what it can be brought back to."""

from pathlib import Path

import typer
from rich.text import Text

from addin.books.closed import ClosedBook
from addin.books.refusals import FileMissingError
from addin.cli import showing
from addin.cli.refusals import refusals
from addin.jobs.report import Report
from addin.jobs.undoing import JOB, settings_of, undo
from addin.words import Language, system_language, text


def bring_back(file: Path, *, number: int, force: bool, dry_run: bool, as_json: bool) -> None:
    """Bring a workbook back and tell of it.

    Args:
        file: The workbook.
        number: Which restore point, counted from the newest, which is 1.
        force: Also when the workbook was changed after its last job.
        dry_run: Only tell.
        as_json: Tell as JSON.
    """
    language = [system_language()]
    with refusals(JOB, str(file), language, as_json=as_json):
        book = _opened(file)
        language[0] = settings_of(book).language
        report = undo(book, number=number, force=force, dry_run=dry_run)
        raise typer.Exit(showing.show(report, language[0], as_json=as_json))


def list_points(file: Path, *, as_json: bool) -> None:
    """Show the restore points of a workbook, the newest first, with their numbers."""
    language = [system_language()]
    with refusals(JOB, str(file), language, as_json=as_json):
        book = _opened(file)
        language[0] = settings_of(book).language
        if as_json:
            showing.print_json(Report(JOB, str(file)).record() | {"points": _records(book)})
        else:
            _show_points(book, language[0])


def _opened(file: Path) -> ClosedBook:
    """The workbook, even a damaged one: that may be why it is to be brought back.

    Raises:
        FileMissingError: There is no such file.
    """
    path = file.resolve()
    if not path.is_file():
        raise FileMissingError(file=path)
    return ClosedBook(path)


def _records(book: ClosedBook) -> list[dict[str, object]]:
    return [
        {
            "number": number,
            "job": point.job,
            "moment": f"{point.moment:%Y-%m-%dT%H:%M:%SZ}",
            "file": str(book.points.path_of(point)),
            "size": point.size,
            "before": point.before,
            "after": point.after,
        }
        for number, point in enumerate(reversed(book.points.listed()), start=1)
    ]


def _show_points(book: ClosedBook, language: Language) -> None:
    screen = showing.console()
    points = list(enumerate(reversed(book.points.listed()), start=1))
    if not points:
        screen.print(Text(text("summary.no_points", language)))
    for number, point in points:
        values = {"number": number, "undone": point.told_job, "moment": point.told_moment}
        kilobytes = -(-point.size // 1024)
        line = text("summary.point", language, **values, kilobytes=kilobytes)
        screen.print(Text(line))

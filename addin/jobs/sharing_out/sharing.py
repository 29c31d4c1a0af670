"""Share: a workbook that holds what one member of staff may see, and nothing else."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from addin.books.book import Book
from addin.books.closed import open_book
from addin.books.refusals import CannotSaveError
from addin.books.shared_workbook import Notice, shared_workbook
from addin.documents.file_names import safe_name
from addin.errors import BillingError, Finding, Place
from addin.jobs.content import Content, load
from addin.jobs.report import Report, told_findings
from addin.jobs.sharing_out.cutting import CutTable, Spec, cut_tables
from addin.jobs.sharing_out.mentions import mentions
from addin.jobs.sharing_out.policy import LOOKED_AT
from addin.jobs.sharing_out.record import CopyRecord, CopyRecords, KeptRow
from addin.jobs.sharing_out.rows import json_values, key_of
from addin.jobs.sharing_out.sight import Sight, sight_of
from addin.tables.grid import Grid
from addin.tables.reading import read_table

JOB = "share"
SUFFIX = ".xlsx"
_NEEDED = ("Clients", "Projects", "Timesheets", "Staff", "Services", "Settings", "Lists")


class CopyExistsError(BillingError):
    """There is a file of that name; takes ``file``."""

    code = "SHR-04"


@dataclass(frozen=True, slots=True)
class ShareRequest:
    """What is to be shared.

    Attributes:
        person: Code, e-mail address or name of the member of staff.
        number: By which the copy is known, 32 hexadecimal digits that nobody can guess.
        moment: Now, on the clock on the wall.
        target: File to write, ``.xlsx``; None for one beside the workbook, named after the person.
    """

    person: str
    number: str
    moment: datetime
    target: Path | None = None


def share(book: Book, request: ShareRequest) -> Report:
    """Write the workbook of a member of staff; the firm's own stays as it is.

    What the copy holds is read back from it and kept beside the firm's workbook: with that, and
    not with what a copy says of itself, *Merge* compares.

    Returns:
        The report, its file the one that was written.

    Raises:
        BillingError: The person is not known, or nothing says who may see what, or a file cannot
            be written or is there already; nothing was written.
    """
    with book.session(writing=True):
        content = load(book)
        content.require_structure(*_NEEDED)
        sight = sight_of(content, request.person)
        tables = cut_tables(content, sight)
        target = _target(book.path, sight, request)
        _write(target, _copy_of(content, tables, sight, request))
        try:
            record = _record(target, tables, sight, request)
            CopyRecords(book.path).keep(record)
        except BaseException:
            with suppress(OSError):
                target.unlink()
            raise
    findings = [*mentions(content, tables, sight), *_own_columns(content, tables)]
    report = Report(JOB, str(target), findings=told_findings(content, findings))
    report.totals = {table.spec.name.lower(): str(len(table.rows)) for table in tables}
    return report


def _target(workbook: Path, sight: Sight, request: ShareRequest) -> Path:
    target = request.target
    if target is None:
        name = f"{workbook.stem} - {safe_name(sight.name)} {request.moment:%Y-%m-%d}"
        target = workbook.with_name(name + SUFFIX)
    elif target.suffix.lower() != SUFFIX:
        target = target.with_name(target.name + SUFFIX)
    if target.exists():
        raise CopyExistsError(file=target)
    return target


def _copy_of(
    content: Content, tables: Sequence[CutTable], sight: Sight, request: ShareRequest
) -> bytes:
    firm = content.firm.firm_name or ""
    notice = Notice(request.number, sight.person, sight.name, firm, request.moment)
    shared = [(table.spec, table.rows) for table in tables]
    return shared_workbook(content.language, shared, notice)


def _write(target: Path, workbook: bytes) -> None:
    try:
        with target.open("xb") as file:
            file.write(workbook)
    except FileExistsError as fault:
        raise CopyExistsError(file=target) from fault
    except OSError as fault:
        raise CannotSaveError(file=target, reason=fault.strerror or fault) from fault


def _record(
    target: Path, tables: Sequence[CutTable], sight: Sight, request: ShareRequest
) -> CopyRecord:
    """What the copy holds, as whoever opens it will read it."""
    specs = [table.spec for table in tables if table.spec.name in LOOKED_AT]
    grids = open_book(target).read([spec.name for spec in specs])
    rows = {spec.name: _kept_rows(spec, grids[spec.name]) for spec in specs}
    moment = request.moment.isoformat(timespec="seconds")
    return CopyRecord(number=request.number, person=sight.person, moment=moment, rows=rows)


def _kept_rows(spec: Spec, grid: Grid) -> list[KeptRow]:
    table = read_table(spec, grid)
    rows = []
    for position in range(len(table)):
        values, key = json_values(table, position), key_of(table, position)
        rows.append(KeptRow(key=key, number=key, shared=values, taken=values))
    return rows


def _own_columns(content: Content, tables: Sequence[CutTable]) -> list[Finding]:
    """A note for each sheet with columns of the user's own, which stay in the firm."""
    findings = []
    for shared in tables:
        table = content.tables[shared.spec.name]
        own = set(table.grid.headings) - set(table.headings.values())
        told = tuple(heading for heading in table.grid.headings if heading in own)
        if told:
            findings.append(Finding("SHR-20", Place(shared.spec.name), {"columns": told}))
    return findings

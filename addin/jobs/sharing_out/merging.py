"""Merge: what a member of staff did in their workbook, back in the firm's, all of it or nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from addin.books.book import Book
from addin.books.closed import open_book
from addin.books.closed.book_file import told_faults
from addin.books.closed.package import Package
from addin.books.closed.vast_contents import refuse_vast_contents
from addin.errors import BillingError, Finding, Place, RefusedError, Severity
from addin.jobs.content import Content
from addin.jobs.report import Proposal, Report
from addin.jobs.running import run
from addin.jobs.sharing_out.cutting import Spec, shared_spec
from addin.jobs.sharing_out.policy import LOOKED_AT
from addin.jobs.sharing_out.record import CopyRecord, CopyRecords
from addin.jobs.sharing_out.returned import ReturnedTable, returned_table
from addin.jobs.sharing_out.sight import sight_of
from addin.jobs.sharing_out.taking import TableMerge
from addin.jobs.telling import tell
from addin.tables.columns import Writer
from addin.tables.grid import Grid
from addin.tables.reading import Table, by_place, read_table
from addin.tables.references import unknown_in
from addin.tables.sheets.shared_copy import SharedCopy

JOB = "merge"


class NotSharedError(BillingError):
    """A file is no workbook that was shared; takes ``file``."""

    code = "SHR-21"


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge would do.

    Attributes:
        proposal: Its edits and its report.
        record: What is known of the copy once they are made.
    """

    proposal: Proposal
    record: CopyRecord


def merge(book: Book, shared: Path, *, again: bool = False, dry_run: bool = False) -> Report:
    """Take what came back in a shared workbook: its changes are all made, or none is.

    What is taken is noted before the workbook is written, and compared with it the next time: a
    merge that is repeated adds nothing, and one that was undone is told and not guessed at.

    Args:
        book: The firm's workbook.
        shared: The file that came back.
        again: Also take what was taken before and is in the workbook no more.
        dry_run: Show it, but write nothing.

    Raises:
        BillingError: The file was not shared from this workbook, or a row of it may not be
            taken; nothing was written.
    """
    records = CopyRecords(book.path)
    kept: list[CopyRecord] = []

    def job(content: Content) -> Proposal:
        record = records.read(copy_of(shared).number, shared)
        merged = merge_copy(content, shared, record, again=again)
        if not dry_run:
            records.keep(merged.record)
            kept.append(record)
        return merged.proposal

    try:
        return run(book, job, dry_run=dry_run, recover=False)
    except BaseException:
        for record in kept:
            with suppress(BillingError):
                records.keep(record)
        raise


def copy_of(shared: Path) -> SharedCopy:
    """What a shared workbook says of itself.

    Raises:
        BillingError: It cannot be read, or is no shared workbook (SHR-21).
    """
    grids = read_outside_book(shared, [SharedCopy.spec.name])
    if grids:
        copies: list[SharedCopy] = read_table(SharedCopy.spec, grids[SharedCopy.spec.name]).records
        if len(copies) == 1:
            return copies[0]
    raise NotSharedError(file=shared.name)


def read_outside_book(path: Path, tables: Sequence[str]) -> dict[str, Grid]:
    """The tables of a workbook that was out of the house, and is not trusted.

    Raises:
        BillingError: It cannot be read, or would take more memory than a workbook needs.
    """
    book = open_book(path)
    with told_faults(book.path), Package(book.path) as package:
        refuse_vast_contents(package)
    return book.read(tables)


def merge_copy(content: Content, shared: Path, record: CopyRecord, *, again: bool) -> Merged:
    """What a merge does to the workbook, and what is known of the copy afterwards.

    Raises:
        RefusedError: With every row that may not be taken, and why.
    """
    content.require_structure(*(name for name in LOOKED_AT if record.rows.get(name)))
    sight = sight_of(content, record.person)
    tables, findings = _read(content, shared, record)
    merges = {name: TableMerge(content, one, sight, again=again) for name, one in tables.items()}
    edits = [one.edit() for one in merges.values()]
    for name, one in merges.items():
        findings += one.findings
        findings += _of_touched(tables[name], unknown_in(tables[name].table, content.tables))
    _refuse(content, findings, tables)
    report = Report(JOB, str(content.book.path))
    report.added = sum(one.added for one in merges.values())
    report.changed = sum(one.changed for one in merges.values())
    report.unchanged = sum(one.unchanged for one in merges.values())
    report.findings = _told(content, findings, tables)
    known = {name: one.known for name, one in merges.items()}
    after = record.model_copy(update={"rows": {**record.rows, **known}})
    return Merged(Proposal(report, [edit for edit in edits if edit]), after)


def _read(
    content: Content, shared: Path, record: CopyRecord
) -> tuple[dict[str, ReturnedTable], list[Finding]]:
    """The tables of a copy, each row beside what is known of it, and what is wrong with them."""
    names = [name for name in LOOKED_AT if name in record.rows]
    grids = read_outside_book(shared, names)
    tables: dict[str, ReturnedTable] = {}
    findings = []
    for name in names:
        if name not in grids:
            findings.append(Finding("TAB-01", Place(name), {"table": name}))
            continue
        here = content.tables[name]
        spec = shared_spec(name)
        table = read_table(spec, grids[name])
        findings += [*_lacking(table, here, spec), *_own(table, here)]
        returned = returned_table(_whole(table, here), here, record.rows[name])
        findings += _of_touched(returned, table.findings)
        tables[name] = returned
    return tables, findings


def _whole(table: Table[Any], here: Table[Any]) -> Table[Any]:
    """The table with the columns alone that both workbooks have."""
    both = table.headings.keys() & here.headings.keys()
    columns = tuple(column for column in table.spec.columns if column.name in both)
    values = {column.name: table.values[column.name] for column in columns}
    return replace(table, spec=replace(table.spec, columns=columns), values=values)


def _lacking(table: Table[Any], here: Table[Any], spec: Spec) -> Iterator[Finding]:
    """Columns that the workbook has and the copy has lost: their cells would seem emptied."""
    told = {finding.where.column for finding in table.findings if finding.code == "TAB-02"}
    for column in spec.columns:
        name = column.name
        lost = name in here.headings and name not in table.headings
        if lost and name not in told and column.writer is not Writer.FORMULA:
            yield Finding("TAB-02", Place(spec.name, column=name), {"heading": name})


def _own(table: Table[Any], here: Table[Any]) -> Iterator[Finding]:
    """A note of columns that the person added, or the workbook has no more: they are not taken."""
    both = {heading for name, heading in table.headings.items() if name in here.headings}
    own = set(table.grid.headings) - both - set(table.grid.calculated)
    told = tuple(heading for heading in table.grid.headings if heading in own)
    if told:
        yield Finding("SHR-22", Place(table.spec.name), {"columns": told})


def _of_touched(returned: ReturnedTable, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Without those of rows that came back as they went: what is wrong in them is the firm's own.

    That one key stands twice concerns another row too.
    """
    as_before = {
        returned.table.sheet_row(row.position)
        for row in returned.rows
        if row.kept is not None and row.values == row.kept.taken
    }
    for finding in findings:
        if finding.code == "TAB-11" or finding.where.row not in as_before:
            yield finding


def _refuse(content: Content, findings: list[Finding], tables: Mapping[str, ReturnedTable]) -> None:
    findings.sort(key=by_place)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise RefusedError(findings, _as_copied(content, tables))


def _told(
    content: Content, findings: list[Finding], tables: Mapping[str, ReturnedTable]
) -> list[Any]:
    as_copied = _as_copied(content, tables)
    return [tell(finding, as_copied, content.language) for finding in findings]


def _as_copied(content: Content, tables: Mapping[str, ReturnedTable]) -> dict[str, Table[Any]]:
    """The tables by which places are named: those of the copy where there is one."""
    return {**content.tables, **{name: one.table for name, one in tables.items()}}

"""Compare the workbook, its journal and the files on disk, and name every difference."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from addin.billing.invoice import billed_lines
from addin.documents.manifest import NAME, ManifestNotWrittenError, listed
from addin.errors import Finding, Place
from addin.jobs.content import Content
from addin.jobs.invoices.filing import files_with_pdf, name_in
from addin.jobs.invoices.journal_rows import Row, allocation_rows, invoice_line_rows, invoice_row
from addin.jobs.invoices.recovering import journal_of
from addin.jobs.invoices.settling import without_invoice
from addin.jobs.report import Proposal, Report, told_findings
from addin.jobs.statement import Quarter, QuarterError
from addin.journal.filed import filed_documents
from addin.journal.journal import Journal
from addin.journal.storage import JournalDamagedError
from addin.tables.columns import Column
from addin.tables.reading import Table
from addin.tables.sheets.bills import Allocation, InvoiceLineRow, InvoiceRow, PrebillingLine
from addin.words import Language

JOB = "verify"
TABLES = ("Invoices", "InvoiceLines", "Allocations", "Prebilling")
SHARED_ONLY = frozenset({"weight"})
"""What the journal tells of an allocation only as near as its cents allow."""


@dataclass(frozen=True)
class Kept:
    """What the journal says that the sheets should say, by the keys of their rows."""

    invoices: Mapping[tuple[Any, ...], Row]
    lines: Mapping[tuple[Any, ...], Row]
    allocations: Mapping[tuple[Any, ...], Row]
    billed: Mapping[str, frozenset[str]]
    standing: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, journal: Journal) -> "Kept":
        """All that was issued."""
        issued = {one.number: one for one in journal.invoices()}
        shown = {number: {"xml": one.path} for number, one in files_with_pdf(journal).items()}
        invoices = [journal.invoice(number) for number in issued]
        standing = journal.issued_lines()
        allocations = allocation_rows(invoices, standing)
        return cls(
            {
                (one.number,): invoice_row(one, issued[one.number]) | shown.get(one.number, {})
                for one in invoices
            },
            {
                (row["number"], row["position"]): row
                for one in invoices
                for row in invoice_line_rows(one)
            },
            allocations,
            _numbers((line, one.number) for one in invoices for line in billed_lines(one)),
            _numbers((line, number) for (line, _), number in standing.items()),
        )


def _numbers(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line, number in pairs:
        found.setdefault(line, set()).add(number)
    return {line: frozenset(numbers) for line, numbers in found.items()}


def verify(content: Content) -> Proposal:
    """Find every difference between workbook, journal and files; nothing is changed.

    Raises:
        BillingError: One of the sheets is missing, or the journal cannot be read.
    """
    content.require_structure(*TABLES)
    journal = journal_of(content)
    broken = [*journal.verify_chain(), *journal.gaps()]
    try:
        kept = Kept.of(journal)
    except JournalDamagedError:
        if not broken:
            raise
        return _told(content, broken, {"invoices": 0, "lines": 0, "documents": 0})
    unknown = _unknown(content, kept)
    findings = [
        *broken,
        *_unknown_findings(content, unknown, journal),
        *sheet_findings(content, kept, unknown),
        *_mark_findings(content, kept, unknown),
        *_file_findings(content, journal),
        *_listed_findings(content, kept, unknown),
    ]
    compared = {
        "invoices": len(kept.invoices),
        "lines": len(kept.lines),
        "documents": len(journal.documents()),
    }
    return _told(content, findings, compared)


def _told(content: Content, findings: Iterable[Finding], compared: Mapping[str, int]) -> Proposal:
    """The report, with how much was compared."""
    report = Report(JOB, str(content.book.path), dry_run=False)
    report.findings = told_findings(content, findings)
    report.totals = {name: str(count) for name, count in compared.items()}
    return Proposal(report)


def _unknown(content: Content, kept: Kept) -> Collection[str]:
    """The numbers of invoices that the workbook shows and the journal does not have."""
    shown = [
        *content.table(InvoiceRow).values["number"],
        *content.table(InvoiceLineRow).values["number"],
    ]
    return {number: None for number in shown if number and (number,) not in kept.invoices}


def _unknown_findings(
    content: Content, unknown: Collection[str], journal: Journal
) -> Iterator[Finding]:
    """One for all of them (VER-07): what an older journal lacks is not to be deleted."""
    if not unknown:
        return
    table = content.table(InvoiceRow)
    numbers = list(table.values["number"])
    first = next((number for number in numbers if number in unknown), None)
    row = None if first is None else table.sheet_row(numbers.index(first))
    values = {
        "count": len(unknown),
        "number": first or next(iter(unknown)),
        "file": journal.storage.name,
    }
    yield Finding("VER-07", Place(table.spec.name, row), values)


def sheet_findings(
    content: Content, kept: Kept, unknown: Collection[str] = ()
) -> Iterator[Finding]:
    """What differs on the sheets Invoices, Invoice lines and Allocations.

    Args:
        content: The workbook.
        kept: What the journal says.
        unknown: Numbers of invoices whose rows are told otherwise.
    """
    for record, wanted in ((InvoiceRow, kept.invoices), (InvoiceLineRow, kept.lines)):
        yield from row_findings(content.table(record), wanted, content.language, unknown)
    yield from _allocation_findings(content, kept, unknown)


def row_findings(
    table: Table[Any],
    wanted: Mapping[tuple[Any, ...], Row],
    language: Language,
    unknown: Collection[str] = (),
) -> Iterator[Finding]:
    """Cells that differ (VER-01), rows that are missing (VER-02), that nobody issued (VER-03).

    Args:
        table: As it is; its keys begin with the number of an invoice.
        wanted: As the journal has it, by key.
        language: Of the workbook.
        unknown: Numbers of invoices whose rows are passed over.
    """
    seen = set()
    for position, key in enumerate(table.keys()):
        if key[0] in unknown:
            continue
        if key not in wanted or key in seen:
            where = Place(table.spec.name, table.sheet_row(position))
            yield Finding("VER-03", where, {"key": _shown_key(key)})
            continue
        seen.add(key)
        yield from cell_findings(table, position, wanted[key], language)
    for key in wanted:
        if key not in seen:
            values = {"key": _shown_key(key)}
            yield Finding("VER-02", Place(table.spec.name), values)


def cell_findings(
    table: Table[Any], position: int, wanted: Row, language: Language
) -> Iterator[Finding]:
    """The cells of a row that say something else than the journal."""
    for name, value in wanted.items():
        column = table.spec.column(name)
        if name in SHARED_ONLY or name not in table.headings:
            continue
        found = table.values[name][position]
        if not is_same(column, found, value, language):
            where = Place(table.spec.name, table.sheet_row(position), name)
            values = {"found": _shown(found), "expected": _shown(value)}
            yield Finding("VER-01", where, values)


def is_same(column: Column, found: object, value: object, language: Language) -> bool:
    """Whether a cell says a value, as precisely as a cell can."""
    if found == value or (found is None and value == ""):
        return True
    if found is None or value is None:
        return False
    read_back = column.kind.from_cell(column.kind.to_cell(value, language))
    if isinstance(found, Decimal | Fraction):
        return float(found) == float(read_back)
    return bool(found == read_back)


def _allocation_findings(
    content: Content, kept: Kept, unknown: Collection[str]
) -> Iterator[Finding]:
    """The same of the allocations; those that no invoice bills are the month's business."""
    table = content.table(Allocation)
    seen = set()
    for position, key in enumerate(table.keys()):
        wanted = kept.allocations.get(key)
        if wanted is not None and key not in seen:
            seen.add(key)
            yield from cell_findings(table, position, wanted, content.language)
            continue
        shown = _named(table.values["invoice"][position])
        known = kept.billed.get(key[0], frozenset())
        if wanted is not None or shown - known - without_invoice() - set(unknown):
            where = Place(table.spec.name, table.sheet_row(position))
            yield Finding("VER-03", where, {"key": _shown_key(key)})
    for key in kept.allocations:
        if key not in seen:
            yield Finding("VER-02", Place(table.spec.name), {"key": _shown_key(key)})


def _mark_findings(content: Content, kept: Kept, unknown: Collection[str]) -> Iterator[Finding]:
    """Rows of prebilling that name other invoices than those that bill them."""
    table = content.table(PrebillingLine)
    lines = table.values["line"]
    for position, (line, cell) in enumerate(zip(lines, table.values["invoice"], strict=True)):
        shown, standing = _named(cell), kept.standing.get(line, frozenset())
        known = kept.billed.get(line, frozenset()) | without_invoice()
        if not standing <= shown <= known.union(unknown):
            where = Place(table.spec.name, table.sheet_row(position), "invoice")
            expected = ", ".join(sorted(standing))
            yield Finding("VER-01", where, {"found": _shown(cell), "expected": _shown(expected)})
    there = set(lines)
    for line in kept.standing:
        if line not in there:
            yield Finding("VER-02", Place(table.spec.name), {"key": line})


def _named(cell: str | None) -> frozenset[str]:
    return frozenset(number for part in (cell or "").split(",") if (number := part.strip()))


def _file_findings(content: Content, journal: Journal) -> Iterator[Finding]:
    """Documents that are not the ones that were proven (VER-04), or not there (VER-05).

    Annexes, PDFs and statements made of them that changed or are gone are told in one way (VER-06).
    """
    table = content.table(InvoiceRow)
    rows = {number: position for position, number in enumerate(table.values["number"])}
    for one in journal.documents():
        found = _digest(content.book.path.parent / one.file.path)
        if found == one.file.digest:
            continue
        position = rows.get(one.number)
        row = None if position is None else table.sheet_row(position)
        values = {"number": one.number, "path": one.file.path}
        yield Finding("VER-04" if found else "VER-05", Place(table.spec.name, row), values)
    for number, file in _made_later(content, journal):
        position = rows.get(number)
        row = None if position is None else table.sheet_row(position)
        yield Finding("VER-06", Place(table.spec.name, row), {"number": number, "path": file})


def _listed_findings(content: Content, kept: Kept, unknown: Collection[str]) -> Iterator[Finding]:
    """One for all the numbers that only the list of documents has (VER-08).

    So it is when older copies of the workbook and of its journal are put back together: the two
    agree with each other.
    """
    folder = content.book.path.parent / content.firm.output_folder
    with suppress(ManifestNotWrittenError):  # a list that cannot be read is told when it is written
        first = {
            one.number: one.file
            for one in reversed(list(listed(folder).values()))
            if (one.number,) not in kept.invoices and one.number not in unknown
        }
        numbers = sorted(number for number in first if not _is_quarter(number))
        if numbers:
            values = {
                "count": len(numbers),
                "number": numbers[0],
                "document": first[numbers[0]],
                "file": str(folder / NAME),
            }
            yield Finding("VER-08", Place("Invoices"), values)


def _is_quarter(number: str) -> bool:
    """Whether the list names a statement of account, which has no number of its own."""
    try:
        Quarter.parse(number)
    except QuarterError:
        return False
    return True


def _made_later(content: Content, journal: Journal) -> Iterator[tuple[str, str]]:
    """Numbers and paths of files made of documents that are gone, or no longer what was made.

    Those of invoices are in the journal; statements are only on the list of their folder.
    """
    base = content.book.path.parent
    out = base / content.firm.output_folder
    told = {one.file.path for one in journal.documents()}
    for one in filed_documents(journal):
        told.add(one.file.path)
        if _digest(base / one.file.path) != one.file.digest:
            yield one.number, one.file.path
    with suppress(ManifestNotWrittenError):  # a list that cannot be read is told when it is written
        for filed in listed(out).values():
            path = out / filed.file
            file = name_in(base, path) or path.as_posix()
            if file not in told and _digest(path) != filed.sha256:
                yield filed.number, file


def _digest(path: Path) -> str:
    """SHA-256 of a file; empty for one that cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _shown(value: object) -> object:
    return "" if value is None else value


def _shown_key(key: Sequence[object]) -> str:
    return " · ".join(str(part) for part in key if part is not None)

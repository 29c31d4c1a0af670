"""Carry a job out: read, decide, show, apply, in one write."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from addin.books.book import Book
from addin.errors import BillingError, Finding, Place, StoppedError
from addin.jobs.content import Content, load
from addin.jobs.invoices.annex import write_missing_annexes
from addin.jobs.invoices.recovering import recovery, write_missing_documents
from addin.jobs.report import Proposal, Report, told_findings
from addin.jobs.telling import tell, told_of
from addin.words import Language


class IssuedOnlyError(BillingError):
    """Invoices are issued and their documents written, but the workbook does not show them yet."""

    code = "JOB-03"


Job = Callable[[Content], Proposal]

RECOVERY = "recovery"
"""Under this name stands what brings the workbook level with the journal."""

TOLD_ANYWAY = frozenset({"check", "verify"})
"""The jobs whose findings are told even where the workbook cannot be written."""

RARELY = (100_000, 20, 20)
"""When Python looks for values that refer to one another in a circle, in its own terms."""


def run(
    book: Book,
    job: Job,
    *,
    dry_run: bool = False,
    recover: bool = True,
    preview: Job | None = None,
) -> Report:
    """Run a job on a workbook.

    Args:
        book: Where the tables live.
        job: Decides what is to change.
        dry_run: Show it, but write nothing.
        recover: First bring the workbook level with the journal, when an earlier run was cut
            short.
        preview: What to show of the workbook as the job leaves it, or would leave it; it has no
            edits of its own. That it cannot be shown is a finding of the job.

    Raises:
        BillingError: The job cannot be done; nothing was written.
    """
    with _circles_sought_rarely(), book.session(writing=not dry_run) as interrupted:
        content, findings = _level(book, interrupted, dry_run=dry_run, recover=recover)
        proposal = job(content)
        report, told = proposal.report, told_findings(content, findings)
        later = content.after(proposal.edits) if preview is not None else None
        if proposal.edits and not dry_run:
            days, language = content.firm.restore_days, content.language
            tables = content.tables if report.job in TOLD_ANYWAY else {}
            del content  # its rows take as much memory as what is written
            try:
                _write(book, proposal, days, language)
            except BillingError as error:
                if report.job not in TOLD_ANYWAY or isinstance(error, StoppedError):
                    raise
                told.insert(0, tell(Finding(error.code, Place(), error.values), tables, language))
                dry_run = True
        report.dry_run = dry_run
        report.findings = [*told, *report.findings]
        if later is not None and preview is not None:
            _look(later, preview, report)
        return report


def _level(
    book: Book, interrupted: Sequence[Finding], *, dry_run: bool, recover: bool
) -> tuple[Content, list[Finding]]:
    """The content of a workbook that is level with the journal, and what that took."""
    content, findings = load(book), [*interrupted]
    if not recover:
        return content, findings
    found = recovery(content)
    findings += found.findings
    if not dry_run:
        findings += write_missing_documents(content)
        findings += write_missing_annexes(content, datetime.now(UTC))
        if found.edits:
            book.keep(RECOVERY, content.firm.restore_days)
            book.write(found.edits)
            content = load(book)
    return content, findings


def _look(content: Content, preview: Job, report: Report) -> None:
    """Add to the report of a job what is shown of the workbook as the job leaves it."""
    try:
        shown = preview(content)
    except BillingError as error:
        why = Finding(error.code, Place(), error.values)
        faults = told_of(error, content.language) or told_findings(content, [why])
        report.findings += [told for told in faults if told not in report.findings]
    else:
        assert not shown.edits, "a preview changes nothing"
        report.preview = shown.report


def _write(book: Book, proposal: Proposal, days: int, language: Language) -> None:
    """Write what the job decided, after a restore point.

    Numbers that were taken are named when that fails.

    Args:
        book: Of the proposal.
        proposal: With its edits.
        days: How long restore points are kept.
        language: Of the workbook.

    Raises:
        BillingError: Nothing was written to the workbook.
    """
    try:
        book.keep(proposal.report.job, days)
        book.write(proposal.edits)
    except BillingError as error:
        if not proposal.report.invoices:
            raise
        numbers = tuple(invoice["number"] for invoice in proposal.report.invoices)
        raise IssuedOnlyError(numbers=numbers, reason=error.sentence(language)) from error


@contextmanager
def _circles_sought_rarely() -> Iterator[None]:
    """A large month is millions of values without circles; seeking any takes a fifth of a run."""
    usual = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*usual)

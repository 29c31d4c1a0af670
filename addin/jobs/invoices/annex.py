"""The time annex of an issued invoice: which hours its lines bill, from the timesheets."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from addin.billing.choices import TimeDetail
from addin.billing.invoice import Invoice
from addin.documents.annex_view import (
    AnnexLine,
    TimeEntry,
    annex_context,
    annex_line,
    prove_annex,
)
from addin.documents.file_names import safe_name
from addin.documents.invoices import ready_template
from addin.documents.output_folder import free_path
from addin.documents.template_choice import ANNEX, own_template, template_path
from addin.errors import BillingError
from addin.jobs.content import Content
from addin.jobs.invoices.recovering import journal_of, write_whole
from addin.jobs.texts import Texts
from addin.journal.journal import Journal
from addin.tables.sheets.clients import Client
from addin.tables.sheets.settings import ListValue
from addin.tables.sheets.work import Person, Service, TimesheetEntry
from addin.words import Language, text

JOB = "annex"


class NoTimeError(BillingError):
    """An invoice bills no time, so that there is nothing to put into an annex."""

    code = "DOC-16"


@dataclass(frozen=True)
class Annex:
    """A written annex.

    Attributes:
        invoice: What it belongs to.
        lines: The lines that bill time; their rows come to their amounts, to the cent.
    """

    invoice: Invoice
    lines: Sequence[AnnexLine]
    document: bytes


def write_annex(
    content: Content, number: str, detail: TimeDetail | None = None, folder: Path | None = None
) -> Path:
    """Write the annex of an invoice beside its Word document.

    The same annex is not written twice; another one gets a name of its own.

    Args:
        content: The workbook.
        number: Of the invoice.
        detail: What a row stands for; None for what the payer wants on the sheet Clients.
        folder: Where it goes instead.

    Raises:
        UnknownInvoiceError: The journal has no such invoice.
        NoTimeError: No time entry of the workbook stands behind its lines.
        BillingError: The template cannot be used, or the file cannot be written.
    """
    journal, base = journal_of(content), content.book.path.parent
    annex = annex_of(content, journal, number, detail)
    where = folder or _beside(journal, number, base) or base / content.firm.output_folder
    language = Language(annex.invoice.language)
    name = safe_name(f"{number} {annex.invoice.buyer.name} - {text('line.annex', language)}")
    path = where / f"{name}.docx"
    if path.is_file() and path.read_bytes() == annex.document:
        return path
    free = free_path(path)
    write_whole(free, annex.document)
    return free


def annex_of(
    content: Content, journal: Journal, number: str, detail: TimeDetail | None = None
) -> Annex:
    """The annex of an invoice, read back and compared with its lines; see ``write_annex``."""
    invoice = journal.invoice(number)
    clients = {client.client: client for client in content.records(Client)}
    payer = clients.get(invoice.buyer.key)
    wanted = detail or (payer.time_detail if payer else TimeDetail.SERVICE)
    entries = _entries(content, invoice)
    lines = [
        annex_line(line, entries[line.line], wanted)
        for line in invoice.lines
        if line.line in entries
    ]
    if not lines:
        raise NoTimeError(number=number)
    own = own_template(content.book.path.parent, invoice.template)
    template = ready_template(template_path(ANNEX, invoice.language, own), invoice.logo)
    document = template.render(annex_context(invoice, lines))
    prove_annex(document, invoice, lines)
    return Annex(invoice, lines, document)


def _entries(content: Content, invoice: Invoice) -> Mapping[str, list[TimeEntry]]:
    """The entries behind each line of an invoice, by the key of the line."""
    language = Language(invoice.language)
    texts = Texts(content.records(ListValue))
    people = {person.person: person.name for person in content.records(Person)}
    services = {
        service.service: texts.said(service.name, language) for service in content.records(Service)
    }
    wanted = {line.line for line in invoice.lines}
    found: dict[str, list[TimeEntry]] = defaultdict(list)
    for row in content.records(TimesheetEntry):
        if row.line in wanted:
            assert row.line is not None
            entry = TimeEntry(
                day=row.date,
                person=people.get(row.person, row.person),
                service=services.get(row.service, row.service),
                task=row.task or "",
                note=row.note or "",
                minutes=_minutes(row),
            )
            found[row.line].append(entry)
    return found


def _minutes(row: TimesheetEntry) -> int:
    """What was billed; what was worked, in a workbook that does not keep that."""
    if row.billed_minutes is not None:
        return row.billed_minutes
    if row.minutes is not None:
        return row.minutes
    if row.start is None or row.end is None:
        return 0
    start, end = (datetime.combine(date.min, clock) for clock in (row.start, row.end))
    return round((end - start).total_seconds() / 60) % (24 * 60)


def _beside(journal: Journal, number: str, base: Path) -> Path | None:
    """The folder of the invoice's own documents."""
    kept = next(one for one in journal.invoices() if one.number == number)
    return (base / kept.documents[0]).parent if kept.documents else None

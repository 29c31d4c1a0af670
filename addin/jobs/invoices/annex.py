"""The time annex of an issued invoice: which hours its lines bill, from the timesheets."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
from addin.documents.template_choice import ANNEX, own_template, template_path
from addin.errors import BillingError, Finding, Place
from addin.jobs.content import Content
from addin.jobs.invoices.recovering import journal_of
from addin.jobs.papers import Paper, as_filed, enlisted, with_pdf, write_once
from addin.jobs.texts import Texts
from addin.journal.filed import note_filed
from addin.journal.journal import Issued, Journal
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

    @property
    def name(self) -> str:
        """Of its file, beside that of the invoice."""
        said = text("line.annex", Language(self.invoice.language))
        return f"{safe_name(f'{self.invoice.number} {self.invoice.buyer.name} - {said}')}.docx"


def write_annex(  # noqa: PLR0913 - what the command takes
    content: Content,
    number: str,
    moment: datetime,
    *,
    detail: TimeDetail | None = None,
    folder: Path | None = None,
    pdf: bool = False,
) -> Paper:
    """Write the annex of an invoice beside its Word document.

    The same annex is not written twice; another one gets a name of its own. The journal is told of
    it, so that one that changes or goes is found.

    Args:
        content: The workbook.
        number: Of the invoice.
        moment: When it is made, with its time zone.
        detail: What a row stands for; None for what the payer wants on the sheet Clients.
        folder: Where it goes instead.
        pdf: Whether a PDF is made of it too.

    Raises:
        UnknownInvoiceError: The journal has no such invoice.
        NoTimeError: No time entry of the workbook stands behind its lines.
        BillingError: The template cannot be used, or the file cannot be written.
    """
    journal, base = journal_of(content), content.book.path.parent
    annex = annex_of(content, journal, number, detail)
    kept = next(one for one in journal.invoices() if one.number == number)
    out = base / content.firm.output_folder
    where = folder or ((base / kept.documents[0]).parent if kept.documents else out)
    path = write_once(where / annex.name, annex.document)
    paper = with_pdf(path, out) if pdf else Paper((path,))
    note_filed(journal, as_filed(number, paper.files, base), moment)
    return enlisted(paper, out, number, moment)


def write_annexes(
    content: Content, issued: Iterable[tuple[Invoice, Issued]], moment: datetime
) -> tuple[Mapping[str, Path], list[Finding]]:
    """Write the annexes of invoices that were just issued, each beside its Word document.

    Args:
        content: The workbook.
        issued: The invoices, and what the journal says of each.
        moment: When the run takes place, with its time zone.

    Returns:
        The annexes by the number of their invoice, where there is time to show; and why one could
        not be made: its invoice is issued all the same.
    """
    base, journal = content.book.path.parent, journal_of(content)
    written: dict[str, Path] = {}
    findings = []
    writer = AnnexWriter.of(content)
    for invoice, kept in issued:
        if not kept.documents or not writer.bills_time(invoice):
            continue
        try:
            annex = writer.annex(invoice)
            where = (base / kept.documents[0]).parent
            written[invoice.number] = write_once(where / annex.name, annex.document)
        except BillingError as error:
            findings.append(Finding(error.code, Place("Invoices"), error.values))
    filed = [one for number, path in written.items() for one in as_filed(number, [path], base)]
    try:
        note_filed(journal, filed, moment)
    except BillingError as error:
        findings.append(Finding(error.code, Place("Invoices"), error.values))
    return written, findings


def annex_of(
    content: Content, journal: Journal, number: str, detail: TimeDetail | None = None
) -> Annex:
    """The annex of an invoice, read back and compared with its lines; see ``write_annex``."""
    return AnnexWriter.of(content).annex(journal.invoice(number), detail)


@dataclass(frozen=True)
class AnnexWriter:
    """Makes annexes, of one invoice or of many.

    Attributes:
        base: The workbook's folder.
        details: What a row stands for, as each client wants it.
        rows: The time entries of the workbook, by the key of the line that bills them.
        names: Of colleagues and of services, by their codes.
    """

    base: Path
    details: Mapping[str, TimeDetail]
    rows: Mapping[str, Sequence[TimesheetEntry]]
    names: Mapping[str, Mapping[str, str]]
    texts: Texts

    @classmethod
    def of(cls, content: Content) -> "AnnexWriter":
        """With the entries of a workbook."""
        rows: dict[str, list[TimesheetEntry]] = defaultdict(list)
        for row in content.records(TimesheetEntry):
            if row.line is not None:
                rows[row.line].append(row)
        names = {
            "people": {one.person: one.name for one in content.records(Person)},
            "services": {one.service: one.name for one in content.records(Service)},
        }
        details = {one.client: one.time_detail for one in content.records(Client)}
        return cls(
            content.book.path.parent, details, rows, names, Texts(content.records(ListValue))
        )

    def bills_time(self, invoice: Invoice) -> bool:
        """Whether there are hours behind one of its lines."""
        return any(line.line in self.rows for line in invoice.lines)

    def annex(self, invoice: Invoice, detail: TimeDetail | None = None) -> Annex:
        """The annex of an issued invoice, read back and compared with its lines."""
        if not self.bills_time(invoice):
            raise NoTimeError(number=invoice.number)
        wanted = detail or self.details.get(invoice.buyer.key, TimeDetail.SERVICE)
        language = Language(invoice.language)
        lines = [
            annex_line(line, [self._entry(row, language) for row in self.rows[line.line]], wanted)
            for line in invoice.lines
            if line.line in self.rows
        ]
        own = own_template(self.base, invoice.template)
        template = ready_template(template_path(ANNEX, invoice.language, own), invoice.logo)
        document = template.render(annex_context(invoice, lines))
        prove_annex(document, invoice, lines)
        return Annex(invoice, lines, document)

    def _entry(self, row: TimesheetEntry, language: Language) -> TimeEntry:
        service = self.names["services"].get(row.service, row.service)
        return TimeEntry(
            day=row.date,
            person=self.names["people"].get(row.person, row.person),
            service=self.texts.said(service, language),
            task=row.task or "",
            note=row.note or "",
            minutes=_minutes(row),
        )


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

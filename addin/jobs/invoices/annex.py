"""The time annex of an issued invoice: which hours its lines bill, from the timesheets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from addin.billing.choices import TimeDetail
from addin.billing.invoice import Invoice
from addin.documents.annex_view import AnnexLine, annex_context, prove_annex
from addin.documents.file_names import safe_name
from addin.documents.invoices import ready_template
from addin.documents.template_choice import ANNEX, own_template, template_path
from addin.errors import BillingError, Finding, Place
from addin.jobs.content import Content
from addin.jobs.invoices.hours_behind import HoursBehind
from addin.jobs.invoices.recovering import journal_of
from addin.jobs.papers import Paper, as_filed, enlisted, with_pdf, write_once
from addin.journal.filed import annexes_due, note_filed
from addin.journal.journal import Issued, Journal
from addin.words import Language, text

JOB = "annex"


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
        if not kept.documents or not writer.hours.has(invoice):
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


def write_missing_annexes(content: Content, moment: datetime) -> list[Finding]:
    """Write the annexes that a run was cut short before, or could not make; why one cannot be.

    An annex whose hours are no longer in the workbook is not asked for any more.
    """
    journal = journal_of(content)
    due = annexes_due(journal)
    if not due:
        return []
    kept = {one.number: one for one in journal.invoices()}
    pairs = [(journal.invoice(number), kept[number]) for number in due]
    return write_annexes(content, pairs, moment)[1]


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
        hours: What they print.
    """

    base: Path
    hours: HoursBehind

    @classmethod
    def of(cls, content: Content) -> "AnnexWriter":
        """With the entries of a workbook."""
        return cls(content.book.path.parent, HoursBehind.of(content))

    def annex(self, invoice: Invoice, detail: TimeDetail | None = None) -> Annex:
        """The annex of an issued invoice, read back and compared with its lines."""
        lines = self.hours.lines(invoice, detail)
        own = own_template(self.base, invoice.template)
        template = ready_template(template_path(ANNEX, invoice.language, own), invoice.logo)
        document = template.render(annex_context(invoice, lines))
        prove_annex(document, invoice, lines)
        return Annex(invoice, lines, document)

"""Preview a month: the invoices as drafts in Word, without a number taken."""

from addin.billing.discounts import DiscountTooLargeError
from addin.billing.money import from_cents
from addin.documents.output_folder import document_name
from addin.errors import BillingError
from addin.jobs.agreed.payer_vat import outside_vat
from addin.jobs.agreed.portfolio import read_portfolio
from addin.jobs.content import Content
from addin.jobs.faults import projects_left_out
from addin.jobs.invoices.bundling import bundles
from addin.jobs.invoices.electronic import ElectronicFiles
from addin.jobs.invoices.gathering import faults_of
from addin.jobs.invoices.invoicing import InvoiceWriter
from addin.jobs.invoices.recovering import journal_of, rendered, write_whole
from addin.jobs.issuing import Request
from addin.jobs.report import Proposal, Report, told_findings
from addin.jobs.shared.shares import approved_lines
from addin.journal.numbering import pro_forma_number

JOB = "preview"
FOLDER = "preview"


def preview(content: Content, request: Request) -> Proposal:
    """Write the drafts of every line of a month that nobody holds, approved or not.

    The documents go into a folder ``preview`` inside the folder of the invoices, over those of an
    earlier preview. The workbook is not changed. A document that cannot be made is a finding.

    Raises:
        BillingError: The workbook or its journal cannot be used.
    """
    content.require_structure()
    portfolio = read_portfolio(content)
    journal = journal_of(content)
    found = approved_lines(content, portfolio, journal, request.month, drafts=True)
    findings = found.findings
    left_out = found.left_out | projects_left_out(content, findings)
    shares = [share for share in found.shares if share.row.project not in left_out]
    writer = InvoiceWriter.of(content, portfolio, request.month, request.issue_date, JOB)
    electronic = ElectronicFiles(content, request.moment.astimezone().date())
    base = content.book.path.parent
    folder = (request.folder or base / content.firm.output_folder) / FOLDER
    report = Report(JOB, str(content.book.path), invoices=[])
    totals = [0, 0, 0]
    together = bundles(shares, portfolio.clients, outside_vat(portfolio))
    documents = [bundle for bundle in together if not writer.is_needless(bundle)]
    for number, bundle in enumerate(documents, start=1):
        if request.on_issued is not None:
            request.on_issued(number - 1, len(documents))
        faults = writer.sum_faults(bundle)
        findings += faults
        if any(fault.code == DiscountTooLargeError.code for fault in faults):
            continue  # it has no total; one below zero is worth a look
        invoice = writer.invoice(bundle, pro_forma_number(number))
        path = folder / document_name(invoice)
        try:
            write_whole(path, rendered(invoice, base))
        except BillingError as error:
            findings += faults_of(portfolio, bundle, error)
            continue
        try:
            electronic.proven(invoice)
        except BillingError as error:
            findings += faults_of(portfolio, bundle, error)
        cents = (invoice.totals.net_cents, invoice.totals.vat_cents, invoice.totals.gross_cents)
        totals = [total + one for total, one in zip(totals, cents, strict=True)]
        record: dict[str, object] = {
            "number": invoice.number,
            "payer": invoice.buyer.key,
            "projects": list(invoice.projects),
        }
        figures = zip(("net", "vat", "gross"), (str(from_cents(one)) for one in cents), strict=True)
        assert report.invoices is not None
        report.invoices.append(record | dict(figures) | {"files": [str(path)]})
    report.added = len(report.invoices or ())
    report.skipped = sorted(left_out & portfolio.codes)
    names = zip(("net", "vat", "gross"), totals, strict=True)
    report.totals = {name: str(from_cents(total)) for name, total in names}
    report.findings = told_findings(content, [*findings, *electronic.remarks])
    return Proposal(report)

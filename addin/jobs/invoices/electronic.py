"""The electronic file of an invoice: made, read back, and held to every rule before it is numbered.

Three layers hold it: checks of our own to the cent, the schema, and the official rules. A file that
has passed is known by its digest, so that the very same bytes are not judged a second time when the
invoice takes its number. Nothing starts for a firm whose payers all get paper.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType

from addin.billing.choices import EInvoice
from addin.billing.invoice import DocumentKind, Invoice
from addin.billing.money import from_cents, to_cents
from addin.einvoices.building import electronic_invoice
from addin.einvoices.checks import exact_findings
from addin.einvoices.cii import to_cii
from addin.einvoices.model import Attachment, ElectronicInvoice
from addin.einvoices.profiles import PROFILES, Profile
from addin.einvoices.reading import read_invoice
from addin.einvoices.rules.form import Form, form_for
from addin.einvoices.rules.judging import Judge
from addin.einvoices.rules.kept import KeptRules, rules_folder
from addin.einvoices.rules.telling import told
from addin.einvoices.rules.verdict import Breach, Verdict
from addin.einvoices.ubl import to_ubl
from addin.errors import Finding, Place, RefusedError, Severity
from addin.jobs.content import Content
from addin.jobs.invoices.annex_sheet import annex_attachment
from addin.jobs.invoices.differences import Difference, require_none
from addin.jobs.invoices.hours_behind import HoursBehind
from addin.jobs.invoices.source_rows import SourceRows
from addin.tables.sheets.clients import Client
from addin.words import Language, Words

ENDING = ".xml"
PATIENCE = 3
"""So many files may be left without an answer before the rules are asked no more in a run: each of
them may have taken a minute."""

_WRITERS: Mapping[EInvoice, Callable[[ElectronicInvoice, Profile], bytes]] = MappingProxyType(
    {
        EInvoice.PEPPOL: to_ubl,
        EInvoice.UBL_FR: to_ubl,
        EInvoice.CII_FR: to_cii,
        EInvoice.FACTURX: to_cii,
    }
)
_UNANSWERED = frozenset({"EIR-12", "EIR-13"})


class RulesBrokenError(RefusedError):
    """The electronic file of an invoice breaks rules, all of them listed; it takes no number."""

    code = "EIN-13"


def electronic_file(invoice: Invoice, attachments: Sequence[Attachment] = ()) -> bytes | None:
    """The XML of an invoice, the same bytes whenever it is made; None for one on paper alone.

    That of Factur-X is what goes into its PDF.
    """
    if invoice.einvoice is EInvoice.PDF:
        return None
    write = _WRITERS[invoice.einvoice]
    return write(electronic_invoice(invoice, attachments), PROFILES[invoice.einvoice])


def file_again(content: Content, invoice: Invoice, digest: str) -> bytes | None:
    """The XML that was proven when an invoice was issued, made once more.

    Args:
        content: The workbook, with the hours behind the invoice.
        invoice: As the journal has it.
        digest: SHA-256 of the file, in hexadecimal digits.

    Returns:
        The file with that digest; None if it no longer comes out so.
    """
    bare = electronic_file(invoice)
    if bare is None or sha256(bare).hexdigest() == digest:
        return bare
    hours = HoursBehind.of(content)
    if not hours.has(invoice):
        return None
    whole = electronic_file(invoice, [annex_attachment(invoice, hours.lines(invoice))])
    return whole if whole and sha256(whole).hexdigest() == digest else None


class ElectronicFiles:
    """Makes and proves the electronic files of one run.

    Args:
        content: The workbook.
        today: By which rules are judged to be out of date.
        annexes: Whether every file of an invoice that bills time has the hours behind it; else only
            those of payers who want that.

    Attributes:
        remarks: What does not keep an invoice from being issued, told once for the run: rules that
            could not be run, that are out of date, or that warn.
    """

    def __init__(self, content: Content, today: date, *, annexes: bool = False) -> None:
        self.remarks: list[Finding] = []
        self._content = content
        self._today = today
        self._annexes = annexes
        self._rows = SourceRows(content)
        self._sound: set[str] = set()
        self._unanswered = 0

    def proven(self, invoice: Invoice) -> bytes | None:
        """The XML of an invoice, once it is sure that it says what was computed and breaks no rule.

        Raises:
            FigureDifferenceError: It says something else than the invoice.
            RulesBrokenError: It breaks rules.
        """
        if invoice.einvoice is EInvoice.PDF:
            return None
        xml = electronic_file(invoice, self._attachments(invoice))
        assert xml is not None
        self.prove(invoice, xml)
        return xml

    def prove(self, invoice: Invoice, xml: bytes) -> None:
        """Be sure that a file says what was computed and breaks no rule, once for the same bytes.

        Raises:
            BillingError: As for ``proven``.
        """
        digest = sha256(xml).hexdigest()
        if digest not in self._sound:
            self._prove(invoice, xml)
            self._sound.add(digest)

    def _attachments(self, invoice: Invoice) -> list[Attachment]:
        """The hours behind an invoice, if its payer or the user wants them in its file."""
        wanted = self._annexes or invoice.buyer.key in self._wanting_hours
        if invoice.kind is not DocumentKind.INVOICE or not wanted or not self._hours.has(invoice):
            return []
        return [annex_attachment(invoice, self._hours.lines(invoice))]

    @cached_property
    def _wanting_hours(self) -> frozenset[str]:
        return frozenset(one.client for one in self._content.records(Client) if one.time_annex)

    @cached_property
    def _hours(self) -> HoursBehind:
        return HoursBehind.of(self._content)

    def _prove(self, invoice: Invoice, xml: bytes) -> None:
        read = read_invoice(xml)
        require_none(invoice.number, differences(invoice, read))
        found = [self._rows.placed(one, invoice) for one in exact_findings(read)]
        found += self._judged(invoice, xml)
        faults = [one for one in found if one.severity is Severity.ERROR]
        for one in found:
            if one not in faults:
                self._remark(one)
        if faults:
            raise RulesBrokenError(faults, self._content.tables)

    def _judged(self, invoice: Invoice, xml: bytes) -> Iterator[Finding]:
        """What the official rules say: errors for what they refuse, warnings for all else."""
        form = form_for(invoice.einvoice, invoice.seller.country)
        assert form is not None
        if self._unanswered >= PATIENCE:
            return
        verdict = self._verdict(xml, form)
        schema = verdict.outcomes[0]
        if schema.not_run is not None:  # it is no document of its form at all
            yield self._rows.placed(schema.not_run, invoice)
            return
        if verdict.breaches:
            yield from self._told(invoice, verdict.breaches)
        if schema.passed:
            yield from map(_not_run, verdict.not_run)
        yield from verdict.remarks

    def _told(self, invoice: Invoice, breaches: Sequence[Breach]) -> Iterable[Finding]:
        """Breaches as findings; what several publishers say alike of one cell is told once."""
        where = self._rows.where(invoice)
        found: dict[tuple[str, Place, object], Finding] = {}
        for breach in breaches:
            one = self._rows.placed(told(breach, where), invoice)
            found.setdefault((one.code, one.where, one.values.get("said", breach)), one)
        return found.values()

    def _verdict(self, xml: bytes, form: Form) -> Verdict:
        verdict = self._judge.verdict(xml, form)
        self._unanswered += any(one.code in _UNANSWERED for one in verdict.not_run)
        return verdict

    @cached_property
    def _judge(self) -> Judge:
        return Judge(KeptRules(rules_folder()), today=self._today)

    def _remark(self, finding: Finding) -> None:
        if finding not in self.remarks:
            self.remarks.append(finding)


def _not_run(reason: Finding) -> Finding:
    """Why rules were not run, as a warning: nothing is held up by it, and nothing has passed."""
    if reason.severity is not Severity.ERROR:
        return reason
    said = Words(**{one.value: reason.sentence(one) for one in Language})
    return Finding("EIN-14", Place(), {"reason": said})


def differences(invoice: Invoice, read: ElectronicInvoice) -> Iterator[Difference]:
    """What an electronic file says otherwise than its invoice, to the cent.

    Args:
        invoice: As it was computed.
        read: Its file, as anybody reads it.
    """
    is_due = invoice.kind is DocumentKind.INVOICE and invoice.totals.gross_cents > 0
    due_date = invoice.due_date if is_due else None
    totals, sums = invoice.totals, read.totals
    preceding = invoice.settles if invoice.preceding is None else (invoice.preceding,)
    referred = ", ".join(one.number for one in preceding)
    pairs: list[Difference] = [
        ("number", read.number, invoice.number),
        ("date", read.issue_date.isoformat(), invoice.issue_date.isoformat()),
        ("due date", _iso(read.due_date), _iso(due_date)),
        ("currency", read.currency, invoice.currency),
        ("preceding invoices", ", ".join(one.number for one in read.preceding), referred),
        ("lines", to_cents(sums.lines or 0), totals.lines_cents),
        ("net", to_cents(sums.without_vat), totals.net_cents),
        ("VAT", to_cents(sums.vat or 0), totals.vat_cents),
        ("gross", to_cents(sums.with_vat), totals.gross_cents),
        ("amount due", to_cents(sums.due), totals.gross_cents),
        ("number of lines", str(len(read.lines)), str(len(invoice.lines))),
        ("VAT rows", _vat_read(read), _vat_computed(invoice)),
    ]
    for place, (theirs, ours) in enumerate(zip(read.lines, invoice.lines, strict=False), start=1):
        pairs.append((f"line {place}", to_cents(theirs.net), ours.net_cents))
        shown = _rate(theirs.vat_category, theirs.vat_rate)
        pairs.append((f"VAT of line {place}", shown, _rate_of(ours.vat_category, ours.vat_rate)))
    return (one for one in pairs if one[1] != one[2])


def _vat_read(read: ElectronicInvoice) -> str:
    return _listed(
        f"{_rate(row.category, row.rate)}: {from_cents(to_cents(row.base))}"
        f" {from_cents(to_cents(row.vat))}"
        for row in read.vat
    )


def _vat_computed(invoice: Invoice) -> str:
    return _listed(
        f"{_rate_of(row.vat_category, row.vat_rate)}: {from_cents(row.base_cents)}"
        f" {from_cents(row.vat_cents)}"
        for row in invoice.totals.vat
    )


def _listed(rows: Iterator[str]) -> str:
    return "; ".join(sorted(rows))


def _rate_of(category: str, rate: Decimal) -> str:
    """A rate of ours in percent: only the standard category has one."""
    return _rate(category, 100 * rate if category == "S" else None)


def _rate(category: str, percent: Decimal | None) -> str:
    return f"{category} {(percent or Decimal(0)).normalize() + 0:f}"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

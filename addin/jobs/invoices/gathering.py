"""The documents that a month's approved lines make, as far as their projects are sound."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from addin.billing.invoice import Invoice
from addin.errors import BillingError, Finding, Place, RefusedError
from addin.jobs.agreed.payer_vat import outside_vat
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.invoices.bundling import Bundle, Share, bundles
from addin.jobs.invoices.invoicing import InvoiceWriter
from addin.jobs.invoices.lawful import payer_faults

REHEARSAL = "PRO-0001"

Refused = Iterable[tuple[Bundle, list[Finding]]]
"""Documents, each with what is wrong with it."""


def _nothing(_: Sequence[Bundle]) -> Refused:
    return ()


@dataclass
class Gathering:
    """Whole projects only: one that cannot be billed to one of its payers is billed to none.

    Attributes:
        writer: Makes the invoices.
        prove: Makes the documents of an invoice, and raises ``BillingError`` if that fails.
        rehearses_all: Make every document once before any number is taken; else only those of
            projects with several.
        judge: Looks at all that is to be issued, with the numbers it would get, once each document
            is sound by itself; which of them cannot be issued.
        found: The documents to issue, in the order of the sheet.
        needless: The documents that nobody is sent, as they come to 0.00.
        findings: What is wrong with the documents of other projects.
        left_out: The projects left out.
    """

    writer: InvoiceWriter
    prove: Callable[[Invoice], object]
    rehearses_all: bool = False
    judge: Callable[[Sequence[Bundle]], Refused] = _nothing
    found: list[Bundle] = field(default_factory=list)
    needless: list[Bundle] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)

    def gather(self, shares: Sequence[Share], left_out: Collection[str]) -> None:
        """Put shares together, without the projects that are left out."""
        self.left_out |= set(left_out)
        while faulty := self._faulty(shares) or self._refused():
            self.left_out |= faulty  # what is left of a payer's projects may make another document

    def _faulty(self, shares: Sequence[Share]) -> set[str]:
        """Find the documents of the projects that are in; those of them with a fault."""
        kept = [share for share in shares if share.row.project not in self.left_out]
        self.found, self.needless = [], []
        portfolio = self.writer.portfolio
        for bundle in bundles(kept, portfolio.clients, outside_vat(portfolio)):
            is_needless = self.writer.is_needless(bundle)
            (self.needless if is_needless else self.found).append(bundle)
        documents = Counter(project for bundle in self.found for project in bundle.projects)
        faulty: set[str] = set()
        for bundle in self.found:
            spread = any(documents[project] > 1 for project in bundle.projects)
            faults = self._faults(bundle)
            if not faults and (spread or self.rehearses_all):
                faults = self._rehearsed(bundle)
            if faults:
                self.findings += faults
                faulty |= set(bundle.projects)
        return faulty

    def _refused(self) -> set[str]:
        """The projects of documents that cannot be issued as they are."""
        faulty: set[str] = set()
        for bundle, faults in self.judge(self.found):
            self.findings += faults
            faulty |= set(bundle.projects)
        return faulty

    def _faults(self, bundle: Bundle) -> list[Finding]:
        """What keeps a bundle from being an invoice."""
        portfolio, on = self.writer.portfolio, self.writer.issue_date
        categories = {share.terms.vat.category for share in bundle.shares}
        payer = portfolio.clients[bundle.payer]
        faults = payer_faults(payer, categories, portfolio.firm, on)
        return [*faults, *self.writer.sum_faults(bundle)]

    def _rehearsed(self, bundle: Bundle) -> list[Finding]:
        """What keeps its document from being written.

        It is found before any number is taken, so that a project that is paid by several is not
        issued to some of them only.
        """
        try:
            self.prove(self.writer.rehearsed(bundle, REHEARSAL))
        except BillingError as error:
            return faults_of(self.writer.portfolio, bundle, error)
        return []


def faults_of(portfolio: Portfolio, bundle: Bundle, error: BillingError) -> list[Finding]:
    """What went wrong with a document, at the template of its payer unless it says where."""
    if isinstance(error, RefusedError):
        return [*error.findings]
    client = portfolio.clients[bundle.payer]
    place = Place("Clients", client.sheet_row, "template")
    return [Finding(error.code, place, error.values)]

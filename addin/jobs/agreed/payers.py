"""Who pays a line, with which VAT."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from addin.billing.choices import Basis
from addin.billing.lines import Line
from addin.billing.vat import VatTreatment
from addin.errors import Finding, Place, Severity
from addin.jobs.agreed.agreements import Held
from addin.jobs.agreed.payer_vat import NOT_SOLD, Sold, VatBook
from addin.jobs.agreed.portfolio import Portfolio
from addin.tables.sheets.clients import Client

Weights = tuple[tuple[str, Fraction], ...]
"""Payers whom the sources of a line name, with their weights; empty when the split decides."""


@dataclass(frozen=True, slots=True)
class PayerTerms:
    """One payer of a line.

    Attributes:
        weight: In proportion to those of the other payers.
    """

    payer: str
    weight: Fraction
    vat: VatTreatment


Answer = tuple[list[PayerTerms], list[Finding]]
"""Payers and no findings, or findings and no payers; the same lists for the same question."""


class PayerBook:
    """Answers who pays what, each question once."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self._agreements = portfolio.agreements
        self._faulty_clients = {
            finding.where.row
            for finding in portfolio.findings
            if finding.where.table == "Clients" and finding.severity is Severity.ERROR
        }
        self._vat = VatBook(portfolio)
        self._answers: dict[tuple[Held | Weights, Sold], Answer] = {}

    def first_month(self, project: str) -> int:
        """Calendar month in which the fiscal years of a project's client start, 1 to 12."""
        return self._portfolio.fiscal_year_start(project)

    def held(self, project: str, phase: str, on: date) -> Held:
        """The agreement by which a line is shared."""
        return self._agreements.on(project, phase, on)

    def payers_of(self, line: Line, payer_override: str = "") -> Answer:
        """The payers of a line as ``payers`` gives them.

        Args:
            line: As computed.
            payer_override: The one client whom the user has pay it; empty for none.
        """
        given = ((payer_override, Fraction(1)),) if payer_override else line.payers
        return self.payers(
            line.project,
            line.service,
            given,
            line.period.end,
            phase=line.phase,
            vat_outside=line.vat_outside,
        )

    def payers(  # noqa: PLR0913  # what decides on a payer and its VAT
        self,
        project: str,
        service: str,
        given: Weights,
        on: date,
        *,
        phase: str = "",
        vat_outside: bool = False,
    ) -> Answer:
        """The payers of a line in the order of the sheet, or what is wrong with them.

        Where amounts are agreed, who pays how much depends on the whole month (``sharing``);
        until then the payer of the rest has all the weight.

        Args:
            project: Project of the line.
            service: Its service; empty without one.
            given: The payers and their weights, where the sources say so; else empty.
            on: Day whose split counts: the last day served.
            phase: Phase of the line; empty without one.
            vat_outside: Whether it is outside the scope of VAT for every payer.
        """
        source: Held | Weights = given or self._agreements.on(project, phase, on)
        return self.terms(project, source, service, on, vat_outside=vat_outside)

    def terms(
        self, project: str, source: Held | Weights, service: str, on: date, *, vat_outside: bool
    ) -> Answer:
        """The same for payers who are known already, by their agreement or by name."""
        return self.answer(project, source, NOT_SOLD if vat_outside else self.sold(service, on))

    def sold(self, service: str, on: date) -> Sold:
        """What a service bears at home on a day; the same for services that bear the same."""
        return self._vat.sold(service, on)

    def answer(self, project: str, source: Held | Weights, sold: Sold) -> Answer:
        """The same once it is known what is sold."""
        answer = self._answers.get((source, sold))
        if answer is None:
            answer = self._answer(project, source, sold)
            if not answer[1]:  # findings name the project
                self._answers[source, sold] = answer
        return answer

    def vat(self, payer: str, service: str, on: date) -> VatTreatment:
        """The VAT of a payer of whom ``payers`` finds nothing wrong."""
        treatment, _ = self._vat.of(self._portfolio.clients[payer], self._vat.sold(service, on))
        assert treatment is not None, payer
        return treatment

    def _answer(self, project: str, source: Held | Weights, sold: Sold) -> Answer:
        weights, faults = _weights(source)
        findings = list(faults)
        terms: list[PayerTerms] = []
        for payer, weight in weights:
            client = self._portfolio.clients.get(payer)
            # A faulty row has a finding of its own, which leaves out what its client orders or
            # pays by a split, but not what it is named for as an organisation.
            is_given = not isinstance(source, Held)
            if client is None or (is_given and client.sheet_row in self._faulty_clients):
                findings.append(_unknown_payer(self._portfolio, project, payer))
                continue
            vat, fault = self._vat.of(client, sold)
            if fault is not None:
                findings.append(fault)
            if vat is not None:
                terms.append(PayerTerms(payer, weight, vat))
        return ([], findings) if findings else (terms, [])


def _weights(
    source: Held | Weights,
) -> tuple[Iterable[tuple[str, Fraction]], tuple[Finding, ...]]:
    """Payers with their weights, or what is wrong with the rows that say so."""
    if not isinstance(source, Held):
        return source, ()
    if source.proportions is not None:
        return zip(source.proportions.payers, source.proportions.shares, strict=True), ()
    rows = source.agreement.rows
    return [(row.payer, Fraction(row.basis is Basis.REST)) for row in rows], source.findings


def _unknown_payer(portfolio: Portfolio, project: str, payer: str) -> Finding:
    row = portfolio.projects[project].sheet_row
    return Finding(
        "PRJ-02", Place("Projects", row, "client"), {"project": project, "client": payer}
    )


def discount_of(client: Client) -> Decimal:
    """The discount a client has on its invoices, as a fraction."""
    return client.discount_percent or Decimal(0)

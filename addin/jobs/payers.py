"""Who pays a line, with which VAT."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from addin.billing.choices import VatCategory
from addin.billing.payers import payer_weights
from addin.billing.vat import NoStandardRateError, VatTreatment, standard_rate, vat_treatment
from addin.errors import Finding, Place, Severity
from addin.identity.vat_number import checked_vat_number
from addin.jobs.portfolio import Portfolio
from addin.tables.sheets.clients import Client


@dataclass(frozen=True, slots=True)
class PayerTerms:
    """One payer of a line.

    Attributes:
        weight: In proportion to those of the other payers.
    """

    payer: str
    weight: Fraction
    vat: VatTreatment


class PayerBook:
    """Answers who pays what, each question once."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self._weights: dict[tuple[str, date], tuple[list[tuple[str, Fraction]], list[Finding]]] = {}
        self._faulty_clients = {
            finding.where.row
            for finding in portfolio.findings
            if finding.where.table == "Clients" and finding.severity is Severity.ERROR
        }
        self._treatments: dict[
            tuple[str, str, date], tuple[VatTreatment | None, Finding | None]
        ] = {}

    def payers(
        self, project: str, service: str, given: tuple[tuple[str, Fraction], ...], on: date
    ) -> tuple[list[PayerTerms], list[Finding]]:
        """The payers of a line in the order of the sheet, or what is wrong with them.

        Args:
            project: Project of the line.
            service: Its service; empty without one.
            given: The payers and their weights, where the sources say so; else empty.
            on: Day whose split counts: the last day served.
        """
        weights, findings = self._split(project, given, on)
        terms: list[PayerTerms] = []
        for payer, weight in weights:
            client = self._portfolio.clients.get(payer)
            # A faulty row has a finding of its own, which leaves out what its client orders or
            # pays by a split, but not what it is named for as an organisation.
            if client is None or (given and client.sheet_row in self._faulty_clients):
                findings = [*findings, _unknown_payer(self._portfolio, project, payer)]
                continue
            question = (payer, service, on)
            if question not in self._treatments:
                self._treatments[question] = self._vat(client, service, on)
            vat, fault = self._treatments[question]
            if fault is not None:
                findings = [*findings, fault]
            if vat is not None:
                terms.append(PayerTerms(payer, weight, vat))
        return ([], findings) if findings else (terms, [])

    def _split(
        self, project: str, given: tuple[tuple[str, Fraction], ...], on: date
    ) -> tuple[list[tuple[str, Fraction]], list[Finding]]:
        if given:
            return list(given), []
        if (project, on) not in self._weights:
            shares = self._portfolio.shares.get(project, [])
            weights, findings = payer_weights(shares, on, project=project)
            if not weights and not findings:
                weights = [(self._portfolio.projects[project].client, Fraction(1))]
            self._weights[project, on] = (weights, findings)
        return self._weights[project, on]

    def _vat(
        self, client: Client, service: str, on: date
    ) -> tuple[VatTreatment | None, Finding | None]:
        seller = self._portfolio.firm.country
        category, rate = self._at_home(service, on)
        if isinstance(rate, Finding):
            return None, rate
        treatment = vat_treatment(
            seller_country=seller.upper(),
            buyer_country=client.country.upper(),
            buyer_vat_number=self._vat_number(client),
            buyer_category=client.vat_category,
            service_category=category,
            service_rate=rate,
            on=on,
        )
        values = {"payer": client.client, "country": client.country}
        if treatment is None:
            return None, Finding("PAY-02", _cell(client, "vat_category"), values)
        if treatment.category is VatCategory.AE and not client.vat_number:
            return None, Finding("PAY-01", _cell(client, "vat_number"), values)
        return treatment, None

    def _at_home(self, service: str, on: date) -> tuple[VatCategory, Decimal | Finding]:
        """The VAT of a service for a client of the firm's own country."""
        sold = self._portfolio.services.get(service)
        category = sold.vat_category if sold is not None else VatCategory.S
        if sold is not None and sold.vat_rate is not None:
            return category, sold.vat_rate
        try:
            return category, standard_rate(self._portfolio.firm.country.upper(), on)
        except NoStandardRateError as error:
            row = sold.sheet_row if sold is not None else None
            return category, Finding(error.code, Place("Services", row, "vat_rate"), error.values)

    def _vat_number(self, client: Client) -> str:
        """In its printed form; a faulty one has a finding of its own."""
        checked = checked_vat_number(client.vat_number or "", client.country)
        return checked if isinstance(checked, str) else ""


def _cell(client: Client, column: str) -> Place:
    return Place("Clients", client.sheet_row, column)


def _unknown_payer(portfolio: Portfolio, project: str, payer: str) -> Finding:
    row = portfolio.projects[project].sheet_row
    return Finding(
        "PRJ-02", Place("Projects", row, "client"), {"project": project, "client": payer}
    )


def discount_of(client: Client) -> Decimal:
    """The discount a client has on its invoices, as a fraction."""
    return client.discount_percent or Decimal(0)

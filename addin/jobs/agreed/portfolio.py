"""Everything the firm has agreed with its clients, checked row against row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from addin.billing.payers import (
    PayerShare,
    several_on_one_day,
)
from addin.billing.plan import Schedule
from addin.billing.rates import Rate as BillingRate
from addin.billing.rates import RateBook
from addin.errors import Finding, Place
from addin.identity.bank_account import checked_iban
from addin.identity.endpoint import checked_endpoint
from addin.identity.enterprise_number import checked_enterprise_number
from addin.identity.fault import Fault
from addin.identity.vat_number import checked_vat_number
from addin.jobs.agreed.agreements import Agreements
from addin.jobs.agreed.retainers import read_retainers
from addin.jobs.agreed.schedules import read_schedules
from addin.jobs.content import Content
from addin.jobs.faults import project_codes, row_values
from addin.jobs.firm import LIMITS
from addin.tables.reading import Table
from addin.tables.sheets.clients import Client, ClientAccount
from addin.tables.sheets.engagements import Project, Split
from addin.tables.sheets.settings import Firm
from addin.tables.sheets.work import Person, Rate, Service

MONTHS = range(1, 13)
CLIENT_LIMITS = LIMITS | {"rounding_minutes": (0, 24 * 60)}
"""Smallest and largest value of what a client may have of its own; 0 minutes: not rounded."""

vat_number_of = lru_cache(maxsize=1 << 16)(checked_vat_number)
"""The check of a VAT number, made once for each client of a run."""


@dataclass
class Portfolio:
    """The sound rows of what was agreed, by code, and what is wrong between them.

    Attributes:
        codes: Every project, also one whose own row is faulty.
    """

    firm: Firm
    codes: frozenset[str]
    clients: Mapping[str, Client]
    projects: Mapping[str, Project]
    services: Mapping[str, Service]
    staff: Mapping[str, Person]
    schedules: Mapping[str, list[Schedule]]
    shares: Mapping[str, list[PayerShare]]
    rates: RateBook
    faulty_rates: list[Mapping[str, object]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def agreements(self) -> Agreements:
        """Who pays a project on which days."""
        return Agreements(self.projects, self.shares)

    def sale_rate(self, person: str, service: str, project: str, day: date) -> Decimal | Finding:
        """Sale rate of an hour; a rate that might apply but cannot be read is a finding."""
        sought = {
            "person": person,
            "team": self.staff[person].team or "",
            "service": service,
            "client": self.projects[project].client,
            "project": project,
        }
        for row in self.faulty_rates:
            if all(row[name] in {None, value} for name, value in sought.items()):
                return Finding("TIM-05", Place("Timesheets"), {"rate_row": row["sheet_row"]})
        found = self.rates.find(
            person=person,
            team=sought["team"],
            service=service,
            client=sought["client"],
            project=project,
            on=day,
        )
        return found if isinstance(found, Finding) else found.rate

    def fiscal_year_start(self, project: str) -> int:
        """First month of the fiscal year of a project's client."""
        client = self.clients.get(self.projects[project].client)
        own = client.fiscal_year_start if client else None
        return own if own is not None and own in MONTHS else self.firm.fiscal_year_start


def read_portfolio(content: Content) -> Portfolio:
    """Bring the tables together; ``findings`` are those of this step alone."""
    shares = _shares(content.records(Split))
    schedules, findings = read_schedules(content)
    findings += _client_findings(content)
    findings += _account_findings(content.records(ClientAccount))
    findings += _payer_findings(content.records(Project), shares)
    findings += _cap_findings(content.records(Project))
    findings += read_retainers(content).findings
    return Portfolio(
        firm=content.firm,
        codes=project_codes(content),
        clients={client.client: client for client in content.records(Client)},
        projects={project.project: project for project in content.records(Project)},
        services={service.service: service for service in content.records(Service)},
        staff={person.person: person for person in content.records(Person)},
        schedules=schedules,
        shares=shares,
        rates=RateBook(_rates(content.records(Rate))),
        faulty_rates=_faulty_rates(content.table(Rate)),
        findings=findings,
    )


def _faulty_rates(table: Table[Rate]) -> list[Mapping[str, object]]:
    return [
        {**row_values(table, sheet_row), "sheet_row": sheet_row} for sheet_row in table.faulty_rows
    ]


def _shares(splits: Iterable[Split]) -> dict[str, list[PayerShare]]:
    """By project, the rows for one of its phases among them."""
    shares: dict[str, list[PayerShare]] = {}
    for split in splits:
        share = PayerShare(
            payer=split.payer,
            basis=split.basis,
            share=split.share,
            valid_from=split.valid_from,
            valid_to=split.valid_to,
            row=split.sheet_row,
            phase=split.phase or "",
            per=split.per,
            ceiling=split.ceiling,
        )
        shares.setdefault(split.project, []).append(share)
    return shares


def _rates(rows: Iterable[Rate]) -> list[BillingRate]:
    return [
        BillingRate(
            person=row.person or "",
            team=row.team or "",
            service=row.service or "",
            client=row.client or "",
            project=row.project or "",
            kind=row.kind,
            rate=row.rate,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            row=row.sheet_row,
        )
        for row in rows
    ]


def _client_findings(content: Content) -> list[Finding]:
    findings = []
    emails: dict[str, int] = {}
    for client in content.records(Client):
        findings += _numbers(client)
        for name, (low, high) in CLIENT_LIMITS.items():
            value = getattr(client, name)
            if value is not None and not low <= value <= high:
                values = {"heading": name, "value": value, "expected": f"{low}-{high}"}
                findings.append(_at(client, name, "SET-02", values))
        discount = client.discount_percent
        if discount is not None and not 0 <= discount < 1:
            values = {"discount": discount}
            findings.append(_at(client, "discount_percent", "PRE-05", values))
        email = (client.email or "").lower()
        first = emails.setdefault(email, client.sheet_row)
        if email and first != client.sheet_row:
            values = {"key": client.email or "", "first": first}
            findings.append(_at(client, "email", "TAB-11", values))
    return findings


def _numbers(client: Client) -> list[Finding]:
    checks = (
        ("vat_number", client.vat_number, vat_number_of),
        ("enterprise_number", client.enterprise_number, checked_enterprise_number),
        ("endpoint", client.endpoint, lambda text, _: checked_endpoint(text)),
    )
    return [
        checked.at(Place("Clients", client.sheet_row, column))
        for column, text, check in checks
        if text and isinstance(checked := check(text, client.country), Fault)
    ]


def _at(client: Client, column: str, code: str, values: Mapping[str, object]) -> Finding:
    return Finding(code, Place("Clients", client.sheet_row, column), values)


def _account_findings(accounts: Iterable[ClientAccount]) -> list[Finding]:
    return [
        checked.at(Place("ClientAccounts", account.sheet_row, "iban"))
        for account in accounts
        if isinstance(checked := checked_iban(account.iban), Fault)
    ]


def _payer_findings(
    projects: Iterable[Project], shares: Mapping[str, list[PayerShare]]
) -> list[Finding]:
    """Several payers on one day are billed only where the project says so."""
    return [
        Finding(
            "PRJ-01",
            Place("Projects", project.sheet_row, "multi_payer"),
            {"project": project.project, "payers": ", ".join(payers)},
        )
        for project in projects
        if not project.multi_payer
        and (payers := several_on_one_day(shares.get(project.project, ())))
    ]


def _cap_findings(projects: Iterable[Project]) -> list[Finding]:
    return [
        Finding(
            "CAP-03",
            Place("Projects", project.sheet_row, "cap_amount"),
            {"cap": project.cap_amount},
        )
        for project in projects
        if project.cap_amount is not None and project.cap_amount < 0
    ]

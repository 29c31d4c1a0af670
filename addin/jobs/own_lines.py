"""Lines that the user added to prebilling: services on the fly."""

from dataclasses import dataclass
from typing import Any

from addin.billing.calendar import Month, Period
from addin.billing.lines import Charge
from addin.billing.money import from_cents
from addin.errors import Finding, Place
from addin.jobs.content import Content
from addin.jobs.portfolio import Portfolio
from addin.jobs.prebilled import charge_of
from addin.tables.sheets.bills import PrebillingLine


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line of the user's, completed with what they may leave empty."""

    position: int
    key: str
    project: str
    client: str
    service: str
    description: str
    period: Period
    charge: Charge

    def values(self) -> dict[str, Any]:
        """The cells that Quotepart fills in."""
        return {
            "line": self.key,
            "client": self.client,
            "description": self.description or None,
            "period_from": self.period.start,
            "period_to": self.period.end,
            "amount": from_cents(self.charge.net_cents),
        }


def own_lines(
    content: Content, portfolio: Portfolio, month: Month
) -> tuple[list[OwnLine], list[Finding]]:
    """The user's own drafts of a month, and what they lack."""
    table = content.table(PrebillingLine)
    used = {row.line for row in table.records}
    found: list[OwnLine] = []
    findings: list[Finding] = []
    for row in table.records:
        project = portfolio.projects.get(row.project)
        if row.month != month or row.origin or row.invoice or project is None:
            continue
        if row.quantity is None or row.unit_price is None:
            place = Place("Prebilling", row.sheet_row, "quantity")
            findings.append(Finding("PRE-01", place, {"line": row.line or row.project}))
            continue
        key = row.line or _free_key(f"{month}/{row.project}/own", used)
        used.add(key)
        service = portfolio.services.get(row.service or "")
        found.append(
            OwnLine(
                position=table.positions[row.sheet_row - table.grid.first_row],
                key=key,
                project=row.project,
                client=row.client or project.client,
                service=row.service or "",
                description=row.description or (service.name if service else ""),
                period=_period(row, month),
                charge=charge_of(row),
            )
        )
    return found, findings


def _period(row: PrebillingLine, month: Month) -> Period:
    start = row.period_from or month.first
    return Period(start, max(start, row.period_to or month.last))


def _free_key(stem: str, used: set[str | None]) -> str:
    number = 1
    while f"{stem}/{number}" in used:
        number += 1
    return f"{stem}/{number}"


def override_findings(content: Content) -> list[Finding]:
    """Prices and discounts that no line may have."""
    findings = []
    for row in content.records(PrebillingLine):
        if row.invoice:
            continue
        for column in ("unit_price", "price_override"):
            price = getattr(row, column)
            if price is not None and price < 0:
                place = Place("Prebilling", row.sheet_row, column)
                findings.append(Finding("PRE-03", place, {"line": row.line or "", "price": price}))
        discount = row.discount_percent
        if discount is not None and not 0 <= discount <= 1:
            place = Place("Prebilling", row.sheet_row, "discount_percent")
            findings.append(Finding("PRE-05", place, {"discount": discount}))
    return findings

"""Lines that the user added to prebilling: services on the fly."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from addin.billing.calendar import Month, Period
from addin.billing.choices import Axis, ProjectStatus
from addin.billing.lines import Charge, line_key
from addin.billing.money import from_cents
from addin.documents.figures import percent
from addin.errors import Finding, Place
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.content import Content
from addin.jobs.invoices.discounting import discount_findings
from addin.jobs.month.prebilled import NOTHING, charge_of, is_generated, is_percent_discount
from addin.jobs.shared.sharing import Owed
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.engagements import Project
from addin.words import Language, text


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line of the user's, completed with what they may leave empty."""

    row: PrebillingLine
    position: int
    key: str
    project: str
    client: str
    service: str
    description: str
    period: Period
    charge: Charge

    @property
    def owed(self) -> Owed:
        """As its payers share it."""
        payer = self.row.payer_override
        return Owed(
            key=self.key,
            project=self.project,
            phase=self.row.phase or "",
            service=self.service,
            axis=self.row.axis,
            on=self.period.end,
            cents=self.charge.net_cents,
            given=((payer, Fraction(1)),) if payer else (),
        )

    def values(self) -> dict[str, Any]:
        """The cells that Quotepart fills in."""
        return {
            "line": self.key,
            "client": self.client,
            "description": self.description,
            "period_from": self.period.start,
            "period_to": self.period.end,
            "amount": from_cents(self.charge.net_cents),
        }


def own_lines(
    content: Content, portfolio: Portfolio, month: Month, issued: Iterable[str] = ()
) -> tuple[list[OwnLine], list[Finding]]:
    """The user's own drafts of a month, and what they lack.

    Args:
        content: The workbook.
        portfolio: What was agreed.
        month: Month that bills them.
        issued: Keys of the lines that the journal has: a new line never gets one of them.
    """
    table = content.table(PrebillingLine)
    new_keys = _NewKeys({*table.values["line"], *issued})
    found: list[OwnLine] = []
    findings: list[Finding] = []
    for row in table.records:
        project = portfolio.projects.get(row.project)
        if (
            row.month != month
            or project is None
            or (row.line and (is_generated(row) or row.invoice))
        ):
            continue
        if fault := _fault(row, project):
            findings.append(fault)
            continue
        service = portfolio.services.get(row.service or "")
        found.append(
            OwnLine(
                row=row,
                position=table.positions[row.sheet_row - table.grid.first_row],
                key=row.line or new_keys.take(line_key(month, row.project, "own")),
                project=row.project,
                client=row.client or project.client,
                service=row.service or "",
                description=row.description
                or _discount_text(row, content.language)
                or (service.name if service else project.name),
                period=_period(row, month),
                charge=charge_of(row),
            )
        )
    return found, findings


def _fault(row: PrebillingLine, project: Project) -> Finding | None:
    """What keeps a line of the user's from being billed."""
    if row.invoice or (row.origin and not row.line):
        return Finding("PRE-10", Place("Prebilling", row.sheet_row, "line"))
    if (row.quantity is None or row.unit_price is None) and not is_percent_discount(row):
        place = Place("Prebilling", row.sheet_row, "quantity")
        return Finding("PRE-01", place, {"line": row.line or row.project})
    if project.status is not ProjectStatus.ACTIVE:
        return inactive_project(project)
    return None


def inactive_project(project: Project) -> Finding:
    """There are lines for a project that is on hold or closed."""
    place = Place("Projects", project.sheet_row, "status")
    return Finding("PRJ-04", place, {"project": project.project})


def _period(row: PrebillingLine, month: Month) -> Period:
    start = row.period_from or month.first
    return Period(start, max(start, row.period_to or month.last))


def _discount_text(row: PrebillingLine, language: Language) -> str:
    """What a discount is called that the user gave no name; empty for any other line."""
    if row.axis is not Axis.DISCOUNT:
        return ""
    if not is_percent_discount(row):
        return text("discount.amount", language)
    return text(
        "discount.percent", language, percent=percent(row.discount_percent or NOTHING, language)
    )


class _NewKeys:
    """Gives keys that no line has: ``…/1``, ``…/2`` and so on, counting on from one to the next."""

    def __init__(self, used: set[str | None]) -> None:
        self._used = used
        self._numbers: dict[str, int] = {}

    def take(self, stem: str) -> str:
        number = self._numbers.get(stem, 0) + 1
        while f"{stem}/{number}" in self._used:
            number += 1
        self._numbers[stem] = number
        return f"{stem}/{number}"


def override_findings(content: Content) -> list[Finding]:
    """Prices and discounts that no line may have."""
    findings = discount_findings(content)
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

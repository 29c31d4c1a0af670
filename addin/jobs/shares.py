"""The approved lines of a month over their payers, proven to be what the sheet shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from addin.billing.allocation import allocate
from addin.billing.calendar import Month
from addin.billing.money import from_cents
from addin.errors import Finding, Place
from addin.jobs.content import Content
from addin.jobs.invoicing import Share
from addin.jobs.payers import PayerBook
from addin.jobs.portfolio import Portfolio
from addin.jobs.prebilled import charge_of, is_approved
from addin.tables.sheets.bills import Allocation, PrebillingLine
from addin.tables.sheets.work import TimesheetEntry


@dataclass
class Approved:
    """What may be issued.

    Attributes:
        shares: In the order of the sheet.
        left_out: Projects whose sheet no longer agrees with itself.
        waiting: How many lines of the month wait for approval.
    """

    shares: list[Share] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    waiting: int = 0


class ApprovedLines:
    """Finds the parts of a month's approved lines that no invoice bills yet.

    Every figure is computed again and held against the sheet: a line that was changed since the
    month was generated is a finding, and its project is left out.
    """

    def __init__(
        self, content: Content, portfolio: Portfolio, issued: Mapping[tuple[str, str], str]
    ) -> None:
        """``issued`` are the lines and payers that the journal has, with their numbers."""
        self._rows = content.records(PrebillingLine)
        self._projects = portfolio.projects
        self._payers = PayerBook(portfolio)
        self._issued = issued
        self._allocations = _by_line(content.records(Allocation))
        self._organisations = _organisations(content)

    def of(self, month: Month, *, drafts: bool = False) -> Approved:
        """Those of a month; with ``drafts`` also the lines that wait for approval."""
        result = Approved()
        for row in self._rows:
            if row.month != month or row.project not in self._projects:
                continue
            if not is_approved(row) and not (drafts and not row.hold):
                result.waiting += not row.invoice and not row.hold
            elif row.line is not None and self._is_pending(row):
                self._take(row, row.line, result)
        return result

    def _is_pending(self, row: PrebillingLine) -> bool:
        """Whether somebody still has to pay a part of it."""
        mine = self._allocations.get(row.line or "", ())
        if not mine:
            return not row.invoice
        return any(one.amount and (one.line, one.payer) not in self._issued for one in mine)

    def _take(self, row: PrebillingLine, line: str, result: Approved) -> None:
        charge = charge_of(row)
        place = Place("Prebilling", row.sheet_row, "amount")
        computed = from_cents(charge.net_cents)
        shown = {one.payer: one.amount for one in self._allocations.get(line, ())}
        shares: list[Share] = []
        findings: list[Finding] = []
        if row.period_to is not None and row.amount == computed:
            only = self._organisations.get(line, "")
            terms, findings = self._payers.payers(
                row.project, row.service or "", only, row.period_to
            )
            parts = (
                allocate(charge.net_cents, [(one.payer, one.weight) for one in terms])
                if terms
                else []
            )
            shares = [Share(row, charge, *pair) for pair in zip(parts, terms, strict=True)]
        if not findings and shown != {
            share.part.payer: from_cents(share.part.cents) for share in shares
        }:
            total = sum(shown.values(), Decimal(0))
            findings = [
                Finding("ISS-06", place, {"line": line, "shown": total, "computed": computed})
            ]
        if findings:
            result.findings += findings
            result.left_out.add(row.project)
            return
        result.shares += [
            share
            for share in shares
            if share.part.cents and (line, share.part.payer) not in self._issued
        ]


def _by_line(rows: Sequence[Allocation]) -> dict[str, list[Allocation]]:
    found: dict[str, list[Allocation]] = {}
    for row in rows:
        found.setdefault(row.line, []).append(row)
    return found


def _organisations(content: Content) -> dict[str, str]:
    """The one payer of lines whose time entries name one."""
    values = content.table(TimesheetEntry).values
    return {
        line: organisation
        for line, organisation in zip(values["line"], values["organisation"], strict=True)
        if line and organisation
    }

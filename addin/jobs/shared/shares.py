"""The approved lines of a month over their payers, proven to be what the sheet shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import filterfalse

from addin.billing.allocation import Part
from addin.billing.calendar import Month
from addin.billing.choices import Axis, ProjectStatus, VatCategory
from addin.billing.expenses import is_disbursement
from addin.billing.lines import Charge
from addin.billing.money import from_cents, part_of, to_cents
from addin.billing.split import exact_share
from addin.billing.time import HOUR_MINUTES
from addin.billing.vat import VatTreatment
from addin.errors import Finding, Place
from addin.jobs.agreed.payers import PayerBook, PayerTerms
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.checking import base_findings
from addin.jobs.content import Content
from addin.jobs.faults import is_left_behind, projects_left_out
from addin.jobs.invoices.bundling import Share
from addin.jobs.invoices.discounting import discounted_cents
from addin.jobs.invoices.settling import NeverBilled, with_settled
from addin.jobs.month.backing import Backing
from addin.jobs.month.ordinary import time_drafts
from addin.jobs.month.own_lines import inactive_project, own_lines
from addin.jobs.month.prebilled import (
    NOTHING,
    charge_of,
    existing_lines,
    is_approved,
    is_percent_discount,
)
from addin.jobs.month.reopening import standing_lines
from addin.jobs.month.sources import Sources
from addin.jobs.month.undisturbed import undisturbed
from addin.jobs.month.wanted import wanted_lines
from addin.jobs.shared.sharing import Owed, PayerPart, shared
from addin.jobs.shared.taken import taken_parts
from addin.journal.journal import Journal
from addin.journal.reopened import Reopened, reopened
from addin.tables.sheets.bills import Allocation, PrebillingLine


@dataclass
class Approved:
    """What may be issued.

    Attributes:
        shares: In the order of the sheet, of projects that can be billed whole.
        left_out: Projects that cannot: their data has an error, or their sheet no longer agrees
            with itself or with what it was computed from.
        waiting: How many lines of the month wait for approval.
    """

    shares: list[Share] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    waiting: int = 0


def approved_lines(
    content: Content, portfolio: Portfolio, journal: Journal, month: Month, *, drafts: bool = False
) -> Approved:
    """The parts of a month's approved lines that no invoice bills yet.

    Every figure is computed again and held against the sheet: a line that was changed since the
    month was generated is a finding, and its project is left out.

    Args:
        content: The workbook.
        portfolio: What was agreed.
        journal: What was issued.
        month: Month of the lines.
        drafts: Also the lines that wait for approval, as long as nobody holds them.

    Raises:
        BillingError: The journal cannot be read.
    """
    with undisturbed():
        return _Month(content, portfolio, journal, month, drafts=drafts).approved()


Answer = tuple[list[Share], list[Finding]]
"""Shares and no findings, or findings and no shares."""


class _Month:
    """The lines of a month, and what is known of them."""

    def __init__(
        self,
        content: Content,
        portfolio: Portfolio,
        journal: Journal,
        month: Month,
        *,
        drafts: bool,
    ) -> None:
        self._rows = [row for row in content.records(PrebillingLine) if row.month == month]
        self._projects = portfolio.projects
        self._clients = portfolio.clients
        self._payers = PayerBook(portfolio)
        allocations = content.records(Allocation)
        opened = reopened(journal)
        self._issued = with_settled(_issued_parts(opened), allocations)
        self._shown = _by_line(allocations)
        self._never_billed = NeverBilled(allocations)
        self._drafts = drafts
        own_findings = own_lines(content, portfolio, month)[1]
        base = filterfalse(is_left_behind, base_findings(content, portfolio))
        findings = [*base, *own_findings]
        existing = standing_lines(
            existing_lines(content.table(PrebillingLine), self._issued), opened
        )
        sources = Sources(
            content,
            portfolio,
            month,
            existing,
            projects_left_out(content, findings),
            issued=self._issued,
            reopened=opened.lines,
        )
        wanted = wanted_lines(sources, by_column=True, drafts=time_drafts(sources))
        self._backing = Backing(sources, wanted)
        self._parts: dict[str, list[PayerPart]] = {}
        self._discounts: dict[str, Owed] = {}
        self._whole: dict[int, Owed | None] = {}
        self._charges: dict[int, Charge] = {}
        self._payer_faults: dict[int, list[Finding]] = {}
        self._taken = taken_parts(content, portfolio, month, self._issued, reopened=opened.lines)
        self._result = Approved(
            findings=[*findings, *wanted.findings], left_out=set(wanted.left_out)
        )

    def approved(self) -> Approved:
        """All of it."""
        result, excluded = self._result, frozenset(self._result.left_out)
        self._share(excluded)
        for row in self._rows:
            project = self._projects.get(row.project)
            if project is None or row.project in excluded or self._is_billed(row):
                continue
            if project.status is not ProjectStatus.ACTIVE:
                result.findings.append(inactive_project(project))
            elif is_approved(row) or (self._drafts and not row.hold):
                self._take(row)
            else:
                result.waiting += not row.hold
        result.shares = [
            share for share in result.shares if share.row.project not in result.left_out
        ]
        return result

    def _share(self, excluded: frozenset[str]) -> None:
        """Work out who pays what of the drafts, discounts in percent on the others last."""
        drafts = list(self._drafts_of(excluded))
        lines = [one for row, one in drafts if not is_percent_discount(row)]
        self._parts = shared(self._payers, lines, self._taken)
        discounted = self._discounted(drafts)
        for row, one in drafts:
            if is_percent_discount(row):
                of_project, parts = discounted.get(row.project, ((), {}))
                payers = discounted_cents(of_project, parts, row.payer_override or "")
                off = part_of(sum(payers.values()), row.discount_percent or NOTHING)
                given = tuple((payer, Fraction(cents)) for payer, cents in payers.items())
                self._discounts[one.key] = one._replace(cents=-off, given=given or one.given)
        self._parts |= shared(self._payers, self._discounts.values(), self._taken)

    def _discounted(
        self, drafts: Iterable[tuple[PrebillingLine, Owed]]
    ) -> dict[str, tuple[list[Owed], dict[str, Sequence[PayerPart]]]]:
        """What a discount in percent may be taken off, by project: lines and their parts.

        A line of which an interrupted run has issued some parts counts whole, as it is shown.
        """
        found: dict[str, tuple[list[Owed], dict[str, Sequence[PayerPart]]]] = {}
        for row, one in drafts:
            if not row.hold:
                lines, parts = found.setdefault(row.project, ([], {}))
                lines.append(one)
                parts[one.key] = self._parts.get(one.key, ())
        for row in self._rows:
            half = self._owed(row) if row.line in self._issued else None
            if half is not None and not self._is_billed(row) and not row.hold:
                lines, parts = found.setdefault(row.project, ([], {}))
                shown = self._shown.get(half.key, ())
                shares = (_as_allocated(row, self._charge(row), one) for one in shown)
                lines.append(half)
                parts[half.key] = [PayerPart(share.part, share.terms) for share in shares]
        return found

    def _is_billed(self, row: PrebillingLine) -> bool:
        """Whether nobody has anything left to pay of a line."""
        issued = self._issued.get(row.line or "")
        if issued is None:
            return bool(row.invoice)
        return row.amount is not None and sum(issued.values()) == to_cents(row.amount)

    def _drafts_of(self, excluded: frozenset[str]) -> Iterator[tuple[PrebillingLine, Owed]]:
        """The drafts of the month whose payers are known, those on hold too."""
        for row in self._rows:
            if row.project in excluded or row.invoice or row.line in self._issued:
                continue
            one = self._owed(row)
            if one is None:
                continue
            if findings := self._payers_of(one)[1]:
                self._payer_faults[row.sheet_row] = findings
            else:
                yield row, one

    def _charge(self, row: PrebillingLine) -> Charge:
        found = self._charges.get(row.sheet_row)
        if found is None:
            found = self._charges[row.sheet_row] = charge_of(row)
        return found

    def _owed(self, row: PrebillingLine) -> Owed | None:
        """A draft as its payers share it; None if it is not whole."""
        if row.sheet_row not in self._whole:
            self._whole[row.sheet_row] = self._worked_out(row)
        return self._whole[row.sheet_row]

    def _worked_out(self, row: PrebillingLine) -> Owed | None:
        start, end = row.period_from, row.period_to
        if row.line is None or start is None or end is None or end < start:
            return None
        if row.project not in self._projects:
            return None
        # A discount is shared as it was generated, in euros by the split, and not after the sheet.
        given = () if row.axis is Axis.DISCOUNT else self._backing.payers(row.line)
        return Owed(
            key=row.line,
            project=row.project,
            phase=row.phase or "",
            service=row.service or "",
            axis=row.axis,
            on=end,
            cents=self._charge(row).net_cents,
            given=((row.payer_override, Fraction(1)),) if row.payer_override else given,
            mirrors=self._backing.mirrors(row.line),
            vat_outside=is_disbursement(row.origin or ""),
        )

    def _payers_of(self, one: Owed) -> tuple[list[PayerTerms], list[Finding]]:
        return self._payers.payers(
            one.project,
            one.service,
            one.given,
            one.on,
            phase=one.phase,
            vat_outside=one.vat_outside,
        )

    def _faults_of_payers(self, row: PrebillingLine, one: Owed) -> list[Finding]:
        """What is wrong with the payers of a draft; those of a discount were not asked yet."""
        if one.key in self._discounts:
            return self._payers_of(one)[1]
        return self._payer_faults.get(row.sheet_row, [])

    def _take(self, row: PrebillingLine) -> None:
        shares, findings = self._shares(row)
        self._result.shares += map(self._marked, shares)
        self._result.findings += findings
        if findings:
            self._result.left_out.add(row.project)

    def _marked(self, share: Share) -> Share:
        """The share; marked where its payer was never billed for what it takes back."""
        part = share.part
        if part.cents < 0 and self._never_billed.covers(
            share.row.line or "", part.payer, part.cents
        ):
            return replace(share, never_billed=True)
        return share

    def _shares(self, row: PrebillingLine) -> Answer:
        """The parts of a line that are still to be issued, or what is wrong with it."""
        charge, one = self._charge(row), self._owed(row)
        issued = self._issued.get(row.line or "")
        if issued is None and one is not None:
            one = self._discounts.get(one.key, one)
        computed = from_cents(charge.net_cents if one is None else one.cents)
        if row.line is None or row.amount != computed or one is None:
            shown_amount = "-" if row.amount is None or one is None else row.amount
            return _otherwise(row, shown_amount, computed)
        if issued is not None:
            return self._rest(row, row.line, charge, issued)
        place, by_minutes = Place("Prebilling", row.sheet_row, "amount"), row.unit == HOUR_MINUTES
        if fault := self._backing.fault(row.line, place, by_minutes=by_minutes):
            return [], [fault]
        if findings := self._faults_of_payers(row, one):
            return [], findings
        shares = [Share(row, charge, part, terms) for part, terms in self._parts[row.line]]
        shown = self._shown.get(row.line, [])
        if not _is_shown(shares, shown):
            return _otherwise(row, sum((one.amount for one in shown), Decimal(0)), computed)
        return [share for share in shares if _prints(share)], []

    def _rest(
        self, row: PrebillingLine, line: str, charge: Charge, issued: Mapping[str, int]
    ) -> Answer:
        """The parts that an interrupted run left: as they were shown when the others went out."""
        shown = self._shown.get(line, [])
        cents = {one.payer: to_cents(one.amount) for one in shown}
        agrees = (
            sum(cents.values()) == charge.net_cents
            and issued.items() <= cents.items()
            and cents.keys() <= self._clients.keys()
        )
        if not agrees:
            return _otherwise(row, from_cents(sum(cents.values())), from_cents(charge.net_cents))
        rest = (_as_allocated(row, charge, one) for one in shown if one.payer not in issued)
        return [share for share in rest if _prints(share)], []


def _otherwise(row: PrebillingLine, shown: Decimal | str, computed: Decimal) -> Answer:
    """The sheet and the computation differ."""
    name = row.line or row.description or row.project
    values = {"line": name, "shown": shown, "computed": computed}
    return [], [Finding("ISS-06", Place("Prebilling", row.sheet_row, "amount"), values)]


def _prints(share: Share) -> bool:
    """Whether a part stands on the payer's invoice.

    Nobody is told of a part that rounds to 0.00, but a line given for nothing is to be seen.
    """
    return bool(share.part.cents or (share.part.share and not share.charge.net_cents))


Bill = tuple[Decimal, VatCategory, Decimal]
"""An amount, a VAT category and a rate."""


def _is_shown(shares: Sequence[Share], shown: Sequence[Allocation]) -> bool:
    """Whether *Allocations* says of a line what was computed, in any order."""
    if len(shares) != len(shown) or len(shown) != 1:
        return _as_shown(shares) == {one.payer: _bill(one) for one in shown}
    (share,), (row,) = shares, shown
    vat = share.terms.vat
    return (
        share.part.payer == row.payer
        and row.amount == from_cents(share.part.cents)
        and row.vat_category is vat.category
        and row.vat_rate == vat.rate
    )


def _bill(row: Allocation) -> Bill:
    return (row.amount, row.vat_category, row.vat_rate)


def _as_shown(shares: Sequence[Share]) -> dict[str, Bill]:
    """What *Allocations* should say of a line, by payer."""
    return {
        share.part.payer: (
            from_cents(share.part.cents),
            share.terms.vat.category,
            share.terms.vat.rate,
        )
        for share in shares
    }


def _as_allocated(row: PrebillingLine, charge: Charge, shown: Allocation) -> Share:
    weight = exact_share(shown.weight)
    part = Part(shown.payer, weight, to_cents(shown.amount))
    vat = VatTreatment(shown.vat_category, shown.vat_rate)
    return Share(row, charge, part, PayerTerms(shown.payer, weight, vat))


def _issued_parts(opened: Reopened) -> dict[str, dict[str, int]]:
    """Cents by line and payer, of what is not open again."""
    found: dict[str, dict[str, int]] = {}
    for (line, payer), cents in opened.cents.items():
        found.setdefault(line, {})[payer] = cents
    return found


def _by_line(rows: Sequence[Allocation]) -> dict[str, list[Allocation]]:
    found: dict[str, list[Allocation]] = {}
    for row in rows:
        found.setdefault(row.line, []).append(row)
    return found

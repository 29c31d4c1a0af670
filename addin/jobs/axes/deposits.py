"""Deposits that the bills of the following months give back."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from addin.billing.choices import Axis, VatCategory
from addin.billing.deposits import (
    Bills,
    Due,
    PaidDeposit,
    Settlement,
    is_settlement,
    settle,
    settlement_key,
    settlement_tail,
)
from addin.billing.existing import corrected_key
from addin.billing.lines import Line
from addin.billing.money import from_cents, to_cents
from addin.billing.prebilling import merge
from addin.billing.vat import VatTreatment
from addin.errors import Finding, Place
from addin.jobs.agreed.payers import PayerBook
from addin.jobs.invoices.settling import names_invoice
from addin.jobs.month.drafts import Drafting
from addin.jobs.month.merging import run_of
from addin.jobs.month.own_lines import own_lines
from addin.jobs.month.sources import Sources, Wanted
from addin.jobs.shared.draft_parts import draft_parts
from addin.jobs.shared.sharing import Owed
from addin.jobs.shared.taken import taken_parts
from addin.tables.sheets.bills import Allocation, PrebillingLine
from addin.words import text


def lines_of_deposits(sources: Sources, wanted: Wanted, lines: Sequence[Line]) -> list[Line]:
    """One line per issued deposit of which the month gives something back.

    Args:
        sources: Of the month.
        wanted: Gets a finding for a payer who has nothing to pay while others have.
        lines: What every axis gives the month; a line on hold gives nothing back yet.
    """
    open_deposits = _OpenDeposits(sources)
    billed = {
        project: found
        for project, found in open_deposits.by_project().items()
        if project in sources.portfolio.projects and project not in wanted.left_out
    }
    if not billed:
        return []
    dues = _Dues(sources, [line for line in lines if line.project in billed])
    found: list[Line] = []
    for project, deposits in billed.items():
        for outside in (False, True):
            bills = Bills(list(dues.of(project, outside=outside)))
            same = [one for one in deposits if _is_outside(one) == outside]
            settlements = settle(same, bills)
            found += [open_deposits.line(one, sources) for one in settlements]
            wanted.findings += open_deposits.waiting(same, bills)
    return found


def _is_outside(deposit: PaidDeposit) -> bool:
    """Whether a deposit is on a document of its own kind, outside the scope of VAT."""
    return any(vat.category is VatCategory.O for vat in deposit.vat.values())


class _OpenDeposits:
    """The issued deposits of earlier months and what is left of them, as *Allocations* has it."""

    def __init__(self, sources: Sources) -> None:
        content = sources.content
        self._month, self._issued = sources.month, sources.issued
        self._rows: dict[str, PrebillingLine] = {
            row.line: row
            for row in content.records(PrebillingLine)
            if row.axis is Axis.DEPOSIT and row.line and row.line not in sources.reopened
        }
        self._parts: dict[str, list[Allocation]] = {}
        for one in content.records(Allocation) if self._rows else ():
            if one.line in self._rows:
                self._parts.setdefault(one.line, []).append(one)
        self._corrections: dict[str, list[str]] = {}
        for key in self._rows:
            if corrected := corrected_key(key):
                self._corrections.setdefault(corrected, []).append(key)
        self._kept = {row.key for row in sources.existing if row.invoiced}
        self._settled = self._settled_cents()

    def by_project(self) -> dict[str, list[PaidDeposit]]:
        """Those with something left."""
        found: dict[str, list[PaidDeposit]] = {}
        for key, row in self._rows.items():
            if is_settlement(key) or corrected_key(key) or row.month >= self._month:
                continue
            left = self._left(key)
            if left:
                lines = (*self._corrections.get(key, ()), key)
                vat = {
                    one.payer: VatTreatment(one.vat_category, one.vat_rate)
                    for line in lines
                    for one in self._parts.get(line, ())
                }
                deposit = PaidDeposit(key, row.month, row.phase or "", left, vat)
                found.setdefault(row.project, []).append(deposit)
        return found

    def _left(self, key: str) -> dict[str, int]:
        """What the payers of a deposit have still to get back of their issued parts."""
        left: dict[str, int] = {}
        for line in (key, *self._corrections.get(key, ())):
            for one in self._parts.get(line, ()):
                if names_invoice(one.invoice):  # what was settled without one was never paid
                    left[one.payer] = left.get(one.payer, 0) + to_cents(one.amount)
        for payer in left:
            left[payer] -= self._settled.get((key, payer), 0)
        return {payer: cents for payer, cents in left.items() if cents > 0}

    def _settled_cents(self) -> dict[tuple[str, str], int]:
        """Given back by issued lines and by drafts of other months, by deposit and payer.

        The journal knows those whose rows are lost.
        """
        deposits = {self._tail(key): key for key in self._rows if not is_settlement(key)}
        settled: dict[tuple[str, str], int] = {}
        for key in filter(is_settlement, {**self._rows, **self._issued}):
            row, deposit = self._rows.get(key), deposits.get(settlement_tail(key))
            drafted = row is not None and row.month == self._month and key not in self._kept
            if deposit is None or drafted:
                continue
            shown = {one.payer: to_cents(one.amount) for one in self._parts.get(key, ())}
            for payer, cents in (shown or self._issued.get(key, {})).items():
                settled[deposit, payer] = settled.get((deposit, payer), 0) - cents
        return settled

    def _tail(self, deposit: str) -> str:
        """Of the keys of the lines that give back a deposit."""
        row = self._rows[deposit]
        key = settlement_key(deposit, row.month, self._month, row.project, row.service or "")
        return settlement_tail(key)

    def line(self, settlement: Settlement, sources: Sources) -> Line:
        """What the month gives back of a deposit: each payer its own part, not a cent else."""
        deposit = settlement.deposit
        row = self._rows[deposit.key]
        payers = {payer for payer, _ in settlement.parts}
        numbers = [one.invoice for one in self._parts[deposit.key] if one.payer in payers]
        invoices = ", ".join(dict.fromkeys(number for number in numbers if number))
        amount = from_cents(settlement.cents)
        language = sources.content.language
        return Line(
            key=settlement_key(
                deposit.key, deposit.month, sources.month, row.project, row.service or ""
            ),
            month=sources.month,
            project=row.project,
            client=row.client or sources.portfolio.projects[row.project].client,
            service=row.service or "",
            axis=Axis.DEPOSIT,
            period=sources.month.period,
            quantity=Decimal(-1),
            unit="",
            unit_price=amount,
            cents=-settlement.cents,
            origin=deposit.key,
            payers=tuple((payer, Fraction(cents)) for payer, cents in settlement.parts),
            note=text("line.deposit_back", language, invoice=invoices),
            phase=deposit.phase,
            mirrors=deposit.key,
        )

    def waiting(self, deposits: Iterable[PaidDeposit], bills: Bills) -> Iterator[Finding]:
        """The payers who get nothing back because they have nothing to pay, while others have."""
        billed = {due.payer for due in bills.dues}
        for deposit in deposits if billed else ():
            place = Place("Prebilling", self._rows[deposit.key].sheet_row, "amount")
            for payer, cents in deposit.left.items():
                if payer not in billed:
                    values = {
                        "payer": payer,
                        "left": from_cents(cents),
                        "line": deposit.key,
                        "month": str(self._month),
                    }
                    yield Finding("DEP-01", place, values)


class _Dues:
    """What the payers of projects with open deposits have to pay in the month."""

    def __init__(self, sources: Sources, lines: Sequence[Line]) -> None:
        content, portfolio = sources.content, sources.portfolio
        self._book = PayerBook(portfolio)
        issued = frozenset(row.key for row in sources.existing if row.invoiced)
        merged = merge(lines, sources.existing, run_of(sources))
        own = own_lines(content, portfolio, sources.month, issued)[0]
        rows = {row.line: row for row in content.records(PrebillingLine) if row.line}
        drafts = Drafting(content, portfolio, rows).drafts(merged, own)
        known = [draft for draft in drafts if self._has_payers(draft.owed)]
        taken = taken_parts(
            content,
            portfolio,
            sources.month,
            sources.issued,
            merged.restored,
            sources.reopened,
        )
        self._drafts, self._parts = draft_parts(self._book, known, taken)

    def _has_payers(self, one: Owed) -> bool:
        found = self._book.payers(
            one.project,
            one.service,
            one.given,
            one.on,
            phase=one.phase,
            vat_outside=one.vat_outside,
        )
        return not found[1]

    def of(self, project: str, *, outside: bool) -> Iterator[Due]:
        """The parts of the lines of a project that are to be billed now.

        A further deposit is asked for whole: only work gives one back.

        Args:
            project: Its code.
            outside: Whether of the lines outside the scope of VAT, which have a document of their
                own, or of all others.
        """
        for draft in self._drafts:
            held = draft.before is not None and draft.before.hold
            if draft.project != project or held:
                continue
            is_deposit = draft.owed.axis is Axis.DEPOSIT
            for part, terms in self._parts[draft.key]:
                asked_for = is_deposit and part.cents > 0
                same = (terms.vat.category is VatCategory.O) == outside
                if part.cents and same and not asked_for:
                    yield Due(part.payer, draft.owed.phase, part.cents, terms.vat)

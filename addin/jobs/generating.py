"""Generate a month: the rows of prebilling and who pays them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from addin.billing.allocation import allocate
from addin.billing.calendar import Month
from addin.billing.choices import Axis, Decision, PlanStatus
from addin.billing.lines import Charge, Line, Overrides, charge
from addin.billing.money import from_cents
from addin.billing.prebilling import Merge, merge
from addin.errors import Finding, Place
from addin.jobs.checking import base_findings, missing_quantities
from addin.jobs.content import Content
from addin.jobs.entry_keys import new_entry_keys
from addin.jobs.faults import projects_left_out
from addin.jobs.own_lines import OwnLine, own_lines
from addin.jobs.payers import PayerBook, PayerTerms
from addin.jobs.portfolio import Portfolio, read_portfolio
from addin.jobs.prebilled import (
    changes,
    computed_values,
    existing_lines,
    is_approved,
    overrides_of,
)
from addin.jobs.report import Proposal, Report, checks_edit, told_findings
from addin.jobs.wanted import Sources, wanted_lines
from addin.tables.editing import TableEditor
from addin.tables.sheets.bills import Allocation, PrebillingLine
from addin.tables.sheets.engagements import Plan
from addin.tables.sheets.work import TimesheetEntry
from addin.words import text

JOB = "generate"


@dataclass(frozen=True, slots=True)
class Priced:
    """A draft of the month with what it comes to and who pays it."""

    key: str
    project: str
    charge: Charge
    payers: list[PayerTerms]


def generate(content: Content, month: Month) -> Proposal:
    """Bring prebilling and allocations up to date with the sources of a month.

    Raises:
        RefusedError: A table or a column is missing.
    """
    content.require_structure()
    return _Run(content, month).proposal()


class _Run:
    """One run of ``generate``: what it knows, step by step."""

    def __init__(self, content: Content, month: Month) -> None:
        self.content = content
        self.month = month
        self.portfolio: Portfolio = read_portfolio(content)
        self.payers = PayerBook(self.portfolio)
        self.rows = {row.line: row for row in content.records(PrebillingLine) if row.line}
        self.known_keys = set(content.table(PrebillingLine).values["line"])
        self.existing = existing_lines(content.table(PrebillingLine))
        self.findings: list[Finding] = [
            *base_findings(content, self.portfolio),
            *missing_quantities(content, self.portfolio, month),
        ]
        self.entry_keys = new_entry_keys(content.table(TimesheetEntry))
        self.editor: TableEditor = content.editor(PrebillingLine)
        self.report = Report(JOB, str(content.book.path))

    def proposal(self) -> Proposal:
        """Every edit of the run and its report."""
        lines, own, left_out = self._sound_lines()
        merged = merge(lines, self.existing, self.month, left_out)
        drafts = [*self._write_lines(merged), *self._write_own(own)]
        self._say_what_was_lost(merged)
        allocations = self._allocation_editor(drafts, merged)
        self.report.skipped = sorted(left_out & set(self.portfolio.projects))
        self.findings += self._left_out_notes(self.report.skipped)
        self.report.findings = told_findings(self.content, self.findings)
        self.report.totals = _totals(drafts)
        edits = [
            self.editor.edit(),
            allocations.edit(),
            self._timesheet_editor(merged, left_out).edit(),
            self._plan_editor(merged, left_out).edit(),
            checks_edit(self.content, self.report.findings),
        ]
        return Proposal(self.report, [edit for edit in edits if edit])

    def _sound_lines(self) -> tuple[list[Line], list[OwnLine], frozenset[str]]:
        """The lines of the projects that can be billed whole, and the projects that cannot."""
        own, own_findings = own_lines(self.content, self.portfolio, self.month)
        self.findings += own_findings
        first = projects_left_out(self.content, self.findings)
        sources = Sources(
            self.content, self.portfolio, self.month, self.existing, first, self.entry_keys
        )
        wanted = wanted_lines(sources)
        self.findings += wanted.findings
        left_out = set(wanted.left_out)
        for line in wanted.lines:
            _, faults = self._payers_of(line)
            self.findings += faults
            left_out |= {line.project} if faults else set()
        for one in own:
            _, faults = self._payers_of_own(one)
            self.findings += faults
            left_out |= {one.project} if faults else set()
        lines = [line for line in wanted.lines if line.project not in left_out]
        return lines, [one for one in own if one.project not in left_out], frozenset(left_out)

    def _payers_of(self, line: Line) -> tuple[list[PayerTerms], list[Finding]]:
        return self.payers.payers(line.project, line.service, line.payer, line.period.end)

    def _payers_of_own(self, own: OwnLine) -> tuple[list[PayerTerms], list[Finding]]:
        return self.payers.payers(own.project, own.service, "", own.period.end)

    def _write_lines(self, merged: Merge) -> list[Priced]:
        drafts = []
        for position, line in merged.kept.items():
            drafts.append(self._update(position, line))
        for line in merged.added:
            priced = self._priced(line, Overrides())
            self.editor.add(
                computed_values(line, self.portfolio, self.content.language)
                | {
                    "amount": from_cents(priced.charge.net_cents),
                    "decision": Decision.DRAFT,
                    "change": text("line.new", self.content.language),
                }
            )
            self.report.added += 1
            drafts.append(priced)
        for row in merged.removed:
            self.editor.remove(row.position)
            self.report.removed += 1
        return drafts

    def _update(self, position: int, line: Line) -> Priced:
        before = self.rows[line.key]
        priced = self._priced(line, overrides_of(before))
        language = self.content.language
        after = computed_values(line, self.portfolio, language)
        change = changes(before, after, priced.charge.net_cents, language)
        after["amount"] = from_cents(priced.charge.net_cents)
        if change:
            after["change"] = change
            if is_approved(before):
                after["decision"] = Decision.DRAFT
                self.findings.append(
                    Finding(
                        "PRE-02",
                        Place("Prebilling", before.sheet_row, "decision"),
                        {"line": line.key},
                    )
                )
        self._count(changed=self.editor.change(position, after))
        return priced

    def _write_own(self, own: Iterable[OwnLine]) -> list[Priced]:
        drafts = []
        for one in own:
            payers, _ = self._payers_of_own(one)
            self._count(changed=self.editor.change(one.position, one.values()))
            drafts.append(Priced(one.key, one.project, one.charge, payers))
        return drafts

    def _count(self, *, changed: bool) -> None:
        if changed:
            self.report.changed += 1
        else:
            self.report.unchanged += 1

    def _priced(self, line: Line, overrides: Overrides) -> Priced:
        by_minutes = line.minutes is not None
        priced = charge(line.quantity, line.unit_price, overrides, by_minutes=by_minutes)
        payers, _ = self._payers_of(line)
        return Priced(line.key, line.project, priced, payers)

    def _say_what_was_lost(self, merged: Merge) -> None:
        for row in merged.removed:
            if row.overridden:
                place = Place("Prebilling", self.rows[row.key].sheet_row, "line")
                self.findings.append(Finding("PRE-06", place, {"line": row.key}))
        for line, row in merged.late_changes:
            place = Place("Prebilling", self.rows[row.key].sheet_row, "amount")
            difference = from_cents(line.cents - row.cents)
            values = {"line": row.key, "difference": difference}
            self.findings.append(Finding("PRE-04", place, values))

    def _allocation_editor(self, drafts: Iterable[Priced], merged: Merge) -> TableEditor:
        """Rows of the drafts as they should be; rows of issued lines are left alone."""
        editor = self.content.editor(Allocation)
        wanted = {
            (row["line"], row["payer"]): row for draft in drafts for row in _allocations(draft)
        }
        gone = {row.key for row in merged.removed}
        ours = {key for key, _ in wanted} | gone
        for position, key in enumerate(editor.table.keys()):
            row = wanted.pop((key[0], key[1]), None)
            if row is not None:
                editor.change(position, row)
            elif self._is_stale(key[0], ours) and not _invoiced(editor, position):
                editor.remove(position)
        for row in wanted.values():
            editor.add(row)
        return editor

    def _is_stale(self, line: str, ours: set[str]) -> bool:
        """Whether an allocation belongs to no line, or to one that this run wrote anew."""
        return line in ours or line not in self.known_keys

    def _timesheet_editor(self, merged: Merge, left_out: frozenset[str]) -> TableEditor:
        """Each entry names the line that took it; new entries get their number."""
        table = self.content.table(TimesheetEntry)
        editor = self.content.editor(TimesheetEntry)
        taken = {row: line.key for line in merged.wanted for row in line.entries}
        ours = {row.key for row in self.existing if row.month == self.month and not row.invoiced}
        lines, projects = table.values["line"], table.values["project"]
        for position in range(len(table)):
            sheet_row = table.sheet_row(position)
            values: dict[str, Any] = {}
            if sheet_row in taken:
                values["line"] = taken[sheet_row]
            elif lines[position] in ours and projects[position] not in left_out:
                values["line"] = None
            if sheet_row in self.entry_keys:
                values["entry"] = self.entry_keys[sheet_row]
            if values:
                editor.change(position, values)
        return editor

    def _plan_editor(self, merged: Merge, left_out: frozenset[str]) -> TableEditor:
        """Instalments of the month that are drafts now say so."""
        editor = self.content.editor(Plan)
        fees = {
            (line.project, line.service or None)
            for line in merged.wanted
            if line.axis in {Axis.FIXED, Axis.MILESTONE}
        }
        values = editor.table.values
        for position, month in enumerate(values["month"]):
            project = values["project"][position]
            status = values["status"][position]
            if month != self.month or project in left_out:
                continue
            if status in {PlanStatus.PLANNED, PlanStatus.PREBILLED}:
                drafted = (project, values["service"][position]) in fees
                after = PlanStatus.PREBILLED if drafted else PlanStatus.PLANNED
                editor.change(position, {"status": after})
        return editor

    def _left_out_notes(self, skipped: Iterable[str]) -> list[Finding]:
        projects = self.portfolio.projects
        return [
            Finding(
                "PRJ-03", Place("Projects", projects[code].sheet_row, "project"), {"project": code}
            )
            for code in skipped
        ]


def _allocations(draft: Priced) -> list[dict[str, Any]]:
    if not draft.payers:
        return []
    parts = allocate(draft.charge.net_cents, [(one.payer, one.weight) for one in draft.payers])
    return [
        {
            "line": draft.key,
            "payer": part.payer,
            "weight": share_as_decimal(part.share.numerator, part.share.denominator),
            "amount": from_cents(part.cents),
            "vat_category": terms.vat.category,
            "vat_rate": terms.vat.rate,
        }
        for part, terms in zip(parts, draft.payers, strict=True)
    ]


def share_as_decimal(numerator: int, denominator: int) -> Decimal:
    """A share with the digits that a cell keeps of it, so that a second run finds it unchanged.

    >>> share_as_decimal(1, 3)
    Decimal('0.333333333333333')
    """
    return Decimal(f"{Decimal(numerator) / Decimal(denominator):.15g}")


def _invoiced(editor: TableEditor, position: int) -> bool:
    return bool(editor.table.values["invoice"][position])


def _totals(drafts: Iterable[Priced]) -> dict[str, str]:
    nets = [draft.charge.net_cents for draft in drafts]
    return {"lines": str(len(nets)), "net": str(from_cents(sum(nets)))}

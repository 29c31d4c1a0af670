"""Generate a month: the rows of prebilling and who pays them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from addin.billing.calendar import Month
from addin.billing.choices import Axis, Decision, PlanStatus
from addin.billing.lines import Line, Overrides, charge
from addin.billing.money import from_cents, to_cents
from addin.billing.prebilling import Merge, Run, merge, units_changed
from addin.billing.time import HOUR_MINUTES
from addin.errors import Finding, Place
from addin.jobs.allocating import Priced, Shown, allocation_editor, told
from addin.jobs.axes.fees import fee_sources
from addin.jobs.backing import hours_changed
from addin.jobs.checking import base_findings, missing_quantities
from addin.jobs.content import Content
from addin.jobs.entry_keys import new_entry_keys
from addin.jobs.faults import projects_left_out
from addin.jobs.own_lines import OwnLine, own_lines
from addin.jobs.payers import PayerBook, PayerTerms
from addin.jobs.planning import instalments_passed
from addin.jobs.portfolio import Portfolio, read_portfolio
from addin.jobs.prebilled import (
    changes,
    charge_of,
    computed_values,
    existing_lines,
    is_generated,
    overrides_of,
    plain,
)
from addin.jobs.recovering import journal_of
from addin.jobs.report import Proposal, Report, checks_edit, told_findings
from addin.jobs.restoring import IssuedLines, lost_lines
from addin.jobs.sources import Sources, Wanted
from addin.jobs.wanted import wanted_lines
from addin.tables.editing import TableEditor
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.engagements import Plan
from addin.tables.sheets.work import TimesheetEntry
from addin.words import text

JOB = "generate"
FEES = frozenset({Axis.FIXED, Axis.MILESTONE})


def generate(content: Content, month: Month) -> Proposal:
    """Bring prebilling and allocations up to date with the sources of a month.

    Raises:
        RefusedError: A table or a column is missing.
        BillingError: The journal cannot be read.
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
        self.issued = IssuedLines(journal_of(content))
        table = content.table(PrebillingLine)
        self.rows = {row.line: row for row in content.records(PrebillingLine) if row.line}
        self.existing = existing_lines(table, self.issued.keys)
        self.shown = Shown(content)
        self.findings: list[Finding] = [
            *base_findings(content, self.portfolio),
            *missing_quantities(content, self.portfolio, month),
            *instalments_passed(content, month),
        ]
        self.entry_keys = new_entry_keys(content.table(TimesheetEntry))
        self.editor: TableEditor = content.editor(PrebillingLine)
        self.report = Report(JOB, str(content.book.path))

    def proposal(self) -> Proposal:
        """Every edit of the run and its report."""
        wanted, own, left_out = self._sound_lines()
        run = Run(
            month=self.month,
            left_out=left_out,
            schedules=fee_sources(self.portfolio),
            issued=self.issued.keys,
            lost=lost_lines(self.content, self.issued.keys),
        )
        merged = merge(wanted.lines, self.existing, run)
        own = [one for one in own if one.position not in merged.kept]
        drafts = [*self._write_lines(merged), *self._write_own(own)]
        restored = [self._restore(line) for line in merged.restored]
        self._say_what_happened(merged, wanted)
        known = set(self.content.table(PrebillingLine).values["line"])
        gone = {row.key for row in merged.removed}
        shared = [*drafts, *restored, *self._half_issued()]
        allocations = allocation_editor(self.content, shared, gone, known)
        self.report.skipped = sorted(left_out & self.portfolio.codes)
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

    def _sound_lines(self) -> tuple[Wanted, list[OwnLine], frozenset[str]]:
        """The lines of the projects that can be billed whole, and the projects that cannot."""
        own, own_findings = own_lines(self.content, self.portfolio, self.month, self.issued.keys)
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
        wanted.lines = [line for line in wanted.lines if line.project not in left_out]
        return wanted, [one for one in own if one.project not in left_out], frozenset(left_out)

    def _payers_of(self, line: Line) -> tuple[list[PayerTerms], list[Finding]]:
        return self.payers.payers(line.project, line.service, line.payers, line.period.end)

    def _payers_of_own(self, own: OwnLine) -> tuple[list[PayerTerms], list[Finding]]:
        return self.payers.payers(own.project, own.service, (), own.period.end)

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
        after = computed_values(line, self.portfolio, self.content.language)
        self._write_row(position, before, after, priced)
        return priced

    def _write_row(
        self, position: int, before: PrebillingLine, after: dict[str, Any], priced: Priced
    ) -> None:
        """Write a draft; an approval that was given to another bill is taken back."""
        payers = (self.shown.of(priced.key), told(priced))
        change = changes(before, after, priced.charge.net_cents, payers, self.content.language)
        after["amount"] = from_cents(priced.charge.net_cents)
        computed_before = before.amount is not None or is_generated(before)
        if change and computed_before:
            after["change"] = change
            if before.decision is Decision.APPROVED:
                after["decision"] = Decision.DRAFT
                place = Place("Prebilling", before.sheet_row, "decision")
                self.findings.append(Finding("PRE-02", place, {"line": priced.key}))
        self._count(changed=self.editor.change(position, after))

    def _write_own(self, own: Iterable[OwnLine]) -> list[Priced]:
        drafts = []
        for one in own:
            payers, _ = self._payers_of_own(one)
            priced = Priced(one.key, one.project, one.charge, payers)
            self._write_row(one.position, one.row, one.values(), priced)
            drafts.append(priced)
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

    def _restore(self, line: Line) -> Priced:
        """Put back the row of an issued line that is lost, as it was issued where that is clear."""
        priced = self._priced(line, Overrides())
        restored, cents = self.issued.restored(priced)
        net_cents = restored.charge.net_cents if restored.payers else cents
        self.editor.add(
            computed_values(line, self.portfolio, self.content.language)
            | {
                "month": Month.parse(line.key[:7]),
                "amount": from_cents(net_cents),
                "decision": Decision.APPROVED,
                "change": text("line.restored", self.content.language),
                "invoice": self.issued.numbers(line.key),
            }
        )
        self.report.added += 1
        values = {
            "line": line.key,
            "number": self.issued.numbers(line.key),
            "issued": from_cents(cents),
            "amount": from_cents(priced.charge.net_cents),
        }
        self.findings.append(Finding("PRE-09", Place("Prebilling"), values))
        return restored

    def _half_issued(self) -> Iterator[Priced]:
        """Lines of which only some parts are issued and whose allocations were spoilt since."""
        for key, row in self.rows.items():
            if row.month != self.month or row.amount is None or row.period_to is None:
                continue
            cents = to_cents(row.amount)
            if not self.issued.is_half(key, cents) or row.project not in self.portfolio.projects:
                continue
            if not self.issued.agrees(key, self.shown.cents(key), cents):
                payers, _ = self.payers.payers(row.project, row.service or "", (), row.period_to)
                yield self.issued.restored(Priced(key, row.project, charge_of(row), payers))[0]

    def _say_what_happened(self, merged: Merge, wanted: Wanted) -> None:
        for row in merged.removed:
            if row.overridden:
                self._find("PRE-06", row.key, "line", {})
        for late in [*merged.late_changes, *units_changed(self.existing, wanted.counted)]:
            self._find("PRE-04", late.row.key, "amount", {"difference": from_cents(late.cents)})
        for line, row in merged.elsewhere:
            self._find("PRE-08", row.key, "month", {"month": row.month, "wanted": line.month})
        by_minutes = frozenset(key for key, row in self.rows.items() if row.unit == HOUR_MINUTES)
        for row, hours in hours_changed(self.content, self.existing, self.month, by_minutes):
            self._find(
                "PRE-07",
                row.key,
                "quantity",
                {"billed": plain(row.quantity), "found": plain(hours)},
            )

    def _find(self, code: str, line: str, column: str, values: Mapping[str, object]) -> None:
        place = Place("Prebilling", self.rows[line].sheet_row, column)
        self.findings.append(Finding(code, place, {"line": line, **values}))

    def _timesheet_editor(self, merged: Merge, left_out: frozenset[str]) -> TableEditor:
        """Each entry names the line that took it; new entries get their number."""
        table = self.content.table(TimesheetEntry)
        editor = self.content.editor(TimesheetEntry)
        taken = {row: line.key for line in merged.wanted for row in line.entries}
        issued = {row: line.key for line in merged.restored for row in line.entries}
        ours = {row.key for row in self.existing if row.month == self.month and not row.invoiced}
        lines, projects = table.values["line"], table.values["project"]
        for position in range(len(table)):
            sheet_row = table.sheet_row(position)
            values: dict[str, Any] = {}
            if sheet_row in taken:
                values["line"] = taken[sheet_row]
            elif sheet_row in issued:
                values["line"] = issued[sheet_row]
                values["invoice"] = self.issued.numbers(issued[sheet_row])
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
        fees = {(line.project, line.service or None) for line in merged.wanted if line.axis in FEES}
        issued = {
            (line.project, line.service or None) for line in merged.restored if line.axis in FEES
        }
        values = editor.table.values
        for position, month in enumerate(values["month"]):
            project = values["project"][position]
            status = values["status"][position]
            if month != self.month or project in left_out:
                continue
            if status in {PlanStatus.PLANNED, PlanStatus.PREBILLED}:
                fee = (project, values["service"][position])
                after = PlanStatus.PREBILLED if fee in fees else PlanStatus.PLANNED
                after = PlanStatus.INVOICED if fee in issued else after
                editor.change(position, {"status": after})
        return editor

    def _left_out_notes(self, skipped: Iterable[str]) -> list[Finding]:
        projects = self.portfolio.projects
        return [
            Finding(
                "PRJ-03", Place("Projects", projects[code].sheet_row, "project"), {"project": code}
            )
            for code in skipped
            if code in projects  # the row of any other has a finding of its own
        ]


def _totals(drafts: Iterable[Priced]) -> dict[str, str]:
    nets = [draft.charge.net_cents for draft in drafts]
    return {"lines": str(len(nets)), "net": str(from_cents(sum(nets)))}

"""Generate a month: the rows of prebilling and who pays them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import filterfalse

from addin.billing.calendar import Month
from addin.billing.choices import Decision
from addin.billing.corrections import Change
from addin.billing.existing import corrected_key
from addin.billing.lines import Line, Overrides, charge
from addin.billing.money import from_cents, to_cents
from addin.billing.prebilling import Merge
from addin.errors import Finding, Place
from addin.jobs.agreed.payers import PayerBook, PayerTerms, Weights
from addin.jobs.agreed.portfolio import Portfolio, read_portfolio
from addin.jobs.axes.adjustments import volumes_editor
from addin.jobs.axes.retainers import retainers_editor
from addin.jobs.checking import base_findings, missing_quantities
from addin.jobs.content import Content
from addin.jobs.faults import is_left_behind, projects_left_out
from addin.jobs.invoices.recovering import journal_of
from addin.jobs.month.drafts import Draft, Drafting, DraftWriter
from addin.jobs.month.guarding import UnconfirmedError, guard_findings
from addin.jobs.month.merging import merged_month
from addin.jobs.month.new_order import NewOrder
from addin.jobs.month.own_lines import OwnLine, own_lines
from addin.jobs.month.plan_marks import plan_editor
from addin.jobs.month.prebilled import charge_of, computed_values, existing_lines, plain
from addin.jobs.month.reopening import standing_lines
from addin.jobs.month.restoring import IssuedLines
from addin.jobs.month.sources import Sources, Wanted
from addin.jobs.month.undisturbed import undisturbed
from addin.jobs.month.wanted import wanted_lines
from addin.jobs.planning import instalments_passed
from addin.jobs.report import Proposal, Report, checks_edit, told_findings
from addin.jobs.shared.allocating import Priced, allocation_editor
from addin.jobs.shared.draft_parts import draft_parts
from addin.jobs.shared.ordinary_shares import PaidLines, paid_lines
from addin.jobs.shared.taken import taken_parts
from addin.jobs.work.entry_keys import new_entry_keys
from addin.jobs.work.entry_marks import (
    mended_marks,
    returned_findings,
    with_mended,
)
from addin.jobs.work.expense_marks import expenses_editor
from addin.jobs.work.issued_time import with_marks
from addin.jobs.work.marking import Marking, marks_edit
from addin.journal.journal import Journal
from addin.tables.edits import TableEdit
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.work import TimesheetEntry
from addin.words import text

JOB = "generate"


def generate(
    content: Content, month: Month, *, confirmed: bool = False, journal: Journal | None = None
) -> Proposal:
    """Bring prebilling and allocations up to date with the sources of a month.

    Args:
        content: The workbook.
        month: Month that bills.
        confirmed: Also when a client would be billed far more than last month; it is only told.
        journal: What was issued; None for the journal of the workbook.

    Raises:
        UnconfirmedError: A client would be, and nobody has confirmed it.
        RefusedError: A table or a column is missing.
        BillingError: The journal cannot be read.
    """
    content.require_structure()
    with undisturbed():
        run = _Run(content, month, journal or journal_of(content))
        return run.proposal(confirmed=confirmed)


class _Run:
    """One run of ``generate``: what it knows, step by step."""

    def __init__(self, content: Content, month: Month, journal: Journal) -> None:
        self.content = content
        self.month = month
        self.portfolio: Portfolio = read_portfolio(content)
        self.payers = PayerBook(self.portfolio)
        self.issued = IssuedLines(journal)
        self.rows = {row.line: row for row in content.records(PrebillingLine) if row.line}
        self.existing = standing_lines(
            existing_lines(content.table(PrebillingLine), self.issued.keys), self.issued.reopened
        )
        self.findings: list[Finding] = [
            *filterfalse(is_left_behind, base_findings(content, self.portfolio)),
            *missing_quantities(content, self.portfolio, month),
            *instalments_passed(content, month, self.portfolio, self.issued.reopened),
        ]
        numbers = {line: self.issued.numbers(line) for line in self.issued.keys}
        self.issued_time = mended_marks(content, self.portfolio, self.existing, month, numbers)
        self.marks = self.issued_time.marks
        self.report = Report(JOB, str(content.book.path))
        self.writer = DraftWriter(content, self.report)
        self.ordinary: list[PaidLines] = []

    def proposal(self, *, confirmed: bool) -> Proposal:
        """Every edit of the run and its report."""
        sources, wanted, own = self._sound_lines()
        left_out = sources.left_out
        billed = (paid.without(left_out) for paid in self.ordinary)
        ordinary = [paid for paid in billed if len(paid.lines)]
        merged = merged_month(sources, wanted)
        own = [one for one in own if one.position not in merged.kept]
        drafting = Drafting(self.content, self.portfolio, self.rows, wanted.changes)
        drafts = list(drafting.drafts(merged, own))
        taken = taken_parts(
            self.content,
            self.portfolio,
            self.month,
            self.issued.cents,
            merged.restored,
            sources.reopened,
        )
        drafts, parts = draft_parts(self.payers, drafts, taken)
        gone = {row.key for row in merged.removed}
        self._guard(drafts, ordinary, gone, confirmed=confirmed)
        written = [self.writer.write(draft, parts.get(draft.key, ())) for draft in drafts]
        self.writer.remove(row.position for row in merged.removed)
        restored = [self._restore(line) for line in merged.restored]
        self._say_what_happened(merged, wanted)
        known = set(self.content.table(PrebillingLine).values["line"])
        allocations = allocation_editor(
            self.content, [*written, *restored, *self._half_issued()], gone, known
        )
        for paid in ordinary:
            self.writer.add_ordinary(paid.lines, self.portfolio)
            allocations.add_columns(paid.allocations())
        order = NewOrder(drafts, [paid.lines for paid in ordinary])
        self.report.skipped = sorted(left_out & self.portfolio.codes)
        self.findings += [*self.writer.findings, *self._left_out_notes(self.report.skipped)]
        self.report.findings = told_findings(self.content, self.findings)
        self.report.totals = _totals(written, ordinary)
        edits = [
            self.writer.editor.edit(order.of(self.writer.editor)),
            allocations.edit(order.of(allocations)),
            self._timesheet_edit(sources, merged, wanted, ordinary),
            expenses_editor(sources, merged, left_out, self.issued).edit(),
            plan_editor(sources, merged, [paid.lines for paid in ordinary]).edit(),
            volumes_editor(self.content, self.portfolio, self.month, left_out).edit(),
            retainers_editor(self.content, sources).edit(),
            checks_edit(self.content, self.report.findings),
        ]
        return Proposal(self.report, [edit for edit in edits if edit])

    def _sound_lines(self) -> tuple[Sources, Wanted, list[OwnLine]]:
        """The lines of the projects that can be billed whole; ``sources`` knows the others."""
        own, own_findings = own_lines(self.content, self.portfolio, self.month, self.issued.keys)
        self.findings += own_findings
        sources = Sources(
            with_marks(self.content, self.marks),
            self.portfolio,
            self.month,
            self.existing,
            projects_left_out(self.content, self.findings),
            new_entry_keys(self.content.table(TimesheetEntry)),
            self.issued.cents,
            self.issued_time.minutes,
            self.issued.reopened.lines,
        )
        wanted = wanted_lines(sources, by_column=True)
        self.findings += [*wanted.findings, *wanted.waiting]
        left_out = wanted.left_out | self._without_payers(wanted.lines, own)
        left_out |= self._ordinary_without_payers(wanted)
        wanted.lines = [line for line in wanted.lines if line.project not in left_out]
        own = [one for one in own if one.project not in left_out]
        return replace(sources, left_out=frozenset(left_out)), wanted, own

    def _ordinary_without_payers(self, wanted: Wanted) -> set[str]:
        """The same of ordinary lines, whose payers are known from now on."""
        left_out: set[str] = set()
        for lines in wanted.ordinary:
            sound = lines.where(~lines.projects.mask(wanted.left_out.__contains__))
            paid, findings, faulty = paid_lines(self.payers, sound)
            self.ordinary.append(paid)
            self.findings += findings
            left_out |= faulty
        return left_out

    def _timesheet_edit(
        self, sources: Sources, merged: Merge, wanted: Wanted, ordinary: Sequence[PaidLines]
    ) -> TableEdit:
        """Each entry names the line that took it; new entries get their number."""
        ours = {row.key for row in self.existing if row.month == self.month and not row.invoiced}
        marking = Marking(
            merged,
            [paid.lines for paid in ordinary],
            sources.left_out,
            wanted,
            sources.entry_keys,
            self.issued.numbers,
            ours,
        )
        return with_mended(
            self.content, marks_edit(self.content, marking), self.marks, marking.taken
        )

    def _without_payers(self, lines: Iterable[Line], own: Iterable[OwnLine]) -> set[str]:
        """The projects of lines whose payers have something wrong with them."""
        left_out = set()
        questions = [
            (line.project, line.service, line.payers, line.period.end, line.phase, line.vat_outside)
            for line in lines
        ]
        for one in own:
            owed = one.owed
            questions.append((owed.project, owed.service, owed.given, owed.on, owed.phase, False))
        for row in self.rows.values():
            if row.month == self.month and row.payer_override and not row.invoice:
                payer: Weights = ((row.payer_override, Fraction(1)),)
                on = row.period_to or self.month.last
                question = (row.project, row.service or "", payer, on, row.phase or "", False)
                questions.append(question)
        for project, service, given, on, phase, outside in dict.fromkeys(questions):
            if project not in self.portfolio.projects:
                continue
            _, faults = self.payers.payers(
                project, service, given, on, phase=phase, vat_outside=outside
            )
            self.findings += faults
            left_out |= {project} if faults else set()
        return left_out

    def _guard(
        self,
        drafts: Sequence[Draft],
        ordinary: Iterable[PaidLines],
        gone: Iterable[str],
        *,
        confirmed: bool,
    ) -> None:
        new = [paid.lines for paid in ordinary]
        opened = self.issued.reopened.lines
        found = guard_findings(self.content, self.portfolio, self.month, drafts, gone, new, opened)
        if found and not confirmed:
            raise UnconfirmedError(found, self.content.tables)
        self.findings += found

    def _restore(self, line: Line) -> Priced:
        """Put back the row of an issued line that is lost, as it was issued where that is clear."""
        overrides, by_minutes = Overrides(), line.minutes is not None
        priced = charge(line.quantity, line.unit_price, overrides, by_minutes=by_minutes)
        terms, _ = self.payers.payers_of(line)
        restored, cents = self.issued.restored(Priced(line.key, line.project, priced, terms))
        if not restored.payers and (given := self.issued.whole(line.key, priced.net_cents)):
            # Where amounts are agreed, the month as a whole was shared, and not the line alone.
            terms, _ = self.payers.payers(
                line.project,
                line.service,
                given,
                line.period.end,
                phase=line.phase,
                vat_outside=line.vat_outside,
            )
            restored, cents = self.issued.restored(Priced(line.key, line.project, priced, terms))
        net_cents = restored.charge.net_cents if restored.payers else cents
        self.writer.editor.add(
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
            "amount": from_cents(priced.net_cents),
        }
        self.findings.append(Finding("PRE-09", Place("Prebilling"), values))
        return restored

    def _half_issued(self) -> Iterator[Priced]:
        """Lines of which only some parts are issued and whose allocations were spoilt since."""
        shown = self.writer.shown
        for key, row in self.rows.items():
            if row.month != self.month or row.amount is None or row.period_to is None:
                continue
            cents = to_cents(row.amount)
            if not self.issued.is_half(key, cents) or row.project not in self.portfolio.projects:
                continue
            if not self.issued.agrees(key, shown.cents(key), cents):
                payers = self._payers_of_row(row)
                yield self.issued.restored(Priced(key, row.project, charge_of(row), payers))[0]

    def _payers_of_row(self, row: PrebillingLine) -> list[PayerTerms]:
        given: Weights = ((row.payer_override, Fraction(1)),) if row.payer_override else ()
        assert row.period_to is not None
        terms, _ = self.payers.payers(
            row.project, row.service or "", given, row.period_to, phase=row.phase or ""
        )
        return terms

    def _say_what_happened(self, merged: Merge, wanted: Wanted) -> None:
        for row in merged.removed:
            if row.overridden:
                self._find("PRE-06", row.key, "line", {})
        changes = {change.row.key: change for change in wanted.changes}
        for line in merged.wanted:
            change = changes.get(corrected_key(line.key))
            if change is not None:
                self._tell(change, line)
        for wanted_line, row in merged.elsewhere:
            values = {"month": row.month, "wanted": wanted_line.month}
            self._find("PRE-08", row.key, "month", values)
        self.findings += returned_findings(self.content, self.marks)

    def _tell(self, change: Change, correction: Line) -> None:
        """A line corrects an issued one."""
        if change.billed.is_time:
            billed = plain(change.billed.quantity)
            found = plain(change.billed.quantity + change.quantity)
            values: dict[str, object] = {"billed": billed, "found": found}
            code, column = "PRE-07", "quantity"
        else:
            values = {"difference": from_cents(change.net_cents)}
            code, column = "PRE-04", "amount"
        self._find(code, change.row.key, column, values | {"correction": correction.key})

    def _find(self, code: str, line: str, column: str, values: Mapping[str, object]) -> None:
        place = Place("Prebilling", self.rows[line].sheet_row, column)
        self.findings.append(Finding(code, place, {"line": line, **values}))

    def _left_out_notes(self, skipped: Iterable[str]) -> list[Finding]:
        projects = self.portfolio.projects
        return [
            Finding(
                "PRJ-03", Place("Projects", projects[code].sheet_row, "project"), {"project": code}
            )
            for code in skipped
            if code in projects  # the row of any other has a finding of its own
        ]


def _totals(drafts: Iterable[Priced], ordinary: Iterable[PaidLines]) -> dict[str, str]:
    nets = [draft.charge.net_cents for draft in drafts]
    count, cents = len(nets), sum(nets)
    for paid in ordinary:
        count += len(paid.lines)
        cents += sum(paid.lines.cents.tolist())
    return {"lines": str(count), "net": str(from_cents(cents))}

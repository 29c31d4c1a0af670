"""The drafts of a month: priced with the user's overrides, and written as far as they changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from addin.billing.choices import Decision
from addin.billing.corrections import Change
from addin.billing.existing import NO_OVERRIDES, corrected_key
from addin.billing.lines import Charge, Line, Overrides, charge
from addin.billing.money import from_cents, part_of
from addin.billing.prebilling import Merge
from addin.errors import Finding, Place
from addin.jobs.agreed.portfolio import Portfolio
from addin.jobs.content import Content
from addin.jobs.invoices.discounting import discounted_cents
from addin.jobs.month.changes import changes
from addin.jobs.month.ordinary_lines import OrdinaryLines
from addin.jobs.month.ordinary_rows import new_rows
from addin.jobs.month.own_lines import OwnLine
from addin.jobs.month.prebilled import (
    NOTHING,
    computed_values,
    is_generated,
    is_percent_discount,
    overridden_values,
    overrides_of,
)
from addin.jobs.report import Report
from addin.jobs.shared.allocating import Priced, Shown
from addin.jobs.shared.sharing import Owed, PayerPart, owed
from addin.tables.editing import TableEditor
from addin.tables.sheets.bills import PrebillingLine
from addin.words import text


class Draft(NamedTuple):
    """A line that will be a draft of the month after the run.

    Attributes:
        charge: What it comes to with the user's overrides.
        owed: As its payers share it.
        values: The cells that the run gives it.
        before: Its row, if it has one already.
        place: See ``Line``.
    """

    key: str
    project: str
    client: str
    charge: Charge
    owed: Owed
    values: Mapping[str, Any]
    before: PrebillingLine | None = None
    place: int | None = None

    @property
    def is_percentage(self) -> bool:
        """Whether it is a discount in percent on the other lines of its project."""
        return self.before is not None and is_percent_discount(self.before)

    def as_percentage_of(
        self, drafts: Iterable["Draft"], parts: Mapping[str, Sequence[PayerPart]]
    ) -> "Draft":
        """The discount, once it is known what the lines come to and who pays them.

        Lines on hold and those outside the scope of VAT get none. Each payer has it on what it
        pays.
        """
        assert self.before is not None
        lines = (
            draft.owed
            for draft in drafts
            if draft.project == self.project and not (draft.before and draft.before.hold)
        )
        payers = discounted_cents(lines, parts, self.before.payer_override or "")
        cents = -part_of(sum(payers.values()), self.before.discount_percent or NOTHING)
        given = tuple((payer, Fraction(net)) for payer, net in payers.items())
        return self._replace(
            charge=self.charge._replace(unit_price=from_cents(-cents), gross_cents=cents),
            owed=self.owed._replace(cents=cents, given=given or self.owed.given),
            values={**self.values, "amount": from_cents(cents)},
        )


class Drafting:
    """Turns what a run wants into drafts."""

    def __init__(
        self,
        content: Content,
        portfolio: Portfolio,
        rows: Mapping[str, PrebillingLine],
        changes: Iterable[Change] = (),
    ) -> None:
        """``rows`` are those of prebilling, by key; ``changes`` what corrections are made of."""
        self._changes = {change.row.key: change for change in changes}
        self._portfolio = portfolio
        self._language = content.language
        self._rows = rows

    def drafts(self, merged: Merge, own: Iterable[OwnLine]) -> Iterator[Draft]:
        """Those that have a row, the new ones, the user's own."""
        for line in merged.kept.values():
            before = self._rows[line.key]
            yield self._draft(line, overrides_of(before), before)
        for line in merged.added:
            overrides = self.inherited(line)
            draft = self._draft(line, overrides, None)
            taken_over = overridden_values(overrides)
            if taken_over:
                draft = draft._replace(values={**draft.values, **taken_over})
            yield draft
        for one in own:
            yield Draft(
                one.key, one.project, one.client, one.charge, one.owed, one.values(), one.row
            )

    def inherited(self, line: Line) -> Overrides:
        """What a new line has of the user's: a correction, the discount of what it corrects.

        A discount in euros was given once: it is taken back when all of the line is.
        """
        corrected = self._rows.get(corrected_key(line.key))
        if corrected is None:
            return NO_OVERRIDES
        overrides = overrides_of(corrected)
        change = self._changes.get(line.mirrors)
        whole = change is not None and change.takes_all_back
        cents = overrides.discount_cents if whole else 0
        return Overrides(discount=overrides.discount, discount_cents=cents)

    def _draft(self, line: Line, overrides: Overrides, before: PrebillingLine | None) -> Draft:
        priced = charge(
            line.quantity,
            line.unit_price,
            overrides,
            by_minutes=line.minutes is not None,
            reduction_cents=line.reduction_cents,
        )
        return Draft(
            line.key,
            line.project,
            line.client,
            priced,
            owed(line, priced, overrides.payer),
            computed_values(line, self._portfolio, self._language),
            before,
            line.place,
        )


class DraftWriter:
    """Writes drafts into prebilling: only cells that change, and never a column of the user's."""

    def __init__(self, content: Content, report: Report) -> None:
        self.editor: TableEditor = content.editor(PrebillingLine)
        self.findings: list[Finding] = []
        self.shown = Shown(content)
        self._new = text("line.new", content.language)
        self._language = content.language
        self._report = report

    def write(self, draft: Draft, parts: Iterable[PayerPart]) -> Priced:
        """Write one draft, whose payers share it so."""
        priced = Priced.of(draft.key, draft.project, draft.charge, list(parts))
        if draft.before is None:
            self._add(draft)
        else:
            self._change(draft, draft.before, priced)
        return priced

    def _add(self, draft: Draft) -> None:
        self.editor.add(
            {
                **draft.values,
                "amount": from_cents(draft.charge.net_cents),
                "decision": Decision.DRAFT,
                "change": self._new,
            }
        )
        self._report.added += 1

    def add_ordinary(self, lines: OrdinaryLines, portfolio: Portfolio) -> None:
        """Write lines that come out as they were computed."""
        if len(lines):
            self.editor.add_columns(new_rows(lines, portfolio, self._language))
            self._report.added += len(lines)

    def _change(self, draft: Draft, before: PrebillingLine, priced: Priced) -> None:
        """An approval that was given to another bill is taken back."""
        after = dict(draft.values)
        told = changes(before, after, priced, self.shown, self._language)
        after["amount"] = from_cents(draft.charge.net_cents)
        computed_before = before.amount is not None or is_generated(before)
        if told and computed_before:
            after["change"] = told
            if before.decision is Decision.APPROVED:
                after["decision"] = Decision.DRAFT
                place = Place("Prebilling", before.sheet_row, "decision")
                self.findings.append(Finding("PRE-02", place, {"line": draft.key}))
        table = self.editor.table
        position = table.positions[before.sheet_row - table.grid.first_row]
        if self.editor.change(position, after):
            self._report.changed += 1
        else:
            self._report.unchanged += 1

    def remove(self, positions: Iterable[int]) -> None:
        """Take rows out."""
        for position in positions:
            self.editor.remove(position)
            self._report.removed += 1

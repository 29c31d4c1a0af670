"""Every way of billing at once: in the end each thing is billed once, whatever happened on the way.

What an office bills month by month, with edits, holds, deleted rows, emptied marks and months in
any order, is what it would have billed had its sheets been right from the first day.
"""

import tempfile
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from mixed_office import (
    MONTHS,
    PROJECTS,
    Tables,
    costs,
    counted,
    counts,
    days,
    offices,
    spent,
    worked,
    works,
)
from sample_office import Office

from addin.billing.invoice import Invoice
from addin.billing.money import to_cents
from addin.jobs.report import Report

FEWER = settings(max_examples=max(settings().max_examples // 13, 1))

MARKS = {"line": None, "invoice": None}
PLACES = st.integers(0, 50)
WORK_EDITS = st.one_of(
    st.sampled_from(["6", "60", "300"]).map(lambda cell: {"minutes": cell}),
    st.sampled_from(["draft", "approved"]).map(lambda cell: {"status": cell}),
    st.sampled_from(PROJECTS).map(lambda cell: {"project": cell}),
    st.sampled_from(["ADV", "TAX"]).map(lambda cell: {"service": cell}),
    days.map(lambda cell: {"date": cell}),
    st.just({"billable": "no"}),
    st.just(MARKS),
)
UNIT_EDITS = st.sampled_from(["0", "3", "20", "40"]).map(lambda cell: {"quantity": cell})
COST_EDITS = st.one_of(
    st.just({"amount": "50.00"}),
    st.sampled_from(["draft", "approved"]).map(lambda cell: {"status": cell}),
)
MONTH = st.sampled_from(MONTHS)
STEPS = st.one_of(
    st.tuples(st.just("generate"), MONTH),
    st.tuples(st.just("bill"), MONTH),
    st.tuples(st.just("Timesheets"), works),
    st.tuples(st.just("Units"), counts),
    st.tuples(st.just("Expenses"), costs),
    st.tuples(st.just("edit"), st.just("Timesheets"), PLACES, WORK_EDITS),
    st.tuples(st.just("edit"), st.just("Units"), PLACES, UNIT_EDITS),
    st.tuples(st.just("edit"), st.just("Expenses"), PLACES, COST_EDITS),
    st.tuples(st.just("hold"), PLACES),
    st.tuples(st.just("delete"), PLACES),
)
ROWS = {"Timesheets": worked, "Units": counted, "Expenses": spent}
KEYS = {"Timesheets": "entry", "Units": "source", "Expenses": "expense"}
WRITTEN = ("line", "invoice", "billed_minutes", "balance", "check")
"""Columns that Quotepart fills in."""
WAITING = frozenset({"CAP-02", "RET-10", "BLK-03"})
"""Findings that say why hours wait."""
FROZEN = ("month", "project", "client", "axis", "period_from", "period_to", "quantity", "amount")


class Desk:
    """An office where everything happens at once, and what was issued there."""

    def __init__(self, folder: Path, tables: Mapping[str, Any]) -> None:
        self.office = Office(folder, **tables)
        self.numbers = 100
        self.told: set[str] = set()
        self._invoices: dict[str, Invoice] = {}
        self._rows: dict[str, dict[str, Any]] = {}

    def take(self, step: tuple[Any, ...]) -> None:
        """Do one thing."""
        verb, *what = step
        match verb:
            case "generate":
                self.generate(what[0])
            case "bill":
                self.bill(what[0])
            case "edit":
                self._edit(*what)
            case "hold" | "delete":
                self._disturb(verb, what[0])
            case table:
                self.numbers += 1
                self.office.type_row(table, **ROWS[table](self.numbers, what[0]))

    def _edit(self, table: str, place: int, cells: dict[str, str | None]) -> None:
        if rows := self.office.rows(table):
            key = KEYS[table]
            self.office.put(table, {key: rows[place % len(rows)][key]}, **cells)

    def _disturb(self, verb: str, place: int) -> None:
        drafts = [row["line"] for row in self.office.drafts() if row["line"]]
        if not drafts:
            return
        line = drafts[place % len(drafts)]
        if verb == "hold":
            self.office.put("Prebilling", {"line": line}, hold="yes")
        else:
            self.office.delete("Prebilling", line=line)

    def generate(self, month: str) -> Report:
        """A second run changes nothing, and every minute and cent is accounted for."""
        self.office.generate(month)
        self.office.generate(month)  # the sheet Checks may have less to say
        writes = self.office.book.writes
        report = self.office.generate(month)
        assert (report.added, report.changed, report.removed) == (0, 0, 0)
        assert self.office.book.writes == writes
        lines = [row for row in self.office.lines(month) if row["project"] not in report.skipped]
        self._shares_make_their_lines(lines)
        self._every_minute_has_its_place(month, report)
        self.told |= {told.code for told in report.findings}
        return report

    def bill(self, month: str) -> None:
        """Bill a month; what was issued before stays as it was."""
        self.generate(month)
        self.office.approve(month)
        self.office.issue(month)
        journal = self.office.journal
        found = {one.number: journal.invoice(one.number) for one in journal.invoices()}
        assert found.items() >= self._invoices.items()
        for number, invoice in found.items():
            nets = sum(line.net_cents for line in invoice.lines)
            nets += sum(one.cents for one in invoice.charges)
            nets -= sum(one.cents for one in invoice.allowances)
            assert nets == invoice.totals.net_cents, number
        rows = {row["line"]: row for row in self.office.lines() if row["invoice"]}
        for key, before in self._rows.items():
            assert [rows[key][name] for name in FROZEN] == [before[name] for name in FROZEN]
        self._shares_make_their_lines(list(rows.values()))
        self._invoices, self._rows = found, rows

    def _shares_make_their_lines(self, lines: list[dict[str, Any]]) -> None:
        shares: Counter[str] = Counter()
        for row in self.office.rows("Allocations"):
            shares[row["line"]] += to_cents(Decimal(row["amount"]))
        for line in lines:
            assert shares[line["line"]] == to_cents(Decimal(line["amount"] or 0)), line

    def _every_minute_has_its_place(self, month: str, report: Report) -> None:
        """Billed, covered by a fee, waiting with a finding, or of a project that is left out."""
        lines = {row["line"] for row in self.office.lines()}
        stages = {"progress", "milestone"}
        fees = {row["project"] for row in self.office.rows("Schedules") if row["axis"] in stages}
        waits = WAITING & {told.code for told in report.findings}
        for row in self.office.rows("Timesheets", status="approved", billable=True):
            if row["date"][:7] > month or row["line"] in lines or row["invoice"]:
                continue
            assert row["project"] in {*report.skipped, *fees} or waits, row

    def close(self) -> None:
        """Bill everything; lines of the user's own keep each invoice above zero."""
        for row in self.office.lines():
            if row["hold"]:
                self.office.put("Prebilling", {"line": row["line"]}, hold=None)
        for month in MONTHS * 2:
            for project in PROJECTS:
                own = {"month": month, "project": project, "quantity": "1", "unit_price": "90000"}
                self.office.type_row("Prebilling", **own)
            self.bill(month)
        for month in MONTHS:
            report = self.generate(month)
            assert (report.added, report.changed, report.removed) == (0, 0, 0)

    def billed(self) -> dict[tuple[str, str], int]:
        """Cents of each way of billing of each project, lines of the user's own left out.

        What no invoice has makes documents that come to nothing, or wait for a credit note.
        """
        cents: Counter[tuple[str, str]] = Counter()
        for row in self.office.lines():
            cents[row["project"], row["axis"]] += to_cents(Decimal(row["amount"] or 0))
        waiting: Counter[tuple[str, ...]] = Counter()
        for row in self.office.rows("Allocations", invoice=None):
            month, project = row["line"].split("/")[:2]
            kind = (month, project, row["payer"], row["vat_category"])
            waiting[kind] += to_cents(Decimal(row["amount"]))
        assert all(found <= 0 for found in waiting.values())
        return {(what, axis): found for (what, axis), found in cents.items() if found and axis}

    def sources(self, tables: Tables) -> Tables:
        """The sheets as they are now, without what Quotepart wrote there."""
        found = {
            name: [
                {field: cell for field, cell in row.items() if cell is not None}
                for row in self.office.rows(name)
            ]
            for name in tables
            if name not in {"Clients", "Services"}
        }
        for row in (row for rows in found.values() for row in rows):
            for name in WRITTEN:
                row.pop(name, None)
        return {**tables, **found}


@FEWER
@given(offices(), st.lists(STEPS, max_size=14))
def test_each_thing_is_billed_once_whatever_happened_on_the_way(
    tables: Tables, steps: list[tuple[Any, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        desk = Desk(Path(folder), tables)
        for step in steps:
            desk.take(step)
        desk.close()
        fresh = Desk(Path(other), desk.sources(tables))
        fresh.close()

        billed, once = desk.billed(), fresh.billed()
        for found, office in ((billed, desk), (once, fresh)):
            kept = [found.pop((project, "deposit"), 0) for project in PROJECTS]
            assert kept == [0] * len(kept) or "DEP-01" in office.told
        assert billed == once

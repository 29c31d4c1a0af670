"""Work comes in and months are run in any order: in the end each thing is billed once."""

import tempfile
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sample_office import FEE, Office, entry

from addin.billing.choices import HoursMode, TimeDetail
from addin.billing.money import line_cents
from addin.billing.time import hours
from addin.journal.journal import Journal

MONTHS = ("2026-01", "2026-02", "2026-03")
PROJECTS = ("P-1", "P-2", "P-3")
NEW_YEAR = date(2026, 1, 1)
QUARTER = {"periodicity": "quarterly", "amount": "500.00", "amount_per": "period"}
SCHEDULES = (FEE, FEE | QUARTER | {"project": "P-2", "timing": "arrears"})
FEE_CENTS = 250_00 + 500_00  # three months of 1 000.00 a year, and a quarter

months = st.sampled_from(MONTHS)
projects = st.sampled_from(PROJECTS)
days = st.integers(0, 89).map(lambda number: (NEW_YEAR + timedelta(days=number)).isoformat())
minutes = st.integers(1, 600)
CELLS: tuple[dict[str, str], ...] = (
    {},
    {},
    {"organisation": "CEDAR"},
    {"task": "Audit"},
    {"task": "audit"},
    {"note": "Call with the bank"},
)
CHANGES = {
    "minutes": minutes.map(str),
    "status": st.sampled_from(["draft", "approved"]),
    "project": projects,
    "date": days,
    "organisation": st.sampled_from(["ALDER", "BIRCH", None]),
}


class PowerCutError(Exception):
    """The computer goes off."""


class AnyOrder(RuleBasedStateMachine):
    """An office whose staff type, generate, approve and issue as it comes."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.typed = 0
        self.units = 0
        self.own_cents = 0
        self.mode = HoursMode.DECIMAL

    @initialize(
        mode=st.sampled_from(HoursMode),
        detail=st.sampled_from(TimeDetail),
        grouping=st.sampled_from(["project", "payer"]),
    )
    def open(self, mode: HoursMode, detail: TimeDetail, grouping: str) -> None:
        """Three clients, one of whose projects is paid by all three."""
        self.mode = mode
        terms = {"hours_mode": mode, "time_detail": detail, "invoice_grouping": grouping}
        payers = ("ALDER", "BIRCH", "CEDAR")
        self.office = Office(
            Path(self.folder.name),
            Clients=[{"client": client} | terms for client in payers],
            Projects=[
                {"project": "P-1", "name": "One", "client": "ALDER", "multi_payer": "yes"},
                {"project": "P-2", "name": "Two", "client": "BIRCH"},
                {"project": "P-3", "name": "Three", "client": "CEDAR"},
            ],
            Splits=[
                {"project": "P-1", "payer": payer, "basis": "weight", "share": "1"}
                for payer in payers
            ],
            Schedules=SCHEDULES,
            Rates=[
                {"rate": "95.00", "valid_to": "2026-01-31"},
                {"rate": "98.50", "valid_from": "2026-02-01"},
            ],
        )

    def teardown(self) -> None:
        """In the end everything is billed."""
        try:
            if hasattr(self, "office"):
                self.close_the_quarter()
        finally:
            self.folder.cleanup()

    # What is typed.

    @rule(
        where=st.tuples(projects, days),
        worked=minutes,
        person=st.sampled_from(["ANN", "BEN"]),
        service=st.sampled_from(["ADV", "TAX"]),
        status=st.sampled_from(["approved", "approved", "draft"]),
        cells=st.sampled_from(CELLS),
        key=st.booleans(),
    )
    def work(
        self,
        where: tuple[str, str],
        worked: int,
        person: str,
        service: str,
        status: str,
        cells: dict[str, str],
        *,
        key: bool,
    ) -> None:
        """Somebody types an entry, with or without a number."""
        self.typed += 1
        row = entry(f"E-{self.typed}" if key else "", where[1], worked, project=where[0])
        row |= {"person": person, "service": service, "status": status} | cells
        self.office.type_row("Timesheets", **row)

    @rule(project=projects, month=months, quantity=st.integers(1, 20))
    def count(self, project: str, month: str, quantity: int) -> None:
        """Units come in."""
        self.typed += 1
        self.units += quantity
        row = {"month": month, "project": project, "service": "PAY", "quantity": str(quantity)}
        self.office.type_row("Units", **row, source=f"import {self.typed}")

    @rule(project=projects, month=months, euros=st.integers(1, 500))
    def add(self, project: str, month: str, euros: int) -> None:
        """Somebody adds a line to prebilling."""
        self.own_cents += 100 * euros
        row = {"month": month, "project": project, "quantity": "1", "unit_price": str(euros)}
        self.office.type_row("Prebilling", **row)

    @rule(data=st.data(), cell=st.sampled_from(list(CHANGES)))
    def mend(self, data: st.DataObject, cell: str) -> None:
        """An entry that no invoice bills is changed."""
        rows = self.office.rows("Timesheets", invoice=None)
        if rows := [row for row in rows if row["entry"]]:
            where = {"entry": data.draw(st.sampled_from(rows))["entry"]}
            value = data.draw(CHANGES[cell])
            self.office.put("Timesheets", where, **{cell: value})

    @rule(data=st.data(), table=st.sampled_from(["Prebilling", "Allocations"]))
    def delete(self, data: st.DataObject, table: str) -> None:
        """A row is deleted, issued or not; of the user's own lines only an issued one."""
        rows = [row for row in self.office.rows(table) if row["line"]]
        rows = [row for row in rows if "/own/" not in row["line"] or row["invoice"]]
        if rows:
            row = data.draw(st.sampled_from(rows))
            where = {"line": row["line"]}
            where |= {"payer": row["payer"]} if table == "Allocations" else {}
            self.office.delete(table, **where)

    @rule(data=st.data(), cell=st.sampled_from(["hold", "invoice", "origin"]))
    def spoil(self, data: st.DataObject, cell: str) -> None:
        """A cell of prebilling is typed over or emptied."""
        rows = [row for row in self.office.lines() if row["line"]]
        rows = [row for row in rows if cell != "origin" or "/own/" not in row["line"]]
        if rows:
            row = data.draw(st.sampled_from(rows))
            value = None if row[cell] else {"hold": "yes"}.get(cell)
            self.office.put("Prebilling", {"line": row["line"]}, **{cell: value})

    # What the billing manager does.

    @rule(month=months)
    def generate(self, month: str) -> None:
        """A second run finds nothing to do."""
        self.office.generate(month)
        self.drafts_bill_their_entries(month)
        self.office.generate(month)  # the sheet Checks may have less to say
        writes = self.office.book.writes
        self.office.generate(month)
        assert self.office.book.writes == writes

    @rule(month=months)
    def approve(self, month: str) -> None:
        """The month's drafts are approved."""
        self.office.approve(month)

    @rule(month=months)
    def issue(self, month: str) -> None:
        """The month's invoices are issued."""
        self.office.issue(month)

    @rule(
        month=months, runs=st.integers(0, 3), step=st.sampled_from(["issue", "documents_written"])
    )
    def crash(self, month: str, runs: int, step: str) -> None:
        """The month's invoices are issued until the power goes."""
        left, whole = runs, getattr(Journal, step)

        def cut(*given: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                raise PowerCutError
            return whole(*given, **named)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Journal, step, cut)
            with suppress(PowerCutError):
                self.office.issue(month)

    # What must hold.

    def drafts_bill_their_entries(self, month: str) -> None:
        """Each draft of time bills the minutes of the entries that name it."""
        named: Counter[str] = Counter()
        for row in self.office.rows("Timesheets"):
            named[row["line"]] += row["minutes"]
        for line in self.office.lines(month):
            if line["axis"] == "time" and not line["invoice"]:
                assert Decimal(line["quantity"]) == hours(named[line["line"]], self.mode)

    def close_the_quarter(self) -> None:
        """Everything is billed, and then there is nothing left to bill."""
        for line in self.office.lines():
            if line["hold"]:
                self.office.put("Prebilling", {"line": line["line"]}, hold=None)
        for month in (*MONTHS, *MONTHS):
            self.office.bill(month)
        for month in MONTHS:
            report = self.office.generate(month)
            assert (report.added, report.removed) == (0, 0)
        assert self.office.drafts() == []
        for row in self.office.rows("Timesheets"):
            assert bool(row["invoice"]) == (row["status"] == "approved"), row
        self.each_thing_is_billed_once()

    def each_thing_is_billed_once(self) -> None:
        """To the cent, whatever happened on the way."""
        journal = self.office.journal
        assert [*journal.gaps(), *journal.verify_chain()] == []
        billed: Counter[str] = Counter()
        for one in journal.invoices():
            for line in journal.invoice(one.number).lines:
                billed[line.line] += line.net_cents
        time = {key: cents for key, cents in billed.items() if "/time/" in key}
        assert sum(cents for key, cents in billed.items() if "/fixed/" in key) == FEE_CENTS
        assert sum(cents for key, cents in billed.items() if "/unit" in key) == 14_75 * self.units
        assert sum(cents for key, cents in billed.items() if "/own/" in key) == self.own_cents
        assert time == self.worked_cents()

    def worked_cents(self) -> dict[str, int]:
        """What the entries of each line come to."""
        worked: Counter[str] = Counter()
        rates: dict[str, Decimal] = {}
        for row in self.office.rows("Timesheets"):
            if row["invoice"]:
                worked[row["line"]] += row["minutes"]
                rates[row["line"]] = Decimal("95.00" if row["date"] < "2026-02" else "98.50")
        return {
            line: line_cents(
                Fraction(found, 60) if self.mode is HoursMode.MINUTES else hours(found, self.mode),
                rates[line],
            )
            for line, found in worked.items()
        }


AnyOrder.TestCase.settings = settings(
    max_examples=max(settings().max_examples // 6, 1), stateful_step_count=25
)
TestAnyOrder = AnyOrder.TestCase

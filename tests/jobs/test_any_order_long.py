"""Work comes in and months are run in any order: in the end each thing is billed once."""

import tempfile
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sample_office import FEE, Office, entry

from addin.billing.choices import HoursMode
from addin.billing.money import to_cents
from addin.billing.time import hours

MONTHS = ("2026-01", "2026-02", "2026-03")
PROJECTS = ("P-1", "P-2", "P-3")
NEW_YEAR = date(2026, 1, 1)
FEES = {
    # Twelve months of 1 000.00, and a quarter of 500.00 in its last month.
    "P-1": [FEE],
    "P-2": [
        FEE
        | {
            "project": "P-2",
            "periodicity": "quarterly",
            "amount": "500.00",
            "amount_per": "period",
            "timing": "arrears",
        }
    ],
}
FEE_CENTS = 250_00 + 500_00

months = st.sampled_from(MONTHS)
projects = st.sampled_from(PROJECTS)
days = st.integers(0, 89).map(lambda number: (NEW_YEAR + timedelta(days=number)).isoformat())
minutes = st.integers(1, 600)


class AnyOrder(RuleBasedStateMachine):
    """An office whose staff type, generate, approve and issue as it comes."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.entries = 0
        self.units: Counter[tuple[str, str]] = Counter()

    @initialize(
        mode=st.sampled_from(HoursMode),
        detail=st.sampled_from(["service", "person", "task", "entry"]),
        grouping=st.sampled_from(["project", "payer"]),
    )
    def open(self, mode: HoursMode, detail: str, grouping: str) -> None:
        self.mode = mode
        self.office = Office(
            Path(self.folder.name),
            Clients=[
                {
                    "client": client,
                    "hours_mode": mode.value,
                    "time_detail": detail,
                    "invoice_grouping": grouping,
                }
                for client in ("ALDER", "BIRCH", "CEDAR")
            ],
            Projects=[
                {"project": "P-1", "name": "One", "client": "ALDER", "multi_payer": "yes"},
                {"project": "P-2", "name": "Two", "client": "BIRCH"},
                {"project": "P-3", "name": "Three", "client": "CEDAR"},
            ],
            Splits=[
                {"project": "P-1", "payer": payer, "basis": "weight", "share": "1"}
                for payer in ("ALDER", "BIRCH", "CEDAR")
            ],
            Schedules=[row for rows in FEES.values() for row in rows],
            Rates=[
                {"rate": "95.00", "valid_to": "2026-01-31"},
                {"rate": "98.50", "valid_from": "2026-02-01"},
            ],
        )

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.close_the_quarter()
        self.folder.cleanup()

    # What the staff types.

    @rule(
        project=projects,
        day=days,
        worked=minutes,
        person=st.sampled_from(["ANN", "BEN"]),
        service=st.sampled_from(["ADV", "TAX"]),
        status=st.sampled_from(["approved", "approved", "draft"]),
        cells=st.sampled_from(
            [{}, {}, {"organisation": "CEDAR"}, {"task": "Audit"}, {"task": "audit"}]
        ),
        key=st.booleans(),
    )
    def work(
        self,
        project: str,
        day: str,
        worked: int,
        person: str,
        service: str,
        status: str,
        cells: dict[str, str],
        *,
        key: bool,
    ) -> None:
        self.entries += 1
        row = entry(f"E-{self.entries}" if key else "", day, worked, project=project)
        row |= {"person": person, "service": service, "status": status} | cells
        self.office.type_row("Timesheets", **row)

    @rule(project=projects, month=months, quantity=st.integers(1, 20))
    def count(self, project: str, month: str, quantity: int) -> None:
        """Units come in from another source."""
        self.entries += 1
        self.units[month, project] += quantity
        self.office.type_row(
            "Units",
            month=month,
            project=project,
            service="PAY",
            quantity=str(quantity),
            source=f"import {self.entries}",
        )

    @rule(data=st.data(), cells=st.sampled_from(["minutes", "status", "project", "date"]))
    def mend(self, data: st.DataObject, cells: str) -> None:
        """An entry that no invoice bills is changed."""
        rows = [
            row for row in self.office.rows("Timesheets") if row["entry"] and not row["invoice"]
        ]
        if not rows:
            return
        row = data.draw(st.sampled_from(rows))
        values = {
            "minutes": minutes.map(str),
            "status": st.sampled_from(["draft", "approved"]),
            "project": projects,
            "date": days,
        }
        value = data.draw(values[cells])
        self.office.put("Timesheets", {"entry": row["entry"]}, **{cells: value})

    @rule(data=st.data(), table=st.sampled_from(["Prebilling", "Allocations"]))
    def delete(self, data: st.DataObject, table: str) -> None:
        """A row is deleted, issued or not."""
        rows = self.office.rows(table)
        if rows:
            row = data.draw(st.sampled_from(rows))
            where = {"line": row["line"]}
            where |= {"payer": row["payer"]} if table == "Allocations" else {}
            self.office.delete(table, **where)

    # What the billing manager does.

    @rule(month=months)
    def generate(self, month: str) -> None:
        self.office.generate(month)
        self.drafts_bill_their_entries(month)
        writes = self.office.book.writes
        self.office.generate(month)
        assert self.office.book.writes <= writes + 1  # the sheet Checks may have less to say
        writes = self.office.book.writes
        self.office.generate(month)
        assert self.office.book.writes == writes

    @rule(month=months)
    def approve(self, month: str) -> None:
        self.office.approve(month)

    @rule(month=months)
    def issue(self, month: str) -> None:
        self.office.issue(month)

    def drafts_bill_their_entries(self, month: str) -> None:
        """Each draft of time bills the minutes of the entries that name it."""
        named: Counter[str] = Counter()
        for row in self.office.rows("Timesheets"):
            if row["line"]:
                named[row["line"]] += row["minutes"]
        for line in self.office.lines(month):
            if line["axis"] == "time" and not line["invoice"]:
                assert (
                    Decimal(line["quantity"]) == hours(named[line["line"]], self.mode).normalize()
                )

    def close_the_quarter(self) -> None:
        """Everything is billed, and then there is nothing left to bill."""
        for month in (*MONTHS, *MONTHS):
            self.office.bill(month)
        for month in MONTHS:
            report = self.office.generate(month)
            assert (report.added, report.removed) == (0, 0)
        assert self.office.drafts() == []
        for row in self.office.rows("Timesheets"):
            assert bool(row["invoice"]) == (row["status"] == "approved"), row
        self.invoices_bill_everything_once()

    def invoices_bill_everything_once(self) -> None:
        journal = self.office.journal
        assert [*journal.gaps(), *journal.verify_chain()] == []
        lines = [line for one in journal.invoices() for line in journal.invoice(one.number).lines]
        fees = [line.net_cents for line in lines if "/fixed/" in line.line]
        assert sum(fees) == FEE_CENTS
        units = sum(self.units.values())
        assert sum(line.net_cents for line in lines if "/unit" in line.line) == 14_75 * units
        worked: dict[str, int] = Counter()
        rates: dict[str, Decimal] = {}
        for row in self.office.rows("Timesheets"):
            if row["invoice"]:
                worked[row["line"]] += row["minutes"]
                rates[row["line"]] = Decimal("95" if row["date"] < "2026-02" else "98.50")
        billed: Counter[str] = Counter()
        for line in lines:
            if "/time/" in line.line:
                billed[line.line] += line.net_cents
        assert billed == {
            key: to_cents(_hours(found, self.mode) * rates[key]) for key, found in worked.items()
        }


def _hours(worked: int, mode: HoursMode) -> Any:
    from fractions import Fraction

    exact = Fraction(worked, 60) if mode is HoursMode.MINUTES else Fraction(hours(worked, mode))
    return _Times(exact)


class _Times:
    def __init__(self, exact: Any) -> None:
        self.exact = exact

    def __mul__(self, rate: Decimal) -> Any:
        from fractions import Fraction

        return self.exact * Fraction(rate)


AnyOrder.TestCase.settings = settings(max_examples=400, stateful_step_count=40, derandomize=False)
TestAnyOrder = AnyOrder.TestCase

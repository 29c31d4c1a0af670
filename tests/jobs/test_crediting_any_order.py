"""Whatever is worked, billed, credited and billed again, in any order: each hour is sold once."""

import random
import shutil
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jobs.test_crediting import require_sound, take_back
from sample_office import Office, entry

from addin.errors import BillingError

NIGHT = settings().max_examples > 1000
STEPS = ("work", "bill", "reopen entries", "reopen all", "commercial", "generate")


class Desk:
    """An office in which hours of 100.00 are billed and credited, and what should come of it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.office = Office(folder, Timesheets=[entry("T-1", "2026-03-02", 25)])
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.worked = [25]
        self.given_away = Decimal(0)

    def do(self, step: str) -> None:
        """One step; a credit that cannot be is refused, and changes nothing."""
        if step == "work":
            self.worked.append(self.chance.randint(1, 300))
            key = f"T-{len(self.worked)}"
            self.office.type_row("Timesheets", **entry(key, "2026-03-03", self.worked[-1]))
        elif step == "bill":
            self.office.bill("2026-03")
        elif step == "generate":
            self.office.generate("2026-03")
        else:
            self._credit(step)

    def _credit(self, step: str) -> None:
        invoices = [one for one in self.office.rows("Invoices") if one["number"][0] != "N"]
        if not invoices:
            return
        number = self.chance.choice(invoices)["number"]
        marked = [row for row in self.office.rows("Timesheets") if row["invoice"] == number]
        try:
            if step == "reopen all":
                take_back(self.office, number, opens_all=True)
            elif step == "commercial":
                report = take_back(self.office, number, amount_cents=500, commercial=True)
                self.given_away += Decimal(report.totals["net"])
            elif marked:
                some = self.chance.sample(marked, self.chance.randint(1, len(marked)))
                take_back(self.office, number, entries=tuple(row["entry"] for row in some))
        except BillingError as refused:
            if not refused.code.startswith("CRN-"):
                raise

    def require_each_hour_once(self) -> None:
        """All that is issued, with the drafts, is what was worked less what was given away."""
        self.office.generate("2026-03")
        issued = sum(Decimal(row["net"]) for row in self.office.rows("Invoices"))
        drafts = sum(Decimal(row["amount"]) for row in self.office.drafts())
        exact = Decimal(100 * sum(self.worked)) / 60 + self.given_away
        lines = 1 + len(self.office.rows("InvoiceLines")) + len(self.office.drafts())
        assert abs(issued + drafts - exact) < lines, (issued, drafts, exact)
        assert self.office.generate("2026-03").added == 0
        require_sound(self.office)


@settings(max_examples=200 if NIGHT else 5, deadline=None)
@given(steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=10), seed=st.integers(0, 2**16))
def test_each_hour_is_sold_once(steps: list[str], seed: int) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        desk = Desk(folder, seed)
        for step in ["bill", *steps]:
            desk.do(step)
        desk.require_each_hour_once()
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("seed", range(2))
def test_a_long_story_sells_each_hour_once(tmp_path: Path, seed: int) -> None:
    desk = Desk(tmp_path, seed)
    for _ in range(12):
        desk.do(desk.chance.choice(STEPS))
    desk.require_each_hour_once()

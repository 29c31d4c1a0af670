"""What later runs, plans and checks make of work that a credit note has opened again."""

from pathlib import Path
from typing import Any

import pytest
from jobs.test_crediting import EIGHT_HOURS, FIRST, require_sound, take_back
from sample_office import FEE, Office, codes, entry

from addin.jobs.month.guarding import UnconfirmedError

MARCH_FEE, APRIL_FEE = (f"{month}/P-1/ACC/fixed/2026-03-01" for month in ("2026-03", "2026-04"))


def guarded(folder: Path, **tables: Any) -> Office:
    """An office that asks beyond one and a half times last month."""
    limits = [{"setting": name, "value": "1.5"} for name in ("guard_amount", "guard_rows")]
    return Office(folder, Settings=limits, **tables)


def test_a_line_that_is_billed_again_counts_once_this_month(tmp_path: Path) -> None:
    entries = [entry("T-0", "2026-02-02", 480), *EIGHT_HOURS]
    office = guarded(tmp_path, Timesheets=entries)
    office.bill("2026-02")
    office.bill("2026-03")
    take_back(office, "2026-00002", opens_all=True)

    assert codes(office.generate("2026-03")) == []
    assert [row["amount"] for row in office.drafts()] == ["800.00"]


def test_a_line_that_is_billed_again_counts_once_last_month(tmp_path: Path) -> None:
    entries = [*EIGHT_HOURS, entry("T-9", "2026-04-02", 960)]
    office = guarded(tmp_path, Timesheets=entries)
    office.bill("2026-03")
    take_back(office, opens_all=True)
    office.bill("2026-03")

    with pytest.raises(UnconfirmedError) as asked:
        office.generate("2026-04")
    assert "800" in str(asked.value.findings[0].values["before"])


def fee_of_march(folder: Path) -> Office:
    """The fee of March is issued, credited and open again."""
    office = Office(folder, Schedules=[FEE | {"start": "2026-03-01"}])
    office.bill("2026-03")
    take_back(office, opens_all=True)
    return office


def test_a_fee_that_is_open_again_is_told_as_unbilled_by_a_later_month(tmp_path: Path) -> None:
    office = fee_of_march(tmp_path)

    assert codes(office.generate("2026-04")) == ["SCH-11"]
    office.generate("2026-03")
    assert codes(office.generate("2026-04")) == []
    assert [row["line"] for row in office.drafts()] == [APRIL_FEE, f"{MARCH_FEE}+2"]


def test_the_plan_has_a_fee_that_is_open_again_as_planned(tmp_path: Path) -> None:
    office = fee_of_march(tmp_path)
    office.plan(2026)
    assert _status(office) == "planned"
    assert codes(office.generate("2026-04")) == ["SCH-11"]

    office.bill("2026-03")
    assert _status(office) == "invoiced"
    require_sound(office)


def _status(office: Office) -> str:
    (row,) = office.rows("Plan", month="2026-03")
    return str(row["status"])


def test_a_stage_that_is_open_again_is_told_and_comes_back_in_its_month(tmp_path: Path) -> None:
    stage = {
        "project": "P-1",
        "service": "ADV",
        "axis": "milestone",
        "amount": "500.00",
        "amount_per": "period",
        "periodicity": "once",
        "start": "2026-03-10",
    }
    office = Office(tmp_path, Schedules=[stage])
    office.bill("2026-03")
    take_back(office, opens_all=True)
    assert codes(office.generate("2026-04")) == ["SCH-11"]

    office.bill("2026-03")
    assert codes(office.generate("2026-04")) == []
    assert [row["net"] for row in office.rows("Invoices")] == ["500.00", "-500.00", "500.00"]
    require_sound(office)


def settled(folder: Path) -> Office:
    """Eight hours of a client who has them for nothing: settled without an invoice."""
    clients = [{"client": "ALDER", "discount_amount": "9000.00"}]
    office = Office(folder, Clients=clients, Timesheets=EIGHT_HOURS)
    office.bill("2026-03")
    assert [row["invoice"] for row in office.lines()] == ["no invoice"]
    return office


def test_what_was_settled_without_an_invoice_is_not_taken_back(tmp_path: Path) -> None:
    office = settled(tmp_path)
    office.put("Timesheets", {"entry": "T-1"}, billable=False)
    office.put("Timesheets", {"entry": "T-2"}, minutes="30")

    report = office.generate("2026-03")

    assert (codes(report), office.drafts()) == ([], [])
    assert office.issued_cents() == 0


def test_what_is_added_to_a_settled_line_is_still_billed(tmp_path: Path) -> None:
    office = settled(tmp_path)
    office.put("Timesheets", {"entry": "T-2"}, minutes="270")
    office.generate("2026-03")

    assert [row["amount"] for row in office.drafts()] == ["100.00"]


def test_a_payer_who_paid_is_given_back_what_is_withdrawn(tmp_path: Path) -> None:
    office = Office(tmp_path, Timesheets=EIGHT_HOURS)
    office.bill("2026-03")
    office.put("Timesheets", {"entry": "T-1"}, billable=False)
    office.generate("2026-03")

    assert [row["amount"] for row in office.drafts()] == ["-450.00"]
    assert office.rows("Invoices")[0]["number"] == FIRST

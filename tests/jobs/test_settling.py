"""A payer whose whole bill comes to 0.00 is sent no invoice, and is never billed for it again."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_office import SHARED, SPLITS, TIME, Office, codes, documents, entry, own_line

from addin.jobs.rebuilding import rebuild
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.jobs.verifying import verify

WHOLLY = {"client": "BIRCH", "discount_amount": "90.00"}
"""A client who has more off each invoice than its part comes to."""
ALLOCATED = [("ALDER", "2026-00001"), ("BIRCH", "no invoice")]


def half_given(folder: Path, *lines: dict[str, str]) -> Office:
    """P-1, paid 60/40 by ALDER, and by BIRCH who has it for nothing."""
    prebilling = lines or (own_line("P-1", "100.00"),)
    return Office(folder, Clients=[WHOLLY], Projects=[SHARED], Splits=SPLITS, Prebilling=prebilling)


def invoices(office: Office) -> list[tuple[str, int]]:
    """Payer and net of what was issued."""
    return [(one.payer, one.net_cents) for one in office.journal.invoices()]


def allocated(office: Office) -> list[tuple[str, str]]:
    """Which invoice each part names."""
    return [(row["payer"], row["invoice"]) for row in office.rows("Allocations")]


def compared(office: Office) -> Report:
    """What differs between workbook and journal."""
    return run(office.book, verify)


def test_a_discount_of_the_client_that_takes_all_leaves_no_invoice(tmp_path: Path) -> None:
    clients = [{"client": "ALDER", "discount_amount": "50.00"}]
    office = Office(tmp_path, Clients=clients, Prebilling=[own_line("P-1", "30.00")])

    report = office.bill("2026-03")

    assert (codes(report), report.invoices, documents(tmp_path)) == (["ISS-11"], [], [])
    sentence = report.findings[0].sentence
    assert sentence.startswith("ALDER is sent no invoice for P-1: its approved lines (1) come to")
    assert "discounts on them give away 30.00" in sentence
    assert [row["invoice"] for row in office.lines()] == ["no invoice"]
    assert allocated(office) == [("ALDER", "no invoice")]


def test_a_discount_of_the_users_that_takes_all_leaves_no_invoice(tmp_path: Path) -> None:
    off = own_line("P-1", "80.00", axis="discount", description="Goodwill")
    office = Office(tmp_path, Prebilling=[own_line("P-1", "80.00"), off])

    assert (codes(office.bill("2026-03")), invoices(office)) == (["ISS-11"], [])

    assert [row["invoice"] for row in office.lines()] == ["no invoice"] * 2
    assert codes(office.issue("2026-03")) == ["ISS-01"]


def test_one_payer_has_it_for_nothing_and_the_other_pays(tmp_path: Path) -> None:
    office = half_given(tmp_path)

    report = office.bill("2026-03")

    assert (codes(report), invoices(office)) == (["ISS-11"], [("ALDER", 60_00)])
    assert "BIRCH is sent no invoice" in report.findings[0].sentence
    assert "discounts on them give away 40.00" in report.findings[0].sentence
    assert allocated(office) == ALLOCATED
    assert [row["invoice"] for row in office.lines()] == ["2026-00001"]


def test_a_line_that_one_payer_has_for_nothing_is_billed(tmp_path: Path) -> None:
    office = half_given(tmp_path)
    office.bill("2026-03")

    again = [codes(office.issue("2026-03")), codes(office.generate("2026-03"))]

    assert (again, invoices(office)) == ([["ISS-01"], []], [("ALDER", 60_00)])
    assert allocated(office) == ALLOCATED
    assert compared(office).findings == []


def test_each_payer_who_has_it_for_nothing_is_named(tmp_path: Path) -> None:
    clients = [{"client": name, "discount_amount": "90.00"} for name in ("ALDER", "BIRCH")]
    lines = [own_line("P-1", "100.00")]
    office = Office(tmp_path, Clients=clients, Projects=[SHARED], Splits=SPLITS, Prebilling=lines)

    report = office.bill("2026-03")

    assert codes(report) == ["ISS-11"] * 2
    for told, start in zip(report.findings, ("ALDER is", "BIRCH is"), strict=True):
        assert start in told.sentence


def test_after_a_crash_the_part_for_nothing_is_settled_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = half_given(tmp_path)
    office.generate("2026-03")
    office.approve("2026-03")
    write = office.book.write
    monkeypatch.setattr(office.book, "write", _interrupted)
    with pytest.raises(KeyboardInterrupt):
        office.issue("2026-03")
    monkeypatch.setattr(office.book, "write", write)

    assert codes(office.issue("2026-03")) == ["ISS-05", "ISS-11"]

    assert (allocated(office), invoices(office)) == (ALLOCATED, [("ALDER", 60_00)])
    assert codes(office.issue("2026-03")) == ["ISS-01"]


def _interrupted(_: object) -> None:
    raise KeyboardInterrupt


def test_nothing_is_settled_for_one_as_long_as_the_other_cannot_be_issued(tmp_path: Path) -> None:
    office = half_given(tmp_path)
    office.put("Clients", {"client": "ALDER"}, template="no such template.docx")

    report = office.bill("2026-03")

    assert ([code[:4] for code in codes(report)], report.skipped) == (["DOC-"], ["P-1"])
    assert [row["invoice"] for row in office.rows("Allocations")] == [None, None]
    office.put("Clients", {"client": "ALDER"}, template=None)
    assert codes(office.issue("2026-03")) == ["ISS-11"]
    assert allocated(office) == ALLOCATED


def test_a_dry_run_tells_what_would_be_settled(tmp_path: Path) -> None:
    office = half_given(tmp_path)
    office.generate("2026-03")
    office.approve("2026-03")

    report = office.issue("2026-03", dry_run=True)

    assert (codes(report), report.added) == (["ISS-11"], 1)
    assert [row["invoice"] for row in office.rows("Allocations")] == [None, None]


def test_rebuilding_leaves_what_is_settled_as_it_is(tmp_path: Path) -> None:
    office = half_given(tmp_path)
    office.bill("2026-03")
    office.delete("Allocations", payer="ALDER")

    run(office.book, rebuild)

    assert sorted(allocated(office)) == ALLOCATED
    assert compared(office).findings == []


def test_what_was_not_meant_to_be_given_is_billed_once_its_mark_is_emptied(tmp_path: Path) -> None:
    office = half_given(tmp_path)
    office.bill("2026-03")
    office.put("Clients", {"client": "BIRCH"}, discount_amount=None)
    office.put("Allocations", {"payer": "BIRCH"}, invoice=None)

    assert codes(office.bill("2026-03")) == []

    assert invoices(office) == [("ALDER", 60_00), ("BIRCH", 40_00)]
    assert allocated(office) == [("ALDER", "2026-00001"), ("BIRCH", "2026-00002")]


def test_a_line_for_nobody_is_billed_once_its_mark_is_emptied(tmp_path: Path) -> None:
    office = Office(
        tmp_path,
        Clients=[{"client": "ALDER", "discount_amount": "50.00"}],
        Prebilling=[own_line("P-1", "30.00")],
    )
    office.bill("2026-03")
    office.put("Clients", {"client": "ALDER"}, discount_amount=None)
    office.put("Allocations", {"payer": "ALDER"}, invoice=None)
    office.put("Prebilling", {"project": "P-1"}, invoice=None)

    assert codes(office.bill("2026-03")) == []

    assert (invoices(office), allocated(office)) == ([("ALDER", 30_00)], [("ALDER", "2026-00001")])


def test_a_deposit_that_was_never_paid_is_not_given_back(tmp_path: Path) -> None:
    deposit = {"project": "P-1", "service": "ADV", "axis": "deposit", "amount": "40.00"}
    office = Office(
        tmp_path,
        Clients=[{"client": "ALDER", "discount_amount": "50.00"}],
        Schedules=[{**deposit, "start": "2026-01-15"}],
        Prebilling=[own_line("P-1", "200.00")],
    )
    assert codes(office.bill("2026-01")) == ["ISS-11"]

    office.bill("2026-03")

    assert invoices(office) == [("ALDER", 150_00)]


def test_a_deposit_is_given_back_on_an_invoice_of_nothing(tmp_path: Path) -> None:
    deposit = {"project": "P-1", "service": "ADV", "axis": "deposit", "amount": "200.00"}
    office = Office(
        tmp_path,
        Schedules=[{**deposit, "start": "2026-01-15"}],
        Prebilling=[own_line("P-1", "200.00", service="ADV")],
    )
    office.bill("2026-01")

    assert codes(office.bill("2026-03")) == []

    assert invoices(office) == [("ALDER", 200_00), ("ALDER", 0)]
    settlement = office.journal.invoice("2026-00002")
    assert "Nothing is to be paid on this invoice." in settlement.mentions


@settings(max_examples=20, deadline=None)
@given(
    amounts=st.lists(st.integers(0, 200_00), min_size=1, max_size=4),
    off=st.integers(0, 300_00),
)
def test_every_line_is_billed_or_settled_and_no_invoice_comes_to_nothing(
    tmp_path_factory: pytest.TempPathFactory, amounts: list[int], off: int
) -> None:
    lines = [own_line("P-1", f"{cents / 100:.2f}") for cents in amounts]
    office = Office(
        tmp_path_factory.mktemp("office"),
        Clients=[{"client": "BIRCH", "discount_amount": f"{off / 100:.2f}"}],
        Projects=[SHARED],
        Splits=SPLITS,
        Prebilling=lines,
    )

    office.bill("2026-03")

    assert all(cents for _, cents in invoices(office))
    assert office.drafts() == []
    assert codes(office.issue("2026-03")) == ["ISS-01"]
    assert compared(office).findings == []


@pytest.fixture
def four_hours(tmp_path: Path) -> Office:
    """Four hours of P-1: ALDER was billed 60 %, and BIRCH had its 40 % for nothing."""
    clients = [{"client": "BIRCH", "discount_amount": "900.00"}]
    work = [entry("T-1", "2026-03-02", 240)]
    office = Office(tmp_path, Clients=clients, Projects=[SHARED], Splits=SPLITS, Timesheets=work)
    office.bill("2026-03")
    assert invoices(office) == [("ALDER", 240_00)]
    office.put("Clients", {"client": "BIRCH"}, discount_amount=None)
    return office


def test_a_payer_who_was_never_billed_is_given_nothing_back(four_hours: Office) -> None:
    four_hours.put("Timesheets", {"entry": "T-1"}, minutes="180")
    four_hours.generate("2026-03")
    four_hours.type_row("Prebilling", **own_line("P-1", "500.00"))

    report = four_hours.bill("2026-03")

    assert codes(report) == ["ISS-13"]
    assert "So 40.00 is not given back to this client" in report.findings[0].sentence
    assert invoices(four_hours)[1:] == [("ALDER", 300_00 - 60_00), ("BIRCH", 200_00)]
    parts = four_hours.rows("Allocations", line=f"{TIME}/correction")
    assert [(row["payer"], row["invoice"]) for row in parts] == [
        ("ALDER", "2026-00002"),
        ("BIRCH", "no invoice"),
    ]
    assert (codes(four_hours.generate("2026-03")), four_hours.drafts()) == ([], [])
    assert compared(four_hours).findings == []


@pytest.mark.parametrize(
    ("minutes", "back", "told"), [("330", 20_00, []), ("240", 80_00, []), ("180", 0, ["ISS-13"])]
)
def test_a_payer_is_given_back_what_was_added_and_billed(
    four_hours: Office, minutes: str, back: int, told: list[str]
) -> None:
    """Two hours more: 80.00 for BIRCH."""
    four_hours.put("Timesheets", {"entry": "T-1"}, minutes="360")
    four_hours.bill("2026-03")
    assert invoices(four_hours)[1:] == [("ALDER", 120_00), ("BIRCH", 80_00)]
    four_hours.put("Timesheets", {"entry": "T-1"}, minutes=minutes)
    four_hours.generate("2026-03")
    four_hours.type_row("Prebilling", **own_line("P-1", "1000.00"))

    report = four_hours.bill("2026-03")

    assert (codes(report), invoices(four_hours)[-1]) == (told, ("BIRCH", 400_00 - back))


def test_hours_added_to_a_line_for_nothing_are_all_that_is_taken_back(tmp_path: Path) -> None:
    """Four hours given, two billed since; five are withdrawn, so two come back."""
    clients = [{"client": "ALDER", "discount_amount": "900.00"}]
    work = [entry("T-1", "2026-03-02", 240)]
    office = Office(tmp_path, Clients=clients, Timesheets=work)
    assert codes(office.bill("2026-03")) == ["ISS-11"]
    office.put("Clients", {"client": "ALDER"}, discount_amount=None)
    office.put("Timesheets", {"entry": "T-1"}, minutes="360")
    office.bill("2026-03")
    assert invoices(office) == [("ALDER", 200_00)]

    office.put("Timesheets", {"entry": "T-1"}, minutes="60")
    report = office.generate("2026-03")

    assert codes(report) == ["PRE-07"]
    assert [(row["line"], row["amount"]) for row in office.drafts()] == [
        (f"{TIME}/correction+2", "-200.00")
    ]
    office.type_row("Prebilling", **own_line("P-1", "500.00"))
    office.bill("2026-03")
    assert invoices(office)[1:] == [("ALDER", 300_00)]
    assert (codes(office.generate("2026-03")), office.drafts()) == ([], [])

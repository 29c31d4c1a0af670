"""Deposits in an office: billed once, given back to whoever paid them, to the cent."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_office import SHARED, SPLITS, Office, codes, own_line

from addin.billing.calendar import Month
from addin.billing.choices import Axis
from addin.billing.deposits import is_settlement

JANUARY = Month(2026, 1)


def deposit(amount: str, **cells: Any) -> dict[str, Any]:
    """Billed on 15 January."""
    return {"project": "P-1", "axis": "deposit", "amount": amount, "start": "2026-01-15", **cells}


def office_of(folder: Path, *lines: dict[str, Any], **tables: Any) -> Office:
    """P-1, paid 60/40, whose deposit of 300.00 was issued in January; with lines of its own."""
    usual: dict[str, Any] = {
        "Projects": [SHARED],
        "Splits": SPLITS,
        "Schedules": [deposit("300.00")],
        "Prebilling": lines,
    }
    office = Office(folder, **(usual | tables))
    assert codes(office.bill("2026-01")) == []
    return office


def settled(office: Office) -> dict[str, list[str]]:
    """What was given back, by payer."""
    found: dict[str, list[str]] = {}
    for row in office.rows("Allocations"):
        if is_settlement(row["line"]):
            found.setdefault(row["payer"], []).append(row["amount"])
    return found


def nets(office: Office) -> list[tuple[str, str]]:
    return [(row["payer"], row["net"]) for row in office.rows("Invoices")]


def test_each_payer_gets_back_what_it_paid(tmp_path: Path) -> None:
    office = office_of(tmp_path, own_line("P-1", "1000.00"))

    assert codes(office.bill("2026-03")) == []

    assert settled(office) == {"ALDER": ["-180.00"], "BIRCH": ["-120.00"]}
    assert nets(office)[2:] == [("ALDER", "420.00"), ("BIRCH", "280.00")]


def test_the_line_says_which_invoice_it_deducts(tmp_path: Path) -> None:
    office = office_of(tmp_path, own_line("P-1", "1000.00"))

    office.generate("2026-03")

    (line,) = [row for row in office.lines("2026-03") if row["axis"] == Axis.DEPOSIT]
    assert line["description"] == "Deposit of 2026-00001, 2026-00002 deducted"
    assert (line["quantity"], line["unit_price"], line["amount"]) == ("-1", "300.00", "-300.00")
    assert line["origin"] == "2026-01/P-1/-/deposit/2026-01-15"


def test_a_deposit_that_is_not_issued_is_not_given_back(tmp_path: Path) -> None:
    office = Office(
        tmp_path, Schedules=[deposit("300.00")], Prebilling=[own_line("P-1", "1000.00")]
    )
    office.generate("2026-01")

    office.generate("2026-03")

    assert settled(office) == {}


@pytest.mark.parametrize(
    ("amount", "back"),
    [
        pytest.param("400.00", {"ALDER": ["-240.00"], "BIRCH": ["-160.00"]}, id="raised"),
        pytest.param("200.00", {"ALDER": ["-120.00"], "BIRCH": ["-80.00"]}, id="lowered"),
    ],
)
def test_a_corrected_deposit_is_given_back_as_it_was_corrected(
    tmp_path: Path, amount: str, back: dict[str, list[str]]
) -> None:
    office = office_of(tmp_path, own_line("P-1", "1000.00"))
    office.put("Schedules", {"project": "P-1"}, amount=amount)
    office.type_row("Prebilling", **own_line("P-1", "500.00", month="2026-01"))
    office.bill("2026-01")

    office.generate("2026-03")

    assert settled(office) == back


def test_the_month_of_the_deposit_gives_nothing_back(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.type_row("Prebilling", **own_line("P-1", "1000.00", month="2026-01"))

    office.generate("2026-01")

    assert settled(office) == {}


def test_a_line_on_hold_gives_nothing_back(tmp_path: Path) -> None:
    office = office_of(tmp_path, own_line("P-1", "100.00"), own_line("P-1", "1000.00", hold="yes"))

    office.generate("2026-03")

    assert settled(office) == {"ALDER": ["-60.00"], "BIRCH": ["-40.00"]}


def test_a_price_that_the_user_changes_changes_what_is_given_back(tmp_path: Path) -> None:
    office = office_of(tmp_path, own_line("P-1", "1000.00", price_override="50.00"))

    office.generate("2026-03")

    assert settled(office) == {"ALDER": ["-30.00"], "BIRCH": ["-20.00"]}


def test_a_discount_is_taken_off_before_the_deposit(tmp_path: Path) -> None:
    discount = {"month": "2026-03", "project": "P-1", "axis": "discount"}
    office = office_of(
        tmp_path,
        own_line("P-1", "200.00"),
        {**discount, "description": "Thanks", "discount_percent": "0.1"},
    )

    report = office.bill("2026-03")

    assert codes(report) == []
    assert settled(office) == {"ALDER": ["-108.00"], "BIRCH": ["-72.00"]}
    assert [(row["net"], row["gross"]) for row in office.rows("Invoices")[2:]] == [
        ("0.00", "0.00"),
        ("0.00", "0.00"),
    ]


def test_more_work_of_the_same_month_gives_more_back(tmp_path: Path) -> None:
    office = office_of(tmp_path, own_line("P-1", "101.00"), own_line("P-1", "1.00"))
    office.put("Prebilling", {"unit_price": "1.00"}, price_override="0.50")
    office.generate("2026-03")
    office.put("Prebilling", {"line": "2026-03/P-1/-/deposit/back/2026-01/2026-01-15"}, hold=True)
    office.approve("2026-03")
    office.issue("2026-03")
    office.put("Prebilling", {"line": "2026-03/P-1/-/deposit/back/2026-01/2026-01-15"}, hold=None)

    office.generate("2026-03")

    assert settled(office) == {}
    office.type_row("Prebilling", **own_line("P-1", "50.00", month="2026-04"))
    office.bill("2026-04")
    assert settled(office) == {"ALDER": ["-30.00"], "BIRCH": ["-20.00"]}


def test_a_payer_who_has_left_is_told_and_gets_it_back_once_it_pays_again(tmp_path: Path) -> None:
    office = office_of(tmp_path, own_line("P-1", "1000.00"))
    office.put("Splits", {"payer": "ALDER"}, share="1")
    office.delete("Splits", payer="BIRCH")

    report = office.generate("2026-03")

    assert codes(report) == ["DEP-01"]
    assert "120.00" in report.findings[0].sentence
    assert settled(office) == {"ALDER": ["-180.00"]}

    office.type_row("Prebilling", **own_line("P-1", "200.00", payer_override="BIRCH"))
    assert codes(office.bill("2026-03")) == []
    assert settled(office) == {"ALDER": ["-180.00"], "BIRCH": ["-120.00"]}
    assert nets(office)[2:] == [("ALDER", "820.00"), ("BIRCH", "80.00")]


def test_a_deposit_of_a_phase_is_given_back_by_its_phase(tmp_path: Path) -> None:
    office = office_of(
        tmp_path,
        own_line("P-1", "100.00", phase="Design"),
        own_line("P-1", "900.00"),
        Schedules=[deposit("300.00", phase="Design")],
        Phases=[{"project": "P-1", "phase": "Design", "name": "Design"}],
    )

    assert codes(office.bill("2026-03")) == []

    assert settled(office) == {"ALDER": ["-60.00"], "BIRCH": ["-40.00"]}


def test_the_vat_of_a_deposit_goes_back_with_it(tmp_path: Path) -> None:
    services = [
        {"service": "ADV", "name": "Advice", "vat_rate": "0.06"},
        {"service": "PAY", "name": "Payslips"},
    ]
    office = office_of(
        tmp_path,
        own_line("P-1", "500.00", service="ADV"),
        Services=services,
        Schedules=[deposit("300.00", service="PAY")],
        Splits=[],
        Projects=[SHARED | {"multi_payer": "no"}],
    )

    assert codes(office.bill("2026-03")) == []

    (first, last) = office.rows("Invoices")
    assert (first["net"], first["vat"]) == ("300.00", "63.00")
    assert (last["net"], last["vat"], last["gross"]) == ("200.00", "-33.00", "167.00")


def test_a_second_run_changes_nothing_and_a_new_deposit_is_billed_beside(tmp_path: Path) -> None:
    office = office_of(tmp_path, own_line("P-1", "1000.00"))
    office.bill("2026-03")
    office.type_row("Schedules", **deposit("50.00") | {"start": "2026-03-20"})

    report = office.generate("2026-03")

    assert report.added == 1
    assert [row["amount"] for row in office.drafts()] == ["50.00"]
    assert office.generate("2026-03").added == 0


def test_what_was_given_back_is_known_when_its_rows_are_gone(tmp_path: Path) -> None:
    office = office_of(
        tmp_path, own_line("P-1", "100.00"), own_line("P-1", "500.00", month="2026-04")
    )
    office.type_row("Prebilling", **own_line("P-1", "400.00"))
    office.bill("2026-03")
    back = "2026-03/P-1/-/deposit/back/2026-01/2026-01-15"
    assert settled(office) == {"ALDER": ["-180.00"], "BIRCH": ["-120.00"]}
    office.delete("Prebilling", line=back)
    for payer in ("ALDER", "BIRCH"):
        office.delete("Allocations", line=back, payer=payer)

    office.generate("2026-04")

    assert settled(office) == {}


def test_a_deposit_and_a_cap_end_where_the_cap_says(tmp_path: Path) -> None:
    splits = [
        {"project": "P-1", "payer": "ALDER", "basis": "cap", "share": "500"},
        {"project": "P-1", "payer": "BIRCH", "basis": "rest", "share": "0"},
    ]
    office = office_of(
        tmp_path,
        own_line("P-1", "700.00"),
        Splits=splits,
        Schedules=[deposit("600.00")],
    )

    assert codes(office.bill("2026-03")) == []

    assert settled(office) == {"ALDER": ["-500.00"], "BIRCH": ["-100.00"]}
    assert nets(office) == [
        ("ALDER", "500.00"),
        ("BIRCH", "100.00"),
        ("ALDER", "0.00"),
        ("BIRCH", "100.00"),
    ]


def test_a_payer_who_waits_is_told_as_long_as_others_are_billed(tmp_path: Path) -> None:
    months = ("2026-02", "2026-03", "2026-04")
    office = office_of(
        tmp_path,
        *(own_line("P-1", "1000.00", month=month, payer_override="ALDER") for month in months),
    )

    assert [codes(office.bill(month)) for month in months] == [["DEP-01"]] * 3

    assert settled(office) == {"ALDER": ["-180.00"]}


MONTHS = st.lists(st.lists(st.integers(1, 40_000), min_size=1, max_size=2), min_size=3, max_size=4)


@settings(max_examples=max(settings().max_examples // 6, 1))
@given(st.integers(1, 60_000), MONTHS)
def test_what_is_given_back_is_the_deposit_of_each_payer(
    tmp_path_factory: pytest.TempPathFactory, paid: int, months: list[list[int]]
) -> None:
    whole = [*months, [500_000]]
    lines = [
        own_line("P-1", str(cents / 100), month=str(JANUARY.plus(number)))
        for number, month in enumerate(whole, start=1)
        for cents in month
    ]
    office = office_of(
        tmp_path_factory.mktemp("office"), *lines, Schedules=[deposit(str(paid / 100))]
    )
    first = {one.payer: one.net_cents for one in office.journal.invoices()}

    for number in range(1, len(whole) + 1):
        report = office.bill(str(JANUARY.plus(number)))
        assert set(codes(report)) <= {"DEP-01"}

    back: dict[str, int] = {}
    for payer, amounts in settled(office).items():
        back[payer] = -sum(round(float(amount) * 100) for amount in amounts)
    assert {payer: cents for payer, cents in back.items() if cents} == first
    assert all(one.gross_cents >= 0 for one in office.journal.invoices())
    assert office.drafts() == []
    billed = office.issued_cents()
    assert billed == sum(map(sum, whole))

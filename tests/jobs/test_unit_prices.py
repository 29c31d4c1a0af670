"""What a unit costs: the most specific price, and the faults of price lists."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sample_office import SPLITS, UNITS, Office, codes
from sample_office import two_projects as projects

FIRST = {"tiers": "Slips", "from_quantity": "1", "unit_price": "18.00", "mode": "graduated"}
SECOND = FIRST | {"from_quantity": "11", "unit_price": "15.50"}
OTHER = {"tiers": "Bulk", "from_quantity": "1", "unit_price": "9.00", "mode": "volume"}
LISTS = (FIRST, SECOND, OTHER)
PAY = {"service": "PAY", "name": "Payslips", "unit": "payslip", "unit_price": "14.75"}
BY_UNIT = {"project": "P-1", "service": "PAY", "axis": "unit", "start": "2026-01-01"}


def office(
    folder: Path, service: dict[str, Any], *schedules: dict[str, Any], **tables: Any
) -> Office:
    usual = {"Units": [UNITS], "Tiers": LISTS}
    return Office(folder, Services=[PAY | service], Schedules=schedules, **(usual | tables))


def net(one: Office) -> Decimal:
    one.generate("2026-03")
    return sum((Decimal(row["amount"]) for row in one.lines()), Decimal(0))


@pytest.mark.parametrize(
    ("service", "schedule", "euros"),
    [
        pytest.param({}, {}, "545.75", id="the usual price"),
        pytest.param({"tiers": "slips"}, {}, "598.50", id="the list of the service"),
        pytest.param({"tiers": "Slips"}, {"amount": "10.00"}, "370.00", id="as agreed"),
        pytest.param({"tiers": "Slips"}, {"tiers": "Bulk"}, "333.00", id="the list agreed"),
        pytest.param(
            {"tiers": "Slips"}, {"tiers": "Bulk", "amount": "10.00"}, "333.00", id="list first"
        ),
        pytest.param(
            {},
            {"index": "CPI", "amount": "14.75", "index_base": "130.47"},
            "556.85",
            id="with its index",
        ),
        pytest.param({}, {"index": "CPI", "index_base": "130.47"}, "556.85", id="usual, indexed"),
    ],
)
def test_the_most_specific_price_counts(
    tmp_path: Path, service: dict[str, str], schedule: dict[str, str], euros: str
) -> None:
    index = {"index": "CPI", "valid_from": "2026-01-01", "value": "133.12"}
    one = office(tmp_path, service, BY_UNIT | schedule, Indexes=[index])

    assert net(one) == Decimal(euros)


@pytest.mark.parametrize(
    ("service", "schedule", "lists", "code"),
    [
        pytest.param({"tiers": "None"}, {}, LISTS, "TIER-04", id="no such list of a service"),
        pytest.param({}, {"tiers": "None"}, LISTS, "TIER-04", id="no such list of a schedule"),
        pytest.param(
            {}, {"tiers": "Slips", "index": "CPI"}, LISTS, "TIER-05", id="a list and an index"
        ),
        pytest.param(
            {"tiers": "Slips"}, {"index": "CPI"}, LISTS, "TIER-05", id="the service's and an index"
        ),
        pytest.param({"tiers": "Slips"}, {}, [SECOND], "TIER-01", id="it starts too high"),
        pytest.param(
            {"tiers": "Slips"}, {}, [FIRST, SECOND | {"mode": "volume"}], "TIER-02", id="two modes"
        ),
        pytest.param(
            {"tiers": "Slips"}, {}, [FIRST, FIRST | {"from_quantity": "0"}], "TIER-03", id="0 and 1"
        ),
        pytest.param(
            {"tiers": "Slips"}, {}, [FIRST, SECOND | {"unit_price": "x"}], "TAB-05", id="unreadable"
        ),
        pytest.param(
            {"tiers": "Slips"}, {}, [*LISTS, OTHER | {"tiers": None}], "TAB-04", id="of which list"
        ),
    ],
)
def test_a_list_with_a_fault_leaves_its_projects_out(
    tmp_path: Path,
    service: dict[str, str],
    schedule: dict[str, str],
    lists: list[dict[str, Any]],
    code: str,
) -> None:
    index = {"index": "CPI", "valid_from": "2026-01-01", "value": "133.12"}
    one = office(
        tmp_path,
        service,
        BY_UNIT | schedule,
        Tiers=lists,
        Indexes=[index],
        Projects=projects(),
    )

    report = one.generate("2026-03")

    assert code in codes(report)
    assert report.skipped == ["P-1"]
    assert one.lines() == []


def test_a_fault_of_a_list_that_nobody_uses_is_told_and_stops_nothing(tmp_path: Path) -> None:
    one = office(tmp_path, {"tiers": "Slips"}, Tiers=[*LISTS, OTHER | {"from_quantity": "0"}])

    report = one.generate("2026-03")

    assert (codes(report), report.skipped) == (["TIER-03"], [])
    assert [row["quantity"] for row in one.lines()] == ["10", "27"]


def test_an_index_counts_from_the_first_month_that_it_serves(tmp_path: Path) -> None:
    values = [("2026-01-01", "100"), ("2026-03-10", "110"), ("2026-03-20", "120")]
    indexes = [{"index": "CPI", "valid_from": day, "value": value} for day, value in values]
    agreed = BY_UNIT | {"index": "CPI", "amount": "10.00"}
    months = [UNITS | {"month": month, "quantity": "1"} for month in ("2026-03", "2026-04")]
    one = office(tmp_path, {}, agreed, Indexes=indexes, Units=months)
    other = office(tmp_path, {}, agreed | {"start": "2026-03-15"}, Indexes=indexes, Units=months)

    for firm, prices in ((one, ["10.00", "12.00"]), (other, ["10.00", "10.91"])):
        firm.generate("2026-04")
        assert sorted(row["unit_price"] for row in firm.lines()) == prices


def test_units_of_a_yearly_flat_fee_are_not_billed_one_by_one(tmp_path: Path) -> None:
    volume = {"fiscal_year": "2026", "project": "P-1", "service": "PAY", "planned": "400"}
    one = office(tmp_path, {}, Volumes=[volume], Units=[UNITS, UNITS | {"month": "2025-12"}])

    one.generate("2026-03")

    assert [row["line"] for row in one.lines()] == ["2026-03/P-1/PAY/unit/2025-12"]


def test_a_quantity_below_zero_leaves_its_project_out(tmp_path: Path) -> None:
    one = office(tmp_path, {"tiers": "Slips"}, Units=[UNITS | {"quantity": "-1"}])

    report = one.generate("2026-03")

    assert "TAB-19" in codes(report)
    assert report.skipped == ["P-1"]


def test_a_unit_without_any_price_is_told_at_its_row(tmp_path: Path) -> None:
    one = office(tmp_path, {"unit_price": None}, Projects=projects())

    report = one.generate("2026-03")

    told = next(told for told in report.findings if told.code == "UNI-01")
    assert (told.sheet, told.row, report.skipped) == ("Units", 5, ["P-1"])


def test_a_quantity_that_is_missing_is_told_once_for_a_project_and_service(tmp_path: Path) -> None:
    twice = (BY_UNIT | {"tiers": "Slips"}, BY_UNIT | {"document": "Letter 2", "amount": "9.00"})
    one = office(tmp_path, {}, *twice, Units=[])

    assert codes(one.generate("2026-03")) == ["UNI-02"]


def test_fewer_units_than_the_drafts_of_all_tiers_bill_are_not_issued(tmp_path: Path) -> None:
    one = office(tmp_path, {"tiers": "Slips"})
    one.generate("2026-03")
    one.approve("2026-03")
    one.put("Units", {"month": "2026-03"}, quantity="30")

    report = one.issue("2026-03")

    assert set(codes(report)) == {"ISS-08"}
    assert one.rows("Invoices") == []


def test_units_are_taken_back_from_those_who_paid_them(tmp_path: Path) -> None:
    bulk = (OTHER, OTHER | {"from_quantity": "38", "unit_price": "8.00"})
    shared = {"project": "P-1", "name": "Shared", "client": "ALDER", "multi_payer": "yes"}
    one = office(tmp_path, {"tiers": "Bulk"}, Tiers=bulk, Projects=[shared], Splits=SPLITS)
    one.bill("2026-03")
    one.put("Splits", {"payer": "ALDER"}, share="0.5")
    one.put("Splits", {"payer": "BIRCH"}, share="0.5")
    one.type_row("Units", **(UNITS | {"quantity": "1", "source": "late"}))

    one.generate("2026-04")

    drafts = {row["line"]: row["amount"] for row in one.drafts()}
    assert list(drafts.values()) == ["-333.00", "304.00"]
    assert [
        (row["payer"], row["amount"]) for row in one.rows("Allocations") if row["line"] in drafts
    ] == [("ALDER", "-199.80"), ("BIRCH", "-133.20"), ("ALDER", "152.00"), ("BIRCH", "152.00")]


def test_a_price_list_that_changes_leaves_alone_what_was_issued(tmp_path: Path) -> None:
    one = office(tmp_path, {"tiers": "Slips"})
    one.bill("2026-03")
    one.put("Tiers", {"tiers": "Slips", "from_quantity": "11"}, unit_price="20.00")

    assert one.generate("2026-04").added == 0
    one.type_row("Units", **(UNITS | {"quantity": "2", "source": "late"}))
    one.generate("2026-04")

    assert [(row["quantity"], row["amount"]) for row in one.drafts()] == [("2", "40.00")]

"""Monthly minimums in the workbook: billed once, whenever the hours come in."""

from pathlib import Path

import pytest
from retained_office import AMOUNT, BEYOND, MINIMUM, PROJECTS, office_of
from sample_office import FEE, Office, codes, entry


def marks(office: Office) -> dict[str, str | None]:
    """The line that each entry names."""
    return {row["entry"]: row["line"] for row in office.rows("Timesheets")}


def bill_each(office: Office, *months: str) -> None:
    for month in months:
        office.bill(month)


@pytest.mark.parametrize(
    ("minutes", "beyond"), [(0, None), (180, None), (300, None), (450, "275.00")]
)
def test_five_hours_cost_500_and_hours_beyond_110(
    tmp_path: Path, minutes: int, beyond: str | None
) -> None:
    hours = [entry("T-1", "2026-03-02", minutes)] if minutes else []
    office = office_of(tmp_path, *hours)

    report = office.generate("2026-03")

    wanted = {AMOUNT: "500.00"} | ({BEYOND: beyond} if beyond else {})
    assert (office.amounts(), codes(report)) == (wanted, [])


def test_entries_within_the_hours_carry_the_line_of_the_amount(tmp_path: Path) -> None:
    days = ("02", "03", "04", "05")
    office = office_of(tmp_path, *(entry(f"T-{day}", f"2026-03-{day}", 120) for day in days))

    office.bill("2026-03")

    # Of eight hours, three lie beyond: T-05 whole, T-04 in part.
    assert marks(office) == {"T-02": AMOUNT, "T-03": AMOUNT, "T-04": BEYOND, "T-05": BEYOND}
    assert all(row["invoice"] for row in office.rows("Timesheets"))


def test_a_second_run_changes_nothing_before_and_after_the_invoice(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 450))
    office.generate("2026-03")

    again = office.generate("2026-03")
    office.approve("2026-03")
    office.issue("2026-03")
    after = office.generate("2026-03")

    for report in (again, after):
        assert (report.added, report.changed, report.removed, codes(report)) == (0, 0, 0, [])
    assert office.issued_cents() == 775_00


def test_hours_roll_over_from_month_to_month(tmp_path: Path) -> None:
    office = office_of(
        tmp_path,
        entry("T-1", "2026-01-10", 180),
        entry("T-2", "2026-02-10", 240),
        entry("T-3", "2026-03-10", 480),
        start="2026-01-01",
        rollover_hours="2",
        rollover_months="1",
    )
    bill_each(office, "2026-01", "2026-02")
    (row,) = office.rows("Retainers")
    assert row["balance"] == "2"

    office.bill("2026-03")

    assert office.amounts() == {
        "2026-01/P-1/-/retainer/R-1": "500.00",
        "2026-02/P-1/-/retainer/R-1": "500.00",
        AMOUNT: "500.00",
        BEYOND: "110.00",
    }


@pytest.mark.parametrize("month", ["2026-01", "2026-02", "2026-03"])
def test_a_late_hour_gives_the_same_total_whichever_month_it_was_worked_in(
    tmp_path: Path, month: str
) -> None:
    """Two hours go from January to February; six of February leave one of them for March."""
    hours = {"2026-01": 180, "2026-02": 360, "2026-03": 420}
    in_time, late = (
        office_of(
            tmp_path / name,
            *(entry(f"T-{at}", f"{at}-10", minutes) for at, minutes in hours.items()),
            start="2026-01-01",
            rollover_hours="2",
        )
        for name in ("in time", "late")
    )
    in_time.type_row("Timesheets", **entry("T-9", f"{month}-20", 120))
    bill_each(in_time, *hours)
    bill_each(late, *hours)
    late.type_row("Timesheets", **entry("T-9", f"{month}-20", 120))

    bill_each(late, "2026-04")
    bill_each(in_time, "2026-04")

    assert late.issued_cents() == in_time.issued_cents()
    late.generate("2026-04")
    assert late.drafts() == []


def test_a_late_hour_beyond_is_billed_once_with_its_days(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 300))
    office.bill("2026-03")
    office.type_row("Timesheets", **entry("T-2", "2026-03-31", 90))

    for month in ("2026-04", "2026-05", "2026-04"):
        office.generate(month)

    (late,) = [row for row in office.drafts() if row["axis"] == "time"]
    assert (late["month"], late["amount"]) == ("2026-04", "165.00")
    assert (late["period_from"], late["period_to"]) == ("2026-03-31", "2026-03-31")
    assert marks(office)["T-2"] == late["line"]


def test_a_late_hour_within_the_hours_goes_to_the_issued_amount(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 60))
    office.bill("2026-03")
    office.type_row("Timesheets", **entry("T-2", "2026-03-31", 90))

    office.bill("2026-04")

    assert marks(office) == {"T-1": AMOUNT, "T-2": AMOUNT}
    assert office.issued_cents() == 1_000_00


def test_an_hour_that_lay_within_and_now_lies_beyond_is_billed(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-20", 300))
    office.bill("2026-03")
    office.type_row("Timesheets", **entry("T-2", "2026-03-01", 60))

    office.bill("2026-04")

    late = f"2026-04/{BEYOND.removeprefix('2026-03/')}/2026-03"
    assert office.amounts("2026-04")[late] == "110.00"
    assert marks(office) == {"T-1": late, "T-2": AMOUNT}


def test_a_draft_of_hours_that_lay_within_may_be_deleted_and_comes_again(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-20", 300))
    office.bill("2026-03")
    office.type_row("Timesheets", **entry("T-2", "2026-03-01", 60))
    late = f"2026-04/{BEYOND.removeprefix('2026-03/')}/2026-03"

    for _ in range(2):
        office.generate("2026-04")
        assert office.amounts("2026-04")[late] == "110.00"
        assert marks(office) == {"T-1": late, "T-2": AMOUNT}
        again = office.generate("2026-04")
        assert (again.added, again.changed, again.removed) == (0, 0, 0)
        office.delete("Prebilling", line=late)


# Pools and rates.


def test_a_pool_over_two_clients_shares_the_hours_beyond(tmp_path: Path) -> None:
    office = office_of(
        tmp_path,
        entry("T-1", "2026-03-02", 300),
        entry("T-2", "2026-03-05", 150, project="P-2"),
        projects="P-2",
    )

    office.bill("2026-03")

    # Two and a half hours over 5 : 2.5.
    assert office.amounts() == {
        AMOUNT: "500.00",
        BEYOND: "183.70",
        BEYOND.replace("P-1", "P-2"): "91.30",
    }
    assert {row["payer"]: row["net"] for row in office.rows("Invoices")} == {
        "ALDER": "683.70",
        "BIRCH": "91.30",
    }


def test_without_a_rate_of_its_own_the_last_hours_keep_theirs(tmp_path: Path) -> None:
    office = office_of(
        tmp_path,
        entry("T-1", "2026-03-20", 240, person="BEN"),
        entry("T-2", "2026-03-02", 240),
        overage_rate=None,
    )
    office.type_row("Rates", person="BEN", rate="120.00")

    office.generate("2026-03")

    assert office.amounts() == {AMOUNT: "500.00", BEYOND.replace("110", "120"): "360.00"}


def test_hours_at_the_rate_of_the_retainer_need_no_sale_rate(tmp_path: Path) -> None:
    row = {**MINIMUM, "start": "2026-03-01"}
    hours = [entry("T-1", "2026-03-02", 360)]
    office = Office(tmp_path, Projects=PROJECTS, Retainers=[row], Timesheets=hours, Rates=[])

    report = office.generate("2026-03")

    assert (office.amounts(), codes(report)) == ({AMOUNT: "500.00", BEYOND: "110.00"}, [])


def test_only_the_service_and_the_days_of_the_retainer_count(tmp_path: Path) -> None:
    office = office_of(
        tmp_path,
        entry("T-1", "2026-03-10", 60),
        entry("T-2", "2026-03-09", 60),
        entry("T-3", "2026-03-10", 60, service="TAX"),
        start="2026-03-10",
        service="ADV",
    )

    office.generate("2026-03")

    assert office.amounts() == {
        "2026-03/P-1/ADV/retainer/R-1": "354.84",
        "2026-03/P-1/ADV/time/100": "100.00",
        "2026-03/P-1/TAX/time/100": "100.00",
    }


def test_an_hour_that_another_organisation_pays_is_ordinary_time(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 60, organisation="CEDAR"))

    office.generate("2026-03")

    assert office.amounts() == {AMOUNT: "500.00", "2026-03/P-1/ADV/time/100/@CEDAR": "100.00"}


def test_a_fee_covers_its_hours_before_a_retainer_does(tmp_path: Path) -> None:
    office = Office(
        tmp_path,
        Projects=PROJECTS,
        Schedules=[FEE | {"service": "ADV"}],
        Retainers=[{**MINIMUM, "start": "2026-03-01", "included_hours": "0"}],
        Timesheets=[entry("T-1", "2026-03-02", 60), entry("T-2", "2026-03-02", 60, service="TAX")],
    )

    office.generate("2026-03")

    assert office.amounts() == {
        "2026-03/P-1/ADV/fixed/2026-01-01": "83.33",
        AMOUNT: "500.00",
        BEYOND.replace("ADV", "TAX"): "110.00",
    }


def test_time_that_was_billed_before_there_was_a_retainer_is_not_billed_again(
    tmp_path: Path,
) -> None:
    office = Office(
        tmp_path, Projects=PROJECTS, Timesheets=[entry("T-1", "2026-03-02", 420)], Retainers=[]
    )
    office.bill("2026-03")
    office.type_row("Retainers", **{**MINIMUM, "start": "2026-03-01"})
    office.type_row("Timesheets", **entry("T-2", "2026-03-03", 360))

    office.bill("2026-03")

    assert office.amounts() == {
        "2026-03/P-1/ADV/time/100": "700.00",
        AMOUNT: "500.00",
        BEYOND: "110.00",
    }


def test_a_line_that_is_lost_after_its_invoice_is_not_billed_again(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 420))
    office.bill("2026-03")
    office.delete("Prebilling", line=BEYOND)
    office.type_row("Timesheets", **entry("T-2", "2026-03-31", 60))

    office.bill("2026-04")

    # Two hours beyond are issued, whether their row is there or not; the third is new.
    assert office.issued_cents() == (500 + 220 + 500 + 110) * 100


@pytest.mark.parametrize("line", [AMOUNT, BEYOND])
def test_an_issued_line_whose_row_is_deleted_is_not_billed_again(tmp_path: Path, line: str) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 300), entry("T-2", "2026-03-03", 120))
    office.bill("2026-03")
    office.delete("Prebilling", line=line)

    office.bill("2026-03")
    office.bill("2026-04")

    assert office.issued_cents() == (500 + 220 + 500) * 100


def test_time_billed_by_a_line_that_is_gone_is_no_work_of_a_later_retainer(tmp_path: Path) -> None:
    office = Office(
        tmp_path, Projects=PROJECTS, Timesheets=[entry("T-1", "2026-03-02", 420)], Retainers=[]
    )
    office.bill("2026-03")
    office.delete("Prebilling", line="2026-03/P-1/ADV/time/100")
    office.type_row("Retainers", **{**MINIMUM, "start": "2026-03-01"})

    office.bill("2026-03")

    assert office.issued_cents() == (700 + 500) * 100


def test_an_amount_of_nothing_makes_no_line(tmp_path: Path) -> None:
    office = office_of(tmp_path, entry("T-1", "2026-03-02", 360), amount="0.00", start="2026-02-01")

    report = office.generate("2026-03")

    assert (office.amounts(), codes(report)) == ({BEYOND: "110.00"}, [])

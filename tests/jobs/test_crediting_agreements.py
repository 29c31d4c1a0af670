"""Full credits of blocks of hours, minimums, caps and settled years: billed again, just once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jobs.test_crediting import require_sound, take_back
from sample_office import FEE, Office, entry

Made = Callable[[Path], tuple[Office, tuple[str, ...]]]


def block_of_hours(folder: Path) -> tuple[Office, tuple[str, ...]]:
    """Ten prepaid hours; February has one hour beyond them at 110.00."""
    block = {
        "retainer": "B-1",
        "project": "P-1",
        "kind": "block",
        "amount": "950.00",
        "included_hours": "10",
        "overage_rate": "110.00",
        "start": "2026-01-05",
    }
    work = [entry("T-1", "2026-01-20", 480), entry("T-2", "2026-02-02", 180)]
    return Office(folder, Retainers=[block], Timesheets=work), ("2026-01", "2026-02")


def minimum_with_rollover(folder: Path) -> tuple[Office, tuple[str, ...]]:
    """Five hours a month, of which January leaves two for February, which has eight."""
    minimum = {
        "retainer": "R-1",
        "project": "P-1",
        "kind": "minimum",
        "amount": "400.00",
        "included_hours": "5",
        "overage_rate": "90.00",
        "start": "2026-01-01",
        "rollover_months": "2",
        "rollover_hours": "10",
    }
    work = [entry("T-1", "2026-01-20", 180), entry("T-2", "2026-02-02", 480)]
    return Office(folder, Retainers=[minimum], Timesheets=work), ("2026-01", "2026-02")


def capped(folder: Path) -> tuple[Office, tuple[str, ...]]:
    """A cap of 1 000.00: after eight hours of February, two of the eight of March."""
    project = {"project": "P-1", "name": "One", "client": "ALDER", "cap_amount": "1000.00"}
    work = [entry("T-1", "2026-02-20", 480), entry("T-2", "2026-03-02", 480)]
    return Office(folder, Projects=[project], Timesheets=work), ("2026-02", "2026-03")


def settled_year(folder: Path) -> tuple[Office, tuple[str, ...]]:
    """A fee for 100 payslips of which there were 120: December settles 295.00."""
    volume = {"fiscal_year": "2026", "project": "P-1", "service": "PAY", "planned": "100"}
    units = {"month": "2026-05", "project": "P-1", "service": "PAY", "quantity": "120"}
    office = Office(folder, Schedules=[FEE], Volumes=[volume], Units=[units])
    return office, ("2026-11", "2026-12")


KINDS: dict[Made, tuple[str, str]] = {
    block_of_hours: ("950.00", "110.00"),
    minimum_with_rollover: ("400.00", "490.00"),
    capped: ("800.00", "200.00"),
    settled_year: ("83.34", "378.33"),
}
EVERY_KIND = pytest.mark.parametrize("made", KINDS)
EACH_INVOICE = pytest.mark.parametrize("place", [0, 1])


def issued(made: Made, folder: Path) -> tuple[Office, tuple[str, ...]]:
    """Two months issued, at the amounts that are known."""
    office, months = made(folder)
    for month in months:
        office.bill(month)
    assert tuple(row["net"] for row in office.rows("Invoices")) == KINDS[made]
    return office, months


def require_settled(office: Office, months: tuple[str, ...]) -> None:
    """No month has anything more to bill."""
    for month in months:
        report = office.generate(month)
        assert (report.added, report.removed, office.drafts()) == (0, 0, [])
    require_sound(office)


@EVERY_KIND
@EACH_INVOICE
def test_what_is_credited_whole_is_billed_again_once(
    made: Made, place: int, tmp_path: Path
) -> None:
    office, months = issued(made, tmp_path)
    net = KINDS[made][place]
    take_back(office, f"2026-0000{place + 1}", opens_all=True)

    office.bill(months[place])

    assert [row["net"] for row in office.rows("Invoices")][2:] == [f"-{net}", net]
    require_settled(office, months)


@EVERY_KIND
@EACH_INVOICE
def test_what_is_issued_again_in_one_step_comes_to_the_same(
    made: Made, place: int, tmp_path: Path
) -> None:
    office, months = issued(made, tmp_path)
    net = KINDS[made][place]

    take_back(office, f"2026-0000{place + 1}", reissue=True)

    assert [row["net"] for row in office.rows("Invoices")][2:] == [f"-{net}", net]
    require_settled(office, months)


@EVERY_KIND
def test_two_months_credited_at_once_come_back_in_their_order(made: Made, tmp_path: Path) -> None:
    office, months = issued(made, tmp_path)
    for place in (1, 0):
        take_back(office, f"2026-0000{place + 1}", opens_all=True)

    for month in months:
        office.bill(month)

    assert tuple(row["net"] for row in office.rows("Invoices"))[4:] == KINDS[made]
    require_settled(office, months)


@EVERY_KIND
def test_a_commercial_credit_of_all_bills_nothing_again(made: Made, tmp_path: Path) -> None:
    office, months = issued(made, tmp_path)
    for number in ("2026-00001", "2026-00002"):
        take_back(office, number, commercial=True)

    nets = [row["net"] for row in office.rows("Invoices")]
    assert nets[2:] == [f"-{net}" for net in nets[:2]]
    require_settled(office, months)

"""A discount in percent when its month is issued: of the lines as they are now, or not at all."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sample_office import SHARED, SPLITS, Office, codes, own_line

THANKS = {
    "month": "2026-03",
    "project": "P-1",
    "axis": "discount",
    "description": "Thanks",
    "discount_percent": "0.1",
}


def office_of(folder: Path, **cells: str) -> Office:
    """Two lines of P-1, paid 60/40, and 10 % off them, approved: 30.00 of 300.00."""
    lines = (own_line("P-1", "200.00"), own_line("P-1", "100.00", description="More"))
    office = Office(
        folder,
        Projects=[SHARED],
        Splits=SPLITS,
        Prebilling=[*lines, THANKS | cells],
    )
    office.generate("2026-03")
    office.approve("2026-03")
    return office


def nets(office: Office) -> list[tuple[str, str]]:
    return [(row["payer"], row["net"]) for row in office.rows("Invoices")]


def test_what_nobody_touched_is_issued_as_it_was_approved(tmp_path: Path) -> None:
    office = office_of(tmp_path)

    assert codes(office.issue("2026-03")) == []

    assert nets(office) == [("ALDER", "162.00"), ("BIRCH", "108.00")]


def held(office: Office) -> None:
    office.put("Prebilling", {"description": "More"}, hold=True)


def raised(office: Office) -> None:
    office.put("Prebilling", {"description": "Thanks"}, discount_percent="0.2")


def deleted(office: Office) -> None:
    office.delete("Prebilling", description="More")
    for payer in ("ALDER", "BIRCH"):
        office.delete("Allocations", line="2026-03/P-1/own/2", payer=payer)


def given_to_one(office: Office) -> None:
    office.put("Prebilling", {"description": "Thanks"}, payer_override="BIRCH")


@pytest.mark.parametrize(
    ("change", "computed", "billed"),
    [
        pytest.param(held, "20.00", [("ALDER", "108.00"), ("BIRCH", "72.00")], id="a line held"),
        pytest.param(raised, "60.00", [("ALDER", "144.00"), ("BIRCH", "96.00")], id="20 %"),
        pytest.param(deleted, "20.00", [("ALDER", "108.00"), ("BIRCH", "72.00")], id="deleted"),
        pytest.param(
            given_to_one, "12.00", [("ALDER", "180.00"), ("BIRCH", "108.00")], id="one payer"
        ),
    ],
)
def test_a_discount_on_other_lines_than_were_approved_is_refused_by_its_row(
    tmp_path: Path,
    change: Callable[[Office], None],
    computed: str,
    billed: list[tuple[str, str]],
) -> None:
    office = office_of(tmp_path)
    change(office)

    report = office.issue("2026-03")

    assert codes(report) == ["ISS-06"]
    assert f"shows -30.00, but -{computed} is what it comes to now" in report.findings[0].sentence
    assert report.findings[0].column == "Amount"
    assert office.journal.invoices() == []

    assert codes(office.bill("2026-03")) == []
    assert nets(office) == billed


def test_a_line_that_waits_for_approval_bears_its_part_of_the_discount_all_the_same(
    tmp_path: Path,
) -> None:
    office = office_of(tmp_path)
    office.put("Prebilling", {"description": "More"}, decision="draft")

    assert codes(office.issue("2026-03")) == ["ISS-04"]

    assert nets(office) == [("ALDER", "102.00"), ("BIRCH", "68.00")]
    assert office.rows("Allocations", line="2026-03/P-1/own/2")[0]["invoice"] is None


def test_a_discount_for_one_payer_is_whole_when_a_crash_came_between_two_invoices(
    tmp_path: Path,
) -> None:
    office = office_of(tmp_path, payer_override="BIRCH")

    def crash(done: int, _whole: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.issue("2026-03", on_issued=crash)
    assert len(office.journal.invoices()) == 1

    report = office.issue("2026-03")

    assert codes(report) == ["ISS-05"]
    assert nets(office) == [("ALDER", "180.00"), ("BIRCH", "108.00")]

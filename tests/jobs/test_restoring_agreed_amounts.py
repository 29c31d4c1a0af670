"""What the user deletes comes back with its payers, or goes with its parts."""

from pathlib import Path

from sample_office import FEE, SHARED, SPLITS, Office, codes, own_line


def test_an_issued_line_of_payers_with_amounts_is_put_back_with_its_parts(tmp_path: Path) -> None:
    splits = [
        {"project": "P-1", "payer": "ALDER", "basis": "fixed", "share": "50", "per": "month"},
        {"project": "P-1", "payer": "BIRCH", "basis": "rest", "share": "0"},
    ]
    office = Office(tmp_path, Projects=[SHARED], Splits=splits, Schedules=[FEE])
    office.bill("2026-03")
    before = office.rows("Allocations")
    assert [(row["payer"], row["amount"]) for row in before] == [
        ("ALDER", "50.00"),
        ("BIRCH", "33.33"),
    ]
    (line,) = office.amounts("2026-03")
    office.delete("Prebilling", line=line)
    for payer in ("ALDER", "BIRCH"):
        office.delete("Allocations", line=line, payer=payer)

    assert codes(office.generate("2026-03")) == ["PRE-09"]

    after = office.rows("Allocations")
    columns = ("line", "payer", "amount", "vat_category", "vat_rate", "invoice")
    assert [[row[name] for name in columns] for row in after] == [
        [row[name] for name in columns] for row in before
    ]
    assert office.generate("2026-03").findings == []


def test_the_parts_of_a_deleted_draft_are_no_fault_and_go_with_the_next_run(
    tmp_path: Path,
) -> None:
    lines = [own_line("P-1", "100.00"), own_line("P-1", "50.00", description="More")]
    office = Office(tmp_path, Projects=[SHARED], Splits=SPLITS, Prebilling=lines)
    office.generate("2026-03")
    office.delete("Prebilling", description="More")

    assert codes(office.approve("2026-03")) == []
    report = office.issue("2026-03")
    assert (codes(report), report.totals["net"]) == ([], "100.00")

    office.generate("2026-03")
    assert {row["line"] for row in office.rows("Allocations")} == {"2026-03/P-1/own/1"}

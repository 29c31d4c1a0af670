"""Discounts and early payments that nobody can grant are told with their cells."""

from datetime import date
from pathlib import Path

import pytest
from sample_office import Office, own_line

from addin.jobs.checking import check
from addin.jobs.running import run


def told(office: Office) -> list[tuple[str, str, str]]:
    """Code, sheet and column of the errors that a check finds of discounts."""
    report = run(office.book, lambda content: check(content, date(2026, 3, 31)))
    codes = {"DISC-01", "DISC-02", "DISC-03", "PRE-05", "SET-02"}
    return [(one.code, one.sheet, one.column) for one in report.findings if one.code in codes]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"discount_amount": "100.00"}, []),
        ({"discount_amount": "0"}, []),
        ({"discount_amount": "100.01"}, ["DISC-01"]),
        ({"discount_amount": "-0.01"}, ["DISC-01"]),
        ({"discount_amount": "90.00", "discount_percent": "0.10"}, []),
        ({"discount_amount": "90.01", "discount_percent": "0.10"}, ["DISC-01"]),
        ({"discount_amount": "200.00", "price_override": "200.00"}, []),
        ({"discount_amount": "100.00", "quantity": "-1"}, []),
        ({"discount_amount": "1.00", "quantity": None}, []),
    ],
)
def test_a_discount_on_a_line_is_from_nothing_to_what_is_left_of_it(
    tmp_path: Path, cells: dict[str, str], found: list[str]
) -> None:
    office = Office(tmp_path, Prebilling=[own_line("P-1", "100.00", **cells)])

    assert told(office) == [(code, "Prebilling", "Discount (amount)") for code in found]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"discount_amount": "10.00"}, []),
        ({"discount_amount": "-10.00"}, [("DISC-02", "Discount (amount)")]),
        ({"early_discount_percent": "0.02", "early_discount_days": "8"}, []),
        ({"early_discount_percent": "0.02"}, [("DISC-03", "Days for the early payment")]),
        ({"early_discount_days": "8"}, []),
        (
            {"early_discount_percent": "0.02", "early_discount_days": "-1"},
            [("SET-02", "Days for the early payment")],
        ),
        (
            {"early_discount_percent": "1", "early_discount_days": "8"},
            [("PRE-05", "Early-payment discount")],
        ),
    ],
)
def test_the_discounts_of_a_client_are_whole(
    tmp_path: Path, cells: dict[str, str], found: list[tuple[str, str]]
) -> None:
    office = Office(tmp_path, Clients=[{"client": "ALDER", **cells}])

    assert told(office) == [(code, "Clients", column) for code, column in found]


def test_a_line_with_an_impossible_discount_is_not_billed(tmp_path: Path) -> None:
    office = Office(tmp_path, Prebilling=[own_line("P-1", "100.00", discount_amount="100.01")])

    report = office.bill("2026-03")

    assert (report.skipped, report.added) == (["P-1"], 0)
    assert "100.01 was found on a line of 100.00" in report.findings[0].sentence

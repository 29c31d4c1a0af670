"""Who pays how much of a month, in an office: amounts, phases, named payers, VAT."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_book import MemoryBook
from sample_office import FEE, SHARED, Office, codes, own_line

from addin.billing.calendar import Month
from addin.billing.choices import Axis, VatCategory
from addin.jobs.agreed.payers import PayerBook
from addin.jobs.agreed.portfolio import Portfolio, read_portfolio
from addin.jobs.content import Content, load
from addin.jobs.shared.sharing import Owed, PayerPart, shared
from addin.jobs.shared.taken import Taken, taken_parts

MARCH = Month(2026, 3)
CLIENTS = [
    {"client": code, "name": code.title(), "country": "BE", "fiscal_year_start": start}
    for code, start in (("ALDER", 7), ("BIRCH", None), ("CEDAR", None))
]


def split(payer: str, basis: str, share: str = "0", **cells: Any) -> dict[str, Any]:
    return {"project": "P-1", "payer": payer, "basis": basis, "share": share, **cells}


CAPPED = [split("ALDER", "cap", "1000"), split("BIRCH", "rest")]


def content(**tables: Any) -> Content:
    usual: dict[str, Any] = {"Clients": CLIENTS, "Projects": [SHARED]}
    return load(MemoryBook(usual | tables))


def owed(key: str, cents: int, on: date = MARCH.last, **cells: Any) -> Owed:
    usual: dict[str, Any] = {"project": "P-1", "phase": "", "service": "", "axis": None}
    return Owed(key=key, on=on, cents=cents, **{**usual, **cells})


def cents(parts: dict[str, list[PayerPart]]) -> dict[str, dict[str, int]]:
    return {key: {one.part.payer: one.part.cents for one in found} for key, found in parts.items()}


def book_of(splits: list[dict[str, Any]]) -> tuple[PayerBook, Portfolio]:
    portfolio = read_portfolio(content(Splits=splits))
    return PayerBook(portfolio), portfolio


def share_out(splits: list[dict[str, Any]], *drafts: Owed) -> dict[str, dict[str, int]]:
    return cents(shared(book_of(splits)[0], drafts, Taken(MARCH)))


def test_a_cap_is_counted_over_the_lines_of_the_month_together() -> None:
    found = share_out(CAPPED, owed("1", 900_00), owed("2", 900_00))

    assert found == {
        "1": {"ALDER": 500_00, "BIRCH": 400_00},
        "2": {"ALDER": 500_00, "BIRCH": 400_00},
    }


def test_a_line_of_a_phase_follows_the_rows_of_that_phase() -> None:
    splits = [*CAPPED, split("CEDAR", "percent", "1", phase="Design")]

    found = share_out(
        splits,
        owed("1", 900_00),
        owed("2", 900_00, phase="Design"),
        owed("3", 100_00, phase="Works"),
    )

    assert found == {
        "1": {"ALDER": 900_00},
        "2": {"CEDAR": 900_00},
        "3": {"ALDER": 100_00},
    }


def test_the_phases_without_rows_share_the_cap_of_the_project() -> None:
    found = share_out(CAPPED, owed("1", 900_00, phase="Works"), owed("2", 900_00, phase="Care"))

    assert sum(parts["ALDER"] for parts in found.values()) == 1_000_00


def test_a_project_whose_only_rows_are_of_a_phase_is_else_paid_by_its_client() -> None:
    splits = [split("CEDAR", "percent", "1", phase="Design")]

    assert share_out(splits, owed("1", 5), owed("2", 7, phase="Design")) == {
        "1": {"ALDER": 5},
        "2": {"CEDAR": 7},
    }


def test_a_named_payer_is_outside_the_split() -> None:
    alone = (("CEDAR", Fraction(1)),)

    assert share_out(CAPPED, owed("1", 600_00), owed("2", 600_00, given=alone)) == {
        "1": {"ALDER": 600_00},
        "2": {"CEDAR": 600_00},
    }


def test_what_corrects_an_issued_line_counts_for_its_payer() -> None:
    back = owed("1", -400_00, given=(("ALDER", Fraction(1)),), mirrors="0")

    book, portfolio = book_of(CAPPED)
    taken = taken_parts(issued_march("600.00"), portfolio, MARCH, {})

    assert cents(shared(book, [back, owed("2", 900_00)], taken)) == {
        "1": {"ALDER": -400_00},
        "2": {"ALDER": 800_00, "BIRCH": 100_00},
    }


def test_a_deposit_takes_from_a_cap_that_the_work_does_not_see() -> None:
    deposit = owed("1", 900_00, axis=Axis.DEPOSIT)

    assert share_out(CAPPED, deposit, owed("2", 700_00)) == {
        "1": {"ALDER": 300_00, "BIRCH": 600_00},
        "2": {"ALDER": 700_00},
    }


def test_two_agreements_of_one_month_count_for_one_cap() -> None:
    splits = [
        split("ALDER", "cap", "1000"),
        split("BIRCH", "rest", valid_to="2026-03-15"),
        split("CEDAR", "rest", valid_from="2026-03-16"),
    ]

    found = share_out(splits, owed("1", 900_00, date(2026, 3, 10)), owed("2", 900_00))

    assert found == {
        "1": {"ALDER": 900_00},
        "2": {"ALDER": 100_00, "CEDAR": 800_00},
    }


def test_a_line_outside_vat_is_so_for_every_payer() -> None:
    splits = [split("ALDER", "weight", "1"), split("BIRCH", "weight", "1")]
    book, _ = book_of(splits)

    found = shared(book, [owed("1", 100, vat_outside=True)], Taken(MARCH))

    assert {one.terms.vat.category for one in found["1"]} == {VatCategory.O}
    terms, findings = book.payers("P-1", "", (), MARCH.last, vat_outside=True)
    assert findings == []
    assert not any(one.vat.rate for one in terms)


def issued_march(
    amount: str, *, axis: str = "unit", month: str = "2026-03", **cells: Any
) -> Content:
    """A month in which ALDER was invoiced an amount of P-1."""
    line = {
        "line": "0",
        "month": month,
        "project": "P-1",
        "axis": axis,
        "period_from": f"{month}-01",
        "period_to": f"{month}-28",
        "amount": amount,
        "invoice": "2026-00001",
        **cells,
    }
    part = {"line": line["line"], "payer": "ALDER", "weight": "1", "amount": amount}
    vat = {"vat_category": "S", "vat_rate": "0.06", "invoice": "2026-00001"}
    return content(Splits=CAPPED, Prebilling=[line], Allocations=[part | vat])


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        pytest.param({}, 400_00, id="issued-this-month"),
        pytest.param({"month": "2026-02"}, 400_00, id="issued-before"),
        pytest.param({"month": "2026-04", "invoice": None}, 400_00, id="draft-of-another-month"),
        pytest.param({"invoice": None}, 1_000_00, id="draft-of-the-month-itself"),
        pytest.param({"payer_override": "ALDER"}, 1_000_00, id="named-by-the-user"),
        pytest.param({"line": "2026-03/P-1/ADV/time/95/@ALDER"}, 1_000_00, id="named-by-entries"),
        pytest.param({"axis": "deposit"}, 1_000_00, id="a-deposit"),
    ],
)
def test_what_a_payer_was_allocated_counts_for_its_cap(cells: dict[str, Any], left: int) -> None:
    book, portfolio = book_of(CAPPED)
    taken = taken_parts(issued_march("600.00", **cells), portfolio, MARCH, {})

    found = cents(shared(book, [owed("1", 2_000_00)], taken))

    assert found == {"1": {"ALDER": left, "BIRCH": 2_000_00 - left}}


def test_what_corrects_a_line_for_nothing_is_shared_like_any_other() -> None:
    assert share_out(CAPPED, owed("1", 900_00), owed("2", 300_00, mirrors="0")) == {
        "1": {"ALDER": 750_00, "BIRCH": 150_00},
        "2": {"ALDER": 250_00, "BIRCH": 50_00},
    }


def test_the_journal_knows_what_allocations_have_lost() -> None:
    book, portfolio = book_of(CAPPED)
    line = {"line": "0", "month": "2026-02", "project": "P-1", "axis": "unit"}
    days = {"period_from": "2026-02-01", "period_to": "2026-02-28"}
    lost = content(Splits=CAPPED, Prebilling=[line | days])

    taken = taken_parts(lost, portfolio, MARCH, {"0": {"ALDER": 600_00}})

    found = cents(shared(book, [owed("1", 900_00)], taken))
    assert found == {"1": {"ALDER": 400_00, "BIRCH": 500_00}}


def test_a_line_that_settles_or_corrects_bears_the_vat_of_the_issued_one() -> None:
    book, portfolio = book_of(CAPPED)
    taken = taken_parts(issued_march("600.00"), portfolio, MARCH, {})
    both = (("ALDER", Fraction(1)), ("BIRCH", Fraction(1)))

    found = shared(book, [owed("1", -100, given=both, mirrors="0")], taken)

    rates = {one.part.payer: str(one.terms.vat.rate) for one in found["1"]}
    assert rates == {"ALDER": "0.06", "BIRCH": "0.21"}


@given(st.permutations(range(6)))
def test_the_order_of_the_drafts_is_irrelevant(order: list[int]) -> None:
    drafts = [owed(str(number), 100_00 + 17 * number) for number in range(6)]

    found = share_out(CAPPED, *(drafts[number] for number in order))

    assert found == share_out(CAPPED, *drafts)


def test_an_unknown_payer_leaves_the_project_out(tmp_path: Path) -> None:
    line = own_line("P-1", "100.00", payer_override="NOBODY")
    office = Office(tmp_path, Prebilling=[line])

    report = office.generate("2026-03")

    assert "TAB-10" in codes(report)
    assert office.rows("Allocations") == []


def test_the_payer_that_the_user_names_pays_the_line_alone(tmp_path: Path) -> None:
    line = own_line("P-1", "100.00", payer_override="BIRCH")
    office = Office(tmp_path, Projects=[SHARED], Splits=CAPPED, Prebilling=[line])

    office.bill("2026-03")

    assert [row["payer"] for row in office.rows("Allocations")] == ["BIRCH"]
    assert [row["payer"] for row in office.rows("Invoices")] == ["BIRCH"]


MONTHS = st.lists(st.lists(st.integers(1, 90_000), min_size=1, max_size=3), min_size=1, max_size=4)


@settings(max_examples=max(settings().max_examples // 5, 1))
@given(MONTHS)
def test_no_cap_is_exceeded_whatever_is_billed_month_after_month(
    tmp_path_factory: pytest.TempPathFactory, months: list[list[int]]
) -> None:
    lines = [
        own_line("P-1", str(cents / 100), month=str(MARCH.plus(number)))
        for number, month in enumerate(months)
        for cents in month
    ]
    folder = tmp_path_factory.mktemp("office")
    office = Office(folder, Projects=[SHARED], Splits=CAPPED, Prebilling=lines)

    for number in range(len(months)):
        report = office.bill(str(MARCH.plus(number)))
        assert codes(report) == []

    paid: dict[str, int] = {}
    for one in office.journal.invoices():
        paid[one.payer] = paid.get(one.payer, 0) + one.net_cents
    total = sum(map(sum, months))
    assert paid.get("ALDER", 0) == min(total, 1_000_00)
    assert paid.get("BIRCH", 0) == max(total - 1_000_00, 0)


def test_a_line_held_back_keeps_its_part(tmp_path: Path) -> None:
    lines = [own_line("P-1", "900.00"), own_line("P-1", "300.00", hold="yes")]
    office = Office(tmp_path, Projects=[SHARED], Splits=CAPPED, Prebilling=lines)

    office.bill("2026-03")
    office.put("Prebilling", {"description": "Work for P-1", "amount": "300.00"}, hold=None)
    report = office.bill("2026-03")

    assert codes(report) == []
    parts = [(row["payer"], row["amount"]) for row in office.rows("Allocations")]
    assert parts == [
        ("ALDER", "750.00"),
        ("BIRCH", "150.00"),
        ("ALDER", "250.00"),
        ("BIRCH", "50.00"),
    ]


def test_a_late_line_of_an_issued_month_fills_up_what_is_left(tmp_path: Path) -> None:
    splits = [split("ALDER", "fixed", "500"), split("BIRCH", "rest")]
    office = Office(
        tmp_path, Projects=[SHARED], Splits=splits, Prebilling=[own_line("P-1", "300.00")]
    )

    office.bill("2026-03")
    office.type_row("Prebilling", **own_line("P-1", "700.00"))
    office.bill("2026-03")

    paid = [(row["payer"], row["net"]) for row in office.rows("Invoices")]
    assert paid == [("ALDER", "300.00"), ("ALDER", "200.00"), ("BIRCH", "500.00")]


def test_a_changed_cap_after_generating_is_told_before_anything_is_issued(tmp_path: Path) -> None:
    office = Office(
        tmp_path, Projects=[SHARED], Splits=CAPPED, Prebilling=[own_line("P-1", "1500.00")]
    )
    office.generate("2026-03")
    office.approve("2026-03")
    office.put("Splits", {"payer": "ALDER"}, share="1200")

    report = office.issue("2026-03")

    assert "ISS-06" in codes(report)
    assert office.rows("Invoices") == []


def test_a_cap_outlives_the_rows_that_somebody_deletes(tmp_path: Path) -> None:
    fee = FEE | {"amount": "8400.00", "service": "ACC"}
    office = Office(tmp_path, Projects=[SHARED], Splits=CAPPED, Schedules=[fee])
    office.bill("2026-01")
    office.delete("Prebilling", line="2026-01/P-1/ACC/fixed/2026-01-01")
    office.delete("Allocations", payer="ALDER")

    office.generate("2026-01")
    office.type_row("Prebilling", **own_line("P-1", "100.00", month="2026-01"))
    office.bill("2026-01")
    office.bill("2026-02")

    paid = [(row["payer"], row["net"]) for row in office.rows("Invoices")]
    assert paid == [
        ("ALDER", "700.00"),
        ("ALDER", "100.00"),
        ("ALDER", "200.00"),
        ("BIRCH", "500.00"),
    ]


def test_a_discount_in_euros_is_shared_like_the_month(tmp_path: Path) -> None:
    lines = [
        own_line("P-1", "1500.00"),
        own_line("P-1", "100.00", axis="discount", description="Thanks"),
    ]
    office = Office(tmp_path, Projects=[SHARED], Splits=CAPPED, Prebilling=lines)

    report = office.bill("2026-03")

    assert codes(report) == []
    paid = [(row["payer"], row["net"]) for row in office.rows("Invoices")]
    assert paid == [("ALDER", "1000.00"), ("BIRCH", "400.00")]

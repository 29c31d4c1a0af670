"""Deposits at their edges: too large, several, at another rate, of a closed project."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sample_office import SHARED, SPLITS, Office, codes, own_line

from addin.billing.deposits import is_settlement

SERVICES = (
    {"service": "ADV", "name": "Advice", "vat_rate": "0.21"},
    {"service": "LOW", "name": "Reduced", "vat_rate": "0.06"},
)
BACK = "2026-03/P-1/-/deposit/back/2026-01/2026-01-15"


def deposit(amount: str, **cells: Any) -> dict[str, Any]:
    """Billed on 15 January."""
    return {"project": "P-1", "axis": "deposit", "amount": amount, "start": "2026-01-15", **cells}


def office_of(folder: Path, *lines: dict[str, Any], **tables: Any) -> Office:
    """P-1, whose deposits were issued in January, with lines of the user's."""
    usual: dict[str, Any] = {"Services": SERVICES, "Schedules": [deposit("300.00")]}
    office = Office(folder, Prebilling=lines, **(usual | tables))
    assert codes(office.bill("2026-01")) == []
    return office


def grosses(office: Office) -> list[tuple[str, str, str, str]]:
    """Payer, net, VAT and gross of each invoice, in the order of issue."""
    return [(row["payer"], row["net"], row["vat"], row["gross"]) for row in office.rows("Invoices")]


def given_back(office: Office) -> list[tuple[str, str]]:
    return [
        (row["payer"], row["amount"])
        for row in office.rows("Allocations")
        if is_settlement(row["line"])
    ]


def test_a_deposit_that_covers_the_bill_is_settled_by_an_invoice_of_nothing(
    tmp_path: Path,
) -> None:
    office = office_of(tmp_path, own_line("P-1", "300.00"))

    report = office.bill("2026-03")

    assert codes(report) == []
    assert grosses(office) == [
        ("ALDER", "300.00", "63.00", "363.00"),
        ("ALDER", "0.00", "0.00", "0.00"),
    ]
    shown = [(row["quantity"], row["net"]) for row in office.rows("InvoiceLines")[1:]]
    assert shown == [("1", "300.00"), ("-1", "-300.00")]
    assert office.drafts() == []
    assert codes(office.issue("2026-03")) == ["ISS-01"]


def test_a_deposit_larger_than_the_bill_waits_with_its_rest(tmp_path: Path) -> None:
    office = office_of(
        tmp_path, own_line("P-1", "120.01"), own_line("P-1", "500.00", month="2026-04")
    )

    office.bill("2026-03")
    office.bill("2026-04")

    assert given_back(office) == [("ALDER", "-120.01"), ("ALDER", "-179.99")]
    assert grosses(office)[1:] == [
        ("ALDER", "0.00", "0.00", "0.00"),
        ("ALDER", "320.01", "67.20", "387.21"),
    ]
    assert sum(Decimal(net) for _, net, _, _ in grosses(office)) == Decimal("620.01")


def test_two_deposits_go_back_the_older_first(tmp_path: Path) -> None:
    second = deposit("100.00", start="2026-02-10")
    office = office_of(
        tmp_path,
        own_line("P-1", "350.00"),
        own_line("P-1", "60.00", month="2026-04"),
        Schedules=[deposit("300.00"), second],
    )
    office.bill("2026-02")
    assert [one[1] for one in grosses(office)] == ["300.00", "100.00"]

    office.bill("2026-03")
    later = "2026-03/P-1/-/deposit/back/2026-02/2026-02-10"
    amounts = office.amounts("2026-03")
    assert (amounts[BACK], amounts[later]) == ("-300.00", "-50.00")
    office.bill("2026-04")

    assert sorted(office.amounts("2026-04").values()) == ["-50.00", "60.00"]
    assert [net for _, net, _, _ in grosses(office)] == ["300.00", "100.00", "0.00", "10.00"]


@pytest.mark.parametrize(
    ("paid", "worked", "work", "first", "last"),
    [
        # 500.00 x 6 % - 300.00 x 21 % = -33.00
        ("ADV", "LOW", "500.00", ("300.00", "63.00"), ("200.00", "-33.00", "167.00")),
        # 500.00 x 21 % - 300.00 x 6 % = 87.00
        ("LOW", "ADV", "500.00", ("300.00", "18.00"), ("200.00", "87.00", "287.00")),
        # 310.00 and 6 % make 328.60: 271.57 and 21 % is all of it
        ("ADV", "LOW", "310.00", ("300.00", "63.00"), ("38.43", "-38.43", "0.00")),
    ],
)
def test_a_deposit_goes_back_with_the_vat_it_bore(
    tmp_path: Path,
    paid: str,
    worked: str,
    work: str,
    first: tuple[str, str],
    last: tuple[str, str, str],
) -> None:
    office = office_of(
        tmp_path,
        own_line("P-1", work, service=worked),
        Schedules=[deposit("300.00", service=paid)],
    )

    assert codes(office.bill("2026-03")) == []

    (_, net, vat, _), settled = grosses(office)
    assert (net, vat) == first
    assert settled[1:] == last


def test_payers_with_a_fixed_part_and_a_cap_get_back_what_each_paid(tmp_path: Path) -> None:
    splits = [
        {"project": "P-1", "payer": "ALDER", "basis": "fixed", "share": "100", "per": "month"},
        {"project": "P-1", "payer": "BIRCH", "basis": "cap", "share": "250"},
        {"project": "P-1", "payer": "CEDAR", "basis": "rest", "share": "0"},
    ]
    office = office_of(tmp_path, own_line("P-1", "1000.00"), Projects=[SHARED], Splits=splits)
    assert [one[:2] for one in grosses(office)] == [("ALDER", "100.00"), ("BIRCH", "200.00")]

    assert codes(office.bill("2026-03")) == []

    assert given_back(office) == [("ALDER", "-100.00"), ("BIRCH", "-200.00")]
    assert [one[:2] for one in grosses(office)[2:]] == [
        ("ALDER", "0.00"),
        ("BIRCH", "50.00"),
        ("CEDAR", "650.00"),
    ]
    assert office.issued_cents() == 1000_00


def test_a_closed_project_keeps_its_deposit_until_it_is_opened_again(tmp_path: Path) -> None:
    office = office_of(tmp_path, own_line("P-1", "1000.00"))
    office.generate("2026-03")
    office.put("Projects", {"project": "P-1"}, status="closed")
    office.approve("2026-03")

    assert "PRJ-04" in codes(office.issue("2026-03"))
    assert len(office.journal.invoices()) == 1

    office.put("Projects", {"project": "P-1"}, status="active")
    office.bill("2026-03")
    assert [one[1] for one in grosses(office)] == ["300.00", "700.00"]


def test_a_payer_with_nothing_left_gets_no_second_invoice_when_the_other_waits(
    tmp_path: Path,
) -> None:
    office = office_of(
        tmp_path,
        own_line("P-1", "1000.00", payer_override="ALDER"),
        Projects=[SHARED],
        Splits=SPLITS,
    )

    assert codes(office.bill("2026-03")) == ["DEP-01"]

    assert [one[:2] for one in grosses(office)[2:]] == [("ALDER", "820.00")]


def test_an_amount_off_each_invoice_is_not_taken_off_what_is_settled(tmp_path: Path) -> None:
    office = office_of(
        tmp_path,
        own_line("P-1", "1000.00"),
        Clients=[{"client": "ALDER", "discount_percent": "0.10"}],
    )

    office.bill("2026-03")

    # 300.00 less 10 %, then 700.00 less 10 %: 1000.00 less 10 % in all.
    assert [net for _, net, _, _ in grosses(office)] == ["270.00", "630.00"]


def test_an_early_payment_is_of_what_the_deposit_leaves(tmp_path: Path) -> None:
    early = {"client": "ALDER", "early_discount_percent": "0.02", "early_discount_days": "8"}
    office = office_of(
        tmp_path,
        own_line("P-1", "800.00", service="ADV"),
        own_line("P-1", "200.00", service="LOW"),
        Clients=[early],
        Schedules=[deposit("300.00", service="ADV")],
    )

    office.bill("2026-03")

    invoice = office.journal.invoice(office.journal.invoices()[-1].number)
    # 500.00 at 21 % and 200.00 at 6 %: 14.00 off 700.00, 10.00 and 4.00 by rate.
    bases = [(row.base_cents, row.vat_cents) for row in invoice.totals.vat]
    assert bases == [(490_00, 102_90), (196_00, 11_76), (14_00, 0)]
    assert invoice.totals.gross_cents == 814_66
    assert invoice.early is not None
    assert (invoice.early.discount_cents, invoice.early.gross_cents) == (14_00, 800_66)


def test_a_bill_that_the_deposit_covers_offers_nothing_for_paying_early(tmp_path: Path) -> None:
    early = {"client": "ALDER", "early_discount_percent": "0.02", "early_discount_days": "8"}
    office = office_of(tmp_path, own_line("P-1", "300.00"), Clients=[early])

    office.bill("2026-03")

    invoice = office.journal.invoice(office.journal.invoices()[-1].number)
    assert (invoice.early, invoice.totals.gross_cents) == (None, 0)
    assert invoice.mentions == ("Nothing is to be paid on this invoice.",)

"""Clients by status, and what is odd about them."""

from datetime import date
from typing import Any

from memory_book import MemoryBook

from addin.billing.choices import ClientStatus
from addin.jobs.checking import check
from addin.jobs.clients.listing import LISTED, counted, listed_clients
from addin.jobs.clients.warnings import people_warnings
from addin.jobs.content import load
from addin.jobs.running import run

TODAY = date(2026, 11, 22)


def book_of(*clients: dict[str, Any], **tables: list[dict[str, Any]]) -> MemoryBook:
    return MemoryBook({"Clients": [{"name": "X", **one} for one in clients], **tables})


def found(book: MemoryBook) -> list[tuple[str, str | None, int | None]]:
    return [(one.code, one.where.column, one.where.row) for one in people_warnings(load(book))]


def test_clients_are_listed_by_status() -> None:
    book = book_of(
        {"client": "A"},
        {"client": "B", "status": "inactive", "invited": "2026-11-20"},
        {"client": "C", "status": "active"},
    )
    content = load(book)

    everyone = listed_clients(content)
    assert [one["client"] for one in everyone] == ["A", "B", "C"]
    assert tuple(everyone[0]) == LISTED
    [inactive] = listed_clients(content, ClientStatus.INACTIVE)
    assert (inactive["client"], inactive["invited"]) == ("B", "2026-11-20")
    assert [one["client"] for one in listed_clients(content, ClientStatus.NOT_INVITED)] == ["A"]
    assert set(counted(content).values()) == {1}


def test_a_group_is_known_once_the_sheet_has_any() -> None:
    clients = {"client": "A", "groups": "tax; Audit"}

    assert found(book_of(clients)) == []
    groups = [{"group": "TAX"}]
    staff = [{"person": "ML", "name": "Marie", "groups": "everyone, Payroll"}]
    assert found(book_of(clients, Groups=groups, Staff=staff)) == [
        ("CLT-05", "groups", 5),
        ("CLT-05", "groups", 5),
    ]


def test_an_address_that_reaches_nobody_is_a_warning() -> None:
    book = book_of(
        {"client": "A", "email": "a@a.be", "sales_email": "sales", "mobile": "+32 470 12 34 56"},
        {"client": "B", "mobile": "12", "postcode": "75001"},
        {"client": "C", "country": "FR", "postcode": "75001", "billing_email": "x@"},
    )

    assert sorted(found(book)) == [
        ("CLT-07", "billing_email", 7),
        ("CLT-07", "sales_email", 5),
        ("CLT-08", "mobile", 6),
        ("CLT-09", "postcode", 6),
    ]


def test_a_follow_up_is_too_early_by_the_day_of_registration() -> None:
    book = book_of(
        {"client": "A", "follow_up_from": "2026-01-01", "registered": "2026-06-01"},
        {"client": "B", "follow_up_from": "2026-05-01", "registered": "2026-06-01"},
        {"client": "C", "follow_up_from": "2020-01-01"},
    )

    assert found(book) == [("CLT-06", "follow_up_from", 5)]


def test_the_check_tells_them_and_leaves_no_project_out() -> None:
    project = [{"project": "P", "name": "P", "client": "A"}]
    book = book_of({"client": "A", "mobile": "12"}, Projects=project)

    report = run(book, lambda content: check(content, TODAY), recover=False)

    assert "CLT-08" in [one.code for one in report.findings]
    assert list(report.skipped) == []

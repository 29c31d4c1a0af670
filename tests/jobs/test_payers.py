"""The payers of a line and their VAT, as an office has them."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from memory_book import MemoryBook

from addin.billing.calendar import Month
from addin.billing.choices import VatCategory
from addin.errors import Finding
from addin.jobs.agreed.payers import PayerBook
from addin.jobs.agreed.portfolio import read_portfolio
from addin.jobs.checking import all_findings
from addin.jobs.content import load

MARCH = date(2026, 3, 31)
CLIENTS = [
    {"client": code, "name": code.title(), "country": country}
    for code, country in (("ALDER", "BE"), ("BIRCH", "BE"), ("OAK", "GB"))
]
PROJECT = {"project": "P-1", "name": "One", "client": "ALDER"}
PHASES = [{"project": "P-1", "phase": "Design", "name": "Design"}]


def split(payer: str, share: str, **cells: Any) -> dict[str, Any]:
    return {"project": "P-1", "payer": payer, "share": share, **cells}


def book_of(**tables: Any) -> MemoryBook:
    usual: dict[str, Any] = {"Clients": CLIENTS, "Projects": [PROJECT], "Phases": PHASES}
    settings = [{"setting": "country", "value": "BE"}]
    return MemoryBook(usual | {"Settings": settings} | tables)


def payers(**tables: Any) -> PayerBook:
    return PayerBook(read_portfolio(load(book_of(**tables))))


def found(**tables: Any) -> list[Finding]:
    return all_findings(load(book_of(**tables)), Month.of(MARCH))


def test_payers_who_follow_one_another_need_no_multiple_payers() -> None:
    ended, begun = {"valid_to": "2026-03-31"}, {"valid_from": "2026-04-01"}

    following = [split("ALDER", "1", **ended), split("BIRCH", "1", **begun)]
    together = [split("ALDER", "0.5"), split("BIRCH", "0.5")]

    assert "PRJ-01" not in {one.code for one in found(Splits=following)}
    (finding,) = [one for one in found(Splits=together) if one.code == "PRJ-01"]
    assert finding.values == {"project": "P-1", "payers": "ALDER, BIRCH"}


def test_payers_of_two_phases_are_several_on_one_day() -> None:
    splits = [split("ALDER", "1"), split("BIRCH", "1", phase="Design")]

    assert "PRJ-01" in {one.code for one in found(Splits=splits)}


def test_what_is_wrong_with_a_phase_is_told_by_its_name() -> None:
    splits = [split("ALDER", "1"), split("ALDER", "0.98", phase="Design")]

    (finding,) = [one for one in found(Splits=splits) if one.code.startswith("SPL-")]

    assert (finding.code, finding.where.row) == ("SPL-01", 6)
    assert finding.values["project"] == "P-1 / Design"


def test_a_phase_without_a_payer_on_the_day_is_not_left_to_the_project() -> None:
    splits = [split("ALDER", "1"), split("BIRCH", "1", phase="Design", valid_from="2026-04-01")]
    book = payers(Splits=splits)

    terms, (finding,) = book.payers("P-1", "", (), MARCH, phase="Design")

    assert terms == []
    assert (finding.code, finding.values["day"]) == ("SPL-10", MARCH)
    assert book.payers("P-1", "", (), MARCH)[1] == []


def test_two_projects_with_an_unknown_payer_are_both_named() -> None:
    second = PROJECT | {"project": "P-2"}
    book = payers(Projects=[PROJECT, second])
    nobody = (("NOBODY", Fraction(1)),)

    projects = [
        book.payers(project, "", nobody, MARCH)[1][0].values["project"]
        for project in ("P-1", "P-2")
    ]

    assert projects == ["P-1", "P-2"]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param(date(2020, 12, 31), None, id="last-day-in-the-union"),
        pytest.param(date(2021, 1, 1), "PAY-02", id="first-day-outside"),
    ],
)
def test_vat_follows_the_law_of_the_day(on: date, expected: str | None) -> None:
    book = payers()
    oak = (("OAK", Fraction(1)),)
    book.payers("P-1", "", oak, date(2020, 6, 1))

    _, findings = book.payers("P-1", "", oak, on)

    assert [one.code for one in findings] == ([expected] if expected else [])


def test_services_that_bear_the_same_are_asked_for_once() -> None:
    services = [
        {"service": "ADV", "name": "Advice", "vat_rate": "0.06"},
        {"service": "TAX", "name": "Tax", "vat_rate": "0.06"},
        {"service": "ACC", "name": "Accounts", "vat_category": "E"},
    ]
    book = payers(Services=services)

    answers = {code: book.payers("P-1", code, (), MARCH)[0] for code in ("ADV", "TAX", "ACC", "")}

    assert answers["ADV"] is answers["TAX"]
    bears = {code: (one.vat.category, str(one.vat.rate)) for code, (one,) in answers.items()}
    assert bears == {
        "ADV": (VatCategory.S, "0.06"),
        "TAX": (VatCategory.S, "0.06"),
        "ACC": (VatCategory.E, "0"),
        "": (VatCategory.S, "0.21"),
    }


def test_a_line_outside_vat_asks_nothing_of_its_payer() -> None:
    book = payers()
    oak = (("OAK", Fraction(1)),)

    (terms,), findings = book.payers("P-1", "", oak, MARCH, vat_outside=True)

    assert findings == []
    assert terms.vat.category is VatCategory.O

"""The table of cases of the page on VAT: an invoice is issued for each of its rows."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sample_office import Office, own_line

from addin.billing.choices import VatCategory
from addin.billing.vat_rates import VAT_RATES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "vat.md").read_text("utf-8")
SELLERS: dict[str, dict[str, Any]] = {
    "BE": {},
    "FR": {
        "country": "FR",
        "vat_number": "FR83404833048",
        "legal_form": "SAS",
        "trade_register": "RCS Lille",
        "share_capital": "10000",
    },
}


class Case(NamedTuple):
    """A row of the table."""

    firm: str
    scheme: str
    client: str
    number: str
    service: str
    category: str
    month: str
    outcome: str
    sentence: str


def rows_under(heading: str) -> Iterator[list[str]]:
    """The rows of the table under a heading of the page."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    for row in rows[2:]:
        yield [cell.strip() for cell in row.removeprefix("|").removesuffix("|").split("|")]


CASES = [Case(*row) for row in rows_under("Who bills whom, and what comes out")]


def rate_of(text: str) -> Decimal:
    return Decimal(text.removesuffix(" %") or 0) / 100


def office_of(case: Case, folder: Path) -> Office:
    settings = SELLERS[case.firm] | {"vat_regime": case.scheme}
    category, _, rate = case.service.partition(" ")
    service = {"service": "WORK", "name": "Work", "vat_category": category}
    payer = {
        "client": "ALDER",
        "country": case.client,
        "language": "en",
        "vat_number": case.number or None,
        "vat_category": case.category or None,
    }
    return Office(
        folder,
        Settings=[{"setting": name, "value": value} for name, value in settings.items()],
        Clients=[payer],
        Services=[service | ({"vat_rate": str(rate_of(rate))} if rate else {})],
        Prebilling=[own_line("P-1", "1000.00", month=case.month, service="WORK")],
    )


def test_the_table_has_every_category_and_scheme_and_both_countries() -> None:
    categories = {case.outcome.partition(" ")[0] for case in CASES}

    assert {category.value for category in VatCategory} <= categories
    assert {case.scheme for case in CASES} == {"standard", "debits", "small business"}
    assert {case.firm for case in CASES} == {"BE", "FR"}


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_an_invoice_comes_out_as_the_page_says(case: Case, tmp_path: Path) -> None:
    office = office_of(case, tmp_path)

    told = [*office.generate(case.month).findings]
    office.approve(case.month)
    told += office.issue(case.month).findings

    if "-" in case.outcome:
        assert case.outcome in {one.code for one in told}
        assert office.journal.invoices() == []
        return
    (kept,) = office.journal.invoices()
    invoice = office.journal.invoice(kept.number)
    (row,) = invoice.totals.vat
    category, _, rate = case.outcome.partition(" ")
    assert (row.vat_category, row.vat_rate) == (category, rate_of(rate))
    assert (row.base_cents, row.vat_cents) == (1_000_00, int(100_000 * rate_of(rate)))
    if case.sentence:
        assert any(one.startswith(case.sentence) for one in invoice.mentions)
    else:
        assert invoice.mentions == ()
    reasons = [(one.vat_category, one.text in invoice.mentions) for one in invoice.exemptions]
    assert reasons == [(category, True)] * (category not in {"S", "Z"})


def test_the_page_lists_the_rates_that_are_known() -> None:
    listed = [
        (country, rate_of(rate), kind, since, until, source)
        for country, rate, kind, since, until, source in rows_under("Rates")
    ]

    assert listed == [
        (
            row.country,
            row.rate,
            row.kind.value,
            row.since.isoformat(),
            row.until.isoformat() if row.until else "",
            row.source,
        )
        for row in VAT_RATES
    ]
    assert all(row.until is None or row.until >= row.since for row in VAT_RATES)
    assert max(row.since for row in VAT_RATES) < date(2026, 1, 1)

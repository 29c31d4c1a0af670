"""The sample firm: its rows, the same in every language but for the texts."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from addin.billing.calendar import Month
from addin.billing.choices import (
    Basis,
    EInvoice,
    EntryStatus,
    ExpenseTreatment,
    HoursMode,
    InvoiceGrouping,
    MetricRole,
    Periodicity,
    RetainerKind,
    ScheduleAxis,
    TierMode,
    TimeDetail,
    Timing,
    VatCategory,
)
from addin.books.sample import sample_rows
from addin.identity.bank_account import bic_of
from addin.identity.enterprise_number import checked_enterprise_number
from addin.identity.vat_number import checked_vat_number
from addin.tables.catalogue import BY_NAME
from addin.tables.columns import Writer
from addin.words import Language

Row = dict[str, Any]

OCTOBER = Month(2026, 10)

# the tables and columns whose texts hang on the language
TRANSLATED = {
    ("Clients", "subscription_mode"),
    ("Expenses", "description"),
    ("Indexes", "index"),
    ("Indexes", "source"),
    ("Lists", "value"),
    ("Metrics", "source"),
    ("Phases", "name"),
    ("Projects", "name"),
    ("Rates", "team"),
    ("Retainers", "description"),
    ("Schedules", "description"),
    ("Schedules", "index"),
    ("Services", "name"),
    ("Services", "unit"),
    ("Settings", "value"),
    ("Staff", "team"),
    ("Timesheets", "note"),
    ("Timesheets", "task"),
    ("Units", "source"),
    ("Groups", "name"),
    ("Groups", "note"),
}


def english(table: str) -> list[Row]:
    return sample_rows(Language.EN)[table]


def found(table: str, column: str) -> set[Any]:
    """The values of a column, empty cells aside."""
    return {row[column] for row in english(table)} - {None}


def test_what_quotepart_computes_is_left_to_the_demo() -> None:
    billed = {"Plan", "Prebilling", "Allocations", "Invoices", "InvoiceLines"}
    computed = billed | {"Checks", "Overview", "WorkInProgress", "Deliveries"}

    # Its invoices say what the law wants, in the words that come with Quotepart; its own files
    # have Quotepart's headings, and the form of a new client waits for one.
    without_need = {"Mentions", "Mappings", "NewClient"}

    assert sample_rows(Language.EN).keys() == BY_NAME.keys() - computed - without_need


def test_a_row_has_every_column_that_excel_does_not_compute() -> None:
    for name, rows in sample_rows(Language.EN).items():
        columns = [one.name for one in BY_NAME[name].columns if one.writer is not Writer.FORMULA]
        for row in rows:
            assert list(row) == columns


def test_only_texts_differ_between_the_languages() -> None:
    every = {language: sample_rows(language) for language in Language}

    differ = {
        (table, name)
        for language in Language
        for table, rows in every[language].items()
        for row, usual in zip(rows, every[Language.EN][table], strict=True)
        for name in row
        if row[name] != usual[name]
    }

    assert differ == TRANSLATED


@pytest.mark.parametrize("language", Language)
def test_no_text_is_left_with_its_bars_or_its_name(language: Language) -> None:
    for table, rows in sample_rows(language).items():
        texts = [value for row in rows for value in row.values() if isinstance(value, str)]
        assert [text for text in texts if "|" in text or text.startswith("@")] == [], table


def test_the_sample_shows_every_way_of_billing() -> None:
    assert found("Schedules", "axis") == set(ScheduleAxis)
    assert found("Schedules", "periodicity") == set(Periodicity)
    assert found("Schedules", "timing") == set(Timing)
    assert found("Splits", "basis") == set(Basis)
    assert found("Retainers", "kind") == set(RetainerKind)
    assert found("Expenses", "treatment") == set(ExpenseTreatment)
    assert found("Tiers", "mode") == set(TierMode)
    assert found("Metrics", "role") == set(MetricRole)
    assert found("Clients", "language") == set(Language)
    assert found("Clients", "hours_mode") == set(HoursMode)
    assert found("Clients", "invoice_grouping") == set(InvoiceGrouping)
    assert found("Clients", "time_detail") == set(TimeDetail)
    assert found("Clients", "time_annex") == {True}
    # The firm is Belgian: the two French forms are for French sellers.
    assert found("Clients", "einvoice") == set(EInvoice) - {EInvoice.UBL_FR, EInvoice.CII_FR}
    assert found("Clients", "fiscal_year_start") == {7, 10, 11}
    assert found("Services", "vat_category") == {VatCategory.S, VatCategory.E}


def test_the_hours_hold_what_a_month_brings() -> None:
    rows = english("Timesheets")

    assert len(rows) == 129
    assert sum(row["status"] is EntryStatus.DRAFT for row in rows) == 5
    assert sum(not row["billable"] for row in rows) == 9
    assert [row["organisation"] for row in rows if row["organisation"]] == ["BIRKENHOF"]
    assert [row["date"] for row in rows if row["date"] < OCTOBER.first] == [date(2026, 9, 30)]
    assert all(row["date"] <= OCTOBER.last and row["date"].weekday() < 5 for row in rows)
    assert found("Timesheets", "person") == found("Staff", "person")


def test_nobody_is_in_two_places_at_once_or_works_more_than_eight_hours() -> None:
    days: dict[tuple[date, str], list[Row]] = {}
    for row in english("Timesheets"):
        days.setdefault((row["date"], row["person"]), []).append(row)

    for rows in days.values():
        clocked = sorted((row["start"], row["end"]) for row in rows if row["start"])
        assert all(one[1] <= other[0] for one, other in pairwise(clocked))
        assert sum(worked(row) for row in rows) <= 8 * 60


def worked(row: Row) -> int:
    """Minutes of an entry, as typed or from its clock; never two figures."""
    clocked = None
    if row["start"]:
        start, end = row["start"], row["end"]
        clocked = 60 * (end.hour - start.hour) + end.minute - start.minute
    given: int | None = row["minutes"]
    assert clocked in {None, given} or given is None
    return given or clocked or 0


def test_the_advice_to_the_bakery_adds_up_to_740_minutes() -> None:
    advice = [
        row
        for row in english("Timesheets")
        if (row["project"], row["service"]) == ("MIR-26", "ADVICE")
    ]

    assert sum(map(worked, advice)) == 740


def test_every_number_of_the_firm_and_its_clients_holds() -> None:
    firm = {row["setting"]: row["value"] for row in english("Settings")}
    assert checked_vat_number(firm["vat_number"]) == "BE" + firm["enterprise_number"]
    assert bic_of(firm["iban"]) == firm["bic"]

    for client in english("Clients"):
        vat, number, country = (
            client[name] for name in ("vat_number", "enterprise_number", "country")
        )
        if vat is not None:
            assert checked_vat_number(vat, country) == vat
            assert vat.endswith(number)
        if number is not None:
            assert checked_enterprise_number(number, country) == number
        if client["endpoint"] is not None:
            assert client["endpoint"] == {"BE": "0208:", "FR": "0225:"}[country] + number

    for account in english("ClientAccounts"):
        assert account["bic"] in {None, bic_of(account["iban"])}


def test_no_mail_of_the_sample_can_reach_anybody() -> None:
    mails = [
        *found("Clients", "email"),
        *found("Clients", "billing_email"),
        *found("Staff", "email"),
    ]

    assert len(found("Clients", "email")) == len(english("Clients"))
    assert [mail for mail in mails if not mail.endswith(".example")] == []

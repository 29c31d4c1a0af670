"""Crediting invoices of a workbook, and what may be billed again."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sample_office import Office, entry, own_line

from addin.billing.calendar import Month
from addin.billing.credit import (
    CreditAmountError,
    CreditQuantityError,
    NothingLeftError,
    UnknownLineError,
)
from addin.errors import BillingError
from addin.jobs.agreed.portfolio import read_portfolio
from addin.jobs.budget import budgets
from addin.jobs.content import load
from addin.jobs.crediting import (
    AmountIsCommercialError,
    CreditBeforeInvoiceError,
    CreditRequest,
    NotAnInvoiceError,
    ReissueWholeError,
    UnsaidError,
    credit,
)
from addin.jobs.invoices.credit_sources import (
    CommercialBeforeError,
    CorrectedLineError,
    NotBilledHereError,
    PartOfLineError,
)
from addin.jobs.month_report import compare
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.jobs.verifying import verify

FIRST = "2026-00001"
NOTE = "NC2026-00001"
EIGHT_HOURS = [entry("T-1", "2026-03-02", 270), entry("T-2", "2026-03-03", 210)]


def take_back(office: Office, number: str = FIRST, **asked: Any) -> Report:
    """Credit an invoice on the last day of the year."""
    request = CreditRequest(
        number, date(2026, 12, 31), datetime(2026, 12, 31, 12, tzinfo=UTC), **asked
    )
    return run(office.book, lambda content: credit(content, request), dry_run=request.dry_run)


def require_sound(office: Office) -> None:
    """Workbook, journal and documents agree."""
    assert run(office.book, verify, dry_run=True, recover=False).findings == []


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Eight hours of March are issued: 800.00."""
    made = Office(tmp_path, Timesheets=EIGHT_HOURS)
    made.bill("2026-03")
    return made


@pytest.mark.parametrize("reissue", [False, True])
@pytest.mark.parametrize("dry_run", [False, True])
def test_no_credit_note_is_dated_before_its_invoice(
    office: Office, *, reissue: bool, dry_run: bool
) -> None:
    request = CreditRequest(
        FIRST,
        date(2026, 12, 30),
        datetime(2026, 12, 31, 12, tzinfo=UTC),
        opens_all=not reissue,
        reissue=reissue,
        dry_run=dry_run,
    )

    with pytest.raises(CreditBeforeInvoiceError) as caught:
        run(office.book, lambda content: credit(content, request), dry_run=dry_run)

    assert (caught.value.code, caught.value.values["issued"]) == ("CRN-18", date(2026, 12, 31))
    assert len(office.journal.invoices()) == 1


def test_a_credit_note_is_told_below_zero_with_its_document(office: Office) -> None:
    report = take_back(office, opens_all=True, reason="Wrong client")

    (note,) = report.invoices or []
    assert (note["number"], note["net"], note["vat"], note["gross"], note["credits"]) == (
        NOTE,
        "-800.00",
        "-168.00",
        "-968.00",
        FIRST,
    )
    assert [Path(path).is_file() for path in note["files"]] == [True]
    assert report.totals["gross"] == "-968.00"
    kept = office.journal.invoice(NOTE)
    assert kept.totals.gross_cents == 968_00
    assert kept.mentions[0] == "Wrong client"
    assert [source.key for source in kept.lines[0].reopens] == ["T-1", "T-2"]
    require_sound(office)


def test_the_columns_of_the_invoices_add_up_to_what_was_sold(office: Office) -> None:
    take_back(office, amount_cents=100_00, commercial=True)

    nets = [Decimal(row["net"]) for row in office.rows("Invoices")]
    assert sum(nets) == 700


def test_a_dry_run_shows_the_note_and_takes_no_number(office: Office) -> None:
    report = take_back(office, opens_all=True, dry_run=True)

    assert [one["number"] for one in report.invoices or ()] == [NOTE]
    assert len(office.journal.invoices()) == 1
    take_back(office, opens_all=True)
    assert office.journal.invoices()[-1].number == NOTE


@pytest.mark.parametrize(
    ("asked", "error", "code"),
    [
        ({}, UnsaidError, "CRN-10"),
        ({"opens_all": True, "commercial": True}, UnsaidError, "CRN-10"),
        ({"opens_all": True, "amount_cents": 1}, AmountIsCommercialError, "CRN-11"),
        ({"commercial": True, "amount_cents": 800_01}, CreditAmountError, "CRN-02"),
        ({"opens_all": True, "lines": ((2, None),)}, UnknownLineError, "CRN-03"),
        ({"commercial": True, "lines": ((1, Decimal(9)),)}, CreditQuantityError, "CRN-04"),
        ({"entries": ("T-9",)}, NotBilledHereError, "CRN-06"),
        ({"opens_all": True, "lines": ((1, Decimal(1)),)}, PartOfLineError, "CRN-09"),
        ({"reissue": True, "lines": ((1, None),)}, ReissueWholeError, "CRN-12"),
    ],
)
def test_what_cannot_be_credited_so_is_refused_before_a_number_is_taken(
    office: Office, asked: dict[str, Any], error: type[BillingError], code: str
) -> None:
    with pytest.raises(error) as caught:
        take_back(office, **asked)

    assert caught.value.code == code
    assert len(office.journal.invoices()) == 1
    assert office.journal.returned_numbers() == []


def test_a_credit_note_is_not_credited(office: Office) -> None:
    take_back(office, commercial=True)

    with pytest.raises(NotAnInvoiceError) as caught:
        take_back(office, NOTE, commercial=True)
    assert caught.value.code == "CRN-05"


def test_nothing_is_credited_twice(office: Office) -> None:
    take_back(office, opens_all=True)

    with pytest.raises(NothingLeftError):
        take_back(office, opens_all=True)
    with pytest.raises(ReissueWholeError):
        take_back(office, reissue=True)
    assert len(office.journal.invoices()) == 2


def test_what_was_partly_credited_for_good_is_not_opened_again(office: Office) -> None:
    take_back(office, amount_cents=50_00, commercial=True)

    with pytest.raises(CommercialBeforeError) as caught:
        take_back(office, opens_all=True)
    assert caught.value.code == "CRN-07"
    assert caught.value.values["note"] == NOTE


def test_a_line_with_an_issued_correction_waits_for_it(office: Office) -> None:
    office.put("Timesheets", {"entry": "T-2"}, minutes="150")
    office.type_row("Timesheets", **entry("T-3", "2026-03-04", 600))
    office.bill("2026-03")
    second = office.rows("Invoices")[-1]["number"]

    with pytest.raises(CorrectedLineError) as caught:
        take_back(office, opens_all=True)
    assert caught.value.code == "CRN-08"
    take_back(office, second, opens_all=True)
    take_back(office, opens_all=True)
    office.generate("2026-03")
    assert [row["amount"] for row in office.drafts()] == ["1700.00"]


def test_a_correction_of_hours_counts_what_was_credited(office: Office) -> None:
    take_back(office, entries=("T-2",))
    office.put("Timesheets", {"entry": "T-1"}, minutes="240")
    office.generate("2026-03")

    assert [(row["quantity"], row["amount"]) for row in office.drafts()] == [
        ("3.5", "350.00"),
        ("-0.5", "-50.00"),
    ]


def test_hours_that_do_not_divide_leave_nothing_to_correct(tmp_path: Path) -> None:
    entries = [entry(f"T-{number}", "2026-03-02", 20) for number in (1, 2, 3)]
    office = Office(tmp_path, Timesheets=entries)
    office.bill("2026-03")
    take_back(office, entries=("T-1",))
    take_back(office, entries=("T-2",))
    office.generate("2026-03")

    quantities = [row["quantity"] for row in office.rows("InvoiceLines")]
    assert quantities == ["1", "-0.33", "-0.34"]
    assert [(row["quantity"], row["amount"]) for row in office.drafts()] == [("0.67", "67.00")]


def test_a_run_that_was_cut_short_after_the_journal_is_finished_by_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(office.book, "write", _power_cut)
        with pytest.raises(KeyboardInterrupt):
            take_back(office, opens_all=True)
    assert [one.number for one in office.journal.invoices()] == [FIRST, NOTE]
    office.generate("2026-03")

    assert [row["number"] for row in office.rows("Invoices")] == [FIRST, NOTE]
    assert office.rows("Invoices")[0]["state"] == "credited"
    assert [row["amount"] for row in office.drafts()] == ["800.00"]
    require_sound(office)


def _power_cut(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_new_invoice_takes_the_place_of_the_old_one_in_one_step(office: Office) -> None:
    office.put("Clients", {"client": "ALDER"}, address="Rue Neuve 7")

    report = take_back(office, reissue=True)

    assert [one["number"] for one in report.invoices or ()] == [NOTE, "2026-00002"]
    again = office.journal.invoice("2026-00002")
    assert again.buyer.address == "Rue Neuve 7"
    assert again.totals == office.journal.invoice(FIRST).totals
    states = {row["number"]: row["state"] for row in office.rows("Invoices")}
    assert states == {FIRST: "credited", NOTE: "issued", "2026-00002": "issued"}
    assert {row["invoice"] for row in office.rows("Timesheets")} == {"2026-00002"}
    assert office.generate("2026-03").added == 0
    require_sound(office)


def test_both_or_neither_are_issued_in_one_step(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr("addin.jobs.reissuing.InvoiceWriter.draft", _power_cut)
        with pytest.raises(KeyboardInterrupt):
            take_back(office, reissue=True)

    assert [one.number for one in office.journal.invoices()] == [FIRST]


def test_a_discount_of_the_users_own_is_credited_with_its_line(tmp_path: Path) -> None:
    rows = [
        own_line("P-1", "200.00"),
        {**own_line("P-1", "30.00"), "axis": "discount", "description": "Gesture"},
    ]
    office = Office(tmp_path, Prebilling=rows)
    office.bill("2026-03")
    take_back(office, opens_all=True)

    assert [row["decision"] for row in office.lines()] == ["draft", "draft"]
    office.bill("2026-03")
    nets = [row["net"] for row in office.rows("Invoices")]
    assert nets == ["170.00", "-170.00", "170.00"]
    require_sound(office)


def test_a_discount_of_a_commercial_credit_is_not_granted_again(tmp_path: Path) -> None:
    rows = [
        own_line("P-1", "200.00"),
        {**own_line("P-1", "30.00"), "axis": "discount", "description": "Gesture"},
    ]
    office = Office(tmp_path, Prebilling=rows)
    office.bill("2026-03")
    take_back(office, commercial=True)
    office.bill("2026-03")

    assert [row["net"] for row in office.rows("Invoices")] == ["170.00", "-170.00"]
    assert [row["decision"] for row in office.lines()] == ["approved", "approved"]
    require_sound(office)


def test_the_overview_and_the_budget_count_what_is_sold_once(tmp_path: Path) -> None:
    project = {"project": "P-1", "name": "One", "client": "ALDER", "budget_amount": "1000.00"}
    rows = [own_line("P-1", "200.00")]
    office = Office(tmp_path, Projects=[project], Timesheets=EIGHT_HOURS, Prebilling=rows)
    office.bill("2026-03")
    take_back(office, entries=("T-2",))
    assert _sold(office) == ("1000.00", Decimal(1))
    office.bill("2026-03")
    assert _sold(office) == ("1000.00", Decimal(1))
    take_back(office, reissue=True, number="2026-00002")
    assert _sold(office) == ("1000.00", Decimal(1))
    take_back(office, number="2026-00003", amount_cents=100_00, commercial=True)
    assert _sold(office) == ("900.00", Decimal("0.9"))


def _sold(office: Office) -> tuple[str, Decimal]:
    """The month of the client in the overview, and the part of the budget that is used."""
    content = load(office.book)
    (budget,) = budgets(content, read_portfolio(content))
    run(office.book, lambda content: compare(content, Month(2026, 3)))
    (row,) = office.rows("Overview", client="ALDER")
    return row["this_month"], Decimal(budget.used_cents) / 1000_00

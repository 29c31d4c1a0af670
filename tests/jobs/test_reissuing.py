"""An invoice credited and issued again in one step, from the sheets as they are today."""

from pathlib import Path
from typing import Any

import pytest
from jobs.test_crediting import EIGHT_HOURS, FIRST, NOTE, require_sound, take_back
from sample_office import (
    FEE,
    SHARED,
    SPLITS,
    UNITS,
    Office,
    codes,
    entry,
    own_line,
    two_projects,
)

from addin.errors import BillingError, RefusedError
from addin.jobs.reissuing import NothingToBillError, OwnWordsLostError

AGAIN = "2026-00002"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Eight hours of March are issued: 800.00."""
    made = Office(tmp_path, Timesheets=EIGHT_HOURS)
    made.bill("2026-03")
    return made


def invoiced(office: Office) -> list[tuple[str, str, str]]:
    """Number, payer and net of each document."""
    return [(row["number"], row["payer"], row["net"]) for row in office.rows("Invoices")]


def require_settled(office: Office, month: str = "2026-03") -> None:
    """Nothing more is to be billed, and all books agree."""
    report = office.generate(month)
    assert (report.added, report.changed, report.removed) == (0, 0, 0), office.drafts()
    assert office.drafts() == []
    require_sound(office)


def test_a_corrected_rate_shows_on_the_new_invoice(office: Office) -> None:
    office.put("Rates", {"rate": "100.00"}, rate="110.00")

    report = take_back(office, reissue=True)

    assert invoiced(office) == [
        (FIRST, "ALDER", "800.00"),
        (NOTE, "ALDER", "-800.00"),
        (AGAIN, "ALDER", "880.00"),
    ]
    assert codes(report) == ["CRN-16"]
    assert "968.00" in report.findings[0].sentence
    assert "2026-00002 ALDER 1064.80" in report.findings[0].sentence
    assert {row["line"] for row in office.rows("Timesheets")} == {"2026-03/P-1/ADV/time/110"}
    require_settled(office)


def test_a_correction_that_waited_for_the_old_invoice_is_dropped(office: Office) -> None:
    office.put("Rates", {"rate": "100.00"}, rate="110.00")
    office.put("Timesheets", {"entry": "T-1"}, minutes="330")
    office.generate("2026-03")
    assert office.drafts() != []

    take_back(office, reissue=True)

    assert invoiced(office)[-1] == (AGAIN, "ALDER", "990.00")
    office.generate("2026-03")
    require_settled(office)


def test_the_payer_of_today_gets_the_new_invoice(office: Office) -> None:
    office.put("Projects", {"project": "P-1"}, client="BIRCH")

    report = take_back(office, reissue=True)

    assert invoiced(office)[1:] == [(NOTE, "ALDER", "-800.00"), (AGAIN, "BIRCH", "800.00")]
    assert codes(report) == ["CRN-16"]
    assert [(row["payer"], row["invoice"]) for row in office.rows("Allocations")] == [
        ("ALDER", None),
        ("BIRCH", AGAIN),
    ]
    require_settled(office)


def test_the_vat_the_language_and_the_terms_of_today_show(office: Office) -> None:
    office.put("Services", {"service": "ADV"}, vat_rate="0.06")
    office.put("Clients", {"client": "ALDER"}, language="nl", payment_days="10", contact="J. Aldo")

    take_back(office, reissue=True)

    again = office.journal.invoice(AGAIN)
    assert (again.totals.net_cents, again.totals.vat_cents) == (800_00, 48_00)
    assert (again.language, again.buyer.contact) == ("nl", "J. Aldo")
    assert str(again.due_date) == "2027-01-10"


def test_several_payers_of_today_get_an_invoice_each(tmp_path: Path) -> None:
    office = Office(tmp_path, Timesheets=EIGHT_HOURS)
    office.bill("2026-03")
    office.put("Projects", {"project": "P-1"}, multi_payer=True)
    for row in SPLITS:
        office.type_row("Splits", **row)

    report = take_back(office, reissue=True)

    assert invoiced(office)[1:] == [
        (NOTE, "ALDER", "-800.00"),
        (AGAIN, "ALDER", "480.00"),
        ("2026-00003", "BIRCH", "320.00"),
    ]
    assert report.totals["net"] == "0.00"
    require_settled(office)


def test_the_part_of_one_payer_is_issued_again_while_the_others_stand(tmp_path: Path) -> None:
    office = Office(tmp_path, Projects=[SHARED], Splits=SPLITS, Timesheets=EIGHT_HOURS)
    office.bill("2026-03")
    office.put("Clients", {"client": "ALDER"}, address="Rue Neuve 7")

    report = take_back(office, reissue=True)

    assert invoiced(office)[2:] == [(NOTE, "ALDER", "-480.00"), ("2026-00003", "ALDER", "480.00")]
    assert codes(report) == []
    assert office.journal.invoice("2026-00003").buyer.address == "Rue Neuve 7"
    require_settled(office)


@pytest.mark.parametrize("generated", [False, True])
def test_work_that_came_in_since_is_left_for_the_next_run(
    office: Office, *, generated: bool
) -> None:
    office.type_row("Timesheets", **entry("T-3", "2026-03-04", 60))
    if generated:
        office.generate("2026-03")

    take_back(office, reissue=True)

    assert invoiced(office)[-1] == (AGAIN, "ALDER", "800.00")
    assert [row["invoice"] for row in office.rows("Timesheets")] == [AGAIN, AGAIN, None]
    office.bill("2026-03")
    assert invoiced(office)[-1] == ("2026-00003", "ALDER", "100.00")
    require_settled(office)


def office_of_all_kinds(folder: Path) -> Office:
    """A fee, units, hours, an expense, a line of the user's own and a discount are issued."""
    expense = {
        "expense": "E-1",
        "date": "2026-03-05",
        "project": "P-1",
        "description": "Train",
        "amount": "40.00",
        "status": "approved",
    }
    gesture = {**own_line("P-1", "30.00"), "axis": "discount", "description": "Gesture"}
    office = Office(
        folder,
        Timesheets=EIGHT_HOURS,
        Schedules=[FEE | {"service": "TAX"}],
        Units=[UNITS],
        Expenses=[expense],
        Prebilling=[own_line("P-1", "200.00"), gesture],
    )
    office.bill("2026-03")
    return office


def test_fees_units_expenses_and_typed_lines_are_all_issued_again(tmp_path: Path) -> None:
    office = office_of_all_kinds(tmp_path)
    net = office.rows("Invoices")[0]["net"]
    office.put("Clients", {"client": "ALDER"}, address="Rue Neuve 7")

    report = take_back(office, reissue=True)

    assert invoiced(office)[1:] == [(NOTE, "ALDER", f"-{net}"), (AGAIN, "ALDER", net)]
    old, new = office.journal.invoice(FIRST), office.journal.invoice(AGAIN)
    assert old.totals == new.totals
    assert [one.description for one in old.lines] == [one.description for one in new.lines]
    assert codes(report) == []
    assert office.rows("Expenses")[0]["invoice"] == AGAIN
    require_settled(office)


def test_a_changed_quantity_of_units_shows(tmp_path: Path) -> None:
    office = Office(tmp_path, Units=[UNITS])
    office.bill("2026-03")
    office.put("Units", {"service": "PAY"}, quantity="30")

    take_back(office, reissue=True)

    assert invoiced(office)[-1] == (AGAIN, "ALDER", "442.50")
    require_settled(office)


def test_what_the_user_typed_beside_a_line_stays(tmp_path: Path) -> None:
    office = Office(tmp_path, Timesheets=EIGHT_HOURS)
    office.generate("2026-03")
    typed = {"price_override": "90.00", "discount_percent": "0.1", "text_override": "Counsel"}
    office.put("Prebilling", {"project": "P-1"}, **typed)
    office.bill("2026-03")
    office.put("Clients", {"client": "ALDER"}, address="Rue Neuve 7")

    take_back(office, reissue=True)

    assert invoiced(office)[-1] == (AGAIN, "ALDER", "648.00")
    assert office.journal.invoice(AGAIN).lines[0].description == "Counsel"
    require_settled(office)


def test_what_the_user_typed_is_not_dropped_with_a_line_that_is_another_today(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path, Timesheets=EIGHT_HOURS)
    office.generate("2026-03")
    office.put("Prebilling", {"project": "P-1"}, text_override="Counsel")
    office.bill("2026-03")
    office.put("Rates", {"rate": "100.00"}, rate="110.00")

    with pytest.raises(OwnWordsLostError) as caught:
        take_back(office, reissue=True)

    assert caught.value.code == "CRN-15"
    assert [row["number"] for row in office.rows("Invoices")] == [FIRST]


def test_late_work_is_issued_again_in_the_month_that_billed_it(tmp_path: Path) -> None:
    office = Office(tmp_path, Timesheets=[entry("T-1", "2026-03-02", 60)])
    office.bill("2026-03")
    office.type_row("Timesheets", **entry("T-2", "2026-03-30", 90))
    office.type_row("Timesheets", **entry("T-3", "2026-04-02", 30))
    office.bill("2026-04")
    office.put("Clients", {"client": "ALDER"}, address="Rue Neuve 7")

    take_back(office, AGAIN, reissue=True)

    assert invoiced(office)[-1] == ("2026-00003", "ALDER", "200.00")
    require_settled(office, "2026-04")
    require_settled(office)


def test_nothing_is_issued_again_for_a_project_that_is_closed(office: Office) -> None:
    office.put("Projects", {"project": "P-1"}, status="closed")

    with pytest.raises(RefusedError) as caught:
        take_back(office, reissue=True)

    assert [one.code for one in caught.value.findings] == ["PRJ-04"]
    assert len(office.journal.invoices()) == 1


def _without_rate(office: Office) -> None:
    office.put("Rates", {"rate": "100.00"}, person="BEN")


def _without_address(office: Office) -> None:
    office.put("Clients", {"client": "ALDER"}, postcode=None, address=None, city=None)


def _with_a_strange_payer(office: Office) -> None:
    office.put("Projects", {"project": "P-1"}, client="NOBODY")


@pytest.mark.parametrize("spoil", [_without_rate, _without_address, _with_a_strange_payer])
def test_a_fault_in_the_sheets_of_today_stops_the_note_too(office: Office, spoil: Any) -> None:
    spoil(office)

    with pytest.raises(RefusedError) as caught:
        take_back(office, reissue=True)

    assert caught.value.findings
    assert [one.number for one in office.journal.invoices()] == [FIRST]
    assert {row["invoice"] for row in office.rows("Timesheets")} == {FIRST}


def test_an_invoice_whose_work_is_not_billable_today_is_not_issued_again(office: Office) -> None:
    for key in ("T-1", "T-2"):
        office.put("Timesheets", {"entry": key}, billable=False)

    with pytest.raises(NothingToBillError) as caught:
        take_back(office, reissue=True)

    assert caught.value.code == "CRN-17"
    assert len(office.journal.invoices()) == 1


def test_a_dry_run_shows_both_and_keeps_nothing(office: Office) -> None:
    office.put("Rates", {"rate": "100.00"}, rate="110.00")

    report = take_back(office, reissue=True, dry_run=True)

    shown = [(one["number"], one["net"]) for one in report.invoices or ()]
    assert shown == [(NOTE, "-800.00"), (AGAIN, "880.00")]
    assert [one.number for one in office.journal.invoices()] == [FIRST]
    assert office.journal.returned_numbers() == []
    assert {row["invoice"] for row in office.rows("Timesheets")} == {FIRST}
    take_back(office, reissue=True)
    assert invoiced(office)[-1] == (AGAIN, "ALDER", "880.00")


def test_what_was_issued_again_reaches_the_workbook_after_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    office = office_of_all_kinds(tmp_path)
    with monkeypatch.context() as cut:
        cut.setattr(office.book, "write", power_cut)
        with pytest.raises(KeyboardInterrupt):
            take_back(office, reissue=True)
    office.generate("2026-03")

    assert [row[0] for row in invoiced(office)] == [FIRST, NOTE, AGAIN]
    assert {row["invoice"] for row in office.rows("Timesheets")} == {AGAIN}
    require_settled(office)


def test_an_invoice_that_was_issued_again_can_be_issued_again(office: Office) -> None:
    for number in (FIRST, AGAIN, "2026-00003"):
        take_back(office, number, reissue=True)

    nets = [net for _, _, net in invoiced(office)]
    assert nets == ["800.00", *["-800.00", "800.00"] * 3]
    require_settled(office)


def test_a_refusal_is_a_sentence(office: Office) -> None:
    take_back(office, amount_cents=50_00, commercial=True)

    with pytest.raises(BillingError) as caught:
        take_back(office, reissue=True)
    assert caught.value.code == "CRN-12"


def test_an_invoice_of_several_projects_stays_one(tmp_path: Path) -> None:
    work = [*EIGHT_HOURS, entry("T-3", "2026-03-04", 60, project="P-2")]
    clients = [{"client": "ALDER", "invoice_grouping": "payer"}]
    office = Office(tmp_path, Clients=clients, Projects=two_projects(), Timesheets=work)
    office.bill("2026-03")
    office.put("Timesheets", {"entry": "T-3"}, minutes="90")

    take_back(office, reissue=True)

    assert invoiced(office)[1:] == [(NOTE, "ALDER", "-900.00"), (AGAIN, "ALDER", "950.00")]
    assert office.journal.invoice(AGAIN).projects == ("P-1", "P-2")
    require_settled(office)


def test_other_drafts_of_the_month_stay_as_they_are(office: Office) -> None:
    office.type_row("Prebilling", **own_line("P-1", "75.00"))
    office.type_row("Schedules", **(FEE | {"service": "TAX"}))
    office.generate("2026-03")
    drafts = office.drafts()
    office.put("Clients", {"client": "ALDER"}, address="Rue Neuve 7")

    take_back(office, reissue=True)

    assert invoiced(office)[-1] == (AGAIN, "ALDER", "800.00")
    assert office.drafts() == drafts
    require_sound(office)
    office.bill("2026-03")
    assert invoiced(office)[-1] == ("2026-00003", "ALDER", "158.33")
    require_settled(office)

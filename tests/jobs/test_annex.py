"""The time annex of an issued invoice: from the timesheets, only what this payer pays."""

from pathlib import Path

import pytest
from sample_office import FEE, Office

from addin.billing.choices import TimeDetail
from addin.documents.marks import cents_shown, marked_texts
from addin.jobs.content import load
from addin.jobs.invoices.annex import NoTimeError, annex_of, write_annex
from addin.journal.kept import UnknownInvoiceError


def rows(
    office: Office, number: str, detail: TimeDetail | None = None
) -> list[tuple[str, int, int]]:
    """Person, minutes and cents of each row of an annex."""
    annex = annex_of(load(office.book), office.journal, number, detail)
    return [(row.person, row.minutes, row.cents) for line in annex.lines for row in line.rows]


def test_an_annex_shows_the_entries_behind_the_time_of_an_invoice(office: Office) -> None:
    office.bill("2026-03")

    assert rows(office, "2026-00001", TimeDetail.ENTRY) == [("Ann", 90, 15000), ("Ann", 30, 5000)]


def test_an_annex_is_grouped_as_the_client_wants_it(tmp_path: Path) -> None:
    timesheet = [
        {"entry": f"T-{minutes}", "date": "2026-03-02", "person": person, "project": "P-1"}
        | {"service": "ADV", "minutes": minutes, "status": "approved"}
        for person, minutes in (("ANN", 30), ("BEN", 45), ("ANN", 60))
    ]
    client = {"client": "ALDER", "time_detail": "person"}
    office = Office(tmp_path, Timesheets=timesheet, Clients=[client])
    office.bill("2026-03")

    assert rows(office, "2026-00001") == [("Ann", 90, 15000), ("Ben", 45, 7500)]


def test_each_payer_gets_its_own_part_of_the_same_hours(shared: Office) -> None:
    shared.bill("2026-03")

    parts = [
        sum(cents for _, _, cents in rows(shared, number))
        for number in ("2026-00001", "2026-00002")
    ]

    assert parts == [12000, 8000]


def test_an_annex_is_written_once_beside_its_invoice(office: Office, tmp_path: Path) -> None:
    office.bill("2026-03")

    first = write_annex(load(office.book), "2026-00001")
    again = write_annex(load(office.book), "2026-00001")
    other = write_annex(load(office.book), "2026-00001", TimeDetail.ENTRY)

    assert first == again
    assert first.parent == tmp_path / "invoices" / "2026" / "03"
    assert (first.name, other.name) == (
        "2026-00001 Alder SRL - time annex.docx",
        "2026-00001 Alder SRL - time annex (2).docx",
    )
    marks = marked_texts(first.read_bytes())
    assert [cents_shown(text, "annex_time") for text in marks["annex_time"]] == [20000]


def test_an_invoice_without_time_has_no_annex(tmp_path: Path) -> None:
    office = Office(tmp_path, Schedules=[FEE])
    office.bill("2026-03")

    with pytest.raises(NoTimeError) as caught:
        write_annex(load(office.book), "2026-00001")

    assert (caught.value.code, caught.value.values) == ("DOC-16", {"number": "2026-00001"})


def test_an_annex_of_an_unknown_invoice_is_refused(office: Office) -> None:
    with pytest.raises(UnknownInvoiceError):
        write_annex(load(office.book), "2026-00009")

"""The time annex of an issued invoice: from the timesheets, only what this payer pays."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sample_office import FEE, Office, codes, entry

from addin.billing.choices import TimeDetail
from addin.documents.manifest import differing, listed
from addin.documents.marks import cents_shown, marked_texts
from addin.jobs.content import load
from addin.jobs.converting import make_pdfs
from addin.jobs.invoices.annex import annex_of, write_annex
from addin.jobs.invoices.hours_behind import NoTimeError
from addin.jobs.running import run
from addin.jobs.verifying import verify
from addin.journal.filed import filed_documents
from addin.journal.kept import UnknownInvoiceError
from addin.tables.grid import Grid
from addin.tables.reading import read_table
from addin.tables.sheets.clients import Client
from addin.words import Language

MOMENT = datetime(2026, 12, 31, 12, tzinfo=UTC)
ANNEX = "invoices/2026/03/2026-00001 Alder SRL - time annex.docx"
with_office = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed"
)


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

    first = write_annex(load(office.book), "2026-00001", MOMENT)
    again = write_annex(load(office.book), "2026-00001", MOMENT)
    other = write_annex(load(office.book), "2026-00001", MOMENT, detail=TimeDetail.ENTRY)

    assert first == again
    (document,), (second,) = first.files, other.files
    assert document.parent == tmp_path / "invoices" / "2026" / "03"
    assert (document.name, second.name) == (
        "2026-00001 Alder SRL - time annex.docx",
        "2026-00001 Alder SRL - time annex (2).docx",
    )
    marks = marked_texts(document.read_bytes())
    assert [cents_shown(text, "annex_time") for text in marks["annex_time"]] == [20000]


def test_an_invoice_without_time_has_no_annex(tmp_path: Path) -> None:
    office = Office(tmp_path, Schedules=[FEE])
    office.bill("2026-03")

    with pytest.raises(NoTimeError) as caught:
        write_annex(load(office.book), "2026-00001", MOMENT)

    assert (caught.value.code, caught.value.values) == ("DOC-16", {"number": "2026-00001"})


def test_an_annex_of_an_unknown_invoice_is_refused(office: Office) -> None:
    with pytest.raises(UnknownInvoiceError):
        write_annex(load(office.book), "2026-00009", MOMENT)


def billed_with_annexes(office: Office, month: str = "2026-03") -> list[list[str]]:
    """The files of each invoice of a month that is issued with its annexes, as it is told."""
    office.generate(month)
    office.approve(month)
    report = office.issue(month, annexes=True)
    assert codes(report) == []
    return [one["files"] for one in report.invoices or ()]


def test_invoices_are_issued_with_their_annexes(shared: Office, tmp_path: Path) -> None:
    told = billed_with_annexes(shared)

    names = ["2026-00001 Alder SRL", "2026-00002 Birch SA"]
    folder = tmp_path / "invoices" / "2026" / "03"
    assert told == [
        [str(folder / f"{name}.docx"), str(folder / f"{name} - time annex.docx")] for name in names
    ]
    assert all(Path(file).is_file() for files in told for file in files)
    assert [one.number for one in filed_documents(shared.journal)] == ["2026-00001", "2026-00002"]
    assert len(listed(tmp_path / "invoices")) == 4
    assert list(differing(tmp_path / "invoices")) == []
    # The row of the invoice names the invoice, not its annex, and the journal is sound.
    assert [Path(row["docx"]).name for row in shared.rows("Invoices")] == [
        f"{name}.docx" for name in names
    ]
    assert codes(run(shared.book, verify)) == []


def test_an_invoice_without_time_is_issued_without_an_annex(tmp_path: Path) -> None:
    office = Office(tmp_path, Schedules=[FEE])

    told = billed_with_annexes(office)

    assert [len(files) for files in told] == [1]
    assert filed_documents(office.journal) == []


def test_an_annex_that_cannot_be_made_keeps_no_invoice_back(office: Office, tmp_path: Path) -> None:
    (tmp_path / "templates" / "annex").mkdir(parents=True)
    (tmp_path / "templates" / "annex" / "en.docx").write_bytes(b"no Word document")
    office.generate("2026-03")
    office.approve("2026-03")

    report = office.issue("2026-03", annexes=True)

    assert (report.added, codes(report)) == (1, ["DOC-01"])
    assert filed_documents(office.journal) == []


def test_a_dry_run_makes_no_annex(office: Office, tmp_path: Path) -> None:
    office.generate("2026-03")
    office.approve("2026-03")

    office.issue("2026-03", dry_run=True, annexes=True)

    assert list(tmp_path.rglob("*.docx")) == []


@pytest.mark.parametrize("lost", [True, False])
def test_verify_names_an_annex_that_changed_or_is_gone(
    office: Office, tmp_path: Path, *, lost: bool
) -> None:
    billed_with_annexes(office)
    annex = tmp_path / ANNEX
    if lost:
        annex.unlink()
    else:
        annex.write_bytes(annex.read_bytes() + b" ")

    (told,) = run(office.book, verify).findings

    assert (told.code, told.sheet) == ("VER-06", "Invoices")
    assert ANNEX in told.message


def test_an_annex_made_again_after_it_was_lost_is_the_one_that_counts(
    office: Office, tmp_path: Path
) -> None:
    billed_with_annexes(office)
    (tmp_path / ANNEX).unlink()

    write_annex(load(office.book), "2026-00001", MOMENT, detail=TimeDetail.ENTRY)

    (filed,) = filed_documents(office.journal)
    assert (filed.number, filed.file.path) == ("2026-00001", ANNEX)
    assert codes(run(office.book, verify)) == []


@with_office
def test_an_annex_gets_a_pdf_with_its_invoice(office: Office, tmp_path: Path) -> None:
    billed_with_annexes(office)

    report = run(office.book, lambda content: make_pdfs(content, MOMENT))
    again = run(office.book, lambda content: make_pdfs(content, MOMENT))

    assert (report.added, again.added, again.unchanged) == (2, 0, 2)
    pdfs = sorted(tmp_path.rglob("*.pdf"))
    assert [path.name for path in pdfs] == [
        "2026-00001 Alder SRL - time annex.pdf",
        "2026-00001 Alder SRL.pdf",
    ]
    assert [Path(row["pdf"]).name for row in office.rows("Invoices")] == [pdfs[1].name]
    assert len(filed_documents(office.journal)) == 3
    pdfs[1].unlink()
    pdfs[0].write_bytes(b"other")
    assert codes(run(office.book, verify)) == ["VER-06", "VER-06"]


@with_office
def test_one_annex_is_written_with_its_pdf_once(office: Office) -> None:
    office.bill("2026-03")

    first = write_annex(load(office.book), "2026-00001", MOMENT, pdf=True)
    again = write_annex(load(office.book), "2026-00001", MOMENT, pdf=True)

    assert first == again
    assert [path.suffix for path in first.files] == [".docx", ".pdf"]
    assert [one.made_from for one in filed_documents(office.journal)] == ["", ANNEX]


def test_without_libreoffice_an_annex_is_in_word_alone(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.bill("2026-03")
    monkeypatch.setattr("addin.documents.pdf._PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))

    paper = write_annex(load(office.book), "2026-00001", MOMENT, pdf=True)

    assert [path.suffix for path in paper.files] == [".docx"]
    assert [one.code for one in paper.findings] == ["PDF-01"]


def test_the_hours_come_with_the_invoices_of_clients_who_want_them(tmp_path: Path) -> None:
    projects = [
        {"project": name, "name": name, "client": client}
        for name, client in (("P-1", "ALDER"), ("P-2", "BIRCH"), ("P-3", "CEDAR"))
    ]
    hours = [entry(f"T-{name}", "2026-03-02", project=name) for name in ("P-1", "P-2")]
    wanting = [{"client": name, "time_annex": "yes"} for name in ("BIRCH", "CEDAR")]
    fee = FEE | {"project": "P-3"}
    office = Office(tmp_path, Projects=projects, Timesheets=hours, Clients=wanting, Schedules=[fee])

    report = office.bill("2026-03")

    files = {one["payer"]: len(one["files"]) for one in report.invoices or ()}
    assert files == {"ALDER": 1, "BIRCH": 2, "CEDAR": 1}  # Cedar's invoice bills no time


def test_a_workbook_made_before_annexes_could_be_chosen_is_read_without_a_word() -> None:
    columns = [one for one in Client.spec.columns if one.name != "time_annex"]
    given = {"client": "ALDER", "name": "Alder", "country": "BE"}
    headings = tuple(one.heading[Language.FR] for one in columns)
    grid = Grid("Clients", "Clients", 5, headings, tuple([given.get(one.name)] for one in columns))

    table = read_table(Client.spec, grid)

    assert table.values["time_annex"] == [False]
    assert not table.findings

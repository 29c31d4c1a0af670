"""PDFs of issued invoices: from the document that was proven, once, and never in its place."""

import shutil
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sample_office import Office, codes, documents

from addin.documents.manifest import NAME, differing, listed
from addin.documents.pdf import NoOfficeError
from addin.errors import BillingError
from addin.jobs.converting import make_pdfs
from addin.jobs.report import Report
from addin.jobs.running import run

MOMENT = datetime(2026, 12, 31, 12, tzinfo=UTC)
STEM = "invoices/2026/03/2026-00001 Alder SRL"
with_office = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed"
)


def pdf(
    office: Office, *, dry_run: bool = False, told: list[tuple[int, int]] | None = None
) -> Report:
    def tell(done: int, total: int) -> None:
        if told is not None:
            told.append((done, total))

    return run(
        office.book,
        lambda content: make_pdfs(content, MOMENT, on_converted=tell, dry_run=dry_run),
        dry_run=dry_run,
    )


def shown(office: Office) -> list[str | None]:
    return [row["pdf"] for row in office.rows("Invoices")]


@with_office
def test_an_issued_invoice_gets_a_pdf_beside_its_document(office: Office, tmp_path: Path) -> None:
    office.bill("2026-03")
    told: list[tuple[int, int]] = []

    report = pdf(office, told=told)

    assert (report.added, report.unchanged, codes(report)) == (1, 0, [])
    assert shown(office) == [f"{STEM}.pdf"]
    assert (tmp_path / f"{STEM}.pdf").read_bytes().startswith(b"%PDF-")
    assert told == [(1, 1)]
    assert list(listed(tmp_path / "invoices")) == [
        "2026/03/2026-00001 Alder SRL.docx",
        "2026/03/2026-00001 Alder SRL.pdf",
    ]
    assert list(differing(tmp_path / "invoices")) == []

    again = pdf(office)

    assert (again.added, again.unchanged) == (0, 1)


@with_office
def test_a_run_that_was_cut_short_is_taken_up_where_it_stopped(
    office: Office, tmp_path: Path
) -> None:
    office.bill("2026-03")
    pdf(office)
    before = (tmp_path / f"{STEM}.pdf").read_bytes()
    # As if the power had failed before the workbook was written.
    office.put("Invoices", {"number": "2026-00001"}, pdf=None)

    report = pdf(office)

    assert report.added == 1
    assert shown(office) == [f"{STEM}.pdf"]
    assert (tmp_path / f"{STEM}.pdf").read_bytes() == before


@with_office
def test_a_file_of_somebody_else_is_not_written_over(office: Office, tmp_path: Path) -> None:
    office.bill("2026-03")
    (tmp_path / f"{STEM}.pdf").write_bytes(b"signed by the client")

    pdf(office)

    assert shown(office) == [f"{STEM} (2).pdf"]
    assert (tmp_path / f"{STEM}.pdf").read_bytes() == b"signed by the client"


@with_office
def test_a_pdf_that_is_gone_is_made_again(office: Office, tmp_path: Path) -> None:
    office.bill("2026-03")
    pdf(office)
    (tmp_path / f"{STEM}.pdf").unlink()

    assert pdf(office).added == 1
    assert (tmp_path / f"{STEM}.pdf").is_file()


@with_office
def test_a_document_changed_by_hand_gets_no_pdf(office: Office, tmp_path: Path) -> None:
    office.bill("2026-03")
    document = tmp_path / f"{STEM}.docx"
    document.write_bytes(document.read_bytes() + b" ")

    report = pdf(office)

    assert codes(report) == ["PDF-03"]
    assert "2026-00001 Alder SRL.docx" in report.findings[0].message
    assert (report.added, shown(office)) == (0, [None])
    assert [one.file for one in differing(tmp_path / "invoices")] == [f"2026/03/{document.name}"]


@with_office
def test_a_dry_run_only_counts(office: Office, tmp_path: Path) -> None:
    office.bill("2026-03")

    report = pdf(office, dry_run=True)

    assert (report.added, shown(office)) == (1, [None])
    assert not list(tmp_path.rglob("*.pdf"))


def test_a_document_that_libreoffice_cannot_convert_is_named(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.bill("2026-03")
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexit 1\n", "ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/bin:/usr/bin")

    report = pdf(office)

    assert codes(report) == ["PDF-02"]
    assert (report.added, shown(office)) == (0, [None])


def test_without_libreoffice_the_word_documents_stay(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.bill("2026-03")
    monkeypatch.setattr("addin.documents.pdf._PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(NoOfficeError) as caught:
        pdf(office)

    assert caught.value.code == "PDF-01"
    assert documents(tmp_path) == [f"{STEM}.docx"]


def test_issuing_lists_its_documents_with_their_digests(office: Office, tmp_path: Path) -> None:
    office.bill("2026-03")

    [(file, line)] = listed(tmp_path / "invoices").items()

    written = (tmp_path / "invoices" / file).read_bytes()
    assert (line.number, line.sha256) == ("2026-00001", sha256(written).hexdigest())
    assert line.moment == MOMENT


def test_a_list_that_was_lost_is_made_again_by_the_next_issue(
    office: Office, tmp_path: Path
) -> None:
    office.bill("2026-03")
    (tmp_path / "invoices" / NAME).unlink()
    office.type_row("Units", month="2026-04", project="P-1", service="PAY", quantity=3)

    office.bill("2026-04")

    assert [one.number for one in listed(tmp_path / "invoices").values()] == [
        "2026-00001",
        "2026-00002",
    ]


def test_a_list_that_cannot_be_written_keeps_no_invoice_back(
    office: Office, tmp_path: Path
) -> None:
    (tmp_path / "invoices" / NAME).mkdir(parents=True)

    report = office.bill("2026-03")

    assert (report.added, codes(report)) == (1, ["DOC-11"])


def test_the_folders_follow_the_pattern_of_the_settings(office: Office, tmp_path: Path) -> None:
    pattern = "{year}/{month}/{number} {payer}"
    office.put("Settings", {"setting": "output_folder"}, value="factures")
    office.type_row("Settings", setting="folder_pattern", value=pattern)

    office.bill("2026-03")

    assert documents(tmp_path) == [
        "factures/2026/03/2026-00001 Alder SRL/2026-00001 Alder SRL.docx"
    ]


def test_a_pattern_that_cannot_be_read_takes_no_number(office: Office) -> None:
    office.type_row("Settings", setting="folder_pattern", value="{year}/{mont}")

    with pytest.raises(BillingError) as caught:
        office.bill("2026-03")

    assert caught.value.code == "FOL-01"
    assert office.journal.invoices() == []

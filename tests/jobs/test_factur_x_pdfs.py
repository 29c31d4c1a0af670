"""The PDFs of Factur-X invoices: made when they are issued, with the invoice that was proven."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from electronic_office import ALDER, BIRCH, files, one_line
from sample_office import Office, codes

from addin.documents import pdf
from addin.documents.manifest import listed
from addin.einvoices.factur_x import faults_of
from addin.einvoices.reading.files import xml_of
from addin.einvoices.rules import judging
from addin.jobs import converting
from addin.jobs.converting import add_factur_x, factur_x_of, make_pdfs
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.jobs.verifying import verify
from addin.journal.filed import filed_documents

MARCH = "2026-03"
MOMENT = datetime(2026, 12, 31, 12, tzinfo=UTC)
STEM = "invoices/2026/03/2026-00002 Birch SA"
with_office = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed"
)


@pytest.fixture(scope="module", autouse=True)
def _ended() -> Iterator[None]:
    yield
    judging.DESK.close()


@pytest.fixture(autouse=True)
def _made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "factur_x_of", factur_x_of)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An invoice in Peppol, and one in Factur-X."""
    return one_line(tmp_path, ALDER, BIRCH)


@with_office
def test_the_pdf_of_factur_x_has_the_invoice_that_was_proven(
    office: Office, tmp_path: Path
) -> None:
    report = office.issue(MARCH)
    told: list[tuple[int, int]] = []

    add_factur_x(office.book, report, MOMENT, on_converted=lambda done, of: told.append((done, of)))

    assert set(codes(report)) <= {"EIR-04"}
    assert told == [(1, 1)]
    assert [row["pdf"] for row in office.rows("Invoices")] == [None, f"{STEM}.pdf"]
    made = (tmp_path / f"{STEM}.pdf").read_bytes()
    assert xml_of(made) == (tmp_path / f"{STEM}.xml").read_bytes()
    assert list(faults_of(made)) == []
    assert [one.file.path for one in filed_documents(office.journal)] == [f"{STEM}.pdf"]
    assert "2026/03/2026-00002 Birch SA.pdf" in listed(tmp_path / "invoices")
    assert report.invoices is not None
    assert report.invoices[1]["files"][-1] == str(tmp_path / f"{STEM}.pdf")
    assert run(office.book, verify, dry_run=True, recover=False).findings == []

    again = run(office.book, lambda content: make_pdfs(content, MOMENT, only=["2026-00002"]))
    assert (again.added, again.unchanged) == (0, 1)


def test_without_libreoffice_the_invoices_are_issued_and_the_report_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(pdf, "_PLACES", ())
    report = office.issue(MARCH)

    add_factur_x(office.book, report, MOMENT)

    (told,) = (one for one in report.findings if one.code == "EIN-15")
    assert told.sheet == "Invoices"
    assert "1 Factur-X invoices have no PDF yet" in told.message
    assert len(files(office, ".xml")) == 2
    assert [row["pdf"] for row in office.rows("Invoices")] == [None, None]


def test_an_invoice_that_was_changed_is_not_put_into_a_pdf(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "office", lambda: "soffice")
    report = office.issue(MARCH)
    path = tmp_path / f"{STEM}.xml"
    path.write_bytes(path.read_bytes().replace(b"200.00", b"900.00"))

    add_factur_x(office.book, report, MOMENT)

    (told,) = (one for one in report.findings if one.code == "PDF-03")
    assert "2026-00002 Birch SA.xml" in told.message
    assert not list(tmp_path.rglob("*.pdf"))


def test_a_pdf_that_is_not_for_archives_gets_no_invoice(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = b"%PDF-1.4\n%%EOF\n"
    monkeypatch.setattr(converting, "office", lambda: "soffice")
    monkeypatch.setattr(
        converting, "convert", lambda paths: (pdf.Converted(one, plain) for one in paths)
    )
    report = office.issue(MARCH)

    add_factur_x(office.book, report, MOMENT)

    assert "EIN-12" in codes(report)
    assert not list(tmp_path.rglob("*.pdf"))


def test_where_nobody_gets_factur_x_nothing_is_opened(office: Office) -> None:
    report = Report("issue", "", invoices=[{"number": "1", "einvoice": "peppol"}])

    add_factur_x(office.book, report, MOMENT)

    assert report.findings == []
    shown = Report("issue", "", invoices=[{"number": "1", "einvoice": "facturx"}], dry_run=True)
    assert factur_x_of(shown) == ()

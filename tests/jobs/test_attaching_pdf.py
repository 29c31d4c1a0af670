"""The PDF of an invoice inside its electronic file: beside the one that was proven, and sent."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from electronic_office import ALDER, FRENCH_FIRM, files, one_line, settings
from sample_office import Office, codes

from addin.documents.manifest import listed
from addin.documents.pdf import Converted, NoOfficeError
from addin.einvoices.reading import read_invoice
from addin.einvoices.rules import judging
from addin.jobs import converting
from addin.jobs.converting import add_factur_x, factur_x_of, make_pdfs
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.jobs.verifying import verify
from addin.journal.filed import filed_documents
from addin.journal.states import Event, EventKind

MARCH, NUMBER = "2026-03", "2026-00001"
MOMENT = datetime(2026, 12, 31, 12, tzinfo=UTC)
STEM = "invoices/2026/03/2026-00001 Alder SRL"
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(scope="module", autouse=True)
def _ended() -> Iterator[None]:
    yield
    judging.DESK.close()


@pytest.fixture(autouse=True)
def _printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF that takes no LibreOffice: what is in it makes no difference here."""

    def converted(paths: Iterable[Path]) -> Iterator[Converted]:
        return (Converted(one, PDF) for one in paths)

    monkeypatch.setattr(converting, "factur_x_of", factur_x_of)
    monkeypatch.setattr(converting, "convert", converted)
    monkeypatch.setattr(converting, "office", lambda: "soffice")


def issued(folder: Path, attach_pdf: str = "no") -> tuple[Office, Report]:
    """An office that has issued an invoice in Peppol and one on paper, and made its PDFs."""
    office = one_line(folder, ALDER, Settings=settings(attach_pdf=attach_pdf))
    report = office.issue(MARCH)
    add_factur_x(office.book, report, MOMENT)
    return office, report


def test_the_file_to_send_has_the_pdf_in_it(tmp_path: Path) -> None:
    office, report = issued(tmp_path, "yes")

    assert set(codes(report)) <= {"EIR-04"}
    (row, paper) = office.rows("Invoices")
    assert (row["xml"], row["pdf"]) == (f"{STEM} - PDF.xml", f"{STEM}.pdf")
    assert (paper["xml"], paper["pdf"]) == (None, None)
    assert report.invoices is not None
    named = [Path(one).name for one in report.invoices[0]["files"]]
    assert named[-2:] == ["2026-00001 Alder SRL.pdf", "2026-00001 Alder SRL - PDF.xml"]
    whole = read_invoice((tmp_path / row["xml"]).read_bytes())
    (one,) = whole.attachments
    assert (one.content, one.filename) == (PDF, "2026-00001 Alder SRL.pdf")


def test_the_file_that_was_proven_stays_as_it_was_and_the_journal_knows_both(
    tmp_path: Path,
) -> None:
    office, _ = issued(tmp_path, "yes")

    assert [one.file.path for one in files(office, ".xml")] == [f"{STEM}.xml"]
    assert read_invoice((tmp_path / f"{STEM}.xml").read_bytes()).attachments == ()
    filed = {one.file.path: one.made_from for one in filed_documents(office.journal)}
    assert filed == {f"{STEM}.pdf": f"{STEM}.docx", f"{STEM} - PDF.xml": f"{STEM}.xml"}
    assert "2026/03/2026-00001 Alder SRL - PDF.xml" in listed(tmp_path / "invoices")
    assert run(office.book, verify, dry_run=True, recover=False).findings == []


def test_it_is_made_once(tmp_path: Path) -> None:
    office, _ = issued(tmp_path, "yes")
    before = sorted(tmp_path.rglob("*Alder*"))

    report = run(office.book, lambda content: make_pdfs(content, MOMENT, only=[NUMBER]))

    assert (report.added, codes(report)) == (0, [])
    assert sorted(tmp_path.rglob("*Alder*")) == before


def test_what_a_run_made_that_was_cut_short_is_shown_by_the_next(tmp_path: Path) -> None:
    office, _ = issued(tmp_path, "yes")
    office.put("Invoices", {"number": NUMBER}, xml=f"{STEM}.xml")

    run(office.book, lambda content: make_pdfs(content, MOMENT))

    assert office.rows("Invoices")[0]["xml"] == f"{STEM} - PDF.xml"
    assert len(list(tmp_path.rglob("* - PDF*.xml"))) == 1


def test_a_firm_that_wants_no_pdf_inside_has_none(tmp_path: Path) -> None:
    office, _ = issued(tmp_path)

    run(office.book, lambda content: make_pdfs(content, MOMENT))

    assert office.rows("Invoices")[0]["xml"] == f"{STEM}.xml"
    assert not list(tmp_path.rglob("* - PDF.xml"))


def test_pdfs_that_were_made_before_the_firm_wanted_them_go_in_later(tmp_path: Path) -> None:
    office, _ = issued(tmp_path)
    run(office.book, lambda content: make_pdfs(content, MOMENT))
    office.put("Settings", {"setting": "attach_pdf"}, value="yes")

    run(office.book, lambda content: make_pdfs(content, MOMENT))

    assert office.rows("Invoices")[0]["xml"] == f"{STEM} - PDF.xml"


def test_a_file_that_may_have_left_already_is_not_exchanged(tmp_path: Path) -> None:
    office, _ = issued(tmp_path)
    office.journal.record(NUMBER, Event(EventKind.SENDING, MOMENT, source="x/1"))
    office.put("Settings", {"setting": "attach_pdf"}, value="yes")

    run(office.book, lambda content: make_pdfs(content, MOMENT))

    assert office.rows("Invoices")[0]["xml"] == f"{STEM}.xml"


def test_a_file_that_was_changed_gets_no_pdf(tmp_path: Path) -> None:
    office, _ = issued(tmp_path)
    run(office.book, lambda content: make_pdfs(content, MOMENT))
    office.put("Settings", {"setting": "attach_pdf"}, value="yes")
    path = tmp_path / f"{STEM}.xml"
    path.write_bytes(path.read_bytes().replace(b"100.00", b"900.00"))

    report = run(office.book, lambda content: make_pdfs(content, MOMENT))

    assert codes(report) == ["PDF-03"]
    assert office.rows("Invoices")[0]["xml"] == f"{STEM}.xml"


@pytest.mark.parametrize("form", ["french ubl", "french cii"])
def test_a_french_platform_gets_it_as_the_legible_invoice(tmp_path: Path, form: str) -> None:
    french = {"vat_number": "FR44732829320", "enterprise_number": "732829320", "country": "FR"}
    client = ALDER | french | {"einvoice": form}
    office = one_line(tmp_path, client, Settings=settings(attach_pdf="yes", **FRENCH_FIRM))
    report = office.issue(MARCH)

    add_factur_x(office.book, report, MOMENT)

    assert codes(report) == []
    row = office.rows("Invoices")[0]
    assert row["xml"] == f"{STEM} - PDF.xml"
    (one,) = read_invoice((tmp_path / row["xml"]).read_bytes()).attachments
    assert one.description == "LISIBLE"


def test_without_libreoffice_the_invoice_is_issued_and_a_sentence_says_what_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> str:
        raise NoOfficeError

    monkeypatch.setattr(converting, "office", missing)

    office, report = issued(tmp_path, "yes")

    (told,) = (one for one in report.findings if one.code == "EIN-17")
    assert "1 electronic invoices" in told.message
    assert office.rows("Invoices")[0]["xml"] == f"{STEM}.xml"

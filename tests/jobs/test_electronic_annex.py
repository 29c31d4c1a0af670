"""The hours behind an invoice, in its electronic file: proven with it, and made again with it."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from einvoices_corpus import needs_corpus
from electronic_office import ALDER, FRENCH_FIRM, files, settings
from sample_office import Office, codes, entry

from addin.einvoices.attaching import XLSX
from addin.einvoices.model import Attachment
from addin.einvoices.reading import read_invoice
from addin.einvoices.rules import judging
from addin.jobs.content import load
from addin.jobs.invoices.annex_sheet import annex_attachment
from addin.jobs.invoices.hours_behind import HoursBehind
from addin.jobs.invoices.recovering import write_missing_documents

MARCH, NUMBER = "2026-03", "2026-00001"
WANTED = ALDER | {"time_annex": "yes", "time_detail": "entry"}
TIMES = [entry("T-1", "2026-03-02", 90), entry("T-2", "2026-03-03", 30)]
FRENCH = {"vat_number": "FR44732829320", "enterprise_number": "732829320", "country": "FR"}


@pytest.fixture(scope="module", autouse=True)
def _ended() -> Iterator[None]:
    yield
    judging.DESK.close()


def attached(office: Office) -> list[Attachment]:
    """What is in the only electronic file."""
    (file,) = files(office, ".xml")
    return list(read_invoice((office.book.path.parent / file.file.path).read_bytes()).attachments)


@needs_corpus
@pytest.mark.parametrize(
    ("client", "firm"),
    [
        (WANTED, {}),
        (WANTED | FRENCH | {"einvoice": "french ubl"}, FRENCH_FIRM),
        (WANTED | FRENCH | {"einvoice": "facturx"}, FRENCH_FIRM),
    ],
    ids=["peppol", "french ubl", "facturx"],
)
def test_a_payer_who_wants_the_hours_has_them_in_its_file(
    tmp_path: Path, client: dict[str, str], firm: dict[str, str]
) -> None:
    office = Office(tmp_path, Clients=[client], Timesheets=TIMES, Settings=settings(**firm))

    report = office.bill(MARCH)

    assert set(codes(report)) <= {"EIN-15"}
    (one,) = attached(office)
    said = "DOCUMENT_ANNEXE" if firm else "time annex"
    assert (one.mime, one.filename, one.description) == (XLSX, f"{NUMBER} time annex.xlsx", said)
    sheet = openpyxl.load_workbook(BytesIO(one.content)).active
    assert sheet is not None
    (_, *rows, total) = sheet.iter_rows(values_only=True)
    assert [row[-1] for row in rows] == [150, 50]
    assert total[-1] == 200
    assert [row[3] for row in rows] == ["Ann", "Ann"]


def test_a_payer_who_does_not_want_the_hours_has_none(tmp_path: Path) -> None:
    office = Office(tmp_path, Clients=[ALDER], Timesheets=TIMES)

    office.bill(MARCH)

    assert attached(office) == []


def test_a_file_that_was_lost_is_made_again_with_the_hours_in_it(tmp_path: Path) -> None:
    office = Office(tmp_path, Clients=[WANTED], Timesheets=TIMES)
    office.bill(MARCH)
    (file,) = files(office, ".xml")
    path = tmp_path / file.file.path
    issued = path.read_bytes()
    path.unlink()

    assert write_missing_documents(load(office.book)) == []
    assert path.read_bytes() == issued


def test_a_file_whose_hours_were_changed_since_is_not_made_again(tmp_path: Path) -> None:
    office = Office(tmp_path, Clients=[WANTED], Timesheets=TIMES)
    office.bill(MARCH)
    (file,) = files(office, ".xml")
    (tmp_path / file.file.path).unlink()
    office.put("Staff", {"person": "ANN"}, name="Anna")

    found = write_missing_documents(load(office.book))

    assert [one.code for one in found] == ["ISS-07"]
    assert not (tmp_path / file.file.path).exists()


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    note = "=1+1"
    office = Office(tmp_path, Clients=[WANTED], Timesheets=[entry("T-1", "2026-03-02", task=note)])
    office.bill(MARCH)
    content = load(office.book)
    invoice = office.journal.invoice(NUMBER)

    made = annex_attachment(invoice, HoursBehind.of(content).lines(invoice))

    sheet = openpyxl.load_workbook(BytesIO(made.content)).active
    assert sheet is not None
    assert sheet["E2"].data_type == "s"
    assert str(sheet["E2"].value).startswith(note)

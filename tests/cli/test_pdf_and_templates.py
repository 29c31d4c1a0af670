"""The commands around documents: PDFs of what was issued, and trying a template."""

import shutil
from pathlib import Path

import docx
import pytest
from quotepart_command import quotepart
from sample_office import CLIENTS, FEE, SERVICES, closed_workbook

from addin.config import resource
from addin.words import Language

MONTH = ("--month", "2026-10")
with_office = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed"
)


def approved(folder: Path) -> Path:
    """A workbook whose month is ready to be issued: one invoice."""
    path = folder / "Billing.xlsm"
    client = CLIENTS[0] | {"address": "Rue Haute 1", "postcode": "1000", "country": "BE"}
    closed_workbook(
        path,
        Language.EN,
        Clients=[client],
        Services=SERVICES,
        Projects=[{"project": "P-1", "name": "One", "client": client["client"]}],
        Schedules=[FEE],
    )
    for verb in ("generate", "approve"):
        assert quotepart(verb, path, *MONTH).status == 0
    return path


def without_office(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr("addin.documents.pdf._PLACES", ())


@with_office
def test_issuing_with_pdfs_makes_one_beside_each_document(tmp_path: Path) -> None:
    path = approved(tmp_path)

    done = quotepart("issue", path, *MONTH, "--pdf", "--json")

    invoices = done.report["invoices"]
    assert len(invoices) == done.report["added"] == 1
    for invoice in invoices:
        word, pdf = map(Path, invoice["files"])
        assert (word.suffix, pdf) == (".docx", word.with_suffix(".pdf"))
        assert pdf.read_bytes().startswith(b"%PDF-")

    again = quotepart("pdf", path, "--json")

    assert (again.status, again.report["job"], again.codes) == (0, "pdf", [])
    assert (again.report["added"], again.report["unchanged"]) == (0, len(invoices))


def test_without_libreoffice_the_invoices_are_issued_in_word_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = approved(tmp_path)
    without_office(monkeypatch, tmp_path / "empty")

    done = quotepart("issue", path, *MONTH, "--pdf", "--json")

    assert done.status == 1
    assert "PDF-01" in done.codes
    assert [len(invoice["files"]) for invoice in done.report["invoices"]] == [1]

    refused = quotepart("pdf", path)

    assert refused.status == 2
    assert "LibreOffice is not on this computer" in refused.warned


@with_office
def test_making_pdfs_says_how_many(tmp_path: Path) -> None:
    path = tmp_path / "Billing.xlsm"
    closed_workbook(path, Language.EN)

    done = quotepart("pdf", path, "--dry-run")

    assert (done.status, done.said.split("\n")[0]) == (
        0,
        "PDF documents made: 0; there already: 0. Nothing was written.",
    )


def ours(folder: Path, name: str = "ours-fr.docx") -> Path:
    path = folder / name
    path.write_bytes(resource("templates", "invoice", "fr.docx").read_bytes())
    return path


@with_office
def test_a_sound_template_is_shown_with_an_invented_invoice(tmp_path: Path) -> None:
    template = ours(tmp_path)

    done = quotepart("template", "check", template)

    assert done.status == 0
    assert done.said.startswith("Nothing is wrong.")
    shown = docx.Document(str(tmp_path / "ours-fr.preview.docx"))
    texts = [cell.text for table in shown.tables for row in table.rows for cell in row.cells]
    assert any("Forfait mensuel" in text for text in texts)
    assert (tmp_path / "ours-fr.preview.pdf").read_bytes().startswith(b"%PDF-")


def test_without_libreoffice_a_preview_is_in_word_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = ours(tmp_path)
    without_office(monkeypatch, tmp_path / "empty")

    done = quotepart("template", "preview", template, "--lang", "de", "--json")

    assert (done.status, done.report["job"]) == (0, "template preview")
    assert done.report["files"] == [str(tmp_path / "ours-fr.preview.docx")]


def test_checking_a_template_dry_writes_nothing(tmp_path: Path) -> None:
    template = ours(tmp_path, "Rechnung.docx")

    done = quotepart("template", "check", template, "--dry-run", "--json")

    assert (done.status, done.report["files"], done.codes) == (0, [], [])
    assert list(tmp_path.iterdir()) == [template]


def test_a_faulty_template_is_told_with_all_its_faults_and_not_shown(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{ totl_net }} {{ seller.nam }}")
    path = tmp_path / "ours.docx"
    document.save(str(path))

    done = quotepart("template", "check", path, "--json")

    assert (done.status, done.codes) == (1, ["DOC-03", "DOC-03"])
    assert "total_net" in done.report["findings"][0]["message"]
    assert list(tmp_path.iterdir()) == [path]


def test_a_template_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = quotepart("template", "check", tmp_path / "gone.docx")

    assert done.status == 1
    assert "DOC-01" in done.said


@pytest.mark.parametrize(
    ("name", "kind"), [("dupont.docx", "invoice"), ("dupont-annex.docx", "annex")]
)
def test_a_template_is_copied_to_be_changed_and_never_over_another(
    tmp_path: Path, name: str, kind: str
) -> None:
    path = tmp_path / "templates" / name

    done = quotepart("template", "copy", path, "--lang", "nl", "--json")

    assert (done.status, done.report["files"]) == (0, [str(path)])
    assert path.read_bytes() == resource("templates", kind, "nl.docx").read_bytes()

    path.write_bytes(b"ours")

    assert quotepart("template", "copy", path).status == 2
    assert path.read_bytes() == b"ours"

"""The demonstration from end to end, with the PDFs of those who get Factur-X."""

import shutil
from pathlib import Path

import pytest
from quotepart_command import quotepart

from addin.documents import pdf
from addin.einvoices.reading import read_file
from addin.jobs import converting
from addin.jobs.converting import factur_x_of


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")
def test_the_demonstration_makes_the_pdfs_of_factur_x(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "factur_x_of", factur_x_of)

    ended = quotepart("demo", tmp_path / "demo")

    assert ended.status == 0
    made = sorted((tmp_path / "demo").rglob("*.pdf"))
    assert [one.name[:10] for one in made] == ["2026-00008", "2026-00014"]
    for path in made:
        assert read_file(path) == read_file(path.with_suffix(".xml"))


def test_the_demonstration_goes_on_without_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "factur_x_of", factur_x_of)
    monkeypatch.setattr(pdf, "_PLACES", ())
    monkeypatch.setenv("PATH", "")

    ended = quotepart("demo", tmp_path / "demo")

    assert ended.status == 0
    assert "EIN-15" in ended.said
    assert len(list((tmp_path / "demo").rglob("*.xml"))) > 5

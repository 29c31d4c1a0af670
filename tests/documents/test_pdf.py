"""PDFs by LibreOffice: fit for archives, one start for many, and what stands in the way is told."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from addin.documents.invoices import render_invoice
from addin.documents.pdf import Converted, NoOfficeError, NotConvertedError, convert, office
from addin.documents.specimen import bare_specimen, specimen
from addin.words import Language

OFFICE = shutil.which("soffice")
with_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")


def written(folder: Path, *names: str) -> list[Path]:
    content = render_invoice(bare_specimen(Language.FR))
    paths = [folder / f"{name}.docx" for name in names]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return paths


def pdfs(outcomes: Sequence[Converted]) -> dict[str, bytes]:
    return {one.document.stem: one.pdf for one in outcomes if isinstance(one.pdf, bytes)}


@with_office
def test_documents_become_pdfs_for_archives_under_whatever_name(tmp_path: Path) -> None:
    names = ["2026-00001 Dupont & Fils", "été -o", "x/same", "y/same"]
    documents = written(tmp_path, *names)
    documents[0].write_bytes(render_invoice(specimen(Language.FR)))

    outcomes = list(convert(documents))

    assert {one.document for one in outcomes} == set(documents)
    for one in outcomes:
        assert isinstance(one.pdf, bytes)
        assert one.pdf.startswith(b"%PDF-")
        assert b"<pdfaid:part>3</pdfaid:part>" in one.pdf
    assert sorted(tmp_path.rglob("*")) == sorted({*documents, tmp_path / "x", tmp_path / "y"})


@with_office
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler (pdftotext) is not installed")
def test_a_pdf_shows_the_figures_of_its_document(tmp_path: Path) -> None:
    [document] = written(tmp_path, "one")
    document.write_bytes(render_invoice(specimen(Language.FR)))

    [outcome] = convert([document])

    assert isinstance(outcome.pdf, bytes)
    reader = ["pdftotext", "-layout", "-", "-"]
    shown = subprocess.run(reader, input=outcome.pdf, capture_output=True, check=True)
    text = shown.stdout.decode().replace("\u00a0", " ")
    assert all(figure in text for figure in ("2026-00042", "2 510,30", "527,16", "3 037,46"))


def misbehaving(folder: Path, monkeypatch: pytest.MonkeyPatch, behaviour: str) -> Path:
    """A LibreOffice that behaves like this; ``$starts`` counts its starts, from 1."""
    log = folder / "starts"
    script = folder / "bin" / "soffice"
    script.parent.mkdir()
    counting = f'echo x >> "{log}"\nstarts=$(wc -l < "{log}")'
    script.write_text(f'#!/bin/sh\n{counting}\noffice="{OFFICE}"\n{behaviour}\n', "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    return log


def starts(log: Path) -> int:
    return len(log.read_text("ascii").splitlines())


@with_office
def test_it_is_started_afresh_after_so_many_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = misbehaving(tmp_path, monkeypatch, 'exec "$office" "$@"')

    outcomes = list(convert(written(tmp_path, "a", "b", "c"), at_once=1, per_start=2))

    assert set(pdfs(outcomes)) == {"a", "b", "c"}
    assert starts(log) == 2


@with_office
def test_after_a_crash_the_others_go_on_in_a_new_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = misbehaving(tmp_path, monkeypatch, '[ $starts = 1 ] && exit 139\nexec "$office" "$@"')

    outcomes = list(convert(written(tmp_path, "a", "b", "c"), at_once=1))

    assert set(pdfs(outcomes)) == {"b", "c"}
    [lost] = [one.pdf for one in outcomes if one.document.stem == "a"]
    assert isinstance(lost, NotConvertedError)
    assert lost.code == "PDF-02"
    assert lost.values == {"document": "a.docx", "seconds": "60"}
    assert starts(log) == 2


def test_a_document_on_which_it_stands_still_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("addin.documents.pdf.START_SECONDS", 0)
    log = misbehaving(tmp_path, monkeypatch, "exec sleep 60")

    outcomes = list(convert(written(tmp_path, "a", "b"), at_once=1, document_seconds=0.2))

    assert [type(one.pdf) for one in outcomes] == [NotConvertedError, NotConvertedError]
    assert starts(log) == 2


def test_one_that_is_passed_over_does_not_hold_up_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # $10 is the folder of the results.
    made = 'printf "%%PDF-1.7 %%%%EOF\\n" > "${10}/0001.pdf"\nexit 0'
    log = misbehaving(tmp_path, monkeypatch, made)

    outcomes = list(convert(written(tmp_path, "a", "b"), at_once=1))

    assert pdfs(outcomes) == {"b": b"%PDF-1.7 %%EOF\n"}
    assert len(outcomes) == 2
    assert starts(log) == 1


def test_a_pdf_that_is_being_written_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = 'printf "%%PDF-1.7" > "${10}/0000.pdf"'
    rest = 'printf " %%%%EOF\\n" >> "${10}/0000.pdf"'
    slow = f"{half}\nsleep 0.5\n{rest}\nsleep 5"
    misbehaving(tmp_path, monkeypatch, slow)

    outcomes = list(convert(written(tmp_path, "a"), at_once=1))

    assert pdfs(outcomes) == {"a": b"%PDF-1.7 %%EOF\n"}


def test_whoever_stops_asking_stops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = 'printf "%%PDF-1.7 %%%%EOF\\n" > "${10}/0000.pdf"\n'
    misbehaving(tmp_path, monkeypatch, f'{first}echo $$ > "{tmp_path}/pid"\nexec sleep 60')

    asked = convert(written(tmp_path, "a", "b"), at_once=1)
    assert next(iter(asked)).document.stem == "a"
    asked.close()  # type: ignore[attr-defined]

    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text("ascii")), 0)


def test_without_libreoffice_there_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("addin.documents.pdf._PLACES", (str(tmp_path / "soffice"),))

    with pytest.raises(NoOfficeError) as caught:
        list(convert([]))

    assert caught.value.code == "PDF-01"


def test_libreoffice_is_found_where_its_installer_puts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice.com"
    program.write_bytes(b"")
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setattr("addin.documents.pdf._PLACES", (str(tmp_path / "no"), str(program)))

    assert office() == str(program)


def test_a_document_that_cannot_be_read_is_no_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    misbehaving(tmp_path, monkeypatch, "exit 0")

    with pytest.raises(FileNotFoundError):
        list(convert([tmp_path / "gone.docx"]))

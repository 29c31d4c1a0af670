"""``quotepart annex`` and ``quotepart statement``: the papers that go with invoices."""

import json
import shutil
from pathlib import Path

import pytest
from quotepart_command import Make, quotepart

from addin.words import Language, text

MONTH = ("--month", "2026-10")


with_office = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed"
)


def test_a_statement_and_an_annex_are_written_or_refused_with_a_reason(issued: Path) -> None:
    clients = json.loads(quotepart("export", "clients", issued, "--format", "json").said)
    invoices = json.loads(quotepart("export", "invoices", issued, "--format", "json").said)
    annexes = [quotepart("annex", issued, one["number"], "--json") for one in invoices]

    statement = quotepart(
        "statement", issued, clients[0]["client"], "--quarter", "2026-Q4", "--json"
    )

    assert statement.status == 0
    (file,) = json.loads(statement.said)["files"]
    assert Path(file).is_file()
    assert {one.status for one in annexes} <= {0, 2}
    written = [json.loads(one.said)["files"][0] for one in annexes if not one.status]
    assert written
    assert all(Path(one).is_file() for one in written)
    assert quotepart("statement", issued, "X", "--quarter", "2026").status == 2


@with_office
def test_a_statement_is_written_with_its_pdf(issued: Path) -> None:
    (client, *_) = json.loads(quotepart("export", "clients", issued, "--format", "json").said)

    done = quotepart(
        "statement", issued, client["client"], "--quarter", "2026-Q4", "--pdf", "--json"
    )

    word, pdf = map(Path, done.report["files"])
    assert (done.status, pdf) == (0, word.with_suffix(".pdf"))
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_invoices_are_issued_with_their_annexes(workbook: Make) -> None:
    path = workbook()
    for job in ("generate", "approve"):
        assert quotepart(job, path, *MONTH).status in {0, 1}

    done = quotepart("issue", path, *MONTH, "--date", "2026-10-31", "--annex", "--json")

    assert done.status == 0
    files = [file for one in done.report["invoices"] for file in one["files"]]
    endings = tuple(f" - {text('line.annex', language)}.docx" for language in Language)
    annexes = [file for file in files if file.endswith(endings)]
    assert annexes
    # Each annex lies beside its invoice, in Word or in Word and XML.
    others = [Path(file).suffix for file in files if file not in annexes]
    assert set(others) == {".docx", ".xml"}
    assert others.count(".docx") == len(done.report["invoices"])
    assert quotepart("verify", path).status == 0

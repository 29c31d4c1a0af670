"""``quotepart annex`` and ``quotepart statement``: the papers that go with invoices."""

import json
from pathlib import Path

import pytest
from quotepart_command import Make, quotepart

MONTH = ("--month", "2026-10")


@pytest.fixture
def issued(workbook: Make) -> Path:
    """A workbook whose month is issued."""
    path = workbook()
    for job in ("generate", "approve", "issue"):
        day = ("--date", "2026-10-31") if job == "issue" else ()
        assert quotepart(job, path, *MONTH, *day).status in {0, 1}
    return path


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

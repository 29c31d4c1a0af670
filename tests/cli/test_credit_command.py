"""``quotepart credit``: what it writes, refuses and shows."""

from pathlib import Path

import pytest
from quotepart_command import Make, files_of, quotepart

MONTH = ("--month", "2026-10")
DAY = ("--date", "2026-10-31")
SHARED, NUMBER = "2026-00001", "2026-00004"


@pytest.fixture
def issued(workbook: Make) -> Path:
    """A workbook whose month is issued."""
    path = workbook()
    for job in ("generate", "approve", "issue"):
        assert quotepart(job, path, *MONTH, *(DAY if job == "issue" else ())).status in {0, 1}
    return path


def test_a_whole_invoice_is_credited_and_its_work_billed_again(issued: Path) -> None:
    before = quotepart("verify", issued, "--json").report["totals"]

    ended = quotepart("credit", issued, NUMBER, "--reopen", "all", *DAY, "--json")

    assert ended.status == 0
    assert ended.report["job"] == "credit"
    (note,) = ended.report["invoices"]
    assert note["number"] == "NC2026-00001"
    assert note["net"].startswith("-")
    assert [Path(path).suffix for path in note["files"]] == [".docx", ".xml"]
    assert all(Path(path).is_file() for path in note["files"])
    after = quotepart("verify", issued, "--json")
    assert after.status == 0
    assert int(after.report["totals"]["invoices"]) == int(before["invoices"]) + 1
    again = quotepart("generate", issued, *MONTH, "--json")
    assert again.report["added"] > 0


def test_the_part_of_one_of_several_payers_is_issued_again_with_its_month(issued: Path) -> None:
    ended = quotepart("credit", issued, SHARED, "--reopen", "all", *DAY, "--json")
    assert ended.status == 0
    assert set(ended.codes) - {"EIR-04"} == {"CRN-13"}  # EIR-04: without the rules of Peppol

    assert quotepart("generate", issued, *MONTH, "--json").report["added"] == 0
    again = quotepart("issue", issued, *MONTH, *DAY, "--json").report["invoices"]
    (note,) = ended.report["invoices"]
    assert [(one["payer"], f"-{one['net']}") for one in again] == [(note["payer"], note["net"])]


def test_a_dry_run_writes_nothing(issued: Path) -> None:
    before = files_of(issued.parent)

    ended = quotepart(
        "credit", issued, NUMBER, "--amount", "1,00", "--commercial", "--dry-run", *DAY
    )

    assert ended.status == 0
    assert files_of(issued.parent) == before


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ((), "CRN-10"),
        (("--reopen", "none", "--line", "99"), "CRN-03"),
        (("--reopen", "T-999999"), "CRN-06"),
        (("--commercial", "--amount", "999999.00", "--gross"), "CRN-02"),
    ],
)
def test_what_cannot_be_credited_ends_with_2(
    issued: Path, asked: tuple[str, ...], code: str
) -> None:
    before = files_of(issued.parent)

    ended = quotepart("credit", issued, NUMBER, *asked, *DAY, "--json")

    assert (ended.status, ended.codes) == (2, [code])
    assert files_of(issued.parent) == before


@pytest.mark.parametrize("asked", [("--amount", "much"), ("--amount", "1.005"), ("--line", "one")])
def test_a_figure_that_cannot_be_read_ends_with_2(workbook: Make, asked: tuple[str, str]) -> None:
    assert quotepart("credit", workbook(), NUMBER, *asked, "--commercial").status == 2

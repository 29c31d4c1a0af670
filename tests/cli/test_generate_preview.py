"""Drafts of a month in the same command that generates it, even before it changes the workbook."""

from pathlib import Path
from typing import Any

import docx
from quotepart_command import Make, column_of, files_of, quotepart, type_into

from addin.words import Language

MONTH = ("--month", "2026-10")


def drafts_of(path: Path) -> dict[str, str]:
    """The words of every draft beside a workbook, by its name."""
    return {one.name: words_of(one) for one in path.parent.rglob("preview/*.docx")}


def words_of(path: Path) -> str:
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(paragraph.text for paragraph in document.paragraphs), *cells))


def told(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [(finding["code"], finding["message"]) for finding in report["findings"]]


def test_the_drafts_are_those_of_a_preview_after_it(workbook: Make) -> None:
    path = workbook()

    generated = quotepart("generate", path, *MONTH, "--preview", "--json")
    drafts = drafts_of(path)
    previewed = quotepart("preview", path, *MONTH, "--json")

    assert generated.report["job"] == "generate"
    assert generated.report["added"] == len(column_of(path, "Prebilling", "line")) > 0
    assert generated.report["preview"] == previewed.report
    assert drafts == drafts_of(path)
    assert len(drafts) == previewed.report["added"] > 0


def test_a_dry_run_shows_the_drafts_and_leaves_the_workbook_alone(workbook: Make) -> None:
    path = workbook()
    before = path.read_bytes()

    dry = quotepart("generate", path, *MONTH, "--preview", "--dry-run", "--json")
    drafts = drafts_of(path)

    assert path.read_bytes() == before
    assert set(files_of(path.parent)) == {
        "Billing.xlsm",
        *(f"invoices/preview/{one}" for one in drafts),
    }
    done = quotepart("generate", path, *MONTH, "--preview", "--json")
    assert done.report["preview"] == dry.report["preview"]
    assert drafts == drafts_of(path)


def test_a_month_that_stands_already_is_drafted_as_it_stands(workbook: Make) -> None:
    path = workbook()
    quotepart("generate", path, *MONTH)
    type_into(path, "Prebilling", 0, price_override=1000)
    before = column_of(path, "Prebilling", "amount")[0]

    again = quotepart("generate", path, *MONTH, "--preview", "--json")

    after = column_of(path, "Prebilling", "amount")[0]
    assert before != after
    assert (
        again.report["preview"]["invoices"]
        == quotepart("preview", path, *MONTH, "--json").report["invoices"]
    )


def test_people_see_the_month_then_its_drafts_and_each_finding_once(workbook: Make) -> None:
    path = workbook(Language.FR)
    type_into(path, "Clients", 0, payment_days="thirty")

    ended = quotepart("generate", path, *MONTH, "--preview")

    assert ended.status == 1
    assert ended.said.startswith("Préfacturation : ")
    assert ended.said.index("Projets de facture : ") < ended.said.index("PRO-0001")
    assert ended.said.count("(TAB-05)") == 1

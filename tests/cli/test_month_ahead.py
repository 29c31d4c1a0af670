"""The commands that look at a month, a line or a formula and write nothing unless asked."""
# ruff: noqa: RUF001 - the sentences multiply with the sign of print

import json
from pathlib import Path

import pytest
from quotepart_command import FIELDS, Make, files_of, quotepart

from addin.words import Language

LINE = "2026-10/MIR-26/BOOK/fixed/L-2026-01/2026-01-01"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample firm, which no test here writes to."""
    path = tmp_path_factory.mktemp("ahead") / "Billing.xlsm"
    assert quotepart("new", path, "--sample").status == 0
    return path


def test_a_line_is_explained_and_nothing_is_written(sample: Path) -> None:
    before = files_of(sample.parent)

    ended = quotepart("explain", sample, LINE)

    assert ended.status == 0
    assert "Instalment 10 of 12" in ended.said
    assert files_of(sample.parent) == before


def test_an_explanation_is_given_to_a_script_too(sample: Path) -> None:
    report = quotepart("explain", sample, LINE, "--json").report

    assert list(report) == [*FIELDS, "line", "explanation"]
    assert report["line"] == LINE
    assert "1 × 83.33 = 83.33" in report["explanation"]


def test_a_line_that_nobody_knows_is_refused(sample: Path) -> None:
    ended = quotepart("explain", sample, "2026-10/NONE/ADV/time/95")

    assert ended.status == 2
    assert ended.warned.startswith("There is no line 2026-10/NONE/ADV/time/95 on the sheet")
    assert quotepart("explain", sample, "x", "--json").codes == ["FORM-01"]


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["RETAINER_AMOUNT", "7,5", "500", "5", "110"], "775.00"),
        (["tier_amount", "37", "[[1;18,00][11;15,50][26;13,25]]"], "571.50"),
        (["TIER_AMOUNT", "37", "[[1;18.00][11;15.50][26;13.25]]", "volume"], "490.25"),
        (["INDEXED", "250", "130,47", "133,12"], "255.08"),
        (["PRORATA", "250", "2026-02-24", "2026-02-28", "2026-02-01", "2026-02-28"], "44.64"),
        (["SPLIT_CHECK", "[0,6;0,38]"], "98 %: 2 % missing"),
        (["SPLIT_AMOUNT", "-99,99", "[75%;25%]", "1"], "-74.99"),
        (["SPLIT_ALLOCATE", "100", "[[1][1][1]]"], "33.34\n33.33\n33.33"),
        (["PLAN_AMOUNT", "1000", "monthly", "2"], "83.34"),
        (["HOURS", "[20;20;20]"], "1.00"),
        (["HOURS", "740", "minutes"], "12:20"),
        (["DUE_DATE", "2026-10-10", "30", "yes"], "2026-11-30"),
        (["VAT_AMOUNT", "[0,05;0,05;0,05]", "21%"], "0.03"),
        (["VAT_ID_CHECK", "BE 0123.456.749"], "OK"),
        (["IBAN_CHECK", "BE68 5390 0754 7034"], "OK"),
        (["STRUCTURED_REFERENCE", "0001459325"], "+++000/1459/32557+++"),
    ],
)
def test_a_formula_is_answered_without_a_cell(arguments: list[str], answer: str) -> None:
    ended = quotepart("formula", *arguments)

    assert (ended.status, ended.said.strip()) == (0, answer)


def test_a_formula_about_a_workbook_is_answered_from_its_file(sample: Path) -> None:
    rate = quotepart(
        "formula", "HOUR_RATE", "ML", "ADVICE", "MIR-26", "2026-10-05", "--file", sample
    )
    used = quotepart("formula", "BUDGET_USED", "MIR-26", "--file", sample, "--json").report
    lines = quotepart("formula", "PREBILL", "MIR-26", "2026-10", "--file", sample, "--json").report
    told = quotepart("formula", "EXPLAIN", LINE, "--file", sample)

    assert rate.said.strip() == "95.00"
    assert 0 < float(used["answer"]) < 1
    assert lines["answer"][0] == [LINE, "Bookkeeping", "1", "83.33", "83.33"]
    assert "Instalment 10 of 12" in told.said


def test_an_answer_for_a_script_keeps_every_decimal(sample: Path) -> None:
    ended = quotepart("formula", "SPLIT_ALLOCATE", "100", "[1;1;1]", "--json")

    assert json.loads(ended.said) == {
        "formula": "SPLIT_ALLOCATE",
        "arguments": ["100", "[1;1;1]"],
        "answer": [["33.34", "33.33", "33.33"]],
        "usable": True,
    }
    day = quotepart("formula", "DUE_DATE", "2026-10-10", "30", "--json").report
    assert day["answer"] == "2026-11-09"
    assert sample.exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["RETAINER_AMOUNT", "much", "500", "5", "110"], "“much” is not a number"),
        (["RETAINER_AMOUNT", "", "500", "5", "110"], "“” is not a number"),
        (["DUE_DATE", "2026-02-30", "30"], "“2026-02-30” is not a date"),
        (["BUDGET_USED", "MIR-26"], "no workbook of Quotepart is open"),
        (["TOTAL", "1"], "There is no cell formula TOTAL. Choose one of: SPLIT_CHECK, "),
        (["INDEXED", "1"], "INDEXED takes other arguments. Give these"),
        (["HOURS"], "minutes, [mode]."),
    ],
)
def test_what_a_formula_cannot_use_is_refused_in_words(arguments: list[str], told: str) -> None:
    ended = quotepart("formula", *arguments)

    assert ended.status == 2
    assert told in ended.warned
    assert ended.said == ""


def test_a_refused_formula_has_a_code_for_scripts() -> None:
    assert quotepart("formula", "TOTAL", "1", "--json").codes == ["FORM-02"]
    assert quotepart("formula", "INDEXED", "--json").codes == ["FORM-03"]
    assert quotepart("formula", "HOURS", "x", "--json").report["usable"] is False


def test_a_month_is_reported_and_nothing_is_written(sample: Path) -> None:
    before = files_of(sample.parent)

    ended = quotepart("report", sample, "--month", "2026-10")
    report = quotepart("report", sample, "--month", "2026-10", "--json").report

    assert ended.status in {0, 1}
    assert [part for part in report if part not in FIELDS] == [
        "month",
        "overview",
        "work_in_progress",
        "budget",
    ]
    for part in ("The month, client by client", "Unbilled work, by age in days", "Budgets"):
        assert part in ended.said
    assert files_of(sample.parent) == before


def test_the_report_foresees_what_generate_writes(workbook: Make) -> None:
    path = workbook()
    foreseen = quotepart("report", path, "--month", "2026-10", "--json").report

    generated = quotepart("generate", path, "--month", "2026-10", "--json").report

    assert foreseen["totals"]["this_month"] == generated["totals"]["net"]


def test_comparing_fills_two_sheets(workbook: Make) -> None:
    path = workbook(Language.FR)
    foreseen = quotepart("report", path, "--month", "2026-10", "--json").report

    ended = quotepart("compare", path, "--month", "2026-10")

    assert ended.status in {0, 1}
    assert ended.said.startswith("2026-10 facturerait ")
    for table, part in (("overview", "overview"), ("workinprogress", "work_in_progress")):
        rows = json.loads(quotepart("export", table, path, "--format", "json").said)
        assert rows == foreseen[part]
    assert json.loads(quotepart("export", "prebilling", path, "--format", "json").said) == []


def test_a_month_that_is_none_is_refused(sample: Path) -> None:
    for command in ("report", "compare"):
        assert quotepart(command, sample, "--month", "2026-13").status == 2

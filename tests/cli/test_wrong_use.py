"""A command typed wrongly: a sentence for people, one JSON object for a script."""

import pytest
from quotepart_command import FIELDS, FINDING_FIELDS, quotepart

WRONG = [
    ("issue", "a.xlsm", "--month", "2026-13"),
    ("generate", "a.xlsm"),
    ("check",),
    ("plan", "a.xlsm", "--year", "next"),
    ("undo", "a.xlsm", "--to", "0"),
    ("report", "a.xlsm", "--month", "2026-10", "--loud"),
    ("import", "nonsense", "a.xlsm", "b.csv"),
    ("client", "list"),
    ("issues", "a.xlsm"),
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_script_reads_one_object_whatever_was_typed(words: tuple[str, ...]) -> None:
    ended = quotepart(*words, "--json")
    assert ended.status == 2
    assert ended.codes == ["JOB-05"]
    assert list(ended.report) == FIELDS
    assert list(ended.report["findings"][0]) == FINDING_FIELDS
    assert ended.warned == ""


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_people_read_how_the_command_is_used(words: tuple[str, ...]) -> None:
    ended = quotepart(*words)
    assert ended.status == 2
    assert ended.said == ""
    assert ended.warned.startswith("Usage: ")


def test_the_object_names_command_fault_and_remedy() -> None:
    report = quotepart("issue", "a.xlsm", "--month", "2026-13", "--json").report
    assert (report["job"], report["file"]) == ("issue", "")
    (finding,) = report["findings"]
    assert "“2026-13” is not a month." in finding["message"]
    assert finding["message"].endswith(" issue --help”.")


def test_what_is_wrong_ends_as_a_sentence_before_the_remedy() -> None:
    (finding,) = quotepart("verify", "a.xlsm", "-1", "--json").report["findings"]
    assert ": -1. To see " in finding["message"]


def test_a_command_within_a_group_is_named_with_its_group() -> None:
    assert quotepart("client", "list", "--json").report["job"] == "client list"


@pytest.mark.parametrize("nameless", ["", "."])
def test_a_new_workbook_without_a_name_is_refused(nameless: str) -> None:
    assert quotepart("new", nameless, "--json").codes == ["NEW-02"]

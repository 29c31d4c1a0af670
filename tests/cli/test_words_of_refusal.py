"""Requests that cannot be carried out: said in a sentence, and nothing is touched."""

from pathlib import Path

from quotepart_command import files_of, quotepart

from addin.words import catalogue

FINDINGS = catalogue("findings")


def test_a_table_that_does_not_exist_is_named_with_those_that_do(tmp_path: Path) -> None:
    ended = quotepart("export", "nonsense", tmp_path / "Billing.xlsm")

    assert ended.status == 2
    assert "nonsense" in ended.said + ended.warned
    assert "timesheets" in ended.said + ended.warned
    sentence = FINDINGS["IMP-04"]["en"].partition("{")[0]
    assert sentence in " ".join((ended.said + ended.warned).replace("│", " ").split())


def test_a_folder_of_somebody_else_is_no_place_for_the_demonstration(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    before = files_of(tmp_path)

    ended = quotepart("demo", tmp_path)

    assert ended.status == 2
    assert files_of(tmp_path) == before
    sentence = FINDINGS["NEW-03"]["en"].format(path=tmp_path)
    assert " ".join(sentence.split()) in " ".join((ended.said + ended.warned).split())

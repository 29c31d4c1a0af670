"""The generated pages: what they say, and that a stale one is noticed."""

from pathlib import Path

import pytest

from addin.tables.catalogue import TABLES
from addin.words import catalogue
from scripts import docs
from scripts.docs import command_line_page, errors_page, main, out_of_date, tables_page, write

PAGES = {"one.md": lambda: "# One", "two.md": lambda: "# Two"}


def test_a_page_is_up_to_date_once_written(tmp_path: Path) -> None:
    assert out_of_date(tmp_path, PAGES) == ["one.md", "two.md"]

    write(tmp_path, PAGES)

    assert out_of_date(tmp_path, PAGES) == []


def test_a_page_changed_by_hand_is_named_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, PAGES)
    (tmp_path / "two.md").write_text("# Deux\n")
    monkeypatch.setattr(docs, "DOCS", tmp_path)
    monkeypatch.setattr(docs, "PAGES", PAGES)

    assert main(["--check"]) == 1

    assert capsys.readouterr().err.startswith("docs/two.md is out of date: run make docs")
    assert (tmp_path / "two.md").read_text() == "# Deux\n"


def test_the_page_of_errors_says_each_sentence_in_each_language() -> None:
    page = errors_page()
    entry = catalogue("findings")["JOB-01"]

    heading = f"\n\n## JOB-01 {entry['title']}\n\n"
    assert f"{heading}Error. Nothing was written. Faults found: *count*." in page
    assert "\n- fr: Rien n'a été écrit. Anomalies trouvées : *count*." in page
    assert "\n- nl: Er is niets geschreven. Gevonden fouten: *count*." in page
    assert "\n- de: Es wurde nichts geschrieben. Gefundene Fehler: *count*." in page


def test_the_page_of_tables_has_a_row_for_each_column() -> None:
    page = tables_page()
    for spec in TABLES:
        section = page.partition(f"\n## {spec.name}\n")[2].partition("\n## ")[0]
        rows = [line for line in section.splitlines() if line.startswith("| `")]
        assert [row.split("`")[1] for row in rows] == [column.name for column in spec.columns]


def test_the_page_of_tables_says_what_a_column_holds() -> None:
    rows = {line.split("`")[1]: line for line in tables_page().splitlines() if "| `" in line}

    assert "one of [HoursMode](#hoursmode)" in rows["hours_mode"]
    assert "when empty: `decimal`" in rows["hours_mode"]
    assert "| `half-yearly` | half-yearly | semestriel | halfjaarlijks |" in tables_page()


def test_the_page_of_commands_shows_how_each_is_called() -> None:
    page = command_line_page()

    assert page.startswith("# Command line\n\n<!-- Made by `make docs`")
    assert "\n## `quotepart new`\n" in page
    assert "$ quotepart demo [OPTIONS]" in page

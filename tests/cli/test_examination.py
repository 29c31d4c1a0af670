"""What the doctor sees on this machine, for real."""

import shutil
from pathlib import Path

import pytest
from examined_machines import OK, by_check, seen
from machines import linux
from quotepart_command import Make, files_of, quotepart

from addin.books.installation.machine import Machine
from addin.cli.examination import examined
from addin.jobs.examining import fonts, programs
from addin.words import Language, catalogue

FIELDS = ["what", "state", "found", "remedy", "check"]


def test_this_machine_is_looked_at_for_real() -> None:
    found = quotepart("doctor", "--json")

    assert found.status == 0
    assert [list(check) for check in found.report["checks"]] == [FIELDS] * len(
        found.report["checks"]
    )
    states = {check["check"]: check["state"] for check in found.report["checks"]}
    assert {name: states[name] for name in ("python", "quotepart", "folder_templates")} == {
        "python": OK,
        "quotepart": OK,
        "folder_templates": OK,
    }
    assert {name for name in states if not name.startswith(("folder", "font"))} >= {
        "python",
        "quotepart",
        "bridge",
        "office",
        "poppler",
    }


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_libreoffice_of_this_machine_is_found_with_its_version() -> None:
    found = seen(programs.look_at_office, Machine.this())

    assert found["office"].found.startswith("LibreOffice ")
    assert found["office"].state == OK


@pytest.mark.skipif(shutil.which("fc-match") is None, reason="fontconfig is not installed")
def test_the_fonts_of_the_templates_are_looked_for_on_this_machine() -> None:
    assert list(seen(fonts.look_at_fonts, Machine.this())) == ["font"]


@pytest.mark.parametrize("language", Language)
def test_everything_is_told_in_the_language_of_the_reader(
    language: Language, monkeypatch: pytest.MonkeyPatch, workbook: Make
) -> None:
    monkeypatch.setenv("QUOTEPART_LANGUAGE", language)
    monkeypatch.setenv("PATH", "")

    ended = quotepart("doctor", workbook())

    assert ended.status == 0
    texts = catalogue("doctor")
    assert texts["what"]["macros"][language] in ended.said
    assert texts["remedy"]["bridge"][language] in ended.said
    assert texts["remedy"]["office"][language] in ended.said
    assert texts["state"]["absent"][language] in ended.said


def test_a_workbook_is_looked_at_and_left_as_it_is(workbook: Make) -> None:
    path = workbook()
    before = files_of(path.parent)

    ended = quotepart("doctor", path, "--json")

    states = {check["check"]: check["state"] for check in ended.report["checks"]}
    assert {states[name] for name in ("workbook", "macros", "interpreter", "beside")} == {OK}
    assert states["journal"] == OK
    assert files_of(path.parent) == before
    assert ended.status == 0


def test_the_looks_are_those_of_the_command(tmp_path: Path) -> None:
    found = by_check(examined(linux(tmp_path), Language.EN))

    assert list(found) == [
        "python",
        "quotepart",
        "folder_templates",
        "folder_workbook",
        "bridge",
        "office",
        "poppler",
        "font",
    ]

"""The whole VBA project of a workbook, in every language."""

import re
import sys
from pathlib import Path

import pyopenvba
import pytest
import xlwings
from excel import lint
from excel.olevba import modules
from excel.sample_book import sample_members, write
from pyvbaanalysis import DiagnosticSeverity, analyze_office_file

from addin.books.vba.ribbon import RIBBON_PART, ribbon_xml
from addin.books.vba.workbook_modules import vba_project
from addin.words import Language

SHEETS = ("shProjects", "shSplits")
OF_XLWINGS = {"xlwings", "Dictionary"}
every_language = pytest.mark.parametrize("language", Language)


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def project(language: Language) -> bytes:
    return vba_project(SHEETS, language, formulas="sample_formulas")


def workbook(folder: Path, language: Language) -> Path:
    members = sample_members()
    members["xl/vbaProject.bin"] = project(language)
    members[RIBBON_PART] = ribbon_xml(language)
    return write(folder / "Billing.xlsm", members)


def test_the_project_has_a_module_for_each_part() -> None:
    assert list(modules(project(Language.EN))) == [
        "ThisWorkbook.cls",
        "shProjects.cls",
        "shSplits.cls",
        "QuotepartRibbon.bas",
        "QuotepartFunctions.bas",
        "xlwings_udfs.bas",
        "xlwings.bas",
        "Dictionary.cls",
    ]


@every_language
def test_two_independent_readers_take_the_project(language: Language, tmp_path: Path) -> None:
    path = workbook(tmp_path, language)

    assert lint.lint(path) == []
    with pyopenvba.ExcelFile(path) as book:
        assert book.validate() == []


@every_language
def test_the_analysis_of_the_code_finds_no_error_and_nothing_at_all_in_ours(
    language: Language, tmp_path: Path
) -> None:
    found = analyze_office_file(workbook(tmp_path, language))

    assert len(found) == len(modules(project(language)))
    assert [
        (module, problem.message)
        for module, problems in found.items()
        for problem in problems
        if module not in OF_XLWINGS or problem.severity is DiagnosticSeverity.ERROR
    ] == []


def test_the_analysis_does_find_errors(tmp_path: Path) -> None:
    path = workbook(tmp_path, Language.EN)
    with pyopenvba.ExcelFile(path) as book:
        source = book.get_module("QuotepartRibbon")
        book.set_module("QuotepartRibbon", source.replace("RunMacro", "RunMacroo", 1))
        book.save()

    problems = analyze_office_file(path)["QuotepartRibbon"]

    assert DiagnosticSeverity.ERROR in {problem.severity for problem in problems}


@every_language
def test_the_project_depends_on_its_input_alone(language: Language) -> None:
    assert project(language) == project(language)


def test_the_languages_differ_in_the_ribbon_alone() -> None:
    sources = {language: modules(project(language)) for language in Language}
    names = sources[Language.EN]

    differing = {name for name in names if len({sources[lang][name] for lang in Language}) > 1}

    assert differing == {"QuotepartRibbon.bas"}


def test_opening_the_workbook_runs_nothing_of_its_own() -> None:
    automatic = r"(?im)^\s*(?:(?:public|private)\s+)?sub\s+(workbook_\w+|auto_open|worksheet_\w+)\b"

    for source in modules(project(Language.EN)).values():
        assert not re.search(automatic, source)


def test_the_workbook_carries_the_version_of_xlwings_that_is_installed() -> None:
    runner = modules(project(Language.EN))["xlwings.bas"]

    assert f'XLWINGS_VERSION As String = "{xlwings.__version__}"' in runner


def test_the_paid_part_of_xlwings_is_not_loaded() -> None:
    assert xlwings.__pro__ is False
    assert not any(name.startswith("xlwings.pro.embedded") for name in sys.modules)

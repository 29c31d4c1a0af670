"""The workbook as a user gets it, and as a month leaves it: its macros, and its soundness to Excel.

Built with the real cell formulas; its parts are taken from the file, never from what built it.
"""

import inspect
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pyopenvba
import pytest
from excel import audit, headless, lint, schemas
from excel.olevba import modules
from lxml import etree
from pyvbaanalysis import DiagnosticSeverity, analyze_office_file

from addin import macros
from addin.billing.calendar import Month
from addin.books.builder import FORMULAS, build_workbook
from addin.books.closed import ClosedBook
from addin.books.sample import sample_rows
from addin.books.vba.module import Module, ModuleKind
from addin.books.vba.ribbon import RIBBON_PART
from addin.books.vba.udf_wrapper import cell_functions
from addin.books.vba.words import RESERVED
from addin.jobs.approving import approve
from addin.jobs.checking import check
from addin.jobs.generating import generate
from addin.jobs.issuing import Request, issue
from addin.jobs.planning import plan
from addin.jobs.running import run
from addin.words import Language

PROJECT = "xl/vbaProject.bin"
VERBS = (
    "check",
    "metrics",
    "plan",
    "compare",
    "generate",
    "explain",
    "approve",
    "preview",
    "issue",
    "pdf",
    "credit",
    "send",
    "deliver",
    "verify",
    "client",
    "rows",
    "invite",
    "uninvited",
    "inactive",
    "active",
    "everyone",
    "undo",
    "help",
)
CUSTOM_UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
OCTOBER = Month(2026, 10)
every_language = pytest.mark.parametrize("language", Language)


@cache
def made(language: Language, *, sample: bool) -> bytes:
    """What ``quotepart new`` writes."""
    return build_workbook(language, sample_rows(language) if sample else {})


@dataclass(frozen=True)
class Case:
    """A workbook in one of its states."""

    language: Language
    state: str  # new, sample or billed


@pytest.fixture(
    scope="module",
    params=[
        Case(language, state) for language in Language for state in ("new", "sample", "billed")
    ],
    ids=lambda case: f"{case.language}-{case.state}",
)
def workbook(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook in four languages: new, of the sample firm, and after its October."""
    case: Case = request.param
    path = tmp_path_factory.mktemp("book") / "Billing.xlsm"
    path.write_bytes(made(case.language, sample=case.state != "new"))
    if case.state == "billed":
        bill(ClosedBook(path))
    return path


def bill(book: ClosedBook) -> None:
    request = Request(OCTOBER, date(2026, 10, 31), datetime(2026, 10, 31, 18, tzinfo=UTC))
    run(book, lambda content: plan(content, 2026))
    run(book, lambda content: generate(content, OCTOBER))
    run(book, lambda content: approve(content, OCTOBER))
    run(book, lambda content: issue(content, request))
    run(book, lambda content: check(content, request.issue_date))


def part(content: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def macros_of(content: bytes) -> list[Module]:
    """The macros of Quotepart's own, read from the file."""
    found = modules(part(content, PROJECT))
    return [
        Module.from_text(found[f"{name}.bas"], name, ModuleKind.STANDARD)
        for name in ("QuotepartRibbon", "QuotepartFunctions")
    ]


def test_excel_has_nothing_to_repair(workbook: Path) -> None:
    assert lint.lint(workbook) == []


def test_microsofts_own_checks_find_nothing(workbook: Path) -> None:
    assert audit.errors(workbook) == []


def test_every_part_fits_the_official_schemas(workbook: Path) -> None:
    assert schemas.check(workbook) == []


def test_a_month_leaves_macros_and_ribbon_as_they_were(workbook: Path) -> None:
    new = made(Language.EN, sample=False)
    now = workbook.read_bytes()

    own = {"QuotepartRibbon.bas"}
    found, expected = modules(part(now, PROJECT)), modules(part(new, PROJECT))
    assert found.keys() == expected.keys()
    assert {name for name in found if found[name] != expected[name]} <= own
    assert part(now, RIBBON_PART)


@every_language
def test_the_macros_hold_to_the_rules_of_vba(language: Language, tmp_path: Path) -> None:
    path = tmp_path / "Billing.xlsm"
    path.write_bytes(made(language, sample=False))

    with pyopenvba.ExcelFile(path) as book:
        assert book.validate() == []
    errors = [
        (module, problem.message)
        for module, problems in analyze_office_file(path).items()
        for problem in problems
        if problem.severity is DiagnosticSeverity.ERROR
    ]
    assert errors == []


@every_language
def test_each_button_runs_the_python_of_its_verb_and_there_is_one(language: Language) -> None:
    content = made(language, sample=False)
    ribbon = etree.fromstring(part(content, RIBBON_PART))
    called = [str(button.get("onAction")) for button in ribbon.iter(f"{CUSTOM_UI}button")]

    outcomes = [headless.run(macros_of(content), name) for name in called]

    assert [outcome.statement for outcome in outcomes] == [
        f"import addin.macros; addin.macros.{verb}()" for verb in VERBS
    ]
    assert [outcome.messages for outcome in outcomes] == [()] * len(VERBS)
    assert {outcome.status_bar for outcome in outcomes} == {False}


@pytest.mark.parametrize("verb", VERBS)
def test_the_python_of_a_button_takes_no_argument(verb: str) -> None:
    assert inspect.signature(getattr(macros, verb)).parameters == {}


@every_language
def test_opening_the_workbook_tells_excel_of_every_formula(language: Language) -> None:
    outcome = headless.run(macros_of(made(language, sample=False)), "QuotepartLoad")

    told = {
        name.rpartition("!")[2]: (category, help_, arguments)
        for name, help_, category, arguments in outcome.described
    }
    assert told == {
        function.name: (function.category, function.help, function.arguments)
        for function in cell_functions(FORMULAS)
    }
    assert outcome.statement == ""


def test_each_formula_is_called_in_the_workbook_under_its_name() -> None:
    wrapper = modules(part(made(Language.EN, sample=False), PROJECT))["xlwings_udfs.bas"]

    declared = re.findall(r"(?m)^Function (\w+)\(", wrapper)
    assert sorted(declared) == sorted(function.name for function in cell_functions(FORMULAS))
    for name in declared:
        assert f'XLPy.CallUDF("{FORMULAS}", "{name}", ' in wrapper


def test_no_argument_of_a_formula_is_a_word_that_vba_keeps() -> None:
    wrapper = modules(part(made(Language.EN, sample=False), PROJECT))["xlwings_udfs.bas"]

    signatures = re.findall(r"(?m)^Function \w+\((.*)\)$", wrapper)
    names = {
        name.strip().removeprefix("Optional ").lower()
        for signature in signatures
        for name in signature.split(",")
    }
    assert {"shares", "end_of_month"} <= names
    assert names & RESERVED == set()

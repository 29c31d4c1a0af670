"""The style of the house that no linter knows about, checked like any other behaviour."""

import ast
import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
import xlwings

import addin
from addin.errors import BillingError
from addin.words import catalogue

ROOT = Path(__file__).parent.parent
CORE = sorted((ROOT / "addin" / "billing").rglob("*.py"))
MODULES = sorted((ROOT / "addin").rglob("*.py"))
PROGRAMS = MODULES + sorted(
    path for folder in ("bench", "scripts", "templates") for path in (ROOT / folder).rglob("*.py")
)
TESTS = sorted(path for path in (ROOT / "tests").rglob("*.py") if path.parent.name != "scripts")

CODE = re.compile(r"(?!B[TG]-)[A-Z]{2,5}-\d\d")  # BT-25 is a term of EN 16931
FINDINGS = catalogue("findings")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def codes_in(paths: list[Path]) -> set[str]:
    """The codes that stand in modules as texts of their own."""
    nodes = (node for path in paths for node in ast.walk(syntax(path)))
    texts = (node.value for node in nodes if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and CODE.fullmatch(text)}


def error_types() -> Iterator[type[BillingError]]:
    for found in pkgutil.walk_packages(addin.__path__, "addin."):
        importlib.import_module(found.name)
    waiting = BillingError.__subclasses__()
    while waiting:
        waiting += (error := waiting.pop()).__subclasses__()
        yield error


@pytest.mark.parametrize("path", CORE, ids=relative)
def test_money_never_meets_a_float(path: Path) -> None:
    for node in ast.walk(syntax(path)):
        where = f"{relative(path)}:{getattr(node, 'lineno', '')}"
        if isinstance(node, ast.BinOp | ast.AugAssign):
            assert not isinstance(node.op, ast.Div), f"{where}: use //, divmod or Fraction"
        if isinstance(node, ast.Name):
            assert node.id not in {"float", "round"}, f"{where}: {node.id}"
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float), f"{where}: {node.value}"


@pytest.mark.parametrize("path", PROGRAMS, ids=relative)
def test_modules_and_functions_fit_on_a_screen_or_a_few(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < 60, f"{relative(path)}:{node.lineno}"


def test_only_the_free_part_of_xlwings_runs() -> None:
    assert not xlwings.__pro__


def test_every_code_in_use_has_its_sentence_and_every_sentence_is_in_use() -> None:
    used = codes_in(MODULES)
    assert sorted(used - FINDINGS.keys()) == [], "no entry in addin/words/findings.toml"
    assert sorted(FINDINGS.keys() - used) == [], "never raised"


def test_every_code_is_provoked_by_a_test() -> None:
    assert sorted(FINDINGS.keys() - codes_in(TESTS)) == []


def test_every_kind_of_error_has_its_own_code_with_a_sentence() -> None:
    codes = Counter(error.code for error in error_types())

    assert sorted(codes.keys() - FINDINGS.keys()) == []
    assert [code for code, count in codes.items() if count > 1] == []


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def given_values() -> Iterator[tuple[str, str, set[str]]]:
    """Where a finding or an error is made: the place, its code, the values its sentence gets."""
    code_of = {
        error.__name__: error.code
        for error in error_types()
        if error.__init__ is BillingError.__init__
    }
    for path in MODULES:
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                given = keys_of(node)
                code = code_of.get(node.func.id) or code_in(node)
                if code in FINDINGS and given is not None:
                    yield f"{relative(path)}:{node.lineno}", str(code), given


def code_in(call: ast.Call) -> object:
    """The code that a call names as its first argument, if it does."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) else None


# how many arguments stand before the values, by what is made
BEFORE_VALUES = {"Finding": 2, "Fault": 1}


def keys_of(call: ast.Call) -> set[str] | None:
    """The names of the values that a call gives; None where they are not written out in it."""
    assert isinstance(call.func, ast.Name)
    if call.func.id == "sentence":  # its values are one argument
        return None
    if call.func.id not in BEFORE_VALUES:
        names = {keyword.arg for keyword in call.keywords}
        return None if None in names else {str(name) for name in names}
    values = call.args[BEFORE_VALUES[call.func.id] :]
    keys = [key for given in values for key in getattr(given, "keys", [None])]
    if call.keywords or not all(isinstance(key, ast.Constant) for key in keys):
        return None
    return {str(key.value) for key in keys if isinstance(key, ast.Constant)}


def test_every_sentence_gets_the_values_it_names() -> None:
    calls = list(given_values())
    lacking = [
        f"{where} {code}: {missing}"
        for where, code, given in calls
        if (missing := sorted(placeholders(FINDINGS[code]["en"]) - given))
    ]
    assert lacking == []
    assert calls, "no call was looked at"

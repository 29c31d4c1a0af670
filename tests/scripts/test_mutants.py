"""The examination of the core by faults put into it, on a core of one function and on ours."""

from pathlib import Path

import pytest

from scripts import mutants
from scripts.mutants import (
    EXPLAINED,
    ROOT,
    Explained,
    Mutant,
    copy_checkout,
    main,
    modules_of_the_core,
    read_explained,
    read_mutant,
    unnoticed,
    verdict,
)

SHARES = "addin.billing.shares"
HALF = "def half(cents: int) -> int:\n    return abs(cents) // 2\n"
DOUBLED = Mutant(SHARES, "half", "return abs(cents) // 2", "return abs(cents) // 3")
PROFILE = "from hypothesis import settings\n\nsettings.register_profile('mutants')\n"
SETTINGS = """
[tool.mutmut]
source_paths = ["addin/billing/"]
pytest_add_cli_args_test_selection = ["tests/billing/"]
also_copy = ["addin"]
[tool.pytest.ini_options]
addopts = ["--import-mode=importlib"]
pythonpath = ["."]
"""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A core of one function, whose only test lets a fault through."""
    texts = {
        "addin/__init__.py": "",
        "addin/billing/__init__.py": "",
        "addin/billing/shares.py": HALF,
        "tests/conftest.py": PROFILE,
        "tests/billing/test_shares.py": "from addin.billing.shares import half\n\n\n"
        "def test_half() -> None:\n    assert half(-3) == 1\n",
        "tests/billing/mutants.toml": "",
        "templates/invoice.txt": "",
        "workbook/Billing.xlsm": "",
        "pyproject.toml": SETTINGS,
        "uv.lock": "",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    monkeypatch.setattr(mutants, "COPY", tmp_path / "mutants")
    monkeypatch.setattr(mutants, "EXPLAINED", tmp_path / "tests/billing/mutants.toml")
    return tmp_path


def test_a_fault_that_no_test_notices_is_shown_until_a_test_notices_it(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([SHARES]) == 1
    assert str(DOUBLED) in capsys.readouterr().out
    assert (checkout / "addin/billing/shares.py").read_text("utf-8") == HALF

    test = checkout / "tests/billing/test_shares.py"
    test.write_text(test.read_text("utf-8") + "    assert half(6) == 3\n", "utf-8")

    assert main([]) == 0
    assert capsys.readouterr().out == "1 modules examined, 0 mutants to look at.\n"


@pytest.mark.usefixtures("checkout")
def test_a_module_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["addin.billing.thirds"])

    assert "addin.billing.thirds: not a module of addin.billing" in capsys.readouterr().err


def test_tests_that_fail_without_any_fault_stop_the_examination(checkout: Path) -> None:
    (checkout / "tests/billing/test_shares.py").write_text("assert False\n", "utf-8")

    with pytest.raises(SystemExit, match="mutmut could not be run:"):
        main([SHARES])


def test_what_an_earlier_run_left_goes(checkout: Path) -> None:
    copy = checkout / "mutants"
    copy.mkdir()
    (copy / "left").touch()

    copy_checkout(checkout, copy)

    assert not (copy / "left").exists()
    assert (copy / "addin/billing/shares.py").read_text("utf-8") == HALF


def test_only_what_was_examined_and_not_noticed_is_looked_at() -> None:
    results = (
        "    addin.billing.split.x_half__mutmut_1: survived\n"
        "    addin.billing.split.x_half__mutmut_2: timeout\n"
        "    addin.billing.split.x_third__mutmut_1: no tests\n"
        "    addin.billing.splits.x_half__mutmut_1: not checked\n"
    )

    assert unnoticed(results, ["addin.billing.split"]) == [
        "addin.billing.split.x_half__mutmut_1",
        "addin.billing.split.x_third__mutmut_1",
    ]


@pytest.mark.parametrize(
    ("name", "function"),
    [
        pytest.param("x_half__mutmut_12", "half", id="function"),
        pytest.param("x__half__mutmut_1", "_half", id="private-function"),
        pytest.param("xǁShareǁof__mutmut_1", "Share.of", id="method"),
        pytest.param("xǁShareǁ__init____mutmut_1", "Share.__init__", id="special-method"),
    ],
)
def test_a_mutant_is_named_by_its_function(name: str, function: str) -> None:
    shown = "# name\n--- a.py\n+++ a.py\n@@ -1,2 +1,1 @@\n def half():\n-    --cents\n"

    mutant = read_mutant(f"addin.billing.split.{name}", shown)

    assert mutant == Mutant("addin.billing.split", function, "--cents", "")


def test_an_explained_mutant_is_no_fault_and_an_explanation_of_nothing_is_one() -> None:
    reason = Explained({DOUBLED: "It is a test."})

    assert list(verdict([DOUBLED], reason, [SHARES])) == []
    assert list(verdict([DOUBLED], Explained({}), [SHARES])) == [f"No test notices: {DOUBLED}"]
    assert list(verdict([], reason, [SHARES])) == [
        f"Explained, but a test notices it or it is gone: {DOUBLED}"
    ]
    assert list(verdict([], reason, ["addin.billing.money"])) == []


@pytest.mark.parametrize(
    ("mutant", "covered"),
    [
        ("zip(a, b, )", True),
        ("zip(a, b, strict=False)", True),
        ("zip(a, None, strict=True)", False),
        ("zip(None, b, )", False),
    ],
)
def test_what_is_explained_everywhere_is_so_in_any_line(mutant: str, *, covered: bool) -> None:
    explained = Explained({}, [("strict=True", ""), ("strict=True", "strict=False")])

    found = Mutant(SHARES, "half", "zip(a, b, strict=True)", mutant)

    assert explained.covers(found) is covered


def test_every_explanation_is_of_a_line_of_the_core_and_gives_a_reason() -> None:
    explained = read_explained(EXPLAINED)

    assert {mutant.module for mutant in explained.reasons} <= set(modules_of_the_core(ROOT))
    for mutant, reason in explained.reasons.items():
        source = (ROOT / f"{mutant.module.replace('.', '/')}.py").read_text("utf-8")
        assert mutant.line in [line.strip() for line in source.splitlines()], mutant
        assert f"def {mutant.function.rpartition('.')[2]}(" in source, mutant
        assert len(reason.split()) > 3, mutant

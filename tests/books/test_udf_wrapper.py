"""The VBA that calls cell formulas, and what Excel's function wizard says of them."""

import sys
from pathlib import Path
from subprocess import CalledProcessError

import pytest
from pyvbaanalysis import DiagnosticSeverity, analyze_module

from addin.books.vba.function_help import function_help
from addin.books.vba.udf_wrapper import LONGEST_HELP, CellFunction, cell_functions, udf_wrapper
from addin.books.vba.words import RESERVED

MODULE = "sample_formulas"


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def test_a_formula_is_called_as_the_import_button_of_xlwings_calls_it() -> None:
    lines = udf_wrapper(MODULE).splitlines()

    start = lines.index("Function SHARES_MISSING(shares, Optional total)")
    end = lines.index("End Function", start)
    call = f'XLPy.CallUDF("{MODULE}", "SHARES_MISSING", Array(shares, total)'
    assert [line.strip() for line in lines[start + 3 : end]] == [
        '#If App = "Microsoft Excel" Then',
        "If TypeOf Application.Caller Is Range Then On Error GoTo failed",
        f"SHARES_MISSING = {call}, ThisWorkbook, Application.Caller)",
        "Exit Function",
        "#Else",
        f"SHARES_MISSING = {call})",
        "Exit Function",
        "#End If",
        "failed:",
        "SHARES_MISSING = Err.Description",
    ]


def test_the_help_stands_under_the_signature() -> None:
    text = udf_wrapper(MODULE)

    assert (
        "Function JOINED(ParamArray parts())\n"
        'Attribute JOINED.VB_Description = "The texts one after the other, ""quoted"" (é, €)."\n'
        'Attribute JOINED.VB_ProcData.VB_Invoke_Func = " \\n14"\n'
    ) in text


def test_a_macro_is_wrapped_but_is_no_cell_formula() -> None:
    assert "Sub no_formula()" in udf_wrapper(MODULE)
    assert "no_formula" not in {function.name for function in cell_functions(MODULE)}


def test_the_wizard_gets_category_help_and_arguments() -> None:
    assert cell_functions(MODULE) == (
        CellFunction("ANSWER", "Quotepart", "Forty-two.", ()),
        CellFunction(
            "JOINED",
            "Quotepart",
            'The texts one after the other, "quoted" (é, €).',
            ("Texts; é and € are in windows-1252",),
        ),
        CellFunction(
            "SHARES_MISSING",
            "Quotepart",
            "What the shares lack of their total.",
            ("The shares of one project", 'What they should come to, "1" for 100 %'),
        ),
    )


def test_this_process_never_meets_the_stand_ins_for_pywin32() -> None:
    udf_wrapper(MODULE)

    assert MODULE not in sys.modules
    if sys.platform != "win32":
        assert "pythoncom" not in sys.modules
        assert "xlwings.udfs" not in sys.modules


def test_the_help_is_told_to_excel_in_its_own_call() -> None:
    source = function_help(cell_functions(MODULE)).source

    assert 'Describe "ANSWER", "Quotepart", _\n        "Forty-two.", Array()\n' in source
    assert (
        'Describe "SHARES_MISSING", "Quotepart", _\n'
        '        "What the shares lack of their total.", Array("The shares of one project", _\n'
        '        "What they should come to, ""1"" for 100 %")\n'
    ) in source


def test_an_argument_that_vba_could_not_read_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    formula = "import xlwings as xw\n@xw.func\ndef DUE_DATE(Date, days): return Date + days\n"
    (tmp_path / "reserved_formulas.py").write_text(formula, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.raises(CalledProcessError):
        udf_wrapper("reserved_formulas")

    assert "DUE_DATE: VBA keeps ['date'] for itself" in capfd.readouterr().err


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_a_reserved_word_is_an_error_to_the_analysis_too(word: str) -> None:
    code = f"Option Explicit\nPublic Sub Take({word} As Variant)\nEnd Sub\n"

    assert DiagnosticSeverity.ERROR in {problem.severity for problem in analyze_module(code)}


@pytest.mark.parametrize("word", ["amount", "day", "from_day", "mode", "month", "name", "share"])
def test_a_word_of_the_field_is_free(word: str) -> None:
    assert word not in RESERVED


def test_no_line_is_too_long_for_vba() -> None:
    longest = 'x"' * (LONGEST_HELP // 2)
    function = CellFunction("LONG", "Quotepart", longest, (longest,) * 12)

    assert max(map(len, function_help([function]).source.splitlines())) <= 1023

"""Every procedure of the workbook at work, with xlwings' own VBA up to the command it starts."""

import re
from pathlib import Path

import pytest
from excel.headless_project import Machine, opened, procedures, sources
from pyopenvba.interpreter import NOTHING

from addin.books.builder import build_workbook
from addin.books.installation.settings_sheet import ConfigurableBook
from addin.books.vba.udf_wrapper import cell_functions
from addin.words import Language, text

OURS = ("QuotepartRibbon", "QuotepartFunctions", "xlwings_udfs")
OF_XLWINGS = {"xlwings", "Dictionary"}
BUTTONS = [
    "Check",
    "Metrics",
    "Plan",
    "Compare",
    "Generate",
    "Explain",
    "Approve",
    "Preview",
    "Issue",
    "Pdf",
    "Credit",
    "Send",
    "Deliver",
    "Verify",
    "Client",
    "Rows",
    "Invite",
    "Uninvited",
    "Inactive",
    "Active",
    "Everyone",
    "Undo",
    "Help",
]
TEMP = {"TEMP": r"C:\Temp", "USERPROFILE": r"C:\Users\Anna", "LOCALAPPDATA": r"C:\Users\Anna\Local"}
PYTHON = r"C:\Users\Anna\Local\Q & A\Scripts\python.exe"

# What a cell formula and a button can reach in the VBA of xlwings on Windows, besides what is run
# here: it goes on to the library or to a Mac.
NOT_RUN_HERE = {
    "CheckConda": "only where the settings name conda",
    "ExecuteMac": "its body is for a Mac",
    "FileOrFolderExistsOnMac": "for a Mac",
    "GetConfigFromFile": "only where there is a file of settings; it opens it",
    "GetMacDir": "for a Mac",
    "ReadFile": "only to read what Python said",
    "ToMacPath": "for a Mac",
    "ToPosixPath": "for a Mac",
    "XLPy": "loads the library for cell formulas",
    "XLPyCommand": "what that library starts",
    "XLPyLoadDLL": "loads the library for cell formulas",
}
# What nothing in the workbook calls, and Excel neither: they start with no event.
UNREACHABLE = {
    "CleanUp",
    "GetBaseName",
    "GetDLLVersion",
    "GetUdfModules",
    "ImportPythonUDFs",
    "ImportPythonUDFsBase",
    "ImportPythonUDFsToAddin",
    "ImportXlwingsUdfsModule",
    "IsFullName",
    "KillFileOnMac",
    "KillPy",
    "NDims",
    "RunFrozenPython",
    "SaveConfigToFile",
    "has_dynamic_array",
    "sql",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("built") / "Billing.xlsm"
    path.write_bytes(build_workbook(Language.NL))
    return path


@pytest.fixture
def workbook(built: Path, tmp_path: Path) -> Path:
    path = tmp_path / "Billing.xlsm"
    path.write_bytes(built.read_bytes())
    return path


def press(workbook: Path, machine: Machine, button: str) -> list[str]:
    """What the message boxes say."""
    excel = opened(workbook, machine, "QuotepartRibbon", "QuotepartFunctions", "xlwings")
    excel.run(f"Quotepart{button}", NOTHING)
    return [str(prompt) for _, prompt, _, _ in excel.dialogs]


@pytest.mark.parametrize("button", BUTTONS)
def test_a_button_starts_the_python_of_the_workbook_with_its_own_function(
    workbook: Path, button: str
) -> None:
    setting = r"%LOCALAPPDATA%\Q & A\Scripts\python.exe"
    ConfigurableBook(workbook).put_settings({"INTERPRETER_WIN": setting})
    machine = Machine(files=frozenset({PYTHON}), environment=TEMP)

    assert press(workbook, machine, button) == []

    [command] = machine.commands
    assert command.startswith(
        r'cmd.exe /C C: & cd "C:\Users\Anna\Local\Q & A\Scripts" & '
        f'"{PYTHON}" -B -c "import xlwings.utils;'
    )
    assert (
        f'; import addin.macros; addin.macros.{button.lower()}()"  --wb="Billing.xlsm"' in command
    )
    assert r"\"False;C:\\Firm\\Billing.xlsm;" in command
    assert machine.shown == []


def test_without_a_setting_the_python_of_the_path_is_started(workbook: Path) -> None:
    machine = Machine(environment=TEMP)

    assert press(workbook, machine, "Check") == []
    assert machine.commands[0].startswith('cmd.exe /C python -B -c "import xlwings.utils;')


def test_a_python_that_ends_badly_is_told_by_xlwings_and_then_in_the_users_language(
    workbook: Path,
) -> None:
    machine = Machine(environment=TEMP, exit_status=1)

    told = press(workbook, machine, "Generate")

    assert machine.shown[0].startswith("what Python said")
    assert told == ["\n\n".join(text(f"ribbon.{key}", Language.NL) for key in BROKEN)]


BROKEN = ("not_started", "what_to_do")


def test_a_python_that_is_gone_is_told_before_xlwings_says_so_in_english(workbook: Path) -> None:
    ConfigurableBook(workbook).put_settings({"INTERPRETER_WIN": PYTHON})
    machine = Machine(environment=TEMP)

    [told] = press(workbook, machine, "Check")

    assert told.startswith(text("ribbon.no_python", Language.NL))
    assert PYTHON in told
    assert machine.commands == machine.shown == []


def test_settings_that_name_a_key_twice_are_told_and_open_no_debugger(workbook: Path) -> None:
    excel = opened(workbook, Machine(environment=TEMP), "QuotepartRibbon", "xlwings")
    excel.sheet("xlwings.conf").set_value("A2", "UDF MODULES")

    excel.run("QuotepartCheck", NOTHING)

    [(_, prompt, _, _)] = excel.dialogs
    assert prompt.startswith(text("ribbon.not_started", Language.NL))


def test_every_cell_formula_hands_its_arguments_to_its_own_function(built: Path) -> None:
    machine = Machine()
    excel = opened(built, machine, "xlwings_udfs")
    formulas = cell_functions("addin.udfs")

    for formula in formulas:
        given = range(len(formula.arguments))
        assert excel.run(formula.name, *given) == f"{formula.name} said"

    assert machine.formulas == [
        ("addin.udfs", formula.name, len(formula.arguments)) for formula in formulas
    ]


def test_every_procedure_of_ours_runs(built: Path) -> None:
    machine = Machine(environment=TEMP)
    excel = opened(built, machine, "QuotepartRibbon", "QuotepartFunctions", "xlwings")
    for callback in ["Load", *BUTTONS]:
        excel.run(f"Quotepart{callback}", NOTHING)
    machine.exit_status = 1
    excel.run("QuotepartCheck", NOTHING)  # says so
    formulas = opened(built, machine, "xlwings_udfs")
    for formula in cell_functions("addin.udfs"):
        formulas.run(formula.name, *range(len(formula.arguments)))

    ours = {name for module in OURS for name in procedures(sources(built)[module])}
    assert set(machine.entered) & ours == ours
    assert sources(built).keys() == {*OURS, *OF_XLWINGS}


def test_every_procedure_of_xlwings_is_run_or_its_reason_not_to_be_is_known(
    workbook: Path,
) -> None:
    ConfigurableBook(workbook).put_settings({"INTERPRETER_WIN": PYTHON})
    machine = Machine(environment=TEMP, files=frozenset({PYTHON}))
    excel = opened(workbook, machine, "QuotepartRibbon", "QuotepartFunctions", "xlwings")
    for button in BUTTONS:
        excel.run(f"Quotepart{button}", NOTHING)
    machine.exit_status = 1
    excel.run("QuotepartHelp", NOTHING)
    ours = "\n".join(sources(workbook)[module] for module in OURS)
    calls = calls_between(sources(workbook)["xlwings"])
    reachable = reached({name for name in calls if called(name, ours)}, calls)

    assert {name for name in calls if called(name, ours)} == {
        "FileExists",
        "GetConfig",
        "RunPython",
        "XLPy",
    }
    assert calls.keys() - reachable == UNREACHABLE
    assert reachable - set(machine.entered) == NOT_RUN_HERE.keys()


def calls_between(source: str) -> dict[str, set[str]]:
    """What each procedure of a module calls of the others."""
    starts = r"(?m)^(?:Public |Private )?(?:Sub|Function) (\w+)\("
    parts = re.split(starts, re.sub(r"(?m)^\s*'.*$", "", source))
    bodies: dict[str, str] = {}
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        bodies[name] = bodies.get(name, "") + body
    return {
        name: {other for other in bodies if other != name and called(other, body)}
        for name, body in bodies.items()
    }


def called(name: str, source: str) -> bool:
    return re.search(rf"(?i)\b{name}\b", source) is not None


def reached(start: set[str], calls: dict[str, set[str]]) -> set[str]:
    found, waiting = set(start), list(start)
    while waiting:
        new = calls[waiting.pop()] - found
        found |= new
        waiting += new
    return found

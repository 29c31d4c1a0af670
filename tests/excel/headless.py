"""An Excel without Excel, in which the macros of the workbook run; RunPython only takes notes."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PureWindowsPath

from pyopenvba.apps.excel import Application, ExcelApplication, Workbook
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.interpreter import (
    MISSING,
    NOTHING,
    Interpreter,
    VBAArray,
    VBARuntimeError,
    member,
    method,
)

from addin.books.vba.module import Module, quoted

# In the place of xlwings: what it would run and what the status bar said meanwhile, the error of a
# setup that is broken, or the result by which xlwings tells that Python ended badly; and of its
# settings the one that names the Python.
_RUN_PYTHON = """\
Public Statement As String
Public Busy As String

Public Function RunPython(PythonCommand As String)
    Busy = Application.StatusBar
    If {fault} <> "" Then Err.Raise 70, , {fault}
    Statement = PythonCommand
    RunPython = {result}
End Function

Public Function GetConfig(configKey As String, Optional default As String = "") As Variant
    GetConfig = default
    If configKey = {key} Then GetConfig = {interpreter}
End Function

Public Function FileExists(ByVal FileSpec As String) As Boolean
    FileExists = {interpreter_exists}
End Function
"""


@dataclass(frozen=True, slots=True)
class Situation:
    """How a button finds the machine and the workbook.

    Attributes:
        fault: The error that starting Python raises; empty if it starts.
        result: What starting Python gives back: 0, or -1 where Python ended badly.
        interpreter: The Python that the settings of xlwings name; empty if none.
        key: The setting that names it.
        interpreter_exists: Whether it is there.
        hidden: Whether the window of the workbook is hidden.
        read_only: Whether Excel has the workbook open for reading only.
        file: The path of the workbook.
    """

    fault: str = ""
    result: int = 0
    interpreter: str = ""
    key: str = "INTERPRETER_WIN"
    interpreter_exists: bool = True
    hidden: bool = False
    read_only: bool = False
    file: str = r"C:\Firm\Billing.xlsm"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What running one macro came to.

    Attributes:
        statement: The Python statement that xlwings was asked to run; empty if none.
        busy: What the status bar said while it ran.
        status_bar: What it says afterwards; False when Excel has it back.
        messages: Text and title of each message box.
        described: What Excel was told of cell formulas: qualified name, description, category
            and the descriptions of the arguments.
    """

    statement: str
    busy: str
    status_bar: object
    messages: tuple[tuple[str, str], ...]
    described: tuple[tuple[str, str, str, tuple[str, ...]], ...]


class OpenWorkbook(Workbook):  # type: ignore[misc]  # the base is not typed
    """A workbook with ``ReadOnly``, which the base does not have, and any path."""

    situation = Situation()

    @member  # type: ignore[untyped-decorator]
    def ReadOnly(self) -> bool:  # noqa: N802
        return self.situation.read_only

    @member  # type: ignore[untyped-decorator]
    def FullName(self) -> str:  # noqa: N802
        return self.situation.file


class OpenExcel(Application):  # type: ignore[misc]  # the base is not typed
    """Excel with ``MacroOptions``, ``Caller`` and ``Hwnd``, which the base does not have."""

    hidden = False

    def __init__(self) -> None:
        super().__init__()
        self.described: list[tuple[str, str, str, tuple[str, ...]]] = []

    @method  # type: ignore[untyped-decorator]
    def MacroOptions(  # noqa: N802
        self,
        Macro: str,  # noqa: N803
        Description: str,  # noqa: N803
        Category: str,  # noqa: N803
        ArgumentDescriptions: object = MISSING,  # noqa: N803
    ) -> None:
        if self.hidden:
            raise VBARuntimeError(1004, "Cannot edit a macro on a hidden workbook.")
        told = ArgumentDescriptions.items if isinstance(ArgumentDescriptions, VBAArray) else []
        arguments = tuple(map(str, told))
        self.described.append((Macro, Description, Category, arguments))

    @member  # type: ignore[untyped-decorator]
    def Caller(self) -> object:  # noqa: N802
        return self.vba_get("Range", ["A1"])

    @member  # type: ignore[untyped-decorator]
    def Hwnd(self) -> int:  # noqa: N802
        return 4242


def run(modules: Iterable[Module], macro: str, situation: Situation | None = None) -> Outcome:
    """Press the button of a macro.

    Args:
        modules: The standard modules of the project, without xlwings.
        macro: The macro of the button, which takes the control as its only argument.
        situation: How it finds the machine and the workbook; all is well if not given.
    """
    found = situation or Situation()
    excel = _excel(found)
    for module in modules:
        excel.add_module(module.source, name=module.name)
    excel.run(macro, NOTHING)
    application = excel.application
    return Outcome(
        statement=str(excel.evaluate("Statement")),
        busy=str(excel.evaluate("Busy")),
        status_bar=application.status_bar,
        messages=tuple((prompt, title) for _, prompt, title, _ in excel.dialogs),
        described=tuple(application.described),
    )


def _excel(situation: Situation) -> ExcelApplication:
    application = OpenExcel()
    application.hidden = situation.hidden
    excel = ExcelApplication()
    excel.application = application
    excel.interpreter = application.interpreter = Interpreter(ExcelBridge(application))
    book = excel.add_workbook()
    book.__class__ = OpenWorkbook
    book.situation = situation
    book.name = PureWindowsPath(situation.file).name
    stand_in = _RUN_PYTHON.format(
        fault=quoted(situation.fault),
        result=situation.result,
        key=quoted(situation.key),
        interpreter=quoted(situation.interpreter),
        interpreter_exists=situation.interpreter_exists,
    )
    excel.add_module(stand_in, name="StandIn")
    return excel

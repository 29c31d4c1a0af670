"""An Excel without Excel, in which the macros of the workbook run; RunPython only takes notes."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyopenvba.apps.excel import Application, ExcelApplication
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.interpreter import MISSING, NOTHING, Interpreter, VBAArray, VBARuntimeError, method

from addin.books.vba.module import Module, quoted

# In the place of xlwings: what it would run and what the status bar said meanwhile, or the error
# of a setup that is broken.
_RUN_PYTHON = """\
Public Statement As String
Public Busy As String

Public Function RunPython(PythonCommand As String)
    Busy = Application.StatusBar
    If {fault} <> "" Then Err.Raise 70, , {fault}
    Statement = PythonCommand
End Function
"""


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


class _Application(Application):  # type: ignore[misc]  # the base is not typed
    """Excel with ``MacroOptions``, which the base does not have."""

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


def run(modules: Iterable[Module], macro: str, *, fault: str = "", hidden: bool = False) -> Outcome:
    """Press the button of a macro.

    Args:
        modules: The standard modules of the project, without xlwings.
        macro: The macro of the button, which takes the control as its only argument.
        fault: The error that starting Python raises; empty if it starts.
        hidden: Whether the window of the workbook is hidden.
    """
    application = _Application()
    application.hidden = hidden
    excel = ExcelApplication()
    excel.application = application
    excel.interpreter = application.interpreter = Interpreter(ExcelBridge(application))
    excel.add_workbook()
    excel.add_module(_RUN_PYTHON.format(fault=quoted(fault)), name="StandIn")
    for module in modules:
        excel.add_module(module.source, name=module.name)
    excel.run(macro, NOTHING)
    return Outcome(
        statement=str(excel.evaluate("Statement")),
        busy=str(excel.evaluate("Busy")),
        status_bar=application.status_bar,
        messages=tuple((prompt, title) for _, prompt, title, _ in excel.dialogs),
        described=tuple(application.described),
    )

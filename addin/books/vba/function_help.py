"""The category and the help of the cell formulas, told to Excel whenever the workbook opens.

The import button of xlwings does it once, by a call that needs an open Excel and that a workbook
built from text cannot carry. VBA makes the same call from the ribbon's ``onLoad``; Python is not
started.
"""

from collections.abc import Sequence

from addin.books.vba.module import Module, ModuleKind, quoted
from addin.books.vba.udf_wrapper import CellFunction

MODULE_NAME = "QuotepartFunctions"
_MOST_CONTINUED_LINES = 24

# Windows only: there are no cell formulas of this kind on a Mac. The call marks the workbook as
# changed, which nobody wants to be asked about, and fails while its window is hidden, where the
# description stored with the function has to do.
_CODE = """\
Attribute VB_Name = "{module}"
Option Explicit

Public Sub DescribeFunctions()
#If Not Mac Then
    Dim wasSaved As Boolean
    wasSaved = ThisWorkbook.Saved
{calls}
    ThisWorkbook.Saved = wasSaved
#End If
End Sub

Private Sub Describe(functionName As String, group As String, help As String, arguments As Variant)
    Dim qualified As String
    qualified = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & functionName
    On Error Resume Next
    If UBound(arguments) < LBound(arguments) Then
        Application.MacroOptions Macro:=qualified, Description:=help, Category:=group
    Else
        Application.MacroOptions Macro:=qualified, Description:=help, Category:=group, _
            ArgumentDescriptions:=arguments
    End If
End Sub
"""


def function_help(functions: Sequence[CellFunction]) -> Module:
    """The module with ``DescribeFunctions``, which no error leaves."""
    calls = "\n".join(_call(function) for function in functions)
    code = _CODE.format(module=MODULE_NAME, calls=calls)
    return Module.from_text(code, MODULE_NAME, ModuleKind.STANDARD)


def _call(function: CellFunction) -> str:
    assert len(function.arguments) < _MOST_CONTINUED_LINES, function.name
    told = ", ".join(quoted(text) for text in (function.name, function.category))
    # One argument a line: a line of VBA may have 1023 characters.
    arguments = ", _\n        ".join(quoted(argument) for argument in function.arguments)
    return f"    Describe {told}, _\n        {quoted(function.help)}, Array({arguments})"

"""The whole VBA project of a workbook at work without Excel, xlwings' own module included.

What lies outside VBA is in the place of the real thing: the command line that would be started,
the files that would be looked for, the environment, and the server of the cell formulas.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import Any
from zipfile import ZipFile

from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.interpreter import VBAObject, VBARuntimeError, method

from excel.headless import OpenExcel, OpenWorkbook, Situation
from excel.olevba import modules

# A directive with a comment behind it, which the interpreter does not read.
_DIRECTIVE = re.compile(r"(?m)^([ \t]*#[A-Z][^'\n]*?)[ \t]+'.*$")
_SIGNATURE = r"((?:(?:Public|Private) )?(?:Sub|Function) (\w+)\((?:[^\n]* _\n)*[^\n]*\n)"
_PROCEDURE = re.compile(rf"(?m)^{_SIGNATURE}(?:Attribute .*\n)*")
# What the interpreter does not know, and what means the same here: a text compared with True is
# read as a Boolean ([MS-VBAL] 5.6.9.5); the file of what Python said is not written, so it can be
# neither read nor removed.
_MEANS_THE_SAME = {
    'GetConfig("SHOW CONSOLE", False) = True': 'CBool(GetConfig("SHOW CONSOLE", False)) = True',
    "Content = ReadFile(FileName)": 'Content = "what Python said"',
    "Kill LOG_FILE": "LOG_FILE = vbNullString",
}
_FILE_NOT_FOUND = 53

# In the place of the part of xlwings that loads its library.
_FORMULA_SERVER = """\
Public Function XLPy() As Object
    Set XLPy = CreateObject("Formula.Server")
End Function
"""


@dataclass(slots=True)
class Machine:
    """A Windows computer, as far as the macros see it.

    Attributes:
        files: Those that are there.
        environment: By name in upper case.
        exit_status: What the command line ends with.
        commands: What was started.
        shown: What xlwings itself said.
        formulas: The calls of cell formulas: module, function, how many arguments.
        entered: The procedures that were run, where they take notes.
    """

    files: frozenset[str] = frozenset()
    environment: Mapping[str, str] = field(default_factory=dict)
    exit_status: int = 0
    commands: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    formulas: list[tuple[str, str, int]] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)

    def expanded(self, text: str) -> str:
        """The text with the variables of the environment filled in, as Windows does."""
        return re.sub(r"%(\w+)%", lambda name: self.environment.get(name[1].upper(), ""), text)


class _Shell(VBAObject):  # type: ignore[misc]  # the base is not typed
    def __init__(self, machine: Machine) -> None:
        super().__init__()
        self.machine = machine

    @method  # type: ignore[untyped-decorator]
    def Run(self, Command: str, *_: object) -> int:  # noqa: N802, N803
        self.machine.commands.append(Command)
        return self.machine.exit_status

    @method  # type: ignore[untyped-decorator]
    def ExpandEnvironmentStrings(self, Text: str) -> str:  # noqa: N802, N803
        return self.machine.expanded(Text)

    @method  # type: ignore[untyped-decorator]
    def Popup(self, Text: str, *_: object) -> int:  # noqa: N802, N803
        self.machine.shown.append(Text)
        return 1


class _FormulaServer(VBAObject):  # type: ignore[misc]
    def __init__(self, machine: Machine) -> None:
        super().__init__()
        self.machine = machine

    @method  # type: ignore[untyped-decorator]
    def CallUDF(self, Module: str, Name: str, Given: Any, *_: object) -> str:  # noqa: N802, N803
        self.machine.formulas.append((Module, Name, len(Given.items)))
        return f"{Name} said"


class _Bridge(ExcelBridge):  # type: ignore[misc]
    machine: Machine

    def create(self, type_name_: str) -> object:
        if type_name_ == "WScript.Shell":
            return _Shell(self.machine)
        assert type_name_ == "Formula.Server", type_name_
        return _FormulaServer(self.machine)


def sources(workbook: Path) -> dict[str, str]:
    """The modules of a workbook with code of their own, by name."""
    with ZipFile(workbook) as archive:
        return dict(_sources(archive.read("xl/vbaProject.bin")))


@cache
def _sources(project: bytes) -> dict[str, str]:
    found = modules(project)
    named = {name.partition(".")[0]: text for name, text in found.items()}
    return {name: text for name, text in named.items() if procedures(text)}


def procedures(source: str) -> list[str]:
    """The procedures of a module, in their order."""
    return [found[2] for found in _PROCEDURE.finditer(source)]


def opened(
    workbook: Path, machine: Machine, *names: str, file: str = r"C:\Firm\Billing.xlsm"
) -> ExcelApplication:
    """A workbook with some of its modules, on a machine.

    Args:
        workbook: Its file.
        machine: What it runs on.
        names: The modules; ``xlwings`` left out, a stand-in answers for cell formulas.
        file: Where Excel believes that the workbook lies.
    """
    excel = ExcelApplication.open(workbook, with_vba=False)
    excel.application.__class__ = OpenExcel
    excel.application.described = []
    bridge = _Bridge(excel.application)
    bridge.machine = machine
    interpreter = excel.interpreter
    interpreter.host = bridge
    # The interpreter leaves files and the environment alone.
    interpreter._intrinsics = interpreter._intrinsics | {  # noqa: SLF001
        "environ": lambda _, given, __: machine.environment.get(str(given[0]).upper(), ""),
        "getattr": lambda _, given, __: _attributes(machine, str(given[0])),
        "enter": lambda _, given, __: machine.entered.append(str(given[0])),
    }
    book = excel.workbook
    book.__class__ = OpenWorkbook
    book.situation = Situation(file=file)
    book.name = PureWindowsPath(file).name
    found = sources(workbook)
    for name in names:
        noted = _PROCEDURE.sub(lambda one: f'{one[1]}    Enter "{one[2]}"\n', found[name])
        text = _readable(noted) if name == "xlwings" else noted
        excel.add_module(text, name=name)
    if "xlwings" not in names:
        excel.add_module(_FORMULA_SERVER, name="StandIn")
    return excel


def _readable(xlwings: str) -> str:
    """The module of xlwings as the interpreter can read it; it means the same."""
    text = _DIRECTIVE.sub(r"\1", xlwings)
    for unknown, same in _MEANS_THE_SAME.items():
        assert unknown in text, unknown
        text = text.replace(unknown, same)
    return text


def _attributes(machine: Machine, file: str) -> int:
    if file not in machine.files:
        raise VBARuntimeError(_FILE_NOT_FOUND, "File not found")
    return 32

"""Cell formulas of a Python module in the cells of LibreOffice.

Each formula becomes a Basic function of the throw-away profile. When a cell calls it, LibreOffice
asks its service manager for ``quotepart.Udfs``, which is an object of this very process, reached
back over the pipe. Nothing is put into the user's documents.

What differs from Excel: a date in a cell arrives as its serial number, results do not spill (they
need an array formula), and true and false come out as 1 and 0.
"""

import importlib
import logging
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from types import ModuleType

import xlwings

from addin.books.calc import values
from addin.books.calc.office import UnoObject, bridge
from addin.books.calc.udfs import MISSING, Udf, call_udf, functions_of
from addin.books.calc.values import ComValue

SERVICE = "quotepart.Udfs"
LIBRARY_MODULE = "QuotepartUdfs"
WRAPPER_MODULE = "xlwings_udfs"
# What the Basic function sends for an argument that the formula leaves out.
LEFT_OUT = "\x00"
MOST_REPEATED = 20

log = logging.getLogger(__name__)

# LibreOffice gets rows inside rows; a cell takes only a Basic array of two dimensions.
SPREAD = """
Function QuotepartSpread(rows)
  If Not IsArray(rows) Then
    QuotepartSpread = rows
    Exit Function
  End If
  Dim row As Long, column As Long
  Dim cells(1 To UBound(rows) + 1, 1 To UBound(rows(0)) + 1)
  For row = 0 To UBound(rows)
    For column = 0 To UBound(rows(row))
      cells(row + 1, column + 1) = rows(row)(column)
    Next column
  Next row
  QuotepartSpread = cells
End Function
"""


def register(app: xlwings.App, module: ModuleType) -> None:
    """Let the cells of every book of a LibreOffice call the formulas of a module.

    They take the place of those registered before. Formulas of a book that is open already want
    ``app.calculate()``.

    Args:
        app: An app of the engine ``calc``.
        module: From ``udf_module``.
    """
    functions = functions_of(module)
    office = app.impl.office
    if app.impl.cell_functions is None:
        app.impl.cell_functions = {}
        server = _server_type()(app.impl.cell_functions)
        office.context.ServiceManager.insert(server)
    app.impl.cell_functions.clear()
    app.impl.cell_functions.update(functions)
    libraries = office.service("com.sun.star.script.ApplicationScriptLibraryContainer")
    libraries.loadLibrary("Standard")
    library = libraries.getByName("Standard")
    put = library.replaceByName if library.hasByName(LIBRARY_MODULE) else library.insertByName
    put(LIBRARY_MODULE, basic_module(functions))


def adopt(book: xlwings.Book) -> None:
    """Let the cells of a book with macros call Python too.

    The book's own VBA functions of the same names come first and cannot run here: they are taken
    out in memory, never in the file.
    """
    libraries = book.impl.document.BasicLibraries
    for name in libraries.ElementNames:
        libraries.loadLibrary(name)
        if libraries.getByName(name).hasByName(WRAPPER_MODULE):
            libraries.getByName(name).removeByName(WRAPPER_MODULE)
    book.app.calculate()


def basic_module(functions: Mapping[str, Udf]) -> str:
    """The Basic functions; arguments are numbered, since Basic keeps words such as ``date``."""
    return "".join(map(_basic_function, functions.items())) + SPREAD


def _basic_function(named: tuple[str, Udf]) -> str:
    name, function = named
    arguments: list[str] = []
    for told in function.__xlfunc__["args"]:  # type: ignore[attr-defined]
        optional = told["vararg"] or "optional" in told
        count = MOST_REPEATED if told["vararg"] else 1
        prefix = "Optional " * optional
        arguments += [f"{prefix}a{len(arguments) + place}" for place in range(count)]
    names = [argument.removeprefix("Optional ") for argument in arguments]
    fallbacks = [
        f"  If IsMissing({name}) Then {name} = Chr(0)"
        for name, argument in zip(names, arguments, strict=True)
        if argument != name
    ]
    sent = ", ".join([f'"{name}"', *names])
    call = f'CreateUnoService("{SERVICE}").invoke(Array({sent}), Array(), Array())'
    lines = [f"Function {name}({', '.join(arguments)})", *fallbacks]
    return "\n".join([*lines, f"  {name} = QuotepartSpread({call})", "End Function", ""])


def answer(functions: Mapping[str, Udf], name: str, arguments: Sequence[ComValue]) -> ComValue:
    """What a cell shows for a call, as UNO takes it; of a failure its text, as xlwings gives it."""
    given = [MISSING if argument == LEFT_OUT else argument for argument in arguments]
    function = functions[name]
    if function.__xlfunc__["args"] and function.__xlfunc__["args"][-1]["vararg"]:  # type: ignore[attr-defined]
        while given and given[-1] is MISSING:
            given.pop()
    try:
        return _for_uno(call_udf(function, *given))
    except Exception as error:
        log.exception("%s failed", name)
        return f"{type(error).__name__}: {error}"


def _for_uno(value: ComValue) -> ComValue:
    if isinstance(value, list):
        return tuple(tuple(_for_uno(cell) for cell in row) for row in value)
    if isinstance(value, date):
        return values.serial(value)
    if isinstance(value, int | float):
        return float(value)
    return "" if value is None else str(value)


@cache
def _server_type() -> type:
    """The class of the object LibreOffice calls; its bases are UNO's, so it needs the bridge."""
    uno = bridge()
    bases = (
        importlib.import_module("unohelper").Base,
        uno.getClass("com.sun.star.script.provider.XScript"),
        uno.getClass("com.sun.star.lang.XSingleComponentFactory"),
        uno.getClass("com.sun.star.lang.XServiceInfo"),
    )
    return type("Server", bases, dict(vars(_Server)))


class _Server:
    """One object in three roles: the script, its own factory, and what tells its service."""

    def __init__(self, functions: Mapping[str, Udf]) -> None:
        self.functions = functions

    def invoke(
        self, parameters: Sequence[ComValue], indices: UnoObject, out: UnoObject
    ) -> tuple[ComValue, tuple[()], tuple[()]]:
        """Call the formula that the first parameter names with the others."""
        del indices, out
        name, *arguments = parameters
        return answer(self.functions, name, arguments), (), ()

    # The names below are UNO's.
    def createInstanceWithContext(self, context: UnoObject) -> "_Server":  # noqa: N802, ARG002
        """There is one, and this is it."""
        return self

    def createInstanceWithArgumentsAndContext(  # noqa: N802
        self,
        arguments: UnoObject,  # noqa: ARG002
        context: UnoObject,  # noqa: ARG002
    ) -> "_Server":
        """There is one, and this is it."""
        return self

    def getImplementationName(self) -> str:  # noqa: N802
        """The name of the service."""
        return SERVICE

    def supportsService(self, name: str) -> bool:  # noqa: N802
        """Whether it is asked for by its name."""
        return name == SERVICE

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802
        """The one name."""
        return (SERVICE,)

"""The VBA project of Billing.xlsm, put together from its modules."""

from collections.abc import Sequence
from importlib.resources import files

from addin.books.vba.function_help import function_help
from addin.books.vba.project import Module, ModuleKind, Project
from addin.books.vba.ribbon import ribbon_module
from addin.books.vba.udf_wrapper import MODULE_NAME as UDF_WRAPPER
from addin.books.vba.udf_wrapper import cell_functions, udf_wrapper
from addin.config import resource
from addin.words import Language

WORKBOOK_CODENAME = "ThisWorkbook"


def vba_project(
    sheet_codenames: Sequence[str], language: Language, *, formulas: str = "addin.udfs"
) -> bytes:
    """The content of ``xl/vbaProject.bin``.

    Args:
        sheet_codenames: The ``codeName`` of every sheet, in the order of the sheets; the one of
            the workbook has to be ``WORKBOOK_CODENAME``.
        language: What the messages of the buttons are in.
        formulas: The Python module of the cell formulas.
    """
    return Project(vba_modules(sheet_codenames, language, formulas=formulas)).to_bytes()


def vba_modules(
    sheet_codenames: Sequence[str], language: Language, *, formulas: str
) -> tuple[Module, ...]:
    """The modules of the project, in the order in which the editor lists them."""
    workbook = resource("workbook", "vba", f"{WORKBOOK_CODENAME}.cls").read_text("utf-8")
    return (
        Module.from_text(workbook, WORKBOOK_CODENAME, ModuleKind.WORKBOOK),
        *(Module.from_text("", codename, ModuleKind.SHEET) for codename in sheet_codenames),
        ribbon_module(language),
        function_help(cell_functions(formulas)),
        Module.from_text(udf_wrapper(formulas), UDF_WRAPPER, ModuleKind.STANDARD),
        *_of_xlwings(),
    )


def _of_xlwings() -> tuple[Module, Module]:
    """What xlwings gives a workbook that is to work without its add-in."""
    package = files("xlwings")
    runner = package.joinpath("xlwings.bas").read_text("utf-8")
    dictionary = package.joinpath("addin", "Dictionary.cls").read_text("utf-8")  # for the Mac
    return (
        Module.from_text(runner, "xlwings", ModuleKind.STANDARD),
        Module.from_text(dictionary, "Dictionary", ModuleKind.CLASS),
    )

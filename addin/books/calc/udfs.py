"""Cell formulas of a Python module, called as xlwings' COM server calls them on Windows.

Elsewhere than on Windows the decorators ``xlwings.func``, ``arg`` and ``ret`` do nothing. The real
ones are in ``xlwings.udfs``, which imports pywin32 at its top and uses it only to talk to Excel:
with empty modules in the place of pywin32 it can be imported anywhere. All of that is done and
undone here; no other module, and none imported later, meets the stand-ins.
"""

import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from types import ModuleType

import xlwings
from xlwings import conversion

from addin.books.calc import values
from addin.books.calc.engine import ENGINE, register
from addin.books.calc.values import ComValue

Udf = Callable[..., ComValue]

DECORATORS = {"func": "xlfunc", "arg": "xlarg", "ret": "xlret", "sub": "xlsub", "script": "xlsub"}
STAND_INS: Mapping[str, Mapping[str, object]] = {
    "pythoncom": {"CoInitialize": None},
    "pywintypes": {"com_error": OSError},
    "win32com": {},
    "win32com.client": {"Dispatch": None},
}


@cache
def real_decorators() -> ModuleType:
    """The module ``xlwings.udfs``, known to nobody else unless pywin32 is installed."""
    if importlib.util.find_spec("pythoncom") is not None:
        return importlib.import_module("xlwings.udfs")
    for name, members in STAND_INS.items():
        sys.modules[name] = ModuleType(name)
        vars(sys.modules[name]).update(members)
    try:
        return importlib.import_module("xlwings.udfs")
    finally:
        for name in (*STAND_INS, "xlwings.udfs"):
            sys.modules.pop(name, None)
        vars(xlwings).pop("udfs", None)


@contextmanager
def decorators_at_work() -> Iterator[None]:
    """``xlwings.func`` and the others are the real ones inside."""
    real = real_decorators()
    before = {name: getattr(xlwings, name) for name in DECORATORS if hasattr(xlwings, name)}
    for name, real_name in DECORATORS.items():
        setattr(xlwings, name, getattr(real, real_name))
    try:
        yield
    finally:
        for name, decorator in before.items():
            setattr(xlwings, name, decorator)


def udf_module(name: str) -> ModuleType:
    """A module of cell formulas, loaded anew under the real decorators.

    It stands apart: ``import`` goes on giving the module that was, or will be, imported plainly.

    Args:
        name: Its full name, such as ``addin.udfs``.

    Raises:
        ModuleNotFoundError: There is no such module.
    """
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(name=name)
    module = importlib.util.module_from_spec(spec)
    with decorators_at_work():
        spec.loader.exec_module(module)
    return module


def functions_of(module: ModuleType) -> dict[str, Udf]:
    """The cell formulas of a module, by name; its macros are left out."""
    members = vars(module).values()
    found = [member for member in members if hasattr(member, "__xlfunc__")]
    return {f.__xlfunc__["name"]: f for f in found if not f.__xlfunc__["sub"]}


class Missing:
    """An optional argument that the formula leaves out."""


MISSING = Missing()


def call_udf(function: Udf, *arguments: ComValue) -> ComValue:
    """Call a cell formula with what its cells hold.

    Each argument goes through the converter that the decorators name, as it does when Excel
    calls, and so does the result.

    Args:
        function: From a module loaded by ``udf_module``.
        arguments: For a cell its value, for a range its rows. Numbers may be ``int``, dates
            without time zone: they are handed over as COM hands them. ``MISSING`` or fewer
            arguments leave optional ones out. An error value is its number in ``ERROR_NUMBERS``.

    Returns:
        What Excel shows: a value, or rows of values that spill.
    """
    register()
    about = function.__xlfunc__  # type: ignore[attr-defined]
    told = list(arguments)
    told += [MISSING] * (sum(not argument["vararg"] for argument in about["args"]) - len(told))
    converted = [
        _argument(about["args"][min(place, len(about["args"]) - 1)], value)
        for place, value in enumerate(told)
    ]
    options = about["ret"]["options"]
    result = function(*converted)
    return shown(conversion.write(result, None, options, engine_name=ENGINE.name))  # type: ignore[no-untyped-call]


def _argument(about: Mapping[str, ComValue], value: ComValue) -> ComValue:
    if value is MISSING:
        return about.get("optional")
    com = handed_over(value)
    return conversion.read(None, com, about["options"], engine_name=ENGINE.name)  # type: ignore[no-untyped-call]


def handed_over(value: ComValue) -> ComValue:
    """A value, or rows of values, as COM hands them over: rows are tuples, numbers floats.

    >>> handed_over([[1, None], ["a", True]])
    ((1.0, None), ('a', True))
    """
    if isinstance(value, list | tuple):
        return tuple(handed_over(part) for part in value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, Decimal):
        return values.currency(float(value))
    if isinstance(value, int) and not isinstance(value, bool) and value not in values.ERROR_TEXTS:
        return float(value)
    return value


def shown(result: ComValue) -> ComValue:
    """A result as the cells show it: one cell bare, a Decimal cut to the four places of COM.

    >>> shown([[Decimal("1.23456")]]), shown([["a", None]])
    (1.2346, [['a', None]])
    """
    if isinstance(result, list | tuple):
        rows = [[shown(cell) for cell in row] for row in result]
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows
    return float(values.currency(float(result))) if isinstance(result, Decimal) else result

"""Formulas between Excel's way of writing them and the one UNO speaks.

UNO parts arguments with semicolons, puts a dollar sign and a dot around the name of a sheet, and
the columns and rows of an array constant apart with ``;`` and ``|``. Names of functions are the
same English ones on both sides.
"""

import re
from collections.abc import Callable

# A text, a sheet with its mark, a table's column in brackets, an array, a comma.
_EXCEL = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?P<quoted>'(?:[^']|'')*')!
    |(?P<sheet>[^\W\d][\w.]*)!
    |(?P<table>[^\W\d][\w.]*)?(?P<bracket>\[(?:[^\[\]]|\[(?:[^\[\]']|'.)*\])*\])
    |(?P<array>\{[^{}]*\})
    |(?P<comma>,)""",
    re.VERBOSE,
)
_CALC = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |\$?(?:(?P<quoted>'(?:[^']|'')*')|(?P<sheet>[^\W\d]\w*))\.
     (?=\$?(?:[A-Z]{1,3}\$?\d|[A-Z]{1,3}:|\d+:))
    |(?P<table>[^\W\d][\w.]*)?(?P<bracket>\[(?:[^\[\]]|\[(?:[^\[\]']|'.)*\])*\])
    |(?P<array>\{[^{}]*\})
    |(?P<semicolon>;)""",
    re.VERBOSE,
)
_STRING_OR_MARK = re.compile(r'"(?:[^"]|"")*"|[,;|]')
_INNER = re.compile(r"\[(?:[^\[\]']|'.)*\]|[,;]")


def to_calc(formula: str, table: str = "") -> str:
    """A formula of Excel for UNO.

    Args:
        formula: With its equals sign.
        table: Name of the table that the cell lies in, which a bare ``[@Share]`` stands for.

    >>> to_calc('=IF(Plan!A1="a,b",SUM({1,2;3,4}),Splits[[#This Row],[Share]])')
    '=IF($Plan.A1="a,b";SUM({1;2|3;4});Splits[[#This Row];[Share]])'
    >>> to_calc("=[@[My share]]*2", "Splits")
    '=Splits[[#This Row];[My share]]*2'
    """

    def one(found: re.Match[str]) -> str:
        if found["text"]:
            return found["text"]
        if found["quoted"] or found["sheet"]:
            return f"${found['quoted'] or found['sheet']}."
        if found["bracket"]:
            return (found["table"] or table) + _specifier(found["bracket"])
        if found["array"]:
            return _marks(_STRING_OR_MARK, found["array"], {",": ";", ";": "|"}.get)
        return ";"

    return _EXCEL.sub(one, formula)


def from_calc(formula: str) -> str:
    """A formula of UNO as Excel writes it; the braces of an array formula are left off.

    >>> from_calc('=IF($Plan.A1="a;b";SUM({1;2|3;4});Splits[[#This Row];[Share]])')
    '=IF(Plan!A1="a;b",SUM({1,2;3,4}),Splits[[#This Row],[Share]])'
    >>> from_calc("{=SUM($'My sheet'.$A$1:B2)}")
    "=SUM('My sheet'!$A$1:B2)"
    >>> from_calc("=SUM($Plan.$A:$B;$Plan.3:4)")
    '=SUM(Plan!$A:$B,Plan!3:4)'
    """

    def one(found: re.Match[str]) -> str:
        if found["text"]:
            return found["text"]
        if found["quoted"] or found["sheet"]:
            return f"{found['quoted'] or found['sheet']}!"
        if found["bracket"]:
            return (found["table"] or "") + _marks(_INNER, found["bracket"][1:-1], _COMMA, "[]")
        if found["array"]:
            return _marks(_STRING_OR_MARK, found["array"], {";": ",", "|": ";"}.get)
        return ","

    if formula.startswith("{="):
        formula = formula[1:-1]
    return _CALC.sub(one, formula)


_COMMA = {";": ","}.get
_SEMICOLON = {",": ";"}.get


def _specifier(bracket: str) -> str:
    """``[@Share]`` written out, the comma of ``[[#This Row],[Share]]`` replaced."""
    inside = bracket[1:-1]
    if inside.startswith("@"):
        column = inside[1:]
        if column and not column.startswith("["):
            column = f"[{column}]"
        return f"[[#This Row];{column}]" if column else "[[#This Row]]"
    if inside.startswith("#"):
        return f"[[{inside}]]"
    return _marks(_INNER, inside, _SEMICOLON, "[]")


def _marks(
    pattern: "re.Pattern[str]",
    text: str,
    other: Callable[[str, str], str],
    around: str = "",
) -> str:
    """Replace the marks that ``other`` knows; what stands in quotes or brackets stays."""
    replaced = pattern.sub(lambda found: other(found[0], found[0]), text)
    return f"[{replaced}]" if around else replaced

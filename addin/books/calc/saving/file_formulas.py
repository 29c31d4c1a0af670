"""Formulas of LibreOffice as an Excel file holds them."""

import re
from collections.abc import Mapping

from addin.books.calc.grammar import from_calc, to_calc
from addin.books.calc.office import Office

# com.sun.star.sheet.FormulaLanguage and FormulaMapGroup
ENGLISH, FILE = 2, 5
ALL_GROUPS = 0x7FFFFFFF

_TEXT = r"\"(?:[^\"]|\"\")*\""
_TEXTS = re.compile(_TEXT)
_NAMED = r"'(?:[^']|'')*'"
_BRACKETS = r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]"
_TEXT_OR_NAME = re.compile(
    rf"{_TEXT}|{_NAMED}|{_BRACKETS}|(?P<function>[^\W\d][\w.]*)(?=\()|(?<![#/])\b(?P<sheet>\w+)!"
)
# What the file would have to name after LibreOffice, which Excel cannot work out, and what is left
# of a sheet that LibreOffice names in a way of its own.
_FOREIGN = re.compile(
    r"~|\b(?:ORG|COM)\.|#REF!\.|#NAME\?|\bof:|\[\d+\]|file:|\$\w+\.|'\.", re.IGNORECASE
)
# A reference to cells that were removed: column, row or both are gone.
_CORNER = r"\$?(?:[A-Z]{1,3}|#REF!)\$?(?:[0-9]{1,7}|#REF!)"
_REFERENCE = re.compile(
    rf"{_TEXT}|{_BRACKETS}|(?P<cells>\$?(?:(?:{_NAMED}|[^\W\d]\w*)\.)?{_CORNER}(?::{_CORNER})?)"
)
_GONE = "#REF!"
# Excel's own functions that LibreOffice has in an extension which comes with it.
_EXTENSION = "COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GET"
# What a file has before the names of functions that came after Excel 2007.
_PREFIX = "_xlfn."
# Of these Excel wants more than their name in the file; LibreOffice does not know them.
_LATER = re.compile(
    "BYCOL|BYROW|CHOOSECOLS|CHOOSEROWS|DROP|EXPAND|FILTER|HSTACK|ISOMITTED|LAMBDA|LET|MAKEARRAY|MAP|"
    "RANDARRAY|REDUCE|SCAN|SEQUENCE|SINGLE|SORT|SORTBY|TAKE|TEXTAFTER|TEXTBEFORE|TEXTSPLIT|TOCOL|"
    "TOROW|UNIQUE|VSTACK|WRAPCOLS|WRAPROWS|XLOOKUP|XMATCH",
    re.IGNORECASE,
)
# Names of sheets that Excel would take for cells: A1, R1C1, a number, the marks of a row or column.
_LIKE_CELLS = re.compile(r"[A-Z]{1,3}\d+|R\d*(?:C\d*)?|C\d*|\d.*|TRUE|FALSE", re.IGNORECASE)


class FileFormulas:
    """The names of functions in a file, asked of LibreOffice once."""

    def __init__(self, office: Office) -> None:
        mapper = office.service("com.sun.star.sheet.FormulaOpCodeMapper")
        english = {
            entry.Token.OpCode: entry.Name
            for entry in mapper.getAvailableMappings(ENGLISH, ALL_GROUPS)
        }
        self.names: Mapping[str, str] = {
            english[entry.Token.OpCode]: entry.Name
            for entry in mapper.getAvailableMappings(FILE, ALL_GROUPS)
            if entry.Token.OpCode in english
        }

    def written(self, formula: str) -> str | None:
        """A formula of UNO as the file holds it, without its equals sign.

        A reference to cells that were removed is ``#REF!``, as Excel itself would write it.

        Returns:
            None where Excel would not read it back as the same formula: an array formula, a
            function that Excel does not have, a reference that leads to another file.
        """
        if formula.startswith("{"):
            return None
        formula = _REFERENCE.sub(_without_gone_cells, formula)
        if not _comes_back(formula.replace(_GONE, "0")):
            return None
        text = _TEXT_OR_NAME.sub(self._renamed, from_calc(formula).removeprefix("="))
        return None if _FOREIGN.search(_TEXTS.sub('""', text)) else text

    def _renamed(self, found: re.Match[str]) -> str:
        if found["sheet"]:
            return f"'{found['sheet']}'!" if _LIKE_CELLS.fullmatch(found["sheet"]) else found[0]
        return self._function(found["function"]) if found["function"] else found[0]

    def _function(self, name: str) -> str:
        if name.startswith(_EXTENSION):
            return name.removeprefix(_EXTENSION)
        if _LATER.fullmatch(name):
            return "#NAME?"
        # LibreOffice writes names small that it does not know.
        if name.startswith(_PREFIX):
            return _PREFIX + name.removeprefix(_PREFIX).upper()
        return self.names.get(name, name)


def _comes_back(formula: str) -> bool:
    """Whether a formula of UNO is the same after it was one of Excel's.

    Dollars apart: a sheet that was typed without one is the same sheet.
    """
    return to_calc(from_calc(formula)).replace("$", "") == formula.replace("$", "")


def _without_gone_cells(found: re.Match[str]) -> str:
    return _GONE if found["cells"] and _GONE in found["cells"] else found[0]

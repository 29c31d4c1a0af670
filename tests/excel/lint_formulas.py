"""Whether Excel can read a formula as a file holds it: in English, nothing abbreviated."""

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import TokenizerError

from excel.package import MAIN, Package

_LONGEST = 8192
_LONGEST_LITERAL = 255
_LITERAL = re.compile(r'"(?:[^"]|"")*"')
# A table's name and the brackets that follow it, which may hold brackets once more.
_STRUCTURED = re.compile(
    r"(?<![\w\]!'.])([A-Za-z_\\][\w.\\]*)(\[(?:'.|[^\[\]']|\[(?:'.|[^\]'])*\])*\])"
)
_SPECIFIER = re.compile(r"\[((?:'.|[^\[\]'])*)\]")
_BARE_AFTER_ITEM = re.compile(r"\[\[#[\w ]+\],[^\[]")
# Functions younger than the file format; Excel shows #NAME? unless the file marks them so.
_YOUNG = re.compile(
    r"(?<![\w.])(CHOOSECOLS|CHOOSEROWS|CONCAT|DROP|EXPAND|FILTER|HSTACK|IFNA|IFS|LAMBDA|LET|"
    r"MAXIFS|MINIFS|RANDARRAY|SEQUENCE|SORT|SORTBY|SWITCH|TAKE|TEXTAFTER|TEXTBEFORE|TEXTJOIN|"
    r"TEXTSPLIT|TOCOL|TOROW|UNIQUE|VSTACK|XLOOKUP|XMATCH|XOR)\("
)


def columns_by_table(package: Package) -> dict[str, set[str]]:
    """The headings of each table; both in lower case."""
    return {
        name_of(table).lower(): {
            decoded(column.get("name", "")).lower() for column in table.iter(f"{MAIN}tableColumn")
        }
        for table in package.tables.values()
    }


def name_of(table: etree._Element) -> str:
    """The name that formulas know a table by."""
    return table.get("displayName", table.get("name", ""))


def decoded(heading: str) -> str:
    """A heading as the cell shows it: in the table's definition a line break is ``_x000a_``."""
    return re.sub("_x000[aA]_", "\n", heading)


def faults_of(formula: str, columns: dict[str, set[str]]) -> Iterator[str]:
    """What is wrong with a formula, which is given without its equals sign."""
    yield from _unreadable(formula)
    if len(formula) > _LONGEST:
        yield f"a formula of {len(formula)} characters"
    if any(len(found) - 2 > _LONGEST_LITERAL for found in _LITERAL.findall(formula)):
        yield "a text of more than 255 characters in a formula"
    bare = _LITERAL.sub('""', formula)
    if _BARE_AFTER_ITEM.search(bare):
        yield f"a column after [#...] needs brackets of its own: {formula[:60]}"
    if "[@" in bare:
        yield f"a file has [#This Row] where Excel shows @: {formula[:60]}"
    for young in _YOUNG.findall(bare):
        yield f"{young} has to be written _xlfn.{young}"
    for table, brackets in _STRUCTURED.findall(bare):
        yield from _unknown(table, brackets, columns)


def is_structured(formula: str) -> bool:
    """Whether a formula names a table's column, which validations and formats may not."""
    return bool(_STRUCTURED.search(_LITERAL.sub('""', formula)))


@cache
def _unreadable(formula: str) -> tuple[str, ...]:
    """What is wrong with how it is written; sheets have the same formulas again and again."""
    return tuple(_misread(formula))


def _misread(formula: str) -> Iterator[str]:
    if formula.startswith("="):
        yield f"a formula in a file starts without an equals sign: {formula[:60]}"
        return
    try:
        tokens = Tokenizer(f"={formula}").items
    except (TokenizerError, IndexError) as error:
        yield f"formula {formula[:60]!r}: {error}"
        return
    opened = sum((token.subtype == "OPEN") - (token.subtype == "CLOSE") for token in tokens)
    if opened:
        yield f"formula {formula[:60]!r}: brackets do not balance"


def _unknown(table: str, brackets: str, columns: dict[str, set[str]]) -> Iterator[str]:
    if table.lower() not in columns:
        yield f"there is no table {table}"
        return
    for specifier in _SPECIFIER.findall(brackets):
        column = re.sub("'(.)", r"\1", specifier)
        if not specifier.startswith("#") and column.lower() not in columns[table.lower()]:
            yield f"table {table} has no column {column!r}"

"""What the cells of a sheet, their validations and their formats have to hold to."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree
from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import range_boundaries

from excel.lint_formulas import columns_by_table, faults_of, is_structured
from excel.lint_workbook import LAST_COLUMN, LAST_ROW
from excel.package import MAIN, Fault, Package

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ERROR = re.compile(r"#(NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!)")
_LONGEST_TEXT = 32_767
# The texts of a validation and how long each may be.
_VALIDATION_TEXTS = {"errorTitle": 32, "error": 255, "promptTitle": 32, "prompt": 255}

Rectangle = tuple[int, int, int, int]


def faults(package: Package) -> Iterator[Fault]:
    """The faults of every sheet."""
    columns = columns_by_table(package)
    for part in package.sheets:
        sheet = package.trees.get(part)
        if sheet is None:
            continue
        yield from ((part, fault) for fault in _rows(package, sheet))
        yield from ((part, fault) for fault in _layout(sheet))
        yield from ((part, fault) for fault in _validations(sheet))
        yield from ((part, fault) for fault in _conditions(sheet))
        for formula in sheet.iter(f"{MAIN}f", f"{MAIN}formula", f"{MAIN}formula1"):
            parent = formula.getparent()
            where = "" if parent is None else parent.get("r") or parent.get("sqref") or parent.tag
            for fault in faults_of(formula.text or "", columns) if formula.text else ():
                yield part, f"{where}: {fault}"


@lru_cache(maxsize=1)
def shared_texts(package: Package) -> list[str]:
    """The texts that cells refer to by number."""
    tree = package.trees.get("xl/sharedStrings.xml")
    if tree is None:
        return []
    return [_joined(entry) for entry in tree.iter(f"{MAIN}si")]


def text_of(cell: etree._Element, texts: list[str]) -> str | None:
    """The text a cell shows; None for a number, an error or an empty cell."""
    value = cell.findtext(f"{MAIN}v")
    if cell.get("t") == "s" and value and value.isdigit() and int(value) < len(texts):
        return texts[int(value)]
    if cell.get("t") == "inlineStr":
        return _joined(cell)
    return value if cell.get("t") == "str" else None


def _joined(element: etree._Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{MAIN}t"))


def rectangle(reference: str) -> Rectangle:
    """First column, first row, last column and last row, from 1, all inclusive."""
    first_column, first_row, last_column, last_row = range_boundaries(reference)
    return first_column or 1, first_row or 1, last_column or LAST_COLUMN, last_row or LAST_ROW


def meet(one: Rectangle, other: Rectangle) -> bool:
    """Whether two rectangles share a cell."""
    across = one[0] <= other[2] and other[0] <= one[2]
    return across and one[1] <= other[3] and other[1] <= one[3]


def _rows(package: Package, sheet: etree._Element) -> Iterator[str]:
    texts = shared_texts(package)
    formats = package.trees.get("xl/styles.xml")
    collection = None if formats is None else formats.find(f"{MAIN}cellXfs")
    styles = 1 if collection is None else len(collection)
    above = 0
    for row in sheet.iter(f"{MAIN}row"):
        number = int(row.get("r", above + 1))
        if not above < number <= LAST_ROW:
            yield f"row {number} comes after row {above}"
        above, left = number, 0
        for cell in row.iter(f"{MAIN}c"):
            address = cell.get("r", "")
            read = _CELL.fullmatch(address)
            column = column_index_from_string(read[1]) if read else 0
            if not read or int(read[2]) != number or not left < column <= LAST_COLUMN:
                yield f"cell {address} of row {number} is out of order or twice there"
            left = column
            if int(cell.get("s", "0")) >= styles:
                yield f"{address}: style {cell.get('s')} of {styles}"
            yield from _value(cell, texts)


def _value(cell: etree._Element, texts: list[str]) -> Iterator[str]:
    kind, value = cell.get("t", "n"), cell.findtext(f"{MAIN}v")
    if len(text_of(cell, texts) or "") > _LONGEST_TEXT:
        yield f"{cell.get('r')}: a text of more than {_LONGEST_TEXT} characters"
    if value is None:
        return
    fits = {
        "n": bool(_NUMBER.fullmatch(value)),
        "b": value in {"0", "1"},
        "s": value.isdigit() and int(value) < len(texts),
        "e": bool(_ERROR.fullmatch(value)),
    }
    if not fits.get(kind, True):
        yield f"{cell.get('r')}: the value {value[:20]!r} is not of type {kind!r}"


def _layout(sheet: etree._Element) -> Iterator[str]:
    after = 0
    for columns in sheet.iterfind(f"{MAIN}cols/{MAIN}col"):
        first, last = int(columns.get("min", "0")), int(columns.get("max", "0"))
        if not after < first <= last <= LAST_COLUMN:
            yield f"the widths of columns {first} to {last} come after those up to {after}"
        after = last
    merged: list[Rectangle] = []
    for merge in sheet.iter(f"{MAIN}mergeCell"):
        area = rectangle(merge.get("ref", ""))
        if any(meet(area, other) for other in merged):
            yield f"merged cells {merge.get('ref')} overlap others"
        merged.append(area)


def _validations(sheet: etree._Element) -> Iterator[str]:
    for validation in sheet.iter(f"{MAIN}dataValidation"):
        where = f"validation {validation.get('sqref')}"
        formula = validation.findtext(f"{MAIN}formula1") or ""
        # Excel counts a list of values without the quotes around it.
        if len(formula) > (257 if formula.startswith('"') else 255):
            yield f"{where}: a formula of {len(formula)} characters"
        if validation.get("type") == "list" and not formula.strip('"'):
            yield f"{where}: an empty list"
        if is_structured(formula):
            yield f"{where}: a column of a table needs a name or INDIRECT: {formula}"
        for key, longest in _VALIDATION_TEXTS.items():
            if len(validation.get(key, "")) > longest:
                yield f"{where}: {key} of more than {longest} characters"


def _conditions(sheet: etree._Element) -> Iterator[str]:
    for rule in sheet.iter(f"{MAIN}cfRule"):
        for formula in rule.iter(f"{MAIN}formula"):
            if is_structured(formula.text or ""):
                yield f"a conditional format cannot name the column of a table: {formula.text}"

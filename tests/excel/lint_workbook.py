"""What the workbook as a whole has to hold to: its sheets, its names, its styles."""

import re
from collections.abc import Iterator
from itertools import chain

from lxml import etree
from openpyxl.utils import column_index_from_string

from excel.lint_formulas import columns_by_table, faults_of
from excel.package import MAIN, RELATIONSHIP, WORKBOOK, Fault, Package

LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
_STYLES = "xl/styles.xml"
_CALCULATION_CHAIN = "xl/calcChain.xml"
_DIFFERENTIAL = ("dxfId", "dataDxfId", "headerRowDxfId", "totalsRowDxfId")
_BUILT_IN_FORMATS = 164


def faults(package: Package) -> Iterator[Fault]:
    """The faults of the workbook as a whole."""
    yield from _sheets(package)
    yield from _names(package)
    yield from _styles(package)
    yield from _differential_formats(package)
    yield from _calculation_chain(package)


def is_name(text: str) -> bool:
    """Whether Excel takes a text as the name of a table or of a range.

    A name that reads as the address of a cell is none: ``VAT21`` is one, ``Plan2026`` is not.
    """
    if not re.fullmatch(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*", text) or len(text) > 255:
        return False
    if re.fullmatch(r"[rR]\d*[cC]\d*|[rRcC]\d*", text):
        return False
    cell = re.fullmatch(r"([A-Za-z]{1,3})(\d{1,7})", text)
    if not cell:
        return True
    return column_index_from_string(cell[1].upper()) > LAST_COLUMN or int(cell[2]) > LAST_ROW


def _sheets(package: Package) -> Iterator[Fault]:
    workbook = package.trees[WORKBOOK]
    seen = set()
    sheets = list(workbook.iter(f"{MAIN}sheet"))
    for sheet in sheets:
        name = sheet.get("name", "")
        unfit = re.search(r"[\[\]:*?/\\]", name) or name.startswith("'") or name.endswith("'")
        if unfit or not 0 < len(name) <= 31 or name.lower() == "history":
            yield WORKBOOK, f"sheet name {name!r}"
        if name.lower() in seen:
            yield WORKBOOK, f"two sheets are named {name!r}"
        seen.add(name.lower())
    visible = [sheet.get("state", "visible") == "visible" for sheet in sheets]
    for view in workbook.iter(f"{MAIN}workbookView"):
        active = int(view.get("activeTab", "0"))
        if active >= len(visible) or not visible[active]:
            yield WORKBOOK, f"the active sheet, number {active}, is not visible"
    selected = [name for part, name in package.sheets.items() if _is_selected(package, part)]
    if len(selected) > 1:
        yield WORKBOOK, f"typing would fill several sheets: {selected} are selected"


def _is_selected(package: Package, part: str) -> bool:
    tree = package.trees.get(part)
    views = [] if tree is None else tree.iter(f"{MAIN}sheetView")
    return any(view.get("tabSelected") in {"1", "true"} for view in views)


def _names(package: Package) -> Iterator[Fault]:
    columns = columns_by_table(package)
    seen = set()
    for defined in package.trees[WORKBOOK].iter(f"{MAIN}definedName"):
        name, scope = defined.get("name", ""), defined.get("localSheetId")
        if not is_name(name):
            yield WORKBOOK, f"{name!r} cannot be the name of a range"
        if (name.lower(), scope) in seen:
            yield WORKBOOK, f"two ranges are named {name!r}"
        seen.add((name.lower(), scope))
        if scope is not None and int(scope) >= len(package.sheets):
            yield WORKBOOK, f"{name!r} belongs to sheet {scope}, which is not there"
        for fault in faults_of(defined.text or "", columns):
            yield WORKBOOK, f"{name}: {fault}"


def _styles(package: Package) -> Iterator[Fault]:
    styles = package.trees.get(_STYLES)
    if styles is None:
        return
    kept = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
    counts = {key: _count(styles, collection) for key, collection in kept.items()}
    formats = [
        int(number.get("numFmtId", "0"))
        for number in styles.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
    ]
    if len(set(formats)) != len(formats):
        yield _STYLES, "two number formats have one number"
    cell_formats = (
        styles.iterfind(f"{MAIN}{collection}/{MAIN}xf")
        for collection in ("cellXfs", "cellStyleXfs")
    )
    for cell_format in chain.from_iterable(cell_formats):
        for key, count in counts.items():
            if int(cell_format.get(key, "0")) >= max(count, 1):
                yield _STYLES, f"{key}={cell_format.get(key)}, but there are {count}"
        number = int(cell_format.get("numFmtId", "0"))
        if number >= _BUILT_IN_FORMATS and number not in formats:
            yield _STYLES, f"there is no number format {number}"


def _count(styles: etree._Element, collection: str) -> int:
    found = styles.find(f"{MAIN}{collection}")
    return 0 if found is None else len(found)


def _differential_formats(package: Package) -> Iterator[Fault]:
    styles = package.trees.get(_STYLES)
    count = 0 if styles is None else _count(styles, "dxfs")
    for part, tree in package.trees.items():
        for element in tree.iter(etree.Element):
            for key in _DIFFERENTIAL:
                number = element.get(key)
                if number is not None and int(number) >= count:
                    yield part, f"{key}={number}, but there are {count} differential formats"


def _calculation_chain(package: Package) -> Iterator[Fault]:
    """A cell in the chain that holds no formula makes Excel drop the chain and say so."""
    tree = package.trees.get(_CALCULATION_CHAIN)
    if tree is None:
        return
    links = package.links.get(WORKBOOK, {})
    parts = {
        sheet.get("sheetId"): links.get(sheet.get(f"{RELATIONSHIP}id", ""), "")
        for sheet in package.trees[WORKBOOK].iter(f"{MAIN}sheet")
    }
    formulas = {part: _formula_cells(package, part) for part in parts.values()}
    sheet = None
    for cell in tree.iter(f"{MAIN}c"):
        sheet = cell.get("i", sheet)
        if cell.get("r") not in formulas.get(parts.get(sheet, ""), set()):
            yield _CALCULATION_CHAIN, f"{cell.get('r')} of sheet {sheet} holds no formula"


def _formula_cells(package: Package, part: str) -> set[str]:
    tree = package.trees.get(part)
    if tree is None:
        return set()
    return {
        cell.get("r", "") for cell in tree.iter(f"{MAIN}c") if cell.find(f"{MAIN}f") is not None
    }

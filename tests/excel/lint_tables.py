"""What tables have to hold to, for themselves and against the cells they lie on."""

from collections.abc import Iterator

from lxml import etree
from openpyxl.utils import get_column_letter

from excel.lint_cells import Rectangle, meet, rectangle, shared_texts, text_of
from excel.lint_formulas import columns_by_table, decoded, faults_of, name_of
from excel.lint_workbook import is_name
from excel.package import MAIN, WORKBOOK, Fault, Package


def faults(package: Package) -> Iterator[Fault]:
    """The faults of every table."""
    names = {
        defined.get("name", "").lower()
        for defined in package.trees[WORKBOOK].iter(f"{MAIN}definedName")
    }
    numbers: set[str] = set()
    for part, table in package.tables.items():
        name, number = name_of(table), table.get("id", "")
        if not is_name(name):
            yield part, f"{name!r} cannot be the name of a table"
        if name.lower() in names:
            yield part, f"the name {name} is taken by another table or range"
        if number in numbers:
            yield part, f"two tables have the id {number}"
        names.add(name.lower())
        numbers.add(number)
        yield from ((part, fault) for fault in _columns(table, columns_by_table(package)))
        yield from ((part, fault) for fault in _extent(table))
    for part in package.sheets:
        yield from _on_sheet(package, part)


def _headings(table: etree._Element) -> list[str]:
    columns = table.iterfind(f"{MAIN}tableColumns/{MAIN}tableColumn")
    return [decoded(column.get("name", "")) for column in columns]


def _header_rows(table: etree._Element) -> int:
    return int(table.get("headerRowCount", "1"))


def _columns(table: etree._Element, columns: dict[str, set[str]]) -> Iterator[str]:
    lowered = [heading.lower() for heading in _headings(table)]
    if len(set(lowered)) != len(lowered):
        yield "two columns have one heading"
    if not all(0 < len(heading) <= 255 for heading in lowered):
        yield "a heading is empty or longer than 255 characters"
    defined = table.findall(f"{MAIN}tableColumns/{MAIN}tableColumn")
    if len({column.get("id") for column in defined}) != len(defined):
        yield "two columns have one id"
    for formula in table.iter(f"{MAIN}calculatedColumnFormula", f"{MAIN}totalsRowFormula"):
        for fault in faults_of(formula.text or "", columns):
            yield f"column formula: {fault}"


def _extent(table: etree._Element) -> Iterator[str]:
    reference = table.get("ref", "")
    left, top, right, bottom = rectangle(reference)
    totals = int(table.get("totalsRowCount", "0"))
    if len(_headings(table)) != right - left + 1:
        yield f"{len(_headings(table))} columns on {reference}"
    if bottom - top + 1 - _header_rows(table) - totals < 1:
        yield f"no row for data on {reference}"
    for found in table.iterfind(f"{MAIN}autoFilter"):
        if rectangle(found.get("ref", "")) != (left, top, right, bottom - totals):
            yield f"the filter on {found.get('ref')} does not fit the table on {reference}"


def _on_sheet(package: Package, part: str) -> Iterator[Fault]:
    sheet = package.trees.get(part)
    if sheet is None:
        return
    tables = package.tables
    found = [tables[link] for link in package.links.get(part, {}).values() if link in tables]
    texts = shared_texts(package)
    shown = {cell.get("r", ""): text_of(cell, texts) for cell in sheet.iter(f"{MAIN}c")}
    merged = [rectangle(merge.get("ref", "")) for merge in sheet.iter(f"{MAIN}mergeCell")]
    taken: list[Rectangle] = []
    for table in found:
        area = rectangle(table.get("ref", ""))
        if any(meet(area, other) for other in taken):
            yield part, f"table {name_of(table)} overlaps another"
        if any(meet(area, other) for other in merged):
            yield part, f"table {name_of(table)} has merged cells"
        taken.append(area)
        if _header_rows(table):
            yield from ((part, fault) for fault in _header(table, area, shown))


def _header(table: etree._Element, area: Rectangle, shown: dict[str, str | None]) -> Iterator[str]:
    for column, heading in enumerate(_headings(table), start=area[0]):
        address = f"{get_column_letter(column)}{area[1]}"
        if shown.get(address) != heading:
            yield f"the table has {heading!r} where {address} has {shown.get(address)!r}"

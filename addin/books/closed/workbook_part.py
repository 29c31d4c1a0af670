"""The workbook part: its sheets and tables, its calendar, and what Excel is to do on opening."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from addin.books.closed.hostile import refuse_vast_table
from addin.books.closed.package import MAIN, Package
from addin.books.closed.relationships import leave_out
from addin.books.closed.table_part import Table, read_table
from addin.books.refusals import DamagedFileError, NotAWorkbookError

_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# What may follow calcPr in a workbook: ECMA-376 part 1, 18.2.27.
_AFTER_CALCULATION = (
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: its name as the user sees it, and its part."""

    name: str
    part: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything lies in a workbook.

    Attributes:
        part: The workbook part.
        since_1904: Whether days are counted from 1904, as old Excel for Mac did.
        tables: By name in lower case.
    """

    part: str
    since_1904: bool
    sheets: tuple[Sheet, ...]
    tables: dict[str, Table]


def read_layout(package: Package) -> Layout:
    """Find the sheets and tables of a package.

    Raises:
        NotAWorkbookError: The package holds something else, such as a Word document, or is
            written in the strict variant of the format.
        DamagedFileError: A part is missing or unreadable.
    """
    part = next(iter(package.targets("", "officeDocument")), "")
    root = package.root(part) if part in package else None
    if root is None or root.tag != f"{MAIN}workbook":
        raise NotAWorkbookError(file=package.path)
    sheets = tuple(_sheets(package, part, root))
    properties = root.find(f"{MAIN}workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    return Layout(part, since_1904, sheets, dict(_tables(package, sheets)))


def ask_for_calculation(root: Element) -> None:
    """Have Excel work out every formula when it opens the workbook."""
    calculation = root.find(f"{MAIN}calcPr")
    if calculation is None:
        calculation = etree.Element(f"{MAIN}calcPr")
        later = (root.find(MAIN + name) for name in _AFTER_CALCULATION)
        following = next((element for element in later if element is not None), None)
        if following is None:
            root.append(calculation)
        else:
            following.addprevious(calculation)
    calculation.set("fullCalcOnLoad", "1")


def drop_calculation_chain(package: Package, part: str) -> None:
    """Leave out the order of calculation, which names cells that may have no formula any more.

    So does the list of cells that wait for figures from outside. Excel makes both anew; one that
    is wrong makes Excel offer a repair.
    """
    for kind in ("calcChain", "volatileDependencies"):
        for chain in package.targets(part, kind):
            leave_out(package, part, chain)


def _sheets(package: Package, part: str, root: Element) -> Iterator[Sheet]:
    relations = {relation.id: relation for relation in package.relations(part)}
    for element in root.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
        relation = relations.get(element.get(_RELATION_ID, ""))
        if relation is not None and relation.kind == "worksheet":
            yield Sheet(element.get("name", ""), relation.target)


def _tables(package: Package, sheets: tuple[Sheet, ...]) -> Iterator[tuple[str, Table]]:
    for sheet in sheets:
        for part in package.targets(sheet.part, "table"):
            try:
                table = read_table(package.root(part), part, sheet.name, sheet.part)
            except ValueError as fault:
                raise DamagedFileError(file=package.path, part=part) from fault
            refuse_vast_table(package.path, table)
            yield table.name.casefold(), table

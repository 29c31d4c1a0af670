"""Hyperlinks in the cells of a table: each moves with its row, and goes with it."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from addin.books.addresses import Area, areas
from addin.books.closed.package import MAIN, Package
from addin.books.closed.relationships import forget_relation
from addin.books.closed.row_plan import RowPlan
from addin.books.closed.sheet_part import SheetPart

_LIST = f"{MAIN}hyperlinks"
_ADDRESS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def hyperlinks_on(part: SheetPart) -> Iterator[Area]:
    """The cells of a sheet that have a link; one link may be on several cells."""
    return part.areas_of("hyperlinks/hyperlink")


def follow_hyperlinks(package: Package, part: SheetPart, plan: RowPlan) -> None:
    """Bring the links on a table's rows to where the rows go, or remove them with the rows."""
    links = part.frame.find(_LIST)
    if links is None:
        return
    for link in list(links.iterfind(f"{MAIN}hyperlink")):
        before = next(areas(link.get("ref", "")), None)
        after = before and plan.after(before)
        if after is not None:
            link.set("ref", str(after))
        elif before is not None:
            links.remove(link)
            _forget_address(package, part, link)
    if len(links) == 0:
        part.frame.remove(links)


def _forget_address(package: Package, part: SheetPart, link: Element) -> None:
    """Drop where a link led, unless another one leads there."""
    address = link.get(_ADDRESS)
    others = (element.get(_ADDRESS) for element in part.frame.iter(f"{MAIN}hyperlink"))
    if address and address not in others:
        forget_relation(package, part.sheet.part, address)

"""What a package declares its parts to be, and whether they are used as that.

Source: ECMA-376 part 2, 10.1 (content types), and part 1, 12.3 (parts of a workbook).
"""

import posixpath

from addin.books.closed.package import CONTENT_TYPES, Package
from addin.books.closed.workbook_part import Layout
from addin.books.refusals import HiddenMacrosError, HostileFileError, NotAWorkbookError

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_WORKBOOKS = (
    "spreadsheetml.sheet.main+xml",
    "spreadsheetml.template.main+xml",
    "ms-excel.sheet.macroenabled.main+xml",
    "ms-excel.template.macroenabled.main+xml",
)
_PARTS = {
    "worksheet": "spreadsheetml.worksheet+xml",
    "sharedStrings": "spreadsheetml.sharedstrings+xml",
    "styles": "spreadsheetml.styles+xml",
}
_TABLE = "spreadsheetml.table+xml"
_MACROS = ("macroenabled", "vbaproject")


class ContentTypes:
    """The content type of each part, in lower case."""

    def __init__(self, package: Package) -> None:
        root = package.root(CONTENT_TYPES)
        self._by_ending = {
            one.get("Extension", "").lower(): one.get("ContentType", "").lower()
            for one in root.iterfind(f"{_TYPES}Default")
        }
        self._by_name = {
            one.get("PartName", "").lstrip("/").lower(): one.get("ContentType", "").lower()
            for one in root.iterfind(f"{_TYPES}Override")
        }

    def of(self, part: str) -> str:
        """What a part is declared as; empty if it is not."""
        ending = posixpath.splitext(part)[1].lstrip(".").lower()
        return self._by_name.get(part.lower(), self._by_ending.get(ending, ""))

    @property
    def macros(self) -> bool:
        """Whether anything is declared that holds macros."""
        declared = (*self._by_name.values(), *self._by_ending.values())
        return any(word in one for one in declared for word in _MACROS)


def refuse_wrong_types(package: Package, layout: Layout) -> None:
    """Make sure that the parts which are read are declared as what they are read as.

    Raises:
        NotAWorkbookError: The main part is that of a document or a presentation.
        HostileFileError: A part is declared as something else.
        HiddenMacrosError: The name is that of a workbook without macros, and it has some.
    """
    types = ContentTypes(package)
    if not types.of(layout.part).endswith(_WORKBOOKS):
        raise NotAWorkbookError(file=package.path)
    used = [(one.target, _PARTS.get(one.kind, "")) for one in package.relations(layout.part)]
    used += [(table.part, _TABLE) for table in layout.tables.values()]
    for part, expected in used:
        if not types.of(part).endswith(expected):
            raise HostileFileError(file=package.path, part=part)
    if package.path.suffix.lower() == ".xlsx" and types.macros:
        raise HiddenMacrosError(file=package.path)

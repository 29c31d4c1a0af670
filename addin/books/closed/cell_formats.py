"""How numbers are shown in cells that had no format of their own.

Source: ECMA-376 part 1, 18.8.30 (numbers of the formats that every workbook knows) and 18.8.45
(the format of a cell).
"""

from copy import deepcopy
from enum import IntEnum

from lxml.etree import _Element as Element

from addin.books.closed.package import MAIN, Package


class Shown(IntEnum):
    """How a number is shown; the values are those of the formats that every workbook knows."""

    PLAIN = 0
    PERCENT = 9
    DAY = 14
    TIME = 21
    MOMENT = 22
    HOURS = 46


class CellFormats:
    """The cell formats of a workbook, to which some may be added."""

    def __init__(self, package: Package, workbook_part: str) -> None:
        self.package = package
        self._part = next(iter(package.targets(workbook_part, "styles")), "")
        self._root: Element | None = None
        self._added: dict[tuple[bytes, Shown], bytes] = {}

    def styled(self, style: bytes, shown: Shown) -> bytes:
        """The style like another that shows numbers in some way.

        Args:
            style: Number of a style, empty for the default.
            shown: How numbers are to be shown where the style says nothing about it.

        Returns:
            The number of the style: the same one if it has a number format of its own.
        """
        if shown is Shown.PLAIN or not self._part:
            return style
        known = self._added.get((style, shown))
        if known is None:
            known = self._added[style, shown] = self._like(style, shown)
        return known

    def finish(self) -> None:
        """Put the styles that were added into the package."""
        if self._root is not None:
            self.package.put_root(self._part, self._root)

    def _like(self, style: bytes, shown: Shown) -> bytes:
        root = self.package.root(self._part) if self._root is None else self._root
        formats = root.find(f"{MAIN}cellXfs")
        place = int(style or 0)
        if formats is None or place >= len(formats) or formats[place].get("numFmtId", "0") != "0":
            return style
        added = deepcopy(formats[place])
        added.set("numFmtId", str(shown.value))
        added.set("applyNumberFormat", "1")
        formats.append(added)
        formats.set("count", str(len(formats)))
        self._root = root
        return str(len(formats) - 1).encode()

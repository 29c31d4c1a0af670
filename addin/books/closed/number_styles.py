"""Which numbers of a workbook are days, times or durations, by the styles of their cells.

Calamine decides: it is asked with a small workbook that has the same styles and, in one column, the
numbers in question. So each of them is read here as it is where calamine reads the whole sheet.
"""

from collections.abc import Iterable
from datetime import timedelta
from enum import Enum, auto
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import numpy as np
from lxml.etree import _Element as Element
from numpy.typing import NDArray
from python_calamine import CalamineError, CalamineWorkbook

from addin.books.closed.package import CONTENT_TYPES, MAIN, NAMESPACE, Package
from addin.books.closed.sheet_rows import UnknownFormError

_DAY = timedelta(days=1)
_LAST_DAY = 1e8
"""Beyond every day of the calendar: such a number is none, whatever its style says."""

_SAMPLE = 1.5
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PARTS = {
    CONTENT_TYPES: f'<Types xmlns="{_TYPES}"/>',
    "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
    f'Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
    f'Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    f'Type="{_RELATION}/styles" Target="styles.xml"/></Relationships>',
}


class Shows(Enum):
    """What a number is in some style."""

    NUMBER = auto()
    MOMENT = auto()
    DURATION = auto()


class NumberStyles:
    """The styles of a workbook.

    Raises:
        UnknownFormError: From any method: the styles are not known, or cannot be read.
    """

    def __init__(self, package: Package, workbook_part: str) -> None:
        parts = package.targets(workbook_part, "styles")
        self._styles = package.read(parts[0]) if parts else b""
        properties = package.root(workbook_part).find(f"{MAIN}workbookPr")
        since = _attribute(properties, "date1904")
        self._workbook = (
            f'<workbook xmlns="{NAMESPACE}" xmlns:r="{_RELATION}"><workbookPr{since}/><sheets>'
            '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
        )
        self._kinds = [Shows.NUMBER]
        if self._styles:
            root = package.parsed(self._styles, parts[0])
            count = len(root.findall(f"{MAIN}cellXfs/{MAIN}xf"))
            samples = self._asked((style, _SAMPLE) for style in range(count))
            self._kinds = [_kind(cell) for cell in samples]

    def shows(self, style: int) -> Shows:
        """What numbers are in a style."""
        if style >= len(self._kinds):
            raise UnknownFormError
        return self._kinds[style]

    def cells(self, style: int, numbers: NDArray[np.float64]) -> NDArray[np.object_]:
        """What numbers in a style stand for: a duration is a number of days, as Excel has it."""
        different, places = np.unique(numbers, return_inverse=True)
        asked = np.abs(different) <= _LAST_DAY
        values = different.astype(object)
        read = self._asked((style, number) for number in different[asked].tolist())
        for at, cell in zip(np.flatnonzero(asked), read, strict=True):
            values[at] = cell / _DAY if isinstance(cell, timedelta) else cell
        found: NDArray[np.object_] = values[places]
        return found

    def _asked(self, numbers: Iterable[tuple[int, float]]) -> list[Any]:
        """What calamine reads where these numbers stand in these styles."""
        rows = [
            f'<row r="{row}"><c r="A{row}" s="{style}"><v>{number!r}</v></c></row>'
            for row, (style, number) in enumerate(numbers, 1)
        ]
        sheet = f'<worksheet xmlns="{NAMESPACE}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
        file = BytesIO()
        with ZipFile(file, "w") as archive:
            for name, content in _PARTS.items():
                archive.writestr(name, content)
            archive.writestr("xl/workbook.xml", self._workbook)
            archive.writestr("xl/styles.xml", self._styles)
            archive.writestr("xl/worksheets/sheet1.xml", sheet)
        file.seek(0)
        try:
            with CalamineWorkbook.from_filelike(file) as book:
                read = book.get_sheet_by_index(0).to_python()
        except CalamineError as fault:
            raise UnknownFormError from fault
        return [row[0] for row in read]


def _attribute(element: Element | None, name: str) -> str:
    value = None if element is None else element.get(name)
    return f' {name}="{value}"' if value in ("0", "1", "false", "true") else ""


def _kind(cell: object) -> Shows:
    if isinstance(cell, timedelta):
        return Shows.DURATION
    return Shows.NUMBER if cell == _SAMPLE else Shows.MOMENT

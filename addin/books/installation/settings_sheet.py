"""The settings of xlwings inside a workbook: its sheet ``xlwings.conf``, keys in A, values in B.

They come before those of the user. Excel reads the rows from the first on until a key is empty, and
takes a key that stands there twice for an error.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element
from python_calamine import CalamineError, CalamineWorkbook

from addin.books.closed.closed_book import ClosedBook
from addin.books.closed.package import MAIN, Package
from addin.books.closed.workbook_part import Sheet, read_layout
from addin.books.refusals import DamagedFileError
from addin.errors import BillingError

SHEET = "xlwings.conf"
_KEYS, _VALUES = "A", "B"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class NoSettingsSheetError(BillingError):
    """The workbook has no sheet for the settings; takes ``file``, ``sheet``."""

    code = "INST-06"


class ConfigurableBook(ClosedBook):
    """A closed workbook whose settings of xlwings can be changed, as safely as its tables."""

    def settings(self) -> dict[str, str]:
        """The settings by key in upper case.

        Raises:
            NoSettingsSheetError: The workbook was not made by Quotepart.
        """
        found = read_settings(self.path)
        if found is None:
            raise NoSettingsSheetError(file=self.path, sheet=SHEET)
        return found

    def put_settings(self, changes: Mapping[str, str | None]) -> None:
        """Set some settings and take out those that are None; every other part keeps its bytes.

        Raises:
            BillingError: The file may not be written now, or lacks the sheet; it is as it was.
        """
        self.require_writable()
        with Package(self.path) as package:
            _patch(package, changes)
            temporary = self._saved_beside(package)
        self._put_in_place(temporary)


def read_settings(path: Path) -> dict[str, str] | None:
    """The settings of a workbook by key in upper case; None if it has no sheet for them.

    Raises:
        DamagedFileError: The workbook cannot be read.
    """
    try:
        workbook = CalamineWorkbook.from_path(path)
        name = next((one for one in workbook.sheet_names if one.casefold() == SHEET), None)
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) if name else None
    except (CalamineError, OSError) as fault:
        raise DamagedFileError(file=path, part=SHEET) from fault
    return None if rows is None else dict(_pairs(rows))


def _pairs(rows: Iterable[Sequence[object]]) -> Iterator[tuple[str, str]]:
    for row in rows:
        key, value = (str(cell) for cell in [*row, "", ""][:2])
        if not key:
            return
        yield key.upper(), value


def _patch(package: Package, changes: Mapping[str, str | None]) -> None:
    layout = read_layout(package)
    sheet = next((one for one in layout.sheets if one.name.casefold() == SHEET), None)
    if sheet is None:
        raise NoSettingsSheetError(file=package.path, sheet=SHEET)
    grid = _SettingsGrid(package, layout.part, sheet)
    keys = grid.keys()
    for key, value in changes.items():
        if key in keys:
            at = keys.index(key) + 1
        elif value is not None:
            keys.append(key)
            at = len(keys)
            grid.put(at, _KEYS, key)
        else:
            continue
        if value is not None:
            grid.put(at, _VALUES, value)
        else:
            grid.take_out(at, len(keys))
            keys[at - 1] = keys[-1]
            keys.pop()
    package.put_root(sheet.part, grid.root)


class _SettingsGrid:
    """The few cells of the sheet, as XML."""

    def __init__(self, package: Package, workbook_part: str, sheet: Sheet) -> None:
        self.root = package.root(sheet.part)
        rows = self.root.find(f"{MAIN}sheetData")
        if rows is None:
            raise DamagedFileError(file=package.path, part=sheet.name)
        self._rows = rows
        self._strings = [
            _plain(entry)
            for part in package.targets(workbook_part, "sharedStrings")
            for entry in package.root(part).iterfind(f"{MAIN}si")
        ]

    def keys(self) -> list[str]:
        """The keys in upper case, from the first row to the first that has none."""
        found: list[str] = []
        while key := self.text(len(found) + 1, _KEYS):
            found.append(key.upper())
        return found

    def text(self, row: int, column: str) -> str:
        """What a cell says; empty if there is none."""
        cell = self._cell(row, column)
        if cell is None:
            return ""
        if cell.get("t") == "inlineStr":
            return _plain(cell)
        value = cell.findtext(f"{MAIN}v") or ""
        return self._strings[int(value)] if cell.get("t") == "s" else value

    def put(self, row: int, column: str, text: str) -> None:
        """Write a text into a cell; its style stays."""
        cell = self._cell(row, column)
        if cell is None:
            cell = self._new_cell(row, column)
        self._empty(cell)
        cell.set("t", "inlineStr")
        written = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
        written.text = text
        written.set(_SPACE, "preserve")

    def take_out(self, row: int, last: int) -> None:
        """Put the last setting in the place of one that goes, so that no gap is left."""
        for column in (_KEYS, _VALUES):
            if row != last:
                self.put(row, column, self.text(last, column))
            cell = self._cell(last, column)
            if cell is not None:
                self._empty(cell)

    def _cell(self, row: int, column: str) -> Element | None:
        return next(
            (
                cell
                for line in self._rows.iterfind(f"{MAIN}row")
                for cell in line.iterfind(f"{MAIN}c")
                if cell.get("r") == f"{column}{row}"
            ),
            None,
        )

    def _new_cell(self, row: int, column: str) -> Element:
        cell = etree.Element(f"{MAIN}c", r=f"{column}{row}")
        line = self._line(row)
        # Only the key can stand left of the value.
        left = self._cell(row, _KEYS)
        line.insert(0 if left is None else line.index(left) + 1, cell)
        return cell

    def _line(self, row: int) -> Element:
        lines = list(self._rows.iterfind(f"{MAIN}row"))
        for line in lines:
            if line.get("r") == str(row):
                line.attrib.pop("spans", "")
                return line
        made = etree.Element(f"{MAIN}row", r=str(row))
        before = sum(int(line.get("r", "0")) < row for line in lines)
        self._rows.insert(before, made)
        return made

    @staticmethod
    def _empty(cell: Element) -> None:
        cell.attrib.pop("t", "")
        for child in list(cell):
            cell.remove(child)


def _plain(text: Element) -> str:
    """The letters of a text, however they are formatted; not how they are read aloud."""
    runs = text.iterfind(f".//{MAIN}t")
    aloud = f"{MAIN}rPh"
    return "".join(
        run.text or "" for run in runs if not any(one.tag == aloud for one in run.iterancestors())
    )

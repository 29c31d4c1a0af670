"""Columns that a user adds to the tables of a workbook, and headings typed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree
from lxml.etree import _Element as Element

from addin.books.addresses import Area, column_letters
from addin.books.closed.package import MAIN, Package
from addin.books.closed.table_part import Table
from addin.books.closed.workbook_part import read_layout


@dataclass(frozen=True)
class UsersColumn:
    """A column of the user's own at the right of a table.

    Attributes:
        formula: Without its equals sign, ``{row}`` for the row of the sheet; empty for notes.
        notes: What is typed in the first rows of a column of notes.
    """

    table: str
    heading: str
    formula: str = ""
    notes: Sequence[str] = ()


def add_columns(path: Path, columns: Sequence[UsersColumn]) -> None:
    """Add columns to tables, at most one to each, as Excel does."""
    with Package(path) as package:
        tables = read_layout(package).tables
        roots = {
            part: package.root(part)
            for column in columns
            for table in [tables[column.table.casefold()]]
            for part in (table.part, table.sheet_part)
        }
    for column in columns:
        table = tables[column.table.casefold()]
        _define(roots[table.part], table, column)
        _fill(roots[table.sheet_part], table, column)
    _replace(path, roots)


def rename_heading(path: Path, table_name: str, heading: str, to: str) -> None:
    """Type over the heading of a column."""
    with Package(path) as package:
        table = read_layout(package).tables[table_name.casefold()]
        roots = {part: package.root(part) for part in (table.part, table.sheet_part)}
    place = next(column.number for column in table.columns if column.heading == heading)
    (definition,) = [
        one for one in roots[table.part].iter(f"{MAIN}tableColumn") if one.get("name") == heading
    ]
    definition.set("name", to)
    row = _row(roots[table.sheet_part], table.area.first_row)
    address = f"{column_letters(place)}{table.area.first_row}"
    (cell,) = [one for one in row if one.get("r") == address]
    cell.set("t", "inlineStr")
    for content in list(cell):
        cell.remove(content)
    _text(cell, to)
    _replace(path, roots)


def _define(root: Element, table: Table, column: UsersColumn) -> None:
    area = table.area
    wider = str(Area(area.first_column, area.first_row, area.last_column + 1, area.last_row))
    for element in (root, *root.iterfind(f"{MAIN}autoFilter")):
        element.set("ref", wider)
    columns = root.find(f"{MAIN}tableColumns")
    assert columns is not None
    number = max(int(one.get("id", "0")) for one in columns) + 1
    definition = etree.SubElement(
        columns, f"{MAIN}tableColumn", {"id": str(number), "name": column.heading}
    )
    if column.formula:
        formula = etree.SubElement(definition, f"{MAIN}calculatedColumnFormula")
        formula.text = column.formula.format(row=table.body.first_row)
    columns.set("count", str(len(columns)))


def _fill(root: Element, table: Table, column: UsersColumn) -> None:
    letters = column_letters(table.area.last_column + 1)
    _text(_cell(root, letters, table.area.first_row, t="inlineStr"), column.heading)
    for row in range(table.body.first_row, table.body.last_row + 1):
        if column.formula:
            formula = etree.SubElement(_cell(root, letters, row), f"{MAIN}f")
            formula.text = column.formula.format(row=row)
    for row, note in enumerate(column.notes, table.body.first_row):
        _text(_cell(root, letters, row, t="inlineStr"), note)


def _row(root: Element, number: int) -> Element:
    (row,) = [one for one in root.iter(f"{MAIN}row") if one.get("r") == str(number)]
    return row


def _cell(root: Element, letters: str, row: int, **attributes: str) -> Element:
    """A new cell behind the others of a row."""
    holder = _row(root, row)
    if "spans" in holder.attrib:
        del holder.attrib["spans"]
    return etree.SubElement(holder, f"{MAIN}c", {"r": f"{letters}{row}", **attributes})


def _text(cell: Element, text: str) -> None:
    etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t").text = text


def _replace(path: Path, roots: dict[str, Element]) -> None:
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, root in roots.items():
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

"""The tables of a restore point with their formulas, to be put back into an open workbook."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml.etree import _Element as Element

from addin.books.addresses import Area
from addin.books.closed.package import MAIN, Package
from addin.books.closed.references import copied
from addin.books.closed.table_cells import read_grids
from addin.books.closed.table_part import Table
from addin.books.closed.workbook_part import read_layout
from addin.tables.grid import Cell, Grid

Formulas = dict[tuple[int, int], str]
"""What stands behind the equals sign, by row and column number of the sheet, from 1."""


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table as a restore point has it.

    Attributes:
        table: Name of the Excel table.
        sheet: Name of its sheet.
        area: Where it lies, headings and totals included.
        headings: The headings, as they are.
        rows: The data rows: values, the results of formulas among them.
        formulas: The formulas, such as ``=B2*C2``, in English, by data row and column from 0. They
            are kept apart: a value may be a text that begins with an equals sign.
    """

    table: str
    sheet: str
    area: Area
    headings: tuple[str, ...]
    rows: list[list[Cell]]
    formulas: dict[tuple[int, int], str]


def kept_tables(path: Path, tables: Iterable[str]) -> dict[str, KeptTable]:
    """The tables of these names in a closed workbook; one that is not there is left out.

    Args:
        path: The workbook, such as the copy of a restore point.
        tables: Names of Excel tables, in any case.

    Raises:
        BillingError: The file cannot be read as a workbook.
    """
    with Package(path) as package:
        layout = read_layout(package)
        found = {name: layout.tables.get(name.casefold()) for name in tables}
        present = {name: table for name, table in found.items() if table is not None}
        grids = read_grids(package, list(present.values()))
        return {
            name: _kept(package, table, grid)
            for (name, table), grid in zip(present.items(), grids, strict=True)
        }


def _kept(package: Package, table: Table, grid: Grid) -> KeptTable:
    body = table.body
    formulas = {
        (row - body.first_row, column - body.first_column): f"={formula}"
        for (row, column), formula in _formulas(package.root(table.sheet_part)).items()
        if Area(column, row, column, row).within(body)
    }
    rows = [list(row) for row in zip(*grid.columns, strict=True)]
    return KeptTable(table.name, table.sheet, table.area, grid.headings, rows, formulas)


def _formulas(sheet: Element) -> Formulas:
    """Every formula of a sheet; one that was copied down is written out for each of its cells."""
    formulas: Formulas = {}
    masters: dict[str, tuple[str, int, int]] = {}
    for address, formula in _formula_elements(sheet):
        row, column = address.first_row, address.first_column
        text = formula.text or ""
        index = formula.get("si", "") if formula.get("t") == "shared" else ""
        if index and text:
            masters[index] = (text, row, column)
        elif index and index in masters:
            master, master_row, master_column = masters[index]
            text = copied(master, row - master_row, column - master_column)
        if text:
            formulas[row, column] = text
    return formulas


def _formula_elements(sheet: Element) -> Iterator[tuple[Area, Element]]:
    for formula in sheet.iter(f"{MAIN}f"):
        cell = formula.getparent()
        if cell is not None and formula.get("t") != "dataTable":
            yield Area.parse(cell.get("r", "A1")), formula

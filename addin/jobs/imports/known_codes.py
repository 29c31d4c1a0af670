"""Codes of a file that the workbook writes in another way: 12 for 0012, dupont for DUPONT."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from addin.errors import Finding, Place
from addin.jobs.content import Content
from addin.tables import kinds
from addin.tables.cells import CellFault, read_text
from addin.tables.columns import Column, TableSpec
from addin.tables.grid import Cell, Grid
from addin.tables.reading import match_headings


@dataclass(frozen=True, slots=True)
class KnownCodes:
    """A file with the codes as the workbook has them.

    Attributes:
        grid: The file.
        findings: A note for each column whose codes got back the zeros that Excel had dropped.
    """

    grid: Grid
    findings: list[Finding]


def with_known_codes(content: Content, spec: TableSpec[Any], grid: Grid) -> KnownCodes:
    """Write the codes of rows of the workbook as it does, where only one of them can be meant."""
    found, _ = match_headings(spec, grid)
    columns = list(grid.columns)
    findings: list[Finding] = []
    for name, at in found.items():
        known = _known(content, spec, spec.column(name))
        meant = _meant(set(columns[at]), known) if known else {}
        if meant:
            columns[at] = [meant.get(cell, cell) for cell in columns[at]]
            findings += _told(Place(spec.name, column=name), meant)
    return KnownCodes(replace(grid, columns=tuple(columns)), findings)


def _known(content: Content, spec: TableSpec[Any], column: Column) -> set[str]:
    """The codes that a column may name: those it refers to, or those of the table's own rows."""
    if column.kind is not kinds.TEXT:
        return set()
    own = column.key and len(spec.keys) == 1
    table = content.tables.get(column.refers or (spec.name if own else ""))
    if table is None:
        return set()
    return {str(code) for code in table.values[table.spec.keys[0].name] if code is not None}


def _meant(cells: Iterable[Cell], known: set[str]) -> dict[Cell, str]:
    """The code of each cell that is written in another way and can mean one code only."""
    alike: dict[str, list[str]] = defaultdict(list)
    for code in known:
        alike[_bare(code)].append(code)
    meant = {}
    for cell in cells:
        try:
            text = None if cell is None or isinstance(cell, bool) else read_text(cell)
        except CellFault:
            continue
        if text is None or text in known:
            continue
        codes = alike.get(_bare(text), [])
        same = [code for code in codes if code.casefold() == text.casefold()] or codes
        if len(same) == 1 and len(same[0]) >= len(text):
            meant[cell] = same[0]
    return meant


def _bare(code: str) -> str:
    """A code without its capitals and, where it is a number, without the zeros in front."""
    return code.lstrip("0") if code.isdecimal() else code.casefold()


def _told(where: Place, meant: dict[Cell, str]) -> Iterable[Finding]:
    for cell, code in meant.items():
        text = read_text(cell) or ""
        if len(code) > len(text):
            yield Finding("IMP-16", where, {"found": text, "read": code})
            return

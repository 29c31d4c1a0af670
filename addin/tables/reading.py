"""From cells to typed values: every fault of a table at once, each with its place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

from addin.errors import Finding, Place, Severity
from addin.tables.coded import Coded, coded
from addin.tables.column_reading import filled_rows, read_column
from addin.tables.columns import Column, Needed, Record, TableSpec, Writer
from addin.tables.grid import Cell, Grid, is_empty

R = TypeVar("R", bound=Record)
_ROW_CELLS = 2
"""How many cells are filled at least in what is taken for a row."""


@dataclass(frozen=True)
class Table(Generic[R]):
    """One table, read and checked on its own.

    Attributes:
        indices: Data row (as in the grid) of each filled row; the other lists follow it.
        values: Per field, one value per filled row; None for an empty or a faulty cell.
        headings: Heading of each field in this grid; a field the grid lacks is left out.
        findings: What is wrong in it, by row.
        codes: The same columns as codes, those that were read so; ``coded`` gives any.
    """

    spec: TableSpec[R]
    grid: Grid
    indices: list[int]
    values: Mapping[str, list[Any]]
    headings: Mapping[str, str]
    findings: tuple[Finding, ...]
    codes: dict[str, Coded] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.indices)

    @cached_property
    def positions(self) -> Mapping[int, int]:
        """Position of each filled data row among the filled rows."""
        return {index: position for position, index in enumerate(self.indices)}

    def coded(self, name: str) -> Coded:
        """A column as codes, equal values as one; made once."""
        found = self.codes.get(name)
        if found is None:
            found = self.codes[name] = coded(self.values[name])
        return found

    def sheet_row(self, position: int) -> int:
        """Row number that the sheet shows for the filled row at ``position``."""
        return self.grid.first_row + self.indices[position]

    @cached_property
    def faulty_rows(self) -> frozenset[int]:
        """Sheet rows with an error."""
        return frozenset(
            finding.where.row
            for finding in self.findings
            if finding.where.row is not None and finding.severity is Severity.ERROR
        )

    @cached_property
    def records(self) -> list[R]:
        """The rows without an error, in their order on the sheet."""
        sheet_rows = [self.grid.first_row + index for index in self.indices]
        names = ("sheet_row", *self.values)
        rows = zip(sheet_rows, *self.values.values(), strict=True)
        faulty = self.faulty_rows
        fields = [dict(zip(names, row, strict=True)) for row in rows if row[0] not in faulty]
        return _records(self.spec.record, fields)

    def keys(self) -> Iterator[tuple[Any, ...]]:
        """The key of each filled row; an empty part is the empty text."""
        parts = [self.values[column.name] for column in self.spec.keys]
        for key in zip(*parts, strict=True):
            yield tuple("" if part is None else part for part in key)

    def place(self, position: int, column: str | None = None) -> Place:
        """Where the filled row at ``position`` lies."""
        return Place(self.spec.name, self.sheet_row(position), column)


def _records(record: type[R], rows: Sequence[dict[str, Any]]) -> list[R]:
    """Records of values that are typed already, as ``model_construct`` makes them.

    What differs from row to row is only the fields; the rest of the state is that of the first
    record, as when a record is unpickled, which takes a tenth of the time.
    """
    if not rows:
        return []
    state = record.model_construct(**rows[0]).__getstate__()
    records = [record.__new__(record) for _ in rows]
    for one, fields in zip(records, rows, strict=True):
        one.__setstate__({**state, "__dict__": fields})
    return records


def read_table(
    spec: TableSpec[R], grid: Grid, *, typed: bool = True, before: Table[R] | None = None
) -> Table[R]:
    """Type every cell of a grid and collect what is wrong with it.

    Args:
        spec: The table it should be.
        grid: Its cells; columns are found by heading in any language, or by field name.
        typed: The cells are those of a workbook. Those of a file to import may be texts that
            stand for numbers; its columns may be some of the table's, and its cells empty.
        before: The table before an edit: a sound column that is its very list is not typed again.
    """
    found, findings = match_headings(spec, grid)
    findings += _missing_columns(spec, grid, found) if typed else _strange_columns(spec, grid)
    indices = filled_rows(grid)
    values: dict[str, list[Any]] = {}
    codes: dict[str, Coded] = {}
    kept = frozenset() if before is None else _kept_columns(before, grid, found, indices)
    for column in spec.columns:
        if before is not None and column.name in kept:
            values[column.name] = before.values[column.name]
            if column.name in before.codes:
                codes[column.name] = before.codes[column.name]
            continue
        cells = _cells(grid, found.get(column.name), indices)
        values[column.name], faults, as_codes = read_column(column, cells, typed=typed)
        if as_codes is not None:
            codes[column.name] = as_codes
        findings += [
            Finding(
                fault.code,
                Place(spec.name, grid.first_row + indices[position], column.name),
                dict(fault.values),
            )
            for position, fault in faults
        ]
    headings = {name: grid.headings[at] for name, at in found.items()}
    table = Table(spec, grid, indices, values, headings, ())
    findings += [*_missing_values(table), *_left_outside(table)] if typed else []
    findings += _duplicate_keys(table)
    told = tuple(sorted(findings, key=by_place))
    return Table(spec, grid, indices, values, headings, told, codes)


def _kept_columns(
    before: Table[Any], grid: Grid, found: Mapping[str, int], indices: Sequence[int]
) -> frozenset[str]:
    """The fields whose values and findings are what they were: none, of a sound column."""
    if grid.headings != before.grid.headings or indices != before.indices:
        return frozenset()
    faulty = {finding.where.column for finding in before.findings}
    same = (name for name, at in found.items() if grid.columns[at] is before.grid.columns[at])
    return frozenset(same) - faulty


def by_place(finding: Finding) -> tuple[str, int, str, str]:
    """The order in which findings are shown."""
    where = finding.where
    return (where.table, where.row or 0, where.column or "", finding.code)


def match_headings(spec: TableSpec[R], grid: Grid) -> tuple[dict[str, int], list[Finding]]:
    """Position of each field's column in the grid, and the headings that stand twice."""
    found: dict[str, int] = {}
    findings: list[Finding] = []
    known = _known_headings(spec)
    for at, heading in enumerate(grid.headings):
        name = known.get(_folded_heading(heading))
        if name in found:
            findings.append(Finding("TAB-03", Place(spec.name), {"heading": heading}))
        elif name:
            found[name] = at
    return found, findings


def _missing_columns(spec: TableSpec[R], grid: Grid, found: Mapping[str, int]) -> list[Finding]:
    """Columns that the workbook lacks.

    It needs those without which its rows make no sense, and those that a job writes to. Any other
    is missed only where a heading of the user's own may be its new name.
    """
    renamed = bool(_strange_headings(spec, grid))
    return [
        Finding(
            "TAB-02" if _is_needed(column) else "TAB-22",
            Place(spec.name, column=column.name),
            {"heading": column.name},
        )
        for column in spec.columns
        if column.name not in found
        and (_is_needed(column) or (renamed and column.writer is Writer.USER))
    ]


def _is_needed(column: Column) -> bool:
    by_us = column.writer is Writer.QUOTEPART and column.needed is Needed.ALWAYS
    return column.required or by_us


def _strange_columns(spec: TableSpec[R], grid: Grid) -> list[Finding]:
    return [
        Finding("TAB-18", Place(spec.name), {"heading": heading})
        for heading in _strange_headings(spec, grid)
    ]


def _strange_headings(spec: TableSpec[R], grid: Grid) -> list[str]:
    known = _known_headings(spec)
    return [heading for heading in grid.headings if _folded_heading(heading) not in known]


def _folded_heading(heading: str) -> str:
    """A heading as headings are compared: without regard to case, spaces and line breaks."""
    return " ".join(heading.lower().split())


def _known_headings(spec: TableSpec[R]) -> dict[str, str]:
    known = {
        _folded_heading(heading): column.name
        for column in spec.columns
        for heading in (*column.earlier, *column.heading.all())
    }
    return known | {column.name: column.name for column in spec.columns}


def _cells(grid: Grid, at: int | None, indices: Sequence[int]) -> list[Cell]:
    if at is None:
        return [None] * len(indices)
    cells = grid.columns[at]
    return cells if len(indices) == len(cells) else [cells[index] for index in indices]


def _missing_values(table: Table[R]) -> list[Finding]:
    """Required cells left empty; a faulty cell has a finding of its own already."""
    findings = []
    for column in table.spec.columns:
        if not column.required or column.name not in table.headings:
            continue
        values = table.values[column.name]
        if None not in values:
            continue
        cells = table.grid.columns[table.grid.headings.index(table.headings[column.name])]
        for position, value in enumerate(values):
            if value is None and is_empty(cells[table.indices[position]]):
                place = table.place(position, column.name)
                findings.append(Finding("TAB-04", place, {"heading": column.name}))
    return findings


def _left_outside(table: Table[R]) -> list[Finding]:
    """A row right below a table that did not grow over it: most of what a row needs is there.

    A note, or a sum with its label, has less of it.
    """
    grid = table.grid
    needed = {table.headings.get(column.name) for column in table.spec.columns if column.required}
    there = {
        heading
        for heading, cell in zip(grid.headings, grid.below, strict=False)
        if not is_empty(cell)
    }
    if len(there) < _ROW_CELLS or 2 * len(needed & there) <= len(needed):
        return []
    return [Finding("TAB-24", Place(table.spec.name, grid.first_row + grid.height))]


def _duplicate_keys(table: Table[R]) -> list[Finding]:
    """Rows whose key stands in an earlier row too; an empty single key is no key yet."""
    if not table.spec.keys:
        return []
    names = [column.name for column in table.spec.keys]
    without_key = ("",) * len(names)
    parts_of_keys = [_folded_parts(table.values[name]) for name in names]
    several = len(names) > 1
    different = set(zip(*parts_of_keys, strict=True)) if several else set(parts_of_keys[0])
    if len(different) == len(table):
        return []
    first: dict[tuple[Any, ...], int] = {}
    findings = []
    for position, key in enumerate(zip(*parts_of_keys, strict=True)):
        if key == without_key or first.setdefault(key, position) == position:
            continue
        parts = [table.values[name][position] for name in names]
        values = {
            "key": ", ".join(str(part) for part in parts if part is not None),
            "first": table.sheet_row(first[key]),
        }
        findings.append(Finding("TAB-11", table.place(position, names[-1]), values))
    return findings


def _folded_parts(parts: Iterable[object]) -> list[object]:
    return [part.lower() if type(part) is str else _folded(part) for part in parts]


def folded_key(key: Iterable[object]) -> tuple[object, ...]:
    """A key as keys are compared: without regard to case."""
    return tuple(map(_folded, key))


def _folded(part: object) -> object:
    """A part of a key as keys are compared: without regard to case, an empty one as no text."""
    if part is None:
        return ""
    return part.lower() if isinstance(part, str) else part

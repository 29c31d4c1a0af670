"""From cells to typed values: every fault of a table at once, each with its place."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

from addin.errors import Finding, Place, Severity
from addin.tables.columns import Column, Record, TableSpec, Writer
from addin.tables.grid import Cell, Grid, is_empty
from addin.tables.kinds import CellFault

R = TypeVar("R", bound=Record)
Read = Callable[[Any], Any]


@dataclass(frozen=True)
class Table(Generic[R]):
    """One table, read and checked on its own.

    Attributes:
        indices: Data row (as in the grid) of each filled row; the other lists follow it.
        values: Per field, one value per filled row; None for an empty or a faulty cell.
        headings: Heading of each field in this grid; a field the grid lacks is left out.
        findings: What is wrong in it, by row.
    """

    spec: TableSpec[R]
    grid: Grid
    indices: list[int]
    values: Mapping[str, list[Any]]
    headings: Mapping[str, str]
    findings: tuple[Finding, ...]

    def __len__(self) -> int:
        return len(self.indices)

    @cached_property
    def positions(self) -> Mapping[int, int]:
        """Position of each filled data row among the filled rows."""
        return {index: position for position, index in enumerate(self.indices)}

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
        return [record for record in self._rows() if record.sheet_row not in self.faulty_rows]

    def _rows(self) -> Iterator[R]:
        names = list(self.values)
        build: Any = self.spec.record.model_construct
        rows = zip(*self.values.values(), strict=True) if names else ()
        for position, row in enumerate(rows):
            yield build(sheet_row=self.sheet_row(position), **dict(zip(names, row, strict=True)))

    def keys(self) -> Iterator[tuple[Any, ...]]:
        """The key of each filled row; an empty part is the empty text."""
        parts = [self.values[column.name] for column in self.spec.keys]
        for key in zip(*parts, strict=True):
            yield tuple("" if part is None else part for part in key)

    def place(self, position: int, column: str | None = None) -> Place:
        """Where the filled row at ``position`` lies."""
        return Place(self.spec.name, self.sheet_row(position), column)


def read_table(spec: TableSpec[R], grid: Grid, *, typed: bool = True) -> Table[R]:
    """Type every cell of a grid and collect what is wrong with it.

    Args:
        spec: The table it should be.
        grid: Its cells; columns are found by heading in any language, or by field name.
        typed: The cells are those of a workbook. Those of a file to import may be texts that
            stand for numbers; its columns may be some of the table's, and its cells empty.
    """
    found, findings = match_headings(spec, grid)
    findings += _missing_columns(spec, grid, found) if typed else _strange_columns(spec, grid)
    indices = _filled_rows(grid)
    values: dict[str, list[Any]] = {}
    for column in spec.columns:
        cells = _cells(grid, found.get(column.name), indices)
        values[column.name], faults = _column(column, cells, typed=typed)
        findings += [
            Finding(
                fault.code,
                Place(spec.name, grid.first_row + indices[position], column.name),
                fault.values,
            )
            for position, fault in faults
        ]
    headings = {name: grid.headings[at] for name, at in found.items()}
    table = Table(spec, grid, indices, values, headings, ())
    findings += (_missing_values(table) if typed else []) + _duplicate_keys(table)
    return Table(spec, grid, indices, values, headings, tuple(sorted(findings, key=by_place)))


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
    return column.required or column.writer is Writer.QUOTEPART


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
        for heading in column.heading.all()
    }
    return known | {column.name: column.name for column in spec.columns}


def _filled_rows(grid: Grid) -> list[int]:
    """The data rows that are not blank; the same as asking ``Grid.blank`` of each, but faster."""
    columns = (
        column
        for heading, column in zip(grid.headings, grid.columns, strict=True)
        if heading not in grid.calculated
    )
    rows = enumerate(zip(*columns, strict=True))
    return [index for index, row in rows if not all(map(is_empty, row))]


def _cells(grid: Grid, at: int | None, indices: Sequence[int]) -> list[Cell]:
    if at is None:
        return [None] * len(indices)
    cells = grid.columns[at]
    return cells if len(indices) == len(cells) else [cells[index] for index in indices]


def _column(
    column: Column, cells: Sequence[Cell], *, typed: bool
) -> tuple[list[Any], list[tuple[int, CellFault]]]:
    """The values of a column, and the faults by position."""
    read = _reader(column) if typed else _text_reader(column)
    try:
        return [column.default if cell is None else read(cell) for cell in cells], []
    except CellFault:
        return _column_with_faults(read, column.default, cells)


def _column_with_faults(
    read: Read, default: object, cells: Iterable[Cell]
) -> tuple[list[Any], list[tuple[int, CellFault]]]:
    values: list[Any] = []
    faults: list[tuple[int, CellFault]] = []
    for position, cell in enumerate(cells):
        try:
            values.append(default if cell is None else read(cell))
        except CellFault as fault:
            values.append(None)
            faults.append((position, fault))
    return values, faults


def _reader(column: Column) -> Read:
    """Read each cell once: a column of many rows holds few different values."""
    parse, default = column.kind.from_cell, column.default
    # 1, 1.0 and yes are equal to Python, but not to a reader.
    return lru_cache(maxsize=None, typed=True)(
        lambda cell: default if is_empty(cell) else parse(cell)
    )


def _text_reader(column: Column) -> Read:
    """Json brings numbers and booleans as themselves, csv everything as text."""
    kind, default = column.kind, column.default

    def read(cell: Cell) -> Any:  # noqa: ANN401 - of the column's kind
        if is_empty(cell):
            return default
        return kind.from_text(cell) if isinstance(cell, str) else kind.from_cell(cell)

    return read


def _missing_values(table: Table[R]) -> list[Finding]:
    """Required cells left empty; a faulty cell has a finding of its own already."""
    findings = []
    for column in table.spec.columns:
        if not column.required or column.name not in table.headings:
            continue
        cells = table.grid.columns[table.grid.headings.index(table.headings[column.name])]
        for position, value in enumerate(table.values[column.name]):
            if value is None and is_empty(cells[table.indices[position]]):
                place = table.place(position, column.name)
                findings.append(Finding("TAB-04", place, {"heading": column.name}))
    return findings


def _duplicate_keys(table: Table[R]) -> list[Finding]:
    """Rows whose key stands in an earlier row too; an empty single key is no key yet."""
    if not table.spec.keys:
        return []
    first: dict[tuple[Any, ...], int] = {}
    findings = []
    names = [column.name for column in table.spec.keys]
    without_key = ("",) * len(names)
    folded = zip(*(map(_folded, table.values[name]) for name in names), strict=True)
    for position, key in enumerate(folded):
        if key == without_key or first.setdefault(key, position) == position:
            continue
        parts = [table.values[name][position] for name in names]
        values = {
            "key": ", ".join(str(part) for part in parts if part is not None),
            "first": table.sheet_row(first[key]),
        }
        findings.append(Finding("TAB-11", table.place(position, names[-1]), values))
    return findings


def folded_key(key: Iterable[object]) -> tuple[object, ...]:
    """A key as keys are compared: without regard to case."""
    return tuple(map(_folded, key))


def _folded(part: object) -> object:
    """A part of a key as keys are compared: without regard to case, an empty one as no text."""
    if part is None:
        return ""
    return part.lower() if isinstance(part, str) else part

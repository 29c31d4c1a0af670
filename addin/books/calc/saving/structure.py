"""What a document has besides the contents of its cells, as far as two moments can be compared.

Looked at are the formats and merging of cells outside the data of tables, the widths of columns,
notes, charts and pictures, and defined names. Conditional formats, validations and page settings
are not.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

from addin.books.calc.cells import within
from addin.books.calc.office import UnoObject
from addin.books.calc.saving.losses import Kind, Loss
from addin.books.calc.saving.state import SheetState

# In the order of the alphabet, as UNO wants them; the last one is taken apart.
LOOKS = (
    "CellBackColor",
    "CharColor",
    "CharFontName",
    "CharHeight",
    "CharPosture",
    "CharUnderline",
    "CharWeight",
    "HoriJustify",
    "IsTextWrapped",
    "NumberFormat",
)
GENERAL = "General"
# A sheet with more cells outside its tables than this is not looked at cell by cell.
MOST_CELLS = 20_000
MOST_ROWS_MERGED = 200

Look = Mapping[Kind, Hashable]
Place = tuple[int, int]


class Structure:
    """How a document looks at one moment."""

    def __init__(self, document: UnoObject, sheets: Sequence[SheetState]) -> None:
        """Look at it.

        Args:
            document: The document.
            sheets: Its sheets; their areas when they were loaded decide what is looked at.
        """
        named = document.NamedRanges
        self.names = {name: named.getByName(name).Content for name in named.ElementNames}
        self.looks: list[Look] = []
        self.numbers: list[Mapping[Place, str]] = []
        for state in sheets:
            formats, numbers = _formats(document, state)
            self.looks.append({**_look(state), Kind.FORMATS: formats})
            self.numbers.append(numbers)

    def losses(
        self,
        now: "Structure",
        sheets: Sequence[SheetState],
        moved: Collection[str] = (),
        typed: Collection[tuple[str, Place]] = (),
    ) -> list[Loss]:
        """What is different by now.

        Args:
            now: The same document at this moment.
            sheets: Its sheets, in the same order.
            moved: Names of those whose rows came or went: what is defined over them has moved too.
            typed: Cells, by their sheet, that took a format for what was typed into them.
        """
        found = [
            Loss(kind, state.name)
            for before, after, state in zip(self.looks, now.looks, sheets, strict=True)
            for kind in before
            if before[kind] != after[kind]
        ]
        for before, after, state in zip(self.numbers, now.numbers, sheets, strict=True):
            if any(
                after.get(place, GENERAL) != was
                and not (was == GENERAL and (state.name, place) in typed)
                for place, was in before.items()
            ):
                found.append(Loss(Kind.FORMATS, state.name))
        return found + [Loss(Kind.NAMES)] * self._renamed(now, moved)

    def _renamed(self, now: "Structure", moved: Collection[str]) -> bool:
        """Whether names came or went, or stand for something else."""
        if self.names.keys() != now.names.keys():
            return True
        changed = [name for name, content in self.names.items() if content != now.names[name]]
        return not all(any(sheet in self.names[name] for sheet in moved) for name in changed)


def _look(state: SheetState) -> Look:
    sheet = state.sheet
    _, width = state.extents[-1]
    columns = [sheet.Columns.getByIndex(place) for place in range(width)]
    return {
        Kind.WIDTHS: tuple(one.getPropertyValues(("IsVisible", "Width")) for one in columns),
        Kind.NOTES: tuple(
            (note.Position.Row, note.Position.Column, note.String)
            for note in map(sheet.Annotations.getByIndex, range(sheet.Annotations.Count))
        ),
        Kind.DRAWINGS: (sheet.DrawPage.Count, tuple(sheet.Charts.ElementNames)),
    }


def _outside(state: SheetState) -> UnoObject | None:
    """The used cells above the first table; None if there are too many of them."""
    _, width = state.extents[-1]
    height = min([state.shape[0], *(table.area.first_row for table in state.tables)])
    if height * width > MOST_CELLS:
        return None
    return state.sheet.getCellRangeByPosition(0, 0, width - 1, height - 1)


def _formats(document: UnoObject, state: SheetState) -> tuple[Hashable, Mapping[Place, str]]:
    """How each used cell above the tables looks, and how it shows numbers; from 1."""
    cells = _outside(state)
    if cells is None:
        return None, {}
    looks: dict[Place, Hashable] = {}
    numbers: dict[Place, str] = {}
    codes: dict[int, str] = {}
    for alike in cells.getUniqueCellFormatRanges():
        *look, key = alike.getPropertyValues(LOOKS)
        if key not in codes:
            codes[key] = document.NumberFormats.getByKey(key).FormatString
        places = [(row + 1, column + 1) for row, column in within(alike.RangeAddresses, cells)]
        looks |= dict.fromkeys(places, tuple(map(_told, look)))
        numbers |= dict.fromkeys(places, codes[key])
    end = cells.RangeAddress
    height, width = end.EndRow + 1, end.EndColumn + 1
    merged = _merged(cells, min(height, MOST_ROWS_MERGED), width)
    return (tuple(sorted(looks.items())), merged), numbers


def _merged(cells: UnoObject, height: int, width: int) -> Hashable:
    """The cells at which merged ones begin."""
    rows = [
        row
        for row in range(height)
        if cells.getCellRangeByPosition(0, row, width - 1, row).IsMerged
    ]
    return tuple(
        (row, column)
        for row in rows
        for column in range(width)
        if cells.getCellByPosition(column, row).IsMerged
    )


def _told(value: UnoObject) -> Hashable:
    """An enumeration by its name."""
    name: Hashable = getattr(value, "value", value)
    return name


def joined(losses: Iterable[Loss]) -> list[Loss]:
    """Each loss once, in the order of the kinds."""
    order = list(Kind)
    return sorted(set(losses), key=lambda loss: (order.index(loss.kind), loss.where))

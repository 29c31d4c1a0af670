"""What the parts of the first sheet share: its columns, its rows, its figures and its words."""

from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from addin.books.building.content import Rows
from addin.books.building.figures import faults_formula, figures
from addin.books.building.layout import GROUPS
from addin.books.building.steps import STEPS
from addin.books.building.styles import ACCENT, HAIRLINE, Styles
from addin.tables.catalogue import BY_NAME
from addin.words import Language, text

# Five pairs of columns between two margins: a wide one for words, a narrower one for a figure.
PAIRS = 5
FIRST_COLUMN = 1
LAST_COLUMN = FIRST_COLUMN + 2 * PAIRS - 1

FIRM_ROW, BRAND_ROW = 1, 2
TILE_ROW = 4
STEPS_ROW = 7
NEXT_ROW = STEPS_ROW + len(STEPS) + 1
SHEETS_ROW = NEXT_ROW + 2
LEGEND_ROW = SHEETS_ROW + max(len(tables) for tables in GROUPS.values()) + 3

_FIRST_FIGURES = 2  # the pair of columns with the first figure of a step
_AMOUNTS = frozenset({"net", "ready_net", "invoiced_net", "year_net", "open"})


class HomePage:
    """The first sheet, as far as it is common to its parts.

    Attributes:
        values: What each figure comes to, so far as the rows tell it; also the number of rows of
            some tables, by their name in lower case.
    """

    def __init__(
        self, sheet: Worksheet, rows: Rows, language: Language, styles: Styles, faults: int
    ) -> None:
        self.sheet = sheet
        self.rows = rows
        self.language = language
        self.styles = styles
        self._figures = figures(rows)
        self.values = {name: figure.value(rows) for name, figure in self._figures.items()}
        self.values["faults"] = Decimal(faults)
        self.values |= {name.lower(): Decimal(len(given)) for name, given in rows.items()}

    def text(self, key: str, **values: object) -> str:
        """A text of the sheet."""
        return text(f"home.{key}", self.language, **values)

    def section(self, row: int, key: str) -> None:
        """Write a heading across the sheet."""
        style = self.styles.of(
            bold=True, font_size=12, font_color=ACCENT, bottom=2, bottom_color=ACCENT
        )
        self.sheet.set_row(row, 22)
        for column in range(FIRST_COLUMN, LAST_COLUMN + 1):
            self.sheet.write_blank(row, column, None, style)
        self.sheet.write_string(row, FIRST_COLUMN, self.text(key), style)

    def line(self, **properties: Any) -> Format:  # noqa: ANN401 - as XlsxWriter has them
        """The format of a cell in a list of lines."""
        return self.styles.of(bottom=1, bottom_color=HAIRLINE, **properties)

    def write_figure(self, row: int, column: int, name: str, style: Format) -> None:
        """Write the formula of a figure, with what it comes to."""
        value = self.values[name]
        if name == "faults":
            formula = faults_formula(self.language)
        else:
            formula = self._figures[name].formula(self.language)
        shown = int(value) if value == value.to_integral_value() else value
        self.sheet.write_formula(row, column, formula, style, shown)

    def link_to(self, table: str, cell: str = "A5") -> str:
        """The address of a cell on the sheet of a table."""
        sheet = BY_NAME[table].sheet[self.language].replace("'", "''")
        return f"internal:'{sheet}'!{cell}"

    def merge(self, row: int, first: int, last: int, style: Format) -> None:
        """Join cells of a row; what is written into the first one afterwards has them all."""
        self.sheet.merge_range(row, first, row, last, "", style)


def figure_column(pair: int) -> int:
    """The column of a step's first (0) or second (1) figure; its words are to the left."""
    return FIRST_COLUMN + 2 * (_FIRST_FIGURES + pair) + 1


def cells_of_figures() -> dict[str, str]:
    """Where each figure of the steps stands, and the number of rows of each table."""
    cells = {}
    for position, step in enumerate(STEPS):
        for pair, name in enumerate(step.figures):
            cells[name] = xl_rowcol_to_cell(STEPS_ROW + 1 + position, figure_column(pair))
    for pair, tables in enumerate(GROUPS.values()):
        for position, table in enumerate(tables):
            column = FIRST_COLUMN + 2 * pair + 1
            cells[table.lower()] = xl_rowcol_to_cell(SHEETS_ROW + 2 + position, column)
    return cells


def number_format(figure: str) -> str:
    """Excel's format of a figure."""
    return "#,##0.00" if figure in _AMOUNTS else "#,##0"

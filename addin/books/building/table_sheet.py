"""A sheet with one table: its title, its rows, and how it prints."""

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from math import ceil
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from addin.books.building.checks import formula_of
from addin.books.building.content import Row, cell_for, column_of_value
from addin.books.building.figures import up_to_date
from addin.books.building.formulas import whole_column
from addin.books.building.highlights import highlights
from addin.books.building.layout import (
    BACK_ROW,
    FIRST_ROW,
    HEADING_ROW,
    HELP_ROW,
    LAST_ROW,
    NUMBERS,
    TITLE_ROW,
    WRAPPED,
    colour_of,
    frozen_columns,
    heading_lines,
    is_computed,
    lines_of,
    row_area,
    width_of,
)
from addin.books.building.styles import LINK, MUTED, Styles
from addin.books.building.validations import setting_validation, validation
from addin.tables import kinds
from addin.tables.columns import Column, TableSpec, Writer
from addin.tables.grid import Cell
from addin.tables.sheets.settings import ANYTHING
from addin.words import Language, text

_LINE = 15
# What can still be read when it is printed.
_CHARACTERS_ON_A_PAGE = 220
# The wide tables that are gone through on paper: what stands on the left is on each page of them.
_READ_ON_PAPER = frozenset({"Prebilling", "Invoices"})
_TEXT_FORMAT = "@"
# What is read as a whole, and not row by row.
_WITH_TOTALS = frozenset({"Overview", "WorkInProgress"})
_TOTAL_FORMAT = '"Σ "#,##0.00'
_SUM_IN_VIEW = 109
# Long texts: what is formatted as text shows as "####" in some versions of Excel from 256 on.
_LONG = frozenset({"message", "description", "text_override"})


class TableSheet:
    """Writes the sheet of one table."""

    def __init__(
        self, sheet: Worksheet, spec: TableSpec[Any], language: Language, styles: Styles
    ) -> None:
        self.sheet = sheet
        self.spec = spec
        self.language = language
        self.styles = styles
        self._formats = [self._format(column) for column in spec.columns]

    def write(self, rows: Sequence[Row], sound: frozenset[int]) -> None:
        """Fill the sheet.

        Args:
            rows: The rows of the table, with values by field.
            sound: Positions of the rows that nothing is wrong with.
        """
        cells = [
            [cell_for(self.spec, column, row, self.language) for row in rows]
            for column in self.spec.columns
        ]
        widths = [
            width_of(self.spec, column, self.language, shown)
            for column, shown in zip(self.spec.columns, cells, strict=True)
        ]
        self._write_title()
        self._write_totals(cells)
        self._add_table(max(len(rows), 1))
        for position, (column, shown) in enumerate(zip(self.spec.columns, cells, strict=True)):
            self._write_cells(position, column, shown or [None], sound)
        self._set_columns(widths)
        self._set_heights(cells, widths)
        self._add_validations(rows)
        self._add_highlights()
        self._set_up_view(widths)
        self._set_up_page(widths)

    def _format(self, column: Column) -> Format:
        properties: dict[str, Any] = {"num_format": _number_format(self.spec, column)}
        number = column.kind.name in NUMBERS
        properties |= {"align": "right" if number else "left", "indent": 1}
        if column.name in WRAPPED:
            properties["text_wrap"] = True
        if column.name == "link":
            properties |= {"font_color": LINK, "underline": 1}
        return self.styles.cell(computed=is_computed(column), **properties)

    def _write_title(self) -> None:
        sheet, styles, language = self.sheet, self.styles, self.language
        colour = colour_of(self.spec.name)
        sheet.set_tab_color(colour)
        title = styles.of(bold=True, font_size=18, font_color=colour)
        sheet.set_row(TITLE_ROW, 30)
        sheet.write_string(TITLE_ROW, 0, self.spec.sheet[language], title)
        about = self.spec.help[language]
        if self.spec.name == "Lists":
            about = f"{about} {text('sheet.together', language)}"
        sheet.set_row(HELP_ROW, 17)
        sheet.write_string(HELP_ROW, 0, about, styles.of(font_color=MUTED))
        home = text("sheet.home", language)
        back = styles.of(font_color=LINK, underline=1)
        sheet.set_row(BACK_ROW, 20)
        sheet.write_url(BACK_ROW, 0, f"internal:'{home}'!A1", back, text("sheet.back", language))

    def _write_totals(self, cells: Sequence[Sequence[Cell]]) -> None:
        """What the rows in view come to, above the headings, where no row can push it away."""
        if self.spec.name not in _WITH_TOTALS:
            return
        total = self.styles.of(num_format=_TOTAL_FORMAT, align="right", indent=1, bold=True)
        for position, (column, shown) in enumerate(zip(self.spec.columns, cells, strict=True)):
            if column.kind in (kinds.AMOUNT, kinds.QUANTITY):
                area = whole_column(self.spec, column.name, self.language)
                value = sum(cell for cell in shown if isinstance(cell, int | Decimal))
                formula = up_to_date(f"SUBTOTAL({_SUM_IN_VIEW},{area})")
                self.sheet.write_formula(BACK_ROW, position, formula, total, float(value))

    def _add_table(self, height: int) -> None:
        columns = []
        for column, cell_format in zip(self.spec.columns, self._formats, strict=True):
            options: dict[str, Any] = {
                "header": column.heading[self.language],
                "header_format": self.styles.heading(computed=is_computed(column)),
                "format": cell_format,
            }
            if column.writer is Writer.FORMULA:
                options["formula"] = formula_of(self.spec, column, self.language)
            columns.append(options)
        # Grey says that a cell is filled in for the user, so no bands of grey.
        self.sheet.add_table(
            HEADING_ROW,
            0,
            HEADING_ROW + height,
            len(columns) - 1,
            {
                "name": self.spec.name,
                "columns": columns,
                "style": "Table Style Light 1",
                "banded_rows": False,
            },
        )

    def _write_cells(
        self, position: int, column: Column, cells: Sequence[Cell], sound: frozenset[int]
    ) -> None:
        formula = ""
        if column.writer is Writer.FORMULA:
            formula = formula_of(self.spec, column, self.language)
        ok = text("sheet.check.ok", self.language) if column.name == "check" else ""
        for index, cell in enumerate(cells):
            row = FIRST_ROW + index
            cell_format = self._formats[position]
            if formula:
                shown = ok if index in sound else ""
                self.sheet.write_formula(row, position, formula, cell_format, shown)
            else:
                self._write_cell(row, position, cell, cell_format)

    def _write_cell(self, row: int, position: int, cell: Cell, cell_format: Format) -> None:
        sheet = self.sheet
        if cell is None:
            sheet.write_blank(row, position, None, cell_format)
        elif isinstance(cell, date | time):
            sheet.write_datetime(row, position, cell, cell_format)
        elif isinstance(cell, int | Decimal):
            sheet.write_number(row, position, cell, cell_format)
        else:
            sheet.write_string(row, position, str(cell), cell_format)

    def _set_columns(self, widths: Sequence[int]) -> None:
        """Widths, and the number format of cells below the table, which are typed in first."""
        for position, (column, width) in enumerate(zip(self.spec.columns, widths, strict=True)):
            below = self.styles.of(num_format=_number_format(self.spec, column))
            self.sheet.set_column(position, position, width, below)
        lines = heading_lines(self.spec, widths, self.language)
        self.sheet.set_row(HEADING_ROW, _LINE * max(lines, 2) + 4)

    def _set_heights(self, cells: Sequence[Sequence[Cell]], widths: Sequence[int]) -> None:
        """Room for texts of several lines; Excel would see to it, other programs do not."""
        for index, row in enumerate(zip(*cells, strict=True)):
            cells_in_row = zip(self.spec.columns, row, widths, strict=True)
            taken = (
                lines_of(str(cell), width)
                for column, cell, width in cells_in_row
                if column.name in WRAPPED
            )
            lines = max(taken, default=1)
            if lines > 1:
                self.sheet.set_row(FIRST_ROW + index, _LINE * lines)

    def _add_validations(self, rows: Sequence[Row]) -> None:
        first = FIRST_ROW
        for position, column in enumerate(self.spec.columns):
            if column.kind is ANYTHING:
                self._write_values(position, rows)
                first = FIRST_ROW + len(rows)
            options = validation(self.spec, column, self.language)
            self.sheet.data_validation(first, position, LAST_ROW, position, options)

    def _write_values(self, position: int, rows: Sequence[Row]) -> None:
        """Each value has the format and the help of its own setting, or of its field of a form."""
        for index, row in enumerate(rows):
            setting = column_of_value(self.spec, row)
            at = FIRST_ROW + index
            options = setting_validation(setting, self.language)
            self.sheet.data_validation(at, position, at, position, options)
            number_format = setting.kind.number_format
            cell_format = self.styles.cell(
                computed=False, num_format=number_format, align="left", indent=1
            )
            cell = cell_for(self.spec, self.spec.column("value"), row, self.language)
            self._write_cell(at, position, cell, cell_format)

    def _add_highlights(self) -> None:
        for highlight in highlights(self.spec, self.language):
            self.sheet.conditional_format(
                highlight.area,
                {
                    "type": "formula",
                    "criteria": highlight.formula,
                    "format": self.styles.condition(**highlight.properties),
                },
            )

    def _set_up_view(self, widths: Sequence[int]) -> None:
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.freeze_panes(FIRST_ROW, frozen_columns(self.spec, widths))
        sheet.set_selection(FIRST_ROW, 0, FIRST_ROW, 0)
        # A postcode or a code of figures is a text on purpose.
        sheet.ignore_errors({"number_stored_as_text": row_area(self.spec)})

    def _set_up_page(self, widths: Sequence[int]) -> None:
        """As wide as can be read: a table too wide for one page takes several side by side."""
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        pages = max(1, ceil(sum(widths) / _CHARACTERS_ON_A_PAGE))
        sheet.fit_to_pages(pages, 0)
        sheet.repeat_rows(HEADING_ROW)
        frozen = frozen_columns(self.spec, widths)
        # Only where they help a reader on paper: each costs LibreOffice 0.2 s of loading.
        if frozen and pages > 1 and self.spec.name in _READ_ON_PAPER:
            sheet.repeat_columns(0, frozen - 1)
        numbered = text("sheet.page", self.language, page="&P", pages="&N")
        sheet.set_footer(f"&L&9&F   &A&R&9{numbered}")


def _number_format(spec: TableSpec[Any], column: Column) -> str:
    if column.writer is Writer.FORMULA or column.name in _LONG:
        return "General"  # a formula in a cell of texts would be shown, not worked out
    if column.kind is kinds.SHARE and any(one.name == "basis" for one in spec.columns):
        # In a cell of percentages, 125 is taken for 125 %: the share of a weight would be 1.25.
        return "#,##0.######"
    return column.kind.number_format

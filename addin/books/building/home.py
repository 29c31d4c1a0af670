"""The first sheet: the month in work, its steps with their state, and the way to every sheet."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from addin.books.building import figures as figuring
from addin.books.building.content import Rows
from addin.books.building.formulas import literal, spoken
from addin.books.building.layout import COLOURS, FIRST_ROW, GROUPS
from addin.books.building.steps import STEPS, Status
from addin.books.building.styles import (
    ACCENT,
    ATTENTION,
    BAD,
    COMPUTED,
    COMPUTED_HEADING,
    FAINT,
    GOOD,
    HAIRLINE,
    LINK,
    MUTED,
    OVERRIDDEN,
    PAST,
    UNDER_WAY,
    WHITE,
    Styles,
)
from addin.tables.catalogue import BY_NAME
from addin.tables.kinds import EXCEL_EPOCH
from addin.words import Language, text

# Five pairs of columns between two margins: a wide one for words, a narrower one for a figure.
_PAIRS = 5
_FIRST_COLUMN = 1
_WIDE, _NARROW, _MARGIN = 24, 11, 2

_FIRM_ROW, _BRAND_ROW = 1, 2
_TILE_ROW = 4
_STEPS_ROW = 7
_NEXT_ROW = _STEPS_ROW + len(STEPS) + 1
_SHEETS_ROW = _NEXT_ROW + 2
_LONGEST_GROUP = max(len(tables) for tables in GROUPS.values())
_LEGEND_ROW = _SHEETS_ROW + _LONGEST_GROUP + 3

_AMOUNTS = frozenset({"net", "ready_net", "invoiced_net", "year_net", "open"})
_TILES = ("net", "ready_net", "year_net", "year_count", "open")
_LOCALES = {Language.EN: "809", Language.FR: "40C", Language.NL: "813", Language.DE: "407"}
_SETTINGS_BEHIND = {"month": "month", "year": "fiscal_year_start"}
_STATUS_STYLES = {
    Status.DONE: GOOD,
    Status.TODO: ATTENTION,
    Status.READY: UNDER_WAY,
    Status.LATER: PAST,
}


class HomeSheet:
    """Writes the first sheet."""

    def __init__(
        self, workbook: Workbook, sheet: Worksheet, rows: Rows, language: Language
    ) -> None:
        self.workbook = workbook
        self.sheet = sheet
        self.rows = rows
        self.language = language
        self.styles: Styles
        self._figures = figuring.figures(rows)
        self._values = {name: figure.value(rows) for name, figure in self._figures.items()}
        self._values["faults"] = Decimal(0)
        for table in ("Clients", "Schedules", "Plan"):
            self._values[table.lower()] = Decimal(len(rows[table]))

    def write(self, styles: Styles, faulty_rows: int) -> None:
        """Fill the sheet.

        Args:
            styles: The formats of the workbook.
            faulty_rows: How many rows have something wrong with them.
        """
        self.styles = styles
        self._values["faults"] = Decimal(faulty_rows)
        self._set_up_page()
        self._write_head()
        self._write_tiles()
        self._write_steps()
        self._write_next()
        self._write_sheets()
        self._write_legend()

    def _text(self, key: str, **values: object) -> str:
        return text(f"home.{key}", self.language, **values)

    def _set_up_page(self) -> None:
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 1)
        sheet.set_margins(0.4, 0.4, 0.4, 0.5)
        sheet.center_horizontally()
        sheet.set_column(0, 0, _MARGIN)
        for pair in range(_PAIRS):
            column = _FIRST_COLUMN + 2 * pair
            sheet.set_column(column, column, _WIDE)
            sheet.set_column(column + 1, column + 1, _NARROW)
        sheet.set_column(_FIRST_COLUMN + 2 * _PAIRS, _FIRST_COLUMN + 2 * _PAIRS, _MARGIN)
        sheet.set_tab_color(ACCENT)

    def _write_head(self) -> None:
        sheet, styles, language = self.sheet, self.styles, self.language
        first = _FIRST_COLUMN
        name = figuring.setting_of(self.rows, "firm_name")
        title = styles.of(bold=True, font_size=22, font_color=ACCENT)
        sheet.set_row(_FIRM_ROW, 34)
        shown = name or self._text("nameless", sheet=BY_NAME["Settings"].sheet[language])
        sheet.write_formula(_FIRM_ROW, first, figuring.firm_formula(language), title, shown)
        sheet.set_row(_BRAND_ROW, 18)
        sheet.write_string(_BRAND_ROW, first, self._text("brand"), styles.of(font_color=MUTED))
        self._write_month()

    def _write_month(self) -> None:
        """Top right: the month in work above the start of its fiscal year."""
        sheet, styles = self.sheet, self.styles
        last = _FIRST_COLUMN + 2 * _PAIRS - 1
        label = styles.of(font_color=MUTED, align="right")
        locale = f"[$-{_LOCALES[self.language]}]"
        big = styles.of(
            bold=True,
            font_size=16,
            font_color=ACCENT,
            align="right",
            num_format=f"{locale}mmmm yyyy",
        )
        small = styles.of(align="right", font_color=MUTED, num_format="dd/mm/yyyy")
        month, year = figuring.month_of(self.rows), figuring.year_of(self.rows)
        cells = (
            (_FIRM_ROW, "month", figuring.month_formula(self.language), big, month),
            (_BRAND_ROW, "year", figuring.year_formula(self.language), small, year),
        )
        for row, key, formula, style, value in cells:
            setting = _SETTINGS_BEHIND[key]
            sheet.write_url(row, last - 2, self._link_to_setting(setting), label, self._text(key))
            sheet.merge_range(row, last - 1, row, last, "", style)
            sheet.write_formula(row, last - 1, formula, style, _serial(value))
        for name, row in ((figuring.MONTH_NAME, _FIRM_ROW), (figuring.YEAR_NAME, _BRAND_ROW)):
            address = xl_rowcol_to_cell(row, last - 1, row_abs=True, col_abs=True)
            self.workbook.define_name(name, f"='{self._text_of_sheet()}'!{address}")

    def _link_to_setting(self, name: str) -> str:
        names = [row["setting"] for row in self.rows["Settings"]]
        cell = xl_rowcol_to_cell(FIRST_ROW + names.index(name), 1)
        return _link_to("Settings", self.language, cell)

    def _text_of_sheet(self) -> str:
        return text("sheet.home", self.language)

    def _write_tiles(self) -> None:
        sheet, styles = self.sheet, self.styles
        sheet.set_row(_TILE_ROW - 1, 10)
        sheet.set_row(_TILE_ROW, 20)
        sheet.set_row(_TILE_ROW + 1, 32)
        edge = {"left": 5, "left_color": ACCENT}
        for position, name in enumerate(_TILES):
            column = _FIRST_COLUMN + 2 * position
            label = styles.of(font_color=MUTED, font_size=10, bg_color=COMPUTED, indent=1, **edge)
            figure = styles.of(
                bold=True,
                font_size=18,
                align="left",
                indent=1,
                bg_color=COMPUTED,
                num_format=_number_format(name),
                **edge,
            )
            right = {"right": 5, "right_color": WHITE}
            label_end, figure_end = (styles.of(bg_color=COMPUTED, **right) for _ in range(2))
            sheet.write_string(_TILE_ROW, column, self._text(f"tile.{name}"), label)
            sheet.write_blank(_TILE_ROW, column + 1, None, label_end)
            sheet.merge_range(_TILE_ROW + 1, column, _TILE_ROW + 1, column + 1, "", figure)
            self._write_figure(_TILE_ROW + 1, column, name, figure)
            sheet.write_blank(_TILE_ROW + 1, column + 1, None, figure_end)

    def _write_figure(self, row: int, column: int, name: str, style: Any) -> None:  # noqa: ANN401
        if name == "faults":
            formula = figuring.faults_formula(self.language)
        else:
            formula = self._figures[name].formula(self.language)
        self.sheet.write_formula(row, column, formula, style, _plain(self._values[name]))

    def _section(self, row: int, key: str) -> None:
        """A heading across the sheet."""
        style = self.styles.of(
            bold=True, font_size=12, font_color=ACCENT, bottom=2, bottom_color=ACCENT
        )
        self.sheet.set_row(row, 22)
        for column in range(_FIRST_COLUMN, _FIRST_COLUMN + 2 * _PAIRS):
            self.sheet.write_blank(row, column, None, style)
        self.sheet.write_string(row, _FIRST_COLUMN, self._text(key), style)

    def _write_steps(self) -> None:
        self._section(_STEPS_ROW, "steps")
        cells = self._cells_of_figures()
        for position, step in enumerate(STEPS):
            row = _STEPS_ROW + 1 + position
            self.sheet.set_row(row, 33)
            self._write_step_words(row, position, step.name, step.table)
            for pair, name in enumerate(step.figures, start=2):
                self._write_step_figure(row, pair, name)
            formula = step.formula(self.language, cells)
            status = self._text(f"status.{step.status(self._values)}")
            column = _FIRST_COLUMN + 8
            style = self._line(bold=True, align="center")
            self.sheet.merge_range(row, column, row, column + 1, "", style)
            self.sheet.write_formula(row, column, formula, style, status)
        self._colour_statuses()

    def _line(self, **properties: Any) -> Any:  # noqa: ANN401
        return self.styles.of(bottom=1, bottom_color=HAIRLINE, **properties)

    def _write_step_words(self, row: int, position: int, name: str, table: str) -> None:
        sheet, language = self.sheet, self.language
        first = _FIRST_COLUMN
        label = f"{position + 1}   {self._text(f'step.{name}.label')}"
        strong = self._line(bold=True, font_color=LINK, font_size=12)
        sheet.merge_range(row, first, row, first + 1, "", strong)
        sheet.write_url(row, first, _link_to(table, language), strong, label)
        what = self._line(font_color=MUTED, text_wrap=True, font_size=10)
        sheet.merge_range(row, first + 2, row, first + 3, self._text(f"step.{name}.what"), what)

    def _write_step_figure(self, row: int, pair: int, name: str) -> None:
        column = _FIRST_COLUMN + 2 * pair
        label = self._line(font_color=MUTED, font_size=10, align="right", text_wrap=True)
        figure = self._line(bold=True, align="left", indent=1, num_format=_number_format(name))
        self.sheet.write_string(row, column, self._text(f"figure.{name}"), label)
        self._write_figure(row, column + 1, name, figure)

    def _cells_of_figures(self) -> dict[str, str]:
        """Where each figure of the steps stands, and the number of rows of some tables."""
        cells = {}
        for position, step in enumerate(STEPS):
            for pair, name in enumerate(step.figures, start=2):
                row, column = _STEPS_ROW + 1 + position, _FIRST_COLUMN + 2 * pair + 1
                cells[name] = xl_rowcol_to_cell(row, column)
        for pair, tables in enumerate(GROUPS.values()):
            for position, table in enumerate(tables):
                row, column = _SHEETS_ROW + 2 + position, _FIRST_COLUMN + 2 * pair + 1
                cells[table.lower()] = xl_rowcol_to_cell(row, column)
        return cells

    def _colour_statuses(self) -> None:
        first, last = _STEPS_ROW + 1, _STEPS_ROW + len(STEPS)
        column = _FIRST_COLUMN + 8
        for status, properties in _STATUS_STYLES.items():
            shown = literal(self._text(f"status.{status}"))
            cell = xl_rowcol_to_cell(first, column, col_abs=True)
            self.sheet.conditional_format(
                first,
                column,
                last,
                column + 1,
                {
                    "type": "formula",
                    "criteria": f"={cell}={shown}",
                    "format": self.styles.condition(**properties),
                },
            )
        for name in ("faults", "errors"):
            self.sheet.conditional_format(
                self._cells_of_figures()[name],
                {
                    "type": "cell",
                    "criteria": ">",
                    "value": 0,
                    "format": self.styles.condition(font_color=BAD["font_color"]),
                },
            )

    def _write_next(self) -> None:
        first, last = _STEPS_ROW + 1, _STEPS_ROW + len(STEPS)
        statuses = _span(first, last, _FIRST_COLUMN + 8)
        todo = spoken("home.status.todo", self.language)
        at = f"MATCH({todo},{statuses},0)"
        names, whats = (_span(first, last, _FIRST_COLUMN + shift) for shift in (0, 2))
        finished = spoken("home.finished", self.language)
        formula = f'=IFERROR(INDEX({names},{at})&" – "&INDEX({whats},{at}),{finished})'
        style = self.styles.of(bold=True, **UNDER_WAY, indent=1)
        self.sheet.set_row(_NEXT_ROW, 26)
        column = _FIRST_COLUMN
        self.sheet.write_string(_NEXT_ROW, column, self._text("next"), style)
        end = _FIRST_COLUMN + 2 * _PAIRS - 1
        self.sheet.merge_range(_NEXT_ROW, column + 1, _NEXT_ROW, end, "", style)
        self.sheet.write_formula(_NEXT_ROW, column + 1, formula, style, self._next_shown())

    def _next_shown(self) -> str:
        for position, step in enumerate(STEPS, start=1):
            if step.status(self._values) is Status.TODO:
                label = self._text(f"step.{step.name}.label")
                return f"{position}   {label} – {self._text(f'step.{step.name}.what')}"
        return self._text("finished")

    def _write_sheets(self) -> None:
        self._section(_SHEETS_ROW, "sheets")
        for pair, (group, tables) in enumerate(GROUPS.items()):
            column = _FIRST_COLUMN + 2 * pair
            title = self.styles.of(bold=True, font_color=COLOURS[group], font_size=10)
            self.sheet.set_row(_SHEETS_ROW + 1, 22)
            self.sheet.write_string(_SHEETS_ROW + 1, column, self._text(f"group.{group}"), title)
            for position, table in enumerate(tables):
                self._write_sheet_link(_SHEETS_ROW + 2 + position, column, table)

    def _write_sheet_link(self, row: int, column: int, table: str) -> None:
        spec = BY_NAME[table]
        link = self.styles.of(font_color=LINK, underline=1)
        count = self.styles.of(font_color=FAINT, font_size=10, align="left", num_format="#,##0")
        name = spec.sheet[self.language]
        self.sheet.write_url(row, column, _link_to(table, self.language), link, name)
        formula = figuring.rows_formula(spec, self.language)
        self.sheet.write_formula(row, column + 1, formula, count, len(self.rows[table]))

    def _write_legend(self) -> None:
        self._section(_LEGEND_ROW, "colours")
        self.sheet.set_row(_LEGEND_ROW + 1, 6)
        row = _LEGEND_ROW + 2
        for pair, (key, styles) in enumerate(_legend()):
            column = _FIRST_COLUMN + 2 * pair
            box = {"border": 1, "border_color": HAIRLINE, "font_size": 10, "indent": 1}
            sample, shown = (self.styles.of(**box, **style) for style in styles)
            self.sheet.write_string(row, column, self._text(f"legend.{key}"), sample)
            self.sheet.write_blank(row, column + 1, None, shown)
        self.sheet.set_row(row, 20)


def _legend() -> Iterator[tuple[str, tuple[dict[str, Any], dict[str, Any]]]]:
    """What each colour means: how the words look, and the box beside them."""
    heading = {"bold": True, "font_color": WHITE}
    yield "input", ({**heading, "bg_color": ACCENT}, {})
    yield "computed", ({**heading, "bg_color": COMPUTED_HEADING}, {"bg_color": COMPUTED})
    yield "approved", (GOOD, GOOD)
    yield "attention", (ATTENTION, OVERRIDDEN)
    yield "problem", (BAD, BAD)


def _link_to(table: str, language: Language, cell: str = "A5") -> str:
    sheet = BY_NAME[table].sheet[language].replace("'", "''")
    return f"internal:'{sheet}'!{cell}"


def _span(first: int, last: int, column: int) -> str:
    return f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last, column)}"


def _number_format(figure: str) -> str:
    return "#,##0.00" if figure in _AMOUNTS else "#,##0"


def _plain(value: Decimal) -> object:
    return int(value) if value == value.to_integral_value() else value


def _serial(day: date | None) -> int | str:
    """The number that Excel stores for a day."""
    return "" if day is None else (day - EXCEL_EPOCH).days

"""The first sheet: the month in work, its steps with their state, and the way to every sheet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook

from addin.books.building import figures as figuring
from addin.books.building.home_page import (
    BRAND_ROW,
    FIRM_ROW,
    FIRST_COLUMN,
    LAST_COLUMN,
    LEGEND_ROW,
    PAIRS,
    SHEETS_ROW,
    TILE_ROW,
    HomePage,
    number_format,
)
from addin.books.building.home_steps import write_steps
from addin.books.building.layout import COLOURS, FIRST_ROW, GROUPS
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
    WHITE,
)
from addin.tables import kinds
from addin.tables.catalogue import BY_NAME
from addin.words import Language, text

_WIDE, _NARROW, _MARGIN = 24, 11, 2
_A4 = 9
_TILES = ("net", "ready_net", "year_net", "year_count", "open")
# The month is written out in the language of the workbook, whatever that of Excel.
_LOCALES = {Language.EN: "809", Language.FR: "40C", Language.NL: "813", Language.DE: "407"}


def write_home(workbook: Workbook, page: HomePage) -> None:
    """Fill the first sheet, and name the cells that its figures depend on."""
    _set_up(page)
    _write_firm(page)
    _write_month(workbook, page)
    _write_tiles(page)
    write_steps(page)
    _write_sheets(page)
    _write_legend(page)


def _set_up(page: HomePage) -> None:
    sheet = page.sheet
    sheet.set_tab_color(ACCENT)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(0.4, 0.4, 0.4, 0.5)
    sheet.center_horizontally()
    for column in (FIRST_COLUMN - 1, LAST_COLUMN + 1):
        sheet.set_column(column, column, _MARGIN)
    for column in range(FIRST_COLUMN, LAST_COLUMN, 2):
        sheet.set_column(column, column, _WIDE)
        sheet.set_column(column + 1, column + 1, _NARROW)


def _write_firm(page: HomePage) -> None:
    sheet, language = page.sheet, page.language
    title = page.styles.of(bold=True, font_size=22, font_color=ACCENT)
    settings = BY_NAME["Settings"].sheet[language]
    shown = figuring.setting_of(page.rows, "firm_name") or page.text("nameless", sheet=settings)
    sheet.set_row(FIRM_ROW, 34)
    sheet.write_formula(FIRM_ROW, FIRST_COLUMN, figuring.firm_formula(language), title, shown)
    brand = page.styles.of(font_color=MUTED)
    sheet.set_row(BRAND_ROW, 18)
    sheet.write_string(BRAND_ROW, FIRST_COLUMN, page.text("brand"), brand)


@dataclass(frozen=True, slots=True)
class _Date:
    """A date at the top right.

    Attributes:
        name: Its key in the words of the sheet.
        setting: The setting behind it, which its words lead to.
        known: The date, if it does not depend on today's.
        properties: How it looks.
    """

    row: int
    name: str
    setting: str
    formula: str
    known: date | None
    properties: Mapping[str, Any]


def _write_month(workbook: Workbook, page: HomePage) -> None:
    """The month in work, above the start of its fiscal year; formulas know both by name."""
    sheet = text("sheet.home", page.language)
    names = (figuring.MONTH_NAME, figuring.YEAR_NAME)
    for name, shown in zip(names, _dates(page), strict=True):
        _write_date(page, shown)
        cell = xl_rowcol_to_cell(shown.row, LAST_COLUMN - 1, row_abs=True, col_abs=True)
        workbook.define_name(name, f"='{sheet}'!{cell}")


def _dates(page: HomePage) -> Iterator[_Date]:
    rows, language = page.rows, page.language
    big = {"num_format": f"[$-{_LOCALES[language]}]mmmm yyyy", "bold": True, "font_size": 16}
    small = {"num_format": kinds.DAY.number_format}
    month, year = figuring.month_formula(language), figuring.year_formula(language)
    yield _Date(FIRM_ROW, "month", "month", month, figuring.month_of(rows), big)
    yield _Date(BRAND_ROW, "year", "fiscal_year_start", year, figuring.year_of(rows), small)


def _write_date(page: HomePage, shown: _Date) -> None:
    row = shown.row
    link = page.styles.of(font_color=LINK, align="right")
    names = [one["setting"] for one in page.rows["Settings"]]
    target = xl_rowcol_to_cell(FIRST_ROW + names.index(shown.setting), 1)
    page.merge(row, LAST_COLUMN - 3, LAST_COLUMN - 2, link)
    words = page.text(shown.name)
    page.sheet.write_url(row, LAST_COLUMN - 3, page.link_to("Settings", target), link, words)
    style = page.styles.of(align="right", font_color=ACCENT, **shown.properties)
    page.merge(row, LAST_COLUMN - 1, LAST_COLUMN, style)
    serial = "" if shown.known is None else (shown.known - kinds.EXCEL_EPOCH).days
    page.sheet.write_formula(row, LAST_COLUMN - 1, shown.formula, style, serial)


def _write_tiles(page: HomePage) -> None:
    sheet = page.sheet
    for row, height in ((TILE_ROW - 1, 10), (TILE_ROW, 20), (TILE_ROW + 1, 32)):
        sheet.set_row(row, height)
    box = {"bg_color": COMPUTED, "indent": 1, "left": 5, "left_color": ACCENT}
    label = page.styles.of(font_color=MUTED, font_size=10, **box)
    end = page.styles.of(bg_color=COMPUTED, right=5, right_color=WHITE)
    for pair, name in enumerate(_TILES):
        column = FIRST_COLUMN + 2 * pair
        sheet.write_string(TILE_ROW, column, page.text(f"tile.{name}"), label)
        sheet.write_blank(TILE_ROW, column + 1, None, end)
        style = page.styles.of(
            bold=True, font_size=18, align="left", num_format=number_format(name), **box
        )
        page.merge(TILE_ROW + 1, column, column + 1, style)
        page.write_figure(TILE_ROW + 1, column, name, style)
        sheet.write_blank(TILE_ROW + 1, column + 1, None, end)


def _write_sheets(page: HomePage) -> None:
    page.section(SHEETS_ROW, "sheets")
    page.sheet.set_row(SHEETS_ROW + 1, 22)
    for pair, (group, tables) in enumerate(GROUPS.items()):
        column = FIRST_COLUMN + 2 * pair
        title = page.styles.of(bold=True, font_color=COLOURS[group], font_size=10)
        page.sheet.write_string(SHEETS_ROW + 1, column, page.text(f"group.{group}"), title)
        for position, table in enumerate(tables):
            _write_sheet_link(page, SHEETS_ROW + 2 + position, column, table)


def _write_sheet_link(page: HomePage, row: int, column: int, table: str) -> None:
    spec = BY_NAME[table]
    link = page.styles.of(font_color=LINK, underline=1)
    page.sheet.write_url(row, column, page.link_to(table), link, spec.sheet[page.language])
    style = page.styles.of(font_color=FAINT, font_size=10, align="left", num_format="#,##0")
    formula = figuring.rows_formula(spec, page.language)
    page.sheet.write_formula(row, column + 1, formula, style, len(page.rows[table]))


def _write_legend(page: HomePage) -> None:
    page.section(LEGEND_ROW, "colours")
    page.sheet.set_row(LEGEND_ROW + 1, 6)
    row = LEGEND_ROW + 2
    page.sheet.set_row(row, 20)
    box = {"border": 1, "border_color": HAIRLINE, "font_size": 10, "indent": 1}
    for pair, (key, words, sample) in enumerate(_legend()):
        assert pair < PAIRS, "no room for another colour"
        column = FIRST_COLUMN + 2 * pair
        page.sheet.write_string(
            row, column, page.text(f"legend.{key}"), page.styles.of(**box, **words)
        )
        page.sheet.write_blank(row, column + 1, None, page.styles.of(**box, **sample))


def _legend() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """What each colour means: its words, how they look, and the box beside them."""
    heading = {"bold": True, "font_color": WHITE}
    yield "input", {**heading, "bg_color": ACCENT}, {}
    yield "computed", {**heading, "bg_color": COMPUTED_HEADING}, {"bg_color": COMPUTED}
    yield "approved", GOOD, GOOD
    yield "attention", ATTENTION, OVERRIDDEN
    yield "problem", BAD, BAD

"""The steps of the month on the first sheet, each with its figures and how far it has come."""

from xlsxwriter.utility import xl_rowcol_to_cell

from addin.books.building.formulas import literal, spoken
from addin.books.building.home_page import (
    FIRST_COLUMN,
    LAST_COLUMN,
    NEXT_ROW,
    STEPS_ROW,
    HomePage,
    cells_of_figures,
    figure_column,
    number_format,
)
from addin.books.building.steps import STEPS, Status, Step
from addin.books.building.styles import ATTENTION, BAD, GOOD, LINK, MUTED, PAST, UNDER_WAY

_FIRST_ROW, _LAST_ROW = STEPS_ROW + 1, STEPS_ROW + len(STEPS)
_STATUS_COLUMN = LAST_COLUMN - 1
_WHAT_COLUMN = FIRST_COLUMN + 2
_STATUS_STYLES = {
    Status.DONE: GOOD,
    Status.TODO: ATTENTION,
    Status.READY: UNDER_WAY,
    Status.LATER: PAST,
}


def write_steps(page: HomePage) -> None:
    """Write the steps and, below them, the one to do next."""
    page.section(STEPS_ROW, "steps")
    cells = cells_of_figures()
    for position, step in enumerate(STEPS):
        row = _FIRST_ROW + position
        page.sheet.set_row(row, 33)
        _write_words(page, row, f"{position + 1}   {_label(page, step)}", step)
        for pair, name in enumerate(step.figures):
            _write_figure(page, row, pair, name)
        style = page.line(bold=True, align="center")
        page.merge(row, _STATUS_COLUMN, LAST_COLUMN, style)
        formula = step.formula(page.language, cells)
        shown = page.text(f"status.{step.status(page.values)}")
        page.sheet.write_formula(row, _STATUS_COLUMN, formula, style, shown)
    _colour_statuses(page)
    _colour_problems(page, cells)
    _write_next(page)


def _label(page: HomePage, step: Step) -> str:
    return page.text(f"step.{step.name}.label")


def _write_words(page: HomePage, row: int, label: str, step: Step) -> None:
    strong = page.line(bold=True, font_color=LINK, font_size=12)
    page.merge(row, FIRST_COLUMN, FIRST_COLUMN + 1, strong)
    page.sheet.write_url(row, FIRST_COLUMN, page.link_to(step.table), strong, label)
    what = page.line(font_color=MUTED, text_wrap=True, font_size=10)
    page.merge(row, _WHAT_COLUMN, _WHAT_COLUMN + 1, what)
    page.sheet.write_string(row, _WHAT_COLUMN, page.text(f"step.{step.name}.what"), what)


def _write_figure(page: HomePage, row: int, pair: int, name: str) -> None:
    column = figure_column(pair)
    label = page.line(font_color=MUTED, font_size=10, align="right", text_wrap=True)
    page.sheet.write_string(row, column - 1, page.text(f"figure.{name}"), label)
    style = page.line(bold=True, align="left", indent=1, num_format=number_format(name))
    page.write_figure(row, column, name, style)


def _colour_statuses(page: HomePage) -> None:
    cell = xl_rowcol_to_cell(_FIRST_ROW, _STATUS_COLUMN, col_abs=True)
    for status, properties in _STATUS_STYLES.items():
        rule = {
            "type": "formula",
            "criteria": f"={cell}={literal(page.text(f'status.{status}'))}",
            "format": page.styles.condition(**properties),
        }
        page.sheet.conditional_format(_FIRST_ROW, _STATUS_COLUMN, _LAST_ROW, LAST_COLUMN, rule)


def _colour_problems(page: HomePage, cells: dict[str, str]) -> None:
    style = page.styles.condition(font_color=BAD["font_color"])
    rule = {"type": "cell", "criteria": ">", "value": 0, "format": style}
    for name in ("faults", "errors"):
        page.sheet.conditional_format(cells[name], rule)


def _write_next(page: HomePage) -> None:
    todo = spoken("home.status.todo", page.language)
    at = f"MATCH({todo},{_span(_STATUS_COLUMN)},0)"
    labels, descriptions = _span(FIRST_COLUMN), _span(_WHAT_COLUMN)
    finished = spoken("home.finished", page.language)
    formula = f'=IFERROR(INDEX({labels},{at})&" · "&INDEX({descriptions},{at}),{finished})'
    style = page.styles.of(bold=True, **UNDER_WAY, indent=1)
    page.sheet.set_row(NEXT_ROW, 26)
    page.sheet.write_string(NEXT_ROW, FIRST_COLUMN, page.text("next"), style)
    page.merge(NEXT_ROW, FIRST_COLUMN + 1, LAST_COLUMN, style)
    page.sheet.write_formula(NEXT_ROW, FIRST_COLUMN + 1, formula, style, _next_shown(page))


def _next_shown(page: HomePage) -> str:
    for position, step in enumerate(STEPS, start=1):
        if step.status(page.values) is Status.TODO:
            what = page.text(f"step.{step.name}.what")
            return f"{position}   {_label(page, step)} · {what}"
    return page.text("finished")


def _span(column: int) -> str:
    """The cells of a column beside the steps."""
    return f"{xl_rowcol_to_cell(_FIRST_ROW, column)}:{xl_rowcol_to_cell(_LAST_ROW, column)}"

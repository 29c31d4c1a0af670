"""The Excel file that people fill in to import a table: headings, drop-downs, help and examples.

Its first sheet holds the rows; its second says what each column is for. The examples are marked in
a column of their own, and are never imported.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from addin.books.building.layout import NUMBERS, colour_of, width_of
from addin.books.building.styles import ACCENT, COMPUTED_HEADING, FAINT, MUTED, Styles
from addin.books.building.validations import LONGEST_LIST, LONGEST_MESSAGE, validation
from addin.books.import_examples import EXAMPLE_ACCOUNTS, example_cells, typed_columns
from addin.tables import kinds
from addin.tables.columns import Column, TableSpec, Writer
from addin.tables.grid import Cell
from addin.tables.import_marks import import_words
from addin.tables.sheets.clients import Client, ClientAccount
from addin.words import Language, catalogue, label, text, words

LAST_ROW = 5000  # drop-downs reach so far; more rows may follow
ACCOUNTS_BEHIND = "mobile"
_FORMS = frozenset({"NewClient"})
"""Sheets on which one client is typed at a time."""
_MARK_WIDTH, _LINE = 30, 15
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - the same file every time
_GUIDE = ("guide_row", "guide_needed", "guide_help", "guide_values", "guide_example")
_GUIDE_WIDTHS = (32, 12, 78, 44, 30)


@dataclass(frozen=True, slots=True)
class _Field:
    """A column of the template."""

    heading: str
    help: str
    required: bool
    width: int
    number_format: str
    to_the_right: bool
    options: dict[str, Any]
    values: str
    examples: tuple[Cell, ...]


def import_template(spec: TableSpec[Any], language: Language) -> bytes:
    """The template of a table, as an Excel file.

    Args:
        spec: A table with columns that people fill in.
        language: Of its headings, drop-downs, help and examples.
    """
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": _MADE})
        styles = Styles(workbook)
        fields = list(_fields(spec, language))
        sheet = workbook.add_worksheet(spec.sheet[language][:31])
        _Rows(sheet, styles, language).write(fields, colour_of(spec.name))
        guide = workbook.add_worksheet(import_words("guide")[language])
        _write_guide(guide, styles, spec, language, fields)
    return made.getvalue()


def _fields(spec: TableSpec[Any], language: Language) -> Iterator[_Field]:
    columns = typed_columns(spec)
    rows = example_cells(spec, language)
    for at, column in enumerate(columns):
        yield _field(spec, column, language, tuple(row[at] for row in rows))
        if spec is Client.spec and column.name == ACCOUNTS_BEHIND:
            yield _accounts(language, len(rows))


def _field(
    spec: TableSpec[Any], column: Column, language: Language, examples: tuple[Cell, ...]
) -> _Field:
    return _Field(
        heading=column.heading[language],
        help=column.help[language],
        required=column.required,
        width=width_of(spec, column, language, examples),
        number_format=column.kind.number_format,
        to_the_right=column.kind.name in NUMBERS,
        options=_options(spec, column, language),
        values=_values(column, language),
        examples=examples,
    )


def _accounts(language: Language, count: int) -> _Field:
    sheet = ClientAccount.spec.sheet[language]
    help_ = import_words("accounts_help")[language].format(sheet=sheet)
    heading = import_words("accounts")[language]
    options = {"validate": "any", "input_title": heading, "input_message": help_[:LONGEST_MESSAGE]}
    examples = EXAMPLE_ACCOUNTS[:count]
    return _Field(heading, help_, False, 44, "@", False, options, "", examples)  # noqa: FBT003


def _options(spec: TableSpec[Any], column: Column, language: Language) -> dict[str, Any]:
    """What the workbook offers for the column; there are no other sheets to draw values from."""
    options = validation(spec, column, language)
    if not column.refers and not column.listed:
        return options
    plain = {
        "validate": "any",
        "input_title": options["input_title"],
        "input_message": options["input_message"],
    }
    offered = _listed(column.listed, language)
    if (
        offered
        and len(",".join(offered)) <= LONGEST_LIST
        and not any("," in one for one in offered)
    ):
        return {**plain, "validate": "list", "source": offered, "show_error": False}
    return plain


def _listed(group: str, language: Language) -> list[str]:
    """The usual values of a list of *Lists*."""
    return [words(one)[language] for one in catalogue("lists").get(group, {}).values()]


def _values(column: Column, language: Language) -> str:
    """What a cell may hold, where that is a closed list or one that is offered."""
    kind = column.kind
    if kind.choices:
        return ", ".join(str(kind.to_cell(value, language)) for value in kind.choices)
    if kind is kinds.YES_NO:
        return ", ".join(label("YesNo", value)[language] for value in ("yes", "no"))
    return ", ".join(_listed(column.listed, language))


class _Rows:
    """Writes the sheet that is filled in."""

    def __init__(self, sheet: Worksheet, styles: Styles, language: Language) -> None:
        self._sheet = sheet
        self._styles = styles
        self._language = language

    def write(self, fields: Sequence[_Field], colour: str) -> None:
        """Write the headings, the examples, and what may be typed below."""
        self._sheet.set_tab_color(colour)
        self._sheet.set_row(0, 2 * _LINE + 6)
        self._write_marks(max((len(field.examples) for field in fields), default=0))
        for at, field in enumerate(fields, 1):
            self._write_field(at, field)
        self._sheet.freeze_panes(1, 2)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.repeat_rows(0)
        self._sheet.set_selection(1 + len(fields[0].examples), 1, 1 + len(fields[0].examples), 1)

    def _write_marks(self, count: int) -> None:
        """The column that says which rows are examples."""
        heading = self._heading(needed=False, pattern="@")
        self._sheet.write_string(0, 0, import_words("example_heading")[self._language], heading)
        self._sheet.set_column(0, 0, _MARK_WIDTH, self._styles.of(font_color=MUTED))
        for row in range(1, count + 1):
            self._sheet.write_string(
                row, 0, import_words("example")[self._language], self._example("@", right=False)
            )

    def _write_field(self, at: int, field: _Field) -> None:
        sheet, pattern = self._sheet, field.number_format
        # The star is shown, but is no part of the heading.
        heading = self._heading(needed=field.required, pattern='@" *"' if field.required else "@")
        sheet.write_string(0, at, field.heading, heading)
        align = "right" if field.to_the_right else "left"
        sheet.set_column(
            at, at, field.width, self._styles.of(num_format=pattern, align=align, indent=1)
        )
        for row, cell in enumerate(field.examples, 1):
            _write_cell(sheet, row, at, cell, self._example(pattern, right=field.to_the_right))
        sheet.data_validation(1, at, LAST_ROW, at, field.options)

    def _heading(self, *, needed: bool, pattern: str) -> Format:
        return self._styles.of(
            bold=True,
            font_color="#FFFFFF",
            bg_color=ACCENT if needed else COMPUTED_HEADING,
            text_wrap=True,
            indent=1,
            left=1,
            left_color="#FFFFFF",
            num_format=pattern,
        )

    def _example(self, pattern: str, *, right: bool) -> Format:
        return self._styles.of(
            italic=True,
            font_color=FAINT,
            bg_color="#F3F5F6",
            num_format=pattern,
            align="right" if right else "left",
            indent=1,
        )


def _write_cell(sheet: Worksheet, row: int, at: int, cell: Cell, style: Format) -> None:
    if cell is None:
        sheet.write_blank(row, at, None, style)
    elif isinstance(cell, date | time):
        sheet.write_datetime(row, at, cell, style)
    elif isinstance(cell, int | float | Decimal):
        sheet.write_number(row, at, cell, style)
    else:
        sheet.write_string(row, at, str(cell), style)


def _write_guide(
    sheet: Worksheet,
    styles: Styles,
    spec: TableSpec[Any],
    language: Language,
    fields: Sequence[_Field],
) -> None:
    """What each column is for, and what is done with the file."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    title = styles.of(bold=True, font_size=18, font_color=colour_of(spec.name))
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, spec.sheet[language], title)
    sheet.write_string(1, 0, spec.help[language], styles.of(font_color=MUTED))
    file = f"{template_name(spec, language)}.xlsx"
    for row, key in enumerate(("guide_first", "guide_second", "guide_third"), 2):
        told = text(f"import.{key}", language, table=spec.name.lower(), file=f'"{file}"')
        sheet.write_string(row, 0, told, styles.of())
    top = 6
    for at, (key, width) in enumerate(zip(_GUIDE, _GUIDE_WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        heading = styles.heading(computed=False)
        sheet.write_string(top, at, import_words(key)[language], heading)
    sheet.freeze_panes(top + 1, 1)
    yes = label("YesNo", "yes")[language]
    bold = styles.cell(computed=False, bold=True, text_wrap=True, indent=1)
    plain = styles.cell(computed=False, text_wrap=True, indent=1)
    for row, field in enumerate(fields, top + 1):
        shown = next((one for one in field.examples if one is not None), None)
        cells = (field.heading, yes if field.required else "", field.help, field.values, shown)
        pattern = field.number_format
        as_there = styles.cell(
            computed=False, num_format=pattern, align="left", text_wrap=True, indent=1
        )
        for at, cell in enumerate(cells):
            style = (bold, plain, plain, plain, as_there)[at]
            _write_cell(sheet, row, at, cell, style)
        lines = (
            1 + (len(str(cell or "")) + 2) // width
            for cell, width in zip(cells, _GUIDE_WIDTHS, strict=True)
        )
        sheet.set_row(row, _LINE * max(lines) + 4)


def template_name(spec: TableSpec[Any], language: Language) -> str:
    """What the file of a template is called, without its ending."""
    return import_words("template_file")[language].format(sheet=spec.sheet[language])


def has_template(spec: TableSpec[Any]) -> bool:
    """Whether people fill in rows of the table."""
    if spec.name in _FORMS:
        return False
    required = [column for column in spec.columns if column.required]
    return all(column.writer is Writer.USER for column in required) and bool(typed_columns(spec))

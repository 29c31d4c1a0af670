"""A workbook for one member of staff, built from nothing but the rows that it is given.

It has no macros, and no other sheet than those of its tables: nobody bills from it. Nothing of the
workbook it was made for is copied as a part, so nothing that was not given can be left in one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from addin.billing.choices import EntryStatus
from addin.books.building.content import sound_rows
from addin.books.building.formulas import any_equal, labels_of
from addin.books.building.highlights import Highlight, highlights
from addin.books.building.layout import cell_in_row, column_area
from addin.books.building.names import defined_names, key_name, list_name
from addin.books.building.styles import ACCENT, ATTENTION, GOOD, LINK, MUTED, Styles
from addin.books.building.table_sheet import TableSheet
from addin.tables.catalogue import BY_NAME
from addin.tables.columns import TableSpec
from addin.tables.sheets.shared_copy import SharedCopy
from addin.words import Language, text

Rows = Sequence[Mapping[str, Any]]
Shared = Sequence[tuple[TableSpec[Any], Rows]]
"""Tables in the order of their sheets, each with the columns that it is to have, and its rows."""

_LINES = ("fill", "grey", "return", "protect")
_TITLE_ROW, _ABOUT_ROW, _FIRST_LINE = 1, 2, 4
_TABLE_ROW = _FIRST_LINE + len(_LINES) + 1
_LINKS_ROW = _TABLE_ROW + 4
_COLUMN, _A4 = 1, 9
_EMPTY_RESULT, _NO_RESULT = b"</f><v></v></c>", b"</f></c>"


@dataclass(frozen=True, slots=True)
class Notice:
    """What a shared workbook says of itself.

    Attributes:
        number: By which the firm's workbook knows it again.
        person: Code of the person.
        name: Their name.
        firm: Name of the firm; empty where the settings lack it.
        moment: When it was made, on the clock on the wall.
    """

    number: str
    person: str
    name: str
    firm: str
    moment: datetime


class _SharedSheet(TableSheet):
    """A sheet whose table lacks columns that the colours of the whole one look at."""

    def _add_highlights(self) -> None:
        for one in self._of_shared_columns():
            style = self.styles.condition(**one.properties)
            rule = {"type": "formula", "criteria": one.formula, "format": style}
            self.sheet.conditional_format(one.area, rule)

    def _of_shared_columns(self) -> Iterator[Highlight]:
        if self.spec.name not in {"Timesheets", "Expenses"}:
            yield from highlights(self.spec, self.language)
            return
        status = cell_in_row(self.spec, "status")
        for value, style in ((EntryStatus.DRAFT, ATTENTION), (EntryStatus.APPROVED, GOOD)):
            formula = f"={any_equal(status, labels_of(value))}"
            yield Highlight(column_area(self.spec, "status"), formula, style)
        yield from highlights(replace(self.spec, name=""), self.language)


def shared_workbook(language: Language, tables: Shared, notice: Notice) -> bytes:
    """The content of a shared workbook.

    Args:
        language: Of its sheets, headings and help.
        tables: What it holds; a table that another one refers to must be among them.
        notice: What its first sheet says.

    Returns:
        The same bytes for the same arguments.
    """
    target = BytesIO()
    workbook = Workbook(target, {"in_memory": True})
    day = notice.moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    workbook.set_properties({"title": notice.firm, "created": day})
    styles = Styles(workbook)
    home = workbook.add_worksheet(text("sheet.home", language))
    sound = sound_rows(_all_rows(tables), language)
    for spec, rows in tables:
        sheet = workbook.add_worksheet(spec.sheet[language])
        _SharedSheet(sheet, spec, language, styles).write(rows, sound[spec.name])
    _write_home(home, [spec for spec, _ in tables], notice, language, styles)
    used = _names_used(tables)
    for name, meaning in defined_names(language):
        if name in used:
            workbook.define_name(name, meaning)
    workbook.close()
    return _undated(target.getvalue())


def _all_rows(tables: Shared) -> dict[str, Rows]:
    given = {spec.name: rows for spec, rows in tables}
    return {name: given.get(name, ()) for name in BY_NAME}


def _names_used(tables: Shared) -> set[str]:
    """The names that drop-downs of these columns draw from; any other would lead nowhere."""
    columns = [column for spec, _ in tables for column in spec.columns]
    keys = {key_name(BY_NAME[column.refers]) for column in columns if column.refers}
    lists = {row["list"] for spec, rows in tables if spec.name == "Lists" for row in rows}
    offered = {column.listed for column in columns if column.listed}
    return keys | {list_name(one) for one in offered & lists}


def _write_home(
    sheet: Worksheet,
    specs: Sequence[TableSpec[Any]],
    notice: Notice,
    language: Language,
    styles: Styles,
) -> None:
    """Say whose workbook this is and what to do with it, and lead to its sheets."""
    sheet.hide_gridlines(2)
    sheet.activate()
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 2)
    sheet.set_column(_COLUMN, _COLUMN, 40)
    sheet.set_column(_COLUMN + 1, _COLUMN + 2, 22)
    sheet.set_row(_TITLE_ROW, 34)
    title = styles.of(bold=True, font_size=22, font_color=ACCENT)
    sheet.write_string(_TITLE_ROW, _COLUMN, notice.firm or text("share.nameless", language), title)
    about = text("share.about", language, name=notice.name, day=notice.moment.date())
    sheet.write_string(_ABOUT_ROW, _COLUMN, about, styles.of(font_color=MUTED))
    for position, line in enumerate(_LINES):
        words = text(f"share.{line}", language)
        sheet.write_string(_FIRST_LINE + position, _COLUMN, words, styles.of())
    _write_notice(sheet, notice, language, styles)
    link = styles.of(font_color=LINK, underline=1)
    for position, spec in enumerate(specs):
        name = spec.sheet[language]
        target = f"internal:'{name}'!A5"
        sheet.write_url(_LINKS_ROW + position, _COLUMN, target, link, name)


def _write_notice(sheet: Worksheet, notice: Notice, language: Language, styles: Styles) -> None:
    spec = SharedCopy.spec
    cell = styles.cell(computed=True)
    headings = [
        {"header": heading, "header_format": styles.heading(computed=True), "format": cell}
        for heading in spec.headings(language)
    ]
    last = _COLUMN + len(headings) - 1
    sheet.add_table(
        _TABLE_ROW,
        _COLUMN,
        _TABLE_ROW + 1,
        last,
        {
            "name": spec.name,
            "columns": headings,
            "style": "Table Style Light 1",
            "banded_rows": False,
            "autofilter": False,
        },
    )
    values = (notice.number, notice.person, f"{notice.moment:%Y-%m-%d %H:%M}")
    for position, value in enumerate(values):
        style = styles.cell(computed=True, num_format="@", indent=1)
        sheet.write_string(_TABLE_ROW + 1, _COLUMN + position, value, style)


def _undated(workbook: bytes) -> bytes:
    """The same workbook with members that carry no date and no machine, in their order."""
    target = BytesIO()
    with (
        ZipFile(BytesIO(workbook)) as archive,
        ZipFile(target, "w", ZIP_DEFLATED, compresslevel=6) as clean,
    ):
        for name in archive.namelist():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0
            # XlsxWriter gives a formula whose result is an empty text a number that is missing.
            clean.writestr(info, archive.read(name).replace(_EMPTY_RESULT, _NO_RESULT))
    return target.getvalue()

"""The rows that a workbook starts with: those it is given, all settings, and the usual lists."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from addin.billing.choices import Basis
from addin.billing.payers import PayerShare, days_of_change, payer_weights
from addin.tables.catalogue import BY_NAME
from addin.tables.columns import Column, TableSpec, Writer
from addin.tables.editing import cell_of
from addin.tables.grid import Cell, Grid
from addin.tables.reading import Table, read_table
from addin.tables.references import unknown_references
from addin.tables.sheets.client_form import FORM, form_column
from addin.tables.sheets.settings import ANYTHING, Firm, Setting
from addin.words import Language, catalogue, words

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]

# Printed sentences are the firm's to edit; a category that is not here needs none.
_MENTIONS = "mention"


def all_rows(rows: Rows, language: Language) -> dict[str, list[Row]]:
    """The rows of every table, by its name."""
    complete: dict[str, list[Row]] = {name: list(rows.get(name, ())) for name in BY_NAME}
    complete["Settings"] = _settings(complete["Settings"], language)
    complete["Lists"] = _lists(complete["Lists"], language)
    complete["NewClient"] = [{"field": name} for name in FORM]
    return complete


def _settings(given: Sequence[Row], language: Language) -> list[Row]:
    """A row for each setting, with the value given or its default."""
    usual = {column.name: column.default for column in Firm.spec.columns}
    usual["language"] = language
    values = usual | {row["setting"]: row["value"] for row in given if row.get("value") is not None}
    return [{"setting": name, "value": value} for name, value in values.items()]


def _lists(given: Sequence[Row], language: Language) -> list[Row]:
    """The usual lists with the rows given put in place of theirs or behind them."""
    rows = {(row["list"], row["value"]): row for row in _usual_lists(language)}
    rows |= {(row["list"], row["value"]): row for row in given}
    groups = list(dict.fromkeys(group for group, _ in rows))
    return sorted(rows.values(), key=lambda row: groups.index(row["list"]))


def _usual_lists(language: Language) -> Iterator[Row]:
    for group, texts in catalogue("lists").items():
        for key, text in texts.items():
            spoken = words(text)
            value = key if group == _MENTIONS else spoken[language]
            printed = {one.value: spoken[one] for one in Language}
            yield {"list": group, "value": value, **printed}


def cell_for(spec: TableSpec[Any], column: Column, row: Row, language: Language) -> Cell:
    """The cell of a column in a row; None for one that Excel computes."""
    value = row.get(column.name)
    if column.writer is Writer.FORMULA:
        return None
    if column.kind is ANYTHING:
        return cell_of(column_of_value(spec, row), value, language)
    return cell_of(column, value, language)


def column_of_value(spec: TableSpec[Any], row: Row) -> Column:
    """What the value of a row may be: that of a setting, or of a field of a form."""
    name = row[spec.keys[0].name]
    return Firm.spec.column(name) if spec is Setting.spec else form_column(name)


def sound_rows(rows: Rows, language: Language) -> dict[str, frozenset[int]]:
    """The positions of the rows that nothing is wrong with, by table.

    The check columns show what Excel last worked out until it does so anew. For a workbook that it
    has never seen, that is OK in these rows and nothing in the others.
    """
    tables = {name: _table(BY_NAME[name], given, language) for name, given in rows.items()}
    findings = [finding for table in tables.values() for finding in table.findings]
    findings += unknown_references(tables)
    faulty = {(finding.where.table, finding.where.row) for finding in findings}
    sound = {
        name: frozenset(
            position for position in range(len(given)) if (name, position + 1) not in faulty
        )
        for name, given in rows.items()
    }
    return sound | {"Splits": sound["Splits"] & _whole_splits(rows["Splits"])}


def _whole_splits(rows: Sequence[Row]) -> frozenset[int]:
    """The positions of the rows of splits that somebody pays whole on each of their days."""
    groups: dict[tuple[Any, Any], list[PayerShare]] = {}
    for position, row in enumerate(rows):
        share = PayerShare(
            row["payer"],
            row.get("basis") or Basis.PERCENT,
            row["share"],
            row.get("valid_from"),
            row.get("valid_to"),
            position,
            ceiling=row.get("ceiling"),
        )
        groups.setdefault((row["project"], row.get("phase")), []).append(share)
    return frozenset(
        share.row
        for (project, _), shares in groups.items()
        if not any(payer_weights(shares, day, project)[1] for day in days_of_change(shares))
        for share in shares
    )


def _table(spec: TableSpec[Any], rows: Sequence[Row], language: Language) -> Table[Any]:
    columns = tuple(
        [cell_for(spec, column, row, language) for row in rows] for column in spec.columns
    )
    grid = Grid(spec.name, spec.sheet[language], 1, spec.headings(language), columns)
    return read_table(spec, grid)

"""Filters of the tables on a sheet, lifted while rows are written and set again afterwards.

Excel puts a block that is written over a filtered sheet onto other rows than those asked for.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import xlwings
from xlwings.main import AutoFilterCriteria, Table

from addin.books.live.native import has_filter_of_its_own, is_filtered
from addin.books.refusals import FilteredError

# Excel hands a criterion with one of these over so that it cannot be told from its escape.
WILDCARDS = "*?~"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Filter:
    """What one table is filtered by."""

    table: Table
    criteria: Sequence[AutoFilterCriteria]

    def lift(self) -> None:
        """Show all rows."""
        self.table.autofilter.clear()

    def set_again(self) -> None:
        """Hide the rows it hid, judged by what they hold now."""
        for found in self.criteria:
            if found.values is not None:
                self.table.autofilter.apply_values(found.field, found.values)
            else:
                assert found.operator is not None
                self.table.autofilter.apply_comparison(
                    found.field, found.operator, found.value1, found.value2
                )


@contextmanager
def filters_lifted(sheets: Sequence[xlwings.Sheet]) -> Iterator[None]:
    """Without any filter on these sheets.

    Raises:
        FilteredError: A filter could not be set again as it was; nothing has been changed.
    """
    filters = [found for sheet in sheets for found in _active(sheet)]
    try:
        for found in filters:
            found.lift()
        for sheet in sheets:
            if has_filter_of_its_own(sheet):
                raise FilteredError(table=sheet.name, sheet=sheet.name)
        yield
    finally:
        for found in filters:
            _set_again(found)


def refuse_lasting_filters(sheet: xlwings.Sheet) -> None:
    """Make sure that the filters on a sheet can be lifted and set again.

    Raises:
        FilteredError: One could not be set again as it was.
    """
    # While a table is filtered, Excel does not tell whether something else is as well.
    if not list(_active(sheet)) and has_filter_of_its_own(sheet):
        raise FilteredError(table=sheet.name, sheet=sheet.name)


def _active(sheet: xlwings.Sheet) -> Iterator[Filter]:
    for table in sheet.tables:
        if not is_filtered(table):
            continue
        criteria = [found for found in table.autofilter.criteria if found.type != "none"]
        if not all(map(_can_be_set_again, criteria)):
            raise FilteredError(table=table.name, sheet=sheet.name)
        if criteria:
            yield Filter(table, criteria)


def _can_be_set_again(found: AutoFilterCriteria) -> bool:
    """Colours, dates picked from the tree, the ten largest, wildcards and listed blanks cannot."""
    listed = found.values or []
    texts = [found.value1 or "", found.value2 or "", *listed]
    return (
        found.type in {"values", "comparison"}
        and all(listed)
        and not any(mark in text for text in texts for mark in WILDCARDS)
    )


def _set_again(found: Filter) -> None:
    """The rows are written by now: a filter that Excel refuses is no reason to fail."""
    try:
        found.set_again()
    except Exception:
        log.exception("The filter of table %s was not set again", found.table.name)

"""Days as people write them: ``31/10/2026``, ``31.10.26``, ``10/31/2026``, ``31 octobre 2026``.

Whether the day or the month stands first is not guessed at cell by cell: a column says it as a
whole.
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from addin.tables.cells import CellFault
from addin.tables.exported import read_exported_month
from addin.tables.moments import read_file_day

_TIME = r"(?:[T ]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?"
_FIGURES = re.compile(rf"(\d{{1,2}}) ?([-/.]) ?(\d{{1,2}}) ?\2 ?(\d{{4}}|\d\d){_TIME}", re.ASCII)
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})\.?[-/ .]+[^\W\d_]{3,}\.?[-/ .]*\d{4}")
_CENTURY_TURNS = 50  # 49 is 2049, 50 is 1950


class Order(StrEnum):
    """What stands first in a date of figures."""

    DAY = "day-first"
    MONTH = "month-first"


class Reading(StrEnum):
    """How sure the order of a column is."""

    SURE = "sure"  # one order only fits, or it makes no difference
    USUAL = "usual"  # both fit: the day is first, as everywhere in Belgium and France
    MIXED = "mixed"  # some cells fit one order only, others only the other


def order_of(texts: Iterable[str]) -> tuple[Order, Reading]:
    """What stands first in the dates of a column, and how sure that is.

    >>> order_of(["31/10/2026", "1/2/2026"]), order_of(["10/31/2026", "1/2/2026"])
    ((<Order.DAY: 'day-first'>, <Reading.SURE: 'sure'>), \
(<Order.MONTH: 'month-first'>, <Reading.SURE: 'sure'>))
    """
    fits = [tuple(day_as(text, order) for order in Order) for text in texts]
    telling = [both for both in fits if both[0] != both[1]]
    only_day = any(month is None for _, month in telling)
    only_month = any(day is None for day, _ in telling)
    if only_day and only_month:
        return Order.DAY, Reading.MIXED
    if only_month:
        return Order.MONTH, Reading.SURE
    return Order.DAY, Reading.USUAL if telling and not only_day else Reading.SURE


def day_as(text: str, order: Order) -> date | None:
    """The day of a text in this order; None when it is none.

    >>> day_as("1.2.26", Order.DAY), day_as("1/2/2026", Order.MONTH), day_as("soon", Order.DAY)
    (datetime.date(2026, 2, 1), datetime.date(2026, 1, 2), None)
    """
    written = " ".join(text.split())
    try:
        return read_file_day(_by_iso(written, order))
    except (CellFault, ValueError):
        return None


def _by_iso(text: str, order: Order) -> str:
    if found := _FIGURES.fullmatch(text):
        first, _, second, year = found.groups()
        # With points the day is first everywhere.
        month_first = order is Order.MONTH and found[2] != "."
        month, day = (first, second) if month_first else (second, first)
        return f"{_whole_year(year)}-{month:0>2}-{day:0>2}"
    if found := _YEAR_FIRST.fullmatch(text):
        return f"{found[1]}-{found[3]:0>2}-{found[4]:0>2}"
    if found := _NAMED.fullmatch(text):
        return f"{read_exported_month(text)}-{found[1]:0>2}"
    return text


def _whole_year(year: str) -> str:
    if len(year) == len("2026"):
        return year
    return f"{'20' if int(year) < _CENTURY_TURNS else '19'}{year}"

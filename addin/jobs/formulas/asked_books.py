"""A workbook read for its cell formulas: once for all of them that one calculation asks.

Excel does not know that a formula depends on the tables, and asks it again whenever it calculates.
The formulas of one calculation follow one another at once; after a pause the tables are read
again, and what was typed and computed from them is kept only if no cell has changed.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar, cast

from addin.billing.calendar import Month
from addin.books.book import Book
from addin.jobs.agreed.portfolio import Portfolio, read_portfolio
from addin.jobs.content import Content, load
from addin.jobs.foreseen import month_foreseen
from addin.jobs.formulas.answers import UnusableError
from addin.tables.grid import Grid
from addin.words import system_language, text

T = TypeVar("T")

PAUSE_SECONDS = 0.25
"""Between two formulas of one calculation there is less; before one that an edit starts, more."""

BOOKS_KEPT = 4


@dataclass
class Calculation:
    """A workbook as it stands while its formulas are calculated.

    Attributes:
        grids: What its tables hold.
        last_asked: When the last formula was answered, in seconds of a clock of its own.
    """

    content: Content
    grids: Mapping[str, Grid]
    last_asked: float = 0.0
    _ahead: dict[Month, Content] = field(default_factory=dict)
    _found: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def portfolio(self) -> Portfolio:
        """What was agreed."""
        return self.agreed(self.content)

    def agreed(self, content: Content) -> Portfolio:
        """Likewise, as one of the workbooks says that this calculation keeps."""
        return self.once(("portfolio", id(content)), lambda: read_portfolio(content))

    def ahead(self, month: Month) -> Content:
        """The workbook as generating a month would leave it."""
        if month not in self._ahead:
            self._ahead[month] = month_foreseen(self.content, month)
        return self._ahead[month]

    def once(self, what: Hashable, find: Callable[[], T]) -> T:
        """What ``find`` gives, for all formulas: a column of them asks as often as it has rows.

        Args:
            what: Tells it from all else that is found once.
            find: Finds it in the workbook as it stands.
        """
        if what not in self._found:
            self._found[what] = find()
        found: T = self._found[what]
        return found


Key = tuple[Path, frozenset[str]]
"""A workbook and the tables that are looked at."""

KEPT: dict[Key, Calculation] = {}
"""What was read last, by workbook and tables; the one asked last stands last."""

_BEING_READ: set[Key] = set()


def asked(
    book: Book,
    tables: Collection[str],
    answer: Callable[[Calculation], T],
    clock: Callable[[], float] = monotonic,
) -> T:
    """What a formula answers about a workbook.

    Args:
        book: The workbook.
        tables: The tables that the formula looks at; the others count as empty.
        answer: Answers from the workbook as it stands.
        clock: Tells seconds.

    Raises:
        UnusableError: The formula stands in a cell that is read for its own answer.
    """
    key = (book.path, frozenset(tables))
    if key in _BEING_READ:
        raise UnusableError(text("formula.circular", system_language()))
    calculation = KEPT.pop(key, None)
    if calculation is None or clock() - calculation.last_asked > PAUSE_SECONDS:
        _BEING_READ.add(key)
        try:
            calculation = _read(book, tables, calculation)
        finally:
            _BEING_READ.discard(key)
    try:
        return answer(calculation)
    finally:
        calculation.last_asked = clock()
        KEPT[key] = calculation
        for oldest in list(KEPT)[:-BOOKS_KEPT]:
            del KEPT[oldest]


def _read(book: Book, tables: Collection[str], before: Calculation | None) -> Calculation:
    grids = book.read(tables)
    if before is not None and before.grids == grids:
        return before
    content = load(cast("Book", _Read(book.path, grids)))
    return Calculation(replace(content, book=book), grids)


@dataclass(frozen=True)
class _Read:
    """A workbook whose tables have been read; ``load`` asks it for nothing else."""

    path: Path
    grids: Mapping[str, Grid]

    def read(self, tables: Iterable[str]) -> dict[str, Grid]:
        return {name: self.grids[name] for name in tables if name in self.grids}

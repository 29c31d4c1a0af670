"""Fees that follow a price index."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from addin.billing.money import line_cents, round_half_away
from addin.errors import BillingError, Finding, Place

_SHEET = Place("Indexes")


class IndexNotPositiveError(BillingError):
    """An index stands at zero or below, so that no fee can follow it."""

    code = "SCH-21"

    def __init__(self, base: Decimal, current: Decimal) -> None:
        super().__init__(base=base, current=current)


def indexed_cents(amount: Decimal, base: Decimal, current: Decimal) -> int:
    """A fee at the index of today, in cents: amount x current / base, rounded once.

    Args:
        amount: The fee in euros as first agreed, at the base index. Taking last year's indexed
            fee instead would let the roundings of the years add up.
        base: The index when the fee was agreed; above zero.
        current: The index of today; above zero.

    Raises:
        IndexNotPositiveError: An index is zero or below.

    >>> indexed_cents(Decimal("250.00"), Decimal("130.47"), Decimal("135.80"))
    26021
    """
    return line_cents(amount, index_ratio(base, current))


def index_ratio(base: Decimal, current: Decimal) -> Fraction:
    """How far an index has come since its base, exactly: 1 while it stands still.

    Raises:
        IndexNotPositiveError: An index is zero or below.
    """
    if min(base, current) <= 0:
        raise IndexNotPositiveError(base, current)
    return Fraction(current) * Fraction(*reversed(base.as_integer_ratio()))


def indexed_price(price: Decimal, ratio: Fraction) -> Decimal:
    """The price of a unit at the index of today, rounded once to the decimals it was agreed with.

    A price has two decimals at least.

    >>> ratio = index_ratio(Decimal("130.47"), Decimal("133.12"))
    >>> indexed_price(Decimal("14.75"), ratio), indexed_price(Decimal("0.125"), ratio)
    (Decimal('15.05'), Decimal('0.128'))
    """
    exponent = price.as_tuple().exponent
    assert isinstance(exponent, int)
    places = max(2, -exponent)
    exact = Fraction(price) * ratio * 10**places
    return Decimal(f"{round_half_away(exact.numerator, exact.denominator)}E-{places}")


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One row of the Indexes table.

    Attributes:
        index: Name of the index; empty where its cell cannot be read.
        valid_from: First day on which fees follow the value; None where it cannot be read.
        value: As published; None where it cannot be read.
        row: Row number as the sheet shows it.
    """

    index: str
    valid_from: date | None
    value: Decimal | None
    row: int


class IndexBook:
    """The values of every index; the order of the rows does not matter."""

    def __init__(self, rows: Iterable[IndexRow] = ()) -> None:
        """``rows`` may hold unreadable ones: what they might say is then not known."""
        self._rows: dict[str, list[IndexRow]] = {}
        for row in sorted(rows, key=lambda one: one.row):
            self._rows.setdefault(row.index.lower(), []).append(row)

    def value_on(self, index: str, day: date, where: Place = _SHEET) -> Decimal | Finding:
        """The value that fees follow on a day: the one with the latest first day up to it.

        Args:
            index: Name of the index, in capitals or not.
            day: Any day.
            where: What a finding is to name as its place.

        Returns:
            The value, or what is wrong: the index is unknown (IDX-01), has no value yet on that
            day (IDX-02), two of them, or a row that cannot be read and might be the one (IDX-03).
        """
        rows = self._rows.get(index.lower(), [])
        if not rows:
            return Finding("IDX-01", where, {"index": index})
        latest = _latest(rows, day)
        doubtful = [row for row in rows if row.valid_from is None] + self._rows.get("", [])
        unclear = [*doubtful, *(row for row in latest if row.value is None), *latest[1:]]
        if unclear:
            values = {"index": index, "day": day, "index_row": unclear[0].row}
            return Finding("IDX-03", where, values)
        if not latest:
            return Finding("IDX-02", where, {"index": index, "day": day})
        value = latest[0].value
        assert value is not None
        return value

    def ratio(
        self, index: str, base: Decimal | None, since: date, day: date, where: Place = _SHEET
    ) -> Fraction | Finding:
        """How far an index has come, from the base to a day.

        Args:
            index: Name of the index.
            base: Its value when the price was agreed; None for the one valid on ``since``.
            since: First day of what was agreed; ``date.min`` if nobody says, and then a base is
                wanted (IDX-04).
            day: Any day.
            where: What a finding is to name as its place.
        """
        if base is None and since == date.min:
            return Finding("IDX-04", where, {"index": index})
        current = self.value_on(index, day, where)
        agreed = self.value_on(index, since, where) if base is None else base
        if isinstance(agreed, Finding):
            return agreed
        if isinstance(current, Finding):
            return current
        if min(agreed, current) <= 0:
            return Finding("SCH-21", where, {"base": agreed, "current": current})
        return index_ratio(agreed, current)


def _latest(rows: Iterable[IndexRow], day: date) -> list[IndexRow]:
    """The rows with the latest first day up to ``day``: one, unless a day has two values."""
    started = [(row.valid_from, row) for row in rows if row.valid_from and row.valid_from <= day]
    last = max((valid_from for valid_from, _ in started), default=None)
    return [row for valid_from, row in started if valid_from == last]


NO_INDEXES = IndexBook()
"""A workbook without the sheet Indexes."""

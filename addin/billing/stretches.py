"""What holds on which days: a rate, a fee that covers work."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Self, TypeVar

T_co = TypeVar("T_co", covariant=True)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretches(Generic[T_co]):
    """An answer for every day of the calendar, which changes on a few of them.

    Attributes:
        since: The first day of each stretch of days with one answer, in order; the first of all is
            the first day of the calendar.
        answers: The answer of each stretch.
    """

    since: tuple[date, ...]
    answers: tuple[T_co, ...]

    @classmethod
    def of(
        cls, periods: Iterable[tuple[date | None, date | None]], answer: Callable[[date], T_co]
    ) -> Self:
        """The answers of a rule that hangs on which of some rows are valid.

        Args:
            periods: First and last day of each row, the last inclusive; None leaves an end open.
            answer: The rule.
        """
        changes = {date.min}
        for start, end in periods:
            if start is not None:
                changes.add(start)
            if end is not None and end != date.max:
                changes.add(end + _DAY)
        since = sorted(changes)
        return cls(tuple(since), tuple(answer(day) for day in since))

    def on(self, day: date) -> T_co:
        """The answer on a day."""
        return self.answers[bisect_right(self.since, day) - 1]

"""The order of new rows: axis by axis, ordinary lines in their places among the others."""

from collections.abc import Iterable, Iterator

from addin.billing.choices import Axis
from addin.jobs.month.drafts import Draft
from addin.jobs.month.ordinary_lines import OrdinaryLines
from addin.jobs.month.prebilled import is_generated
from addin.tables.editing import TableEditor

Rank = tuple[int, int]
"""A stretch of the month, and a place in it."""

_FEES, _BETWEEN, _TIME, _AFTER = range(4)
_FIRST: Rank = (-1, 0)
_LAST: Rank = (_AFTER + 1, 0)


class NewOrder:
    """Puts the lines that are written one by one and those written by column into one order."""

    def __init__(self, drafts: Iterable[Draft], ordinary: Iterable[OrdinaryLines]) -> None:
        """``drafts`` keep the order in which they are; ``ordinary`` stand where they would be."""
        self._ranks: dict[str, Rank] = {}
        latest = _FIRST
        for draft in drafts:
            latest = max(latest, _rank(draft))
            self._ranks[draft.key] = latest
        self._is_mixed = latest > _FIRST
        for lines in ordinary if self._is_mixed else ():
            self._ranks.update(zip(lines.keys, _ranks(lines), strict=True))

    def of(self, editor: TableEditor) -> list[int] | None:
        """The new rows of a table with a column ``line``; None where they are in order already."""
        if not self._is_mixed:
            return None
        ranks = [self._ranks.get(key, _LAST) for key in editor.added_values("line")]
        return sorted(range(len(ranks)), key=ranks.__getitem__)


def _rank(draft: Draft) -> Rank:
    """Lines with a row come first, and those that the user added last."""
    if draft.before is not None:
        return _FIRST if is_generated(draft.before) else _LAST
    axis = draft.owed.axis
    if draft.place is not None:
        return (_TIME if axis is Axis.TIME else _FEES, draft.place)
    follows = axis is Axis.EXPENSE or bool(draft.owed.mirrors)
    return (_AFTER if follows else _BETWEEN, 0)


def _ranks(lines: OrdinaryLines) -> Iterator[Rank]:
    stretch = _TIME if lines.is_time else _FEES
    return ((stretch, place) for place in lines.places.tolist())

"""Who pays how much of a month where amounts are agreed: the bill runs down the rows of Splits.

The rows are read from the top. A payer with a fixed amount pays that amount, one with a cap pays
everything up to the cap, one with a percentage pays its part of the month's total, up to its
ceiling; each of them at most what the rows above have left. The payer of the rest takes what
remains at the end, whatever its place on the sheet.

What a payer was allocated before counts: an amount per month by what the same month has billed it,
one per year by its fiscal year, one in total by all that was billed on the days of its row. A month
that comes to nothing, or to money given back, goes to the payer of the rest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from addin.billing.allocation import Part
from addin.billing.calendar import Month, fiscal_year_of
from addin.billing.choices import Basis, SplitPer
from addin.billing.money import part_of
from addin.billing.payers import Agreement, PayerShare
from addin.billing.split import split_whole


@dataclass(frozen=True, slots=True)
class Allocated:
    """What a payer was allocated of a line.

    Attributes:
        month: Month that bills the line.
        on: Last day the line serves.
        cents: Without VAT.
    """

    month: Month
    on: date
    payer: str
    cents: int


@dataclass(frozen=True, slots=True)
class BilledMonth:
    """The month whose drafts are shared.

    Attributes:
        first_month: Calendar month in which the client's fiscal years start, 1 to 12.
        issued: What invoices bill of this month by the same agreement; part of its total.
        before: All else that was allocated by the split of this project, or of this phase.
    """

    month: Month
    first_month: int
    issued: Sequence[Allocated] = ()
    before: Sequence[Allocated] = ()

    def counts(self, row: PayerShare, allocated: Allocated) -> bool:
        """Whether something that was allocated counts for the amount of a row."""
        if allocated.payer != row.payer or not row.holds_on(allocated.on):
            return False
        if row.counted_per is SplitPer.MONTH:
            return allocated.month == self.month
        if row.counted_per is SplitPer.YEAR:
            return self._fiscal_year(allocated.month) == self._fiscal_year(self.month)
        return True

    def _fiscal_year(self, month: Month) -> int:
        return fiscal_year_of(month.first, self.first_month)


def month_parts(
    agreement: Agreement, lines: Sequence[int], billed: BilledMonth
) -> list[list[Part]]:
    """The drafts of a month over their payers.

    The amount of each payer is worked out on the month's total and then spread over the lines in
    proportion, so that the parts of each line make the line, and those of each payer its amount.

    Args:
        agreement: By amounts, with a payer for the rest.
        lines: What each draft comes to, in cents; negative ones reduce the month.
        billed: What was allocated already.

    Returns:
        For each line the parts of those who pay something of the month, in the order of the sheet.
        The share of a part is that of the payer in the drafts of the month.
    """
    total = sum(lines)
    if total <= 0:
        rest = next(row.payer for row in agreement.rows if row.basis is Basis.REST)
        return [[Part(rest, Fraction(1), cents)] for cents in lines]
    amounts = month_amounts(agreement.rows, total, billed)
    payers = [
        (row.payer, Fraction(amount, total), amount)
        for row, amount in zip(agreement.rows, amounts, strict=True)
        if amount
    ]
    cells = spread([amount for _, _, amount in payers], lines)
    return [
        [Part(payer, share, cents) for (payer, share, _), cents in zip(payers, row, strict=True)]
        for row in cells
    ]


def month_amounts(rows: Sequence[PayerShare], draft_cents: int, billed: BilledMonth) -> list[int]:
    """What each payer pays of the drafts of a month, in cents.

    A payer owes what its row says of the whole month less what invoices have billed it of that
    month: so a month that is issued in two runs is shared as if it had been issued in one.

    Args:
        rows: In the order of the sheet, one of them with the basis ``rest``.
        draft_cents: What the drafts come to, above zero.
        billed: What was allocated already.
    """
    issued: dict[str, int] = {}
    for one in billed.issued:
        issued[one.payer] = issued.get(one.payer, 0) + one.cents
    total = max(draft_cents + sum(issued.values()), 0)
    due = _in_turn([_demand(row, total, billed) for row in rows], total)
    owed = [
        0 if row.basis is Basis.REST else max(cents - issued.get(row.payer, 0), 0)
        for row, cents in zip(rows, due, strict=True)
    ]
    amounts = _in_turn(owed, draft_cents)
    rest = next(at for at, row in enumerate(rows) if row.basis is Basis.REST)
    amounts[rest] = draft_cents - sum(amounts)
    return amounts


def _demand(row: PayerShare, total: int, billed: BilledMonth) -> int:
    """What a row asks for of a month's total, not knowing the others; nothing for the rest."""
    if row.basis is Basis.REST:
        return 0
    limit = row.limit_cents
    if limit is not None:
        before = sum(one.cents for one in billed.before if billed.counts(row, one))
        limit = max(limit - before, 0)
    if row.basis is not Basis.PERCENT:
        assert limit is not None
        return limit
    share = part_of(total, row.exact)
    return share if limit is None else min(share, limit)


def _in_turn(demands: Iterable[int], total: int) -> list[int]:
    """Each demand in turn, as far as there is something left."""
    left, given = total, []
    for demand in demands:
        given.append(min(demand, left))
        left -= given[-1]
    return given


def spread(amounts: Sequence[int], lines: Sequence[int]) -> list[list[int]]:
    """Amounts of payers over lines, so that both the lines and the amounts come out exactly.

    Args:
        amounts: Of the payers, none below zero; they make the sum of the lines.
        lines: With a sum above zero; those that give money back may be among them.

    Returns:
        For each line the cents of each payer, of the sign of the line. The first payer's are less
        than a cent from its share of the line; those of n payers less than n - 1 cents.

    >>> spread([100_00, 50_00], [75_01, 74_99])
    [[5001, 2500], [4999, 2500]]
    """
    returned = [max(-line, 0) for line in lines]
    back = sum(returned)
    if not back:
        return _spread(amounts, lines)
    # Who pays more of the month gets more of what it gives back.
    given = split_whole(back, amounts, sum(amounts))
    raised = [amount + cents for amount, cents in zip(amounts, given, strict=True)]
    paid = _spread(raised, [max(line, 0) for line in lines])
    taken = _spread(given, returned)
    return [
        [more - less for more, less in zip(*pair, strict=True)]
        for pair in zip(paid, taken, strict=True)
    ]


def _spread(amounts: Sequence[int], lines: Sequence[int]) -> list[list[int]]:
    """The same where no line is negative.

    One payer after the other takes its amount from what the others have left of the lines: a part
    of it that is in proportion is never more than that.
    """
    left, columns = list(lines), []
    for amount in amounts[:-1]:
        column = split_whole(amount, left, sum(left)) if amount else [0] * len(left)
        left = [line - part for line, part in zip(left, column, strict=True)]
        columns.append(column)
    return [list(row) for row in zip(*columns, left, strict=True)]

"""Who pays a project on a day: in which proportions, or up to which amounts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from addin.billing.calendar import valid_on
from addin.billing.choices import Basis, SplitPer
from addin.billing.money import to_cents
from addin.billing.split import as_percent, exact_share, percent_gap
from addin.errors import Finding, Place

_AMOUNTS = frozenset({Basis.FIXED, Basis.CAP})


@lru_cache(maxsize=10_000)
def _exact(share: str) -> Fraction:
    """What a written share means: a firm has a few of them on thousands of rows."""
    return exact_share(Decimal(share))


@dataclass(frozen=True, slots=True)
class PayerShare:
    """One row of the Splits table.

    Attributes:
        payer: Code of the client who pays.
        basis: How the share is expressed.
        share: For ``percent`` a fraction, 0.45 being 45 %; for ``weight`` a proportion; for
            ``fixed`` and ``cap`` euros; for ``rest`` it says nothing.
        valid_from: First day; None for always.
        valid_to: Last day, inclusive; None for ever.
        row: Row number as the sheet shows it.
        phase: Phase that has these payers of its own; empty for the project.
        per: Over which months an amount is counted; None for a month where it is fixed, for all
            of them where it is a cap or a ceiling.
        ceiling: Euros that a percentage never goes beyond; None without one.
    """

    payer: str
    basis: Basis
    share: Decimal
    valid_from: date | None
    valid_to: date | None
    row: int
    phase: str = ""
    per: SplitPer | None = None
    ceiling: Decimal | None = None

    def place(self, column: str) -> Place:
        """One of its cells."""
        return Place("Splits", self.row, column)

    @property
    def exact(self) -> Fraction:
        """The share that its cell means."""
        return _exact(str(self.share))

    def holds_on(self, day: date) -> bool:
        """Whether it is valid on a day."""
        return valid_on(day, self.valid_from, self.valid_to)

    @property
    def counted_per(self) -> SplitPer:
        """Over which months its amount is counted."""
        usual = SplitPer.MONTH if self.basis is Basis.FIXED else SplitPer.TOTAL
        return self.per or usual

    @property
    def limit_cents(self) -> int | None:
        """What it may come to over these months; None where nothing limits it."""
        if self.basis in _AMOUNTS:
            return to_cents(self.share)
        if self.basis is Basis.PERCENT and self.ceiling is not None:
            return to_cents(self.ceiling)
        return None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who pays on the days on which the same rows of Splits hold.

    Attributes:
        rows: In the order of the sheet; empty where there is no split.
        weights: Payers with the weights by which they divide each line; empty where amounts are
            agreed, which are worked out over a month (``waterfall``).
    """

    rows: tuple[PayerShare, ...] = ()
    weights: tuple[tuple[str, Fraction], ...] = ()

    @property
    def by_amount(self) -> bool:
        """Whether amounts are agreed."""
        return bool(self.rows) and not self.weights


def agreement_on(
    shares: Sequence[PayerShare], on: date, project: str
) -> tuple[Agreement, list[Finding]]:
    """Who pays a project on a day, in the order of the sheet.

    Percentages alone must make exactly 100 %. A row with the basis ``rest`` takes what they leave.
    As soon as an amount is agreed, fixed, capped or as the ceiling of a percentage, exactly one row
    has that basis. Weights go with weights only.

    Args:
        shares: All rows of the project, or of one of its phases, in any order.
        on: The day whose split is wanted.
        project: Its code, or what names the phase; the findings name it.

    Returns:
        An agreement and no findings, or findings and an empty one. A project without a row has
        neither: its client pays it whole.
    """
    in_order = sorted(shares, key=lambda share: share.row)
    held = [share for share in in_order if share.holds_on(on)]
    # Totals are told once each share is sound: 45 for 45 % would make them nonsense.
    findings = [
        *_reversed(in_order),
        *_nobody(in_order, held, on, project),
        *_mixed_bases(held),
        *_unclear_payers(held, project),
        *_unclear_shares(held, project),
        *_unclear_rest(held, project),
    ] or list(_wrong_total(held, project))
    if findings:
        return Agreement(), findings
    by_amount = any(share.limit_cents is not None for share in held)
    return Agreement(tuple(held), () if by_amount else tuple(_weights(held))), []


def payer_weights(
    shares: Sequence[PayerShare], on: date, project: str
) -> tuple[list[tuple[str, Fraction]], list[Finding]]:
    """The payers of a project on a day with their weights; none where amounts are agreed.

    Percent shares make exactly 1. For the arguments see ``agreement_on``.
    """
    agreement, findings = agreement_on(shares, on, project)
    return list(agreement.weights), findings


def _weights(held: Sequence[PayerShare]) -> Iterator[tuple[str, Fraction]]:
    for share in held:
        if share.basis is Basis.REST:
            yield share.payer, percent_gap([one.exact for one in held if one is not share])
        else:
            yield share.payer, share.exact


def by_phase(shares: Sequence[PayerShare]) -> dict[str, list[PayerShare]]:
    """The rows of a project by their phase; those without one under an empty text."""
    found: dict[str, list[PayerShare]] = {}
    for share in shares:
        found.setdefault(share.phase, []).append(share)
    return found


def shared_name(project: str, phase: str) -> str:
    """What findings call a project, or the phase of it that has payers of its own.

    >>> shared_name("P-1", ""), shared_name("P-1", "Design")
    ('P-1', 'P-1 / Design')
    """
    return f"{project} / {phase}" if phase else project


def boundaries(shares: Sequence[PayerShare]) -> list[date]:
    """The days from which other rows hold than before, in order; the first is ``date.min``.

    Between two of them the same rows hold, which may be none.
    """
    starts = {share.valid_from for share in shares if share.valid_from is not None}
    return sorted({date.min} | starts | set(_days_after(shares)))


def days_of_change(shares: Sequence[PayerShare]) -> list[date]:
    """The days on which another split starts to hold, in order; the first may be ``date.min``.

    Checking each of them checks every day on which a row is valid.
    """
    afterwards = {
        day for day in _days_after(shares) if any(share.holds_on(day) for share in shares)
    }
    return sorted({share.valid_from or date.min for share in shares} | afterwards)


def _days_after(shares: Sequence[PayerShare]) -> Iterator[date]:
    for share in shares:
        # Some write "for ever" as 31 December 9999, which no day comes after.
        if share.valid_to is not None and share.valid_to < date.max:
            yield date.fromordinal(share.valid_to.toordinal() + 1)


def several_on_one_day(shares: Sequence[PayerShare]) -> list[str]:
    """The payers of the first day on which there are several, by their codes; empty without one."""
    for day in days_of_change(shares):
        payers = {share.payer for share in shares if share.holds_on(day)}
        if len(payers) > 1:
            return sorted(payers)
    return []


def _reversed(shares: Sequence[PayerShare]) -> Iterator[Finding]:
    for share in shares:
        start, end = share.valid_from, share.valid_to
        if start is not None and end is not None and end < start:
            values = {"payer": share.payer, "start": start, "end": end}
            yield Finding("SPL-11", share.place("valid_to"), values)


def _nobody(
    shares: Sequence[PayerShare], held: Sequence[PayerShare], on: date, project: str
) -> Iterator[Finding]:
    if shares and not held:
        place = shares[0].place("valid_from")
        yield Finding("SPL-10", place, {"project": project, "day": on})


def _mixed_bases(held: Sequence[PayerShare]) -> Iterator[Finding]:
    """Weights are proportions of a whole that no other basis knows."""
    for share in held:
        by_weight = share.basis is Basis.WEIGHT
        if by_weight != (held[0].basis is Basis.WEIGHT):
            first = {"first_row": held[0].row, "first_basis": held[0].basis}
            yield Finding("SPL-07", share.place("basis"), {"basis": share.basis, **first})


def _unclear_payers(held: Sequence[PayerShare], project: str) -> Iterator[Finding]:
    first_rows: dict[str, int] = {}
    for share in held:
        first_row = first_rows.setdefault(share.payer, share.row)
        if first_row != share.row:
            values = {"project": project, "payer": share.payer, "first_row": first_row}
            yield Finding("SPL-06", share.place("payer"), values)


def _unclear_shares(held: Sequence[PayerShare], project: str) -> Iterator[Finding]:
    for share in held:
        values = {"project": project, "payer": share.payer, "share": share.share}
        if share.share < 0:
            yield Finding("SPL-05", share.place("share"), values)
        elif share.basis is Basis.PERCENT and share.share > 1:
            code = "SPL-03" if share.share <= 100 else "SPL-04"
            yield Finding(code, share.place("share"), values)
        if share.ceiling is None:
            continue
        if share.basis is not Basis.PERCENT:
            values = {"payer": share.payer, "basis": share.basis}
            yield Finding("SPL-14", share.place("ceiling"), values)
        elif share.ceiling < 0:
            values = {"project": project, "payer": share.payer, "share": share.ceiling}
            yield Finding("SPL-05", share.place("ceiling"), values)


def _unclear_rest(held: Sequence[PayerShare], project: str) -> Iterator[Finding]:
    """Exactly one takes what is left, as soon as an amount is agreed."""
    rests = [share for share in held if share.basis is Basis.REST]
    for share in rests[1:]:
        values = {"payer": share.payer, "project": project, "first_row": rests[0].row}
        yield Finding("SPL-13", share.place("basis"), values)
    amounts = [share for share in held if share.limit_cents is not None]
    if amounts and not rests:
        values = {"payer": amounts[0].payer, "project": project}
        yield Finding("SPL-12", amounts[0].place("basis"), values)


def _wrong_total(held: Sequence[PayerShare], project: str) -> Iterator[Finding]:
    if not held:
        return
    if held[0].basis is Basis.WEIGHT:
        if not any(share.share for share in held):
            yield Finding("SPL-09", held[0].place("share"), {"project": project})
        return
    percents = [share for share in held if share.basis is Basis.PERCENT]
    gap = percent_gap([share.exact for share in percents])
    rest = any(share.basis is Basis.REST for share in held)
    if gap and (gap < 0 or not rest):
        missing = as_percent(gap)
        # From the gap, so that the two figures a reader sees make exactly 100.
        values = {"project": project, "total": 100 - missing, "gap": abs(missing)}
        code, first = ("SPL-01", held[0]) if gap > 0 else ("SPL-02", percents[0])
        yield Finding(code, first.place("share"), values)

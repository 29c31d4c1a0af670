"""Who pays a project on a day, and in what proportions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from addin.billing.calendar import valid_on
from addin.billing.choices import Basis
from addin.billing.split import as_percent, exact_share, percent_gap
from addin.errors import Finding, Place


@dataclass(frozen=True, slots=True)
class PayerShare:
    """One row of the Splits table.

    Attributes:
        payer: Code of the client who pays.
        basis: How the share is expressed.
        share: For ``percent`` a fraction, 0.45 being 45 %; for ``weight`` a proportion.
        valid_from: First day; None for always.
        valid_to: Last day, inclusive; None for ever.
        row: Row number as the sheet shows it.
    """

    payer: str
    basis: Basis
    share: Decimal
    valid_from: date | None
    valid_to: date | None
    row: int

    def place(self, column: str) -> Place:
        """One of its cells."""
        return Place("Splits", self.row, column)


def payer_weights(
    shares: Sequence[PayerShare], on: date, project: str
) -> tuple[list[tuple[str, Fraction]], list[Finding]]:
    """The payers of a project on a day with their weights, in the order of the sheet.

    Args:
        shares: All rows of the project, or of one of its phases, in any order.
        on: The day whose split is wanted.
        project: Its code, named in the findings.

    Returns:
        Weights and no findings, or findings and no weights. Percent shares make exactly 1. A
        project without a row has neither: its client pays it whole.
    """
    in_order = sorted(shares, key=lambda share: share.row)
    held = [share for share in in_order if valid_on(on, share.valid_from, share.valid_to)]
    # Totals are told once each share is sound: 45 for 45 % would make them nonsense.
    findings = [
        *_reversed(in_order),
        *_nobody(in_order, held, on, project),
        *_unclear_basis(held),
        *_unclear_payers(held, project),
        *_unclear_shares(held, project),
    ] or list(_wrong_total(held, project))
    weights = [(share.payer, exact_share(share.share)) for share in held]
    return ([], findings) if findings else (weights, [])


def days_of_change(shares: Sequence[PayerShare]) -> list[date]:
    """The days on which another split starts to hold, in order; the first may be ``date.min``.

    Checking each of them checks every day on which a row is valid.
    """
    return sorted({share.valid_from or date.min for share in shares} | set(_days_after(shares)))


def _days_after(shares: Sequence[PayerShare]) -> Iterator[date]:
    for share in shares:
        # Some write "for ever" as 31 December 9999, which no day comes after.
        if share.valid_to is not None and share.valid_to < date.max:
            after = date.fromordinal(share.valid_to.toordinal() + 1)
            if any(valid_on(after, other.valid_from, other.valid_to) for other in shares):
                yield after


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


def _unclear_basis(held: Sequence[PayerShare]) -> Iterator[Finding]:
    for share in held:
        place = share.place("basis")
        if share.basis not in {Basis.PERCENT, Basis.WEIGHT}:
            yield Finding("SPL-08", place, {"payer": share.payer, "basis": share.basis})
        elif share.basis is not held[0].basis:
            first = {"first_row": held[0].row, "first_basis": held[0].basis}
            yield Finding("SPL-07", place, {"basis": share.basis, **first})


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


def _wrong_total(held: Sequence[PayerShare], project: str) -> Iterator[Finding]:
    if not held:
        return
    place = held[0].place("share")
    shares = [exact_share(share.share) for share in held]
    if held[0].basis is Basis.WEIGHT:
        if not any(shares):
            yield Finding("SPL-09", place, {"project": project})
    elif gap := percent_gap(shares):
        missing = as_percent(gap)
        # From the gap, so that the two figures a reader sees make exactly 100.
        values = {"project": project, "total": 100 - missing, "gap": abs(missing)}
        yield Finding("SPL-01" if gap > 0 else "SPL-02", place, values)

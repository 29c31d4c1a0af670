"""Deposits, and the bills that give them back to the cent.

A deposit is settled payer by payer: each gets back exactly what it paid, at the VAT it paid, as
fast as its own bills allow. What is left is always the deposit less what was settled, so that no
cent strays however often it is rounded on the way.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from addin.billing.calendar import Month
from addin.billing.choices import Axis
from addin.billing.lines import line_key
from addin.billing.money import part_of
from addin.billing.vat import VatTreatment


@dataclass(frozen=True, slots=True)
class PaidDeposit:
    """A deposit that is issued.

    Attributes:
        key: Of its line.
        month: Month that billed it.
        phase: Phase whose bills give it back; empty for all bills of the project.
        left: What each payer has still to get back, in cents; in the order they were billed in.
        vat: What each payer's part bore.
    """

    key: str
    month: Month
    phase: str
    left: Mapping[str, int]
    vat: Mapping[str, VatTreatment]


_BACK = "back"
_SETTLES = f"/{Axis.DEPOSIT.value}/{_BACK}/"


def settlement_key(deposit: str, billed: Month, month: Month, project: str, service: str) -> str:
    """Key of the line by which a month gives back a deposit.

    Args:
        deposit: Key of the deposit's own line.
        billed: Month that billed it.
        month: Month that gives it back.
        project: Of both lines.
        service: Of both lines; empty without one.

    >>> own = "2026-01/P-1/-/deposit/2026-01-15"
    >>> settlement_key(own, Month(2026, 1), Month(2026, 3), "P-1", "")
    '2026-03/P-1/-/deposit/back/2026-01/2026-01-15'
    """
    own = f"{line_key(billed, project, service, Axis.DEPOSIT.value)}/"
    stem = line_key(month, project, service, Axis.DEPOSIT.value, _BACK, str(billed))
    return f"{stem}/{deposit.removeprefix(own)}"


def is_settlement(key: str) -> bool:
    """Whether a line with the axis ``deposit`` gives one back, by its key."""
    return _SETTLES in key


def settlement_tail(key: str) -> str:
    """What the keys of all lines that give back one deposit have in common.

    >>> settlement_tail("2026-03/P-1/-/deposit/back/2026-01/2026-01-15+2")
    'P-1/-/deposit/back/2026-01/2026-01-15'
    """
    return re.sub(r"\+\d+$", "", key.split("/", 1)[1])


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a month gives back of a deposit.

    Attributes:
        parts: Cents of each payer, above zero, in the order of the deposit.
    """

    deposit: PaidDeposit
    parts: tuple[tuple[str, int], ...]

    @property
    def cents(self) -> int:
        """All of it, as a positive amount."""
        return sum(cents for _, cents in self.parts)


@dataclass(frozen=True, slots=True)
class Due:
    """A part of a line that a payer has to pay this month."""

    payer: str
    phase: str
    cents: int
    vat: VatTreatment


@dataclass(slots=True)
class Bills:
    """What the payers of a project have to pay in a month, less what is given back of it."""

    dues: list[Due] = field(default_factory=list)

    def room(self, payer: str, phase: str, wanted: int, vat: VatTreatment) -> int:
        """How much of an amount the bill of a payer can give back without owing money itself.

        Neither its net nor its total with VAT goes below zero, and for a phase neither does what
        that phase comes to.

        Args:
            payer: Who gets it back.
            phase: The phase that gives it back; empty for the whole project.
            wanted: Cents without VAT.
            vat: What they bore.
        """
        mine = [due for due in self.dues if due.payer == payer]
        if phase:
            wanted = _most([due for due in mine if due.phase == phase], wanted, vat)
        return _most(mine, wanted, vat)

    def give_back(self, payer: str, phase: str, cents: int, vat: VatTreatment) -> None:
        """Take an amount off the bill of a payer."""
        self.dues.append(Due(payer, phase, -cents, vat))


def _most(dues: Iterable[Due], wanted: int, vat: VatTreatment) -> int:
    """The largest part of an amount that a bill can give back."""
    sums: dict[VatTreatment, int] = {}
    for due in dues:
        sums[due.vat] = sums.get(due.vat, 0) + due.cents
    most = max(min(wanted, sum(sums.values())), 0)
    # VAT at a higher rate than that of the work eats up the bill before its net does.
    affordable = bisect_left(range(most + 1), 1, key=lambda cents: _gross(sums, vat, cents) < 0)
    return max(affordable - 1, 0)


def _gross(sums: Mapping[VatTreatment, int], vat: VatTreatment, given_back: int) -> int:
    """What a bill comes to with VAT, once for each category and rate."""
    after = {**sums, vat: sums.get(vat, 0) - given_back}
    return sum(cents + part_of(cents, one.rate) for one, cents in after.items())


def settle(deposits: Sequence[PaidDeposit], bills: Bills) -> list[Settlement]:
    """What the bills of a month give back of the deposits of a project, the oldest first.

    Args:
        deposits: Those with something left.
        bills: Of the month; what is given back is taken off them.
    """
    found = []
    for deposit in sorted(deposits, key=lambda one: (one.month, one.key)):
        parts = []
        for payer, left in deposit.left.items():
            vat = deposit.vat[payer]
            cents = bills.room(payer, deposit.phase, left, vat)
            if cents > 0:
                bills.give_back(payer, deposit.phase, cents, vat)
                parts.append((payer, cents))
        if parts:
            found.append(Settlement(deposit, tuple(parts)))
    return found

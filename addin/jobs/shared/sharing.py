"""The drafts of a month over their payers: one computation for the run, the issue and the preview.

Where percentages or weights are agreed, each line is shared on its own. Where amounts are, the
month of a project, or of one of its phases, is shared as a whole (``billing.waterfall``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from addin.billing.allocation import Part, allocate
from addin.billing.choices import Axis
from addin.billing.lines import Charge, Line
from addin.billing.vat import VatTreatment
from addin.billing.waterfall import Allocated, BilledMonth, month_parts
from addin.jobs.agreed.agreements import Held
from addin.jobs.agreed.payer_vat import OUTSIDE
from addin.jobs.agreed.payers import PayerBook, PayerTerms, Weights
from addin.jobs.shared.taken import Taken, is_named


class PayerPart(NamedTuple):
    """What one payer pays of a line, and on what terms."""

    part: Part
    terms: PayerTerms


def parts_by_weight(cents: int, payers: Sequence[PayerTerms]) -> list[PayerPart]:
    """A line over payers by their weights alone."""
    parts = allocate(cents, [(one.payer, one.weight) for one in payers])
    return [PayerPart(*pair) for pair in zip(parts, payers, strict=True)]


class Owed(NamedTuple):
    """A draft of the month, priced, as its payers share it.

    Attributes:
        on: Last day served: it decides on the rows of Splits and on the VAT.
        cents: What the line comes to, the user's overrides in.
        given: The payers whom its sources or the user name; empty when the split decides.
        mirrors: Key of the issued line that it corrects or settles: its VAT is that of this line,
            unless nobody paid that one; then it is a line like any other.
        vat_outside: Whether it is outside the scope of VAT for every payer.
    """

    key: str
    project: str
    phase: str
    service: str
    axis: Axis | None
    on: date
    cents: int
    given: Weights = ()
    mirrors: str = ""
    vat_outside: bool = False


def owed(line: Line, charge: Charge, payer_override: str = "") -> Owed:
    """A computed line, under its final key.

    Args:
        line: As computed.
        charge: What it comes to with the user's overrides.
        payer_override: The one client whom the user has pay it; empty for none.
    """
    return Owed(
        key=line.key,
        project=line.project,
        phase=line.phase,
        service=line.service,
        axis=line.axis,
        on=line.period.end,
        cents=charge.net_cents,
        given=((payer_override, Fraction(1)),) if payer_override else line.payers,
        mirrors=line.mirrors,
        vat_outside=line.vat_outside,
    )


def shared(book: PayerBook, drafts: Iterable[Owed], taken: Taken) -> dict[str, list[PayerPart]]:
    """Who pays how much of each draft of a month, by its key.

    Args:
        book: Finds nothing wrong with the payers of any of the drafts.
        drafts: All that no invoice bills yet, those on hold too: a part that waits stays with its
            payer.
        taken: What was allocated beside them.
    """
    found: dict[str, list[PayerPart]] = {}
    by_amount: dict[str, list[Owed]] = {}
    mirroring: list[Owed] = []
    for one in drafts:
        if one.mirrors and one.given:
            mirroring.append(one)
            continue
        source: Held | Weights = one.given or book.held(one.project, one.phase, one.on)
        if not isinstance(source, Held):
            parts = allocate(one.cents, source)
        elif source.proportions is not None:
            parts = source.proportions.parts(one.cents)
        else:
            by_amount.setdefault(one.project, []).append(one)
            continue
        terms = book.terms(one.project, source, one.service, one.on, vat_outside=one.vat_outside)
        found[one.key] = list(map(PayerPart, parts, terms[0]))
    vat = taken.vat_of({one.mirrors for one in mirroring}) if mirroring else {}
    given: dict[str, list[tuple[Owed, list[Part]]]] = {}
    for one in mirroring:
        parts = allocate(one.cents, one.given)
        if not is_named(one.key):
            given.setdefault(one.project, []).append((one, parts))
        found[one.key] = _with_terms(book, one, parts, vat)
    for project, lines in by_amount.items():
        month = _Month(book, project, taken, given.get(project, ()))
        for one, parts in month.shared(lines):
            found[one.key] = _with_terms(book, one, parts, {})
    return found


def _with_terms(
    book: PayerBook,
    one: Owed,
    parts: Iterable[Part],
    mirrored: Mapping[tuple[str, str], VatTreatment],
) -> list[PayerPart]:
    found = []
    for part in parts:
        vat = mirrored.get((one.mirrors, part.payer))
        if vat is None:
            vat = OUTSIDE if one.vat_outside else book.vat(part.payer, one.service, one.on)
        found.append(PayerPart(part, PayerTerms(part.payer, part.share, vat)))
    return found


class _Month:
    """The month of a project whose payers have agreed on amounts."""

    def __init__(
        self,
        book: PayerBook,
        project: str,
        taken: Taken,
        given: Iterable[tuple[Owed, list[Part]]],
    ) -> None:
        """``given`` are the drafts that follow an issued line, and so count beside it."""
        self._book, self._project, self._month = book, project, taken.month
        self._work: list[tuple[Held, Allocated]] = []
        self._deposits: list[tuple[Held, Allocated]] = []
        for one in taken.parts.get(project, ()):
            self._add(one.phase, one.allocated, deposit=one.deposit)
        for draft, parts in given:
            self._add_parts(draft, parts)

    def shared(self, lines: Iterable[Owed]) -> Iterator[tuple[Owed, list[Part]]]:
        """The lines with their parts: first the work, then the deposits on what is to come.

        A deposit is given back by later bills. So it takes from what a payer may be asked for
        until then, while the work does not see it.
        """
        groups: dict[tuple[bool, Held], list[Owed]] = {}
        for one in sorted(lines, key=lambda line: (line.on, line.key)):
            held = self._book.held(self._project, one.phase, one.on)
            groups.setdefault((one.axis is Axis.DEPOSIT, held), []).append(one)
        for deposit, held in sorted(groups, key=lambda group: group[0]):
            group = groups[deposit, held]
            billed = self._billed(held, deposit=deposit)
            found = month_parts(held.agreement, [one.cents for one in group], billed)
            yield from zip(group, found, strict=True)
            for one, parts in zip(group, found, strict=True):
                self._add_parts(one, parts)

    def _billed(self, held: Held, *, deposit: bool) -> BilledMonth:
        """What counts beside the drafts of an agreement."""
        own = [(one, part) for one, part in self._work if one.phase == held.phase]
        if deposit:
            own += [(one, part) for one, part in self._deposits if one.phase == held.phase]
        same = [not deposit and one is held and part.month == self._month for one, part in own]
        return BilledMonth(
            month=self._month,
            first_month=self._book.first_month(self._project),
            issued=[part for (_, part), is_same in zip(own, same, strict=True) if is_same],
            before=[part for (_, part), is_same in zip(own, same, strict=True) if not is_same],
        )

    def _add_parts(self, one: Owed, parts: Iterable[Part]) -> None:
        for part in parts:
            allocated = Allocated(self._month, one.on, part.payer, part.cents)
            self._add(one.phase, allocated, deposit=one.axis is Axis.DEPOSIT)

    def _add(self, phase: str, allocated: Allocated, *, deposit: bool) -> None:
        held = self._book.held(self._project, phase, allocated.on)
        (self._deposits if deposit else self._work).append((held, allocated))

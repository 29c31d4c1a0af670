"""Parts of lines that are settled without an invoice: all that a payer would get comes to 0.00."""

from collections.abc import Iterable, Mapping
from functools import cache

from addin.billing.existing import corrected_key
from addin.billing.money import from_cents, part_of, to_cents
from addin.errors import Finding, Place
from addin.jobs.invoices.bundling import Bundle, Scope, Share
from addin.jobs.invoices.journal_rows import Part
from addin.tables.sheets.bills import Allocation
from addin.words import Language, text


@cache
def without_invoice() -> frozenset[str]:
    """What stands in place of a number, in each language: the workbook may have changed its own."""
    return frozenset(text("line.without_invoice", language) for language in Language)


def names_invoice(cell: str | None) -> bool:
    """Whether a cell of a column Invoice has a number, and is not settled without one."""
    return bool(cell) and cell not in without_invoice()


def settled_parts(bundles: Iterable[Bundle]) -> list[Part]:
    """The lines and payers of documents that nobody is sent."""
    return [part for bundle in bundles for part in bundle.parts]


def with_settled(
    issued: Mapping[str, Mapping[str, int]], allocations: Iterable[Allocation]
) -> dict[str, dict[str, int]]:
    """What nobody has to pay any more of the lines that are issued to somebody.

    Args:
        issued: Cents by line and payer, as the journal has them.
        allocations: As the sheet shows them: the journal knows nothing of what has no invoice.
    """
    found = {line: dict(parts) for line, parts in issued.items()}
    for one in allocations:
        if one.line in found and one.invoice in without_invoice():
            found[one.line].setdefault(one.payer, to_cents(one.amount))
    return found


class NeverBilled:
    """What corrections must not give back, as its payer was sent no invoice for it."""

    def __init__(self, allocations: Iterable[Allocation]) -> None:
        """Read what was settled, and what was billed of the same lines.

        Args:
            allocations: Of every line, those of corrections too.
        """
        rows = list(allocations)
        without = without_invoice()
        self._billed_cents = {_work(one): 0 for one in rows if one.invoice in without}
        if not self._billed_cents:
            return
        for one in rows:
            if names_invoice(one.invoice) and _work(one) in self._billed_cents:
                self._billed_cents[_work(one)] += to_cents(one.amount)

    def covers(self, line: str, payer: str, cents: int) -> bool:
        """Whether a part of a correction would give back more than its payer was billed.

        Args:
            line: Key of the correction.
            payer: Whose part it is.
            cents: Of the part; below zero where it takes something back.
        """
        billed = self._billed_cents.get((corrected_key(line), payer))
        return cents < 0 and billed is not None and billed + cents < 0


def _work(one: Allocation) -> tuple[str, str]:
    """The line and the payer, those of the corrected line for a correction."""
    return corrected_key(one.line) or one.line, one.payer


def settled_finding(bundle: Bundle) -> Finding:
    """Tells who gets no invoice, and how much its discounts give away."""
    if bundle.scope is Scope.NEVER_BILLED:
        return _never_billed(bundle)
    values = {
        "payer": bundle.payer,
        "projects": ", ".join(bundle.projects),
        "count": len(bundle.parts),
        "given": from_cents(sum(map(_before_discounts, bundle.shares))),
    }
    first = (*bundle.shares, *bundle.discounts)[0]
    return Finding("ISS-11", Place("Prebilling", first.row.sheet_row, "amount"), values)


def _never_billed(bundle: Bundle) -> Finding:
    """Tells who gets nothing back, and of what."""
    row = bundle.shares[0].row
    values = {
        "payer": bundle.payer,
        "lines": ", ".join(share.row.line or "" for share in bundle.shares),
        "amount": from_cents(-sum(share.part.cents for share in bundle.shares)),
    }
    return Finding("ISS-13", Place("Prebilling", row.sheet_row, "amount"), values)


def _before_discounts(share: Share) -> int:
    """What a payer would pay of a line without any discount, in cents."""
    return share.part.cents + part_of(share.charge.allowance_cents, share.part.share)

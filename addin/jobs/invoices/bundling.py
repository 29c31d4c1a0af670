"""Which parts of lines go on one invoice: by payer, project, and what VAT has to do with them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from addin.billing.allocation import Part
from addin.billing.choices import Axis, InvoiceGrouping, VatCategory
from addin.billing.discounts import TaxedLine
from addin.billing.expenses import is_disbursement
from addin.billing.lines import Charge
from addin.billing.territory import in_union
from addin.jobs.agreed.payers import PayerTerms
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.clients import Client


@dataclass(frozen=True, slots=True)
class Share:
    """The part of an approved line that one payer pays.

    Attributes:
        never_billed: Whether it takes back what this payer was sent no invoice for.
    """

    row: PrebillingLine
    charge: Charge
    part: Part
    terms: PayerTerms
    never_billed: bool = False


class Scope(Enum):
    """What VAT has to do with an invoice: lines of two kinds never share one."""

    VAT = "VAT"
    OUTSIDE = "outside the scope of VAT"  # such lines stand alone: EN 16931, BR-O-11
    DISBURSED = "paid in the payer's name"  # outside too, and owed as it is: no discount
    NEVER_BILLED = "takes back what was never billed"  # nobody is sent it


@dataclass
class Bundle:
    """The shares that go on one invoice.

    Attributes:
        shares: Of lines.
        discounts: Of the user's discounts on the document of a project; below zero.
    """

    payer: str
    scope: Scope = Scope.VAT
    shares: list[Share] = field(default_factory=list)
    discounts: list[Share] = field(default_factory=list)

    @property
    def projects(self) -> tuple[str, ...]:
        """Codes of its projects, in the order of its lines."""
        return tuple(dict.fromkeys(share.row.project for share in (*self.shares, *self.discounts)))

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """The keys of the lines that it bills, each with its payer."""
        return tuple(
            (share.row.line or "", self.payer) for share in (*self.shares, *self.discounts)
        )

    @property
    def takes_back(self) -> bool:
        """Whether a line is below zero: a deposit that is deducted, or a correction."""
        return any(share.part.cents < 0 for share in self.shares)

    @property
    def taxed_lines(self) -> list[TaxedLine]:
        """Its lines as their discounts and VAT see them."""
        return [
            TaxedLine(
                share.part.cents, share.terms.vat.category, share.terms.vat.rate, share.row.project
            )
            for share in self.shares
        ]


def bundles(
    shares: Sequence[Share],
    clients: Mapping[str, Client],
    outside: Collection[str] = frozenset(),
) -> list[Bundle]:
    """Put shares together as each payer wants its invoices: by project, or all on one.

    A discount of the user's goes on the invoice of its project that bears VAT, if there is one.

    Args:
        shares: Of approved lines.
        clients: The payers, by their codes.
        outside: Codes of the services that are outside the scope of VAT, whoever pays them.
    """
    found: dict[tuple[str, str, Scope], Bundle] = {}
    for share in sorted(shares, key=_is_discount):
        payer = clients[share.part.payer]
        by_project = payer.invoice_grouping is InvoiceGrouping.PROJECT
        project = share.row.project if by_project else ""
        scope = _scope(share, payer, outside)
        if _is_discount(share):
            stands_alone = (payer.client, project, Scope.OUTSIDE) in found
            taxed = (payer.client, project, Scope.VAT) in found
            scope = Scope.OUTSIDE if stands_alone and not taxed else Scope.VAT
        bundle = found.setdefault((payer.client, project, scope), Bundle(payer.client, scope))
        (bundle.discounts if _is_discount(share) else bundle.shares).append(share)
    return list(found.values())


def _scope(share: Share, payer: Client, outside: Collection[str]) -> Scope:
    """A line outside VAT is a disbursement, unless it is the payer who is outside."""
    if share.never_billed:
        return Scope.NEVER_BILLED
    if share.terms.vat.category is not VatCategory.O:
        return Scope.VAT
    row = share.row
    is_abroad = not in_union(payer.country.upper(), row.period_to or date.max)
    by_payer = payer.vat_category is VatCategory.O or (is_abroad and row.service not in outside)
    disbursed = not by_payer or is_disbursement(row.origin or "")
    return Scope.DISBURSED if disbursed else Scope.OUTSIDE


def _is_discount(share: Share) -> bool:
    return share.row.axis is Axis.DISCOUNT

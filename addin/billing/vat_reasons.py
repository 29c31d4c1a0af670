"""Why a line bears no VAT: what its invoice needs a sentence for (EN 16931 BT-120)."""

from datetime import date

from addin.billing.choices import MentionReason, VatCategory, VatRegime
from addin.billing.territory import in_union, vat_country

_ALWAYS_THE_SAME = {
    VatCategory.K: MentionReason.GOODS_TO_EU,
    VatCategory.G: MentionReason.EXPORT,
}


def reason_of(  # noqa: PLR0913  # what the sentence depends on
    category: VatCategory,
    *,
    seller_country: str,
    buyer_country: str,
    service_category: VatCategory,
    on: date,
    regime: VatRegime = VatRegime.STANDARD,
) -> MentionReason | None:
    """What has to be said of a line in a VAT category.

    Args:
        category: What the line bears for its buyer.
        seller_country: ISO 3166-1, two capitals.
        buyer_country: The same.
        service_category: What the service bears at home.
        on: Day of the service.
        regime: Of the seller.

    Returns:
        None for S, and for Z, which has no reason (EN 16931, BR-Z-10).

    >>> reason_of(
    ...     VatCategory.AE,
    ...     seller_country="BE",
    ...     buyer_country="FR",
    ...     service_category=VatCategory.S,
    ...     on=date(2026, 3, 15),
    ... ).value
    'reverse charge abroad'
    """
    is_home = vat_country(seller_country) == vat_country(buyer_country)
    if category is VatCategory.AE:
        at_home, abroad = MentionReason.REVERSE_CHARGE_AT_HOME, MentionReason.REVERSE_CHARGE_ABROAD
        return at_home if is_home else abroad
    if category is VatCategory.E:
        by_nature = service_category is VatCategory.E or regime is not VatRegime.SMALL_BUSINESS
        return MentionReason.EXEMPT if by_nature else MentionReason.SMALL_BUSINESS
    if category is VatCategory.O:
        in_scope = is_home or in_union(buyer_country, on)
        return MentionReason.OUTSIDE_SCOPE if in_scope else MentionReason.SERVICES_OUTSIDE_EU
    return _ALWAYS_THE_SAME.get(category)

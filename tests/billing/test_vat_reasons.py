"""Why a line bears no VAT."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.billing.choices import MentionReason, VatCategory, VatRegime
from addin.billing.vat_reasons import reason_of

S, E, AE, K, G, Z = (VatCategory(code) for code in ("S", "E", "AE", "K", "G", "Z"))
O = VatCategory.O  # noqa: E741  # as the code list has it
IN_UNION, AFTER = date(2020, 12, 31), date(2021, 1, 1)
SMALL = VatRegime.SMALL_BUSINESS


def reason(
    category: VatCategory,
    buyer: str = "BE",
    service: VatCategory = S,
    on: date = AFTER,
    regime: VatRegime = VatRegime.STANDARD,
) -> MentionReason | None:
    return reason_of(
        category,
        seller_country="BE",
        buyer_country=buyer,
        service_category=service,
        on=on,
        regime=regime,
    )


@pytest.mark.parametrize(
    ("category", "about", "expected"),
    [
        (S, {}, None),
        (Z, {}, None),
        (AE, {}, MentionReason.REVERSE_CHARGE_AT_HOME),
        (AE, {"buyer": "FR"}, MentionReason.REVERSE_CHARGE_ABROAD),
        (E, {}, MentionReason.EXEMPT),
        (E, {"regime": SMALL}, MentionReason.SMALL_BUSINESS),
        (E, {"service": AE, "regime": SMALL}, MentionReason.SMALL_BUSINESS),
        (E, {"service": E, "regime": SMALL}, MentionReason.EXEMPT),
        (E, {"regime": VatRegime.DEBITS}, MentionReason.EXEMPT),
        (K, {"buyer": "FR"}, MentionReason.GOODS_TO_EU),
        (G, {"buyer": "CH"}, MentionReason.EXPORT),
        (O, {}, MentionReason.OUTSIDE_SCOPE),
        (O, {"buyer": "FR"}, MentionReason.OUTSIDE_SCOPE),
        (O, {"buyer": "CH"}, MentionReason.SERVICES_OUTSIDE_EU),
        (O, {"buyer": "GB", "on": IN_UNION}, MentionReason.OUTSIDE_SCOPE),
        (O, {"buyer": "GB", "on": AFTER}, MentionReason.SERVICES_OUTSIDE_EU),
    ],
)
def test_the_reason_follows_from_category_buyer_and_scheme(
    category: VatCategory, about: dict[str, Any], expected: MentionReason | None
) -> None:
    assert reason(category, **about) is expected


@given(
    st.sampled_from(VatCategory),
    st.sampled_from(["BE", "FR", "MC", "CH"]),
    st.sampled_from(VatCategory),
    st.sampled_from(VatRegime),
)
def test_what_bears_no_vat_has_a_reason_and_what_bears_it_has_none(
    category: VatCategory, buyer: str, service: VatCategory, regime: VatRegime
) -> None:
    found = reason(category, buyer, service, regime=regime)

    assert (found is None) == (category in {S, Z})

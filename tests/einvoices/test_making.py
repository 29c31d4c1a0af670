"""Records that are made quickly are the frozen records that they were."""

from dataclasses import FrozenInstanceError, fields, replace
from decimal import Decimal
from inspect import signature

import pytest
from einvoices.samples import belgian_cases

from addin.einvoices.building import electronic_invoice
from addin.einvoices.model import AllowanceCharge, ElectronicInvoice, ElectronicLine, Item, Price

KINDS = (AllowanceCharge, ElectronicInvoice, ElectronicLine, Item, Price)


@pytest.mark.parametrize("kind", KINDS)
def test_it_takes_its_fields_in_their_order_with_their_defaults(kind: type) -> None:
    parameters = list(signature(kind).parameters.values())

    assert [one.name for one in parameters] == [one.name for one in fields(kind)]
    given = {one.name: one.default for one in parameters if one.default is not one.empty}
    assert given == {one.name: one.default for one in fields(kind) if one.name in given}


def test_it_cannot_be_changed() -> None:
    price = Price(Decimal("95.00"))

    with pytest.raises(FrozenInstanceError):
        price.net = Decimal("1.00")  # type: ignore[misc]
    assert (price, hash(price)) == (Price(Decimal("95.00")), hash(Price(Decimal("95.00"))))


def test_a_field_that_is_missing_or_unknown_is_refused() -> None:
    with pytest.raises(TypeError, match="net"):
        Price()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="nett"):
        Price(Decimal(1), nett=1)  # type: ignore[call-arg]


def test_a_copy_with_a_change_has_all_the_rest() -> None:
    whole = electronic_invoice(belgian_cases()["one rate"])

    changed = replace(whole, number="X")

    assert changed.number == "X"
    assert replace(changed, number=whole.number) == whole

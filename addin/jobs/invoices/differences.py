"""What a file made for an invoice says otherwise than was computed."""

from collections.abc import Iterable
from decimal import Decimal

from addin.billing.money import from_cents
from addin.errors import BillingError

Figure = str | int | None
"""A text, or cents; None for what is not there."""

Difference = tuple[str, Figure, Figure]
"""What it is about, as it is shown and as it was computed."""


class FigureDifferenceError(BillingError):
    """The written document says another figure than the one computed."""

    code = "ISS-03"


def require_none(number: str, differences: Iterable[Difference]) -> None:
    """Refuse a file of an invoice that shows anything else than it should.

    Raises:
        FigureDifferenceError: The first difference is named.
    """
    for what, shown, computed in differences:
        raise FigureDifferenceError(
            number=number, what=what, printed=_figure(shown), computed=_figure(computed)
        )


def _figure(value: Figure) -> str | Decimal:
    """A proven value as a sentence says it; a hyphen for what is not there."""
    if value is None:
        return "-"
    return value if isinstance(value, str) else from_cents(value)

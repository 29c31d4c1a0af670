"""The VAT rates of Belgium and France, dated, each with the text that lays it down.

The rows go back to 1996 for Belgium and to April 2000 for France: an earlier ``since`` would only
matter to work of those years. Rates for goods alone (livestock, newspapers overseas) are left out.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from addin.billing.calendar import valid_on
from addin.billing.territory import vat_country


class VatRateKind(StrEnum):
    """What a rate is to the others of its country."""

    STANDARD = "standard"  # where no other is laid down
    INTERMEDIATE = "intermediate"
    REDUCED = "reduced"
    SUPER_REDUCED = "super-reduced"
    REGIONAL = "regional"  # Corsica, Guadeloupe, Martinique, Réunion


@dataclass(frozen=True, slots=True)
class DatedRate:
    """A rate while it applies.

    Attributes:
        country: Two letters, ISO 3166-1.
        rate: As a fraction: 0.21.
        since: First day.
        until: Last day, inclusive; None while it applies.
        source: Where it is laid down.
    """

    country: str
    rate: Decimal
    kind: VatRateKind
    since: date
    until: date | None
    source: str


def _rate(  # noqa: PLR0913, PLR0917  # a row of the table below
    country: str, percent: str, kind: VatRateKind, since: str, until: str, source: str
) -> DatedRate:
    last = date.fromisoformat(until) if until else None
    return DatedRate(
        country, Decimal(percent).scaleb(-2), kind, date.fromisoformat(since), last, source
    )


_STANDARD, _INTERMEDIATE = VatRateKind.STANDARD, VatRateKind.INTERMEDIATE
_REDUCED, _SUPER = VatRateKind.REDUCED, VatRateKind.SUPER_REDUCED
_REGIONAL = VatRateKind.REGIONAL
_ROYAL_DECREE = "Royal Decree no. 20 of 20 July 1970"
_LAW_2011 = "Law 2011-1978 of 28 December 2011, art. 13"
_LAW_2012 = "Law 2012-1510 of 29 December 2012, art. 68"

VAT_RATES = (
    _rate("BE", "21", _STANDARD, "1996-01-01", "", f"{_ROYAL_DECREE}, art. 1"),
    _rate("BE", "12", _INTERMEDIATE, "1996-01-01", "", f"{_ROYAL_DECREE}, art. 1, table B"),
    _rate("BE", "6", _REDUCED, "1996-01-01", "", f"{_ROYAL_DECREE}, art. 1, table A"),
    _rate("FR", "19.6", _STANDARD, "2000-04-01", "2013-12-31", "CGI, art. 278"),
    _rate("FR", "20", _STANDARD, "2014-01-01", "", f"CGI, art. 278; {_LAW_2012}"),
    _rate("FR", "7", _INTERMEDIATE, "2012-01-01", "2013-12-31", f"CGI, art. 279; {_LAW_2011}"),
    _rate("FR", "10", _INTERMEDIATE, "2014-01-01", "", f"CGI, art. 279; {_LAW_2012}"),
    _rate("FR", "5.5", _REDUCED, "2000-04-01", "", "CGI, art. 278-0 bis"),
    _rate("FR", "2.1", _SUPER, "2000-04-01", "", "CGI, art. 281 octies and 298 septies"),
    _rate("FR", "8", _REGIONAL, "2000-04-01", "2013-12-31", "CGI, art. 297 (Corsica)"),
    _rate("FR", "13", _REGIONAL, "2014-01-01", "", "CGI, art. 297 (Corsica)"),
    _rate("FR", "8.5", _REGIONAL, "2000-04-01", "", "CGI, art. 296 (overseas)"),
)


def lawful_rates(country: str, on: date) -> tuple[Decimal, ...]:
    """The rates that a seller of a country may charge on a day, as fractions, highest first.

    Args:
        country: ISO 3166-1, two capitals.
        on: Day of the supply.

    Returns:
        None at all where no row is known of the country and day: nothing can be said then. 0 is
        never among them; what bears no VAT has another category than S.

    >>> [str(rate) for rate in lawful_rates("BE", date(2026, 3, 15))]
    ['0.21', '0.12', '0.06']
    """
    found = {
        row.rate
        for row in VAT_RATES
        if row.country == vat_country(country) and valid_on(on, row.since, row.until)
    }
    return tuple(sorted(found, reverse=True))


def countries_of(rate: Decimal, on: date) -> tuple[str, ...]:
    """The countries of the rows in which a rate may be charged on a day.

    >>> countries_of(Decimal("0.20"), date(2026, 3, 15))
    ('FR',)
    """
    return tuple(sorted({row.country for row in VAT_RATES if _is_charged(row, rate, on)}))


def _is_charged(row: DatedRate, rate: Decimal, on: date) -> bool:
    return row.rate == rate and valid_on(on, row.since, row.until)

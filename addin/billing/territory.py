"""Which countries belong to the VAT territory of the European Union, and since when."""

from dataclasses import dataclass
from datetime import date

from addin.billing.calendar import valid_on


@dataclass(frozen=True, slots=True)
class Membership:
    """The time for which the Union's law on VAT applies to a country.

    Attributes:
        country: Two letters, ISO 3166-1.
        since: First day.
        until: Last day, inclusive; None while it applies.
    """

    country: str
    since: date
    until: date | None = None


def _members(since: date, countries: str) -> tuple[Membership, ...]:
    return tuple(Membership(country, since) for country in countries.split())


MEMBERSHIPS = (
    # Treaty of Rome, art. 247, and the treaties of accession that followed it.
    *_members(date(1958, 1, 1), "BE DE FR IT LU NL"),
    *_members(date(1973, 1, 1), "DK IE"),
    *_members(date(1981, 1, 1), "GR"),
    *_members(date(1986, 1, 1), "ES PT"),
    *_members(date(1995, 1, 1), "AT FI SE"),
    *_members(date(2004, 5, 1), "CY CZ EE HU LT LV MT PL SI SK"),
    *_members(date(2007, 1, 1), "BG RO"),
    *_members(date(2013, 7, 1), "HR"),
    # Until the end of the transition: Withdrawal Agreement of 2019, art. 126 and 127.
    Membership("GB", date(1973, 1, 1), date(2020, 12, 31)),
)

# Monaco counts as France: Directive 2006/112/EC, art. 7. Greece is often written as its prefix.
_COUNTS_AS = {"MC": "FR", "EL": "GR"}

# Directive 2006/112/EC, art. 215: the prefix is the ISO code, but Greece may use EL, and does.
_PREFIXES = {"GR": "EL"}


def vat_country(country: str) -> str:
    """The country as which a territory counts for VAT, by its ISO 3166-1 code.

    >>> vat_country("MC"), vat_country("EL"), vat_country("BE")
    ('FR', 'GR', 'BE')
    """
    return _COUNTS_AS.get(country, country)


def vat_prefix(country: str) -> str:
    """The two letters with which the VAT numbers of a member state begin."""
    return _PREFIXES.get(vat_country(country), vat_country(country))


def in_union(country: str, on: date) -> bool:
    """Whether a country lies in the Union for VAT on a day."""
    counted = vat_country(country)
    return any(
        member.country == counted and valid_on(on, member.since, member.until)
        for member in MEMBERSHIPS
    )

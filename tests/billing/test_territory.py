"""The VAT territory of the Union."""

from datetime import date, timedelta

import pytest
from stdnum.eu.vat import MEMBER_STATES

from addin.billing.territory import MEMBERSHIPS, Membership, in_union, vat_country, vat_prefix

TODAY = date(2026, 3, 15)
# Northern Ireland, XI, belongs to it for goods only.
KNOWN_ELSEWHERE = {code.upper() for code in MEMBER_STATES} - {"XI"}
MEMBERS = sorted({member.country for member in MEMBERSHIPS if in_union(member.country, TODAY)})


def test_the_members_are_those_another_program_knows() -> None:
    assert set(MEMBERS) == {vat_country(code) for code in KNOWN_ELSEWHERE}
    assert len(MEMBERS) == 27


def test_the_prefixes_are_those_another_program_knows() -> None:
    known = {"EL" if code == "GR" else code for code in KNOWN_ELSEWHERE}

    assert known == {vat_prefix(country) for country in MEMBERS}


@pytest.mark.parametrize("member", MEMBERSHIPS, ids=lambda member: member.country)
def test_a_membership_starts_on_its_first_day_and_ends_after_its_last(
    member: Membership,
) -> None:
    last = member.until or date(2100, 1, 1)

    assert in_union(member.country, member.since)
    assert not in_union(member.country, member.since - timedelta(days=1))
    assert in_union(member.country, last)
    assert in_union(member.country, last + timedelta(days=1)) == (member.until is None)


def test_the_united_kingdom_counts_until_the_end_of_2020() -> None:
    assert in_union("GB", date(2020, 12, 31))
    assert not in_union("GB", date(2021, 1, 1))


@pytest.mark.parametrize("country", ["CH", "NO", "US", "GP", "GB", ""])
def test_other_countries_lie_outside(country: str) -> None:
    assert not in_union(country, TODAY)


def test_monaco_counts_as_france() -> None:
    assert vat_country("MC") == "FR"
    assert in_union("MC", TODAY)
    assert vat_prefix("MC") == "FR"


def test_greece_has_a_prefix_of_its_own() -> None:
    assert vat_country("EL") == "GR"
    assert in_union("GR", TODAY)
    assert in_union("EL", TODAY)
    assert vat_prefix("GR") == vat_prefix("EL") == "EL"
    assert vat_prefix("BE") == "BE"

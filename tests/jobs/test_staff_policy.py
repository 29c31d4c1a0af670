"""Every table and every column has been decided on: what staff sees, and what comes back."""

from pathlib import Path

import pytest

from addin.jobs.sharing_out.policy import (
    ORDER,
    POLICY,
    SHARED_SETTINGS,
    Rows,
    TablePolicy,
    policy_of,
)
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.sheets.settings import Firm

PAGE = Path(__file__).parents[2] / "docs" / "sharing.md"
SHARED = [name for name, policy in POLICY.items() if policy.rows is not Rows.NONE]


def test_every_table_of_the_catalogue_has_a_policy_and_no_other() -> None:
    assert sorted(POLICY) == sorted(BY_NAME)


@pytest.mark.parametrize("name", SHARED)
def test_every_column_of_a_shared_table_is_decided_on_once(name: str) -> None:
    policy = POLICY[name]
    decided = [*policy.shown, *policy.returned, *policy.kept]
    assert sorted(decided) == sorted(column.name for column in BY_NAME[name].columns)


def test_what_nobody_decided_on_is_not_shared() -> None:
    assert policy_of("Salaries") == TablePolicy(Rows.NONE)


def test_every_shared_table_has_its_sheet() -> None:
    assert sorted(ORDER) == sorted(SHARED)


@pytest.mark.parametrize("name", SHARED)
def test_no_price_rate_fee_account_or_invoice_is_shared(name: str) -> None:
    money = {
        column.name
        for column in BY_NAME[name].columns
        if column.kind.name in {"amount", "price", "VAT rate"} and column.name in POLICY[name].seen
    }
    assert money <= ({"amount"} if name == "Expenses" else set())
    assert not POLICY[name].seen & {"iban", "bic", "invoice", "line", "groups", "connection"}


@pytest.mark.parametrize("name", SHARED)
def test_no_shared_column_refers_to_a_table_that_is_not_shared(name: str) -> None:
    """Or its drop-down and its check would have nothing to look at."""
    seen = (column for column in BY_NAME[name].columns if column.name in POLICY[name].seen)
    assert {column.refers for column in seen} - {""} <= set(SHARED)


def test_texts_and_keys_of_a_shared_table_are_shared() -> None:
    for name in SHARED:
        policy = POLICY[name]
        assert set(policy.texts) <= policy.seen
        assert {column.name for column in BY_NAME[name].keys} <= policy.seen


def test_settings_with_secrets_addresses_and_accounts_stay_in_the_firm() -> None:
    settings = {column.name for column in Firm.spec.columns}
    assert settings >= SHARED_SETTINGS
    assert not SHARED_SETTINGS & {"iban", "bic", "journal_url", "platform_address", "endpoint"}


def test_the_page_shows_the_policy_that_is_in_force() -> None:
    page = PAGE.read_text("utf-8")
    for spec in TABLES:
        assert _line(spec.name, POLICY[spec.name]) in page, _line(spec.name, POLICY[spec.name])


def _line(name: str, policy: TablePolicy) -> str:
    if policy.rows is Rows.NONE:
        return f"| {name} | none | | | |"
    new = "yes" if policy.takes_new else "no"
    shown, returned = (", ".join(names) for names in (policy.shown, policy.returned))
    return f"| {name} | {policy.rows} | {shown} | {returned} | {new} |"

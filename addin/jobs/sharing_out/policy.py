"""What a member of staff may see of each table, and what comes back: the one place where it stands.

What is not named here stays in the firm. A test holds every table and every column of a shared
table to this page, so that a new one is decided on, and never leaks by being forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from addin.tables.columns import TableSpec


class Rows(StrEnum):
    """Which rows of a table a person gets."""

    NONE = "none"
    CLIENTS = "the clients of their groups"
    PROJECTS = "those of the projects of these clients"
    OWN_WORK = "their own, on the projects of these clients"
    OWN = "their own"
    ALL = "all"
    OFFERED = "the lists that drop-downs of these sheets offer"
    NAMED = "the settings named below"


@dataclass(frozen=True)
class TablePolicy:
    """What a person gets of one table.

    Attributes:
        rows: Which rows.
        shown: Columns they read; a change in one of them is refused.
        returned: Columns whose changes come back.
        kept: Columns that stay in the firm.
        takes_new: Whether their new rows come back.
        texts: Those of the columns in which anything may be written, clients' names among it.
    """

    rows: Rows
    shown: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    takes_new: bool = False
    texts: tuple[str, ...] = ()

    @cached_property
    def seen(self) -> frozenset[str]:
        """Every column that is in the shared workbook."""
        return frozenset(self.shown + self.returned)


_NOTHING = TablePolicy(Rows.NONE)

POLICY: Mapping[str, TablePolicy] = {
    "Clients": TablePolicy(
        Rows.CLIENTS,
        shown=(
            "client",
            "name",
            "legal_name",
            "vat_number",
            "enterprise_number",
            "vat_filing",
            "address",
            "postcode",
            "city",
            "country",
            "language",
            "status",
            "subscription_mode",
            "accounting_software",
            "card_statements",
            "follow_up_from",
            "unmatched_transactions",
            "hide_documents",
        ),
        returned=("contact", "email", "mobile"),
        kept=(
            "vat_check",
            "billing_email",
            "groups",
            "payment_days",
            "end_of_month",
            "fiscal_year_start",
            "vat_category",
            "vat_reason",
            "einvoice",
            "endpoint",
            "hours_mode",
            "invoice_grouping",
            "time_detail",
            "time_annex",
            "rounding_minutes",
            "rounding",
            "rounding_per",
            "template",
            "discount_percent",
            "discount_amount",
            "early_discount_percent",
            "early_discount_days",
            "buyer_reference",
            "delivery",
            "ledger_account",
            "buyer_account",
            "transfer",
            "connection",
            "transfer_folder",
            "purchases_email",
            "sales_email",
            "other_email",
            "sales_accounts",
            "registered",
            "invited",
            "invitation",
            "check",
        ),
    ),
    "Projects": TablePolicy(
        Rows.PROJECTS,
        shown=(
            "project",
            "name",
            "client",
            "fiscal_year",
            "status",
            "start",
            "end",
            "budget_hours",
        ),
        kept=(
            "multi_payer",
            "budget_amount",
            "fee",
            "cap_amount",
            "cap_mode",
            "order_reference",
            "template",
            "check",
        ),
        texts=("name",),
    ),
    "Phases": TablePolicy(
        Rows.PROJECTS,
        shown=("project", "phase", "name", "start", "end"),
        kept=("fee", "check"),
        texts=("phase", "name"),
    ),
    "Timesheets": TablePolicy(
        Rows.OWN_WORK,
        shown=("entry", "person", "status"),
        returned=(
            "date",
            "project",
            "phase",
            "task",
            "service",
            "start",
            "end",
            "minutes",
            "billable",
            "organisation",
            "note",
        ),
        kept=("billable_percent", "billed_minutes", "line", "invoice"),
        takes_new=True,
        texts=("phase", "task", "note"),
    ),
    "Units": TablePolicy(
        Rows.PROJECTS,
        shown=("month", "project", "service", "source", "check"),
        returned=("quantity",),
        takes_new=True,
        texts=("source",),
    ),
    "Progress": TablePolicy(
        Rows.PROJECTS,
        shown=("month", "project", "phase"),
        returned=("percent", "note"),
        takes_new=True,
        texts=("phase", "note"),
    ),
    "Expenses": TablePolicy(
        Rows.OWN_WORK,
        shown=("expense", "person", "status"),
        returned=(
            "date",
            "project",
            "phase",
            "service",
            "description",
            "amount",
            "billable",
            "organisation",
        ),
        kept=("treatment", "markup", "line", "invoice"),
        takes_new=True,
        texts=("phase", "description"),
    ),
    "Staff": TablePolicy(
        Rows.OWN,
        shown=("person", "name", "email", "weekly_hours"),
        kept=("team", "groups", "check"),
    ),
    "Services": TablePolicy(
        Rows.ALL,
        shown=("service", "name", "unit"),
        kept=(
            "axis",
            "unit_price",
            "tiers",
            "vat_category",
            "vat_rate",
            "ledger_account",
            "check",
        ),
        texts=("name",),
    ),
    "Settings": TablePolicy(Rows.NAMED, shown=("setting", "value")),
    "Lists": TablePolicy(
        Rows.OFFERED, shown=("list", "value"), kept=("en", "fr", "nl", "de"), texts=("value",)
    ),
    "Checks": _NOTHING,
    "ClientAccounts": _NOTHING,
    "Splits": _NOTHING,
    "Schedules": _NOTHING,
    "Retainers": _NOTHING,
    "Plan": _NOTHING,
    "Volumes": _NOTHING,
    "Overview": _NOTHING,
    "Prebilling": _NOTHING,
    "Allocations": _NOTHING,
    "Invoices": _NOTHING,
    "InvoiceLines": _NOTHING,
    "WorkInProgress": _NOTHING,
    "Rates": _NOTHING,
    "Tiers": _NOTHING,
    "Indexes": _NOTHING,
    "Metrics": _NOTHING,
    "Mentions": _NOTHING,
    "Groups": _NOTHING,
    "Connections": _NOTHING,
    "Deliveries": _NOTHING,
    "Mappings": _NOTHING,
    "NewClient": _NOTHING,
}
"""By Excel name. Columns of a table of which no row is shared need no decision of their own."""

SHARED_SETTINGS = frozenset({"firm_name", "country", "language", "currency", "fiscal_year_start"})
"""The settings that a shared workbook has: no account, no address of a server, no key."""

ORDER = (
    "Timesheets",
    "Expenses",
    "Units",
    "Progress",
    "Clients",
    "Projects",
    "Phases",
    "Services",
    "Staff",
    "Lists",
    "Settings",
)
"""The sheets of a shared workbook: those that are filled in come first."""


LOOKED_AT = tuple(name for name in ORDER if name not in {"Lists", "Settings"})
"""Those of which every row is compared when the workbook comes back."""


def policy_of(table: str) -> TablePolicy:
    """What a person gets of a table; nothing of one that nobody has decided on."""
    return POLICY.get(table, _NOTHING)


def fields_taken(spec: TableSpec) -> tuple[str, ...]:  # type: ignore[type-arg]
    """The columns of a new row that come back: what names it, and what may be changed."""
    keys = tuple(column.name for column in spec.keys)
    return keys + tuple(name for name in policy_of(spec.name).returned if name not in keys)

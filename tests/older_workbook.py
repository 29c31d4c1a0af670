"""A workbook made before there were phases, retainers, expenses and what came with them."""

from collections.abc import Iterable
from pathlib import Path

from memory_book import MemoryBook

from addin.tables.catalogue import BY_NAME, TABLES

NEWER_COLUMNS = {
    "Settings": frozenset[str](),
    "Clients": frozenset(
        {
            "rounding_minutes",
            "rounding",
            "rounding_per",
            "discount_amount",
            "early_discount_percent",
            "early_discount_days",
            "vat_reason",
            "transfer",
            "connection",
            "transfer_folder",
            "purchases_email",
            "sales_email",
            "other_email",
            "card_statements",
            "sales_accounts",
            "follow_up_from",
            "unmatched_transactions",
            "hide_documents",
            "registered",
            "invited",
            "invitation",
        }
    ),
    "Projects": frozenset({"fee", "cap_mode"}),
    "Splits": frozenset({"per", "ceiling"}),
    "Schedules": frozenset({"phase", "share", "tiers", "index_base", "proration"}),
    "Services": frozenset({"tiers"}),
    "Timesheets": frozenset({"phase", "billable_percent", "billed_minutes"}),
    "Prebilling": frozenset({"phase", "reduction", "value", "discount_amount", "payer_override"}),
}
NEWER_TABLES = frozenset(spec.name for spec in TABLES if spec.optional)


def older_workbook(folder: Path) -> MemoryBook:
    """An empty one."""
    book = MemoryBook({}, folder=folder)
    for name in NEWER_TABLES:
        book.drop(name)
    for name, columns in NEWER_COLUMNS.items():
        for column in columns:
            book.drop_column(name, BY_NAME[name].column(column).heading.en)
    return book


def is_newer(table: str, columns: Iterable[str]) -> bool:
    """Whether an older workbook has no place for these columns of a table."""
    return table in NEWER_TABLES or bool(NEWER_COLUMNS.get(table, frozenset()) & set(columns))

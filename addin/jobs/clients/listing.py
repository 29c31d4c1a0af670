"""The clients by how far their invitation has come."""

from typing import Any

from addin.billing.choices import ClientStatus
from addin.jobs.content import Content
from addin.tables.editing import json_record
from addin.tables.sheets.clients import Client

LISTED = (
    "client",
    "name",
    "contact",
    "email",
    "language",
    "status",
    "subscription_mode",
    "groups",
    "registered",
    "invited",
    "invitation",
)
"""The fields of a list of clients."""


def listed_clients(content: Content, status: ClientStatus | None = None) -> list[dict[str, Any]]:
    """The clients with a status, in the order of the sheet, as JSON records.

    Args:
        content: The workbook.
        status: None for all of them.
    """
    table = content.table(Client)
    names = [column.name for column in Client.spec.columns]
    columns = zip(*(table.values[name] for name in names), strict=True)
    rows = (dict(zip(names, values, strict=True)) for values in columns)
    return [
        {name: record[name] for name in LISTED}
        for row in rows
        if status is None or row["status"] is status
        for record in (json_record(Client.spec, row),)
    ]


def counted(content: Content) -> dict[ClientStatus, int]:
    """How many clients have each status."""
    found = content.table(Client).values["status"]
    return {status: found.count(status) for status in ClientStatus}

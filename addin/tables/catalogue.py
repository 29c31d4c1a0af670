"""Every table of the workbook, in the order of its sheets."""

from typing import Any

from addin.tables.columns import TableSpec
from addin.tables.sheets.bills import (
    Allocation,
    CheckRow,
    InvoiceLineRow,
    InvoiceRow,
    PrebillingLine,
)
from addin.tables.sheets.clients import Client, ClientAccount
from addin.tables.sheets.engagements import Plan, Project, Schedule, Split
from addin.tables.sheets.settings import ListValue, Setting
from addin.tables.sheets.work import Person, Rate, Service, TimesheetEntry, Unit

TABLES: tuple[TableSpec[Any], ...] = tuple(
    record.spec
    for record in (
        CheckRow,
        Client,
        ClientAccount,
        Project,
        Split,
        Schedule,
        Plan,
        TimesheetEntry,
        Unit,
        PrebillingLine,
        Allocation,
        InvoiceRow,
        InvoiceLineRow,
        Person,
        Service,
        Rate,
        Setting,
        ListValue,
    )
)

BY_NAME = {spec.name: spec for spec in TABLES}
"""The tables by their Excel name."""

BY_COMMAND = {spec.name.lower(): spec for spec in TABLES}
"""The tables by the name the command line gives them."""

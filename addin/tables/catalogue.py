"""Every table of the workbook, in the order of its sheets."""

from typing import Any

from addin.tables.columns import TableSpec
from addin.tables.sheets.bills import (
    Allocation,
    CheckRow,
    DeliveryRow,
    InvoiceLineRow,
    InvoiceRow,
    OverviewRow,
    PrebillingLine,
    WorkInProgressRow,
)
from addin.tables.sheets.client_form import ClientFormRow
from addin.tables.sheets.clients import Client, ClientAccount, Connection, Group
from addin.tables.sheets.engagements import (
    IndexValue,
    Phase,
    Plan,
    Project,
    Retainer,
    Schedule,
    Split,
    Tier,
)
from addin.tables.sheets.settings import ListValue, Mapping, Mention, Setting
from addin.tables.sheets.work import (
    Expense,
    Metric,
    Person,
    Progress,
    Rate,
    Service,
    TimesheetEntry,
    Unit,
    Volume,
)

TABLES: tuple[TableSpec[Any], ...] = tuple(
    record.spec
    for record in (
        CheckRow,
        Client,
        ClientFormRow,
        ClientAccount,
        Project,
        Phase,
        Split,
        Schedule,
        Retainer,
        Plan,
        TimesheetEntry,
        Unit,
        Progress,
        Expense,
        Volume,
        OverviewRow,
        PrebillingLine,
        Allocation,
        InvoiceRow,
        InvoiceLineRow,
        DeliveryRow,
        WorkInProgressRow,
        Person,
        Group,
        Service,
        Rate,
        Tier,
        IndexValue,
        Metric,
        Connection,
        Mapping,
        Setting,
        ListValue,
        Mention,
    )
)

BY_NAME = {spec.name: spec for spec in TABLES}
"""The tables by their Excel name."""

BY_COMMAND = {spec.name.lower(): spec for spec in TABLES}
"""The tables by the name the command line gives them."""

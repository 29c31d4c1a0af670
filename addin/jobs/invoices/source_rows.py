"""The rows of a workbook that an invoice comes from, for what is wrong with its electronic file."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from addin.billing.invoice import Invoice
from addin.einvoices.rules.telling import Where
from addin.errors import Finding, Place
from addin.jobs.content import Content
from addin.tables.columns import Record
from addin.tables.sheets.bills import PrebillingLine
from addin.tables.sheets.clients import Client
from addin.tables.sheets.settings import Setting
from addin.tables.sheets.work import Service


class SourceRows:
    """Finds the rows by their keys; nothing is looked up before something is wrong."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def where(self, invoice: Invoice) -> Where:
        """The rows of the payer, of the settings and of each line, as far as they are there."""
        lines = [line.line for line in invoice.lines]
        return Where(
            client=self._clients.get(invoice.buyer.key),
            settings=self._settings,
            lines=tuple(self._lines.get(line) for line in lines),
            services=tuple(self._services.get(self._sold.get(line, "")) for line in lines),
        )

    def placed(self, finding: Finding, invoice: Invoice) -> Finding:
        """The same finding with its row; one without any place is told at the payer."""
        where, rows = finding.where, self.where(invoice)
        if where.row is not None:
            return finding
        if where.table == Setting.spec.name:
            row = rows.settings.get(where.column or "")
            column = where.column if row is None else "value"
            return replace(finding, where=Place(where.table, row, column))
        if where.table in {"", Client.spec.name}:
            return replace(finding, where=Place(Client.spec.name, rows.client, where.column))
        return finding

    @cached_property
    def _clients(self) -> Mapping[str, int]:
        return self._rows(Client, "client")

    @cached_property
    def _settings(self) -> Mapping[str, int]:
        return self._rows(Setting, "setting")

    @cached_property
    def _lines(self) -> Mapping[str, int]:
        return self._rows(PrebillingLine, "line")

    @cached_property
    def _services(self) -> Mapping[str, int]:
        return self._rows(Service, "service")

    @cached_property
    def _sold(self) -> Mapping[str, str]:
        """The service of each line; empty for one of the user's own."""
        values = self.content.table(PrebillingLine).values
        pairs = zip(values["line"], values["service"], strict=True)
        return {line: service or "" for line, service in pairs}

    def _rows(self, record: type[Record], name: str) -> dict[str, int]:
        """The sheet rows of a table by the values of one column."""
        table = self.content.table(record)
        return {key: table.sheet_row(at) for at, key in enumerate(table.values[name]) if key}

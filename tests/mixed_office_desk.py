"""A desk at which everything happens to a mixed office, in any order, and what must hold there."""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

from mixed_office import MONTHS, POOL, PROJECTS, Row, Tables, counted, spent, worked
from sample_office import Office

from addin.billing.invoice import Invoice
from addin.billing.money import round_half_away, to_cents
from addin.errors import BillingError
from addin.jobs.report import Report
from addin.tables.catalogue import BY_NAME
from addin.tables.editing import cell_of, json_record
from addin.tables.edits import TableEdit
from addin.tables.reading import Table, read_table
from addin.words import Language

Cells = dict[str, str | None]

ROWS = {"Timesheets": worked, "Units": counted, "Expenses": spent}
KEYS = {"Timesheets": "entry", "Expenses": "expense"}
WRITTEN = frozenset({"line", "invoice", "billed_minutes", "balance", "check", "actual"})
WRITTEN |= {"planned_amount", "actual_amount", "difference", "next_fee"}
"""Columns that Quotepart fills in."""
WAITING = frozenset({"CAP-02", "RET-10", "BLK-03"})
"""Findings that say why hours wait."""
FROZEN = ("month", "project", "client", "axis", "period_from", "period_to", "quantity", "amount")


class QuickOffice(Office):
    """An office of whose workbook one sheet is read at a time."""

    def rows(self, table: str, **where: Any) -> list[Row]:
        """The rows of a table as JSON records, those with these values."""
        spec = BY_NAME[table]
        values = self._read(table).values
        cells = zip(*values.values(), strict=True)
        found = [json_record(spec, dict(zip(values, row, strict=True))) for row in cells]
        return [row for row in found if all(row[name] == where[name] for name in where)]

    def type_over(self, table: str, place: int, **cells: str | None) -> None:
        """Type into the cells of a row, counted from 0; None empties one."""
        typed: dict[str, Any] = {}
        for name, text in cells.items():
            column = BY_NAME[table].column(name)
            value = None if text is None else column.kind.from_text(text)
            typed[name] = None if value is None else cell_of(column, value, Language.EN)
        self.book.put(table, self._read(table).indices[place], **typed)

    def _read(self, table: str) -> Table[Any]:
        return read_table(BY_NAME[table], self.book.read([table])[table])

    def _index(self, table: str, where: Mapping[str, Any]) -> int:
        found = [
            index
            for index, row in enumerate(self.rows(table))
            if all(row[name] == where[name] for name in where)
        ]
        assert len(found) == 1, (table, where, found)
        return self._read(table).indices[found[0]]


class Desk:
    """An office where everything happens at once, and what was issued there."""

    def __init__(self, folder: Path, tables: Mapping[str, Any]) -> None:
        self.office = QuickOffice(folder, **tables)
        self.numbers = 100
        self.told: set[str] = set()
        self._invoices: dict[str, Invoice] = {}
        self._rows: dict[str, Row] = {}

    def take(self, step: tuple[Any, ...]) -> None:
        """Do one thing."""
        verb, *what = step
        match verb:
            case "generate":
                self.generate(what[0])
            case "bill":
                self.bill(what[0])
            case "issue":
                self.issue(what[0])
            case "edit":
                self._edit(*what)
            case "line":
                self._edit_draft(*what)
            case "delete":
                self._delete(*what)
            case "turn":
                self._turn(*what)
            case "own":
                self.office.type_row("Prebilling", **what[0])
            case table:
                self.numbers += 1
                self.office.type_row(table, **ROWS[table](self.numbers, what[0]))

    def _edit(self, table: str, place: int, cells: Cells) -> None:
        if rows := self.office.rows(table):
            self.office.type_over(table, place % len(rows), **cells)

    def _edit_draft(self, place: int, cells: Cells) -> None:
        if drafts := self._drafts():
            self.office.put("Prebilling", {"line": drafts[place % len(drafts)]}, **cells)

    def _delete(self, table: str, place: int) -> None:
        """Delete a draft, or a source that no line has taken."""
        if table == "Prebilling":
            if drafts := self._drafts():
                self.office.delete("Prebilling", line=drafts[place % len(drafts)])
            return
        rows = [row for row in self.office.rows(table) if not row["line"]]
        if rows:
            row = rows[place % len(rows)]
            self.office.delete(table, **{KEYS[table]: row[KEYS[table]]})

    def _turn(self, table: str, place: int) -> None:
        """The rows above a place go below all others."""
        grid = self.office.book.read([table])[table]
        rows = [
            dict(zip(grid.headings, row, strict=True)) for row in zip(*grid.columns, strict=True)
        ]
        at = place % len(rows)
        if any(cell is not None for cell in rows[0].values()):
            above = frozenset(range(at))
            self.office.book.write([TableEdit(table, removed=above, added=tuple(rows[:at]))])

    def _drafts(self) -> list[str]:
        return [row["line"] for row in self.office.drafts() if row["line"]]

    def generate(self, month: str) -> Report:
        """A second run changes nothing, and every minute and cent is accounted for."""
        self.office.generate(month)
        self.office.generate(month)  # the sheet Checks may have less to say
        writes = self.office.book.writes
        report = self.office.generate(month)
        assert (report.added, report.changed, report.removed) == (0, 0, 0)
        assert self.office.book.writes == writes
        lines = [row for row in self.office.lines(month) if row["project"] not in report.skipped]
        self._shares_make_their_lines(lines)
        self.look_at(month, report, lines)
        self.told |= {told.code for told in report.findings}
        return report

    def look_at(self, month: str, report: Report, lines: list[Row]) -> None:
        """Every entry is billed, covered by a fee, waits with a finding, or its project does."""
        del lines
        known = {row["line"] for row in self.office.lines()}
        stages = {"progress", "milestone"}
        fees = {row["project"] for row in self.office.rows("Schedules") if row["axis"] in stages}
        waits = WAITING & {told.code for told in report.findings}
        for row in self.office.rows("Timesheets", status="approved", billable=True):
            if row["date"][:7] > month or row["line"] in known or row["invoice"]:
                continue
            assert row["project"] in {*report.skipped, *fees} or waits, row

    def bill(self, month: str) -> None:
        """Generate a month and issue it."""
        self.generate(month)
        self.issue(month)

    def issue(self, month: str) -> None:
        """Approve and issue a month; what was issued before stays as it was."""
        self.office.approve(month)
        self.office.issue(month)
        journal = self.office.journal
        found = {one.number: journal.invoice(one.number) for one in journal.invoices()}
        assert found.items() >= self._invoices.items()
        rows = {row["line"]: row for row in self.office.lines() if row["invoice"]}
        for key, before in self._rows.items():
            assert [rows[key][name] for name in FROZEN] == [before[name] for name in FROZEN]
        self._shares_make_their_lines(list(rows.values()))
        self._invoices_are_what_is_shown(found)
        self._invoices, self._rows = found, rows

    def _invoices_are_what_is_shown(self, invoices: Mapping[str, Invoice]) -> None:
        """Each payer is billed its parts of the lines, less the discounts of the document."""
        parts: Counter[tuple[str, str]] = Counter()
        for number, invoice in invoices.items():
            nets = sum(line.net_cents for line in invoice.lines)
            nets += sum(one.cents for one in invoice.charges)
            nets -= sum(one.cents for one in invoice.allowances)
            assert nets == invoice.totals.net_cents, number
            for line in invoice.lines:
                parts[number, line.line] += line.net_cents
        shown: Counter[tuple[str, str]] = Counter()
        lines = {row["line"]: row for row in self.office.lines()}
        for row in self.office.rows("Allocations"):
            if row["invoice"] and lines[row["line"]]["axis"] != "discount":
                shown[row["invoice"], row["line"]] += to_cents(Decimal(row["amount"]))
        assert {key: cents for key, cents in parts.items() if cents} == {
            key: cents for key, cents in shown.items() if cents
        }

    def _shares_make_their_lines(self, lines: list[Row]) -> None:
        shares: Counter[str] = Counter()
        for row in self.office.rows("Allocations"):
            shares[row["line"]] += to_cents(Decimal(row["amount"]))
        for line in lines:
            assert shares[line["line"]] == to_cents(Decimal(line["amount"] or 0)), line

    def close(self) -> None:
        """Bill everything; lines of the user's own keep each invoice above zero."""
        for row in self.office.lines():
            if row["hold"]:
                self.office.put("Prebilling", {"line": row["line"]}, hold=None)
        for month in MONTHS * 2:
            for project in PROJECTS:
                own = {"month": month, "project": project, "quantity": "1", "unit_price": "90000"}
                self.office.type_row("Prebilling", **own)
            self.bill(month)
        for month in MONTHS:
            report = self.generate(month)
            assert (report.added, report.changed, report.removed) == (0, 0, 0)

    def billed(self) -> dict[tuple[str, str], int]:
        """Cents of each way of billing of each project, lines of the user's own left out.

        What no invoice has makes documents that come to nothing, or wait for a credit note.
        """
        cents: Counter[tuple[str, str]] = Counter()
        for row in self.office.lines():
            cents[row["project"], row["axis"]] += to_cents(Decimal(row["amount"] or 0))
        waiting: Counter[tuple[str, ...]] = Counter()
        for row in self.office.rows("Allocations", invoice=None):
            month, project = row["line"].split("/")[:2]
            kind = (month, project, row["payer"], row["vat_category"])
            waiting[kind] += to_cents(Decimal(row["amount"]))
        assert all(found <= 0 for found in waiting.values())
        return {(what, axis): found for (what, axis), found in cents.items() if found and axis}

    def reckoned(self) -> dict[tuple[str, str], int]:
        """What is billed, as the oracle tells it: without deposits and minimum spends."""
        rows = [row["kind"] for row in self.office.rows("Retainers")]
        found: Counter[tuple[str, str]] = Counter()
        for (project, axis), cents in self.billed().items():
            pooled = rows and rows != ["spend"] and axis == "time" and project in POOL
            if axis != "deposit" and not (axis == "retainer" and rows == ["spend"]):
                found["pool" if pooled else project, axis] += cents
        return {what: cents for what, cents in found.items() if cents}

    def sources(self, tables: Tables) -> Tables:
        """The sheets as they are now, without what Quotepart wrote there."""
        found = {
            name: [
                {field: cell for field, cell in row.items() if cell is not None}
                for row in self.office.rows(name)
            ]
            for name in tables
            if name not in {"Clients", "Services"}
        }
        for row in (row for rows in found.values() for row in rows):
            for name in WRITTEN & row.keys():
                del row[name]
        return {**tables, **found}


class UpsetDesk(Desk):
    """A desk where terms change and lines are typed over: a refusal in words is an answer too."""

    def take(self, step: tuple[Any, ...]) -> None:
        """Do one thing, or be told why not."""
        with suppress(BillingError):
            super().take(step)

    def look_at(self, month: str, report: Report, lines: list[Row]) -> None:
        """A line has the hours of the entries that name it, and none names a line that is gone.

        Retainers share their hours otherwise.
        """
        del month
        minutes: Counter[str] = Counter()
        known = {row["line"] for row in self.office.lines()}
        for row in self.office.rows("Timesheets"):
            minutes[row["line"]] += row["billed_minutes"] or 0
            gone = row["line"] and not row["invoice"] and row["line"] not in known
            assert not gone or row["project"] in report.skipped, row
        for line in lines:
            own = line["axis"] == "time" and not line["origin"].startswith("retainer")
            if own and not line["invoice"] and line["line"] in minutes:
                hours = round_half_away(minutes[line["line"]] * 100, 60)
                assert to_cents(Decimal(line["quantity"])) == hours, line

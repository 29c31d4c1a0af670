"""An office in memory: its workbook, its journal and its documents, and what it does in a month."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from memory_book import MemoryBook

from addin.billing.calendar import Month
from addin.billing.money import to_cents
from addin.books.book import Book
from addin.books.builder import build_workbook
from addin.books.closed import open_book
from addin.jobs.approving import approve
from addin.jobs.content import Content, load
from addin.jobs.exporting import records
from addin.jobs.generating import generate
from addin.jobs.importing import import_table
from addin.jobs.invoices.recovering import journal_of
from addin.jobs.issuing import Request, issue
from addin.jobs.planning import plan
from addin.jobs.report import Proposal, Report
from addin.jobs.running import run
from addin.journal.journal import Journal
from addin.tables.catalogue import BY_NAME
from addin.tables.edits import TableEdit
from addin.tables.grid import Grid
from addin.words import Language

Row = Mapping[str, Any]

SETTINGS = {
    "firm_name": "Fiduciaire du Parc",
    "legal_form": "SRL",
    "vat_number": "BE0123456749",
    "address": "Avenue du Parc 12",
    "postcode": "1060",
    "city": "Bruxelles",
    "country": "BE",
    "iban": "BE68539007547034",
    "guard_amount": "0",
    "guard_rows": "0",
}
CLIENTS = (
    {"client": "ALDER", "name": "Alder SRL", "city": "Bruxelles"},
    {"client": "BIRCH", "name": "Birch SA", "city": "Liège"},
    {"client": "CEDAR", "name": "Cedar BV", "city": "Gent"},
)
SERVICES = (
    {"service": "ACC", "name": "Bookkeeping", "vat_rate": "0.21"},
    {"service": "PAY", "name": "Payslips", "unit": "payslip", "unit_price": "14.75"},
    {"service": "ADV", "name": "Advice"},
    {"service": "TAX", "name": "Tax return"},
)
TIME = "2026-03/P-1/ADV/time/100"
"""The key of the line for advice in March, at the usual rate."""
UNITS = {"month": "2026-03", "project": "P-1", "service": "PAY", "quantity": "37"}
SHARED = {"project": "P-1", "name": "Shared", "client": "ALDER", "multi_payer": "yes"}
SPLITS = (
    {"project": "P-1", "payer": "ALDER", "share": "0.6"},
    {"project": "P-1", "payer": "BIRCH", "share": "0.4"},
)
FEE = {
    "project": "P-1",
    "service": "ACC",
    "axis": "fixed",
    "periodicity": "monthly",
    "amount": "1000.00",
    "amount_per": "year",
    "start": "2026-01-01",
}


def entry(key: str, day: str, minutes: int = 60, **cells: Any) -> dict[str, Any]:
    """An approved entry of advice for P-1."""
    usual = {"person": "ANN", "project": "P-1", "service": "ADV", "status": "approved"}
    return {"entry": key, "date": day, "minutes": minutes, **usual, **cells}


class Office:
    """A workbook with a firm, three clients, two colleagues and a rate of 100.00 an hour."""

    def __init__(self, folder: Path, **tables: Sequence[Row]) -> None:
        usual: dict[str, Sequence[Row]] = {
            "Clients": (),
            "Projects": [{"project": "P-1", "name": "Project one", "client": "ALDER"}],
            "Staff": [{"person": "ANN", "name": "Ann"}, {"person": "BEN", "name": "Ben"}],
            "Services": SERVICES,
            "Rates": [{"rate": "100.00"}],
        }
        settings: dict[str, Any] = SETTINGS | {"output_folder": None}
        settings |= {str(row["setting"]): row["value"] for row in tables.pop("Settings", ())}
        own = {str(row["client"]): row for row in tables.pop("Clients", ())}
        at = {"address": "Rue Haute 1", "postcode": "1000", "country": "BE"}
        clients = [{**at, **one, **own.pop(one["client"], {})} for one in CLIENTS]
        rows = usual | tables
        rows["Clients"] = [*clients, *({**at, "city": "Mons", **one} for one in own.values())]
        rows["Settings"] = [{"setting": name, "value": settings[name]} for name in settings]
        self.book = MemoryBook(rows, folder=folder)

    @property
    def journal(self) -> Journal:
        """What was issued."""
        return journal_of(load(self.book))

    def generate(self, month: str, *, dry_run: bool = False) -> Report:
        """Generate a month."""
        return run(
            self.book, lambda content: generate(content, Month.parse(month)), dry_run=dry_run
        )

    def approve(self, month: str) -> Report:
        """Approve a month."""
        return run(self.book, lambda content: approve(content, Month.parse(month)))

    def plan(self, year: int) -> Report:
        """Plan a fiscal year."""
        return run(self.book, lambda content: plan(content, year))

    def issue(
        self,
        month: str,
        day: str = "2026-12-31",
        *,
        dry_run: bool = False,
        on_issued: Callable[[int, int], None] | None = None,
        annexes: bool = False,
    ) -> Report:
        """Issue a month's invoices on a day."""
        moment = datetime(2026, 12, 31, 12, tzinfo=UTC)
        request = Request(
            Month.parse(month),
            date.fromisoformat(day),
            moment,
            dry_run=dry_run,
            on_issued=on_issued,
            annexes=annexes,
        )
        return run(self.book, lambda content: issue(content, request), dry_run=dry_run)

    def bill(self, month: str) -> Report:
        """Generate, approve and issue a month."""
        self.generate(month)
        self.approve(month)
        return self.issue(month)

    def rows(self, table: str, **where: Any) -> list[dict[str, Any]]:
        """The rows of a table as JSON records, those with these values."""
        found = records(load(self.book), BY_NAME[table])
        return [row for row in found if all(row[name] == where[name] for name in where)]

    def lines(self, month: str = "") -> list[dict[str, Any]]:
        """The rows of prebilling, of a month or of all."""
        return self.rows("Prebilling", **({"month": month} if month else {}))

    def drafts(self) -> list[dict[str, Any]]:
        """The rows of prebilling that no invoice bills."""
        return [row for row in self.lines() if not row["invoice"]]

    def amounts(self, month: str = "") -> dict[str, str]:
        """What each line comes to, by its key."""
        return {row["line"]: row["amount"] for row in self.lines(month)}

    def type_row(self, table: str, **cells: Any) -> None:
        """Type a new row below the others."""
        self.book.type_row(table, **cells)

    def put(self, table: str, /, where: Row, **cells: str | bool | None) -> None:
        """Type into the cells of the one row that has these values; None empties a cell."""
        kinds = {name: BY_NAME[table].column(name).kind for name in cells}
        typed = {
            name: kinds[name].to_cell(kinds[name].from_text(cell), Language.EN)
            if isinstance(cell, str)
            else cell
            for name, cell in cells.items()
        }
        self.book.put(table, self._index(table, where), **typed)

    def delete(self, table: str, /, **where: Any) -> None:
        """Delete the one row that has these values."""
        removed = frozenset({self._index(table, where)})
        self.book.write([TableEdit(table, removed=removed)])

    def _index(self, table: str, where: Row) -> int:
        found = [
            index
            for index, row in enumerate(self.rows(table))
            if all(row[name] == where[name] for name in where)
        ]
        assert len(found) == 1, (table, where, found)
        return load(self.book).tables[table].indices[found[0]]

    def issued_cents(self) -> int:
        """The net of all invoices."""
        return sum(one.net_cents for one in self.journal.invoices())

    def draft_cents(self) -> int:
        """What the drafts come to."""
        return sum(to_cents(Decimal(row["amount"])) for row in self.drafts())


def closed_workbook(path: Path, language: Language, **tables: Sequence[Row]) -> Book:
    """A new workbook file with the firm and these rows, imported as texts."""
    settings = [{"setting": "language", "value": language}]
    path.write_bytes(build_workbook(language, {"Settings": settings}))
    book = open_book(path)
    firm = [{"setting": name, "value": value} for name, value in SETTINGS.items()]
    for table, rows in {"Settings": firm, **tables}.items():
        fields = tuple(dict.fromkeys(name for row in rows for name in row))
        columns = tuple([row.get(name) for row in rows] for name in fields)
        report = run(book, partial(_imported, Grid(table, table, 2, fields, columns)))
        assert report.findings == []
    return book


def _imported(source: Grid, content: Content) -> Proposal:
    return import_table(content, BY_NAME[source.table], source)


def codes(report: Report) -> list[str]:
    """The codes of what a job found, in the order of the sheets."""
    return [told.code for told in report.findings]


def billed_minutes(office: Office) -> int:
    """Minutes of the entries that an invoice names."""
    return sum(row["minutes"] for row in office.rows("Timesheets") if row["invoice"])


def two_projects(**second: str) -> list[dict[str, str]]:
    """Two projects of one client; ``second`` is what is different about the second."""
    one = {"project": "P-1", "name": "One", "client": "ALDER"}
    return [one, one | {"project": "P-2", "name": "Two"} | second]


def own_line(project: str, price: str, **cells: str) -> dict[str, str]:
    """A line of March that the user typed."""
    usual = {"month": "2026-03", "description": f"Work for {project}", "quantity": "1"}
    return {"project": project, "unit_price": price} | usual | cells


def documents(folder: Path) -> list[str]:
    """The Word documents below a folder, by their paths in it."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.docx"))

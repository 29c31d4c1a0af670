"""The sample firm: rows that read back as they are, and a month an accountant can add up again."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest

from addin.billing.calendar import Month
from addin.billing.choices import (
    Axis,
    Basis,
    EInvoice,
    EntryStatus,
    HoursMode,
    InvoiceGrouping,
    Periodicity,
    TimeDetail,
    Timing,
)
from addin.books.sample import sample_rows
from addin.identity.bank_account import bic_of
from addin.jobs.approving import approve
from addin.jobs.checking import check
from addin.jobs.content import Content
from addin.jobs.firm import read_firm
from addin.jobs.generating import generate
from addin.jobs.issuing import Request, issue
from addin.jobs.planning import plan
from addin.jobs.report import Proposal, Report
from addin.jobs.running import run
from addin.tables.catalogue import BY_NAME, TABLES
from addin.tables.columns import TableSpec, Writer
from addin.tables.edits import TableEdit
from addin.tables.editing import cell_of
from addin.tables.grid import Cell, Grid
from addin.tables.reading import Table, read_table
from addin.tables.references import unknown_references
from addin.tables.sheets.settings import Firm
from addin.words import Language, catalogue, words

OCTOBER = Month(2026, 10)
ISSUED = date(2026, 10, 31)

# payer, projects, net, VAT, gross: a row for each invoice, in the order of their numbers
INVOICES = (
    ("MIRABELLE", "MIR-26", "1080.26", "226.85", "1307.11"),
    ("MIRAIMMO", "MIR-26", "720.17", "151.24", "871.41"),
    ("DUPONT", "DUP-26", "900.00", "162.00", "1062.00"),
    ("VERZUIL", "VER-26", "955.00", "200.55", "1155.55"),
    ("DRUKWIJS", "DRU-26, DRU-PAY", "1223.46", "256.93", "1480.39"),
    ("EIFELHOLZ", "EIF-26", "824.00", "173.04", "997.04"),
    ("NORTHLIGHT", "NOR-26", "1756.09", "368.78", "2124.87"),
    ("GARANCE", "GAR-26", "540.00", "0.00", "540.00"),
    ("PEETERS", "PEE-PIT", "275.00", "57.75", "332.75"),
    ("AMISPARC", "AMI-26", "1804.84", "284.52", "2089.36"),
    ("RENARDEAU", "REN-26", "223.79", "47.00", "270.79"),
    ("BIRKENHOF", "BIR-26", "963.84", "202.41", "1166.25"),
    ("HORIZON", "HOR-ARCH", "700.00", "147.00", "847.00"),
    ("GARANCE", "HOR-ARCH", "300.00", "0.00", "300.00"),
    ("HORIZON", "HOR-ROOF", "94.36", "19.82", "114.18"),
    ("MIRAIMMO", "HOR-ROOF", "94.34", "19.81", "114.15"),
    ("RENARDEAU", "HOR-ROOF", "94.34", "19.81", "114.15"),
    ("COQUELICOT", "COQ-26", "403.84", "0.00", "403.84"),
    ("DUPONT", "DUP-AUDIT", "2264.58", "475.56", "2740.14"),
    ("BIRKENHOF", "EIF-26", "122.50", "25.73", "148.23"),
)

# project, service, quantity, price, amount: a row for each thing billed, in the order of the sheet
LINES = (
    ("MIR-26", "BOOK", "1", "83.33", "83.33"),  # the tenth twelfth of 1 000.00
    ("DUP-26", "BOOK", "1", "800.00", "800.00"),  # the fourth quarter, in advance
    ("VER-26", "BOOK", "1", "420.00", "420.00"),
    ("DRU-26", "BOOK", "1", "640.00", "640.00"),
    ("EIF-26", "BOOK", "1", "775.00", "775.00"),  # 3 100.00 in quarters from July
    ("NOR-26", "BOOK", "1", "380.00", "380.00"),
    ("GAR-26", "BOOK", "1", "540.00", "540.00"),  # September and October, in arrears
    ("PEE-PIT", "PIT", "1", "275.00", "275.00"),
    ("AMI-26", "OFFICE", "1", "450.00", "450.00"),
    ("AMI-26", "ANNUAL", "1", "1200.00", "1200.00"),  # a year that starts in October
    ("REN-26", "BOOK", "1", "161.29", "161.29"),  # 250.00 x 20 / 31
    ("BIR-26", "BOOK", "1", "600.00", "600.00"),  # February, June and October
    ("HOR-ARCH", "ARCH", "1", "1000.00", "1000.00"),
    ("HOR-ROOF", "ARCH", "1", "100.00", "100.00"),
    ("DRU-26", "VATRET", "1", "85.00", "85.00"),
    ("DRU-PAY", "PAYSLIP", "24", "13.95", "334.80"),
    ("DUP-26", "GUIDE", "5", "40.00", "200.00"),
    ("MIR-26", "PAYSLIP", "37", "14.75", "545.75"),
    ("VER-26", "VATRET", "1", "85.00", "85.00"),
    ("AMI-26", "ADVICE", "1.58", "98.00", "154.84"),
    ("BIR-26", "ADVICE", "0.75", "98.00", "73.50"),
    ("BIR-26", "ADVICE", "1.00", "160.00", "160.00"),
    ("BIR-26", "ADVICE", "1.33", "98.00", "130.34"),
    ("COQ-26", "ADVICE", "0.83", "98.00", "81.34"),
    ("COQ-26", "ADVICE", "2.58", "125.00", "322.50"),
    ("DRU-26", "ADVICE", "1.67", "98.00", "163.66"),
    ("DUP-AUDIT", "AUDIT", "8.08", "125.00", "1010.00"),
    ("DUP-AUDIT", "AUDIT", "3.33", "140.00", "466.20"),
    ("DUP-AUDIT", "AUDIT", "6.50", "160.00", "1040.00"),
    ("EIF-26", "ADVICE", "0.50", "98.00", "49.00"),
    ("EIF-26", "ADVICE", "1.25", "98.00", "122.50"),  # the entry that another client pays
    ("HOR-ROOF", "SITE", "2.08", "88.00", "183.04"),
    ("MIR-26", "ADVICE", "12.33", "95.00", "1171.35"),  # 740 minutes
    ("NOR-26", "ADVICE", "4.25", "125.00", "531.25"),
    ("NOR-26", "ADVICE", "2.00", "160.00", "320.00"),
    ("NOR-26", "ADVICE", "4.08", "98.00", "399.84"),
    ("NOR-26", "ADVICE", "1.00", "125.00", "125.00"),
    ("REN-26", "ADVICE", "0.50", "125.00", "62.50"),
    ("VER-26", "ADVICE", "0.8333", "100.00", "83.33"),  # 50 minutes
    ("VER-26", "ADVICE", "1.5000", "100.00", "150.00"),  # the late entry of September
    ("VER-26", "ADVICE", "2.1667", "100.00", "216.67"),  # 130 minutes
)


class BookInMemory:
    """A workbook that nobody keeps: its tables, edited as the protocol of a book says."""

    def __init__(self, path: Path, language: Language) -> None:
        self.path = path
        rows = sample_rows(language)
        self.grids = {spec.name: grid_of(spec, rows.get(spec.name, ()), language) for spec in TABLES}

    def read(self, tables: Iterable[str]) -> dict[str, Grid]:
        return {name: self.grids[name] for name in tables}

    def require_writable(self) -> None:
        """Always."""

    def write(self, edits: Sequence[TableEdit]) -> None:
        for edit in edits:
            for heading, cells in self._columns(edit.table):
                for index, row in edit.updates.items():
                    cells[index] = row.get(heading, cells[index])
                cells[:] = [cell for at, cell in enumerate(cells) if at not in edit.removed]
                cells += [row.get(heading) for row in edit.added]

    def _columns(self, table: str) -> Iterator[tuple[str, list[Cell]]]:
        return zip(self.grids[table].headings, self.grids[table].columns, strict=True)

    def values(self, table: str, *fields: str) -> list[tuple[Any, ...]]:
        read = read_table(BY_NAME[table], self.grids[table])
        return list(zip(*(read.values[field] for field in fields), strict=True))


def grid_of(spec: TableSpec[Any], rows: Sequence[dict[str, Any]], language: Language) -> Grid:
    cells: list[list[Cell]] = [[] for _ in spec.columns]
    for row, (column, into) in product(rows, zip(spec.columns, cells, strict=True)):
        shown = Firm.spec.column(row["setting"]) if column.name == "value" and spec.name == "Settings" else column
        into.append(cell_of(shown, row.get(column.name), language))
    return Grid(spec.name, spec.sheet[language], 5, spec.headings(language), tuple(cells))


def tables_of(language: Language) -> dict[str, Table[Any]]:
    rows = sample_rows(language)
    return {
        spec.name: read_table(spec, grid_of(spec, rows.get(spec.name, ()), language))
        for spec in TABLES
    }


def entries() -> list[dict[str, Any]]:
    return sample_rows(Language.EN)["Timesheets"]


def column(table: str, name: str) -> set[Any]:
    return {row[name] for row in sample_rows(Language.EN)[table]} - {None}

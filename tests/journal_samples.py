"""Invoices to issue, and a clerk who issues them, for the tests of the journal."""

import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from hashlib import sha256
from multiprocessing.process import BaseProcess
from pathlib import Path

from addin.billing.choices import VatCategory
from addin.billing.invoice import Invoice, InvoiceLine, Party, Totals, VatTotal
from addin.journal.journal import Journal
from addin.journal.numbering import Series
from addin.journal.records import DocumentFile

Hire = Callable[..., BaseProcess]
"""Makes a process that is to run ``target`` with ``args``."""

SERIES = Series("invoice", 2026, "{year}-{number:05}")
CREDITS = Series("other", 2026, "CN{year}-{number:03}")
TODAY = date(2026, 3, 31)
NOW = datetime(2026, 3, 31, 17, 5, 0, 123456, tzinfo=UTC)

SELLER = Party(
    key="",
    name="Fiduciaire Lambert SRL",
    address="Rue Haute 12\nBoîte 3",
    postcode="1000",
    city="Bruxelles",
    country="BE",
    vat_number="BE0123456749",
    enterprise_number="0123456749",
)


class PrinterOnFireError(Exception):
    """Anything that can go wrong while a document is made."""


def burn(_: Invoice) -> list[DocumentFile]:
    raise PrinterOnFireError


def buyer(key: str) -> Party:
    return Party(key, f"Dupont & Fils <{key}>", "Place Verte 1", "4000", "Liège", "BE")


def invoice(
    number: str, issue_date: date = TODAY, line: str = "L1", payer: str = "DUPONT"
) -> Invoice:
    """March for one client, of the worked months: 37 payslips at 14.75, 545.75 and VAT at 21 %."""
    payslips = InvoiceLine(
        line=line,
        project="PAYROLL",
        description="Payslips of March",
        quantity=Decimal(37),
        unit="piece",
        unit_name="pièce",
        unit_price=Decimal("14.75"),
        net_cents=545_75,
        vat_category=VatCategory.S,
        vat_rate=Decimal("0.21"),
        period_from=date(2026, 3, 1),
        period_to=date(2026, 3, 31),
    )
    vat = VatTotal(VatCategory.S, Decimal("0.21"), 545_75, 114_61)
    return Invoice(
        number=number,
        series="invoice 2026",
        issue_date=issue_date,
        due_date=date(2026, 12, 31),
        supply_from=date(2026, 3, 1),
        supply_to=date(2026, 3, 31),
        seller=SELLER,
        buyer=buyer(payer),
        projects=("PAYROLL",),
        title="Payroll",
        currency="EUR",
        language="fr",
        lines=(payslips,),
        totals=Totals(545_75, 0, 545_75, (vat,), 114_61, 660_36),
        reference="+++000/1459/32557+++",
        iban="BE68539007547034",
    )


def documents(issued: Invoice) -> list[DocumentFile]:
    digest = sha256(issued.number.encode()).hexdigest()
    return [DocumentFile(f"invoices/{issued.number}.docx", digest)]


def issue(
    journal: Journal,
    line: str,
    *,
    payer: str = "DUPONT",
    issue_date: date = TODAY,
    series: Series = SERIES,
) -> Invoice:
    """Issue an invoice of one line."""
    return journal.issue(
        series,
        issue_date,
        draft=lambda number: invoice(number, issue_date, line, payer),
        prove=documents,
        created_at=NOW,
    )


def clerk(workbook: Path, name: str, count: int, log: Path, url: str = "") -> None:
    """Issue ``count`` invoices in a process of its own, noting each number once it is issued.

    The work takes a random moment before and after each number, so that a clerk who is killed
    dies anywhere, inside the transaction or out of it.
    """
    journal = Journal.beside(workbook, url)
    pace = random.Random(name)  # noqa: S311 - no secret

    def prove(drafted: Invoice) -> list[DocumentFile]:
        time.sleep(pace.uniform(0, 0.004))
        return documents(drafted)

    with log.open("ab", buffering=0) as numbers:
        for turn in range(count):
            draft = partial(invoice, line=f"{name}{turn}")
            issued = journal.issue(SERIES, TODAY, draft=draft, prove=prove, created_at=NOW)
            numbers.write(f"{issued.number}\n".encode())

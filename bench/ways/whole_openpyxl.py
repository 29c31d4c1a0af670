"""The whole month with openpyxl, Decimal loops, docxtpl and xsdata, as a careful user scripts it.

It numbers its invoices from 1, in one pass. It keeps no journal, reads no document back and checks
no figure: a crash halfway leaves what there is.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from addin.billing.choices import VatCategory
from addin.billing.invoice import Invoice, InvoiceLine, Totals, VatTotal
from addin.documents.payment_code import payment_code
from addin.documents.specimen import specimen
from addin.jobs.invoices.invoicing import payment_reference
from bench.firm import LANGUAGE, MONTH
from bench.measuring import Laps
from bench.ways.month_openpyxl import TABLES, fill, mark, read_rows, write
from bench.ways.plain_month import CENT, Bill, bill_month
from bench.ways.ubl_xsdata import write as write_ubl
from bench.ways.whole_ubl import peppol, write_all
from bench.ways.word_docxtpl import render

RATE = Decimal("0.21")
HUNDRED = 100
Row = Mapping[str, Any]


@dataclass
class Document:
    """One invoice: what a payer pays of a project.

    Attributes:
        parts: Rows of *Allocations*, each with its row of *Prebilling*.
    """

    number: str
    payer: str
    project: str
    parts: list[tuple[dict[str, Any], dict[str, Any]]]

    @property
    def net(self) -> Decimal:
        """Without VAT."""
        return sum((part["Amount"] for part, _ in self.parts), Decimal(0))

    @property
    def vat(self) -> Decimal:
        """Once, on the sum of the lines."""
        return (self.net * RATE).quantize(CENT, ROUND_HALF_UP)


def main(path: Path, last: str) -> None:
    """Bill the month of a workbook.

    Args:
        path: Of the workbook.
        last: ``preview`` for the Word files alone, without a code for payment, as drafts have none;
            ``issue`` also fills in the sheets of invoices and marks what they bill.
    """
    issued = last == "issue"
    laps = Laps()
    laps.start()
    book = load_workbook(path, keep_vba=True)
    tables = {name: read_rows(book[name]) for name in (*TABLES, "Clients")}
    laps.lap("read")
    bill = bill_month(tables)
    documents = documents_of(bill)
    laps.lap("compute")
    numbers = {one["Line"]: one["Invoice"] for one in bill.lines}
    write(book, bill)
    if issued:
        invoiced = {position: numbers[line] for position, line in bill.taken.items()}
        mark(book["Timesheets"], "Invoice", invoiced)
        fill(book["Invoices"], [_row(one) for one in documents])
        fill(book["Invoice lines"], [row for one in documents for row in _lines(one)])
    book.save(path)
    laps.lap("write")
    clients = {row["Client"]: row for row in tables["Clients"]}
    folder = path.parent / "invoices"
    folder.mkdir()
    invoices = [_invoice(one, clients) for one in documents]
    for invoice in invoices:
        document = render(invoice, payment_code(invoice) if issued else None, LANGUAGE)
        (folder / f"{invoice.number}.docx").write_bytes(document)
    laps.lap("word")
    told = [peppol(invoice) for invoice in invoices]
    laps.start()  # from the invoices to the terms of the norm counts for nothing here
    write_all(told, path.parent / "ubl", write_ubl)
    laps.lap("xml")
    laps.tell()


def documents_of(bill: Bill) -> list[Document]:
    """The invoices of a bill, in the order of its lines; each row is told its number."""
    lines = {line["Line"]: line for line in bill.lines}
    found: dict[tuple[str, str], Document] = {}
    for part in bill.allocations:
        line = lines[part["Line"]]
        key = (part["Payer"], line["Project"])
        number = f"{MONTH.year}-{len(found) + 1:05}"
        document = found.setdefault(key, Document(number, *key, []))
        document.parts.append((part, line))
        part["Invoice"] = document.number
        named = line.get("Invoice")
        line["Invoice"] = f"{named}, {document.number}" if named else document.number
    return list(found.values())


def _row(one: Document) -> dict[str, Any]:
    return {
        "Number": one.number,
        "Series": f"invoice {MONTH.year}",
        "Date": MONTH.last,
        "Due date": MONTH.last + timedelta(days=30),
        "Supply from": MONTH.first,
        "Supply to": MONTH.last,
        "Payer": one.payer,
        "Projects": one.project,
        "Net": one.net,
        "VAT": one.vat,
        "Gross": one.net + one.vat,
        "Currency": "EUR",
        "State": "issued",
        "Word": f"invoices/{one.number}.docx",
    }


def _lines(one: Document) -> list[dict[str, Any]]:
    return [
        {
            "Number": one.number,
            "Position": position,
            "Line": part["Line"],
            "Project": one.project,
            "Description": line["Description"],
            "Quantity": _printed(part, line)[0],
            "Unit": line["Unit"],
            "Unit price": _printed(part, line)[1],
            "Discount": 0,
            "Net": part["Amount"],
            "VAT category": "S",
            "VAT rate": RATE,
            "Period from": MONTH.first,
            "Period to": MONTH.last,
        }
        for position, (part, line) in enumerate(one.parts, start=1)
    ]


def _printed(part: Row, line: Row) -> tuple[Decimal, Decimal]:
    """Quantity and price of a line, or one times the part of a line that others share."""
    whole = part["Weight"] == 1
    return (line["Quantity"], line["Unit price"]) if whole else (Decimal(1), part["Amount"])


def _invoice(one: Document, clients: Mapping[str, Row]) -> Invoice:
    """The fields that the template shows; those that all invoices share are the specimen's."""
    client, like = clients[one.payer], specimen(LANGUAGE)
    net, vat = _cents(one.net), _cents(one.vat)
    row = VatTotal(VatCategory.S, RATE, net, vat)
    return replace(
        like,
        number=one.number,
        reference=payment_reference(one.number, like.seller.country),
        issue_date=MONTH.last,
        due_date=MONTH.last + timedelta(days=30),
        buyer=replace(
            like.buyer,
            key=one.payer,
            name=client["Name"],
            address=client["Address"],
            postcode=client["Postcode"],
            city=client["City"],
            vat_number=client["VAT number"],
            enterprise_number="",
            contact="",
            email=client["E-mail"],
        ),
        projects=(one.project,),
        title=one.project,
        lines=tuple(_line(part, line, like.lines[0]) for part, line in one.parts),
        totals=Totals(net, 0, net, (row,), vat, net + vat),
        allowances=(),
        charges=(),
        early=None,
    )


def _line(part: Row, line: Row, like: InvoiceLine) -> InvoiceLine:
    quantity, price = _printed(part, line)
    return replace(
        like,
        line=part["Line"],
        project=line["Project"],
        description=line["Description"],
        quantity=quantity,
        unit=line["Unit"] if part["Weight"] == 1 else "",
        unit_name=line["Unit"] if part["Weight"] == 1 else "",
        unit_price=price,
        net_cents=_cents(part["Amount"]),
        vat_rate=RATE,
        allowance_cents=0,
        reduction_cents=0,
        minutes=None,
        phase="",
    )


def _cents(amount: Decimal) -> int:
    return int(amount * HUNDRED)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

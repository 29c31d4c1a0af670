"""What an office has issued, as its journal has it and as it is printed, and terms to issue by."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import docx
from docx.oxml.ns import qn
from sample_office import Office, documents

from addin.billing.choices import VatCategory
from addin.billing.invoice import Invoice

S, E, O = VatCategory.S, VatCategory.E, VatCategory.O  # noqa: E741  # as the code list has them
R21, R6, R20 = Decimal("0.21"), Decimal("0.06"), Decimal("0.20")
SERVICES = (
    {"service": "ADV", "name": "Advice", "vat_rate": "0.21"},
    {"service": "FOOD", "name": "Reduced", "vat_rate": "0.06"},
    {"service": "OUT", "name": "Court fees", "vat_category": "O"},
)
EARLY = {"early_discount_percent": "0.02", "early_discount_days": "10"}
FRENCH = [
    {"setting": "country", "value": "FR"},
    {"setting": "vat_number", "value": "FR83404833048"},
    {"setting": "trade_register", "value": "RCS Lille"},
    {"setting": "share_capital", "value": "10000"},
]


def issued(office: Office) -> list[Invoice]:
    """The invoices of March, as the journal has them."""
    office.bill("2026-03")
    return [office.journal.invoice(one.number) for one in office.journal.invoices()]


def printed(folder: Path) -> list[str]:
    """The text of each document, its content controls included, in the order of their names."""
    found = []
    for path in documents(folder):
        body = docx.Document(BytesIO((folder / path).read_bytes())).element.body
        texts = (text.text or "" for text in body.iter(qn("w:t")))
        found.append(" ".join(texts).replace("\u00a0", " ").replace("\N{MINUS SIGN}", "-"))
    return found

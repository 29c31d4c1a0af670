"""An office whose payers get electronic invoices."""

from pathlib import Path
from typing import Any

from sample_office import Office, own_line

from addin.billing.invoice import Invoice
from addin.journal.journal import ProvenDocument

ALDER = {
    "client": "ALDER",
    "einvoice": "peppol",
    "vat_number": "BE0403019261",
    "enterprise_number": "0403.019.261",
}
BIRCH = {
    "client": "BIRCH",
    "einvoice": "facturx",
    "country": "FR",
    "vat_number": "FR44732829320",
    "enterprise_number": "732829320",
}
UNKNOWN_SCHEME = {"endpoint": "9999:0403019261"}
"""An electronic address that no check of ours knows to be wrong: BR-CL-25 refuses it."""

FRENCH_FIRM = {
    "country": "FR",
    "vat_number": "FR83404833048",
    "legal_form": "SAS",
    "trade_register": "RCS Lille",
    "share_capital": "10000",
}


def one_line(folder: Path, *clients: dict[str, Any], **tables: Any) -> Office:
    """A project of ALDER and one of BIRCH, each with a line of its own in March, approved."""
    office = Office(
        folder,
        Clients=clients,
        Projects=[
            {"project": "P-1", "name": "Project one", "client": "ALDER"},
            {"project": "P-2", "name": "Project two", "client": "BIRCH"},
        ],
        Prebilling=[own_line("P-1", "100.00"), own_line("P-2", "200.00")],
        **tables,
    )
    office.generate("2026-03")
    office.approve("2026-03")
    return office


def settings(**values: str) -> list[dict[str, str]]:
    """Rows of the settings."""
    return [{"setting": name, "value": value} for name, value in values.items()]


def invoices(office: Office) -> list[Invoice]:
    """All that the journal has, in the order of issue."""
    return [office.journal.invoice(one.number) for one in office.journal.invoices()]


def files(office: Office, ending: str) -> list[ProvenDocument]:
    """The documents of a kind that the journal knows."""
    return [one for one in office.journal.documents() if one.file.path.endswith(ending)]

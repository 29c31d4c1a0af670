"""What the ways of writing UBL have in common: the invoices, the clock and the files."""

import sys
from collections.abc import Callable
from pathlib import Path

from addin.billing.invoice import Invoice
from addin.einvoices.building import electronic_invoice
from addin.einvoices.model import ElectronicInvoice
from addin.einvoices.profiles import PEPPOL, conformed
from bench.invoices import invoices
from bench.measuring import Laps


def measure(write: Callable[[ElectronicInvoice], bytes]) -> None:
    """Write the invoices that the command line asks for, and tell how long it took."""
    folder, count, lines = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    issued = invoices(count, lines)
    write(_told(issued[0]))  # what is prepared once counts for nothing
    laps = Laps()
    laps.start()
    told = [_told(one) for one in issued]
    laps.lap("model")
    documents = [write(one) for one in told]
    laps.lap("write")
    for invoice, document in zip(issued, documents, strict=True):
        (folder / f"{invoice.number}.xml").write_bytes(document)
    laps.tell()


def _told(invoice: Invoice) -> ElectronicInvoice:
    """An invoice under the terms of the norm, as Peppol wants it."""
    return conformed(electronic_invoice(invoice), PEPPOL)

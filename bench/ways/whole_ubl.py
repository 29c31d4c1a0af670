"""The same invoices in UBL, for both ways of the whole month: as Peppol wants them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from addin.billing.choices import EInvoice
from addin.billing.invoice import Invoice, Party
from addin.einvoices.building import electronic_invoice
from addin.einvoices.model import ElectronicInvoice
from addin.einvoices.profiles import PEPPOL, conformed
from addin.identity.endpoint import usual_endpoint


def peppol(invoice: Invoice) -> ElectronicInvoice:
    """An invoice under the terms of the norm, from one registered firm to another."""
    told = replace(
        invoice,
        einvoice=EInvoice.PEPPOL,
        seller=_registered(invoice.seller),
        buyer=_registered(invoice.buyer),
    )
    return conformed(electronic_invoice(told), PEPPOL)


def _registered(party: Party) -> Party:
    endpoint = usual_endpoint(party.country, party.enterprise_number, party.vat_number)
    return replace(party, endpoint=endpoint)


def write_all(
    invoices: Iterable[ElectronicInvoice],
    folder: Path,
    write: Callable[[ElectronicInvoice], bytes],
) -> None:
    """Write the files of some invoices into a folder of their own."""
    folder.mkdir()
    for invoice in invoices:
        (folder / f"{invoice.number}.xml").write_bytes(write(invoice))


@contextmanager
def invoices_printed(job: ModuleType) -> Iterator[dict[str, Invoice]]:
    """The invoices that a job prints, by number: no job hands them over."""
    printed: dict[str, Invoice] = {}
    print_one: Callable[[Invoice, Path], bytes] = job.rendered

    def kept(invoice: Invoice, folder: Path) -> bytes:
        printed[invoice.number] = invoice
        return print_one(invoice, folder)

    job.__dict__["rendered"] = kept
    try:
        yield printed
    finally:
        job.__dict__["rendered"] = print_one

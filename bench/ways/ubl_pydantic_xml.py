"""The same UBL by pydantic-xml: its models are made, then written."""

from addin.einvoices.model import ElectronicInvoice
from bench.ways import ubl_pydantic_models
from bench.ways.ubl_objects import Objects
from bench.ways.ubl_writing import measure

OBJECTS = Objects(ubl_pydantic_models)


def write(invoice: ElectronicInvoice) -> bytes:
    """One invoice."""
    written = OBJECTS.invoice(invoice).to_xml(
        skip_empty=True, encoding="UTF-8", xml_declaration=True
    )
    assert isinstance(written, bytes)
    return written


if __name__ == "__main__":
    measure(write)

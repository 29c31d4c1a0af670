"""The same UBL by xsdata: its dataclasses are made, then written."""

from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.formats.dataclass.serializers.writers import LxmlEventWriter

from addin.einvoices.model import ElectronicInvoice
from bench.ways import ubl_xsdata_models
from bench.ways.ubl_objects import Objects
from bench.ways.ubl_writing import measure

OBJECTS = Objects(ubl_xsdata_models)
SERIALIZER = XmlSerializer(writer=LxmlEventWriter)


def write(invoice: ElectronicInvoice) -> bytes:
    """One invoice."""
    made = OBJECTS.invoice(invoice)
    return SERIALIZER.render(made, ns_map=ubl_xsdata_models.NAMESPACES).encode()


if __name__ == "__main__":
    measure(write)

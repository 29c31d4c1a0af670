"""Electronic invoices in UBL 2.1."""

from addin.einvoices.ubl.documents import to_ubl

__all__ = ["to_ubl"]

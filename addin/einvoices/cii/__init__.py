"""Electronic invoices in CII, the Cross Industry Invoice."""

from addin.einvoices.cii.documents import to_cii

__all__ = ["to_cii"]

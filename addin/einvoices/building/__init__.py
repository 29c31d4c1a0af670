"""From an issued invoice to an electronic one."""

from addin.einvoices.building.documents import NotElectronicError, electronic_invoice

__all__ = ["NotElectronicError", "electronic_invoice"]

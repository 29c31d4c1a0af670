"""Electronic invoices of anybody, read into the terms of EN 16931."""

from addin.einvoices.reading.files import NoInvoiceError, read_file, read_invoice

__all__ = ["NoInvoiceError", "read_file", "read_invoice"]

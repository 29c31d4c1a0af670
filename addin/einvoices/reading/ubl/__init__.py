"""UBL 2.1, as EN 16931-3-2 binds its elements to the terms of the norm."""

from addin.einvoices.reading.ubl.documents import read_ubl

__all__ = ["read_ubl"]

"""Cross Industry Invoice (UN/CEFACT D16B to D22B), as EN 16931-3-3 binds it; Factur-X too."""

from addin.einvoices.reading.cii.documents import read_cii

__all__ = ["read_cii"]

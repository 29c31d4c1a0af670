"""A workbook that no program has open: read, and patched in place."""

from addin.books.closed.closed_book import ClosedBook, open_book

__all__ = ["ClosedBook", "open_book"]

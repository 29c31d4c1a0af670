"""A workbook that is open in Excel, or in LibreOffice."""

from addin.books.live.live_book import HalfWrittenError, LiveBook, WriteRefusedError
from addin.books.live.obstacles import ProtectedSheetError

__all__ = ["HalfWrittenError", "LiveBook", "ProtectedSheetError", "WriteRefusedError"]

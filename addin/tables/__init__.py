"""The workbook's tables as typed records."""

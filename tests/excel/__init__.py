"""Whether a workbook is sound for Excel, told without Excel."""

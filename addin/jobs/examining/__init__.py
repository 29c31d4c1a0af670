"""What Quotepart needs on a computer and in a workbook, looked at one by one."""

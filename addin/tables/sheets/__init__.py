"""The sheets of the workbook, a record per table."""

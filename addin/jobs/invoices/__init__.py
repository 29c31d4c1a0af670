"""From approved lines to invoices, and what the workbook shows of them."""

"""Quotepart: the month's billing inside the accountant's workbook."""

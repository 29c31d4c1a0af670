"""Handing electronic invoices to a platform, and what becomes of them there."""

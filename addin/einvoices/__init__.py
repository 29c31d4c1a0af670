"""Structured electronic invoices: EN 16931, its formats, and the official rules."""

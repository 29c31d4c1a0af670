"""Rows from files of other programs."""

"""The lines of a month: what is wanted against the rows that are there."""

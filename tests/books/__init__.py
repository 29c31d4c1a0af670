"""Tests of the books: where tables live."""

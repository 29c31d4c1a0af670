"""Tests of the books: where tables live."""

import pytest

# So that a broken promise shows what was found, as in any test module.
pytest.register_assert_rewrite(
    "books.book_contract",
    "books.fees_workbooks",
    "books.hostile_files",
    "books.scanned_sheets",
    "books.users_workbook",
)

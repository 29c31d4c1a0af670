"""What the tests of books share."""

import pytest

# So that a broken promise shows what was found, as in any test module.
pytest.register_assert_rewrite("books.book_contract", "books.users_workbook")

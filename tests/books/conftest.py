"""A real spreadsheet program for the tests of books: LibreOffice, started once for all of them."""

from collections.abc import Iterator

import pytest
import xlwings

from addin.books.calc.engine import activate
from addin.books.calc.office import OfficeMissingError, bridge, office_command

# So that a broken promise shows what was found, as in any test module.
pytest.register_assert_rewrite("books.book_contract")


@pytest.fixture(scope="session")
def office_app() -> Iterator[xlwings.App]:
    """LibreOffice through its engine for xlwings."""
    try:
        bridge()
        office_command()
    except OfficeMissingError as missing:
        pytest.skip(f"{missing.values['part']} is not installed")
    before = xlwings.engines.active
    activate()
    app = xlwings.App(add_book=False, visible=False)
    yield app
    app.quit()
    xlwings.engines.active = before

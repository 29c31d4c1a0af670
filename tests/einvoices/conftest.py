"""What the tests of electronic invoices share."""

from collections.abc import Iterator

import pytest
from einvoices.official import RULES

from addin.einvoices.rules.desk import Desk


@pytest.fixture(scope="session")
def desk() -> Iterator[Desk]:
    """The program that runs the official rules, once for all tests."""
    if not RULES.exists():
        pytest.skip("the official rules are not here")
    opened = Desk()
    try:
        yield opened
    finally:
        opened.close()

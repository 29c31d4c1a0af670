"""The workbook that people's lists are imported into."""

import pytest
from memory_book import MemoryBook
from people_lists import FIRM


@pytest.fixture
def book() -> MemoryBook:
    """A small workbook."""
    return MemoryBook(FIRM)

"""A discount of 3 in a list means 3 %, and is asked about."""

from pathlib import Path

import pytest
from memory_book import MemoryBook

from addin.errors import RefusedError
from addin.jobs.content import load
from addin.jobs.imports.people_files import FileRequest, import_file
from addin.tables.sheets.clients import Client


def imported(folder: Path, discount: str) -> None:
    """Import one client with this discount."""
    path = folder / "list.csv"
    path.write_text(f"client;name;discount_percent\nZED;Zed;{discount}\n", "utf-8")
    import_file(load(MemoryBook({})), Client.spec, FileRequest(path))


@pytest.mark.parametrize("discount", ["3", "1", "300 %"])
def test_a_discount_of_the_whole_or_more_is_refused_with_its_cell(
    tmp_path: Path, discount: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        imported(tmp_path, discount)

    found = [(one.code, one.where.row, one.where.column) for one in caught.value.findings]
    assert ("PRE-05", 2, "discount_percent") in found


@pytest.mark.parametrize("discount", ["", "0", "3 %", "2,5 %", "0.03"])
def test_a_discount_below_the_whole_is_taken(tmp_path: Path, discount: str) -> None:
    imported(tmp_path, discount)

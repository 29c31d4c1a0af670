"""What one part may hide: numbers without end, document types, sheets too vast for memory."""

from math import inf, nan
from pathlib import Path

import pytest

from addin.books.closed.hostile import declares_type, refuse_vast_sheet
from addin.errors import BillingError
from addin.tables.kinds import NUMBERS, WHOLE, CellFault, Kind


@pytest.mark.parametrize("number", [inf, -inf, nan, "1e999", "NaN", "Infinity"])
@pytest.mark.parametrize("kind", [*NUMBERS, WHOLE], ids=lambda kind: kind.name)
def test_a_number_without_end_is_a_faulty_cell_to_every_job(
    kind: Kind, number: str | float
) -> None:
    with pytest.raises(CellFault):
        kind.from_text(number) if isinstance(number, str) else kind.from_cell(number)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_seen_in_every_encoding_of_a_package(encoding: str) -> None:
    assert declares_type("<?xml version='1.0'?> <!DOCTYPE a><a/>".encode(encoding))
    assert not declares_type("<?xml version='1.0'?> <a>&lt;!DOCTYPE</a>".encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-7", "utf-32", "cp037", "hz"])
def test_an_encoding_that_could_hide_one_is_taken_for_it(encoding: str) -> None:
    assert declares_type(f"<?xml version='1.0' encoding='{encoding}'?><a/>".encode())


SHEETS = {
    "cells that tell where they are": (b'<c r="A1"/><c r="XFD1048576"/>', True),
    "a row that tells where it is": (b'<row r="1048576">' + b"<c/>" * 99 + b"</row>", True),
    "cells of another prefix": (b"<x:c r=\"A1\"/><x:c\nr = 'XFD1048576'/>", True),
    "rows and cells that do not tell": ((b"<row>" + b"<c/>" * 20 + b"</row>") * 1000, False),
    "rows that tell, with cells that do not": (
        b"".join(b'<row r="%d"><c/><c/></row>' % row for row in range(1, 9000)),
        False,
    ),
    "a tall sheet": (b'<c r="A1"/><c r="T1048576"/>', False),
    "no sheet at all": (b"<comments><comment ref='A1'/></comments>", False),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_measured_before_it_is_held_in_memory(
    tmp_path: Path, name: str, encoding: str
) -> None:
    content, vast = SHEETS[name]
    content = content.decode().encode(encoding)
    path = tmp_path / "Billing.xlsx"

    if not vast:
        refuse_vast_sheet(path, content)
        return
    with pytest.raises(BillingError) as caught:
        refuse_vast_sheet(path, content)
    assert caught.value.code == "BOOK-10"

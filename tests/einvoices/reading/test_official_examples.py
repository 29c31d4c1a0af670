"""Electronic invoices of others, as they are published: all of them can be read."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from addin.einvoices.reading import read_file
from addin.einvoices.view import shown
from addin.words import Language

CORPUS = Path(__file__).parents[3].parent / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of invoices is not here")

FILES = [
    path
    for folder in (CORPUS / "invoices" / "valid", CORPUS / "invoices" / "full", CORPUS / "pdf")
    for path in sorted(folder.rglob("*"))
    if path.suffix.lower() in {".xml", ".pdf"}
]
PAIRS = [
    (path, path.with_name(path.name.replace("_ubl", "_uncefact")))
    for path in sorted(CORPUS.glob("invoices/valid/xrechnung/*_ubl.xml"))
]
ALIKE = {"specification", "process"}
# What the publisher wrote into one of the two files of a case only.
TOLD_ONCE = {"order", "street", "city", "trading_name", "allowances", "charges", "paid", "rounding"}


def differing(one: object, other: object, name: str = "") -> Iterator[tuple[str, object, object]]:
    """The fields in which two readings differ."""
    if is_dataclass(one) and is_dataclass(other):
        for field in fields(one):
            found = getattr(one, field.name), getattr(other, field.name)
            yield from differing(*found, field.name)
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for place in range(len(one)):
            yield from differing(one[place], other[place], name)
    elif one != other:
        yield name, one, other


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_published_is_read_and_shown(path: Path) -> None:
    invoice, xml = read_file(path)

    assert invoice.number
    assert xml.lstrip().startswith((b"<", b"\xef\xbb\xbf<"))
    found = shown(invoice, Language.FR)
    assert invoice.number in found.title
    assert found.grids[-1].rows[-1] == (found.grids[-1].rows[-1][0], found.grids[-1].rows[-1][1])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_lines_add_up_to_their_sum(path: Path) -> None:
    """Files that are wrong on purpose are wrong elsewhere."""
    invoice, _ = read_file(path)

    if invoice.lines and invoice.totals.lines is not None:
        # One example is about the rounding of sums.
        tolerance = Decimal("0.01") if "Rounding" in path.name else Decimal(0)
        assert abs(sum(line.net for line in invoice.lines) - invoice.totals.lines) <= tolerance


@pytest.mark.parametrize(("ubl", "cii"), PAIRS, ids=lambda path: path.stem[:6])
def test_one_case_in_two_syntaxes_reads_the_same(ubl: Path, cii: Path) -> None:
    one, other = read_file(ubl)[0], read_file(cii)[0]

    told = [(name, a, b) for name, a, b in differing(one, other) if name not in ALIKE]
    assert [found for found in told if found[0] not in TOLD_ONCE] == []

"""Files with broken bytes or parts, at random: read or refused, within bounds."""

from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_STORED, ZipFile

import pytest

from books.book_contract import make_workbook
from books.hostile_files import bounded, used

pytestmark = pytest.mark.usefixtures("broken_on_purpose")


def mutated(content: bytes, chance: Random) -> bytes:
    """A file with some bytes changed, left out, doubled or swapped."""
    broken = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        at, length = chance.randrange(len(broken)), chance.choice([1, 2, 4, 50])
        kind = chance.randrange(4)
        if kind == 0:
            broken[at : at + length] = chance.randbytes(length)
        elif kind == 1:
            del broken[at : at + length]
        elif kind == 2:
            broken[at:at] = broken[at : at + length]
        else:
            broken[at] ^= 1 << chance.randrange(8)
    return bytes(broken)


@pytest.mark.parametrize("seed", range(6))
def test_a_file_with_broken_bytes_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    whole = make_workbook(tmp_path / "Billing.xlsx").read_bytes()
    path, chance = tmp_path / "Broken.xlsx", Random(seed)  # noqa: S311
    with bounded():
        for _ in range(50):
            path.write_bytes(mutated(whole, chance))
            assert used(path)


@pytest.mark.parametrize("seed", range(6))
def test_a_file_with_broken_parts_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    whole = make_workbook(tmp_path / "Billing.xlsx")
    with ZipFile(whole) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    path, chance = tmp_path / "Broken.xlsx", Random(seed)  # noqa: S311
    with bounded():
        for _ in range(40):
            victim = chance.choice([name for name in parts if name.startswith(("xl/", "["))])
            target = BytesIO()
            with ZipFile(target, "w", ZIP_STORED) as archive:
                for name, content in parts.items():
                    archive.writestr(name, mutated(content, chance) if name == victim else content)
            path.write_bytes(target.getvalue())
            assert used(path)

"""The source of macros read back, as Excel, xlwings or we have written them."""

from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlwings
from excel import olevba
from excel.sample_book import sample_members, write
from hypothesis import given
from hypothesis import strategies as st

from addin.books.builder import build_workbook
from addin.books.refusals import DamagedFileError
from addin.books.vba.compression import CHUNK_BYTES, compress, decompress
from addin.books.vba.source import modules, xlwings_version
from addin.words import Language

PROJECT = "xl/vbaProject.bin"


def of_xlwings(name: str) -> Path:
    """A workbook that xlwings ships, saved by a real Excel."""
    return Path(str(files("xlwings").joinpath(name)))


@given(st.binary(max_size=700), st.integers(1, 40))
def test_what_was_compressed_reads_back(content: bytes, times: int) -> None:
    repeated = content * times

    # A raw last chunk is padded.
    assert decompress(compress(repeated))[: len(repeated)] == repeated


@given(st.binary(max_size=60))
def test_damage_is_told_and_never_more(container: bytes) -> None:
    with suppress(ValueError):
        assert len(decompress(b"\x01" + container)) < CHUNK_BYTES


@pytest.mark.parametrize("container", [b"", b"\x00\x03\xb0", b"\x01\x02\xb0\x01\x00\x00"])
def test_what_is_no_container_is_refused(container: bytes) -> None:
    with pytest.raises(ValueError, match=r"container|copy"):
        decompress(container)


@pytest.mark.parametrize("name", ["quickstart_standalone.xlsm", "quickstart.xlsm"])
def test_a_project_that_excel_has_saved_is_read_as_another_reader_reads_it(name: str) -> None:
    with ZipFile(of_xlwings(name)) as archive:
        project = archive.read(PROJECT)
    others = {name.partition(".")[0]: text for name, text in olevba.modules(project).items()}

    found = modules(project)

    assert found.keys() == others.keys()
    for module, text in found.items():
        assert text.replace("\r\n", "\n").rstrip("\n") == others[module].rstrip("\n")


def test_the_version_that_a_workbook_carries_is_found(tmp_path: Path) -> None:
    path = tmp_path / "Billing.xlsm"
    path.write_bytes(build_workbook(Language.EN))

    assert xlwings_version(path) == xlwings.__version__
    assert xlwings_version(of_xlwings("quickstart_standalone.xlsm")) == xlwings.__version__


def test_a_workbook_may_carry_none() -> None:
    assert xlwings_version(of_xlwings("quickstart.xlsm")) is None


@pytest.mark.parametrize("project", [b"", b"no compound file at all" * 50])
def test_macros_that_cannot_be_read_are_told(project: bytes, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no VBA project"):
        modules(project)
    path = write(tmp_path / "Billing.xlsm", {**sample_members(), PROJECT: project})

    with pytest.raises(DamagedFileError) as refused:
        xlwings_version(path)

    assert refused.value.values["part"] == PROJECT

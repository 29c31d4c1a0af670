"""The list of the documents: it grows, survives a cut line, and knows a changed file."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.documents.manifest import (
    HEADINGS,
    NAME,
    Filed,
    ManifestNotWrittenError,
    differing,
    enlist,
    listed,
)

NOON = datetime(2026, 10, 31, 12, tzinfo=UTC)


def filed(file: str, content: bytes = b"", number: str = "2026-00001") -> Filed:
    return Filed(number, file, sha256(content).hexdigest(), NOON)


def test_a_folder_without_a_list_lists_nothing(tmp_path: Path) -> None:
    assert listed(tmp_path) == {}


def test_nothing_to_list_makes_no_list(tmp_path: Path) -> None:
    enlist(tmp_path / "invoices", [])

    assert not (tmp_path / "invoices").exists()


def test_the_list_is_one_that_excel_opens_with_its_accents(tmp_path: Path) -> None:
    enlist(tmp_path, [filed("2026/10/2026-00001 Étude.docx")])

    content = (tmp_path / NAME).read_bytes()
    first, second, rest = content.split(b"\r\n")
    assert first == b"\xef\xbb\xbf" + ",".join(HEADINGS).encode()
    assert second.startswith("2026-00001,2026/10/2026-00001 Étude.docx,".encode())
    assert second.endswith(b",2026-10-31T12:00:00+00:00")
    assert rest == b""


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)


@given(st.dictionaries(TEXTS, TEXTS, max_size=5), st.dictionaries(TEXTS, TEXTS, max_size=5))
def test_what_was_listed_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, first: dict[str, str], second: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("list")
    for files in (first, second):
        enlist(folder, [filed(file, number=number) for file, number in files.items()])

    numbers = {file: one.number for file, one in listed(folder).items()}

    assert numbers == first | second


@pytest.mark.parametrize("kept", [1, 20, 90])
def test_a_line_that_was_cut_off_is_listed_again_below(tmp_path: Path, kept: int) -> None:
    enlist(tmp_path, [filed("one.docx")])
    whole = (tmp_path / NAME).read_bytes()
    enlist(tmp_path, [filed("two.docx")])
    cut = (tmp_path / NAME).read_bytes()[: len(whole) + kept]
    (tmp_path / NAME).write_bytes(cut)
    assert list(listed(tmp_path)) == ["one.docx"]

    enlist(tmp_path, [filed("two.docx")])

    assert list(listed(tmp_path)) == ["one.docx", "two.docx"]
    assert (tmp_path / NAME).read_bytes().startswith(cut)


def test_the_last_line_of_a_file_counts(tmp_path: Path) -> None:
    enlist(tmp_path, [filed("one.docx", b"before"), filed("one.docx", b"after")])

    assert listed(tmp_path)["one.docx"].sha256 == sha256(b"after").hexdigest()


def test_a_changed_and_a_missing_file_differ_from_the_list(tmp_path: Path) -> None:
    for name in ("kept", "changed", "missing"):
        (tmp_path / name).write_bytes(b"as issued")
    enlist(tmp_path, [filed(name, b"as issued") for name in ("kept", "changed", "missing")])
    (tmp_path / "changed").write_bytes(b"by hand")
    (tmp_path / "missing").unlink()

    assert [one.file for one in differing(tmp_path)] == ["changed", "missing"]


def test_a_list_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()

    for attempt in (lambda: enlist(tmp_path, [filed("one.docx")]), lambda: listed(tmp_path)):
        with pytest.raises(ManifestNotWrittenError) as caught:
            attempt()
        assert caught.value.code == "DOC-11"

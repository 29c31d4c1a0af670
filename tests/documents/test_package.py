"""The zip package of a document, taken apart and put together again."""

import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.documents.package import Entry, deflated, entries, inflated, package_of

CONTENTS = st.dictionaries(st.text("abc/é_.", min_size=1, max_size=8), st.binary(max_size=300))


@given(CONTENTS)
def test_what_is_packed_is_read_back(contents: dict[str, bytes]) -> None:
    package = package_of(deflated(name, content) for name, content in contents.items())

    with zipfile.ZipFile(BytesIO(package)) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == contents


@given(CONTENTS)
def test_parts_are_carried_over_as_they_are_packed(contents: dict[str, bytes]) -> None:
    packed = [deflated(name, content) for name, content in contents.items()]

    assert entries(package_of(packed)) == packed
    assert [inflated(entry) for entry in packed] == list(contents.values())


@pytest.mark.parametrize(
    "changes", [{"crc": 1}, {"size": 3}, {"packed": b"no deflate"}, {"method": 0}]
)
def test_a_part_that_is_not_what_the_package_promises_is_refused(changes: dict[str, Any]) -> None:
    broken = replace(deflated("a.xml", b"<a/>"), **changes)

    with pytest.raises(zipfile.BadZipFile):
        inflated(broken)


def test_a_package_of_another_program_is_carried_over() -> None:
    source = BytesIO()
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("stored.txt", (2026, 3, 1, 12, 0, 0)), b"as it is")
        package.writestr("deflated.txt", b"again and again " * 50)

    made = package_of(entries(source.getvalue()))

    with zipfile.ZipFile(BytesIO(made)) as opened:
        assert opened.read("stored.txt") == b"as it is"
        assert opened.read("deflated.txt") == b"again and again " * 50
        assert {entry.date_time[:3] for entry in opened.infolist()} == {(1980, 1, 1)}


def read(package: bytes) -> list[Entry]:
    """The parts as Python's own reader finds them, which a note at the end calls for."""
    with BytesIO(package) as source, zipfile.ZipFile(source, "a") as opened:
        opened.comment = b"by another program"
        opened.close()
        return entries(source.getvalue())


@given(CONTENTS)
def test_our_reader_and_that_of_python_find_the_same(contents: dict[str, bytes]) -> None:
    package = package_of(deflated(name, content) for name, content in contents.items())

    assert entries(package) == read(package)


def test_parts_that_are_not_wanted_are_passed_over() -> None:
    package = package_of(deflated(name, name.encode()) for name in ("a.xml", "b.png", "c.xml"))

    ours = entries(package, lambda name: name.endswith(".xml"))
    theirs = entries(package + b"\0", lambda name: name.endswith(".xml"))

    assert [(part.name, inflated(part)) for part in ours] == [
        ("a.xml", b"a.xml"),
        ("c.xml", b"c.xml"),
    ]
    assert theirs == ours


@given(st.data())
def test_a_byte_that_was_changed_makes_no_other_content(data: st.DataObject) -> None:
    contents = {"a.xml": b"<a>1 234,50</a>", "b/c.xml": b"<b/>" * 20}
    package = bytearray(package_of(deflated(name, text) for name, text in contents.items()))
    place = data.draw(st.integers(0, len(package) - 1))
    package[place] ^= data.draw(st.integers(1, 255))

    try:
        found = [inflated(part) for part in entries(bytes(package))]
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError):
        return

    assert set(found) <= set(contents.values())


@pytest.mark.parametrize("length", [0, 3, 21, 22, 40, 90])
def test_a_package_that_was_cut_is_refused(length: int) -> None:
    package = package_of([deflated("a.xml", b"<a/>")])

    with pytest.raises(zipfile.BadZipFile):
        entries(package[:length])

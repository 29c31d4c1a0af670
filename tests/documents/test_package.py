"""The zip package of a document, taken apart and put together again."""

import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.documents.package import deflated, entries, inflated, package_of

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

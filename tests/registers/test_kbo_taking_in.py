"""Taking the zip files of the KBO/BCE in: whole or not at all, updates on what is there."""

import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kbo_zip import (
    BAKERY,
    BROKE,
    FULL,
    GARAGE,
    PERSON,
    Files,
    bare,
    full_zip,
    meta,
    told,
    update_zip,
    write_zip,
)

from addin.registers.enterprise import Standing
from addin.registers.faults import (
    NoIndexError,
    NotKboFileError,
    UpdateOutOfTurnError,
)
from addin.registers.kbo_building import in_turn, take_in
from addin.registers.kbo_files import Extract
from addin.registers.kbo_index import KboIndex
from addin.words import Language


def test_an_update_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "kbo.sqlite"
    moved = (BAKERY, "REGO", "", "", "5000", "Namen", "Namur", "Waalstraat", "Rue de Meuse")
    changes: Files = {
        "enterprise_delete": [(GARAGE,), (BROKE,)],
        "enterprise_insert": [(BROKE, "AC", "000", "2", "610", "", "04-04-2013")],
        "denomination_delete": [(GARAGE,), (BROKE,)],
        "denomination_insert": [(BROKE, "1", "001", "Société du Sud")],
        "address_delete": [(GARAGE,), (BAKERY,)],
        "address_insert": [(*moved, "1", "", "", "")],
        "establishment_delete": [("2.000.000.001",)],
        "establishment_insert": [],
    }
    extract = take_in([full_zip(tmp_path), update_zip(tmp_path, 151, changes)], target)

    assert extract == Extract(151, date(2026, 11, 2), full=True)
    with KboIndex(target) as kept:
        assert kept.find(bare(GARAGE)) is None
        assert (kept.named("garage"), kept.named("immobilière")) == ([], [])
        assert [one.number for one in kept.named("sud")] == [bare(BROKE)]
        assert told(kept, BROKE).status is Standing.ACTIVE
        bakery = kept.find(bare(BAKERY))
        assert bakery is not None
        assert [one.line(Language.FR) for one in bakery.addresses] == ["Rue de Meuse 1, 5000 Namur"]
        assert bakery.name(Language.NL) == "Bakkerij Janssens"
        assert bakery.email == "info@janssens.example"
        assert told(kept, PERSON).city == "Diest"


def test_taking_the_updates_in_comes_to_the_same_as_the_full_file_after_them(
    tmp_path: Path,
) -> None:
    changes: Files = {
        "denomination_delete": [(GARAGE,)],
        "denomination_insert": [(GARAGE, "1", "001", "Garage du Port")],
    }
    later = [
        (GARAGE, "1", "001", "Garage du Port") if row[0] == GARAGE else row
        for row in FULL["denomination"]
    ]
    whole = write_zip(
        tmp_path / "later.zip",
        {"meta": meta(151, "02-11-2026", "full"), **FULL, "denomination": later},
    )
    take_in([full_zip(tmp_path)], tmp_path / "one.sqlite")
    take_in([update_zip(tmp_path, 151, changes)], tmp_path / "one.sqlite")
    take_in([whole], tmp_path / "other.sqlite")

    with KboIndex(tmp_path / "one.sqlite") as one, KboIndex(tmp_path / "other.sqlite") as other:
        numbers = [bare(str(row[0])) for row in FULL["enterprise"]]
        assert one.several(numbers) == other.several(numbers)
        assert one.extract == other.extract
        for name in ("garage", "port", "martin", "janssens"):
            assert one.named(name) == other.named(name)


WORDS = ("Garage", "Café", "du Port", "Janssens", 'Le "Bon"', "Été")
NAMES = st.dictionaries(
    st.sampled_from([BAKERY, GARAGE, BROKE, PERSON]),
    st.lists(st.sampled_from(WORDS), max_size=3),
)


def denominations(names: Mapping[str, Sequence[str]]) -> list[Sequence[str]]:
    return [(number, "1", "001", name) for number, several in names.items() for name in several]


@settings(max_examples=20)
@given(before=NAMES, changed=NAMES)
def test_renaming_by_an_update_is_the_same_as_a_new_full_file(
    before: dict[str, list[str]], changed: dict[str, list[str]]
) -> None:
    changes: Files = {
        "denomination_delete": [(number,) for number in changed],
        "denomination_insert": denominations(changed),
    }
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number, names in ((150, before), (151, before | changed)):
            facts = {"meta": meta(number, "01-11-2026", "full")}
            path = folder / f"{number}.zip"
            write_zip(path, {**facts, **FULL, "denomination": denominations(names)})
        update = update_zip(folder, 151, changes, "01-11-2026")
        take_in([folder / "150.zip", update], folder / "one.sqlite")
        take_in([folder / "151.zip"], folder / "other.sqlite")
        with KboIndex(folder / "one.sqlite") as one, KboIndex(folder / "other.sqlite") as other:
            for word in ("garage", "cafe", "port", "janssens", "bon", "ete"):
                assert found_by(one, word) == found_by(other, word)


def found_by(index: KboIndex, word: str) -> set[str]:
    return {one.number for one in index.named(word)}


def test_updates_are_taken_in_their_order_and_old_ones_are_let_be(tmp_path: Path) -> None:
    def renamed(number: int, name: str) -> Path:
        rows = [(GARAGE, "1", "001", name)]
        changes: Files = {"denomination_delete": [(GARAGE,)], "denomination_insert": rows}
        return update_zip(tmp_path, number, changes)

    updates = [renamed(152, "Last"), renamed(150, "Older"), renamed(151, "First")]
    extract = take_in([*updates, full_zip(tmp_path)], tmp_path / "kbo.sqlite")

    assert extract.number == 152
    with KboIndex(tmp_path / "kbo.sqlite") as kept:
        assert told(kept, GARAGE).name == "Last"


def test_an_update_that_leaves_a_gap_is_refused_and_the_index_stays(tmp_path: Path) -> None:
    target = tmp_path / "kbo.sqlite"
    take_in([full_zip(tmp_path)], target)
    before = target.read_bytes()

    with pytest.raises(UpdateOutOfTurnError) as refused:
        take_in([update_zip(tmp_path, 152, {})], target)

    assert refused.value.values["there"] == 150
    assert target.read_bytes() == before


def test_a_gap_further_on_is_refused_before_anything_is_taken_in(tmp_path: Path) -> None:
    target = tmp_path / "kbo.sqlite"
    updates = [update_zip(tmp_path, number, {}) for number in (151, 153)]

    with pytest.raises(UpdateOutOfTurnError) as refused:
        take_in([full_zip(tmp_path), *updates], target)

    assert (refused.value.values["extract"], refused.value.values["there"]) == (153, 151)
    assert not target.exists()


def test_what_would_be_taken_in_is_known_before(tmp_path: Path) -> None:
    full, older = full_zip(tmp_path), full_zip(tmp_path, number=149)
    updates = [update_zip(tmp_path, number, {}) for number in (152, 150, 151)]

    chosen = in_turn([*updates, older, full], tmp_path / "kbo.sqlite")

    assert [extract.number for _, extract in chosen] == [150, 151, 152]
    assert [path for path, _ in chosen] == [full, updates[2], updates[0]]
    assert not (tmp_path / "kbo.sqlite").exists()


def test_an_update_without_a_full_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError):
        take_in([update_zip(tmp_path, 151, {})], tmp_path / "kbo.sqlite")
    assert not (tmp_path / "kbo.sqlite").exists()


def test_a_damaged_update_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "kbo.sqlite"
    take_in([full_zip(tmp_path)], target)
    changes: Files = {
        "enterprise_delete": [(GARAGE,)],
        "enterprise_insert": [(GARAGE, "AC")],
    }

    with pytest.raises(NotKboFileError):
        take_in([update_zip(tmp_path, 151, changes)], target)

    with KboIndex(target) as kept:
        assert kept.extract.number == 150
        assert told(kept, GARAGE).name == "Garage Martin"
        assert [one.number for one in kept.named("martin")] == [bare(GARAGE)]


def broken_zips(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files that are not the register, and what each lacks."""
    empty = folder / "empty.zip"
    empty.write_bytes(b"")
    yield "zip", empty
    yield "No such file", folder / "nowhere.zip"
    yield "meta.csv", write_zip(folder / "other.zip", {"code": []})
    yield "ExtractNumber", write_zip(folder / "unnumbered.zip", {"meta": []})
    without = {name: rows for name, rows in FULL.items() if name != "address"}
    facts = {"meta": meta(150, "01-11-2026", "full")}
    yield "address.csv", write_zip(folder / "half.zip", {**facts, **without})
    letters = folder / "letters.zip"
    with zipfile.ZipFile(letters, "w") as archive:
        archive.writestr("meta.csv", '"Variable","Other"\n')
    yield "meta.csv: Value", letters
    yield "password", with_headers(full_zip(folder, 151), flags=1)
    yield "compression", with_headers(full_zip(folder, 152), method=9)  # Deflate64 of Windows


def with_headers(path: Path, flags: int = 0, method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip that says of each of its files that it is locked, or how it is packed."""
    content = bytearray(path.read_bytes())
    for signature, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = content.find(signature)
        while start >= 0:
            content[start + place : start + place + 4] = struct.pack("<HH", flags, method)
            start = content.find(signature, start + 4)
    path.write_bytes(content)
    return path


def test_a_file_that_is_not_the_register_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    target = tmp_path / "index" / "kbo.sqlite"
    for lacking, path in broken_zips(tmp_path):
        with pytest.raises(NotKboFileError) as refused:
            take_in([path], target)
        assert lacking in str(refused.value.values["lacking"])
        assert path.name in str(refused.value)
    assert [one.name for one in target.parent.glob("*")] == []


def test_a_zip_cut_in_the_middle_leaves_the_old_index(tmp_path: Path) -> None:
    target = tmp_path / "kbo.sqlite"
    take_in([full_zip(tmp_path)], target)
    whole = full_zip(tmp_path, number=160)
    content = bytearray(whole.read_bytes())
    with zipfile.ZipFile(whole) as archive:
        start = archive.getinfo("address.csv").header_offset
    content[start + 60 : start + 120] = bytes(60)
    whole.write_bytes(content)

    with pytest.raises(NotKboFileError):
        take_in([whole], target)

    with KboIndex(target) as kept:
        assert kept.extract.number == 150


def test_files_in_a_folder_of_the_zip_and_with_other_capitals_are_found(tmp_path: Path) -> None:
    plain_zip = full_zip(tmp_path)
    moved = tmp_path / "moved.zip"
    with zipfile.ZipFile(plain_zip) as old, zipfile.ZipFile(moved, "w") as new:
        for name in old.namelist():
            new.writestr(f"Kbo/{name.replace('.csv', '.Csv').title()}", old.read(name))

    assert take_in([moved], tmp_path / "kbo.sqlite").number == 150


def test_whoever_waits_is_told_how_far_it_is(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    take_in([full_zip(tmp_path)], tmp_path / "kbo.sqlite", lambda *far: seen.append(far))

    assert len({total for _, total in seen}) == 1
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert all(0 <= done <= total for done, total in seen)

"""The KBO/BCE on this computer: taken in from its zip files, found by number and by name."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from kbo_zip import (
    ABROAD,
    BAKERY,
    BARE,
    BROKE,
    CLOSED,
    FULL,
    GARAGE,
    PERSON,
    Files,
    bare,
    full_zip,
    meta,
    told,
    write_zip,
)

from addin.registers.enterprise import Enterprise, Standing
from addin.registers.faults import (
    IndexUnusableError,
)
from addin.registers.kbo_building import take_in
from addin.registers.kbo_files import Extract
from addin.registers.kbo_index import KboIndex, installed_index, kbo_file, plain
from addin.words import Language

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT.parent / "shared" / "corpus" / "kbo" / "KboOpenData_0150_2026_11_Full.zip"
NOVEMBER = date(2026, 11, 1)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KboIndex]:
    folder = tmp_path_factory.mktemp("kbo")
    take_in([full_zip(folder)], folder / "kbo.sqlite")
    with KboIndex(folder / "kbo.sqlite") as kept:
        yield kept


def naming(folder: Path, names: Sequence[Sequence[str]], besides: Files | None = None) -> KboIndex:
    """A register in which enterprises have these names, and the other files as they are given."""
    facts: Files = {"meta": meta(1, "01-11-2026", "full")}
    files = {**facts, **FULL, "denomination": names, **(besides or {})}
    take_in([write_zip(folder / "full.zip", files)], folder / "kbo.sqlite")
    return KboIndex(folder / "kbo.sqlite")


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample of the register is not here")
def test_the_sample_of_the_register_is_taken_in(tmp_path: Path) -> None:
    extract = take_in([SAMPLE], tmp_path / "kbo.sqlite")

    assert extract == Extract(150, NOVEMBER, full=True)
    with KboIndex(tmp_path / "kbo.sqlite") as kept:
        assert len(kept) == 8
        found = told(kept, "0677.482.840")
        assert found.name == 'Societe Synthetique share 1, SRL "1"'
        assert (found.address, found.postcode, found.city) == (
            "Rue de la Loi 1",
            "1010",
            "Bruxelles",
        )
        assert (found.legal_form, found.start) == (
            "Société à responsabilité limitée",
            date(2011, 3, 2),
        )


def test_an_enterprise_is_told_in_the_language_of_the_reader(index: KboIndex) -> None:
    assert told(index, BAKERY) == Enterprise(
        number="0677482840",
        name="Boulangerie Janssens",
        legal_form="Société à responsabilité limitée",
        short_form="SRL",
        address="Rue de la Loi 16/3",
        postcode="1000",
        city="Bruxelles",
        country="",
        status=Standing.ACTIVE,
        situation="",
        start=date(2011, 3, 2),
        email="info@janssens.example",
        phone="02 511 11 11",
    )
    dutch = told(index, BAKERY, Language.NL)
    assert (dutch.full_name, dutch.legal_form) == ("Bakkerij Janssens BV", "Besloten Vennootschap")
    assert (dutch.address, dutch.city) == ("Wetstraat 16/3", "Brussel")
    german = told(index, BAKERY, Language.DE)
    assert (german.full_name, german.address) == ("Boulangerie Janssens SRL", "Rue de la Loi 16/3")


def test_the_letters_of_the_legal_form_go_with_the_name(tmp_path: Path) -> None:
    flemish = [(BAKERY, "2", "001", "Bakkerij Janssens"), (GARAGE, "0", "001", "Garage")]

    with naming(tmp_path, flemish) as kept:
        assert told(kept, BAKERY, Language.FR).full_name == "Bakkerij Janssens BV"
        assert told(kept, GARAGE, Language.FR).full_name == "Garage SRL"
        assert told(kept, GARAGE, Language.NL).full_name == "Garage BV"


def test_a_bankrupt_enterprise_is_ending_and_says_why(index: KboIndex) -> None:
    assert told(index, BROKE).status is Standing.ENDING
    assert told(index, BROKE).situation == "Ouverture de faillite"
    assert told(index, BROKE, Language.NL).situation == "Opening faillissement"


def test_a_person_in_business_is_where_its_only_establishment_is(index: KboIndex) -> None:
    person = told(index, PERSON)

    assert (person.address, person.postcode, person.city) == ("Markt 7", "3290", "Diest")
    assert (person.legal_form, person.full_name) == ("", "Peeters, Anne")


def test_nothing_is_made_up_for_an_enterprise_of_which_nothing_is_told(index: KboIndex) -> None:
    found = told(index, BARE)

    assert (found.name, found.address, found.start) == ("", "", None)


def test_a_seat_abroad_names_its_country(index: KboIndex) -> None:
    assert (told(index, ABROAD).country, told(index, ABROAD).city) == ("France", "Lille")
    assert told(index, ABROAD, Language.NL).country == "Frankrijk"


def test_an_address_that_was_struck_off_has_its_day(index: KboIndex) -> None:
    garage = index.find(bare(GARAGE))

    assert garage is not None
    assert garage.seat is not None
    assert garage.seat.struck_off == date(2023, 11, 13)


def test_an_enterprise_that_is_in_no_file_is_not_found(index: KboIndex) -> None:
    assert index.find(CLOSED) is None


def test_thousands_of_numbers_are_looked_up_together(index: KboIndex) -> None:
    numbers = [f"{number:010}" for number in range(2000)] + [bare(BAKERY), bare(GARAGE)]

    assert sorted(index.several(numbers)) == [bare(GARAGE), bare(BAKERY)]


@pytest.mark.parametrize(
    ("sought", "number"),
    [
        pytest.param("Boulangerie Janssens", BAKERY, id="whole"),
        pytest.param("boulang jans", BAKERY, id="beginnings of words"),
        pytest.param("JANSSENS", BAKERY, id="capitals"),
        pytest.param("bon pain ete", BAKERY, id="its name of trade, without accents"),
        pytest.param("immobiliere", BROKE, id="accents left out"),
        pytest.param("Peeters Anne", PERSON, id="a person"),
    ],
)
def test_an_enterprise_is_found_by_the_words_of_its_names(
    index: KboIndex, sought: str, number: str
) -> None:
    assert [one.number for one in index.named(sought)] == [bare(number)]


@pytest.mark.parametrize(
    "sought", ["", "   ", "-", '"', "fournil", "janssens garage", "NOT", 'a" OR "b']
)
def test_what_no_name_has_finds_nothing(index: KboIndex, sought: str) -> None:
    assert index.named(sought) == []


def test_the_likest_name_comes_first(tmp_path: Path) -> None:
    names = ["Dupont et fils immobilier", "Dupont", "Dupont Immobilier", "Dupont-Durand, associés"]
    numbers = [BAKERY, GARAGE, BROKE, PERSON]
    rows = [(number, "1", "001", name) for number, name in zip(numbers, names, strict=True)]

    with naming(tmp_path, rows) as kept:
        assert kept.named("dupont")[0].name(Language.FR) == "Dupont"
        assert kept.named("dupont immobilier", most=1)[0].name(Language.FR) == "Dupont Immobilier"


def test_whole_words_come_before_the_beginnings_of_words(tmp_path: Path) -> None:
    rows = [(BAKERY, "1", "001", "Dupontel"), (GARAGE, "1", "001", "Dupont")]

    with naming(tmp_path, rows) as kept:
        assert [one.name(Language.FR) for one in kept.named("dupont")] == ["Dupont"]
        assert [one.name(Language.FR) for one in kept.named("dupont e")] == []
        assert [one.name(Language.FR) for one in kept.named("dupontel")] == ["Dupontel"]
        assert len(kept.named("dupo")) == 2


def test_of_many_with_the_same_word_the_whole_name_is_found(tmp_path: Path) -> None:
    numbers = [f"{number // 1000:04}.{number % 1000:03}.000" for number in range(200_000, 200_400)]
    rows = [(number, "1", "001", f"Immo {number} partners") for number in numbers]
    rows[350] = (numbers[350], "1", "001", "Immo")
    enterprises = [(number, "AC", "000", "2", "610", "", "01-01-2020") for number in numbers]

    with naming(tmp_path, rows, {"enterprise": enterprises, "address": []}) as kept:
        assert kept.named("immo")[0].name(Language.FR) == "Immo"


def test_a_file_that_is_no_index_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "kbo.sqlite"
    other.write_bytes(b"not a database at all" * 100)

    with pytest.raises(IndexUnusableError) as refused:
        KboIndex(other)

    assert str(other) in str(refused.value)
    with pytest.raises(IndexUnusableError):
        KboIndex(tmp_path / "nowhere.sqlite")


def test_an_index_that_lost_a_table_says_so(tmp_path: Path) -> None:
    target = tmp_path / "kbo.sqlite"
    take_in([full_zip(tmp_path)], target)
    database = sqlite3.connect(target)
    database.execute("DROP TABLE address")
    database.close()

    with KboIndex(target) as kept, pytest.raises(IndexUnusableError):
        kept.find(bare(BAKERY))


def test_a_folder_that_takes_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be", "utf-8")

    with pytest.raises(IndexUnusableError):
        take_in([full_zip(tmp_path)], tmp_path / "taken" / "kbo.sqlite")


def test_the_index_of_this_computer_is_used_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTEPART_REGISTERS", str(tmp_path))
    assert installed_index() is None

    kbo_file().write_bytes(os.urandom(100))
    assert installed_index() is None

    take_in([full_zip(tmp_path)], kbo_file())
    kept = installed_index()
    assert kept is not None
    with kept:
        assert kept.extract.day == NOVEMBER


def test_names_are_compared_without_accents_and_signs() -> None:
    assert plain("Été & Fils").split() == ["ete", "fils"]

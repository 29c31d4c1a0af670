"""Headings of people's lists: understood, asked about once, and remembered."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from memory_book import MemoryBook
from people_lists import file, refused, rows, taken, told

from addin.errors import StoppedError
from addin.jobs.imports.headings import Meanings, NoSuchFieldError, NoSuchHeadingError, Target
from addin.words import Language


def test_a_heading_is_mapped_once_and_remembered(book: MemoryBook, tmp_path: Path) -> None:
    path = file(tmp_path, "Code client;Société;Remarques", "C3;New;vip")
    meanings = Meanings({"code CLIENT": "client", "Société": "Nom"}, ["Remarques"])

    first = taken(book, "Clients", path, meanings=meanings)
    again = taken(book, "Clients", path)

    assert (first.added, again.unchanged, told(first), told(again)) == (1, 1, [], [])
    assert [(row["heading"], row["field"]) for row in rows(book, "Mappings")] == [
        ("Code client", "client"),
        ("Société", "name"),
        ("Remarques", "-"),
    ]


def test_what_is_said_now_counts_before_what_is_remembered(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = file(tmp_path, "client;name;Extra", "C3;New;Namur")
    taken(book, "Clients", path, meanings=Meanings(left_out=["Extra"]))

    taken(book, "Clients", path, meanings=Meanings({"Extra": "city"}))

    assert rows(book, "Clients")[2]["city"] == "Namur"
    assert [row["field"] for row in rows(book, "Mappings")] == ["city"]


def test_a_workbook_without_the_sheet_of_headings_says_that_it_cannot_remember(
    book: MemoryBook, tmp_path: Path
) -> None:
    book.drop("Mappings")
    path = file(tmp_path, "client;Firm", "C3;New")

    report = taken(book, "Clients", path, meanings=Meanings({"Firm": "name"}))

    assert (report.added, told(report)) == (1, [("IMP-20", "")])


def test_a_heading_that_looks_like_a_missing_column_is_refused(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = file(tmp_path, "client;name;Adress;colour", "C3;New;Rue 1;red")

    assert refused(book, "Clients", path) == [("IMP-08", None, "")]


def test_headings_nobody_knows_are_all_named_where_a_needed_column_is_missing(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = file(tmp_path, "client;Firma X;colour", "C3;New;red")

    assert refused(book, "Clients", path) == [("IMP-09", None, "")] * 2


def test_a_heading_that_means_nothing_is_left_out_with_a_warning(
    book: MemoryBook, tmp_path: Path
) -> None:
    report = taken(book, "Clients", file(tmp_path, "client;name;colour", "C3;New;red"))

    assert (report.added, told(report)) == (1, [("TAB-18", "")])


def test_what_is_said_must_be_of_the_file_and_of_the_table(
    book: MemoryBook, tmp_path: Path
) -> None:
    path = file(tmp_path, "client;name", "C3;New")

    with pytest.raises(NoSuchHeadingError) as heading:
        taken(book, "Clients", path, meanings=Meanings(left_out=["Extra"]))
    with pytest.raises(NoSuchFieldError) as field:
        taken(book, "Clients", path, meanings=Meanings({"name": "nom de famille"}))
    assert (heading.value.code, field.value.code) == ("IMP-11", "IMP-10")
    for language in Language:
        assert "client, name" in heading.value.sentence(language)
        assert "legal_name" in field.value.sentence(language)
    assert book.writes == 0


def test_who_is_asked_answers_for_each_heading(book: MemoryBook, tmp_path: Path) -> None:
    asked: list[tuple[str, str | None]] = []

    def ask(heading: str, likely: Target | None, free: Sequence[Target]) -> str | None:
        asked.append((heading, likely.name if likely else None))
        assert "client" not in [one.name for one in free]
        return {"Adress": "address", "colour": "-"}.get(heading)

    path = file(tmp_path, "client;name;Adress;colour;size", "C3;New;Rue 1;red;XL")
    report = taken(book, "Clients", path, meanings=Meanings(ask=ask))

    assert asked == [("Adress", "address"), ("colour", None), ("size", None)]
    assert (rows(book, "Clients")[2]["address"], told(report)) == ("Rue 1", [("TAB-18", "")])


def test_who_stops_the_questions_stops_the_import(book: MemoryBook, tmp_path: Path) -> None:
    def ask(*_: object) -> str | None:
        raise StoppedError

    path = file(tmp_path, "client;name;colour", "C3;New;red")

    with pytest.raises(StoppedError):
        taken(book, "Clients", path, meanings=Meanings(ask=ask))
    assert book.writes == 0

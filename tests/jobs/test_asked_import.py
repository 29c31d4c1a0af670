"""The button that imports rows: which sheet, which file, and what its headings mean."""

from datetime import date
from pathlib import Path

import pytest
from memory_book import MemoryBook

from addin.errors import BillingError
from addin.jobs.asked_import import Rows, UnknownSheetError, asked_rows, take_in
from addin.jobs.content import load
from addin.jobs.imports.marking import MarkedError
from addin.jobs.running import run
from addin.tables.catalogue import BY_NAME
from addin.words import Language

TODAY = date(2026, 11, 22)


class Answers:
    """A user with an answer to each question."""

    def __init__(self, path: Path, *words: str) -> None:
        self.path = path
        self.answers = list(words)
        self.asked: list[str] = []

    def words(self, question: str) -> str:
        self.asked.append(question)
        assert len(question) <= 255
        return self.answers.pop(0)

    def file(self, question: str) -> Path:
        self.asked.append(question)
        return self.path


@pytest.mark.parametrize(
    ("typed", "table"), [("", "Clients"), ("Prestations", "Services"), ("STAFF", "Staff")]
)
def test_a_sheet_is_named_as_its_user_knows_it(tmp_path: Path, typed: str, table: str) -> None:
    content = load(MemoryBook({"Settings": [{"setting": "language", "value": "fr"}]}))

    assert asked_rows(content, Answers(tmp_path, typed)) == Rows(BY_NAME[table], tmp_path)


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownSheetError) as caught:
        asked_rows(load(MemoryBook({})), Answers(tmp_path, "Kunder"))

    for language in Language:
        assert BY_NAME["Clients"].sheet[language] in caught.value.sentence(language)


def test_a_heading_is_asked_for_and_remembered(tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    path.write_text("client;name;Town;Note\nC1;One;Namur;x\n")
    book, answers = MemoryBook({}), Answers(path, "city", "-")
    rows = Rows(BY_NAME["Clients"], path)

    report = run(book, lambda content: take_in(content, rows, answers, TODAY), recover=False)

    assert (report.added, report.findings) == (1, [])
    assert ["Town" in answers.asked[0], "Note" in answers.asked[1]] == [True, True]
    assert load(book).tables["Clients"].values["city"] == ["Namur"]
    assert load(book).tables["Mappings"].values["field"] == ["city", "-"]


def test_a_refused_file_is_marked_and_the_message_says_where(tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    path.write_text("client;name\nC1;\n")
    rows, book = Rows(BY_NAME["Clients"], path), MemoryBook({})

    with pytest.raises(MarkedError) as caught:
        run(book, lambda content: take_in(content, rows, Answers(path), TODAY), recover=False)

    assert caught.value.copy == tmp_path / "clients - to mend.xlsx"
    assert caught.value.code == "IMP-24"
    assert caught.value.copy.is_file()
    assert all(str(caught.value.copy) in caught.value.sentence(one) for one in Language)
    assert book.writes == 0


def test_records_of_a_script_are_refused_without_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "clients.json"
    path.write_text('[{"client": "C1"}]')
    rows = Rows(BY_NAME["Clients"], path)

    with pytest.raises(BillingError) as caught:
        run(
            MemoryBook({}),
            lambda content: take_in(content, rows, Answers(path), TODAY),
            recover=False,
        )

    assert not isinstance(caught.value, MarkedError)
    assert list(tmp_path.iterdir()) == [path]

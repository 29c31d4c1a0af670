"""The sheet *New client* and the button that empties it."""

from datetime import date
from typing import Any

import pytest
from memory_book import MemoryBook

from addin.errors import StoppedError
from addin.jobs.asked_client import EmptyFormError, NoFormError, add_from_form, asked_client, once
from addin.jobs.clients.adding import nobody
from addin.jobs.clients.registers import LookUp
from addin.jobs.content import load
from addin.jobs.report import Report
from addin.jobs.running import run
from addin.jobs.summary import summary
from addin.tables.sheets.client_form import FORM, ClientFormRow
from addin.tables.sheets.clients import Client, ClientAccount
from addin.words import Language

TODAY = date(2026, 11, 22)
DUPONT = {"client": "DUPONT", "name": "Dupont & Fils"}


class Answering:
    """A user who says the same to every question."""

    def __init__(self, *, agrees: bool = False) -> None:
        self.says = agrees
        self.asked: list[str] = []

    def agrees(self, question: str) -> bool:
        self.asked.append(question)
        return self.says


def form(**given: Any) -> MemoryBook:
    rows = [{"field": name, "value": given.get(name)} for name in FORM]
    return MemoryBook({"Clients": [DUPONT], "NewClient": rows})


def press(book: MemoryBook, user: Answering) -> Report:
    request = asked_client(load(book), user, TODAY, nobody)
    return run(book, lambda content: add_from_form(content, request), recover=False)


def column(book: MemoryBook, name: str) -> dict[str, Any]:
    values = load(book).table(ClientFormRow).values
    pairs = zip(values["field"], values[name], strict=True)
    return {field: value for field, value in pairs if value is not None}


def test_the_client_is_added_and_the_form_is_empty_again() -> None:
    book = form(name="Garage Martin", hide_documents="yes", iban="BE68539007547034", language="fr")

    report = press(book, Answering())

    content = load(book)
    client = content.records(Client)[-1]
    assert (client.client, client.hide_documents, client.language) == ("GARAGE", True, Language.FR)
    assert [one.iban for one in content.records(ClientAccount)] == ["BE68539007547034"]
    assert (column(book, "value"), column(book, "message"), book.writes) == ({}, {}, 1)
    assert summary(report, Language.EN) == "Client added: GARAGE."


def test_a_date_and_a_number_are_taken_as_the_cells_they_are() -> None:
    book = form(name="Martin", follow_up_from=date(2026, 11, 1), client=42.0)

    press(book, Answering())

    client = load(book).records(Client)[-1]
    assert (client.client, client.follow_up_from) == ("42", date(2026, 11, 1))


def test_what_is_wrong_is_said_beside_its_field_and_the_answers_stay() -> None:
    book = form(name="Martin", mobile="12", iban="BE00", vat_number="BE0123456748")

    report = press(book, Answering())

    assert set(column(book, "message")) == {"mobile", "iban", "vat_number"}
    assert column(book, "value")["mobile"] == "12"
    assert len(load(book).table(Client)) == 1
    assert (report.added, len(report.findings)) == (0, 3)
    assert summary(report, Language.EN).startswith("No client was added")
    book.put("NewClient", FORM.index("mobile"), value=None)
    book.put("NewClient", FORM.index("iban"), value=None)
    book.put("NewClient", FORM.index("vat_number"), value=None)
    assert press(book, Answering()).added == 1
    assert column(book, "message") == {}


def test_a_client_that_looks_like_another_is_asked_about() -> None:
    book, no, yes = form(name="Dupont et Fils"), Answering(), Answering(agrees=True)

    with pytest.raises(StoppedError):
        press(book, no)
    assert book.writes == 0
    assert "DUPONT, Dupont & Fils" in no.asked[0]
    assert press(book, yes).added == 1


def test_an_empty_form_and_a_workbook_without_one_are_refused() -> None:
    with pytest.raises(EmptyFormError, match="CLT-11"):
        press(form(), Answering())
    older = form(name="Martin")
    older.drop("NewClient")
    with pytest.raises(NoFormError, match="CLT-10"):
        press(older, Answering())


def test_registers_are_asked_once() -> None:
    asked = []

    def register(row: Any, language: Language) -> LookUp:
        asked.append((row, language))
        return LookUp({"city": "Namur"})

    remembered = once(register)

    assert remembered({}, Language.FR) is remembered({}, Language.FR)
    assert len(asked) == 1

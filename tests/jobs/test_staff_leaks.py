"""No word and no figure of what is not shared is in a shared file, whatever the firm is like."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_book import MemoryBook
from staff_office import MOMENT, everything_in, found_in

from addin.books.sample import sample_rows
from addin.jobs.sharing_out.policy import POLICY, SHARED_SETTINGS
from addin.jobs.sharing_out.sharing import ShareRequest, share
from addin.tables import kinds
from addin.tables.catalogue import BY_NAME
from addin.tables.columns import Column, Writer
from addin.tables.sheets.settings import Firm
from addin.words import Language

Row = dict[str, Any]
CLIENTS = ("CLIENT-0", "CLIENT-1", "CLIENT-2")
PEOPLE = ("PERSON-0", "PERSON-1")
PROJECTS = ("PROJECT-0", "PROJECT-1", "PROJECT-2", "PROJECT-3")
GROUPS: Mapping[str, frozenset[str]] = {
    "": frozenset({"Everyone"}),
    "Everyone": frozenset({"Everyone"}),
    "North": frozenset({"North"}),
    "south": frozenset({"South"}),
    "North; South": frozenset({"North", "South"}),
    "Elsewhere ,everyone": frozenset({"Elsewhere", "Everyone"}),
}
"""Cells of the columns of groups, and the groups that they name."""
REFERRED: Mapping[str, Sequence[str]] = {"Clients": CLIENTS, "Staff": PEOPLE, "Projects": PROJECTS}
SECRET_SETTINGS = [
    setting.name
    for setting in Firm.spec.columns
    if setting.kind is kinds.TEXT and setting.name not in SHARED_SETTINGS
]


class Firms:
    """A firm in which every word and figure stands once, so that one that is found tells a row.

    Attributes:
        rows: By table.
        places: The table, the column and the row of each word or figure.
    """

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {name: [] for name in BY_NAME}
        self.places: dict[str, tuple[str, str, Row]] = {}
        self._numbers = count(1)

    def add(self, table: str, given: Mapping[str, Any]) -> None:
        """Put a row into a table, each cell of it filled that can hold a word or a figure."""
        row = {**given}
        for column in BY_NAME[table].columns:
            if column.writer is not Writer.FORMULA and column.name not in given:
                row[column.name] = self._cell(table, column, row)
        self.rows[table].append(row)

    def _cell(self, table: str, column: Column, row: Row) -> object:
        kind = column.kind
        if kind in (kinds.TEXT, kinds.UNIT) and not column.refers:
            return self.word(table, column.name, row)
        if kind in (kinds.AMOUNT, kinds.PRICE, kinds.QUANTITY):
            figure = f"{next(self._numbers) + 800_000}.37"
            self.places[figure] = (table, column.name, row)
            return Decimal(figure)
        if not column.required:
            return None
        if kind.choices is not None:
            return next(iter(kind.choices)).value
        usual = {"date": "2026-10-05", "month": "2026-10", "whole number": 7.0}
        return usual.get(kind.name)

    def word(self, table: str, column: str, row: Row) -> str:
        """A word that stands nowhere else."""
        word = f"Zx{next(self._numbers)}q"
        self.places[word] = (table, column, row)
        return word

    def may_be_seen(self, word: str, person: str) -> bool:
        """Whether the person may see the row and the column in which a word stands."""
        table, column, row = self.places[word]
        return column in POLICY[table].seen and self._is_seen(table, row, person)

    def _is_seen(self, table: str, row: Row, person: str) -> bool:
        if table in {"Settings", "Services"}:
            return table == "Services"
        if table == "Lists":
            return row["list"] in {"unit", "subscription"}
        if table == "Staff":
            return bool(row["person"] == person)
        if table in {"Timesheets", "Expenses"} and row["person"] != person:
            return False
        client = row["client"] if "client" in row else self._client_of(row["project"])
        return self.sees(client, person)

    def _client_of(self, project: str) -> str:
        return next(
            str(one["client"]) for one in self.rows["Projects"] if one["project"] == project
        )

    def sees(self, client: str, person: str) -> bool:
        """Whether a client and a person have a group in common."""
        groups = [
            GROUPS[next(one for one in self.rows[table] if one[key] == code)["groups"]]
            for table, key, code in (("Clients", "client", client), ("Staff", "person", person))
        ]
        return bool(groups[0] & (groups[1] | {"Everyone"}))


@st.composite
def firms(draw: st.DrawFn) -> Firms:
    """Clients and people in any groups, and rows of every table about any of them."""
    firm = Firms()
    groups = st.sampled_from(list(GROUPS))
    for client in CLIENTS:
        firm.add("Clients", {"client": client, "groups": draw(groups), "country": "BE"})
    for person in PEOPLE:
        firm.add("Staff", {"person": person, "groups": draw(groups)})
    for project in PROJECTS:
        firm.add("Projects", {"project": project, "client": draw(st.sampled_from(CLIENTS))})
    for name in ("unit", "team", "text", "mention"):
        firm.add("Lists", {"list": name})
    for setting in SECRET_SETTINGS:
        firm.add("Settings", {"setting": setting, "value": firm.word("Settings", "value", {})})
    for spec in BY_NAME.values():
        if spec.name not in {"Clients", "Staff", "Projects", "Lists", "Settings", "NewClient"}:
            for _ in range(3):
                firm.add(spec.name, draw(references(spec.name)))
    return firm


def references(table: str) -> st.SearchStrategy[Row]:
    """To whom and to what a row refers."""
    referring = (one for one in BY_NAME[table].columns if one.refers in REFERRED)
    return st.fixed_dictionaries(
        {one.name: st.sampled_from(REFERRED[one.refers]) for one in referring}
    )


@contextmanager
def folder() -> Iterator[Path]:
    """For one example."""
    path = Path(tempfile.mkdtemp())
    try:
        yield path
    finally:
        shutil.rmtree(path)


def shared(rows: Mapping[str, Sequence[Mapping[str, Any]]], person: str, language: Language) -> str:
    """All that the file of a person holds, and the record of it that the firm keeps."""
    with folder() as path:
        book = MemoryBook(rows, language, path)
        file = Path(share(book, ShareRequest(person, "c" * 32, MOMENT)).file)
        record = path / "Billing.quotepart" / "shared" / f"{'c' * 32}.json"
        return everything_in(file) + record.read_text("utf-8")


@settings(max_examples=12)
@given(firms(), st.sampled_from(PEOPLE), st.sampled_from(Language))
def test_a_file_holds_what_its_person_may_see_and_nothing_else(
    firm: Firms, person: str, language: Language
) -> None:
    content = shared(firm.rows, person, language)

    found = {word for word in firm.places if word in content}
    assert found == {word for word in firm.places if firm.may_be_seen(word, person)}
    hidden = {client for client in CLIENTS if not firm.sees(client, person)}
    assert [client for client in hidden if client in content] == []


@pytest.mark.parametrize("person", ["ML", "NR"])
def test_no_client_outside_the_groups_is_in_a_file_of_the_sample_firm(person: str) -> None:
    rows = {**sample_rows(Language.FR)}
    half = [{**row, "groups": f"G{at % 2}"} for at, row in enumerate(rows["Clients"])]
    staff = [{**row, "groups": "G1"} for row in rows["Staff"]]
    content = shared({**rows, "Clients": half, "Staff": staff}, person, Language.FR)

    outside = [row for row in half if row["groups"] == "G0"]
    inside = [row for row in half if row["groups"] == "G1"]
    assert len(outside) >= 5
    assert [row["name"] for row in inside if not found_in(content, row["name"])] == []
    assert [
        word for row in outside for word in known_by(row, inside) if found_in(content, word)
    ] == []
    assert [amount for amount in amounts_of(rows, outside) if f">{amount}<" in content] == []


def known_by(client: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> list[str]:
    """What a client is known by, unless it is a part of what another one is known by."""
    fields = ("client", "name", "legal_name", "vat_number", "email", "mobile", "contact", "address")
    theirs = " ".join(str(one.get(field)) for one in others for field in fields).casefold()
    words = (client.get(field) for field in fields)
    return [str(word) for word in words if word and str(word).casefold() not in theirs]


def amounts_of(
    rows: Mapping[str, Sequence[Mapping[str, Any]]], clients: Sequence[Mapping[str, Any]]
) -> set[str]:
    """Fees and budgets of clients' projects, as a cell holds them."""
    codes = {row["client"] for row in clients}
    projects = {row["project"] for row in rows["Projects"] if row["client"] in codes}
    agreed = [*rows["Projects"], *rows["Schedules"], *rows["Retainers"]]
    fields = ("amount", "fee", "budget_amount", "cap_amount")
    found = {row.get(field) for row in agreed if row["project"] in projects for field in fields}
    return {f"{amount:f}" for amount in found if amount is not None and amount > 400}
